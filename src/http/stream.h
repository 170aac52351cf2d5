// BodyStream and Conversation: a message that is passed on while it still arrives.
//
// Most messages are values (message.h). Those that are too large to be held, or that have no end
// for a long time, are read piece by piece; whoever reads slowly slows the sender down.
//
// Threads: one thread at a time, the one that handles the exchange. No I/O is done here; the
// transport implements both.
// Spec: RFC 9110 sections 6.4 (content), 6.5 (trailers) and 15.2 (interim responses).
// Tests: tests/http/kept_stream_test.cc, tests/transport/conversation_test.cc, exchange_test.cc
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace holotype::http {

// As patience: until something happens.
inline constexpr std::chrono::milliseconds kForever{3'600'000};

class BodyStream {
 public:
  enum class State {
    Open,    // more may come
    Ended,   // these bytes, if any, were the last; trailers() are known
    Broken,  // it ended before its end: why_broken()
  };
  struct Piece {
    std::string_view bytes;  // valid until the next call
    State state = State::Open;
  };

  virtual ~BodyStream() = default;

  // What has arrived of the content, its transfer coding undone. Waits for it no longer than
  // `patience`; no bytes with Open where none came. Not after Ended or Broken.
  virtual Piece read(std::chrono::milliseconds patience) = 0;

  // How long all of it is, from its first byte, where that was announced.
  virtual std::optional<std::uint64_t> length() const = 0;
  // After Ended.
  virtual const Headers& trailers() const = 0;
  // After Broken: a clause without a full stop.
  virtual std::string why_broken() const = 0;
  // After Broken: whether it was given up because its reader is gone, or is to stop.
  virtual bool is_abandoned() const { return false; }
  // What poll(2) finds readable when read() may have something; -1 where there is nothing to poll.
  virtual int descriptor() const { return -1; }
};

// What ends the wait for somebody else, as descriptors for poll(2); -1: nothing does.
struct Interruption {
  int client = -1;    // hangs up when the client is gone for good
  int stopping = -1;  // becomes readable when the server stops
};

// A request that is being answered, from the side of whoever answers it.
class Conversation {
 public:
  virtual ~Conversation() = default;

  // Its body is whole where rest() is nullptr, and else empty. It may be changed: what was read is
  // put into it.
  virtual Request& request() = 0;

  // The body while it has not arrived whole. A client that waits to be told to go on
  // (Expect: 100-continue, RFC 9110 section 10.1.1) is told by the first read().
  virtual BodyStream* rest() = 0;
  // Of a request whose body is whole.
  virtual const Headers& trailers() const = 0;

  // Whether the client waits to be told to go on.
  virtual bool awaits_continue() const = 0;
  // Somebody else will tell it, by pass_interim().
  virtual void leave_continue_to_others() = 0;

  // Sends an interim response (1xx) at once. Those that the client cannot read are dropped.
  virtual void pass_interim(const Response& response) = 0;

  virtual Interruption interruption() const = 0;
};

}  // namespace holotype::http
