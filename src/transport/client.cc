#include "transport/client.h"

#include <fmt/format.h>

#include "transport/exchange.h"

namespace holotype::transport {
namespace {

tl::unexpected<SendError> too_large(std::size_t max_bytes) {
  return fail_to_send(SendFailure::TooLarge,
                      fmt::format("its answer is longer than {} bytes", max_bytes));
}

}  // namespace

Result<Client> Client::to(std::string_view origin) { return to(origin, Options()); }

Result<Client> Client::to(std::string_view origin, Options options) {
  Result<Dialer> dialer =
      Dialer::to(origin, {.connect_timeout = options.connect_timeout,
                          .ca_file = options.ca_file,
                          .verifies_certificate = options.verifies_certificate});
  if (!dialer) return tl::unexpected<Error>(std::move(dialer.error()));
  return Client(*std::move(dialer), std::move(options));
}

Client::Client(Dialer dialer, Options options)
    : dialer_(std::move(dialer)), options_(std::move(options)) {}

Result<http::Response, SendError> Client::send(const http::Request& request) {
  Result<http::Response, SendError> answer = exchange(request);
  if (answer) return answer;
  answer.error().message =
      fmt::format("{} {} to {} failed: {}.", request.method, request.raw_target,
                  dialer_.authority(), answer.error().reason);
  return answer;
}

Result<http::Response, SendError> Client::exchange(const http::Request& request) {
  // A request that cannot be sent needs no connection.
  if (auto head = write_request_head({request, request.body}, dialer_.authority()); !head) {
    return tl::unexpected(std::move(head.error()));
  }
  std::unique_ptr<Channel> kept = std::move(channel_);
  if (kept != nullptr && is_idempotent(request.method) && kept->is_usable()) {
    Result<http::Response, SendError> answer = exchange_on(std::move(kept), request);
    if (answer || answer.error().failure != SendFailure::Closed) return answer;
  }
  kept.reset();  // before the next: a server may serve one connection at a time
  Result<std::unique_ptr<Channel>, SendError> dialed = dialer_.dial();
  if (!dialed) return tl::unexpected(std::move(dialed.error()));
  return exchange_on(*std::move(dialed), request);
}

Result<http::Response, SendError> Client::exchange_on(std::unique_ptr<Channel> channel,
                                                      const http::Request& request) {
  const Outbound outbound{request, request.body};
  Exchange exchange(
      *channel, {.read_timeout = options_.read_timeout, .write_timeout = options_.write_timeout});
  Result<http::Response, SendError> answer = exchange.begin(outbound, dialer_.authority());
  if (!answer) return answer;
  if (exchange.length().value_or(0) > options_.max_body_bytes) {
    return too_large(options_.max_body_bytes);
  }
  for (bool is_open = exchange.has_content(); is_open;) {
    const http::BodyStream::Piece piece = exchange.read(http::kForever);
    if (piece.state == http::BodyStream::State::Broken) return tl::unexpected(exchange.error());
    answer->body += piece.bytes;
    if (answer->body.size() > options_.max_body_bytes) return too_large(options_.max_body_bytes);
    is_open = piece.state == http::BodyStream::State::Open;
  }
  if (exchange.keeps_alive()) channel_ = std::move(channel);
  return answer;
}

}  // namespace holotype::transport
