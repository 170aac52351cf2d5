// holotype proxy: stands in front of a real service until it is told to stop.
#pragma once

#include <string>
#include <vector>

#include "cli/mock_command.h"

namespace holotype::cli {

struct ProxyArguments {
  // A request waits for the service on a thread of its own.
  ProxyArguments() { serving.threads = 256; }

  MockArguments serving;  // its descriptions follow from these
  std::string description;
  std::vector<std::string> more_descriptions;
  std::string upstream;
  bool falls_back = false;
  std::string record_folder;  // "": nothing is recorded
  double upstream_timeout_seconds = 30;
  std::size_t max_answer_bytes = std::size_t{10} << 20;
  std::string ca_file;  // "": the system's certificates
  bool is_insecure = false;
};

// Serves until SIGINT or SIGTERM. Returns the exit code.
int proxy(ProxyArguments arguments);

}  // namespace holotype::cli
