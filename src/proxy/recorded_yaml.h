// Values as YAML in block style: what a recording looks like to whoever reads and edits it.
//
//     title: Rotate keys
//     tags:
//       - security
//       - {}
//     note: "yes: no"
//
// What comes out reads back as the same value by YAML 1.2's core schema: every string that is not
// beyond doubt a string stands in quotes.
//
// Tests: tests/proxy/recorded_yaml_test.cc
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json/arena.h"
#include "json/value.h"

namespace holotype::proxy {

// What follows "key:" on a line that is indented by `indent` - 2 spaces: " 5", or a block on lines
// of their own. No newline at the end.
std::string yaml_after_key(const json::Value& value, std::size_t indent);

// The same of a text that may have several lines: where YAML can show them as they are, it does
// (section 8.1.2, literal style).
std::string yaml_text_after_key(std::string_view text, std::size_t indent);

// `text` as a key or a value: as it is, or in quotes.
std::string yaml_scalar(std::string_view text);

// `value` with each "{$" in its strings written "{{$": a fixture would take it for an expression.
json::Value escape_expressions(const json::Value& value, json::Arena& arena);
std::string escape_expressions(std::string_view text);

}  // namespace holotype::proxy
