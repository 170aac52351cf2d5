// holotype check: every fault of a description, its examples and its fixtures; recorded traffic
// that breaks it; clients of an older version that it breaks.
#pragma once

#include <string>
#include <vector>

#include "cli/reporting.h"
#include "cli/served.h"

namespace holotype::cli {

struct CheckArguments : ServedArguments {
  std::vector<std::string> traffic;  // HAR files
  std::string base;                  // the address of the API in them
  std::string older;                 // the older description to compare with
  bool is_verbose = false;           // changes that break nobody, too
  ReportArguments report;
};

// Prints a line for each finding, and writes reports where they are asked for. Returns kUsage where
// something cannot be read, so that it was not checked, kFindings where a finding is an error, else
// kFine.
int check(const CheckArguments& arguments);

}  // namespace holotype::cli
