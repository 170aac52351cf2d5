#include "tester/variations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "json/text.h"
#include "tester/described.h"

namespace holotype::tester {
namespace {

// The variations of a body with one property `x`, as "what -> body".
std::vector<std::string> varied(const std::string& schema, const std::string& body) {
  const auto loaded = described(
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, "
      "requestBody: {content: {application/json: {schema: {type: object, properties: {x: " +
      schema + "}}}}}, responses: {'200': {description: Fine.}}}}}\n");
  Drafter drafter(*loaded->description);
  const auto& operation = loaded->description->operations.front();
  const auto& media_type = operation.request_body->content.front();
  json::Arena arena;
  const json::Value value = *json::read(arena, body);
  std::vector<std::string> out;
  for (const Variation& variation :
       variations(drafter, media_type.schema.node, value, 100, arena)) {
    EXPECT_TRUE(variation.keyword) << variation.what;
    out.push_back(variation.what + " -> " + json::write(variation.value));
  }
  return out;
}

TEST(VariationsTest, EachKeywordHasItsOwn) {
  struct Row {
    std::string schema;
    std::string body;
    std::string wanted;
  };
  const Row rows[] = {
      {"{minimum: 3}", R"({"x":5})", R"(x: 3 -> {"x":3})"},
      {"{minimum: 3}", R"({"x":5})", R"(x: 2 -> {"x":2})"},
      {"{maximum: 3}", R"({"x":1})", R"(x: 4 -> {"x":4})"},
      {"{exclusiveMaximum: 3}", R"({"x":1})", R"(x: 3 -> {"x":3})"},
      {"{maximum: 2.5}", R"({"x":1})", R"(x: 3.5 -> {"x":3.5})"},
      {"{maxLength: 3}", R"({"x":"ab"})", R"(x: 4 characters -> {"x":"abbb"})"},
      {"{maxLength: 1}", R"({"x":"éa"})", R"(x: 1 character -> {"x":"é"})"},
      {"{minLength: 1}", R"({"x":"ab"})", R"(x: 0 characters -> {"x":""})"},
      {"{enum: [a, b]}", R"({"x":"a"})", R"(x: "b" of the enum -> {"x":"b"})"},
      {"{enum: [a, b]}", R"({"x":"a"})",
       R"(x: a text beyond the enum -> {"x":"not-one-of-these"})"},
      {"{const: a}", R"({"x":"a"})", R"(x: not the const -> {"x":"not-this"})"},
      {"{type: string}", R"({"x":"a"})", R"(x: a number in place of a text -> {"x":7})"},
      {"{type: string}", R"({"x":"a"})", R"(x: null -> {"x":null})"},
      {"{type: integer}", R"({"x":1})", R"(x: 1.5 -> {"x":1.5})"},
      {"{multipleOf: 5}", R"({"x":10})", R"(x: no multiple of 5 -> {"x":11})"},
      {"{pattern: ^a$}", R"({"x":"a"})",
       R"(x: a character more than its pattern has -> {"x":"a!"})"},
      {"{format: date}", R"({"x":"2024-01-01"})",
       R"(x: a date of February 30 -> {"x":"2024-02-30"})"},
      {"{minItems: 1}", R"({"x":["a"]})", R"(x: 0 items -> {"x":[]})"},
      {"{maxItems: 1}", R"({"x":["a"]})", R"(x: 2 items -> {"x":["a","a1"]})"},
      {"{uniqueItems: true}", R"({"x":["a"]})", R"(x: an item twice -> {"x":["a","a"]})"},
      {"{items: {maximum: 3}}", R"({"x":[1]})", R"(x.0: 4 -> {"x":[4]})"},
      {"{required: [y]}", R"({"x":{"y":1}})", R"(x.y: left out -> {"x":{}})"},
      {"{additionalProperties: false}", R"({"x":{}})",
       R"(x.holotypeUnknown: a member that is not described -> {"x":{"holotypeUnknown":"x"}})"},
      {"{properties: {y: {const: 1}}}", R"({"x":{}})", R"(x.y: as generated -> {"x":{"y":1}})"},
      {"{oneOf: [{const: 1}, {const: 2}]}", R"({"x":1})", R"(x: alternative 2 -> {"x":2})"},
      {"{allOf: [{maximum: 3}]}", R"({"x":1})", R"(x: 4 -> {"x":4})"},
      {"{type: string}", R"({"x":"a"})", R"(x: left out -> {})"},
      {"{type: string}", R"({"x":"a"})", R"(x: the empty text -> {"x":""})"},
      {"{type: string}", R"({"x":"a"})", R"(x: a text beyond ASCII -> {"x":"Zoë 漢 🙂"})"},
      {"{type: integer}", R"({"x":7})", R"(x: 0 -> {"x":0})"},
      {"{type: boolean}", R"({"x":true})", R"(x: false -> {"x":false})"},
      {"{type: number}", R"({"x":1.5})", R"(x: 0.5 -> {"x":0.5})"},
      {"{type: number, maximum: 9}", R"({"x":1.5})", R"(x: 9.5 -> {"x":9.5})"},
      {"{minProperties: 1}", R"({"x":{"y":1}})", R"(x: 0 members -> {"x":{}})"},
      {"{maxProperties: 1}", R"({"x":{"y":1}})",
       R"(x: 2 members -> {"x":{"y":1,"holotypeMember1":"x"}})"},
      {"{dependentRequired: {y: [z]}}", R"({"x":{"y":1,"z":2}})",
       R"(x.z: left out, beside y -> {"x":{"y":1}})"},
      {"{prefixItems: [{maximum: 3}]}", R"({"x":[1]})", R"(x.0: 4 -> {"x":[4]})"},
      {"{additionalProperties: {const: 1}}", R"({"x":{}})",
       R"(x.holotypeUnknown: a member of another name -> {"x":{"holotypeUnknown":1}})"},
  };
  for (const Row& row : rows) {
    const auto all = varied(row.schema, row.body);
    EXPECT_NE(std::ranges::find(all, row.wanted), all.end())
        << row.schema << " lacks " << row.wanted << "; has\n"
        << testing::PrintToString(all);
  }
}

TEST(VariationsTest, EachKeywordHasItsTurn) {
  const auto loaded = described(
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, "
      "requestBody: {content: {application/json: {schema: {type: object, properties: {x: "
      "{minimum: 1, maximum: 9}}}}}}, responses: {'200': {description: Fine.}}}}}\n");
  Drafter drafter(*loaded->description);
  const auto& operation = loaded->description->operations.front();
  json::Arena arena;
  std::map<std::string, std::size_t> ranks;
  for (const Variation& variation :
       variations(drafter, operation.request_body->content.front().schema.node,
                  *json::read(arena, R"({"x":5})"), 100, arena)) {
    ranks[variation.what] = variation.rank;
  }
  EXPECT_EQ(ranks.at("x: 1"), 0u);
  EXPECT_EQ(ranks.at("x: 9"), 0u);
  EXPECT_EQ(ranks.at("x: 0"), 1u);
  EXPECT_EQ(ranks.at("x: 10"), 2u);
}

TEST(VariationsTest, WhatAClientMustNotSendIsLeftAlone) {
  for (const std::string& variation : varied("{type: string, readOnly: true}", "{}"))
    EXPECT_FALSE(variation.starts_with("x")) << variation;
}

TEST(VariationsTest, ASchemaThatContainsItselfComesToAnEnd) {
  EXPECT_LE(varied("{$ref: '#/paths/~1a/post/requestBody/content/application~1json/schema'}", "{}")
                .size(),
            100u);
}

}  // namespace
}  // namespace holotype::tester
