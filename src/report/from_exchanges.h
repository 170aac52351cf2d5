// From exchanges to a report: what a journal, or the ledger of a whole run, comes to.
//
// Threads: pure. Tests: tests/report/from_exchanges_test.cc
#pragma once

#include <memory>
#include <vector>

#include "journal/journal.h"
#include "journal/ledger.h"
#include "openapi/description.h"
#include "report/report.h"

namespace holotype::report {

// The findings and subjects of `page`: a subject for each operation of the description. What
// nothing in the description decided is put where its operation is described, or at the beginning
// of the description. `coverage` is that of the same exchanges.
Report from_exchanges(const openapi::Description& description, const journal::LedgerPage& page,
                      journal::CoverageReport coverage);

// The same from the exchanges that a journal still has; says how many gave way.
Report from_journal(const openapi::Description& description, const journal::Journal& journal,
                    journal::CoverageReport coverage);

}  // namespace holotype::report
