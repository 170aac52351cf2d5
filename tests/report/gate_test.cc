// What --fail-under takes, and what it is held against.
#include "report/gate.h"

#include <gtest/gtest.h>

#include "report/sample.h"

namespace holotype::report {
namespace {

TEST(GateTest, ReadsWhatUsersWrite) {
  struct Row {
    const char* text;
    const char* of;  // "": refused
    double percent;
  };
  const Row rows[] = {
      {"80", "everything", 80},
      {"80%", "everything", 80},
      {"66.7", "everything", 66.7},
      {"0", "everything", 0},
      {"100", "everything", 100},
      {"statuses=50", "statuses", 50},
      {"mediaTypes=5%", "mediaTypes", 5},
      {"keywords=1", "keywords", 1},
      {"", "", 0},
      {"-1", "", 0},
      {"101", "", 0},
      {"nan", "", 0},
      {"inf", "", 0},
      {"80 %", "", 0},
      {"8o", "", 0},
      {"status=50", "", 0},
      {"=50", "", 0},
      {"statuses=", "", 0},
  };
  for (const Row& row : rows) {
    const auto gate = parse_gate(row.text);
    ASSERT_EQ(gate.has_value(), std::string_view(row.of) != "") << row.text;
    if (!gate) continue;
    EXPECT_EQ(gate->of(), row.of) << row.text;
    EXPECT_EQ(gate->wanted_percent, row.percent) << row.text;
  }
  EXPECT_EQ(
      parse_gate("status=50").error().message,
      "Coverage has no status; it has operations, statuses, mediaTypes, parameters, keywords, "
      "examples.");
}

TEST(GateTest, IsHeldAgainstTheCoverage) {
  const journal::CoverageReport coverage = coverage_of_pets();
  struct Row {
    const char* gate;
    bool is_met;
  };
  const Row rows[] = {
      {"operations=50", true}, {"operations=50.1", false}, {"statuses=33.33", true},
      {"statuses=34", false},  {"mediaTypes=0", true},     {"mediaTypes=1", false},
      {"keywords=100", true},  // none were counted: nothing was asked for
      {"28.5", true},          // 1 of 2 operations, 1 of 3 statuses, 0 of 1 media type, 0 of 1
      {"28.6", false},         // parameter: 2 of 7; the example does not count
  };
  for (const Row& row : rows)
    EXPECT_EQ(apply(*parse_gate(row.gate), coverage).is_met(), row.is_met) << row.gate;
}

TEST(GateTest, IsNeverRoundedUp) {
  EXPECT_EQ(percent_text(percent({.met = 999, .declared = 1000})), "99.9");
  EXPECT_EQ(percent_text(percent({.met = 99'999, .declared = 100'000})), "99.9");
  EXPECT_EQ(percent_text(percent({.met = 2, .declared = 3})), "66.6");
  EXPECT_EQ(percent_text(percent({.met = 7, .declared = 7})), "100.0");
  EXPECT_EQ(percent_text(percent({})), "100.0");
}

}  // namespace
}  // namespace holotype::report
