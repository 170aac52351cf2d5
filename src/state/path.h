// Path: a path template taken apart, as far as resources are told from it.
//
// Threads: pure. Tests: tests/state/derive_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace holotype::state {

struct Path {
  std::vector<std::string> segments;  // "{}" stands for each parameter
  std::vector<std::string> names;     // of the parameters

  bool ends_in_parameter() const { return !segments.empty() && segments.back() == "{}"; }
  bool ends_in_name() const {
    return !segments.empty() && !segments.back().empty() &&
           segments.back().find("{}") == std::string::npos;
  }
  // The same for templates that differ in the names of parameters alone.
  std::string key() const;
  // Whether this path begins with all of `other`.
  bool is_below(const Path& other) const;
};

// "/Accounts/{Sid}.json" and "/Accounts.json" are read as if the extension were not there.
Path read_path(std::string_view text);

}  // namespace holotype::state
