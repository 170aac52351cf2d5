// ClientConversation: one request and its answer on a client's connection, where either is
// streamed.
//
// It speaks on the connection's socket directly and waits for it, so it occupies its thread. What
// is whole when the handler returns is left to the connection, which sends it without a thread.
//
// An answer whose body breaks off ends its connection in a way that no client takes for the end of
// the message: without the last chunk, before the announced length, or, where only the end of the
// connection would say so, by a reset (RFC 9112 section 8).
//
// Threads: the one that holds the connection.
// Spec: RFC 9110 sections 10.1.1 and 15.2, RFC 9112 sections 6 to 8.
// Tests: tests/transport/conversation_test.cc
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/stream.h"
#include "transport/answer_head.h"
#include "transport/content.h"
#include "transport/head.h"
#include "transport/listener.h"
#include "transport/socket.h"

namespace holotype::transport {

// Where a conversation takes place. What it refers to outlives it.
struct Place {
  const Descriptor& socket;
  const Deadlines& deadlines;
  std::span<char> scratch;  // where bytes are received
  int interruption = -1;    // a descriptor that becomes readable when waiting has to end
  bool is_http_1_0 = false;
};

// What is left for the connection to do.
struct Remainder {
  bool is_open = true;         // false: the client is gone, or must see that the answer broke off
  std::optional<Fault> fault;  // to be answered in place of what the handler said
  std::string bytes;           // still to be sent
  After after = After::KeepAlive;
  http::Delivery delivery = {};
};

// The content of a request while it arrives.
class ClientBody final : public http::BodyStream {
 public:
  ClientBody(const Place& place, Content content, bool awaits_continue);

  Piece read(std::chrono::milliseconds patience) override;
  std::optional<std::uint64_t> length() const override { return length_; }
  const http::Headers& trailers() const override { return content_.trailers(); }
  std::string why_broken() const override;
  int descriptor() const override { return place_.socket.number(); }

  void set_length(std::uint64_t length) { length_ = length; }
  bool awaits_continue() const { return awaits_continue_; }
  void stop_awaiting_continue() { awaits_continue_ = false; }

  bool has_ended() const { return content_.is_complete(); }
  Content& content() { return content_; }
  // What came behind the content.
  std::string take_behind() { return std::move(behind_); }
  bool is_client_gone() const { return is_client_gone_; }
  std::optional<Fault>& fault() { return fault_; }

 private:
  // Receives once; whether anything came.
  bool receive_some();
  Piece piece() const;

  const Place& place_;
  Content content_;
  std::optional<std::uint64_t> length_;
  bool awaits_continue_;
  bool is_fresh_ = true;  // what came together with the head was not read yet
  bool is_client_gone_ = false;
  std::optional<Fault> fault_;
  std::string behind_;
  std::chrono::steady_clock::time_point heard_at_;
};

class ClientConversation final : public http::Conversation {
 public:
  // `content` has taken what came together with `head`.
  ClientConversation(Place place, Head head, Content content);

  // Lets the handler answer, and sends what of its answer has to be sent from here.
  Remainder answer_by(const StreamHandler& handler, After after);

  // What was received behind the request. Leaves nothing behind.
  std::string take_unread() { return body_.take_behind(); }
  // Whether nothing of the request is still to come.
  bool has_read_all() const { return body_.has_ended(); }

  http::Request& request() override { return head_.request; }
  http::BodyStream* rest() override { return has_body_ ? &body_ : nullptr; }
  const http::Headers& trailers() const override { return body_.trailers(); }
  bool awaits_continue() const override { return body_.awaits_continue(); }
  void leave_continue_to_others() override { body_.stop_awaiting_continue(); }
  void pass_interim(const http::Response& response) override;
  http::Interruption interruption() const override {
    return {.client = place_.socket.number(), .stopping = place_.interruption};
  }

 private:
  Remainder send(Outgoing outgoing, After after);
  Remainder send_whole(Outgoing outgoing, After after);
  Remainder send_stream(const Outgoing& outgoing, After after);
  // Waits until the client has taken all of it; false where it does not.
  bool send_all(std::span<const std::string_view> parts);

  const Place place_;
  Head head_;
  ClientBody body_;
  const bool has_body_;
};

}  // namespace holotype::transport
