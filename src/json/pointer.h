// JSON Pointer (RFC 6901): a place in a JSON value.
//
// Tests: tests/json/pointer_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace holotype::json {

// `token` with "~" and "/" escaped (section 3): "a/b" -> "a~1b".
std::string escape_token(std::string_view token);

// Appends "/" and the escaped token to a pointer text.
void append_token(std::string& pointer, std::string_view token);
void append_token(std::string& pointer, std::size_t index);
std::string join(std::string_view pointer, std::string_view token);
std::string join(std::string_view pointer, std::size_t index);

// The reference tokens, unescaped; nullopt where `pointer` is no JSON Pointer (section 3).
std::optional<std::vector<std::string>> tokens(std::string_view pointer);

// The value that `pointer` names below `root` (section 4); nullptr where there is none or `pointer`
// is no JSON Pointer. "-" names nothing.
const Value* resolve(const Value& root, std::string_view pointer);

}  // namespace holotype::json
