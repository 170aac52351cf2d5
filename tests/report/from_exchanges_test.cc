// A journal as a report.
#include "report/from_exchanges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample.h"

namespace holotype::report {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

journal::Exchange exchange(std::string operation, SourceLocation source) {
  journal::Exchange made;
  made.request.method = "POST";
  made.request.raw_target = "/pets";
  made.operation_id = std::move(operation);
  made.verdict = diagnostic::Verdict::Invalid;
  made.status = 422;
  made.findings = {{.rule = &diagnostic::rules::kSchemaRequired, .source = std::move(source)}};
  return made;
}

TEST(FromExchangesTest, OperationsAreSubjects) {
  const journal::CoverageReport coverage = coverage_of_pets();
  journal::Journal journal;
  const Report report = from_journal(*coverage.description, journal, coverage);
  EXPECT_EQ(report.title, "Pets & more 1");
  ASSERT_THAT(report.subjects, SizeIs(2));
  EXPECT_EQ(report.subjects[0].name, "createPet");
  EXPECT_EQ(report.subjects[0].title, "POST /pets");
  EXPECT_EQ(report.subjects[0].place.line, 6u);
  EXPECT_EQ(report.subjects[0].uses, 1u);
  EXPECT_EQ(report.subjects[0].skipped, "");
  EXPECT_EQ(report.subjects[1].skipped, "it was never called");
  EXPECT_TRUE(report.coverage.has_value());
}

TEST(FromExchangesTest, EveryFindingHasAPlace) {
  struct Row {
    const char* operation;
    SourceLocation source;
    const char* place;
  };
  const Row rows[] = {
      {"createPet", {"memory:/api.yaml", 9, 3}, "memory:/api.yaml:9:3"},
      {"createPet", {}, "memory:/api.yaml:6:7"},  // where the operation is described
      {"", {}, "memory:/api.yaml:1:1"},           // no operation
  };
  for (const Row& row : rows) {
    const journal::CoverageReport coverage = coverage_of_pets();
    journal::Journal journal;
    journal.add(exchange(row.operation, row.source));
    const Report report = from_journal(*coverage.description, journal, coverage);
    ASSERT_THAT(report.findings, SizeIs(1));
    const Finding& finding = report.findings[0];
    EXPECT_EQ(finding.diagnostic.source.to_string(), row.place);
    EXPECT_EQ(finding.subject, row.operation);
    EXPECT_EQ(finding.about, About::Request);
    EXPECT_EQ(finding.method + " " + finding.raw_target, "POST /pets");
  }
}

TEST(FromExchangesTest, SaysWhatGaveWay) {
  const journal::CoverageReport coverage = coverage_of_pets();
  journal::Journal journal({.max_exchanges = 1, .max_bytes = 1 << 20});
  for (int i = 0; i < 3; ++i) journal.add(exchange("createPet", {}));
  const Report report = from_journal(*coverage.description, journal, coverage);
  EXPECT_EQ(report.findings[0].count, 1u);
  EXPECT_THAT(
      report.remarks,
      ElementsAre("2 older exchanges gave way in the journal, and what was found in them is "
                  "not listed; --journal-requests and --journal-bytes keep more."));
}

TEST(FromExchangesTest, SaysWhatTheLedgerLeftOut) {
  const journal::CoverageReport coverage = coverage_of_pets();
  journal::LedgerPage page;
  page.left_out = 7;
  EXPECT_THAT(from_exchanges(*coverage.description, page, coverage).remarks,
              ElementsAre("There were 0 distinct findings, and 7 more that are not listed."));
}

}  // namespace
}  // namespace holotype::report
