#include "tester/judge.h"

#include <gtest/gtest.h>

#include "diagnostic/rules_schema.h"
#include "tester/described.h"

namespace holotype::tester {
namespace {

constexpr const char* kPet = R"({"id": 1, "name": "Rex"})";
constexpr const char* kProblem = R"({"title": "no"})";

TEST(JudgeTest, AnswersToQuestions) {
  struct Row {
    Wish wish;
    int status;
    std::string body;
    std::string rule;  // "" passed, "?" inconclusive, "!" as wished and not described
  };
  const Row rows[] = {
      {Wish::Accepted, 201, kPet, ""},
      {Wish::Accepted, 201, "{}", "schema.required"},
      {Wish::Accepted, 201, "", "response.body-missing"},
      {Wish::Accepted, 200, kPet, "response.status-undescribed"},
      {Wish::Accepted, 400, kProblem, "test.valid-refused"},
      {Wish::Accepted, 422, kProblem, "test.valid-refused"},
      {Wish::Accepted, 500, "", "test.server-error"},
      {Wish::Accepted, 401, "", "?"},
      {Wish::Accepted, 404, "", "response.status-undescribed"},
      {Wish::Accepted, 429, "", "?"},
      {Wish::Refused, 400, kProblem, ""},
      {Wish::Refused, 400, "{}", "schema.required"},
      {Wish::Refused, 422, kProblem, "!"},
      {Wish::Refused, 201, kPet, "test.invalid-accepted"},
      {Wish::Refused, 503, "", "test.server-error"},
      {Wish::Refused, 401, "", "?"},
      {Wish::Refused, 302, "", "?"},
      {Wish::Unauthorized, 401, "", ""},
      {Wish::Unauthorized, 403, "", "!"},
      {Wish::Unauthorized, 400, kProblem, "test.credential-ignored"},
      {Wish::Unauthorized, 201, kPet, "test.credential-ignored"},
      {Wish::Unauthorized, 500, "", "test.server-error"},
      {Wish::MethodRefused, 404, "", ""},
      {Wish::MethodRefused, 405, "", "test.allow-missing"},
      {Wish::MethodRefused, 501, "", ""},
      {Wish::MethodRefused, 200, "", "test.method-accepted"},
      {Wish::MethodRefused, 500, "", "test.server-error"},
      {Wish::MethodRefused, 401, "", "?"},
  };
  const auto loaded = described(kPets);
  const auto& contract = *loaded->contract;
  const auto* operation = contract.find(*loaded->description->find("createPet"));
  for (const Row& row : rows) {
    json::Arena arena;
    Question question{.wish = row.wish, .method = "POST", .allow = "GET, POST"};
    if (row.wish == Wish::Refused)
      question.broken = diagnostic::Diagnostic{.rule = &diagnostic::rules::kSchemaMaxLength};
    http::Response response{row.status, {}, row.body};
    if (!row.body.empty()) response.headers.add("Content-Type", "application/json");
    const Judgement judgement = judge(contract, *operation, question, response, arena);
    std::string got = judgement.is_undocumented ? "!" : judgement.is_inconclusive ? "?" : "";
    if (!judgement.findings.empty()) got = judgement.findings.front().rule->id;
    EXPECT_EQ(got, row.rule) << static_cast<int>(row.wish) << " answered " << row.status;
    for (const auto& finding : judgement.findings) EXPECT_NE(finding.source.line, 0u) << got;
  }
}

TEST(JudgeTest, AllowNamesWhatIsDescribed) {
  struct Row {
    std::string allow;
    std::string rule;
  };
  const Row rows[] = {
      {"GET, POST", ""},
      {"GET,POST,OPTIONS, HEAD", ""},
      {"POST, GET, DELETE", ""},  // more than is described is the service's affair
      {"GET", "test.allow-wrong"},
      {"", "test.allow-wrong"},
      {"GET, PATCH, POST", "test.allow-wrong"},
  };
  const auto loaded = described(kPets);
  const auto* operation = loaded->contract->find(*loaded->description->find("createPet"));
  for (const Row& row : rows) {
    json::Arena arena;
    const Question question{
        .wish = Wish::MethodRefused, .method = "PATCH", .allow = "GET, HEAD, POST"};
    const auto judgement =
        judge(*loaded->contract, *operation, question, {405, {{"Allow", row.allow}}, ""}, arena);
    const auto& findings = judgement.findings;
    EXPECT_EQ(findings.empty() ? "" : findings.front().rule->id, row.rule) << row.allow;
  }
}

TEST(JudgeTest, WhatIsOfferedIsSent) {
  struct Row {
    std::string accept, type, rule;
  };
  const Row rows[] = {
      {"", "text/plain", ""},
      {"text/plain", "text/plain; charset=utf-8", ""},
      {"text/plain", "application/json", "test.accept-ignored"},
  };
  const auto loaded = described(
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, "
      "responses: {'200': {description: Fine., content: {application/json: {}, text/plain: "
      "{}}}}}}}\n");
  const auto* operation = loaded->contract->find(*loaded->description->find("a"));
  for (const Row& row : rows) {
    json::Arena arena;
    const Question question{.method = "GET", .accept = row.accept};
    const auto judgement = judge(*loaded->contract, *operation, question,
                                 {200, {{"Content-Type", row.type}}, "1"}, arena);
    const auto& findings = judgement.findings;
    EXPECT_EQ(findings.empty() ? "" : findings.front().rule->id, row.rule) << row.type;
  }
}

TEST(JudgeTest, WhatCouldNotBeCheckedIsSaid) {
  const auto loaded = described(
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {operationId: a, "
      "responses: {'200': {description: Fine., content: {application/x-none: {schema: {type: "
      "object}}}}}}}}\n");
  const auto* operation = loaded->contract->find(*loaded->description->find("a"));
  json::Arena arena;
  const auto judgement = judge(*loaded->contract, *operation, {.method = "GET"},
                               {200, {{"Content-Type", "application/x-none"}}, "x"}, arena);
  EXPECT_TRUE(judgement.findings.empty());
  ASSERT_EQ(judgement.unchecked.size(), 1u);
  EXPECT_EQ(judgement.unchecked.front().rule->id, "request.body-unchecked");
}

}  // namespace
}  // namespace holotype::tester
