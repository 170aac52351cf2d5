// The standard output formats of JSON Schema, as JSON.
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

// `outcome` as an output unit: valid, and for failures keywordLocation, absoluteKeywordLocation,
// instanceLocation, error. Annotations are not collected.
json::Tree to_output(const Outcome& outcome, Output format);

}  // namespace holotype::schema
