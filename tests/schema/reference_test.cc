// Which schema a reference names: over files, resources, anchors and dialects.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "findings.h"
#include "json/pointer.h"
#include "schema/compiler.h"

namespace holotype::schema {
namespace {

// The findings of compiling "memory:/main" among `texts`, then what check() says about `instance`.
std::string outcome(std::map<std::string, std::string> texts, const std::string& pointer,
                    const std::string& instance, const Options& options = {}) {
  document::Library library(std::make_shared<document::MemoryReader>(std::move(texts)));
  const auto file = library.open("memory:/main");
  if (!file) return "the main document cannot be read";
  document::Node place{*file, json::resolve((*file)->root(), pointer)};
  Compiler compiler(library);
  const Compiled compiled = compiler.compile(place, options);
  const auto value = json::read(instance);
  const Outcome result = compiled.schema->check_exhaustively(value->root());
  EXPECT_EQ(compiled.schema->accepts(value->root()), result.valid());
  std::string text = lines(compiled.findings);
  if (!text.empty()) text += '\n';
  return text + lines(result.findings);
}

TEST(Reference, LeadsToOtherFiles) {
  EXPECT_EQ(
      outcome({{"memory:/main", R"({"properties": {"a": {"$ref": "parts/a.json#/$defs/x"}}})"},
               {"memory:/parts/a.json", R"({"$defs": {"x": {"$ref": "b.json"}}})"},
               {"memory:/parts/b.json", R"({"type": "string"})"}},
              "", R"({"a": 1})"),
      "/a: must be string (schema.type; found 1; write the value in quotes)");
}

TEST(Reference, LeadsIntoAndOutOfAnOpenApiDescription) {
  const std::map<std::string, std::string> texts{
      {"memory:/main",
       "openapi: 3.1.0\n"
       "components:\n"
       "  schemas:\n"
       "    Task: {properties: {owner: {$ref: '#/components/schemas/Owner'}, due: {$ref: "
       "'#due'}}}\n"
       "    Owner: {$id: 'https://api.test/owner', type: object, properties: {n: {$ref: "
       "'#/$defs/n'}},\n"
       "            $defs: {n: {type: integer}}}\n"
       "    Due: {$anchor: due, type: string, format: date}\n"}};
  const Options options{.dialect = Dialect::OpenApi31};
  EXPECT_EQ(outcome(texts, "/components/schemas/Task", R"({"owner": {"n": "x"}, "due": "soon"})",
                    options),
            "/owner/n: must be integer (schema.type; found \"x\")\n"
            "/due: must have the format date (schema.format; found \"soon\"; write it like "
            "\"2024-01-15\")");
}

TEST(Reference, MeansTheDescriptionWhereTheSchemaHasAnIdOfItsOwn) {
  EXPECT_EQ(outcome({{"memory:/main",
                      "openapi: 3.1.0\n"
                      "components:\n"
                      "  schemas:\n"
                      "    A: {$id: 'https://api.test/a', $ref: '#/components/schemas/B'}\n"
                      "    B: {type: string}\n"}},
                    "/components/schemas/A", "1", {.dialect = Dialect::OpenApi31}),
            ": must be string (schema.type; found 1; write the value in quotes)");
}

TEST(Reference, ReadsACustomMetaschema) {
  const std::string meta =
      R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "memory:/meta",
          "$vocabulary": {"https://json-schema.org/draft/2020-12/vocab/core": true,
                          "https://json-schema.org/draft/2020-12/vocab/validation": true,
                          "https://example.com/unknown": true}})";
  EXPECT_EQ(outcome({{"memory:/main", R"({"$schema": "memory:/meta", "minimum": 5, "properties":
                      {"a": false}})"},
                     {"memory:/meta", meta}},
                    "", "1"),
            ": the metaschema requires a vocabulary that is not known here "
            "(schema.unknown-vocabulary; found https://example.com/unknown)\n"
            ": must be at least 5 (schema.minimum; found 1)");
}

TEST(Reference, TellsDynamicAnchorsApart) {
  const std::map<std::string, std::string> texts{
      {"memory:/main",
       R"({"$id": "memory:/main", "$ref": "list", "$defs": {
            "item": {"$dynamicAnchor": "item", "type": "string"},
            "list": {"$id": "list", "items": {"$dynamicRef": "#item"},
                     "$defs": {"any": {"$dynamicAnchor": "item"}}}}})"}};
  EXPECT_EQ(outcome(texts, "", "[1]"),
            "/0: must be string (schema.type; found 1; write the value in quotes)");
  EXPECT_EQ(outcome(texts, "/$defs/list", "[1]"), "");
}

// The outermost `node` is the list: `group` leads back to it, one level further down each time, and
// nothing leads back to where it began. By itself `base` leads in a circle.
TEST(Reference, FollowsADynamicAnchorDownTheValue) {
  const std::map<std::string, std::string> texts{
      {"memory:/main",
       R"({"$id": "memory:/main", "$dynamicAnchor": "node", "type": "array",
           "items": {"$ref": "base"}, "$defs": {
             "base": {"$id": "base", "$dynamicAnchor": "node",
                      "anyOf": [{"type": "string"}, {"$ref": "#/$defs/group"}],
                      "$defs": {"group": {"$dynamicRef": "#node"}}}}})"}};
  EXPECT_EQ(outcome(texts, "", R"(["x", ["y", []]])"), "");
  EXPECT_EQ(
      outcome(texts, "", R"(["x", [1]])"),
      R"(/1: must satisfy a schema of anyOf; the nearest is group, 1 other branch failed (schema.any-of; found array of 1 element)
  /1/0: must satisfy a schema of anyOf; the nearest is number 1, 1 other branch failed (schema.any-of; found 1)
    /1/0: must be string (schema.type; found 1; write the value in quotes))");
  EXPECT_EQ(outcome(texts, "/$defs/base", R"("x")"), "");
}

// What a dynamic reference means is known where a value is checked, and so is that it leads
// nowhere.
TEST(Reference, NoticesACircleOfDynamicAnchors) {
  const OneSchema one(R"({"$id": "http://a.test/s", "$dynamicRef": "r#D", "$defs": {
      "y": {"$dynamicAnchor": "D", "allOf": [{"$dynamicRef": "r#D"}, {"$dynamicRef": "r#D"}]},
      "r": {"$id": "r", "$defs": {"y": {"$dynamicAnchor": "D", "minimum": 1}}}}})");
  EXPECT_EQ(lines(one.findings()), "");
  const auto value = json::read("0");
  const Outcome outcome = one.schema().check(value->root());
  EXPECT_EQ(lines(outcome.findings), "");
  EXPECT_EQ(lines(outcome.unchecked),
            ": not checked, because its references lead in a circle (schema.unchecked; found 0)\n"
            ": not checked, because its references lead in a circle (schema.unchecked; found 0)");
}

// With one carrier of the anchor the reference is as good as a plain one.
TEST(Reference, RefusesACircleThroughTheOnlyDynamicAnchor) {
  EXPECT_EQ(outcome({{"memory:/main", R"({"$dynamicAnchor": "a", "$dynamicRef": "#a"})"}}, "", "1"),
            ": must lead to a smaller part of the value, or to an end (schema.reference-loop; "
            "found #a)\n");
}

TEST(Reference, ChecksSchemasAgainstTheirMetaschema) {
  EXPECT_EQ(
      outcome({{"memory:/main", R"({"$ref": "https://json-schema.org/draft/2020-12/schema"})"}}, "",
              R"({"properties": {"a": {"minLength": -1}}})"),
      "/properties/a/minLength: must be at least 0 (schema.minimum; found -1)");
}

TEST(Reference, EndsAChainThatGoesOnAndOn) {
  std::string defs;
  constexpr int kLength = 100'000;
  for (int i = 0; i < kLength; ++i) {
    defs += fmt::format("\"d{}\": {{\"$ref\": \"#/$defs/d{}\"}}, ", i, i + 1);
  }
  const std::string schema =
      fmt::format("{{\"$ref\": \"#/$defs/d0\", \"$defs\": {{{} \"d{}\": false}}}}", defs, kLength);
  EXPECT_NE(outcome({{"memory:/main", schema}}, "", "1").find("schema.reference-loop"),
            std::string::npos);
}

}  // namespace
}  // namespace holotype::schema
