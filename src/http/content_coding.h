// Content codings: gzip and deflate, undone within a bound.
//
// Spec: RFC 9110 section 8.4 (Content-Encoding), RFC 1950 (zlib), RFC 1951 (deflate), RFC 1952
// (gzip).
// Tests: tests/http/content_coding_test.cc
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace holotype::http {

struct CodingError {
  enum class Kind {
    Unsupported,  // 415, with Accept-Encoding: kSupportedCodings (RFC 9110 section 15.5.16)
    Malformed,    // 400: the bytes are not what the field says
    TooLarge,     // 413: the decoded content exceeds the bound
  };
  Kind kind;
  std::string reason;  // a full sentence
  // Of Malformed: how many bytes of the content could be read; nullopt where an inner one of
  // several codings is broken, whose bytes nobody sent.
  std::optional<std::size_t> offset = std::nullopt;
};

inline constexpr std::string_view kSupportedCodings = "gzip, deflate";

// `content` with the codings of a Content-Encoding field undone, the last one first; at most
// `max_bytes` come out of any of them. "gzip", "x-gzip", "deflate" and "identity" are known,
// without case; at most four in a row. NON-STANDARD: deflate without its zlib wrapper is read as
// well, as some clients send it.
Result<std::string, CodingError> decode_content(std::string_view content_encoding,
                                                std::string_view content, std::size_t max_bytes);

}  // namespace holotype::http
