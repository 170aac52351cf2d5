// Reporting: what --report and --fail-under ask for, and how it is written where they say.
//
//     --report sarif=out.sarif --report html=out.html --report json
//
// Threads: one at a time. Tests: tests/cli/reporting_test.cc, tests/end_to_end/
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "report/report.h"

namespace holotype::cli {

// As given.
struct ReportArguments {
  std::vector<std::string> reports;     // FORMAT or FORMAT=FILE
  std::vector<std::string> fail_under;  // PERCENT or ASPECT=PERCENT

  bool is_given() const { return !reports.empty() || !fail_under.empty(); }
};

struct Reporting {
  struct Target {
    const report::Format* format = nullptr;
    std::string file;  // "": stdout
  };
  std::vector<Target> targets;
  std::vector<report::Gate> gates;

  bool is_given() const { return !targets.empty() || !gates.empty(); }
  // Whether one of them goes to stdout.
  bool takes_stdout() const;
};

// Fails with a sentence where there is no such format or number, or where a file cannot be written:
// better at the start than after a long run.
Result<Reporting> parse_reporting(const ReportArguments& arguments);

// Writes the report wherever it is to go; fails with a sentence where a file cannot be written.
Result<void> write(const report::Report& report, const Reporting& reporting);

// What a run that is reported ends with: measures the gates, writes the report, says on stderr why
// the run has failed where it has. Returns the exit code.
int conclude(report::Report report, const Reporting& reporting);

// Whether lines on that stream are to be coloured: it is a terminal that can, and NO_COLOR
// (no-color.org) is not set.
bool has_colour(int descriptor);

}  // namespace holotype::cli
