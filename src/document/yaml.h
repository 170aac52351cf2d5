// YAML text to values. yaml-cpp lives behind this header. Internal to document.
//
// Tests: tests/document/yaml_test.cc, tests/conformance/yaml_test_suite_test.cc
#pragma once

#include <string_view>

#include "base/result.h"
#include "document/fault.h"
#include "json/value.h"

namespace holotype::document {

struct YamlDocument {
  json::Value root;  // null for a text without a document
  Faults faults;     // what did not keep the text from being read
};

// The one YAML document in `text`, which is UTF-8 with LF line ends and without a byte order mark.
// Offsets count the bytes of `text`; strings are copied to `arena`. Rules: document.syntax,
// .several, .too-deep, .expansion, .not-json.
Result<YamlDocument, Fault> read_yaml(json::Arena& arena, std::string_view text);

}  // namespace holotype::document
