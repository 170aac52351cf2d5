#include "tester/report.h"

#include <gtest/gtest.h>

#include "diagnostic/rules_request.h"
#include "diagnostic/rules_tester.h"
#include "json/text.h"

namespace holotype::tester {
namespace {

Report sample() {
  Report report{.title = "Pets & more", .origin = "http://localhost:1", .seed = 7, .requests = 12};
  report.operations = {{.id = "createPet",
                        .method = "POST",
                        .path = "/pets",
                        .positive = 3,
                        .negative = 4,
                        .failed = 2,
                        .inconclusive = 1},
                       {.id = "GET /a", .method = "GET", .path = "/a", .obstacle = "no <value>"}};
  diagnostic::Diagnostic finding{.rule = &diagnostic::rules::kTestServerError,
                                 .message = "must not fail",
                                 .expected = "no 5xx",
                                 .found = "500",
                                 .in = diagnostic::Place::Status,
                                 .source = {"pets.yaml", 4, 2}};
  report.failures = {{.operation = "createPet",
                      .what = "body name: 5 characters",
                      .finding = finding,
                      .status = 500,
                      .before = {"curl -i -X PUT y"},
                      .curl = "curl -i 'x'",
                      .count = 2,
                      .request = {"POST", "http://localhost:1/pets", {{"A", "b"}}, "\xFF"}}};
  report.operations.front().unchecked = {
      {.rule = &diagnostic::rules::kBodyUnchecked, .message = "no", .source = {"pets.yaml", 9, 1}}};
  report.operations.back().unchecked = report.operations.front().unchecked;
  report.warnings = {"Watch out."};
  return report;
}

TEST(ReportTest, TextForPeople) {
  EXPECT_EQ(to_text(sample()), R"(Pets & more at http://localhost:1, seed 7

  createPet  POST /pets     7 cases  2 failed, 1 inconclusive
             GET /a         0 cases  not tested: no <value>

not checked, of createPet and 1 other operation: no (request.body-unchecked), pets.yaml:9:1

1. createPet: body name: 5 characters
   wanted     status must not fail
   expected   no 5xx
   found      500
   rule       test.server-error
   described  pets.yaml:4:2
   to do      See the log of the service for the request that the curl line repeats.
   after      curl -i -X PUT y
   again      curl -i 'x'
   also       1 more case failed in the same way

warning: Watch out.

7 cases of 2 operations, 12 requests: 1 failure, in 2 cases)");
}

TEST(ReportTest, JsonForPrograms) {
  const auto tree = json::read(to_json(sample()));
  ASSERT_TRUE(tree);
  const json::Value& root = tree->root();
  EXPECT_EQ(root.find("seed")->as_integer(), 7);
  const json::Value& failure = root.find("failures")->elements().front();
  EXPECT_EQ(failure.find("finding")->find("rule")->as_string(), "test.server-error");
  EXPECT_EQ(failure.find("finding")->find("source")->as_string(), "pets.yaml:4:2");
  EXPECT_EQ(root.find("operations")->elements().size(), 2u);
  const json::Value* request = failure.find("request");
  EXPECT_EQ(request->find("url")->as_string(), "http://localhost:1/pets");
  EXPECT_EQ(request->find("bodyBase64")->as_string(), "/w==");
}

TEST(ReportTest, JunitForPipelines) {
  const std::string xml = to_junit(sample());
  EXPECT_NE(xml.find("tests=\"2\" failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("classname=\"Pets &amp; more\" name=\"createPet\""), std::string::npos);
  EXPECT_NE(xml.find("<failure type=\"test.server-error\""), std::string::npos);
  EXPECT_NE(xml.find("<skipped message=\"no &lt;value&gt;\"/>"), std::string::npos);
}

}  // namespace
}  // namespace holotype::tester
