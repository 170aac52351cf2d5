// Requests of strangers: whatever nests, an answer within a moment, and no crash.
#include <gtest/gtest.h>
#include <holotype/mock_server.h>

#include <chrono>
#include <optional>
#include <string>

#include "patience.h"

namespace holotype {
namespace {

constexpr const char* kDescription = R"(openapi: 3.1.0
info: {title: Trees, version: "1"}
paths:
  /trees:
    post:
      parameters:
        - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object}}
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/Tree"}}
          application/x-www-form-urlencoded: {schema: {type: object}}
          application/xml: {schema: {type: object}}
      responses: {"200": {description: Planted.}}
components:
  schemas:
    Tree:
      anyOf:
        - {type: array, items: {$ref: "#/components/schemas/Tree"}}
        - {type: object, additionalProperties: {$ref: "#/components/schemas/Tree"}}
        - {type: integer}
)";

std::string repeat(std::string_view text, std::size_t count) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

TEST(UntrustedRequestTest, WhateverNestsIsAnsweredSoon) {
  const auto server = MockServer::load_text(kDescription);
  constexpr std::size_t kDeep = 100'000;
  const struct {
    const char* what;
    const char* type;
    std::string target;
    std::string body;
    std::optional<bool> is_valid;  // nullopt: whether XML is read does not matter here
  } kRows[] = {
      {"arrays, as deep as allowed", "application/json", "/trees",
       repeat("[", 500) + repeat("]", 500), true},
      {"objects, as deep as allowed", "application/json", "/trees",
       repeat("{\"a\":", 500) + "1" + repeat("}", 500), true},
      {"a fault as deep as allowed", "application/json", "/trees",
       repeat("[", 500) + "\"x\"" + repeat("]", 500), false},
      {"arrays", "application/json", "/trees", repeat("[", kDeep) + repeat("]", kDeep), false},
      {"objects", "application/json", "/trees", repeat("{\"a\":", kDeep) + "1" + repeat("}", kDeep),
       false},
      {"arrays never closed", "application/json", "/trees", repeat("[", kDeep), false},
      {"names of a form", "application/x-www-form-urlencoded", "/trees",
       "a" + repeat("[b]", kDeep) + "=1", false},
      {"fields of a form", "application/x-www-form-urlencoded", "/trees", repeat("a=1&", kDeep),
       true},
      {"elements", "application/xml", "/trees", repeat("<a>", kDeep), std::nullopt},
      {"a query", "application/json", "/trees?filter" + repeat("[b]", kDeep) + "=1", "1", false},
  };
  for (const auto& row : kRows) {
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = server.handle({.method = "POST",
                                       .target = row.target,
                                       .headers = {{"Content-Type", row.type}},
                                       .body = row.body});
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kPatience * std::chrono::seconds(30))
        << row.what;
    EXPECT_EQ(answer.status < 400, row.is_valid.value_or(answer.status < 400))
        << row.what << ": " << answer.status << " " << answer.header("Holotype-Violations");
    EXPECT_LT(answer.body.size(), 100'000u) << row.what;
  }
}

}  // namespace
}  // namespace holotype
