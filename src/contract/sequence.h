// Sequential media types: a body that is a row of values, read to an array and written from one.
//
//     application/jsonl, x-ndjson, ...    {"n":1}\n{"n":2}\n               [{"n":1},{"n":2}]
//     application/json-seq, *+json-seq    RS {"n":1} LF RS {"n":2} LF      [{"n":1},{"n":2}]
//     text/event-stream                   data: hi\nid: 1\n\n              [{"data":"hi","id":"1"}]
//
// Spec: OpenAPI 3.2.0 "Sequential Media Types"; RFC 7464 (JSON text sequences), RFC 8091; the HTML
// Standard section 9.2 (server-sent events). Tests: tests/contract/sequence_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/media_type.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/media_type.h"

namespace holotype::contract {

bool is_sequence(const http::MediaType& type);

// Makes a value of a schema, valid as far as that can be done.
using MakeValue = std::function<json::Value(const openapi::SchemaUse& schema)>;

// The instance of a body of `media_type`, served as `type`, that is made by its schemas: a value of
// `schema`, or a row of one value of `itemSchema` where nothing else is said of a row or of the
// parts of a multipart body. Where both are there, what itemSchema does not take is made anew, and
// an empty row gets a value where it may have one. nullopt where there is no schema.
std::optional<json::Value> make_instance(const openapi::MediaType& media_type,
                                         const http::MediaType& type, const MakeValue& make,
                                         json::Arena& arena);

// Where and why a body is no row of values.
struct SequenceError {
  std::size_t offset = 0;
  std::string message;  // a sentence part
};

struct Sequence {
  json::Value values;  // an array
  // Where the text of each value begins in the body: offsets inside a value count from there.
  std::vector<std::uint32_t> offsets;
};

// The values in `body`. An event is an object with the fields
// that OpenAPI 3.2 gives it: data, event and id are strings, retry is an integer; comments are
// left out, as are events without a field. Nothing after the last line break is needed.
// Precondition: is_sequence(type).
Result<Sequence, SequenceError> read_sequence(const http::MediaType& type, std::string_view body,
                                              json::Arena& arena);

// The body that `values`, an array, makes; a value that is none is a row of one. An event's data
// that is no string is written as JSON. Precondition: is_sequence(type).
std::string write_sequence(const http::MediaType& type, const json::Value& values);

}  // namespace holotype::contract
