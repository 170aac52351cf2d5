// What a plain YAML scalar means: the core schema. Internal to document.
//
// In JSON terms: null, a boolean, an exact number, or else a string. `no`, `on`, `2024-01-15` and
// `1_000` are strings, `012` is the integer twelve, `0o14` and `0xC` as well.
//
// Spec: YAML 1.2.2 section 10.3.2 (tag resolution). Tests: tests/document/core_schema_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "json/value.h"

namespace holotype::document {

// Each reads `text` as one type; nullopt where it is not of that type.
std::optional<json::Value> core_null(std::string_view text);
std::optional<json::Value> core_boolean(std::string_view text);
// A 0o or 0x integer of more than 64 bits is none.
std::optional<json::Value> core_integer(json::Arena& arena, std::string_view text);
// Also takes decimal integers. Not infinities and NaN, which JSON does not have.
std::optional<json::Value> core_float(json::Arena& arena, std::string_view text);

// Whether `text` is a number of the core schema that JSON does not have: .inf, -.INF, .nan, or a
// 0o or 0x integer of more than 64 bits.
bool is_beyond_json(std::string_view text);

// What `text` is, unquoted and without a tag; a string where it is beyond JSON. Strings are copied
// to `arena`.
json::Value core_scalar(json::Arena& arena, std::string_view text);
// The same; nullopt where it is a string.
std::optional<json::Value> core_no_string(json::Arena& arena, std::string_view text);

}  // namespace holotype::document
