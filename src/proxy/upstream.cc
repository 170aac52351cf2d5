#include "proxy/upstream.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "proxy/forwarding.h"
#include "transport/base_url.h"

namespace holotype::proxy {
namespace {

constexpr std::size_t kMaxIdle = 256;

}  // namespace

Result<std::shared_ptr<Upstream>> Upstream::at(std::string_view url, Options options) {
  Result<transport::BaseUrl> base = transport::BaseUrl::parse(url);
  if (!base) return tl::unexpected(base.error());
  Result<transport::Dialer> dialer =
      transport::Dialer::to(base->origin, {.connect_timeout = options.timeout,
                                           .ca_file = options.ca_file,
                                           .verifies_certificate = options.verifies_certificate});
  if (!dialer) return tl::unexpected(dialer.error());
  std::string prefix = std::move(base->path).value_or("");
  return std::shared_ptr<Upstream>(
      new Upstream(*std::move(dialer), base->origin + prefix, prefix, std::move(options)));
}

Upstream::Upstream(transport::Dialer dialer, std::string url, std::string path_prefix,
                   Options options)
    : dialer_(std::move(dialer)),
      url_(std::move(url)),
      path_prefix_(std::move(path_prefix)),
      options_(std::move(options)) {}

// The request's trailers as they are passed on.
class PassedTrailers final : public http::BodyStream {
 public:
  explicit PassedTrailers(http::BodyStream& source) : source_(source) {}
  Piece read(std::chrono::milliseconds patience) override {
    const Piece piece = source_.read(patience);
    if (piece.state == State::Ended) trailers_ = trailers_passed_on(source_.trailers());
    return piece;
  }
  std::optional<std::uint64_t> length() const override { return source_.length(); }
  const http::Headers& trailers() const override { return trailers_; }
  std::string why_broken() const override { return source_.why_broken(); }
  int descriptor() const override { return source_.descriptor(); }

 private:
  http::BodyStream& source_;
  http::Headers trailers_;
};

// A reply, and the connection that it comes on.
class Upstream::Kept final : public Reply {
 public:
  Kept(std::shared_ptr<Upstream> upstream, Connection connection, const Forwarded& forwarded)
      : upstream_(std::move(upstream)),
        connection_(std::move(connection)),
        conversation_(forwarded.conversation),
        exchange_(*connection_, exchange_options()) {
    if (forwarded.rest != nullptr) rest_.emplace(*forwarded.rest);
    if (conversation_ != nullptr && forwarded.rest == nullptr)
      sent_trailers_ = trailers_passed_on(conversation_->trailers());
  }

  Result<void, transport::SendError> begin(const http::Request& head, std::string_view body) {
    passes_continue_ = head.headers.contains("Expect");
    auto answer = exchange_.begin({.head = head,
                                   .body = body,
                                   .rest = rest_ ? &*rest_ : nullptr,
                                   .trailers = &sent_trailers_},
                                  upstream_->dialer_.authority());
    if (!answer) return tl::unexpected(std::move(answer.error()));
    head_ = to_client(*std::move(answer));
    if (!exchange_.has_content()) release();
    return {};
  }

  http::Response& head() override { return head_; }
  bool has_content() const override { return exchange_.has_content(); }
  void allow_silence() override { exchange_.allow_silence(); }
  const transport::SendError& error() const override { return exchange_.error(); }

  Piece read(std::chrono::milliseconds patience) override {
    const Piece piece = exchange_.read(patience);
    if (piece.state != State::Ended) return piece;
    trailers_ = trailers_passed_on(exchange_.trailers());
    release();
    return piece;
  }
  std::optional<std::uint64_t> length() const override { return exchange_.length(); }
  const http::Headers& trailers() const override { return trailers_; }
  std::string why_broken() const override { return exchange_.why_broken(); }
  bool is_abandoned() const override { return exchange_.is_abandoned(); }

 private:
  transport::Exchange::Options exchange_options() {
    transport::Exchange::Options options{.read_timeout = upstream_->options_.timeout,
                                         .write_timeout = upstream_->options_.timeout};
    if (conversation_ == nullptr) return options;
    options.interruption = conversation_->interruption();
    options.on_interim = [this](const http::Response& interim) {
      // What the proxy itself has said is not said again (RFC 9110 section 15.2).
      if (interim.status == 100 && !passes_continue_) return;
      conversation_->pass_interim(interim_to_client(interim));
    };
    return options;
  }

  // The connection serves others from now on, where it can.
  void release() {
    if (connection_ != nullptr && exchange_.keeps_alive()) upstream_->keep(std::move(connection_));
  }

  const std::shared_ptr<Upstream> upstream_;
  Connection connection_;
  http::Conversation* const conversation_;
  bool passes_continue_ = false;
  std::optional<PassedTrailers> rest_;
  http::Headers sent_trailers_;
  transport::Exchange exchange_;
  http::Response head_;
  http::Headers trailers_;
};

Upstream::Connection Upstream::take_idle() {
  for (;;) {
    Connection connection;
    {
      MutexLock lock(mutex_);
      if (idle_.empty()) return nullptr;
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
    if (connection->is_usable()) return connection;
  }
}

void Upstream::keep(Connection connection) {
  MutexLock lock(mutex_);
  if (idle_.size() < kMaxIdle) idle_.push_back(std::move(connection));
}

Result<std::shared_ptr<Reply>, transport::SendError> Upstream::send_on(Connection connection,
                                                                       const http::Request& head,
                                                                       const Forwarded& forwarded) {
  if (connection == nullptr) {
    auto dialed = dialer_.dial();
    if (!dialed) return tl::unexpected(std::move(dialed.error()));
    connection = *std::move(dialed);
  }
  auto reply = std::make_shared<Kept>(shared_from_this(), std::move(connection), forwarded);
  if (auto begun = reply->begin(head, forwarded.request.body); !begun)
    return tl::unexpected(std::move(begun.error()));
  return std::shared_ptr<Reply>(std::move(reply));
}

Result<std::shared_ptr<Reply>, transport::SendError> Upstream::send(const Forwarded& forwarded) {
  // A client that still waits for leave to send its body is told by the service.
  const bool passes_expectation = forwarded.rest != nullptr && forwarded.conversation != nullptr &&
                                  forwarded.conversation->awaits_continue();
  if (passes_expectation) forwarded.conversation->leave_continue_to_others();
  const http::Request head =
      to_upstream(forwarded.request, path_prefix_,
                  passes_expectation ? Expectation::IsPassedOn : Expectation::IsMet);
  Connection kept = take_idle();
  const bool may_repeat =
      kept != nullptr && forwarded.rest == nullptr && transport::is_idempotent(head.method);
  auto reply = send_on(std::move(kept), head, forwarded);
  if (!reply && may_repeat && reply.error().failure == transport::SendFailure::Closed)
    return send_on(nullptr, head, forwarded);
  return reply;
}

}  // namespace holotype::proxy
