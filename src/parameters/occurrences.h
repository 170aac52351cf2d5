// Occurrences: where a request, or an answer, has a text for a parameter.
//
// Internal to the module. Threads: pure. Ownership: views into what `raw` views, or the arena.
// Spec: RFC 9110 section 5.3 (several fields of one name). Tests: tests/parameters/decoder_test.cc
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "json/arena.h"
#include "openapi/parameter.h"
#include "parameters/raw_parameters.h"
#include "parameters/shape.h"

namespace holotype::parameters {

// A text that a request has for the parameter.
struct Occurrence {
  std::string_view raw;
  std::size_t offset = 0;
  bool is_bracketed = false;  // "name[]"
};

// What becomes of several header fields of one name.
struct FieldChoice {
  bool is_set_cookie = false;             // they are never combined
  std::optional<std::size_t> field = {};  // only that one of them counts
};

// Those of the name, in the order sent; what an exploded object or deepObject is put together from
// is not among them, and nothing is for a querystring.
std::vector<Occurrence> find_occurrences(const openapi::Parameter& parameter, const Shape& shape,
                                         const RawParameters& raw, json::Arena& arena,
                                         const FieldChoice& choice);

}  // namespace holotype::parameters
