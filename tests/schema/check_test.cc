// What check() says, keyword by keyword.
#include <gtest/gtest.h>

#include <span>
#include <string>

#include "findings.h"
#include "schema/schema.h"

namespace holotype::schema {
namespace {

struct Row {
  const char* schema;
  const char* instance;
  const char* findings;
};

void run(std::span<const Row> rows, const Options& options) {
  for (const Row& row : rows) {
    SCOPED_TRACE(std::string(row.schema) + " with " + row.instance);
    const OneSchema one(row.schema, options);
    const auto instance = json::read(row.instance);
    ASSERT_TRUE(instance);
    const Outcome outcome = one.schema().check_exhaustively(instance->root());
    EXPECT_EQ(lines(outcome.findings), row.findings);
    EXPECT_EQ(one.schema().accepts(instance->root()), outcome.valid());
  }
}

TEST(Check, WordsEachKeyword) {
  constexpr Row kRows[] = {
      {R"({"type":"integer"})", R"("5")",
       R"(: must be integer (schema.type; found "5"; write the number without quotes))"},
      {R"({"type":"integer"})", R"(5.5)", R"(: must be integer (schema.type; found 5.5))"},
      {R"({"type":["string","null"]})", R"(5)",
       R"(: must be string or null (schema.type; found 5; write the value in quotes))"},
      {R"({"type":"object"})", R"([1,2])",
       R"(: must be object (schema.type; found array of 2 elements))"},
      {R"({"enum":["daily","weekly"]})", R"("dayly")",
       R"(: must be one of ["daily","weekly"] (schema.enum; found "dayly"; write "daily"))"},
      {R"({"enum":[1,2]})", R"(3)", R"(: must be one of [1,2] (schema.enum; found 3))"},
      {R"({"const":{"a":1}})", R"({"a":2})", R"(: must be {"a":1} (schema.const; found {"a":2}))"},
      {R"({"const":"v1"})", R"("v2")", R"(: must be "v1" (schema.const; found "v2"))"},
      {R"({"multipleOf":0.01})", R"(0.001)",
       R"(: must be a multiple of 0.01 (schema.multiple-of; found 0.001))"},
      {R"({"maximum":100})", R"(100.5)", R"(: must be at most 100 (schema.maximum; found 100.5))"},
      {R"({"exclusiveMaximum":1})", R"(1)",
       R"(: must be less than 1 (schema.exclusive-maximum; found 1))"},
      {R"({"minimum":1})", R"(0)", R"(: must be at least 1 (schema.minimum; found 0))"},
      {R"({"exclusiveMinimum":0})", R"(0)",
       R"(: must be greater than 0 (schema.exclusive-minimum; found 0))"},
      {R"({"maxLength":3})", R"("four")",
       R"(: must have at most 3 characters (schema.max-length; found "four"))"},
      {R"({"minLength":1})", R"("")",
       R"(: must have at least 1 character (schema.min-length; found ""))"},
      {R"({"pattern":"^tsk_"})", R"("task_1")",
       R"(: must match the pattern ^tsk_ (schema.pattern; found "task_1"))"},
      {R"({"pattern":"(?<=[$]\\d+)[.]00$"})", R"("10.00")",
       R"(: must match the pattern (?<=[$]\d+)[.]00$ (schema.pattern; found "10.00"))"},
      {R"({"patternProperties":{"^(?:(a)|b)*\\1$":{"type":"string"}}})", R"({"ab":1,"aba":1})",
       R"(/ab: must be string (schema.type; found 1; write the value in quotes))"},
      {R"({"format":"date-time"})", R"("yesterday")",
       R"(: must have the format date-time (schema.format; found "yesterday"; write it like "2024-01-15T10:30:00Z"))"},
      {R"({"maxItems":1})", R"([1,2])",
       R"(: must have at most 1 element (schema.max-items; found array of 2 elements))"},
      {R"({"minItems":1})", R"([])",
       R"(: must have at least 1 element (schema.min-items; found array of 0 elements))"},
      {R"({"minItems":1e400})", R"([])",
       R"(: must have at least 1e400 elements (schema.min-items; found array of 0 elements))"},
      {R"({"minItems":2.0})", R"([])",
       R"(: must have at least 2 elements (schema.min-items; found array of 0 elements))"},
      {R"({"minProperties":99999999999999999999})", R"({})",
       R"(: must have at least 99999999999999999999 properties (schema.min-properties; found object without properties))"},
      {R"({"contains":true,"minContains":1e400})", R"([1])",
       R"(: must contain at least 1e400 elements of the kind in contains (schema.min-contains; found 1 of 1))"},
      {R"({"uniqueItems":true})", R"([1,"a",1.0])",
       R"(: must not have equal elements (schema.unique-items; found 1.0 at 0 and at 2; remove the element at 2))"},
      {R"({"contains":{"type":"string"}})", R"([1])",
       R"(: must contain at least 1 element of the kind in contains (schema.contains; found 0 of 1))"},
      {R"({"contains":{"type":"string"},"minContains":2})", R"(["a"])",
       R"(: must contain at least 2 elements of the kind in contains (schema.min-contains; found 1 of 1))"},
      {R"({"contains":{"type":"string"},"maxContains":1})", R"(["a","b"])",
       R"(: must contain at most 1 element of the kind in contains (schema.max-contains; found 2 of 2))"},
      {R"({"prefixItems":[{"type":"string"}],"items":false})", R"([1,2])",
       R"(/0: must be string (schema.type; found 1; write the value in quotes)
/1: must not have an element at index 1 (schema.additional-items; found 2))"},
      {R"({"items":{"type":"string"}})", R"(["a",1,{"b":2}])",
       R"(/1: must be string (schema.type; found 1; write the value in quotes)
/2: must be string (schema.type; found object with b))"},
      {R"({"prefixItems":[true],"unevaluatedItems":false})", R"([1,2])",
       R"(/1: must not have an element at index 1 (schema.unevaluated-items; found 2))"},
      {R"({"maxProperties":1})", R"({"a":1,"b":2})",
       R"(: must have at most 1 property (schema.max-properties; found object with a, b))"},
      {R"({"minProperties":1})", R"({})",
       R"(: must have at least 1 property (schema.min-properties; found object without properties))"},
      {R"({"required":["title","description"],"properties":{"title":{"type":"string"},"description":true}})",
       R"({"title":5,"descripton":"x"})",
       R"(: must have property description (schema.required; found object with title, descripton; add description; descripton looks like a misspelling of it)
/title: must be string (schema.type; found 5; write the value in quotes))"},
      {R"({"required":["a"]})", R"({})",
       R"(: must have property a (schema.required; found object without properties; add a))"},
      {R"({"dependentRequired":{"card":["address"]}})", R"({"card":1})",
       R"(: must have property address where card is (schema.dependent-required; found object with card; add address))"},
      {R"({"dependentSchemas":{"card":{"required":["address"]}}})", R"({"card":1})",
       R"(: must have property address (schema.required; found object with card; add address))"},
      {R"({"properties":{"a":false}})", R"({"a":1})",
       R"(/a: must not have property a (schema.false; found 1; remove a))"},
      {R"({"properties":{"colour":true},"additionalProperties":false})", R"({"color":1,"b":2})",
       R"(/color: must not have property color (schema.additional-properties; found 1; remove color, or rename it to colour)
/b: must not have property b (schema.additional-properties; found 2; remove b))"},
      {R"({"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":{"type":"integer"}})",
       R"({"x-a":1,"b":"2"})",
       R"(/x-a: must be string (schema.type; found 1; write the value in quotes)
/b: must be integer (schema.type; found "2"; write the number without quotes))"},
      {R"({"propertyNames":{"pattern":"^[a-z]+$"}})", R"({"A":1})",
       R"(/A: must not have a property with the name A (schema.property-names; found "A")
  /A: must match the pattern ^[a-z]+$ (schema.pattern; found "A"))"},
      {R"({"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false})", R"({"a":1,"b":1})",
       R"(/b: must not have property b (schema.unevaluated-properties; found 1; remove b))"},
      {R"({"allOf":[{"properties":{"a":{"type":"string"}}}],"unevaluatedProperties":false})",
       R"({"a":1})", R"(/a: must be string (schema.type; found 1; write the value in quotes))"},
      {R"({"anyOf":[{"type":"string"},{"type":"null"}]})", R"(1)",
       R"(: must be string or null (schema.any-of; found 1)
  : must be string (schema.type; found 1; write the value in quotes))"},
      {R"({"anyOf":[{"title":"Cat","required":["meow"],"properties":{"kind":{"const":"cat"}}},{"title":"Dog","required":["bark"],"properties":{"kind":{"const":"dog"}}},{"type":"string"}]})",
       R"({"kind":"dog"})",
       R"(: must satisfy a schema of anyOf; the nearest is Dog, 2 other branches failed (schema.any-of; found object with kind)
  : must have property bark (schema.required; found object with kind; add bark))"},
      {R"({"oneOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}],"$defs":{"A":{"type":"number"},"B":{"type":"integer"}}})",
       R"(1)",
       R"(: must satisfy exactly one schema of oneOf, and satisfies 2: A and B (schema.one-of; found 1))"},
      {R"({"oneOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}],"$defs":{"A":{"required":["a","b"]},"B":{"required":["c"]}}})",
       R"({})",
       R"(: must satisfy exactly one schema of oneOf; the nearest is B, 1 other branch failed (schema.one-of; found object without properties)
  : must have property c (schema.required; found object without properties; add c))"},
      {R"({"not":{"type":"null"}})", R"(null)",
       R"(: must not satisfy the schema in not (schema.not; found null))"},
      {R"(false)", R"(1)",
       R"(: no value is allowed here: the schema is false (schema.false; found 1))"},
      {R"({"allOf":[{"$ref":"#/$defs/no"}],"$defs":{"no":false}})", R"(1)",
       R"(: no value is allowed here: the schema is false (schema.false; found 1))"},
      {R"({"dependentSchemas":{"card":false}})", R"({"card":1,"b":2})",
       R"(/card: must not have property card (schema.false; found 1; remove card))"},
      {R"({"if":{"const":1},"then":false})", R"(1)",
       R"(: must not satisfy the schema in if: then is false (schema.false; found 1; change the value so that the schema in if no longer describes it))"},
      {R"({"if":{"const":1},"else":false})", R"(2)",
       R"(: must satisfy the schema in if: else is false (schema.false; found 2; change the value so that the schema in if describes it))"},
      {R"({"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]},"else":{"required":["c"]}})",
       R"({"a":1})", R"(: must have property b (schema.required; found object with a; add b))"},
      {R"({"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]},"else":{"required":["c"]}})",
       R"({"a":2})", R"(: must have property c (schema.required; found object with a; add c))"},
      {R"({"properties":{"next":{"$ref":"#"},"v":{"type":"string"}}})",
       R"({"next":{"next":{"v":1}}})",
       R"(/next/next/v: must be string (schema.type; found 1; write the value in quotes))"},
      {R"({"properties":{"password":{"type":"string","format":"password","minLength":8}}})",
       R"({"password":"secret"})",
       R"(/password: must have at least 8 characters (schema.min-length; found (not shown)))"},
  };
  run(kRows, {});
}

TEST(Check, FollowsTheDialectThatTheSchemaNames) {
  constexpr Row kRows[] = {
      {R"({"$schema":"http://json-schema.org/draft-07/schema#","contentEncoding":"base64"})",
       R"("%")", R"(: must be base64 (schema.content-encoding; found "%"))"},
      {R"({"$schema":"http://json-schema.org/draft-07/schema#","contentMediaType":"application/json"})",
       R"("{")", R"(: must hold JSON text (schema.content-media-type; found "{"))"},
      {R"({"$schema":"http://json-schema.org/draft-04/schema#","type":"integer"})", R"(1.0)",
       R"(: must be integer (schema.type; found 1.0))"},
      {R"({"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/a","type":"string","definitions":{"a":{"type":"integer"}}})",
       R"("x")", R"(: must be integer (schema.type; found "x"))"},
  };
  run(kRows, {});
}

TEST(Check, LooksIntoTheContentOfStrings) {
  constexpr Row kRows[] = {
      {R"({"contentEncoding":"base64"})", R"("aGk=")", R"()"},
      {R"({"contentEncoding":"base64"})", R"("a%")",
       R"(: must be base64 (schema.content-encoding; found "a%"))"},
      {R"({"contentEncoding":"base64url"})", R"("-_8")", R"()"},
      {R"({"contentEncoding":"base64url"})", R"("+/8=")",
       R"(: must be base64url (schema.content-encoding; found "+/8="))"},
      {R"({"contentEncoding":"base32"})", R"("NBUQ====")", R"()"},
      {R"({"contentEncoding":"base32"})", R"("nbuq====")",
       R"(: must be base32 (schema.content-encoding; found "nbuq===="))"},
      {R"({"contentEncoding":"base16"})", R"("6869")", R"()"},
      {R"({"contentEncoding":"base16"})", R"("686")",
       R"(: must be base16 (schema.content-encoding; found "686"))"},
      {R"({"contentEncoding":"quoted-printable"})", R"("=")", R"()"},
      {R"({"contentEncoding":"base64"})", R"(5)", R"()"},
      {R"({"contentMediaType":"application/json"})", R"("{\"a\":1}")", R"()"},
      {R"({"contentMediaType":"application/hal+json; x=1"})", R"("{")",
       R"(: must hold JSON text (schema.content-media-type; found "{"))"},
      {R"({"contentMediaType":"text/html"})", R"("{")", R"()"},
      {R"({"contentMediaType":"application/json","contentEncoding":"base16"})", R"("7b7d")", R"()"},
      {R"({"properties":{"a":{"contentMediaType":"application/json","contentSchema":{"required":["b"],"properties":{"b":{"type":"integer"}}}}}})",
       R"({"a":"{\"b\":1}"})", R"()"},
      {R"({"properties":{"a":{"contentMediaType":"application/json","contentSchema":{"required":["b"],"properties":{"b":{"type":"integer"}}}}}})",
       R"({"a":"{\"b\":true}"})", R"(/a/b: must be integer (schema.type; found true))"},
      {R"({"contentMediaType":"application/json","contentEncoding":"base64","contentSchema":{"type":"array"}})",
       R"("e30=")", R"(: must be array (schema.type; found object without properties))"},
      {R"({"contentSchema":{"type":"array"}})", R"("{}")", R"()"},
      {R"({"contentMediaType":"application/json","contentSchema":{"type":"array"}})", R"("[")",
       R"(: must hold JSON text (schema.content-media-type; found "["))"},
  };
  run(kRows, {.dialect = Dialect::OpenApi31});
}

TEST(Check, FollowsOpenApi30) {
  constexpr Row kRows[] = {
      {R"({"type":"string","nullable":true})", R"(null)", R"()"},
      {R"({"type":"string","nullable":true})", R"(5)",
       R"(: must be string or null (schema.type; found 5; write the value in quotes))"},
      {R"({"nullable":true,"allOf":[{"type":"string"}]})", R"(null)",
       R"(: must be string (schema.type; found null))"},
      {R"({"maximum":5,"exclusiveMaximum":true})", R"(5)",
       R"(: must be less than 5 (schema.exclusive-maximum; found 5))"},
      {R"({"maximum":5,"exclusiveMaximum":false})", R"(5)", R"()"},
      {R"({"properties":{"a":{"$ref":"#/x","type":"string"}},"x":{"type":"integer"}})",
       R"({"a":1})", R"()"},
      {R"({"type":"integer","format":"int32"})", R"(3000000000)",
       R"(: must fit int32 (schema.format; found 3000000000))"},
      {R"({"type":"integer","format":"int64"})", R"(9223372036854775808)",
       R"(: must fit int64 (schema.format; found 9223372036854775808))"},
      {R"({"type":"number","format":"float"})", R"(1e39)",
       R"(: must fit float (schema.format; found 1e+39))"},
      {R"({"patternProperties":{"^a":false}})", R"({"a":1})", R"()"},
      {R"({"oneOf":[{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Dog"}],"discriminator":{"propertyName":"kind","mapping":{"hund":"#/components/schemas/Dog"}},"components":{"schemas":{"Cat":{"required":["meow"]},"Dog":{"required":["bark"]}}}})",
       R"({"kind":"hund"})",
       R"(: must satisfy exactly one schema of oneOf; kind selects Dog (schema.one-of; found object with kind)
  : must have property bark (schema.required; found object with kind; add bark))"},
  };
  run(kRows, {.dialect = Dialect::OpenApi30});
}

TEST(Check, RefusesReadOnlyPropertiesInRequests) {
  constexpr Row kRows[] = {
      {R"({"required":["id","name"],"properties":{"id":{"readOnly":true},"name":true}})",
       R"({"id":1})",
       R"(: must have property name (schema.required; found object with id; add name)
/id: must not have readOnly property id in a request (schema.read-only; found 1; remove id))"},
      {R"({"required":["id"],"allOf":[{"$ref":"#/$defs/base"}],"$defs":{"base":{"properties":{"id":{"$ref":"#/$defs/id"}}},"id":{"readOnly":true}}})",
       R"({})", R"()"},
      {R"({"allOf":[{"properties":{"id":{"readOnly":true}}},{"allOf":[{"required":["id","name"]}]}]})",
       R"({})",
       R"(: must have property name (schema.required; found object without properties; add name))"},
      {R"({"properties":{"id":{"readOnly":true}},"allOf":[{"required":["id"]}]})", R"({"id":1})",
       R"(/id: must not have readOnly property id in a request (schema.read-only; found 1; remove id))"},
      {R"({"properties":{"id":{"readOnly":true}},"oneOf":[{"required":["id"]},{"required":["name"]}]})",
       R"({"name":1})", R"()"},
  };
  run(kRows, {.dialect = Dialect::OpenApi31, .direction = Direction::Request});
}

// JSON Schema validation 2020-12 section 9.4: it holds where any schema that applies says true.
TEST(Check, ReadOnlyIsWhatAnySchemaOfThePropertySays) {
  constexpr Row kRows[] = {
      {R"({"required":["id"],"properties":{"id":{"description":"Its id.","allOf":[{"$ref":"#/$defs/id"}]}},"$defs":{"id":{"type":"string","readOnly":true}}})",
       R"({})", R"()"},
      {R"({"properties":{"id":{"allOf":[{"allOf":[{"readOnly":true}]}]}}})", R"({"id":1})",
       R"(/id: must not have readOnly property id in a request (schema.read-only; found 1; remove id))"},
      {R"({"properties":{"id":{"$ref":"#/$defs/id","readOnly":false}},"$defs":{"id":{"readOnly":true}}})",
       R"({"id":1})",
       R"(/id: must not have readOnly property id in a request (schema.read-only; found 1; remove id))"},
      {R"({"properties":{"id":{"$ref":"#/$defs/id","readOnly":true}},"required":["id"],"$defs":{"id":true}})",
       R"({})", R"()"},
      // Not where only some values are meant.
      {R"({"properties":{"id":{"anyOf":[{"readOnly":true},true]}}})", R"({"id":1})", R"()"},
      // Loops end.
      {R"({"properties":{"id":{"allOf":[{"$ref":"#/$defs/a"}]}},"$defs":{"a":{"properties":{"b":{"$ref":"#/$defs/a"}},"readOnly":false}}})",
       R"({"id":1})", R"()"},
  };
  run(kRows, {.dialect = Dialect::OpenApi31, .direction = Direction::Request});
}

// OpenAPI 3.0.3 "Reference Object": what stands beside a $ref is ignored.
TEST(Check, ReadOnlyBesideAReferenceOfOpenApi30IsNotThere) {
  constexpr Row kRows[] = {
      {R"({"required":["id"],"properties":{"id":{"$ref":"#/components/schemas/S","readOnly":true}},"components":{"schemas":{"S":{"type":"string"}}}})",
       R"({"id":"x"})", R"()"},
      {R"({"required":["id"],"properties":{"id":{"$ref":"#/components/schemas/S","readOnly":true}},"components":{"schemas":{"S":{"type":"string"}}}})",
       R"({})",
       R"(: must have property id (schema.required; found object without properties; add id))"},
      {R"({"required":["id"],"properties":{"id":{"$ref":"#/components/schemas/S","readOnly":false}},"components":{"schemas":{"S":{"readOnly":true}}}})",
       R"({})", R"()"},
  };
  run(kRows, {.dialect = Dialect::OpenApi30, .direction = Direction::Request});
}

// OpenAPI 3.2 "Discriminator Object": where the property is not there, or names no schema.
TEST(Check, DefaultMappingSelectsWhatNothingElseNames) {
  constexpr const char* kSchema =
      R"({"oneOf":[{"$ref":"#/$defs/A"},{"$ref":"#/$defs/B"}],"discriminator":{"propertyName":"k","mapping":{"a":"#/$defs/A","A":"B"},"defaultMapping":"B"},"$defs":{"A":{"required":["x"]},"B":{"required":["y","z"]}}})";
  constexpr const char* kA =
      R"(: must satisfy exactly one schema of oneOf; k selects A (schema.one-of; found object with k)
  : must have property x (schema.required; found object with k; add x))";
  const Row rows[] = {
      {kSchema, R"({"k":"a"})", kA},
      {kSchema, R"({"k":"zz"})",
       R"(: must satisfy exactly one schema of oneOf; defaultMapping selects B (schema.one-of; found object with k)
  : must have property y (schema.required; found object with k; add y)
  : must have property z (schema.required; found object with k; add z))"},
      {kSchema, R"({})",
       R"(: must satisfy exactly one schema of oneOf; defaultMapping selects B (schema.one-of; found object without properties)
  : must have property y (schema.required; found object without properties; add y)
  : must have property z (schema.required; found object without properties; add z))"},
      // What the mapping says goes before the name of a component.
      {kSchema, R"({"k":"A"})",
       R"(: must satisfy exactly one schema of oneOf; k selects B (schema.one-of; found object with k)
  : must have property y (schema.required; found object with k; add y)
  : must have property z (schema.required; found object with k; add z))"},
  };
  run(rows, {.dialect = Dialect::OpenApi31});
}

TEST(Check, RefusesWriteOnlyPropertiesInResponses) {
  constexpr Row kRows[] = {
      {R"({"required":["id","password"],"properties":{"id":{"readOnly":true},"password":{"writeOnly":true}}})",
       R"({"password":"x"})",
       R"(: must have property id (schema.required; found object with password; add id)
/password: must not have writeOnly property password in a response (schema.write-only; found (not shown); remove password))"},
  };
  run(kRows, {.dialect = Dialect::OpenApi31, .direction = Direction::Response});
}

TEST(Check, NamesThePlaceInTheInstanceAndInTheSchema) {
  const OneSchema one("{\n  \"properties\": {\n    \"a\": {\"type\": \"string\"}}}");
  const auto instance = json::read("{\"a\": 1}");
  const Outcome outcome = one.schema().check(instance->root());
  ASSERT_EQ(outcome.findings.size(), 1u);
  const diagnostic::Diagnostic& finding = outcome.findings[0];
  EXPECT_EQ(finding.pointer, "/a");
  EXPECT_EQ(finding.offset, 6u);
  EXPECT_EQ(finding.schema, "memory:schema.json#/properties/a/type");
  EXPECT_EQ(finding.source.to_string(), "schema.json:3:19");
  EXPECT_EQ(finding.expected, "\"string\"");
}

// What stands in a text within the text has no offset in the instance's unless the text itself has.
TEST(Check, FindingsInContentHaveTheOffsetOfTheirText) {
  const OneSchema one(
      R"({"contentMediaType":"application/json","contentSchema":{"required":["a"]}})",
      {.dialect = Dialect::OpenApi31});
  const auto instance = json::read(R"(   "{}")");
  const Outcome placed = one.schema().check(instance->root());
  ASSERT_EQ(placed.findings.size(), 1u);
  EXPECT_EQ(placed.findings[0].offset, 3u);
  const Outcome made = one.schema().check(json::Value::string_view("{}"));
  ASSERT_EQ(made.findings.size(), 1u);
  EXPECT_EQ(made.findings[0].offset, std::nullopt);
}

TEST(Check, LeavesWhatIsNestedTooDeepUnchecked) {
  const OneSchema one("{\"items\": {\"$ref\": \"#\"}, \"type\": \"array\"}");
  constexpr std::size_t kDepth = 100'000;
  std::string text(kDepth, '[');
  text += '1';
  text.append(kDepth, ']');
  const auto instance = json::read(text, {.max_depth = kDepth + 1});
  ASSERT_TRUE(instance);
  EXPECT_TRUE(one.schema().accepts(instance->root()));
  const Outcome outcome = one.schema().check(instance->root());
  EXPECT_EQ(lines(outcome.findings), "");
  ASSERT_EQ(outcome.unchecked.size(), 1u);
  EXPECT_EQ(outcome.unchecked[0].message,
            "not checked, because the value is nested deeper than 1000 levels");
}

}  // namespace
}  // namespace holotype::schema
