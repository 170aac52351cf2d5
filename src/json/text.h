// JSON text to values and back (RFC 8259). RapidJSON's SAX reader and writer live behind this
// header.
//
// Tests: tests/json/text_test.cc, tests/conformance/json_test_suite_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace holotype::json {

// Where and why a text is no JSON text.
struct SyntaxError {
  std::size_t offset = 0;    // in bytes, where the fault was noticed
  std::uint32_t line = 1;    // from 1
  std::uint32_t column = 1;  // from 1, in code points
  std::string message;       // a full sentence without the place
};

struct ReadOptions {
  // Nesting of arrays and objects beyond this is a SyntaxError.
  std::uint32_t max_depth = 1000;
  // Where the text begins in a longer one, in bytes: what the offsets of values count from. Those
  // of errors count from the text.
  std::uint32_t begin = 0;
};

// The value that `text` writes. Its strings and offsets are copied: `text` may die. UTF-8 only; a
// byte order mark is a SyntaxError (RFC 8259 section 8.1 allows either). Where a name occurs twice
// in an object the last one wins, at the place of the first, and `duplicates`, where given,
// receives the offset of the later name.
Result<Value, SyntaxError> read(Arena& arena, std::string_view text,
                                const ReadOptions& options = {},
                                std::vector<std::uint32_t>* duplicates = nullptr);

// The same with memory of its own.
Result<Tree, SyntaxError> read(std::string_view text, const ReadOptions& options = {});

// The line and column (from 1, columns in code points) of a byte offset.
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};
LineColumn line_column(std::string_view text, std::size_t offset);

enum class Style {
  Compact,  // no white space at all
  Pretty,   // two spaces a level
};

// `value` as JSON text. Doubles in their shortest form that reads back the same; no trailing
// newline.
std::string write(const Value& value, Style style = Style::Compact);
void append(std::string& out, const Value& value, Style style = Style::Compact);

// `text` as a JSON string with quotes and escapes.
std::string quote(std::string_view text);

// At most `max_bytes` of compact JSON, ended by "..." where it was cut: for messages.
std::string shorten(const Value& value, std::size_t max_bytes = 60);

}  // namespace holotype::json
