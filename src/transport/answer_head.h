// The head of an answer as it is put on the wire: what of it is the handler's, what the
// transport's.
//
// Spec: RFC 9110 sections 5.5, 6.4.1 and 8.6, RFC 9112 sections 4, 6 and 9.
// Tests: tests/transport/listener_test.cc, conversation_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace holotype::transport {

// How the connection goes on after an answer.
enum class After { KeepAlive, Close };

// Why an answer cannot be sent as HTTP, or nothing.
std::optional<std::string> find_unsendable(const http::Response& response);

// RFC 9110 section 6.4.1. 205 may have none either (section 15.3.6), but says so by its length.
constexpr bool has_no_content(int status) { return status < 200 || status == 204 || status == 304; }

// Whether it is one of the fields of an answer that are the transport's to write.
bool is_framing_field(std::string_view name);

bool says_close(const http::Headers& headers);

// How the content of an answer is delimited.
struct AnswerFraming {
  enum class Kind { None, Length, Chunked, UntilClose };
  Kind kind = Kind::None;
  std::uint64_t length = 0;  // with Kind::Length
};

// What a head says besides the answer itself.
struct HeadOptions {
  AnswerFraming framing = {};
  // With Kind::None: the Content-Length of what is not sent (RFC 9110 section 8.6); "" where it is
  // not known.
  std::string_view announced_length = {};
  After after = After::KeepAlive;
  bool speaks_http_1_0 = false;
};

// Status line, fields and blank line, to the end of `out`; the handler's fields in their order. CR,
// LF and NUL in a value, which would end it or the head, become spaces (RFC 9110 section 5.5).
// Precondition: find_unsendable() found nothing.
void append_answer_head(std::string& out, const http::Response& response,
                        const HeadOptions& options);

}  // namespace holotype::transport
