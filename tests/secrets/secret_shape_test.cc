// SecretShape: which parts of a value its schema makes secret, a row a way to say so.
#include "secrets/secret_shape.h"

#include <gtest/gtest.h>

#include "json/text.h"
#include "openapi/loaded.h"

namespace holotype::secrets {
namespace {

TEST(SecretShapeTest, HidesWhatASchemaCallsSecret) {
  struct Row {
    const char* schema;
    const char* value;
    const char* shown;  // "#" for what is hidden
    std::vector<std::string> pointers;
  };
  const char* hidden = R"("#")";
  const Row rows[] = {
      {"{type: string}", R"("a")", R"("a")", {}},
      {"{type: string, format: password}", R"("a")", hidden, {""}},
      {"{writeOnly: true}", R"({"a":1})", hidden, {""}},
      {"{writeOnly: false}", "1", "1", {}},
      {"{properties: {p: {writeOnly: true}, q: {type: string}}}",
       R"({"p":1,"q":"a"})",
       R"({"p":"#","q":"a"})",
       {"/p"}},
      {"{properties: {a~/b: {writeOnly: true}}}", R"({"a~/b":1})", R"({"a~/b":"#"})", {"/a~0~1b"}},
      {"{items: {format: password}}", R"(["a","b"])", R"(["#","#"])", {"/0", "/1"}},
      {"{prefixItems: [{format: password}, {type: string}]}",
       R"(["a","b"])",
       R"(["#","#"])",
       {"/0", "/1"}},  // rather too much than too little
      {"{additionalProperties: {writeOnly: true}}", R"({"x":1})", R"({"x":"#"})", {"/x"}},
      // Whichever branch is taken.
      {"{oneOf: [{type: integer}, {properties: {p: {format: password}}}]}",
       R"({"p":"a"})",
       R"({"p":"#"})",
       {"/p"}},
      {"{allOf: [{properties: {p: {writeOnly: true}}}]}", R"({"p":1})", R"({"p":"#"})", {"/p"}},
      {"{$ref: '#/components/schemas/Secret'}", R"("a")", hidden, {""}},
      {"{properties: {next: {$ref: '#/components/schemas/Tree'}}}",
       R"({"next":{"key":"a","next":{"key":"b"}}})",
       R"({"next":{"key":"#","next":{"key":"#"}}})",
       {"/next/key", "/next/next/key"}},
  };
  for (const Row& row : rows) {
    const auto description = openapi::load_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {'200': "
        "{description: A., content: {application/json: {schema: " +
        std::string(row.schema) +
        "}}}}}}}\ncomponents: {schemas: {Secret: {format: password}, Tree: {properties: {key: "
        "{writeOnly: true}, next: {$ref: '#/components/schemas/Tree'}}}}}\n");
    ASSERT_TRUE(description) << row.schema;
    Shapes shapes(**description);
    const SecretShape* shape =
        shapes.add((*description)->operations[0].responses[0].content[0].schema);
    shapes.finish();
    ASSERT_NE(shape, nullptr) << "the components speak of secrets";
    json::Arena arena;
    const auto value = json::read(row.value);
    ASSERT_TRUE(value) << row.value;
    const RedactedValue redacted = redact(*shape, value->root(), arena);
    std::string shown = json::write(redacted.value);
    for (std::size_t at; (at = shown.find(kRedacted)) != std::string::npos;)
      shown.replace(at, kRedacted.size(), "#");
    EXPECT_EQ(shown, row.shown) << row.schema;
    EXPECT_EQ(redacted.pointers, row.pointers) << row.schema;
    EXPECT_EQ(shape->reaches_secret, !row.pointers.empty()) << row.schema;
  }
}

TEST(SecretShapeTest, CostsNothingWhereNothingIsSecret) {
  const auto description = openapi::load_text(
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {'200': "
      "{description: A., content: {application/json: {schema: {type: string}}}}}}}}\n");
  ASSERT_TRUE(description);
  Shapes shapes(**description);
  EXPECT_EQ(shapes.add((*description)->operations[0].responses[0].content[0].schema), nullptr);
}

}  // namespace
}  // namespace holotype::secrets
