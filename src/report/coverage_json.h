// Coverage as JSON: what the admin page shows and the JSON report contains.
//
// Threads: pure. Tests: tests/report/json_test.cc, tests/admin/
#pragma once

#include "journal/coverage.h"
#include "json/arena.h"
#include "json/members.h"

namespace holotype::report {

// {"operations": {"met": 1, "declared": 2}, "statuses": ..., "details": [one for each operation]}.
// Keywords are left out where they were not counted.
json::Members coverage_members(const journal::CoverageReport& coverage, json::Arena& arena);

}  // namespace holotype::report
