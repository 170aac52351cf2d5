// check_examples: which examples contradict their schema, each once, with its place.
#include "contract/examples.h"

#include <gtest/gtest.h>

#include "contract/described.h"

namespace holotype::contract {
namespace {

// A description of one version with these lines below `paths:`.
std::string described(std::string_view version, std::string_view rest) {
  return "openapi: " + std::string(version) + "\ninfo: {title: T, version: '1'}\npaths:\n" +
         std::string(rest);
}

// An operation whose answer has that content.
std::string in_content(std::string_view content) {
  return "  /a: {get: {responses: {'200': {description: A., content: {" + std::string(content) +
         "}}}}}\n";
}

TEST(ExamplesTest, AreCheckedWhereverTheyStand) {
  struct Row {
    const char* version;
    std::string rest;
    Lines findings;
    const char* source;  // of the first
  };
  const Row rows[] = {
      // Beside a schema: media types, parameters, headers.
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{type: integer}, example: 5}}}}}}",
       {},
       ""},
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{type: integer}, examples: {good: {value: 5}, bad: {value: x}}}}}}}}",
       {"the example bad contradicts its schema "
        "/paths/~1a/get/responses/200/content/application~1json/schema: it must be integer*; "
        "found * (example.invalid)"},
       "4:"},
      {"3.1.0",
       "  /a: {get: {parameters: [{name: n, in: query, schema: {maximum: 3}, example: 4}], "
       "responses: {'200': {description: A.}}}}",
       {"the example contradicts its schema /paths/~1a/get/parameters/0/schema: it must be at most "
        "3; found 4 (example.invalid)"},
       "4:"},
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., headers: {X-N: {schema: {type: string, "
       "maxLength: 2}, example: abc}}}}}}",
       {"example.invalid"},
       "4:"},
      {"3.1.0",
       "  /a: {post: {requestBody: {content: {application/json: {schema: {required: [a, b]}, "
       "example: {}}}}, responses: {'200': {description: A.}}}}",
       {"the example contradicts its schema "
        "/paths/~1a/post/requestBody/content/application~1json/schema: it must have property a "
        "(and "
        "1 more)*"},
       "4:"},
      // Rows of values: each by itemSchema, or by a schema that is not that of a list.
      {"3.2.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/jsonl: "
       "{itemSchema: {type: integer}, example: [5, x]}}}}}}",
       {"the example contradicts its schema "
        "/paths/~1a/get/responses/200/content/application~1jsonl/itemSchema: it must be integer; "
        "found \"x\" (example.invalid)"},
       "4:"},
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {text/event-stream: {schema: "
       "{type: object}, example: [{}, {n: 1}]}}}}}}",
       {},
       ""},
      // Of an example that several responses share, each by its own schema.
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{type: integer}, examples: {e: {$ref: '#/components/examples/E'}}}}}, '201': {description: "
       "A., content: {application/json: {schema: {type: string}, examples: {e: {$ref: "
       "'#/components/examples/E'}}}}}}}}\ncomponents: {examples: {E: {value: 5}}}",
       {"the example e contradicts its schema "
        "/paths/~1a/get/responses/201/content/application~1json/schema: it must be string; found 5 "
        "(example.invalid)"},
       "5:"},
      // In the direction of use: what only answers hold is not asked of requests.
      {"3.0.3",
       "  /a: {post: {requestBody: {content: {application/json: {schema: {type: object, required: "
       "[id], properties: {id: {type: string, readOnly: true}}}, example: {}}}}, responses: "
       "{'200': {description: A.}}}}",
       {},
       ""},
      // Inside Schema Objects, below every keyword that holds one.
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{items: {anyOf: [{type: integer, default: none}]}}}}}}}}",
       {"the default contradicts its schema *items/anyOf/0: it must be integer*"},
       "4:"},
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{properties: {a: {type: integer, examples: [1, x]}}}}}}}}}",
       {"example.invalid"},
       "4:"},
      // A value is no schema: what looks like an example inside one is data.
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{const: {type: integer, example: x}}}}}}}}",
       {},
       ""},
      // Once, however often it is used, and recursion ends.
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{$ref: '#/components/schemas/T'}}}}}}}\n"
       "  /b: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{$ref: '#/components/schemas/T'}}}}}}}\n"
       "components: {schemas: {T: {properties: {n: {type: integer, default: x}, t: {$ref: "
       "'#/components/schemas/T'}}}}}\n",
       {"example.invalid"},
       "6:"},
      // Beside $ref: nothing in 3.0, everything in 3.1.
      {"3.0.3",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{$ref: '#/components/schemas/T', example: x}}}}}}}\n"
       "components: {schemas: {T: {type: integer}}}\n",
       {},
       ""},
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{$ref: '#/components/schemas/T', example: x}}}}}}}\n"
       "components: {schemas: {T: {type: integer}}}\n",
       {"example.invalid"},
       "4:"},
      // OpenAPI 3.0 says null in its own way.
      {"3.0.3",
       "  /a: {get: {responses: {'200': {description: A., content: {application/json: {schema: "
       "{type: integer, nullable: true, example: null}}}}}}}",
       {},
       ""},
      // A text in a media type with a syntax of its own is the body as it is written.
      {"3.1.0",
       in_content("text/plain: {schema: {type: integer}, example: b}"),
       {"example.invalid"},
       "4:"},
      {"3.1.0", in_content("text/plain: {schema: {type: integer}, example: '5'}"), {}, ""},
      {"3.1.0",
       in_content("text/plain: {schema: {maxLength: 1}, examples: {a: {value: b}, c: "
                  "{value: cc}}}"),
       {"example.invalid"},
       "4:"},
      {"3.1.0",
       in_content("application/xml: {schema: {type: object, properties: {a: {type: "
                  "integer}}}, example: <r><a>x</a></r>}"),
       {"example.invalid"},
       "4:"},
      {"3.1.0",
       in_content("application/xml: {schema: {type: object, properties: {a: {type: "
                  "integer}}}, example: <r><a>1</a></r>}"),
       {},
       ""},
      {"3.1.0",
       in_content("application/xml: {schema: {type: object}, example: <r><a>1</a>}"),
       {"example.invalid"},
       "4:"},
      {"3.1.0",
       in_content("application/x-www-form-urlencoded: {schema: {type: object, required: "
                  "[z]}, example: a=b}"),
       {"example.invalid"},
       "4:"},
      {"3.2.0",
       in_content("application/jsonl: {itemSchema: {type: integer}, example: \"1\\nx\"}"),
       {"example.invalid"},
       "4:"},
      {"3.2.0",
       in_content("application/json: {schema: {type: integer}, examples: {a: "
                  "{serializedValue: '\"q\"'}, b: {serializedValue: '7'}}}"),
       {"example.invalid"},
       "4:"},
      {"3.2.0",
       in_content("application/json: {schema: {type: integer}, examples: {a: "
                  "{serializedValue: '{\"a\":'}}}"),
       {"example.invalid"},
       "4:"},
      {"3.1.0", in_content("text/*: {schema: {type: integer}, example: '9'}"), {}, ""},
      {"3.1.0",
       in_content("'*/*': {schema: {type: integer}, example: x}"),
       {"example.invalid"},
       "4:"},
      // Callbacks and webhooks are described as well.
      {"3.1.0",
       "  /a: {get: {responses: {'200': {description: A.}}}}\n"
       "webhooks: {w: {post: {requestBody: {content: {application/json: {schema: {type: integer}, "
       "example: x}}}, responses: {'200': {description: A.}}}}}\n",
       {"example.invalid"},
       "5:"},
  };
  for (const Row& row : rows) {
    Described api(described(row.version, row.rest));
    const auto findings = check_examples(*api.description());
    EXPECT_THAT(findings, AreFindings(row.findings)) << row.rest;
    if (findings.empty()) continue;
    EXPECT_EQ(findings[0].source.to_string().find(std::string("memory:/api.yaml:") + row.source),
              0u)
        << findings[0].source.to_string() << "\n"
        << row.rest;
    EXPECT_FALSE(findings[0].causes.empty()) << row.rest;
  }
}

}  // namespace
}  // namespace holotype::contract
