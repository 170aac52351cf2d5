// When a run has failed, in which order findings come, which formats there are.
#include "report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample.h"

namespace holotype::report {
namespace {

using testing::ElementsAre;

TEST(ReportTest, FailsByErrorsAndGates) {
  const diagnostic::Rule* const error = &diagnostic::rules::kSchemaRequired;
  const diagnostic::Rule* const warning = &diagnostic::rules::kParameterUndeclared;
  const diagnostic::Rule* const note = &diagnostic::rules::kBodyUnchecked;
  struct Row {
    std::vector<const diagnostic::Rule*> rules;
    bool is_strict;
    double coverage;
    bool fails;
  };
  const Row rows[] = {
      {{}, false, 80, false},           {{error}, false, 80, true}, {{warning}, false, 80, false},
      {{warning}, true, 80, true},      {{note}, true, 80, false},  {{}, false, 79.9, true},
      {{note, error}, false, 80, true},
  };
  for (const Row& row : rows) {
    Report report;
    report.is_strict = row.is_strict;
    report.gates = {{.wanted_percent = 80, .is_percent = row.coverage}};
    for (const diagnostic::Rule* rule : row.rules)
      report.findings.push_back({.diagnostic = {rule}});
    EXPECT_EQ(report.has_failed(), row.fails) << row.rules.size() << row.is_strict << row.coverage;
  }
}

TEST(ReportTest, FindingsComeBySubjectThenPlace) {
  Report report;
  report.subjects = {{.name = "b"}, {.name = "a"}};
  const auto add = [&report](const char* subject, About about, std::uint32_t line,
                             const char* message) {
    Finding finding;
    finding.diagnostic = {.rule = &diagnostic::rules::kSchemaRequired, .message = message};
    finding.diagnostic.source = {"x.yaml", line, 1};
    finding.subject = subject;
    finding.about = about;
    report.findings.push_back(finding);
  };
  add("", About::Request, 1, "unknown operation");
  add("a", About::Request, 2, "second subject");
  add("b", About::Answer, 1, "answer");
  add("b", About::Request, 10, "line 10");
  add("b", About::Request, 9, "line 9");
  arrange(report);
  std::vector<std::string> messages;
  for (const Finding& finding : report.findings) messages.push_back(finding.diagnostic.message);
  EXPECT_THAT(messages,
              ElementsAre("line 9", "line 10", "answer", "second subject", "unknown operation"));
}

TEST(ReportTest, EveryFormatWritesAnEmptyReport) {
  std::vector<std::string_view> names;
  for (const Format& format : formats()) {
    names.push_back(format.name);
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_FALSE(format.write({}, {}).empty()) << format.name;
    EXPECT_TRUE(format.write(sample_report(), {}).ends_with('\n')) << format.name;
  }
  EXPECT_THAT(names, ElementsAre("text", "json", "junit", "sarif", "html"));
  EXPECT_EQ(find_format("xml"), nullptr);
}

}  // namespace
}  // namespace holotype::report
