// holotype explain: what a request would get, and why, without serving anything.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/served.h"

namespace holotype::cli {

enum class ExplainFormat { Text, Json };

struct ExplainArguments : ServedArguments {
  std::string method;
  std::string target;  // "/v1/tasks?limit=2", or a whole URL
  // In curl's words.
  std::vector<std::string> headers;      // -H "Name: value"
  std::vector<std::string> data;         // -d TEXT or @FILE; several are joined with "&"
  std::vector<std::string> binary_data;  // --data-binary: the file's bytes as they are
  std::vector<std::string> json;         // --json: the same, as application/json
  ExplainFormat format = ExplainFormat::Text;
};

// Prints the explanation. Returns kFine where the request is valid, kFindings where it is not,
// kUsage where the description or an argument cannot be used.
int explain(const ExplainArguments& arguments);

}  // namespace holotype::cli
