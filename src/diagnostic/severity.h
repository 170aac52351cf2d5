// Severities in words, as lines, answers and reports have them.
//
// Tests: tests/diagnostic/diagnostic_test.cc
#pragma once

#include <string_view>

#include "diagnostic/rule.h"

namespace holotype::diagnostic {

// "error", "warning", "note".
std::string_view to_string(Severity severity);

}  // namespace holotype::diagnostic
