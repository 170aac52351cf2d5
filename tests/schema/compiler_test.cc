// What compile() finds wrong with schemas, and that the fault stays confined.
#include "schema/compiler.h"

#include <gtest/gtest.h>

#include <string>

#include "findings.h"

namespace holotype::schema {
namespace {

TEST(Compiler, ConfinesFaults) {
  constexpr struct {
    const char* schema;
    const char* findings;
    const char* instance;  // valid, as far as can be told
    const char* unchecked;
  } kRows[] = {
      {R"({"minLength":"1"})",
       R"(: minLength must be a non-negative integer (schema.malformed; found "1"))", R"("a")",
       R"(: not checked, because the value of minLength is malformed (schema.unchecked; found "a"))"},
      {R"({"type":"strng"})",
       R"(: type must be a type (null, boolean, number, integer, string, array, object) or several (schema.malformed; found "strng"))",
       R"(1)",
       R"(: not checked, because the value of type is malformed (schema.unchecked; found 1))"},
      {R"({"pattern":"^(abc]"})",
       R"(: pattern must be a regular expression of ECMA-262 (schema.pattern-malformed; found ^(abc]; at offset 1: The group that begins here is never closed; write \( for a parenthesis.))",
       R"("a")",
       R"(: not checked, because the pattern is no regular expression (schema.unchecked; found "a"))"},
      {R"({"patternProperties":{"^(abc]":false}})",
       R"(: patternProperties must have regular expressions of ECMA-262 as names (schema.pattern-malformed; found ^(abc]; at offset 1: The group that begins here is never closed; write \( for a parenthesis.))",
       R"({"a":1})",
       R"(: not checked, because whether a matches ^(abc] is not known (schema.unchecked; found object with a))"},
      {R"({"$ref":"#/$defs/Pett","$defs":{"Pet":true}})",
       R"(: must name a schema; there is nothing at that place (schema.unresolved-reference; found #/$defs/Pett; Pet is probably meant))",
       R"(1)",
       R"(: not checked, because $ref names no schema: #/$defs/Pett (schema.unchecked; found 1))"},
      {R"({"$ref":"other.json"})",
       R"(: must name a schema; there is no text memory:other.json in memory (schema.unresolved-reference; found other.json)
  : there is no text memory:other.json in memory (reference.unresolved; found memory:other.json))",
       R"(1)",
       R"(: not checked, because $ref names no schema: other.json (schema.unchecked; found 1))"},
      {R"({"$ref":"#nowhere"})",
       R"(: must name a schema; no $anchor has that name (schema.unresolved-reference; found #nowhere))",
       R"(1)",
       R"(: not checked, because $ref names no schema: #nowhere (schema.unchecked; found 1))"},
      {R"({"$ref":"#/$defs/five","$defs":{"five":5}})",
       R"(: must name a schema; what is there is none (schema.unresolved-reference; found #/$defs/five))",
       R"(1)",
       R"(: not checked, because $ref names no schema: #/$defs/five (schema.unchecked; found 1))"},
      {R"({"$ref":"#"})",
       R"(: must lead to a smaller part of the value, or to an end (schema.reference-loop; found #))",
       R"(1)",
       R"(: not checked, because $ref leads back to the same schema (schema.unchecked; found 1))"},
      {R"({"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"$ref":"#/$defs/a"}}})",
       R"(: must lead to a smaller part of the value, or to an end (schema.reference-loop; found #/$defs/a))",
       R"(1)",
       R"(: not checked, because $ref leads back to the same schema (schema.unchecked; found 1))"},
      {R"({"$schema":"https://example.com/unknown","type":"string"})",
       R"(: $schema names a metaschema that cannot be read; the schema is read as OpenAPI 3.1 (schema.unknown-dialect; found https://example.com/unknown)
  : there is no text https://example.com/unknown in memory (reference.unresolved; found https://example.com/unknown))",
       R"("a")", R"()"},
      {R"({"requried":["a"]})",
       R"(: requried is no keyword and is ignored (schema.unknown-keyword; write required))",
       R"({})", R"()"},
      {R"({"nullable":true,"type":"string"})",
       R"(: nullable has no meaning in OpenAPI 3.1 (schema.foreign-keyword; add "null" to type: type: [string, "null"]))",
       R"("a")", R"()"},
      {R"({"definitions":{},"x-thing":1,"myKeyword":2})", R"()", R"(1)", R"()"},
      {R"({"properties":{"a":5}})",
       R"(: properties must be made of schemas: objects, true or false (schema.malformed; found 5))",
       R"({"a":1})",
       R"(: not checked, because the value of properties is malformed (schema.unchecked; found object with a))"},
      {R"({"required":"a"})",
       R"(: required must be an array of property names (schema.malformed; found "a"))", R"({})",
       R"(: not checked, because the value of required is malformed (schema.unchecked; found object without properties))"},
      {R"({"multipleOf":0})",
       R"(: multipleOf must be a number greater than 0 (schema.malformed; found 0))", R"(1)",
       R"(: not checked, because the value of multipleOf is malformed (schema.unchecked; found 1))"},
      {R"({"items":[{"type":"string"}]})",
       R"(: items must be a schema: an object, true or false (schema.malformed; found [{"type":"string"}]))",
       R"([1])",
       R"(: not checked, because the value of items is malformed (schema.unchecked; found array of 1 element))"},
      {R"({"not":{"$ref":"#/nowhere"}})",
       R"(: must name a schema; there is nothing at that place (schema.unresolved-reference; found #/nowhere))",
       R"(1)",
       R"(: not checked, because $ref names no schema: #/nowhere (schema.unchecked; found 1))"},
      {R"(5)", R"(: a schema must be an object, true or false (schema.malformed; found 5))", R"(1)",
       R"(: not checked, because there is no schema but another value (schema.unchecked; found 1))"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.schema);
    const OneSchema one(row.schema, {.dialect = Dialect::OpenApi31});
    EXPECT_EQ(lines(one.findings()), row.findings);
    const auto instance = json::read(row.instance);
    ASSERT_TRUE(instance);
    EXPECT_TRUE(one.schema().accepts(instance->root()));
    const Outcome outcome = one.schema().check(instance->root());
    EXPECT_EQ(lines(outcome.findings), "");
    EXPECT_EQ(lines(outcome.unchecked), row.unchecked);
  }
}

TEST(Compiler, NamesThePlaceOfAFault) {
  const OneSchema one("{\n  \"requried\": [],\n  \"minLength\": -1}");
  ASSERT_EQ(one.findings().size(), 2u);
  EXPECT_EQ(one.findings()[0].source.to_string(), "schema.json:2:3");
  EXPECT_EQ(one.findings()[1].source.to_string(), "schema.json:3:16");
  EXPECT_EQ(one.findings()[1].schema, "memory:schema.json#/minLength");
}

TEST(Compiler, FollowsReferencesForThoseWhoReadSchemas) {
  OneSchema one(R"({"$id": "https://a.test/", "$ref": "b", "$defs": {
      "b": {"$id": "b", "$ref": "#c", "$defs": {"c": {"$anchor": "c", "type": "null"}}},
      "loop": {"$ref": "/#/$defs/loop"}}})");
  const document::Node root = one.schema().node();
  const auto end = one.compiler().follow_reference(root, Dialect::Draft2020);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->pointer(), "/$defs/b/$defs/c");
  const auto loop =
      one.compiler().follow_reference(root.member("$defs").member("loop"), Dialect::Draft2020);
  ASSERT_FALSE(loop);
  EXPECT_EQ(loop.error().rule->id, "schema.reference-loop");
}

TEST(Compiler, TellsTheDialectOfASchema) {
  OneSchema one(R"({"$schema": "http://json-schema.org/draft-07/schema#", "items": {}})");
  EXPECT_EQ(one.compiler().dialect_at(one.schema().node().member("items"), Dialect::Draft2020),
            Dialect::Draft7);
}

}  // namespace
}  // namespace holotype::schema
