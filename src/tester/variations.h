// Variations: one value, changed in one place so that it stands at or beyond a constraint.
//
//     {"title": "Rotate keys"}, title: {maxLength: 20}
//       ->  title of 19, 20 and 21 characters, title null, title 5, title left out, ...
//
// Nothing here says which variations are valid: the values around a bound are made, and the
// contract judges the request that carries each. So a bound is read in one place only, and a
// constraint that another one overrules raises no false alarm.
//
// Threads: one at a time. Determinism: in the order of the schema, then of the table of keywords.
// Spec: JSON Schema Validation 2020-12 section 6. Tests: tests/tester/variations_test.cc
#pragma once

#include <string>
#include <vector>

#include "document/file.h"
#include "json/arena.h"
#include "json/value.h"
#include "tester/draft.h"

namespace holotype::tester {

struct Variation {
  std::string what;        // "title: 21 characters (maxLength 20)", for people; unique in a list
  json::Value value;       // the whole
  document::Node keyword;  // what it is made for
  // 0 for the first that its keyword asks for in its place, 1 for the second, ...: who cannot try
  // all tries each keyword once before any twice.
  std::size_t rank = 0;
};

// At most `limit` variations of `value`, which satisfies `schema`.
std::vector<Variation> variations(Drafter& drafter, const document::Node& schema,
                                  const json::Value& value, std::size_t limit, json::Arena& arena);

}  // namespace holotype::tester
