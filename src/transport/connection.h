// Connection: one client's byte stream as a state machine: bytes in, whole requests to the server,
// answers out. Never waits: each turn does what the socket allows now and says what it waits for.
//
// Threads: whoever holds the connection (hold / let_go) owns every member but the atomics; the
// housekeeper reads those to find what is overdue.
//
// Spec: RFC 9112 section 9 (connection management).
// Tests: tests/transport/listener_test.cc, limits_test.cc, load_test.cc
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "transport/content.h"
#include "transport/embedded_server.h"
#include "transport/head.h"
#include "transport/listener.h"
#include "transport/post.h"
#include "transport/socket.h"

namespace holotype::transport {

// What a listener with a StreamHandler has more than others.
struct Streaming {
  StreamHandler handler;
  Descriptor interruption;            // becomes readable when waits for others are to end
  std::atomic<int> conversations{0};  // under way
};

// What one worker thread lends to the connection that it serves.
struct Workbench {
  EmbeddedServer& server;
  std::span<char> scratch;         // where bytes are received; nothing in it outlives a turn
  bool has_outbox = false;         // whether answers may wait for those of others (Wish::Send)
  Streaming* streaming = nullptr;  // nullptr: requests are handed over whole
};

// What a connection wants after a turn.
enum class Wish {
  Wait,   // for the next event of its socket
  Again,  // for another turn, after the others' (it has had its share of this one)
  Later,  // for a turn in Connection::pause()
  Send,   // that unsent() is sent, together with that of others; then sent() says what it wants
  Close,
};

class Connection {
 public:
  // Both outlive it.
  Connection(const Limits& limits, const Deadlines& deadlines)
      : limits_(limits), deadlines_(deadlines) {}

  // Begins to serve what was accepted, at that post, which outlives it. Precondition: held, and
  // closed before.
  void open(Descriptor socket, Post& post);
  // Forgets everything about the client. Precondition: held.
  void close();
  const Descriptor& socket() const { return socket_; }
  // Where its events come; nullptr before it was first opened.
  Post* post() const { return post_; }

  // After Wish::Later: how long until something is to be sent.
  std::chrono::nanoseconds pause() const;
  // What wakes the connection up then; its owner makes it on first use. Closed with the connection.
  Descriptor& alarm() { return alarm_; }

  // One turn. `peer_has_closed`: the event said so; there is an end of stream to be read.
  Wish take_turn(Workbench bench, bool peer_has_closed);

  // After Wish::Send, until sent(): what is to be sent. Still held.
  std::string_view unsent() const { return out_; }
  // What became of that, and what the connection wants now.
  Wish sent(const Transfer& transfer);

  // Sends what is left of an answer; whether more remains. For stop() alone.
  bool flush();

  // Takes hold of the connection. Where another thread has it, that one is told to take one more
  // turn, and false is returned.
  bool try_hold();
  void hold();
  // Lets go; false where a turn was asked for meanwhile, and the connection is still held.
  [[nodiscard]] bool try_let_go();

  // Asks the connection to end where it has been waiting since before its deadline. Any thread;
  // precondition: the socket stays open during the call.
  void expire_if_overdue(std::chrono::steady_clock::time_point now);

 private:
  enum class Phase {
    Idle,     // between requests, no byte of the next
    Head,     // some bytes of a head
    Body,     // a head and some of its content
    Sending,  // an answer that the kernel has not taken whole
    Pacing,   // an answer whose time has not come, or that is sent slowly (http::Delivery)
    Ending,   // all is sent; waiting for the client to close (RFC 9112 section 9.6)
  };

  Wish go_on(Workbench bench, bool peer_has_closed);
  Wish read_and_serve(Workbench bench, bool peer_has_closed);
  Wish resume_sending();
  Wish drain(Workbench bench);
  Wish end_overdue(Workbench bench);
  Wish end(bool has_unread_input);

  // Serves the requests that `fresh` completes, and keeps the rest of it.
  void digest(std::string_view fresh, Workbench bench);
  std::size_t consume(std::string_view input, Workbench bench);
  std::size_t consume_head(std::string_view input, Workbench bench);
  std::size_t consume_content(std::string_view input, EmbeddedServer& server);
  // Hands the request over to the StreamHandler and sends its answer; how much of `input`, which is
  // behind the head, belonged to it.
  std::size_t converse(Head head, std::string_view input, Workbench bench);
  void answer(const Head& head, EmbeddedServer& server);
  void refuse(Fault fault, EmbeddedServer& server);
  void send(const Answer& answer);
  void begin_pacing(const Answer& answer);
  Wish send_paced();
  void post_together(std::string_view bytes);
  bool takes_requests() const { return !closing_ && !broken_ && (out_.empty() || may_add()); }
  // Whether one more answer may be added to what waits for Wish::Send.
  bool may_add() const;

  void enter(Phase phase);
  void set_deadline(std::chrono::milliseconds from_now);

  const Limits& limits_;
  const Deadlines& deadlines_;

  Descriptor socket_;
  Post* post_ = nullptr;
  Phase phase_ = Phase::Idle;
  bool closing_ = false;    // the last answer is written; no more requests are read
  bool refused_ = false;    // ... and was to a fault: the client may still be sending
  bool broken_ = false;     // nothing can be sent any more
  bool posts_ = false;      // in this turn answers may wait for those of others
  bool is_posted_ = false;  // out_ is what waits for them
  Wish then_ = Wish::Wait;  // what the turn that posted it wanted besides
  std::size_t served_ = 0;
  std::size_t turn_requests_ = 0;

  std::string in_;  // received, not consumed: part of a head, or requests behind an unsent answer
  std::string behind_;  // received by a conversation, and behind its request
  HeadScanner scanner_;
  struct Unfinished {
    Head head;
    Content content;
  };
  std::optional<Unfinished> unfinished_;
  std::string out_;  // what the kernel did not take
  std::size_t out_sent_ = 0;

  // Of Phase::Pacing.
  struct Pace {
    std::chrono::steady_clock::time_point start;
    std::size_t head_bytes = 0;  // of out_
    std::chrono::milliseconds body_time{0};
    http::WireFault fault = http::WireFault::None;

    // How many of `size` bytes may have left by then, and when the next may.
    std::size_t allowed(std::chrono::steady_clock::time_point now, std::size_t size) const;
    std::chrono::steady_clock::time_point next(std::chrono::steady_clock::time_point now) const;
  };
  Pace pace_;
  Descriptor alarm_;

  static constexpr unsigned kHeld = 1, kAskedAgain = 2;
  std::atomic<unsigned> hold_{0};
  std::atomic<std::int64_t> deadline_{0};  // steady clock in nanoseconds; 0 means none
  std::atomic<bool> overdue_{false};
};

}  // namespace holotype::transport
