// What compile() finds wrong with schemas, and that the fault stays confined.
#include "schema/compiler.h"

#include <gtest/gtest.h>

#include <string>

#include "findings.h"
#include "schema/dialects.h"

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
       R"(: must name a schema; what is there is none (schema.unresolved-reference; found #/$defs/five)
: $defs must be made of schemas: objects, true or false (schema.malformed; found 5))",
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

// Whether the dialect's own metaschema takes the schema; nullopt for the dialects that have none.
std::optional<bool> metaschema_takes(const char* schema, Dialect dialect) {
  const std::string_view uri = row_of(dialect).uri;
  if (uri.empty()) return std::nullopt;
  const OneSchema metaschema("{\"$ref\": " + json::quote(uri) + "}");
  return metaschema.schema().accepts(json::read(schema)->root());
}

// The keyword stays in force where it has a meaning: see the last text, which is an instance that
// is valid and of which nothing is left unchecked.
TEST(Compiler, RefusesWhatTheMetaschemaRefuses) {
  using enum Dialect;
  constexpr struct {
    Dialect dialect;
    const char* schema;
    const char* findings;
    const char* instance = "1";
  } kRows[] = {
      // Identifiers.
      {Draft4, R"({"id":1})", R"(: id must be a URI reference (schema.malformed; found 1))"},
      {Draft7, R"({"$id":1})", R"(: $id must be a URI reference (schema.malformed; found 1))"},
      {Draft2020, R"({"$id":"a b"})",
       R"(: $id must be a URI reference (schema.malformed; found "a b"))"},
      {OpenApi31, R"({"$id":"http://a.test/b#x"})",
       R"(: $id must be a URI reference without a fragment ($anchor names places) (schema.malformed; found "http://a.test/b#x"))"},
      {Draft2019, R"({"$id":"#x"})",
       R"(: $id must be a URI reference without a fragment ($anchor names places) (schema.malformed; found "#x"))"},
      {Draft7, R"({"$schema":1})", R"(: $schema must be a URI (schema.malformed; found 1))"},
      {OpenApi31, R"({"$anchor":"1 x"})",
       R"(: $anchor must be a letter or _ and then letters, digits, -, _ and . alone (schema.malformed; found "1 x"))"},
      {Draft2020, R"({"$anchor":"a:b"})",
       R"(: $anchor must be a letter or _ and then letters, digits, -, _ and . alone (schema.malformed; found "a:b"))"},
      {Draft2020, R"({"$dynamicAnchor":""})",
       R"(: $dynamicAnchor must be a letter or _ and then letters, digits, -, _ and . alone (schema.malformed; found ""))"},
      {Draft2019, R"({"$anchor":3})",
       R"(: $anchor must be a letter and then letters, digits, -, _, : and . alone (schema.malformed; found 3))"},
      {Draft2019, R"({"$anchor":"_a"})",
       R"(: $anchor must be a letter and then letters, digits, -, _, : and . alone (schema.malformed; found "_a"))"},
      {Draft2019, R"({"$recursiveAnchor":"x"})",
       R"(: $recursiveAnchor must be true or false (schema.malformed; found "x"))"},
      {Draft2020, R"({"$vocabulary":{"http://a.test/v":1}})",
       R"(: $vocabulary must be an object of true and false by URI (schema.malformed; found {"http://a.test/v":1}))"},
      {Draft2020, R"({"$defs":[]})",
       R"(: $defs must be an object of schemas (schema.malformed; found []))"},
      {Draft2020, R"({"$defs":{"a":1}})",
       R"(: $defs must be made of schemas: objects, true or false (schema.malformed; found 1))"},
      {Draft4, R"({"definitions":{"a":true}})",
       R"(: definitions must be made of schemas: objects (schema.malformed; found true))"},
      // Annotations.
      {Draft7, R"({"$comment":1})", R"(: $comment must be a string (schema.malformed; found 1))"},
      {Draft4, R"({"title":1})", R"(: title must be a string (schema.malformed; found 1))"},
      {OpenApi30, R"({"title":1})", R"(: title must be a string (schema.malformed; found 1))"},
      {Swagger20, R"({"description":null})",
       R"(: description must be a string (schema.malformed; found null))"},
      {OpenApi31, R"({"examples":"x"})",
       R"(: examples must be an array (schema.malformed; found "x"))"},
      {OpenApi31, R"({"deprecated":"yes"})",
       R"(: deprecated must be true or false (schema.malformed; found "yes"))"},
      {OpenApi30, R"({"deprecated":"yes"})",
       R"(: deprecated must be true or false (schema.malformed; found "yes"))"},
      {OpenApi31, R"({"readOnly":1})",
       R"(: readOnly must be true or false (schema.malformed; found 1))"},
      {OpenApi31, R"({"writeOnly":"x"})",
       R"(: writeOnly must be true or false (schema.malformed; found "x"))"},
      {OpenApi30, R"({"nullable":1})",
       R"(: nullable must be true or false (schema.malformed; found 1))"},
      {Draft2020, R"({"contentEncoding":1,"contentMediaType":2,"contentSchema":3})",
       R"(: contentEncoding must be a string (schema.malformed; found 1)
: contentMediaType must be a string (schema.malformed; found 2)
: contentSchema must be a schema: an object, true or false (schema.malformed; found 3))"},
      // Lists that must not be empty, or hold nothing twice.
      {OpenApi31, R"({"allOf":[]})",
       R"(: allOf must be an array of one schema at least (schema.malformed; found []))"},
      {Draft4, R"({"allOf":[]})",
       R"(: allOf must be an array of one schema at least (schema.malformed; found []))"},
      {OpenApi30, R"({"allOf":[]})",
       R"(: allOf must be an array of one schema at least (schema.malformed; found []))"},
      {Draft2020, R"({"not":{"anyOf":[]}})",
       R"(: anyOf must be an array of one schema at least (schema.malformed; found []))"},
      {Draft2020, R"({"prefixItems":[]})",
       R"(: prefixItems must be an array of one schema at least (schema.malformed; found []))"},
      {Draft7, R"({"items":[],"additionalItems":{"type":"string"}})",
       R"(: items must be an array of one schema at least (schema.malformed; found []))",
       R"(["a"])"},
      {OpenApi31, R"({"required":["a","a"]})",
       R"(: required must be an array of names, each once (schema.malformed; found "a"))",
       R"({"a":1})"},
      {Draft4, R"({"required":[]})",
       R"(: required must be an array of one name at least (schema.malformed; found []))"},
      {Draft4, R"({"dependencies":{"a":["b","c","b"]}})",
       R"(: dependencies must be an array of names, each once (schema.malformed; found "b"))",
       R"({"a":1,"b":2,"c":3})"},
      {Draft2019, R"({"dependentRequired":{"a":["b","b"]}})",
       R"(: dependentRequired must be an array of names, each once (schema.malformed; found "b"))",
       R"({"a":1,"b":2})"},
      {OpenApi31, R"({"type":["string","integer","string"]})",
       R"(: type must be a list of types, each once (schema.malformed; found "string"))"},
      {Draft4, R"({"enum":[1,1.0]})",
       R"(: enum must be an array of values, each once (schema.malformed; found 1.0))"},
      {Draft4, R"({"not":{"enum":[]}})",
       R"(: enum must be an array of one value at least (schema.malformed; found []))"},
      // What needs a sibling, or is read by one.
      {Draft4, R"({"exclusiveMinimum":true})",
       R"(: exclusiveMinimum must be beside minimum (schema.malformed; found true))"},
      {Draft4, R"({"exclusiveMaximum":false,"minimum":1})",
       R"(: exclusiveMaximum must be beside maximum (schema.malformed; found false))"},
      {Draft7, R"({"then":1})",
       R"(: then must be a schema: an object, true or false (schema.malformed; found 1))"},
      {Draft2020, R"({"minContains":-1})",
       R"(: minContains must be a non-negative integer (schema.malformed; found -1))"},
      {Draft7, R"({"additionalItems":1})",
       R"(: additionalItems must be a schema: an object, true or false (schema.malformed; found 1))"},
      // Booleans are schemas from draft 6 on.
      {Draft4, R"({"properties":{"a":false}})",
       R"(: properties must be made of schemas: objects (schema.malformed; found false))",
       R"({"b":1})"},
      {Draft4, R"({"additionalProperties":false,"properties":{"a":true}})",
       R"(: properties must be made of schemas: objects (schema.malformed; found true))",
       R"({"a":1})"},
      {OpenApi30, R"({"not":false})",
       R"(: not must be a schema: an object (schema.malformed; found false))"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(std::string(row.schema) + " in " + std::string(to_string(row.dialect)));
    EXPECT_FALSE(metaschema_takes(row.schema, row.dialect).value_or(false));
    const OneSchema one(row.schema, {.dialect = row.dialect});
    EXPECT_EQ(lines(one.findings()), row.findings);
    const auto instance = json::read(row.instance);
    ASSERT_TRUE(instance);
    EXPECT_TRUE(one.schema().accepts(instance->root()));
    EXPECT_EQ(lines(one.schema().check(instance->root()).unchecked), "");
  }
}

TEST(Compiler, TakesWhatTheMetaschemaTakes) {
  using enum Dialect;
  constexpr struct {
    Dialect dialect;
    const char* schema;
  } kRows[] = {
      {Draft4, R"({"id":"#a","title":"","maximum":1,"exclusiveMaximum":true,"enum":[1,"1"],
          "additionalProperties":false,"additionalItems":true,"required":["a","b"],
          "items":[{}],"dependencies":{"a":["b"]},"definitions":{"a":{}}})"},
      {Draft6, R"({"$id":"#a","examples":[],"required":[],"properties":{"a":false}})"},
      {Draft7,
       R"({"$id":"http://a.test/b#c","readOnly":true,"$comment":"","then":true,"else":{}})"},
      {Draft7, R"({"enum":[],"dependencies":{"a":[],"b":true}})"},
      {Draft2019, R"({"$id":"b#","$anchor":"A:1._-","$recursiveAnchor":false,"deprecated":true,
          "$defs":{"a":true},"minContains":0,"maxContains":1,"contentSchema":true})"},
      {Draft2020, R"({"$id":"","$anchor":"_A1.-","$dynamicAnchor":"b","writeOnly":false,
          "$vocabulary":{"http://a.test/v":true},"definitions":{},"required":[],"enum":[1,1]})"},
      {OpenApi31, R"({"title":"","description":"","default":null,"examples":[1],"deprecated":false,
          "readOnly":false,"type":["string","null"],"example":1})"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.schema);
    EXPECT_TRUE(metaschema_takes(row.schema, row.dialect).value_or(true));
    EXPECT_EQ(lines(OneSchema(row.schema, {.dialect = row.dialect}).findings()), "");
  }
}

TEST(Compiler, NoticesAnchorsOfTheSameName) {
  constexpr const char* kFinding =
      R"(: an anchor must have a name that no other schema of the same resource has (schema.malformed; found "x"; the first one is at schema.json:1:21))";
  constexpr struct {
    const char* schema;
    const char* findings;
  } kRows[] = {
      {R"({"properties": {"a":{"$anchor":"x"},"b":{"$anchor":"x"}}})", kFinding},
      {R"({"properties": {"a":{"$anchor":"x"},"b":{"$dynamicAnchor":"x"}}})", kFinding},
      {R"({"properties": {"a":{"$anchor":"x","$dynamicAnchor":"x"}}})", ""},
      {R"({"properties": {"a":{"$anchor":"x"},"b":{"$id":"b","$anchor":"x"}}})", ""},
      {R"({"properties": {"a":{"$anchor":"x"},"b":{"enum":[{"$anchor":"x"}]}}})", ""},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.schema);
    EXPECT_EQ(lines(OneSchema(row.schema).findings()), row.findings);
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
