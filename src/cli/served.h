// What the commands have in common that serve a description, or say how it would be served.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/loaded.h"

namespace holotype::cli {

struct ServedArguments {
  std::vector<std::string> descriptions;  // one at least
  std::vector<std::string> fixtures;
  std::vector<std::string> allowed_paths;
  bool allows_remote_refs = false;
  bool is_dynamic = false;
  bool answers_problems = false;
  bool is_strict = false;
  std::uint64_t seed = 0;
};

server::Settings served_settings(const ServedArguments& arguments);

// Prints why files that the description refers to cannot be parsed: for the commands that print no
// other findings of it. What is missing for such a file looks like a mistake elsewhere.
void print_broken_files(const openapi::Description& description);

}  // namespace holotype::cli
