// encode: a JSON value to the text of a parameter, for building requests. The inverse of Decoder.
//
// Spec: OpenAPI 3.1.1 "Style Examples"; RFC 6570 section 3.2.1.
// Tests: tests/parameters/encode_test.cc (tables, and decode(encode(v)) == v)
#pragma once

#include <string>

#include "base/result.h"
#include "json/value.h"
#include "openapi/operation.h"
#include "openapi/parameter.h"

namespace holotype::parameters {

// `value` as the parameter wants it on the wire, ready to be joined with others:
//
//   path         what stands in the place of {name}, style prefix included: "5", ".5", ";id=5"
//   query        pairs without "?" or "&" around them: "ids=1&ids=2"; "" for an empty exploded
//   array querystring  the whole query header       the field's value cookie       pairs, joined by
//   "; " where there are several: "id=5"
//
// Everything outside RFC 3986's unreserved characters is percent-encoded, except in headers, and
// except what allowReserved permits. Fails where the style has no form for the value: an array in
// an array, a path value that is empty, control characters in a header.
Result<std::string> encode(const openapi::Parameter& parameter, const json::Value& value);

}  // namespace holotype::parameters
