// PartContent: what the content of one part of a multipart body is, by its media type and by what
// the schema allows there.
//
//     application/json   {"a":1}    for an object    {"a":1}
//     application/json   {"a":1}    for a string     the text: a file is a string, whatever is in
//     it application/xml    <x>1</x>   for an object    as the xml of its schema has it image/png
//     bytes      for a string     those bytes image/png          bytes      for an object    not
//     read: nothing tells how an image is an object text/plain         5          for an integer a
//     text, which becomes what the schema allows
//
// Bytes are two values at once. A schema that counts them counts octets, so it is asked about a
// string of as many characters as there are bytes (`octets`). Everybody else, a fixture or a
// template, sees the text that they are or, where they are none, their base64, as OpenAPI 3.1's
// contentEncoding would have it (`value`).
//
// Threads: pure. Ownership: values and text view the part and the arena.
// Spec: OpenAPI 3.1.1 "Encoding Object", "Working with Binary Data"; RFC 7578 sections 4.4 to 4.6.
// Tests: tests/parameters/form_body_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "diagnostic/diagnostic.h"
#include "http/multipart.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/media_type.h"
#include "parameters/shape.h"

namespace holotype::parameters {

// One part, and what is known of it.
struct PartToRead {
  const http::Part& part;
  const http::MediaType* type;  // what it is read as; nullptr: text/plain (RFC 7578 section 4.4)
  bool wants_json;              // an Encoding Object says so
  std::string_view charset;     // of texts that name none; "": UTF-8
  const Shape& shape;           // where the part belongs: of an array, each part is an item
  const openapi::MediaType& media_type;  // of the body: what findings are about
};

struct PartContent {
  std::string_view text;             // where there is no value
  std::optional<json::Value> value;  // nullopt: a text, whose type the schema chooses
  std::optional<json::Value> octets;
  bool is_read = true;  // false: the value is not what the schema describes
  // Rules request.body-malformed, request.charset-unsupported, request.xml-name; pointers begin at
  // the part, offsets count from the beginning of the body.
  diagnostic::Diagnostics findings;
  bool is_broken = false;  // there is neither text nor value
};

PartContent read_part(const PartToRead& input, json::Arena& arena);

// Bytes as a string of one character each (ISO-8859-1); nullopt where they are ASCII, and so are
// that string themselves.
std::optional<json::Value> as_octets(std::string_view bytes, json::Arena& arena);

}  // namespace holotype::parameters
