// The head of a request by RFC 9112: where it ends, what it says, and how its content is delimited.
//
// Strict where leniency lets two servers disagree about where a request ends (request smuggling):
// a bare LF, a folded line, white space before a colon, Content-Length beside Transfer-Encoding are
// faults, not guesses. Pure functions of bytes and limits; no I/O.
//
// Spec: RFC 9112 sections 2 to 6, RFC 9110 sections 5 to 8 and 10.1.1.
// Tests: tests/transport/head_test.cc, tests/transport/framing_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "transport/fault.h"
#include "transport/listener.h"

namespace holotype::transport {

// How the content after a head is delimited (RFC 9112 section 6.3).
enum class Framing { None, Length, Chunked };

struct Head {
  http::Request request;  // without its body
  Framing framing = Framing::None;
  std::uint64_t content_length = 0;  // with Framing::Length
  bool keeps_alive = true;           // RFC 9112 section 9.3
  bool speaks_http_1_0 = false;
  bool expects_continue = false;  // RFC 9110 section 10.1.1
};

// Finds the end of a head in a buffer that grows, looking at each byte once.
class HeadScanner {
 public:
  // The bytes of the buffer up to and including the blank line; 0 while that has not arrived.
  // `buffer` begins with what the previous calls saw. A fault is found as early as it shows, so
  // that an endless line is refused while it is being sent.
  Result<std::size_t, Fault> scan(std::string_view buffer, const Limits& limits);

  // Where the request line begins: blank lines before it are skipped (RFC 9112 section 2.2).
  std::size_t begin() const { return begin_; }

 private:
  Result<std::size_t, Fault> check_unfinished(std::string_view buffer, const Limits& limits) const;

  std::size_t begin_ = 0;
  std::size_t position_ = 0;    // the next byte to look at
  std::size_t line_start_ = 0;  // of the line that position_ is in
  std::size_t header_start_ = 0;
  std::size_t lines_ = 0;  // finished lines since begin_
};

// Reads a whole head, from the request line to the blank line inclusive.
Result<Head, Fault> parse_head(std::string_view head, const Limits& limits);

// Method and target of a buffer whose request is unfinished or faulty, as far as they are
// understood; for logs.
http::Request outline(std::string_view buffer);

// Whether `line`, without its CRLF, is one field line; else why not. RFC 9112 section 5.
Result<http::Header, Fault> parse_field_line(std::string_view line);

}  // namespace holotype::transport
