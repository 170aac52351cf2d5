#include "generate/generator.h"

#include <gtest/gtest.h>

#include "generate/workbench.h"

namespace holotype::generate {
namespace {

struct StaticRow {
  const char* schema;
  const char* value;
};

// A schema and the value that stands for it, in OpenAPI 3.1 and in an answer.
constexpr StaticRow kStatic[] = {
    // Placeholders by type.
    {"{type: string}", R"("string")"},
    {"{type: integer}", "0"},
    {"{type: number}", "0"},
    {"{type: boolean}", "true"},
    {"{type: 'null'}", "null"},
    {"{type: object}", "{}"},
    {"{type: array}", "[]"},
    {"{type: [string, 'null']}", R"("string")"},
    {"{type: ['null', integer]}", "0"},
    {"{}", "null"},
    // The author's values first.
    {"{type: string, example: Work}", R"("Work")"},
    {"{type: string, examples: [Work, Rest]}", R"("Work")"},
    {"{type: number, default: 3}", "3"},
    {"{type: string, default: a, example: b}", R"("b")"},
    {"{const: 7}", "7"},
    {"{enum: [b, a]}", R"("b")"},
    {"{enum: [null, a]}", R"("a")"},
    {"{enum: [1, 2, 3], minimum: 2}", "2"},
    {"{type: ['null', string], default: null}", "null"},
    // Bounds.
    {"{type: string, minLength: 8}", R"("stringst")"},
    {"{type: string, maxLength: 3}", R"("str")"},
    {"{type: integer, minimum: 5}", "5"},
    {"{type: integer, maximum: -3}", "-3"},
    {"{type: integer, exclusiveMinimum: 20, exclusiveMaximum: 50}", "21"},
    {"{type: number, exclusiveMinimum: 0, exclusiveMaximum: 1}", "0.1"},
    {"{type: number, minimum: 0.25, maximum: 0.26}", "0.25"},
    {"{type: number, multipleOf: 0.01, minimum: 0.015}", "0.02"},
    {"{type: integer, multipleOf: 7, minimum: 8}", "14"},
    {"{type: integer, minimum: 0.5}", "1"},
    {"{type: integer, minimum: 9007199254740993}", "9007199254740993"},
    {"{type: integer, minimum: 1e300, maximum: 1e301}", "1e+300"},
    {"{type: number, maximum: -1e300}", "-1e+300"},
    {"{type: number, minimum: 1e-300}", "1"},
    // Branches of oneOf that overlap: a property breaks the other one.
    {"{oneOf: [{type: object, properties: {a: {type: string}}},"
     " {type: object, properties: {b: {type: string}}}]}",
     R"({"a":"string","b":0})"},
    // Formats.
    {"{type: string, format: date-time}", R"("2024-01-15T10:30:00Z")"},
    {"{type: string, format: date}", R"("2024-01-15")"},
    {"{type: string, format: email}", R"("user@example.com")"},
    {"{type: string, format: idn-email}", R"("пользователь@пример.ру")"},
    {"{type: string, format: uri}", R"("http://example.com")"},
    {"{type: string, format: uuid}", R"("497f6eca-6276-4993-bfeb-53cbbbba6f08")"},
    {"{type: string, format: byte}", R"("c3RyaW5n")"},
    {"{type: string, format: made-up}", R"("string")"},
    {"{type: string, format: email, maxLength: 8}", R"("a@b.co")"},
    // JSON in a string, which contentSchema speaks about.
    {"{type: string, contentMediaType: application/json, contentSchema: {type: object,"
     " required: [n], properties: {n: {type: integer, minimum: 3}}}}",
     R"("{\"n\":3}")"},
    {"{type: string, contentEncoding: base64, contentMediaType: application/json,"
     " contentSchema: {const: 7}}",
     R"("Nw==")"},
    // Objects.
    {"{properties: {a: {type: integer}, b: {type: string}}}", R"({"a":0,"b":"string"})"},
    {"{type: object, required: [z], properties: {a: {type: integer}}}", R"({"a":0,"z":null})"},
    {"{type: object, properties: {a: {type: string, writeOnly: true}, b: {type: integer}},"
     " required: [a]}",
     R"({"b":0})"},
    {"{type: object, properties: {a: {type: string, readOnly: true}}}", R"({"a":"string"})"},
    {"{allOf: [{properties: {a: {writeOnly: true}}}, {required: [a, b]}]}", R"({"b":null})"},
    {"{type: object, properties: {a: {type: string}}, example: {a: x}}", R"({"a":"x"})"},
    {"{type: object, additionalProperties: {type: integer}}", R"({"property1":0,"property2":0})"},
    {"{type: object, additionalProperties: false, minProperties: 0}", "{}"},
    {"{type: object, minProperties: 1, additionalProperties: {type: integer}, maxProperties: 1}",
     R"({"property1":0})"},
    {"{type: object, properties: {a: {}, b: {}, c: {}}, maxProperties: 2, required: [c]}",
     R"({"a":null,"c":null})"},
    {"{type: object, properties: {a: {type: integer}}, dependentRequired: {a: [b]}}",
     R"({"a":0,"b":null})"},
    {"{type: object, properties: {a: {type: integer}, b: {type: integer}}, not: {required: [b]}}",
     R"({"a":0})"},
    // Arrays.
    {"{type: array, items: {type: string}}", R"(["string"])"},
    {"{type: array, items: {type: string}, minItems: 2}", R"(["string","string"])"},
    {"{type: array, items: {type: string}, maxItems: 0}", "[]"},
    {"{type: array, items: {enum: [a, b, c]}, minItems: 3, uniqueItems: true}", R"(["a","b","c"])"},
    {"{type: array, contains: {type: integer, exclusiveMinimum: 20}}", "[21]"},
    {"{type: array, prefixItems: [{type: integer}, {type: string}]}", R"([0,"string"])"},
    {"{type: array, prefixItems: [{const: 1}], items: {const: 2}, minItems: 3}", "[1,2,2]"},
    {"{type: array, items: {type: integer}, contains: {const: 5}, minContains: 2}", "[5,5]"},
    // Combinations.
    {"{allOf: [{properties: {a: {type: integer}}}, {properties: {b: {type: string}}}]}",
     R"({"a":0,"b":"string"})"},
    {"{allOf: [{minimum: 3}, {type: integer, maximum: 9}]}", "3"},
    {"{oneOf: [{type: integer}, {type: string}]}", "0"},
    {"{anyOf: [{type: 'null'}, {type: string}]}", R"("string")"},
    {"{type: object, properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [b]}]}",
     R"({"a":null})"},
    {"{type: object, properties: {k: {enum: [x, y]}, n: {type: integer}},"
     " if: {properties: {k: {const: x}}}, then: {properties: {n: {minimum: 5}}}}",
     R"({"k":"x","n":5})"},
    {"{not: {type: string}, type: [string, integer]}", "0"},
    // Recursion ends.
    {"{$id: 'urn:tree', type: object, properties: {v: {type: integer},"
     " next: {$ref: 'urn:tree'}, all: {type: array, items: {$ref: 'urn:tree'}}}}",
     R"({"v":0,"all":[]})"},
    {"{$id: 'urn:list', type: object, required: [next],"
     " properties: {next: {anyOf: [{$ref: 'urn:list'}, {type: 'null'}]}}}",
     R"({"next":null})"},
    // No instance.
    {"false", "none"},
    {"{type: integer, minimum: 2, maximum: 1}", "none"},
};

TEST(GeneratorTest, MakesStaticValues) {
  for (const StaticRow& row : kStatic) {
    Workbench bench;
    EXPECT_EQ(bench.generate(row.schema), row.value) << row.schema;
  }
}

}  // namespace
}  // namespace holotype::generate
