// Files and what was found in them.
#include "report/from_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample.h"

namespace holotype::report {
namespace {

TEST(FromFindingsTest, FilesAreSubjects) {
  const diagnostic::Rule* const rule = &diagnostic::rules::kSchemaRequired;
  const Report report = from_findings({{.rule = rule, .source = {"other.yaml", 3, 1}},
                                       {.rule = rule, .source = {"a.yaml", 9, 1}},
                                       {.rule = rule, .source = {"a.yaml", 2, 1}},
                                       {.rule = rule}},
                                      {"a.yaml", "b.yaml"});
  std::string subjects;
  for (const Subject& subject : report.subjects) subjects += subject.name + " ";
  EXPECT_EQ(subjects, "a.yaml b.yaml other.yaml ");
  std::string findings;
  for (const Finding& finding : report.findings)
    findings += finding.subject + " " + finding.diagnostic.source.to_string() + "\n";
  EXPECT_EQ(findings,
            "a.yaml a.yaml:1:1\na.yaml a.yaml:2:1\na.yaml a.yaml:9:1\nother.yaml other.yaml:3:1\n");
}

}  // namespace
}  // namespace holotype::report
