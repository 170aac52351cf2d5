// Content: takes a message's content off the wire and its transfer coding with it, piece by piece.
//
// Memory grows with what has arrived, never with what was announced, and stops at
// Limits::max_body_bytes; whoever passes the content on takes it away meanwhile. Trailer fields are
// kept apart (RFC 9110 section 6.5.1).
//
// Spec: RFC 9112 sections 6 and 7.1.
// Tests: tests/transport/content_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "transport/fault.h"
#include "transport/head.h"

namespace holotype::transport {

class Content {
 public:
  // The content that `head` announces. `limits` must outlive it.
  Content(const Head& head, const Limits& limits);

  // Takes as much of `input` as belongs to the content and returns how many bytes that was. All of
  // it until the content is complete; what is left then begins the next request.
  Result<std::size_t, Fault> take(std::string_view input);

  bool is_complete() const { return state_ == State::Done; }

  // The decoded bytes. Precondition: is_complete(). Leaves nothing behind.
  std::string release() { return std::move(decoded_); }

  // The decoded bytes so far, and what becomes of them once they were passed on.
  std::string_view decoded() const { return decoded_; }
  void forget_decoded() { decoded_.clear(); }

  // Precondition: is_complete().
  const http::Headers& trailers() const { return trailers_; }

 private:
  enum class State {
    Plain,        // Content-Length: remaining_ bytes to come
    Size,         // in the digits of a chunk-size
    SizePadding,  // white space that only a ";" may follow (bad white space of chunk-ext)
    Extension,
    SizeFeed,  // LF of the chunk-size line
    Data,      // remaining_ bytes of chunk-data to come
    DataReturn,
    DataFeed,
    Trailer,  // in a line of the trailer section
    Done,
  };

  // One byte of chunked framing; nothing where it fits.
  Result<void, Fault> step(char c);
  Result<void, Fault> step_size(char c);
  Result<void, Fault> finish_size();
  Result<void, Fault> finish_trailer_line();

  const Limits& limits_;
  State state_;
  std::uint64_t remaining_ = 0;
  std::size_t digits_ = 0;           // of the chunk-size being read
  std::size_t extension_bytes_ = 0;  // of all chunk extensions so far
  std::size_t trailer_bytes_ = 0;
  std::size_t trailer_count_ = 0;
  std::string line_;  // the trailer line being read
  http::Headers trailers_;
  std::string decoded_;
};

}  // namespace holotype::transport
