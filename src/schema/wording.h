// How findings word values and lists.
//
// Internal to the module. Tests: tests/schema/check_test.cc
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

// A count that a keyword gives. `written` is the keyword's value: what 64 bits cannot hold, and
// UINT64_MAX stands for, is said as it is written there.
std::string counted(std::uint64_t count, const json::Value& written, std::string_view singular,
                    std::string_view plural = {});

}  // namespace holotype::schema
