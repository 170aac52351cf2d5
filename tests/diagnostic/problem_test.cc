// Problem documents: what a finding becomes in JSON, and what is left out.
#include "diagnostic/problem.h"

#include <gtest/gtest.h>

#include "diagnostic/rules_request.h"
#include "json/text.h"

namespace holotype::diagnostic {
namespace {

TEST(ProblemTest, WritesFindings) {
  Diagnostic full{.rule = &rules::kParameterMissing,
                  .message = "must be there",
                  .expected = R"(["daily","weekly"])",
                  .found = "nothing",
                  .fix = "add it",
                  .in = Place::Query,
                  .name = "limit",
                  .pointer = "/0/a~1b",
                  .schema = "#/paths/~1a",
                  .source = {"a.yaml", 3, 5}};
  full.offset = 7;
  full.causes.push_back({.rule = &rules::kBodyMissing, .message = "inner", .in = Place::Body});
  full.related = {"before", {"b.yaml", 1, 2}};
  struct Row {
    Diagnostic finding;
    const char* json;
  };
  const std::string advice(rules::kBodyMissing.advice);
  const std::string body_missing =
      R"({"rule":"request.body-missing","in":"body","pointer":"","message":"inner","fix":")" +
      advice + R"("})";
  const std::string whole =
      R"({"rule":"request.parameter-missing","in":"query","name":"limit","pointer":"/0/a~1b",)"
      R"("message":"must be there","expected":["daily","weekly"],"found":"nothing",)"
      R"("fix":"add it","offset":7,"schema":"#/paths/~1a","source":"a.yaml:3:5",)"
      R"("related":{"message":"before","source":"b.yaml:1:2"},"causes":[)" +
      body_missing + "]}";
  const std::string odd = R"({"rule":"request.body-missing","message":"\"é\n","expected":"[1, a",)"
                          R"("fix":")" +
                          advice + R"("})";
  const Row rows[] = {
      {full, whole.c_str()},
      // A body is pointed into even where all of it is meant.
      {{.rule = &rules::kBodyMissing, .message = "inner", .in = Place::Body}, body_missing.c_str()},
      // What only looks like JSON is text.
      {{.rule = &rules::kBodyMissing, .message = "\"é\n", .expected = "[1, a"}, odd.c_str()},
  };
  json::Arena arena;
  for (const Row& row : rows) EXPECT_EQ(json::write(to_json(row.finding, arena)), row.json);
}

TEST(ProblemTest, LeavesOutWhatHasNoContent) {
  json::Arena arena;
  const Diagnostics none;
  const Diagnostics one = {{.rule = &rules::kBodyMissing, .message = "m"}};
  Problem problem{.rule = &rules::kRequestInvalid, .title = "T", .status = 422};
  EXPECT_EQ(json::write(to_json(problem, arena)),
            R"({"type":"/__holotype/rules/request.invalid","title":"T","status":422})");
  problem.detail = "D";
  problem.violations = &none;
  problem.unchecked = &one;
  const json::Value value = to_json(problem, arena);
  EXPECT_EQ(value.find("violations"), nullptr);
  EXPECT_EQ(value.find("detail")->as_string(), "D");
  ASSERT_NE(value.find("unchecked"), nullptr);
  EXPECT_EQ(value.find("unchecked")->size(), 1u);
  problem.violations = &one;
  EXPECT_EQ(to_json(problem, arena).find("violations")->size(), 1u);
}

// Header fields may hold any bytes (RFC 9110 section 5.5); a problem document is JSON all the same.
TEST(ProblemTest, HoldsNothingButUtf8) {
  const char* rows[][2] = {
      {"", ""},
      {"a\xc3\xa4", "a\xc3\xa4"},
      {"\xff", "\xef\xbf\xbd"},
      {"a\xc3", "a\xef\xbf\xbd"},
      {"\xff\xfe b", "\xef\xbf\xbd\xef\xbf\xbd b"},
  };
  for (const auto& row : rows) EXPECT_EQ(as_utf8(row[0]), row[1]);
  json::Arena arena;
  const Diagnostic finding{.rule = &rules::kNotAcceptable,
                           .message = "\xff",
                           .expected = "[\xff",
                           .found = "\xff",
                           .fix = "\xff",
                           .name = "\xff",
                           .pointer = "/\xff"};
  EXPECT_TRUE(json::read(json::write(to_json(finding, arena))));
}

TEST(ProblemTest, TypesAreRulePages) {
  EXPECT_EQ(rule_path(rules::kBodyMissing), "/__holotype/rules/request.body-missing");
}

}  // namespace
}  // namespace holotype::diagnostic
