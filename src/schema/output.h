// The standard output formats of JSON Schema, as JSON.
//
// keywordLocation is the way of evaluation, references included ("/properties/a/$ref/type"), where
// the outcome is that of Schema::trace(); else the pointer part of absoluteKeywordLocation.
// Annotations are not collected.
//
// The formats know no third answer. Where nothing was found wrong and something was not checked,
// `valid` is false, there are no `errors`, and `unchecked` says what and why.
//
// Spec: JSON Schema core 2020-12 section 12.4. Tests: tests/schema/output_test.cc
#pragma once

#include <cstdint>

#include "json/value.h"
#include "schema/schema.h"

namespace holotype::schema {

enum class Output : std::uint8_t {
  Flag,      // {"valid": false}
  Basic,     // a flat list: one unit for each finding and each cause
  Detailed,  // a tree: causes nested below the finding that they explain
};

// `outcome` as an output unit: valid, and but for Flag keywordLocation and instanceLocation (both
// "", for it is about the whole), and for failures `errors` with units of keywordLocation,
// absoluteKeywordLocation, instanceLocation and error. `unchecked`, where there is something, has
// units of the three locations and reason.
json::Tree to_output(const Outcome& outcome, Output format);

}  // namespace holotype::schema
