// From the bytes of a file to its text and values, whatever it is written in. Internal to document.
//
// A text whose first character is "{" or "[" is read as JSON, and as YAML where it is no JSON (YAML
// has braces, too); any other text is YAML, of which JSON's scalars are a part. Where both fail,
// the fault is that of the language that the file's name promises.
//
// Tests: tests/document/parse_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/fault.h"
#include "json/value.h"

namespace holotype::document {

struct Parsed {
  std::string text;                // UTF-8, no byte order mark; for YAML every line ends with LF
  std::optional<json::Tree> tree;  // none where the text cannot be used; the last fault says why
  Faults faults;
};

// `name` is a path or URI, of which only the extension matters.
Parsed parse(std::string bytes, std::string_view name);

}  // namespace holotype::document
