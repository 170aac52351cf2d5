// multipart/* bodies to parts, and back.
//
// Spec: RFC 2046 section 5.1 (multipart), RFC 7578 (form-data), RFC 2183 and RFC 5987
// (Content-Disposition and its filename*).
// Tests: tests/http/multipart_test.cc
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/media_type.h"
#include "http/message.h"
#include "http/syntax.h"

namespace holotype::http {

struct Part {
  Headers headers;  // all of them, as received
  // Of Content-Disposition: always set in form-data.
  std::optional<std::string> name;
  // filename* (decoded) where it is there, else filename.
  std::optional<std::string> filename;
  // nullopt where there is none, which means text/plain (RFC 7578 section 4.4).
  std::optional<MediaType> content_type;
  // Content-Transfer-Encoding in lower case; never applied here (RFC 7578 section 4.7 deprecates
  // it).
  std::optional<std::string> transfer_encoding;
  std::string_view content;  // a view into the body
  std::size_t offset = 0;    // of the content in the body, in bytes
};

struct MultipartLimits {
  std::size_t max_parts = 1000;
  std::size_t max_header_bytes = 16 * 1024;  // of one part
};

// Splits `body` into its parts by the boundary parameter of `type`. Preamble and epilogue are
// ignored, padding after a boundary is skipped, a bare LF is taken for CRLF. Fails, with an offset
// into the body, where the boundary is missing from the type or breaks RFC 2046 (at most 70
// characters), never occurs in the body, or is not closed by "--"; at a header line without a name,
// a Content-Type or Content-Disposition that breaks its grammar, a limit, and, in
// multipart/form-data, a part without a name. Precondition: is_multipart(type).
Parsed<std::vector<Part>> parse_multipart(const MediaType& type, std::string_view body,
                                          MultipartLimits limits = {});
template <std::same_as<std::string> Temporary>
Parsed<std::vector<Part>> parse_multipart(const MediaType& type, Temporary&& body,
                                          MultipartLimits limits = {}) = delete;

// A boundary that no content of `parts` holds; the same for the same parts.
std::string choose_boundary(std::span<const Part> parts);

// The body for `parts`. Content-Disposition is written from `name` and `filename` as form-data
// where `headers` has none, Content-Type from `content_type` likewise. Precondition: no content
// holds the boundary.
std::string encode_multipart(std::span<const Part> parts, std::string_view boundary);

}  // namespace holotype::http
