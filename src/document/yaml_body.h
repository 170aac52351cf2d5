// A YAML text as one value, without a file around it: the body of a message.
//
// It is as bounded as a file is: depth, and what its aliases may stand for ("billion laughs").
//
// Threads: pure. Spec: YAML 1.2.2; RFC 9512 (application/yaml). Tests:
// tests/document/yaml_body_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::document {

struct YamlBodyFault {
  std::uint32_t offset = 0;  // in bytes of the text
  std::string message;       // a sentence part: what was expected, or what was found
};

// The value of the one document in `text`, which is UTF-8; null where there is none. Strings are
// copied to `arena`. Fails also where the text has what JSON has not (a key that is no scalar,
// infinity). Of a key that is given twice the last counts, as in JSON.
Result<json::Value, YamlBodyFault> read_yaml_body(json::Arena& arena, std::string_view text);

}  // namespace holotype::document
