// The command line: arguments to exit codes. The only module that writes to stdout and stderr.
#pragma once

namespace holotype::cli {

// What the process ends with.
enum ExitCode : int {
  kFine = 0,
  kFindings = 1,      // an error in what was looked at: check, test, explain, a report
  kUsage = 2,         // arguments or input that cannot be used
  kAddressInUse = 3,  // the address cannot be listened on, or nothing answers there
  kBug = 70,          // a bug of ours
};

// Runs one command and returns the process's exit code. Never throws.
int run(int argc, char** argv);

}  // namespace holotype::cli
