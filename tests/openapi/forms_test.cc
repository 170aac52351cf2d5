// Strings and names of a description that must have a form: one row a case.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "diagnostic/rules_openapi_forms.h"
#include "openapi/loaded.h"

namespace holotype::openapi {
namespace {

struct Row {
  std::string_view text;
  std::string_view findings;  // "line:column rule", one a line
};

constexpr Row kRows[] = {
    {R"(openapi: 3.1.1
info:
  title: T
  version: "1"
  termsOfService: "not a uri"
  contact: {url: "http://[", email: nobody}
  license: {name: MIT, identifier: MIT, url: "https://a.test"}
paths: {}
externalDocs: {url: "a b"}
)",
     R"(5:19 openapi.form-malformed
6:18 openapi.form-malformed
6:37 openapi.form-malformed
7:46 openapi.fields-exclusive
9:21 openapi.form-malformed)"},
    {R"(openapi: 3.1.1
info: {title: T, version: "1", contact: {url: "/relative", email: a@b.test}}
paths: {}
)",
     ""},
    {R"(openapi: 3.0.4
info: {title: T, version: "1"}
paths: {}
components:
  schemas:
    my pet: {type: object}
    ok.Pet-1_x: {type: object}
  securitySchemes:
    o: {type: oauth2, flows: {implicit: {authorizationUrl: "a b", scopes: {}}}}
    c: {type: openIdConnect, openIdConnectUrl: "http://a b"}
)",
     R"(6:5 openapi.component-name
9:60 openapi.form-malformed
10:48 openapi.form-malformed)"},
    {R"(openapi: 3.1.1
info: {title: T, version: "1"}
paths:
  /a:
    post:
      operationId: postA
      callbacks:
        done:
          "{$request.body#/url}/x": {post: {responses: {"200": {description: ok}}}}
          "{$request.body.url}": {post: {responses: {"200": {description: ok}}}}
          $request.query.url: {post: {responses: {"200": {description: ok}}}}
          $response.cookie.url: {post: {responses: {"200": {description: ok}}}}
          https://a.test: {post: {responses: {"200": {description: ok}}}}
      responses:
        "200":
          description: ok
          links:
            one: {operationId: postA, parameters: {a: $response.body#/id, b: 5, c: $5, d: $request.nothing}}
            two: {operationRef: "#/paths/~1a/post"}
            three: {operationRef: "#/paths/~1b/post"}
            four: {operationId: postA, operationRef: "#/paths/~1a/post"}
)",
     R"(10:34 openapi.expression-malformed
12:33 openapi.expression-malformed
18:52 openapi.link-parameter
18:75 openapi.link-parameter
18:81 openapi.link-parameter
18:88 openapi.link-parameter
18:91 openapi.expression-malformed
20:35 openapi.link-target
21:54 openapi.fields-exclusive)"},
    {R"(openapi: 3.2.0
info: {title: T, version: "1"}
servers: [{url: /a, name: x}, {url: /b, name: x}, {url: "/{b", name: y}, {url: "/c?d"}]
paths:
  /a:
    get:
      parameters:
        - {name: Request Id, in: header, schema: {}}
        - {name: b, in: query, style: deepObject, schema: {type: string}}
        - {name: c, in: query, style: pipeDelimited, schema: {type: array}}
      responses: {"200": {description: ok, headers: {"X:": {schema: {}}}}}
)",
     R"(3:47 openapi.server-name
3:57 openapi.form-malformed
3:80 openapi.form-malformed
8:18 openapi.header-name
9:39 openapi.style-type
11:60 openapi.header-name)"},
    {R"(openapi: 3.0.4
info: {title: T, version: "1"}
paths:
  /a: {get: {security: [{k: [read]}, {o: []}], responses: {"200": {description: ok}}}}
components:
  securitySchemes:
    k: {type: apiKey, in: header, name: X-Key}
    o: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}}}
)",
     "4:29 openapi.scopes-misplaced"},
    {R"(openapi: 3.2.0
info: {title: T, version: "1"}
paths: {}
tags:
  - {name: a}
  - {name: b, parent: a}
  - {name: c, parent: nothing}
  - {name: d, parent: e}
  - {name: e, parent: d}
  - {name: f, parent: c}
)",
     R"(7:23 openapi.tag-parent
8:23 openapi.tag-parent
9:23 openapi.tag-parent)"},
    {R"(openapi: 3.1.1
info: {title: T, version: "1"}
paths: {}
components:
  schemas:
    A: {discriminator: {mapping: {}}, xml: {name: 5, namespace: relative, nodeType: row}}
    B: {discriminator: {propertyName: a, mapping: {x: 5}}, xml: 7}
    C: {discriminator: {propertyName: a}, xml: {name: c, namespace: "urn:c", attribute: true}}
)",
     R"(6:24 schema.malformed
6:51 schema.malformed
6:65 schema.malformed
6:85 schema.malformed
7:51 schema.malformed
7:65 schema.malformed)"},
    {R"(openapi: 3.1.1
info: {title: T, version: "1"}
paths:
  /a: {get: {responses: {"101": {description: a}, 1XX: {description: b}}}}
  /b: {get: {responses: {"101": {description: a}, default: {description: b}}}}
)",
     "4:25 openapi.responses-interim"},
};

std::string places_of(const diagnostic::Diagnostics& findings) {
  std::string lines;
  for (const auto& finding : findings) {
    lines += (lines.empty() ? "" : "\n") + std::to_string(finding.source.line) + ":" +
             std::to_string(finding.source.column) + " " + std::string(finding.rule->id);
  }
  return lines;
}

TEST(OpenApiRules, Forms) {
  std::set<std::string_view> raised;
  for (const Row& row : kRows) {
    const auto loaded = load_text(std::string(row.text));
    ASSERT_TRUE(loaded) << row.text;
    EXPECT_EQ(places_of((*loaded)->findings), row.findings) << lines_of((*loaded)->findings);
    for (const auto& finding : (*loaded)->findings) raised.insert(finding.rule->id);
  }
  for (const diagnostic::Rule* rule : diagnostic::rules::kOpenApiFormRules) {
    // A clash takes a router: tests/server/several_test.cc.
    if (rule == &diagnostic::rules::kOpenApiOperationClash) continue;
    EXPECT_TRUE(raised.contains(rule->id)) << rule->id;
  }
}

}  // namespace
}  // namespace holotype::openapi
