// The standard output formats of JSON Schema, as JSON.
//
// keywordLocation is the way of evaluation, references included ("/properties/a/$ref/type"), where
// the outcome is that of Schema::trace(); else the pointer part of absoluteKeywordLocation.
// Annotations are not collected.
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
// absoluteKeywordLocation, instanceLocation and error.
json::Tree to_output(const Outcome& outcome, Output format);

}  // namespace holotype::schema
