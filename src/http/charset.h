// Charsets: what a Content-Type's charset parameter says of the bytes, undone.
//
// Spec: RFC 9110 section 8.3.2; RFC 2781 (UTF-16); the WHATWG Encoding Standard for windows-1252.
// Tests: tests/http/charset_test.cc
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace holotype::http {

struct CharsetError {
  enum class Kind {
    Unsupported,  // 415
    Malformed,    // 400: the bytes are not what the charset says
  };
  Kind kind;
  std::size_t offset = 0;  // of the first byte that does not fit
  std::string reason;      // a sentence part: "must be UTF-16; ..."
};

// Whether text in that charset is UTF-8 as it is: utf-8, us-ascii and their other names.
bool is_utf8(std::string_view charset);

// `bytes` in UTF-8. The name is read without case. UTF-16 and UTF-32 without a byte order mark are
// big-endian (RFC 2781 section 4.3); a mark is not part of the text. UTF-8 is only checked.
Result<std::string, CharsetError> to_utf8(std::string_view charset, std::string_view bytes);

}  // namespace holotype::http
