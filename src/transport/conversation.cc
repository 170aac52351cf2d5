#include "transport/conversation.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <utility>

#include "transport/exchange.h"

namespace holotype::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using State = http::BodyStream::State;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Zero means for ever, as in Deadlines.
steady_clock::time_point after(steady_clock::time_point begin, milliseconds deadline) {
  return begin + (deadline > milliseconds::zero() ? deadline : http::kForever);
}

enum class Event { Ready, Late, Interrupted };

Event wait_for(const Place& place, short events, steady_clock::time_point end) {
  std::array<pollfd, 2> watched{pollfd{place.socket.number(), events, 0},
                                pollfd{place.interruption, POLLIN, 0}};
  const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
  ::poll(watched.data(), watched.size(),
         static_cast<int>(std::clamp(left, milliseconds(0), http::kForever).count()));
  if (watched[1].revents != 0) return Event::Interrupted;
  return watched[0].revents != 0 ? Event::Ready : Event::Late;
}

bool is_interrupted(const Place& place) {
  pollfd watched{place.interruption, POLLIN, 0};
  return ::poll(&watched, 1, 0) == 1;
}

}  // namespace

// ---- The request ----

ClientBody::ClientBody(const Place& place, Content content, bool awaits_continue)
    : place_(place),
      content_(std::move(content)),
      // RFC 9110 section 10.1.1: not where content has come without waiting.
      awaits_continue_(awaits_continue && content_.decoded().empty()),
      heard_at_(steady_clock::now()) {}

std::string ClientBody::why_broken() const {
  return fault_ ? fault_->message : "the client closed the connection";
}

http::BodyStream::Piece ClientBody::piece() const {
  return {content_.decoded(), content_.is_complete() ? State::Ended : State::Open};
}

bool ClientBody::receive_some() {
  const Transfer got = receive(place_.socket, place_.scratch.data(), place_.scratch.size());
  is_client_gone_ = !got.is_open;
  if (got.bytes == 0) return false;
  heard_at_ = steady_clock::now();
  const std::string_view bytes(place_.scratch.data(), got.bytes);
  Result<std::size_t, Fault> taken = content_.take(bytes);
  if (taken) {
    behind_ += bytes.substr(*taken);
  } else {
    fault_ = std::move(taken.error());
  }
  return true;
}

http::BodyStream::Piece ClientBody::read(milliseconds patience) {
  if (std::exchange(is_fresh_, false) && !content_.decoded().empty()) return piece();
  content_.forget_decoded();
  if (std::exchange(awaits_continue_, false)) transmit(place_.socket, kContinue);
  const auto end = steady_clock::now() + patience;
  while (!is_client_gone_ && !fault_) {
    const bool came = receive_some();
    if (fault_ || is_client_gone_) break;
    if (content_.is_complete() || !content_.decoded().empty()) return piece();
    if (came) continue;
    const auto late = after(heard_at_, place_.deadlines.body);
    const auto now = steady_clock::now();
    if (now >= late) {
      fault_ =
          Fault{FaultKind::RequestTimeout, "The content of the request did not arrive in time."};
    } else if (now >= end) {
      return {};
    } else if (wait_for(place_, POLLIN, std::min(end, late)) == Event::Interrupted) {
      is_client_gone_ = true;
    }
  }
  return {{}, State::Broken};
}

// ---- The conversation ----

ClientConversation::ClientConversation(Place place, Head head, Content content)
    : place_(place),
      head_(std::move(head)),
      body_(place_, std::move(content), head_.expects_continue),
      has_body_(!body_.has_ended() || !body_.content().decoded().empty()) {
  if (head_.framing == Framing::Length) body_.set_length(head_.content_length);
}

void ClientConversation::pass_interim(const http::Response& response) {
  if (place_.is_http_1_0 || response.status < 100 || response.status > 199) return;
  if (find_unsendable(response)) return;
  std::string head;
  append_answer_head(head, response, {});
  send_all(std::array<std::string_view, 1>{head});
}

Remainder ClientConversation::answer_by(const StreamHandler& handler, After after) {
  std::string problem;
  try {
    Outgoing outgoing = handler(*this);
    if (body_.fault()) {
      Remainder left{.fault = std::exchange(body_.fault(), {})};
      left.fault->received = std::move(head_.request);
      std::string().swap(left.fault->received.body);
      return left;
    }
    if (body_.is_client_gone() && !body_.has_ended()) return {.is_open = false};
    std::optional<std::string> unsendable = find_unsendable(outgoing.response);
    if (!unsendable) return send(std::move(outgoing), after);
    problem = *std::move(unsendable);
  } catch (const std::exception& exception) {
    problem = fmt::format("The handler failed: {}.", exception.what());
  } catch (...) {
    problem = "The handler failed.";
  }
  return {.fault = Fault{FaultKind::HandlerFailed, std::move(problem), std::move(head_.request)}};
}

Remainder ClientConversation::send(Outgoing outgoing, After after) {
  const bool closes = !head_.keeps_alive || says_close(outgoing.response.headers) ||
                      outgoing.response.status < 200 || !body_.has_ended();
  if (closes) after = After::Close;
  if (outgoing.rest == nullptr) return send_whole(std::move(outgoing), after);
  return send_stream(outgoing, after);
}

Remainder ClientConversation::send_whole(Outgoing outgoing, After after) {
  http::Response& response = outgoing.response;
  const bool answers_head = head_.request.method == "HEAD";
  if (has_no_content(response.status) || response.status == 205) response.body.clear();
  HeadOptions options{.after = after, .speaks_http_1_0 = place_.is_http_1_0};
  const bool has_trailers = !outgoing.trailers.empty() && !place_.is_http_1_0 && !answers_head &&
                            !has_no_content(response.status);
  // RFC 9110 section 8.6: the length of what is not sent is the handler's to know.
  const bool has_length_of_its_own =
      response.body.empty() && (answers_head || response.status == 304);
  const std::string* announced =
      has_length_of_its_own ? response.headers.find("Content-Length") : nullptr;
  if (has_trailers) {
    options.framing.kind = AnswerFraming::Kind::Chunked;
  } else if (!has_length_of_its_own && !has_no_content(response.status)) {
    options.framing = {AnswerFraming::Kind::Length, response.body.size()};
  }
  if (announced != nullptr) options.announced_length = *announced;
  std::string bytes;
  append_answer_head(bytes, response, options);
  if (has_trailers) {
    if (!response.body.empty()) bytes += write_chunk(response.body);
    bytes += "0\r\n" + write_trailers(outgoing.trailers);
  } else if (!answers_head) {
    bytes += response.body;
  }
  return {.bytes = std::move(bytes), .after = after, .delivery = outgoing.delivery};
}

Remainder ClientConversation::send_stream(const Outgoing& outgoing, After after) {
  using Kind = AnswerFraming::Kind;
  http::BodyStream& rest = *outgoing.rest;
  AnswerFraming framing{Kind::Chunked};
  if (const auto length = rest.length()) {
    framing = {Kind::Length, *length};
  } else if (place_.is_http_1_0) {
    framing.kind = Kind::UntilClose;
    after = After::Close;
  }
  std::string head;
  append_answer_head(head, outgoing.response,
                     {.framing = framing, .after = after, .speaks_http_1_0 = place_.is_http_1_0});
  // What is there already goes out together with the head.
  std::string_view before = head;
  http::BodyStream::Piece piece = rest.read(milliseconds(0));
  for (;; before = {}, piece = rest.read(http::kForever)) {
    if (piece.state == State::Broken || is_interrupted(place_)) break;
    const bool is_last = piece.state == State::Ended;
    std::string size, end;
    if (framing.kind == Kind::Chunked) {
      if (!piece.bytes.empty()) size = fmt::format("{:x}\r\n", piece.bytes.size());
      if (!piece.bytes.empty()) end = "\r\n";
      if (is_last) end += "0\r\n" + write_trailers(rest.trailers());
    }
    if (!send_all(std::array<std::string_view, 4>{before, size, piece.bytes, end})) break;
    if (!is_last) continue;
    // Pipelined requests may be there; the rest of this one may not.
    return {.after = body_.has_ended() ? after : After::Close};
  }
  // Bytes that the client has not taken yet are lost with a reset, but nothing else says that there
  // should have been more.
  if (framing.kind == Kind::UntilClose) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(place_.socket.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  return {.is_open = false};
}

bool ClientConversation::send_all(std::span<const std::string_view> parts) {
  std::array<iovec, 4> unsent{};
  std::size_t count = 0, size = 0;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    unsent[count++] = {const_cast<char*>(part.data()), part.size()};
    size += part.size();
  }
  iovec* next = unsent.data();
  auto late = after(steady_clock::now(), place_.deadlines.write);
  while (size > 0) {
    msghdr message{};
    message.msg_iov = next;
    message.msg_iovlen = static_cast<std::size_t>(unsent.data() + count - next);
    const ssize_t sent = ::sendmsg(place_.socket.number(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) return false;
      if (wait_for(place_, POLLOUT, late) != Event::Ready) return false;
      continue;
    }
    late = after(steady_clock::now(), place_.deadlines.write);
    size -= static_cast<std::size_t>(sent);
    auto left = static_cast<std::size_t>(sent);
    for (; left > 0 && left >= next->iov_len; ++next) left -= next->iov_len;
    if (left > 0) {
      next->iov_base = static_cast<char*>(next->iov_base) + left;
      next->iov_len -= left;
    }
  }
  return true;
}

}  // namespace holotype::transport
