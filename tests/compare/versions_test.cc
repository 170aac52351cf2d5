// That the same contract in the words of another version of OpenAPI breaks nobody.
#include <gtest/gtest.h>

#include "compare/cases.h"
#include "compare/compare.h"

namespace holotype::compare {
namespace {

// What each version of OpenAPI has its own words for.
TEST(CompareTest, BytesInTheWordsOfEachVersion) {
  const std::string head = "\ninfo: {title: T, version: '1'}\n";
  const std::string swagger =
      "swagger: '2.0'" + head +
      "paths:\n  /f:\n    post:\n      operationId: form\n      consumes: [multipart/form-data]\n  "
      " "
      "   produces: [image/png]\n      parameters: [{name: f, in: formData, type: file}]\n      "
      "responses: {'200': {description: A., schema: {type: file}}}\n";
  const auto openapi = [&head](const std::string& version, const std::string& field,
                               const std::string& answer) {
    return "openapi: " + version + head +
           "paths:\n  /f:\n    post:\n      operationId: form\n      requestBody: {content: "
           "{multipart/form-data: {schema: {type: object, properties: {f: " +
           field +
           "}}}}}\n      responses: {'200': {description: A., content: {image/png: " + answer +
           "}}}\n";
  };
  const std::string binary = "{type: string, format: binary}";
  const std::string of_30 = openapi("3.0.3", binary, "{schema: " + binary + "}");
  const std::string of_31 = openapi("3.1.0", "{contentMediaType: image/png}", "{}");
  expect_findings({
      {"from 2.0 to 3.0", swagger, of_30, {}},
      {"and back", of_30, swagger, {}},
      {"from 3.0 to 3.1", of_30, of_31, {}},
      {"from 2.0 to 3.1", swagger, of_31, {}},
      {"bytes with a media type",
       of_30,
       openapi("3.1.0", "{}", "{schema: {contentMediaType: image/png}}"),
       {}},
      {"an object in place of bytes",
       of_30,
       openapi("3.0.3", binary, "{schema: {type: object}}"),
       {"body: the type is object, and was string*(compat.response-type-added)"}},
      {"base64",
       openapi("3.0.3", "{type: string, format: byte}", "{}"),
       openapi("3.1.0", "{type: string, contentEncoding: base64}", "{}"),
       {}},
      {"and back",
       openapi("3.1.0", "{type: string, contentEncoding: base64}", "{}"),
       openapi("3.0.3", "{type: string, format: byte}", "{}"),
       {}},
  });
}

// A description of Swagger 2.0 and the same of OpenAPI 3.
TEST(CompareTest, VersionsDoNotMatter) {
  const std::string swagger =
      "swagger: '2.0'\ninfo: {title: T, version: '1'}\nhost: a.example\nbasePath: /v1\nschemes: "
      "[https]\npaths:\n  /a:\n    post:\n      operationId: make\n      consumes: "
      "[application/json]\n      produces: [application/json]\n      parameters:\n        - {name: "
      "q, in: query, type: array, items: {type: string}, collectionFormat: multi}\n        - "
      "{name: "
      "body, in: body, schema: {$ref: '#/definitions/A'}}\n      responses: {'200': {description: "
      "A., schema: {$ref: '#/definitions/A'}}}\n  /f:\n    post:\n      operationId: form\n      "
      "consumes: [application/x-www-form-urlencoded]\n      parameters:\n        - {name: f, in: "
      "formData, type: string, required: true}\n      responses: {'204': {description: "
      "A.}}\ndefinitions: {A: {type: object, required: [a], properties: {a: {type: string}}}}\n";
  const auto openapi = [](const std::string& type, const std::string& form) {
    return "openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: [{url: "
           "'https://a.example/v1'}]\npaths:\n  /a:\n    post:\n      operationId: make\n      "
           "parameters: [{name: q, in: query, schema: {type: array, items: {type: string}}}]\n     "
           " "
           "requestBody: {content: {application/json: {schema: {$ref: "
           "'#/components/schemas/A'}}}}\n "
           "     responses: {'200': {description: A., content: {application/json: {schema: {$ref: "
           "'#/components/schemas/A'}}}}}\n  /f:\n    post:\n      operationId: form\n      "
           "requestBody: "
           "{content: {application/x-www-form-urlencoded: {schema: {type: object, required: [f], "
           "properties: {f: {" +
           form +
           "}}}}}}\n      responses: {'204': {description: A.}}\ncomponents: "
           "{schemas: {A: {type: object, required: [a], properties: {a: {type: " +
           type + "}}}}}\n";
  };
  expect_findings({
      {"the same", swagger, openapi("string", "type: string"), {}},
      {"and back", openapi("string", "type: string"), swagger, {"body: the body is required now*"}},
      {"a type",
       swagger,
       openapi("[string, 'null']", "type: string"),
       {"body /a: null is allowed now, so the answer 200 of make may have null where it never had; "
        "* "
        "(compat.response-null-added)"}},
      {"bytes",
       openapi("string, format: byte", "type: string"),
       openapi("string, contentEncoding: base64", "type: string"),
       {}},
      {"a form's field",
       swagger,
       openapi("string", "type: string, maxLength: 2"),
       {"body /f: maxLength is 2, and there was none, so form refuses values that it accepted; * "
        "(compat.request-bound-tightened)"}},
  });
}

}  // namespace
}  // namespace holotype::compare
