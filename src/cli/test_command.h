// holotype test: whether a service does what its description promises.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/reporting.h"
#include "tester/tester.h"

namespace holotype::cli {

enum class TestFormat : std::uint8_t { Text, Json, Junit };

struct TestArguments {
  std::string description;
  std::string url;
  std::vector<std::string> operations;
  std::vector<std::string> headers;
  std::vector<std::string> credentials;
  std::vector<std::string> allowed_paths;
  bool allows_remote_refs = false;
  tester::Only only = tester::Only::Both;
  TestFormat format = TestFormat::Text;
  std::size_t max_cases = 200;
  std::size_t stop_after = 0;
  std::uint64_t seed = 0;
  std::uint64_t max_wait_seconds = 30;
  double timeout_seconds = 30;
  std::string ca_file;
  bool is_insecure = false;
  bool is_quiet = false;
  ReportArguments report;
};

// Prints the report on stdout, unless one that is asked for goes there, and, on a terminal, how far
// it is on stderr. Returns kFindings where something failed or a gate is not met, kUsage where the
// description, the URL, a header, a credential or the name of an operation cannot be used or
// nothing could be tested, kAddressInUse where nothing answers at the URL, else kFine. SIGINT ends
// the run with a report of what was tested, and then the process as it would have.
int test(const TestArguments& arguments);

}  // namespace holotype::cli
