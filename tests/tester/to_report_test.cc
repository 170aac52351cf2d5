// A run of the tester as a report of every format.
#include "tester/to_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagnostic/rules_schema.h"
#include "openapi/loaded.h"

namespace holotype::tester {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {operationId: listPets, responses: {"200": {description: All.}}}
    post: {operationId: createPet, responses: {"201": {description: Created.}}}
)";

TEST(ToReportTest, OperationsAreSubjectsAndFailuresFindings) {
  const auto description = *openapi::load_text(kPets);
  Report run;
  run.origin = "http://localhost:3000";
  run.operations = {
      {.id = "listPets", .method = "GET", .path = "/pets", .positive = 2, .negative = 1},
      {.id = "createPet", .method = "POST", .path = "/pets"}};
  run.operations[1].obstacle = "no valid body was found";
  run.requests = 4;
  run.warnings = {"Every answer was 404."};
  run.is_stopped = true;
  Failure failure;
  failure.operation = "listPets";
  failure.what = "query limit: 0";
  failure.finding = {.rule = &diagnostic::rules::kSchemaType, .message = "must be array"};
  failure.status = 200;
  failure.before = {"curl -X POST http://localhost:3000/pets"};
  failure.curl = "curl http://localhost:3000/pets";
  failure.count = 2;
  failure.request.method = "GET";
  failure.request.url = "http://localhost:3000/pets";
  run.failures = {failure};

  const report::Report report = to_report(run, *description);
  EXPECT_EQ(report.command, "test");
  EXPECT_EQ(report.title, "Pets 1");
  EXPECT_EQ(report.target, "http://localhost:3000");
  ASSERT_THAT(report.subjects, SizeIs(2));
  EXPECT_EQ(report.subjects[0].title, "GET /pets");
  EXPECT_EQ(report.subjects[0].uses, 3u);
  EXPECT_EQ(report.subjects[0].skipped, "");
  EXPECT_EQ(report.subjects[1].skipped, "no valid body was found");
  ASSERT_THAT(report.findings, SizeIs(1));
  const report::Finding& finding = report.findings[0];
  EXPECT_EQ(finding.subject, "listPets");
  EXPECT_EQ(finding.situation, "query limit: 0");
  EXPECT_EQ(finding.command,
            "curl -X POST http://localhost:3000/pets\ncurl http://localhost:3000/pets");
  EXPECT_EQ(finding.diagnostic.source.line, 5u) << "where the operation is described";
  EXPECT_EQ(finding.count, 2u);
  EXPECT_TRUE(report.has_failed());
  EXPECT_THAT(report.remarks,
              ElementsAre("Every answer was 404.", "The run was stopped by --stop-after."));
}

}  // namespace
}  // namespace holotype::tester
