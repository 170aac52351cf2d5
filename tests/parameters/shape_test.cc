#include "parameters/shape.h"

#include <gtest/gtest.h>

#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

// "boolean integer number string array object null" as letters b i n s a o z; "*" for all.
std::string letters(Types types) {
  if (types.any()) return "*";
  std::string text;
  struct Letter {
    Types::Bit bit;
    char letter;
  };
  constexpr Letter kLetters[] = {
      {Types::Null, 'z'},   {Types::Boolean, 'b'}, {Types::Integer, 'i'}, {Types::Fraction, 'n'},
      {Types::String, 's'}, {Types::Array, 'a'},   {Types::Object, 'o'}};
  for (const Letter& one : kLetters) {
    if (types.has(one.bit)) text += one.letter;
  }
  return text;
}

TEST(ShapeTest, CollectsTypes) {
  struct Row {
    const char* schema;
    const char* types;
  };
  const Row rows[] = {
      {"{}", "*"},
      {"true", "*"},
      {"false", "*"},
      {R"({"type":"integer"})", "i"},
      {R"({"type":"number"})", "in"},
      {R"({"type":"file"})", "s"},
      {R"({"type":"what"})", "*"},
      {R"({"type":["string","null"]})", "zs"},
      {R"({"type":"string","nullable":true})", "zs"},
      {R"({"nullable":true})", "*"},
      {R"({"enum":["a",1,null,2.5]})", "zins"},
      {R"({"type":"string","enum":["a",1]})", "s"},
      {R"({"type":"string","enum":[1]})", "*"},
      {R"({"const":[1]})", "a"},
      {R"({"allOf":[{"type":["integer","string"]},{"type":["string","null"]}]})", "s"},
      {R"({"anyOf":[{"type":"integer"},{"type":"string"}]})", "is"},
      {R"({"oneOf":[{"type":"integer"},{}]})", "*"},
      {R"({"type":"number","oneOf":[{"type":"integer"},{"type":"string"}]})", "i"},
      {R"({"if":{"type":"string"},"then":{"maxLength":3}})", "*"},
      {R"({"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"type":"boolean"}}})", "b"},
      {R"({"properties":{"a":{}}})", "o"},
      {R"({"items":{}})", "a"},
      {R"({"maximum":3})", "ins"},
      {R"({"pattern":"a"})", "*"},
      {R"({"anyOf":[]})", "*"},
      {R"({"type":5,"enum":5,"allOf":5,"properties":5,"items":5})", "o"},
  };
  for (const Row& row : rows) {
    SchemaFixture fixture(row.schema);
    EXPECT_EQ(letters(fixture.shapes().compile(fixture.root()).types), row.types) << row.schema;
  }
}

// One that binds itself, over and over.
TEST(ShapeTest, DynamicRecursionEnds) {
  SchemaFixture fixture(
      R"({"$id":"tree","$dynamicAnchor":"node","type":"object",
          "properties":{"v":{"type":"integer"},"c":{"type":"array","items":{"$dynamicRef":"#node"}}}})");
  const Shape* shape = &fixture.shapes().compile(fixture.root());
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(letters(shape->member("v").types), "i") << i;
    shape = &shape->member("c").element(0);
  }
}

// What stands beside a reference counts, also of one that leads on.
TEST(ShapeTest, CollectsWhatStandsBesideReferences) {
  SchemaFixture fixture(R"({"$ref":"#/$defs/a","properties":{"x":{"type":"integer"}},"$defs":{
      "a":{"$ref":"#/$defs/b","properties":{"y":{"type":"integer"}},"xml":{"name":"an-a"}},
      "b":{"properties":{"z":{"type":"integer"}},"xml":{"name":"a-b"}}}})");
  const Shape& shape = fixture.shapes().compile(fixture.root());
  for (const char* name : {"x", "y", "z"})
    EXPECT_EQ(letters(shape.member(name).types), "i") << name;
  ASSERT_NE(shape.xml, nullptr);
  EXPECT_EQ(shape.xml->name, "an-a");
}

TEST(ShapeTest, CollectsPartsOfAllBranches) {
  SchemaFixture fixture(R"({
    "allOf":[{"properties":{"a":{"type":"integer"}}}],
    "anyOf":[{"properties":{"a":{"type":"number"},"b":{"type":"string"}}},
             {"if":true,"then":{"properties":{"c":{"type":"boolean"}}}}],
    "additionalProperties":{"type":"null"},
    "prefixItems":[{"type":"string"}],"items":{"type":"integer"}})");
  const Shape& shape = fixture.shapes().compile(fixture.root());
  EXPECT_EQ(letters(shape.member("a").types), "i");
  EXPECT_EQ(letters(shape.member("b").types), "s");
  EXPECT_EQ(letters(shape.member("c").types), "b");
  EXPECT_EQ(letters(shape.member("d").types), "z");
  EXPECT_EQ(letters(shape.element(0).types), "s");
  EXPECT_EQ(letters(shape.element(1).types), "i");
  EXPECT_TRUE(shape.is_open);
}

TEST(ShapeTest, SaysWhetherMoreMembersAreAskedFor) {
  struct Row {
    const char* schema;
    bool is_open;
  };
  const Row rows[] = {
      {"{}", true},
      {R"({"type":"object"})", true},
      {R"({"properties":{"a":{}}})", false},
      {R"({"properties":{"a":{}},"additionalProperties":true})", true},
      {R"({"properties":{"a":{}},"additionalProperties":{"type":"string"}})", true},
      {R"({"properties":{"a":{}},"patternProperties":{"^x":{}}})", true},
      {R"({"properties":{"a":{}},"additionalProperties":false})", false},
      {R"({"additionalProperties":false})", false},
  };
  for (const Row& row : rows) {
    SchemaFixture fixture(row.schema);
    EXPECT_EQ(fixture.shapes().compile(fixture.root()).is_open, row.is_open) << row.schema;
  }
}

// Core 2020-12 section 8.2.3.2: what $dynamicRef means depends on where evaluation came from.
TEST(ShapeTest, FollowsDynamicReferences) {
  SchemaFixture fixture(R"({
    "plain": {"properties": {"item": {"$dynamicRef": "#T"}}},
    "list": {"$id": "memory:list", "$defs": {"any": {"$dynamicAnchor": "T"}},
             "properties": {"item": {"$dynamicRef": "#T"}, "rest": {"$dynamicRef": "#/$defs/any"}}},
    "numbers": {"$id": "memory:numbers", "$ref": "list",
                "$defs": {"one": {"$dynamicAnchor": "T", "type": "integer"}}},
    "texts": {"$id": "memory:texts", "allOf": [{"$ref": "list"}],
              "$defs": {"one": {"$dynamicAnchor": "T", "type": "string"}}},
    "both": {"properties": {"n": {"$ref": "numbers"}, "t": {"$ref": "texts"}, "l": {"$ref": "list"}}},
    "tree": {"$id": "memory:tree", "$dynamicAnchor": "node",
             "properties": {"children": {"items": {"$dynamicRef": "#node"}}}},
    "strict": {"$id": "memory:strict", "$dynamicAnchor": "node", "$ref": "tree",
               "properties": {"size": {"type": "integer"}}}})");
  for (const char* name : {"list", "numbers", "texts", "tree", "strict"}) {
    fixture.compiler().compile(fixture.at(std::string("/") + name),
                               {.dialect = schema::Dialect::OpenApi31});
  }
  const auto shape_of = [&](const char* pointer) -> const Shape& {
    return fixture.shapes().compile(fixture.at(pointer));
  };
  EXPECT_EQ(letters(shape_of("/list").member("item").types), "*");
  EXPECT_EQ(letters(shape_of("/numbers").member("item").types), "i");
  EXPECT_EQ(letters(shape_of("/numbers").member("rest").types), "*") << "a plain $ref";
  EXPECT_EQ(letters(shape_of("/texts").member("item").types), "s");
  EXPECT_EQ(letters(shape_of("/both").member("n").member("item").types), "i");
  EXPECT_EQ(letters(shape_of("/both").member("t").member("item").types), "s");
  EXPECT_EQ(letters(shape_of("/both").member("l").member("item").types), "*");
  const Shape& child = *shape_of("/strict").member("children").items;
  EXPECT_EQ(letters(child.member("size").types), "i");
  EXPECT_EQ(&child.member("children").items->member("size"), &child.member("size"));
  EXPECT_EQ(letters(shape_of("/tree").member("children").items->member("size").types), "*");
  EXPECT_EQ(letters(shape_of("/plain").member("item").types), "*") << "it names nothing";
}

TEST(ShapeTest, SharesShapesAndEndsOnRecursion) {
  SchemaFixture fixture(R"({"properties":{"self":{"$ref":"#"},"other":{"$ref":"#"}}})");
  const Shape& shape = fixture.shapes().compile(fixture.root());
  EXPECT_EQ(&fixture.shapes().compile(fixture.root()), &shape);
  const Shape& below = shape.member("self");
  EXPECT_EQ(&below.member("self"), &below);
  EXPECT_EQ(&ShapeCompiler::any().member("x"), &ShapeCompiler::any());
  EXPECT_EQ(&ShapeCompiler::any().element(3), &ShapeCompiler::any());
}

}  // namespace
}  // namespace holotype::parameters
