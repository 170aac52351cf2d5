// holotype check: every fault of a description, its examples and its fixtures.
#pragma once

#include <string>
#include <vector>

namespace holotype::cli {

struct CheckArguments {
  std::vector<std::string> descriptions;  // one at least
  std::vector<std::string> fixtures;
  std::vector<std::string> allowed_paths;
  bool is_strict = false;  // warnings count as errors
};

// Prints a line for each finding. Returns kFindings where one of them is an error, kUsage where the
// description cannot be read, else kFine.
int check(const CheckArguments& arguments);

}  // namespace holotype::cli
