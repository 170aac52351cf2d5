// How findings word values and lists.
//
// Internal to the module. Tests: tests/schema/wording_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/value.h"
#include "schema/program.h"

namespace holotype::schema {

// `value` in a few words: `"abc"`, `5`, `array of 3 elements`, `object with title, descripton`.
std::string describe(const json::Value& value);

// "string or null", in the order of the schema's text where `types` is its value.
std::string describe(const TypeSet& types);

// "1 property", "2 properties"; `plural` where adding "s" is wrong.
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural = {});

}  // namespace holotype::schema
