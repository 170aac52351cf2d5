// Exchange: one request and its answer on a channel, from the client's side.
//
// Both directions move at the same time: while a request is still being sent, its answer may begin,
// and while the answer is read, the rest of the request is sent. Nothing is read that nobody takes,
// so a slow reader slows the server down.
//
// Errors are clauses without a full stop, for the caller to complete: "it did not answer in time".
//
// Threads: one. Spec: RFC 9112 sections 3, 4, 6.3 (for responses), 7.1 and 9.5, RFC 9110
// section 15.2.
// Tests: tests/transport/client_test.cc, exchange_test.cc
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "http/stream.h"
#include "transport/channel.h"
#include "transport/content.h"
#include "transport/head.h"
#include "transport/listener.h"
#include "transport/send_error.h"

namespace holotype::transport {

// A request to be sent. What it refers to outlives the exchange.
struct Outbound {
  const http::Request& head;  // its body is not looked at
  std::string_view body;      // all of it, or what goes before the rest
  http::BodyStream* rest = nullptr;
  const http::Headers* trailers = nullptr;  // after a whole body
};

class Exchange final : public http::BodyStream {
 public:
  struct Options {
    std::chrono::milliseconds read_timeout{30'000};   // without a byte of the answer
    std::chrono::milliseconds write_timeout{30'000};  // without one taken
    bool ends_silence = true;  // whether read_timeout counts after the head, too
    http::Interruption interruption = {};
    std::function<void(const http::Response&)> on_interim = {};  // 1xx, but for 101
  };

  // `channel` outlives it.
  Exchange(Channel& channel, Options options);

  // Sends the request, or as much as the server takes, and waits for the head of the answer that
  // counts. `host` is for the Host field where the request has none. Fails where a part of the
  // request would break the framing.
  Result<http::Response, SendError> begin(const Outbound& request, std::string_view host);

  // Whether content follows the head. Precondition for all below: begin() gave an answer.
  bool has_content() const { return has_content_; }
  // From now on the answer may be silent for as long as it likes.
  void allow_silence() { options_.ends_silence = false; }

  Piece read(std::chrono::milliseconds patience) override;
  std::optional<std::uint64_t> length() const override { return length_; }
  const http::Headers& trailers() const override;
  std::string why_broken() const override { return error_.reason; }
  bool is_abandoned() const override { return error_.failure == SendFailure::Abandoned; }
  const SendError& error() const { return error_; }  // after Broken

  // Whether another request may follow on the channel: the whole request was sent, the whole
  // answer read, and the server wants to go on.
  bool keeps_alive() const;

 private:
  using Instant = std::chrono::steady_clock::time_point;

  // Writes what the channel takes now. Fails where the rest of the request broke off.
  Result<void, SendError> send_some();
  bool refill();  // whether there is more to write
  bool is_sending() const;
  void abandon_request();

  // When the server has been waited for long enough; nothing where it is not its turn.
  std::optional<Instant> deadline() const;
  // Until the channel or what is still to be sent is ready, or until `end`; whether there is
  // something to be read. Fails after the deadline, or where nobody waits any more.
  Result<bool, SendError> wait(Instant end);
  // Reads what is there, if anything, to the end of buffer_.
  Result<void, SendError> read_more();

  Result<std::optional<http::Response>, SendError> take_head();
  Result<void, SendError> frame(const http::Response& answer);
  Result<void, SendError> take_content();
  Result<Piece, SendError> next_piece(Instant end);

  Channel& channel_;
  Options options_;
  Limits limits_;
  std::string method_;

  // Of the request.
  std::string text_;         // head, or a chunk with its framing
  std::string_view unsent_;  // of text_ or of a body
  std::string_view body_;    // to be sent after unsent_
  std::string end_;          // what frames it, to be sent after body_
  http::BodyStream* rest_ = nullptr;
  bool is_chunked_ = false;
  bool is_abandoned_ = false;  // the server takes no more of it
  bool is_request_broken_ = false;
  Instant sent_at_;

  // Of the answer.
  HeadScanner scanner_;
  std::string buffer_;  // read, not yet looked at
  bool is_closed_ = false;
  bool has_head_ = false;
  bool has_content_ = false;
  bool has_ended_ = false;
  std::optional<SendError> fault_;  // behind what was passed on last
  bool keeps_alive_ = true;
  std::optional<std::uint64_t> length_;
  std::optional<Content> content_;  // nothing: it ends with the connection
  std::string piece_;
  Instant heard_at_;
  SendError error_;
};

// The bytes of a request's head, with the framing that its body asks for. Fails where a part of it
// would break the framing.
Result<std::string, SendError> write_request_head(const Outbound& request, std::string_view host);

// Whether a request of that method may be sent again without asking who sent it, where the
// connection closed before an answer (RFC 9110 section 9.2.2; QUERY is safe by its definition).
bool is_idempotent(std::string_view method);

// Field lines of trailers and the blank line after them; those that would break the framing, and
// those that are for the head alone (RFC 9110 section 6.5.1), are left out.
std::string write_trailers(const http::Headers& trailers);

// `bytes` as a chunk (RFC 9112 section 7.1). Precondition: not empty, which would be the last one.
std::string write_chunk(std::string_view bytes);

}  // namespace holotype::transport
