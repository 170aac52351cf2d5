// From a run of the tester to a report: in the formats that every command has.
//
// Threads: pure. Tests: tests/tester/to_report_test.cc
#pragma once

#include "openapi/description.h"
#include "report/report.h"
#include "tester/report.h"

namespace holotype::tester {

// A subject for each operation that was tested, a finding for each way to fail.
report::Report to_report(const Report& run, const openapi::Description& description);

}  // namespace holotype::tester
