// The text of one value on the wire: percent-decoding, delimiters, and the JSON value it reads as.
//
// Spec: RFC 3986 section 2.1, RFC 6570 section 3, RFC 8259 section 6.
// Tests: tests/parameters/wire_test.cc
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/arena.h"
#include "json/value.h"
#include "parameters/decoder.h"
#include "parameters/shape.h"

namespace holotype::parameters {

// How a text is encoded where it stands.
enum class Coding {
  Plain,    // not at all: header fields, parts of a multipart body
  Percent,  // path segments, cookies
  Form,     // queries and form bodies: percent-encoded, "+" is a space
};

// Why a text is not what its place and style ask for.
struct Fault {
  std::string message;     // what was expected, as a sentence part
  std::size_t offset = 0;  // in the raw text
};

template <typename T>
using Wire = Result<T, Fault>;

inline tl::unexpected<Fault> fault(std::string message, std::size_t offset = 0) {
  return tl::unexpected<Fault>(Fault{std::move(message), offset});
}

// `raw` decoded. A view of `raw` where there is nothing to decode, else of a copy in the arena.
// Fails at broken percent-encoding and at bytes that are no UTF-8.
Wire<std::string_view> decode_text(std::string_view raw, Coding coding, json::Arena& arena);

// A piece of a raw text.
struct Piece {
  std::string_view raw;
  std::size_t offset = 0;
};

// Whether an encoded delimiter delimits as well.
enum class EncodedDelimiter { IsText, Delimits };

// `raw` split at each `delimiter`: one piece more than there are delimiters.
std::vector<Piece> split(std::string_view raw, char delimiter, Coding coding,
                         EncodedDelimiter encoded);

// Whether `raw` holds `delimiter`.
bool has_delimiter(std::string_view raw, char delimiter, Coding coding, EncodedDelimiter encoded);

// Whether `text` is a number by RFC 8259 section 6.
bool is_json_number(std::string_view text);

// What `text` reads as where `types` are allowed; see decoder.h for the order. The value may view
// `text`.
json::Value read_scalar(std::string_view text, Types types, Reading::Scalars scalars,
                        json::Arena& arena);

}  // namespace holotype::parameters
