// check: what `holotype check` finds, by whatever it is asked about.
//
// Without traffic and without an older description it is asked about the description itself, its
// examples and fixtures. With them it is asked about them alone: whether the traffic keeps the
// contract, and which clients the new description breaks. Findings of all are ordinary
// diagnostics, in the order of what they are about.
//
// Threads: any; nothing is kept. Tests: tests/cli/cli_test.cc
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "server/loaded.h"

namespace holotype::server {

struct CheckSettings {
  Settings settings;                       // the description, its fixtures, what may be read
  std::vector<std::string> traffic_paths;  // --traffic: HAR files
  std::string base;                        // --base: where the API was in them; "" by the servers
  std::string older_path;                  // --against: the older description; "" for none
  bool tells_compatible = false;           // changes that break nobody, too
};

struct CheckResult {
  diagnostic::Diagnostics findings;
  std::vector<std::string> summaries;  // a sentence for each recording
  // Whether something was asked about that cannot be read: no file, no YAML or JSON, no
  // description, no recording. It was not checked then, so that no findings mean nothing.
  bool is_unreadable = false;
  // Of what is no description to be checked: the older one, a recording. Its findings are those
  // from `begin` to `end`.
  struct Unreadable {
    std::string path;
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  std::vector<Unreadable> unreadable;
};

CheckResult check(const CheckSettings& asked);

}  // namespace holotype::server
