// From the findings of files to a report: what `holotype check` comes to.
//
// Threads: pure. Tests: tests/report/from_findings_test.cc
#pragma once

#include <string>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "report/report.h"

namespace holotype::report {

// A subject for each of `files`, in their order, and for every other file that a finding is in.
// What names no file is put at the beginning of the first.
Report from_findings(const diagnostic::Diagnostics& findings,
                     const std::vector<std::string>& files);

}  // namespace holotype::report
