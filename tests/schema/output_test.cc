#include "schema/output.h"

#include <gtest/gtest.h>

#include "findings.h"

namespace holotype::schema {
namespace {

std::string output(const char* schema, const char* instance, Output format) {
  const OneSchema one(schema);
  const auto value = json::read(instance, {.max_depth = 2000});
  const json::Tree result = to_output(one.schema().trace(value->root()), format);
  return json::write(result.root());
}

constexpr const char* kSchema = R"({"anyOf": [{"required": ["a"]}]})";

TEST(Output, FlagSaysNoMore) {
  EXPECT_EQ(output(kSchema, R"({"a": 1})", Output::Flag), R"({"valid":true})");
  EXPECT_EQ(output(kSchema, "{}", Output::Flag), R"({"valid":false})");
}

TEST(Output, BasicIsFlat) {
  EXPECT_EQ(
      output(kSchema, "{}", Output::Basic),
      R"({"valid":false,"keywordLocation":"","instanceLocation":"","errors":[)"
      R"({"valid":false,"keywordLocation":"/anyOf",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf","instanceLocation":"",)"
      R"("error":"must satisfy a schema of anyOf; the only one is number 1"},)"
      R"({"valid":false,"keywordLocation":"/anyOf/0/required",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf/0/required","instanceLocation":"",)"
      R"("error":"must have property a"}]})");
}

// No format has a word for it, and what was not checked is not to pass for valid.
TEST(Output, WhatWasNotCheckedIsNotCalledValid) {
  constexpr const char* kDeep = R"({"properties": {"a": {"$ref": "#"}}, "type": "object"})";
  std::string instance = "1";
  for (int i = 0; i < 1100; ++i) instance = R"({"a":)" + instance + "}";
  for (const Output format : {Output::Flag, Output::Basic, Output::Detailed}) {
    const std::string text = output(kDeep, instance.c_str(), format);
    EXPECT_EQ(text.find(R"({"valid":false,)"), 0u) << text;
    EXPECT_NE(text.find(R"("unchecked":[{"keywordLocation":)"), std::string::npos) << text;
    EXPECT_NE(text.find("nested deeper than 1000 levels\"}]}"), std::string::npos) << text;
    EXPECT_EQ(text.find("errors"), std::string::npos) << text;
  }
}

// Core 2020-12 section 12.4.3.
TEST(Output, DetailedNestsTheCauses) {
  constexpr const char* kTwo = R"({"anyOf": [{"required": ["a"], "minProperties": 1}]})";
  EXPECT_EQ(
      output(kTwo, "{}", Output::Detailed),
      R"({"valid":false,"keywordLocation":"","instanceLocation":"","errors":[)"
      R"({"valid":false,"keywordLocation":"/anyOf",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf","instanceLocation":"",)"
      R"("error":"must satisfy a schema of anyOf; the only one is number 1",)"
      R"("errors":[{"valid":false,"keywordLocation":"/anyOf/0/required",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf/0/required","instanceLocation":"",)"
      R"("error":"must have property a"},{"valid":false,"keywordLocation":"/anyOf/0/minProperties",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf/0/minProperties",)"
      R"("instanceLocation":"","error":"must have at least 1 property"}]}]})");
}

TEST(Output, DetailedReplacesANodeByItsOnlyChild) {
  EXPECT_EQ(
      output(kSchema, "{}", Output::Detailed),
      R"({"valid":false,"keywordLocation":"","instanceLocation":"","errors":[)"
      R"({"valid":false,"keywordLocation":"/anyOf/0/required",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf/0/required","instanceLocation":"",)"
      R"("error":"must have property a"}]})");
}

// Core 2020-12 section 12.3.1: the way of evaluation, with the references; section 12.3.2: where
// the keyword stands, without them.
TEST(Output, KeywordLocationIsTheWayOfEvaluation) {
  constexpr const char* kReferring = R"({
    "$id": "https://a.test/root", "properties": {"p": {"$ref": "#/$defs/list"},
    "q": {"allOf": [{"$ref": "other#/$defs/n"}]}, "d": {"$dynamicRef": "#node"}},
    "$defs": {"list": {"items": {"$ref": "#/$defs/text"}}, "text": {"type": "string"},
              "other": {"$id": "other", "$defs": {"n": {"maximum": 1}}},
              "node": {"$dynamicAnchor": "node", "minLength": 2}}})";
  const struct {
    const char* instance;
    const char* locations;  // keyword, absolute, instance
  } kRows[] = {
      {R"({"p": ["x", 1]})",
       R"(/properties/p/$ref/items/$ref/type https://a.test/root#/$defs/text/type /p/1)"},
      {R"({"q": 2})",
       R"(/properties/q/allOf/0/$ref/maximum https://a.test/other#/$defs/n/maximum /q)"},
      {R"({"d": "x"})",
       R"(/properties/d/$dynamicRef/minLength https://a.test/root#/$defs/node/minLength /d)"},
  };
  const OneSchema one(kReferring);
  EXPECT_EQ(lines(one.findings()), "");
  for (const auto& row : kRows) {
    const auto value = json::read(row.instance);
    for (const Output format : {Output::Basic, Output::Detailed}) {
      const json::Tree result = to_output(one.schema().trace(value->root()), format);
      const auto errors = result.root().find("errors")->elements();
      ASSERT_EQ(errors.size(), 1u) << json::write(result.root());
      std::string locations;
      for (const char* name : {"keywordLocation", "absoluteKeywordLocation", "instanceLocation"})
        locations +=
            (locations.empty() ? "" : " ") + std::string(errors[0].find(name)->as_string());
      EXPECT_EQ(locations, row.locations);
    }
  }
}

// The minimum that the official schema of the output (draft/2020-12/output/schema) asks of a unit.
TEST(Output, EveryUnitIsOneByTheOfficialSchema) {
  const OneSchema unit(R"({"type": "object", "required": ["valid", "keywordLocation",
    "instanceLocation"], "properties": {"valid": {"type": "boolean"},
    "keywordLocation": {"type": "string", "format": "json-pointer"},
    "absoluteKeywordLocation": {"type": "string", "format": "uri"},
    "instanceLocation": {"type": "string", "format": "json-pointer"}, "error": {"type": "string"},
    "errors": {"type": "array", "minItems": 1, "items": {"$ref": "#"}}},
    "if": {"properties": {"valid": {"const": false}}},
    "then": {"anyOf": [{"required": ["error"]}, {"required": ["errors"]}]}})");
  for (const char* instance : {"{}", R"({"a": 1})", R"({"~/ü": 1})", "[]"}) {
    for (const Output format : {Output::Basic, Output::Detailed}) {
      const OneSchema one(R"({"$id": "https://a.test/s", "anyOf": [{"required": ["a"]},
          {"type": "array", "minItems": 1}], "properties": {"a": false, "~/ü": {"type": "null"}}})");
      const auto value = json::read(instance, {.max_depth = 2000});
      const json::Tree result = to_output(one.schema().trace(value->root()), format);
      EXPECT_EQ(lines(unit.schema().check(result.root()).findings), "")
          << json::write(result.root());
    }
  }
}

}  // namespace
}  // namespace holotype::schema
