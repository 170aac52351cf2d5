// The parts of the HTML report that are about coverage, also for the admin page.
//
// Threads: pure. Tests: tests/report/html_test.cc
#pragma once

#include <string>
#include <string_view>

#include "journal/coverage.h"
#include "report/report.h"

namespace holotype::report {

// The style sheet that the parts need, light and dark.
extern const std::string_view kStyle;

// A whole page: nothing of it is loaded from elsewhere. `body` is HTML.
std::string html_page(std::string_view title, std::string_view body);

// How much of each aspect is met: a table with bars.
std::string shares_html(const journal::CoverageReport& coverage);
// Each operation with what it declares, met or not.
std::string operations_html(const journal::CoverageReport& coverage);
// Each schema with its keywords, met or not; "" where they were not counted or there are none.
std::string keywords_html(const journal::CoverageReport& coverage);

}  // namespace holotype::report
