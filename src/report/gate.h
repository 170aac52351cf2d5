// Gate: how much of a description must have been met for a run to succeed (--fail-under).
//
//     80              of everything that is declared
//     statuses=50     of the statuses; also operations, mediaTypes, parameters, keywords, examples
//
// Threads: pure. Tests: tests/report/gate_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/coverage.h"

namespace holotype::report {

struct Gate {
  std::optional<journal::Aspect> aspect;  // nullopt: everything that counts
  double wanted_percent = 0;
  double is_percent = 0;  // see apply()

  bool is_met() const { return is_percent >= wanted_percent; }
  // "everything", or the aspect's name.
  std::string_view of() const;
};

// What the user wrote; fails with a sentence.
Result<Gate> parse_gate(std::string_view text);

// The gate with what the coverage is.
Gate apply(Gate gate, const journal::CoverageReport& coverage);

// Exact; 100 where nothing is declared.
double percent(const journal::Share& share);
// "66.6": one digit, never rounded up, so that "100.0" means all of it.
std::string percent_text(double percent);

}  // namespace holotype::report
