// Fault: a finding about a text, before it is known what the file is called. Internal to document.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "diagnostic/rule.h"
#include "json/value.h"

namespace holotype::document {

struct Fault {
  const diagnostic::Rule* rule = nullptr;
  std::uint32_t offset = 0;  // in bytes of the text
  std::string message;       // as in Diagnostic: what was expected
  std::string found = {};
  std::string fix = {};
  // Another place that the finding is about ("first given at ..."), or kNoOffset.
  std::uint32_t earlier = json::Value::kNoOffset;
};

using Faults = std::vector<Fault>;

}  // namespace holotype::document
