// What check says of a description that is legal and contradicts itself, or leads nowhere.
#include "review/review.h"

#include <gtest/gtest.h>

#include "diagnostic/findings.h"
#include "openapi/loaded.h"

namespace holotype::review {
namespace {

using Lines = std::vector<std::string>;

const std::string kHead = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
const std::string kPaths =
    "paths: {/a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
    "{$ref: '#/components/schemas/A'}}}}}}}}\n";

std::shared_ptr<const openapi::Description> loaded(const std::string& text) {
  auto description = openapi::load_text(text);
  EXPECT_TRUE(description) << text;
  return *description;
}

struct Row {
  const char* what;
  std::string text;
  std::string lines;
};

// rule openapi.component-unused
TEST(ReviewTest, UnusedComponents) {
  const auto with = [](const std::string& components) {
    return kHead + kPaths + "components:\n  " + components + "\n";
  };
  const Row rows[] = {
      {"all are used", with("schemas: {A: {$ref: '#/components/schemas/B'}, B: {}}"), ""},
      {"a schema, a parameter and a scheme",
       with("schemas: {A: {}, B: {}}\n  parameters: {P: {name: p, in: query, schema: {}}}\n  "
            "securitySchemes: {key: {type: apiKey, in: header, name: X}}"),
       "5:20: warning: nothing refers to B of schemas (openapi.component-unused)\n"
       "6:16: warning: nothing refers to P of parameters (openapi.component-unused)\n"
       "7:21: warning: nothing refers to key of securitySchemes (openapi.component-unused)"},
      {"one that only refers to itself",
       with("schemas: {A: {}, B: {items: {$ref: '#/components/schemas/B'}}}"),
       "5:20: warning: nothing refers to B of schemas (openapi.component-unused)"},
      {"two that only refer to each other",
       with("schemas: {A: {}, B: {$ref: '#/components/schemas/C'}, C: {$ref: "
            "'#/components/schemas/B'}}"),
       "5:20: warning: nothing refers to B of schemas (openapi.component-unused)\n"
       "5:57: warning: nothing refers to C of schemas (openapi.component-unused)"},
      {"a part of one",
       with("schemas: {A: {$ref: '#/components/schemas/B/properties/c'}, B: "
            "{properties: {c: {}}}}"),
       ""},
      {"by a discriminator's mapping",
       with(
           "schemas: {A: {oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: "
           "k, mapping: {c: C, d: '#/components/schemas/D'}}}, B: {}, C: {}, D: {}, E: {}}"),
       "5:162: warning: nothing refers to E of schemas (openapi.component-unused)"},
      {"by what a discriminator stands for",
       with("schemas: {A: {discriminator: {propertyName: k}}, B: {allOf: [{$ref: "
            "'#/components/schemas/A'}]}, C: {allOf: [{$ref: '#/components/schemas/B'}]}, D: "
            "{allOf: [{$ref: '#/components/schemas/E'}]}, E: {}}"),
       "5:148: warning: nothing refers to D of schemas (openapi.component-unused)\n"
       "5:196: warning: nothing refers to E of schemas (openapi.component-unused)"},
      {"by security",
       kHead + "security: [{key: []}]\n" + kPaths +
           "components: {schemas: {A: {}}, securitySchemes: {key: {type: apiKey, in: "
           "header, name: X}}}\n",
       ""},
      {"a library of components", kHead + "components: {schemas: {B: {}}}\n", ""},
      {"Swagger 2.0",
       "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {'200': "
       "{description: A., schema: {$ref: '#/definitions/A'}}}}}}\ndefinitions: {A: {}, B: {}}\n",
       "4:22: warning: nothing refers to B of definitions (openapi.component-unused)"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(openapi::lines_of(unused_components(*loaded(row.text))), row.lines) << row.what;
}

// rule openapi.path-overlap
TEST(ReviewTest, OverlappingPaths) {
  struct Paths {
    const char* earlier;
    const char* later;
    const char* common;  // "" where they do not overlap
    const char* answers;
  };
  const Paths all[] = {
      {"/{entity}/me", "/books/{id}", "/books/me", "/books/{id}"},
      {"/books/{id}", "/{entity}/me", "/books/me", "/books/{id}"},
      {"/a/{x}/{y}/d", "/a/b/{x}/{y}", "/a/b/x/d", "/a/b/{x}/{y}"},
      {"/books/{id}", "/books/mine", "", ""},
      {"/books/{id}", "/books/{id}/me", "", ""},
      {"/{a}/b", "/c/d", "", ""},
      {"/{a}.json/b", "/x/{b}", "", ""},
  };
  const std::string operation = ": {get: {responses: {'204': {description: A.}}}}\n";
  for (const Paths& paths : all) {
    const auto description =
        loaded(kHead + "paths:\n  " + paths.earlier + operation + "  " + paths.later + operation);
    const auto findings = overlapping_paths(*description);
    if (std::string_view(paths.common).empty()) {
      EXPECT_TRUE(findings.empty()) << openapi::lines_of(findings);
      continue;
    }
    ASSERT_EQ(findings.size(), 1u) << paths.later;
    EXPECT_EQ(findings.front().message,
              std::string(paths.earlier) + " and " + paths.later + " both match " + paths.common +
                  ", and neither is the more concrete; " + paths.answers + " answers here");
    EXPECT_EQ(findings.front().source.line, 5u);
    EXPECT_EQ(findings.front().related->source.line, 4u);
  }
  const auto other_methods = loaded(kHead +
                                    "paths:\n  /{a}/b: {get: {responses: {'204': "
                                    "{description: A.}}}}\n  /c/{d}: {put: {responses: "
                                    "{'204': {description: A.}}}}\n");
  EXPECT_TRUE(overlapping_paths(*other_methods).empty());
}

// rule schema.contradiction
TEST(ReviewTest, ContradictorySchemas) {
  struct Schema {
    const char* text;
    const char* line;  // without its place; "" where nothing contradicts
  };
  const Schema schemas[] = {
      {"{type: string, minLength: 5, maxLength: 2}",
       "maxLength must not be below minLength, which is 5; found 2 (schema.contradiction)"},
      {"{type: string, minLength: 2, maxLength: 2}", ""},
      {"{type: integer, minimum: 5, maximum: 1}", "maximum must not be below minimum, *"},
      {"{type: integer, exclusiveMinimum: 5, maximum: 5}",
       "maximum must not be below exclusiveMinimum, which is 5; found 5 (schema.contradiction)"},
      {"{type: array, items: {type: array, minItems: 3, maxItems: 2}}",
       "maxItems must not be below minItems, *"},
      {"{type: object, properties: {p: {readOnly: true, writeOnly: true}}}",
       "readOnly and writeOnly must not both be true: nobody may send the value (schema.*"},
      {"{type: object, required: [nmae], additionalProperties: false, properties: {name: {}}}",
       "a required property must be one of properties, as additionalProperties is false; did you "
       "mean name?; found nmae (schema.contradiction)"},
      {"{type: object, required: [b], properties: {a: {}}}", ""},
      {"{type: object, required: [xb], additionalProperties: false, patternProperties: {'^x': {}}}",
       ""},
      {"{type: string, enum: [a, 1]}",
       "a value of enum must satisfy the other keywords: it must be string; found 1 *"},
      {"{type: integer, const: a}", "a value of const must satisfy the other keywords: it must *"},
      {"{type: [string, 'null'], enum: [a, null]}", ""},
      {"{type: object, properties: {enum: {type: string}}}", ""},
  };
  for (const Schema& schema : schemas) {
    const auto description =
        loaded(kHead + "paths: {/a: {post: {requestBody: {content: {application/json: {schema: " +
               schema.text + "}}}, responses: {'204': {description: A.}}}}}\n");
    const Lines lines = std::string_view(schema.line).empty() ? Lines{} : Lines{schema.line};
    EXPECT_THAT(contradictory_schemas(*description), diagnostic::AreFindings(lines)) << schema.text;
  }
}

TEST(ReviewTest, UnsatisfiableRequests) {
  const auto with = [](const std::string& parameter, const std::string& body) {
    return kHead +
           "paths: {/a: {post: {operationId: make, parameters: [{name: q, in: query, schema: " +
           parameter + "}], requestBody: {content: {application/json: {schema: " + body +
           "}}}, responses: {'204': {description: A.}}}}}\n";
  };
  EXPECT_TRUE(unsatisfiable_requests(*loaded(with("{type: string}", "{type: object}"))).empty());
  EXPECT_THAT(unsatisfiable_requests(*loaded(with("{allOf: [{type: string}, {type: integer}]}",
                                                  "{type: object, required: [a], properties: {a: "
                                                  "{type: integer, minimum: 2, maximum: 1}}}"))),
              diagnostic::AreFindings(
                  Lines{"the schema of the parameter q of make must have an instance * "
                        "(generate.no-instance)",
                        "the schema of the request body of make must have an instance * "
                        "(generate.no-instance)"}));
}

TEST(ReviewTest, SaysNothingOfWhatIsSound) {
  EXPECT_TRUE(
      review(*loaded(kHead + kPaths + "components: {schemas: {A: {type: string}}}\n")).empty());
}

}  // namespace
}  // namespace holotype::review
