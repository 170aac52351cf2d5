// holotype validate: instances against a JSON Schema.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace holotype::cli {

enum class ValidateOutput { Text, Flag, Basic, Detailed };

struct ValidateArguments {
  std::string schema;
  std::vector<std::string> instances;  // JSON, YAML, or JSON Lines by the ending .jsonl or .ndjson
  std::vector<std::string> allowed_paths;
  bool allows_remote_refs = false;
  schema::Format format = schema::Format::Assert;
  ValidateOutput output = ValidateOutput::Text;
  bool is_benchmark = false;
  std::uint32_t loops = 1;
};

// Prints what was found, a line each, or one output unit for each instance. Returns kFine where
// every instance is valid, kFindings where one is not, kUsage where a file cannot be read or is no
// schema.
int validate(const ValidateArguments& arguments);

}  // namespace holotype::cli
