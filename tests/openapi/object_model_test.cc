// What the object model of each version forbids: one small faulty description a row, and the rule
// that it breaks, with its place. What the findings say is the business of rules_test.cc.
//
// Line 1 of a text is the version, line 2 info; the row's own text begins at line 3, unless its
// version is None.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "openapi/loaded.h"

namespace holotype::openapi {
namespace {

constexpr std::string_view kNone = "";
constexpr std::string_view k20 = "swagger: \"2.0\"\ninfo: {title: T, version: \"1\"}\n";
constexpr std::string_view k30 = "openapi: 3.0.4\ninfo: {title: T, version: \"1\"}\n";
constexpr std::string_view k31 = "openapi: 3.1.1\ninfo: {title: T, version: \"1\"}\n";
constexpr std::string_view k32 = "openapi: 3.2.0\ninfo: {title: T, version: \"1\"}\n";

struct Row {
  std::string_view head;
  std::string_view text;
  std::string_view findings;  // "line:column rule", one a line
};

constexpr Row kRows[] = {
    {k31, R"(paths: {a: {get: {responses: {"200": {description: ok}}}}}
)",
     "3:9 openapi.path-slash"},
    {k31, R"(paths:
  /a: {get: {operationId: x, responses: {"200": {description: ok}}}}
  /b: {get: {operationId: x, responses: {"200": {description: ok}}}}
)",
     "5:27 openapi.operation-id-duplicate"},
    {k31, R"(paths:
  /a: {get: {parameters: [{name: a, in: query, style: foo, schema: {}}], responses: {"200": {description: ok}}}}
)",
     "4:55 openapi.style-location"},
    {k31, R"(paths:
  /a: {get: {parameters: [{name: a, in: body, schema: {}}], responses: {"200": {description: ok}}}}
)",
     "4:41 openapi.invalid-value"},
    {k31, R"(paths:
  /a: {get: {parameters: [{name: a, in: query, schema: {type: text}}], responses: {"200": {description: ok}}}}
)",
     "4:63 schema.malformed"},
    {k30, R"(paths:
  /a: {get: {parameters: [{name: a, in: query, schema: {type: file}}], responses: {"200": {description: ok}}}}
)",
     "4:63 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {discriminator: {}}}}
)",
     "4:43 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: object, discriminator: kind}}}
)",
     "4:57 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {oneOf: [{$ref: "#/components/schemas/B"}], discriminator: {propertyName: kind, mapping: {b: "#/components/schemas/C"}}}, B: {type: object, required: [kind], properties: {kind: {type: string}}}}}
)",
     "4:120 schema.unresolved-reference"},
    {k30, R"(paths: {}
components: {schemas: {A: {oneOf: [{$ref: "#/components/schemas/B"}], discriminator: {propertyName: kind, mapping: {b: Cat}}}, B: {type: object, required: [kind], properties: {kind: {type: string}}}}}
)",
     "4:120 schema.unresolved-reference"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: object, discriminator: {propertyName: kind, foo: 1}}}}
)",
     "4:83 schema.unknown-keyword"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: object, xml: {nme: 1}}}}
)",
     "4:53 schema.unknown-keyword"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: object, externalDocs: {description: a}}}}
)",
     "4:56 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: object, properties: {a: {type: string, readOnly: true, writeOnly: true}}}}}
)",
     "4:100 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: array}}}
)",
     "4:34 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: [string, "null"]}}}
)",
     "4:34 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: array, items: [{type: string}]}}}
)",
     "4:48 schema.malformed"},
    {k31, R"(components: {schemas: {A: {type: string, nullable: true}}}
)",
     "3:42 schema.foreign-keyword"},
    {k31, R"(components: {schemas: {A: {type: object, properties: {a: {required: true}}}}}
)",
     "3:69 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: object, required: []}}}
)",
     "4:52 schema.malformed"},
    {k30, R"(paths: {}
components: {schemas: {A: {type: string, enum: []}}}
)",
     "4:48 schema.malformed"},
    {k31, R"(components: {schemas: {A: {type: string, minLength: -1}}}
)",
     "3:53 schema.malformed"},
    {k31, R"(paths: {}
tags: [{name: a},{name: a}]
)",
     "4:18 openapi.tag-duplicate"},
    {k31, R"(paths: {/a: {get: {tags: a, responses: {"200": {description: ok}}}}}
)",
     "3:26 openapi.wrong-type"},
    {k31, R"(paths: {/a: {get: {tags: [1], responses: {"200": {description: ok}}}}}
)",
     "3:27 openapi.wrong-type"},
    {k31, R"(paths: {}
tags: [{description: a}]
)",
     "4:8 openapi.missing-field"},
    {k31, R"(paths: {}
tags: [a]
)",
     "4:8 openapi.wrong-type"},
    {k31, R"(paths: {}
servers: [{description: a}]
)",
     "4:11 openapi.missing-field"},
    {k32, R"(paths: {}
servers: [{url: "https://a.test/x?y=1"}]
)",
     "4:17 openapi.form-malformed"},
    {k31, R"(paths: {}
servers: [{url: "https://a b.test/x"}]
)",
     "4:17 openapi.form-malformed"},
    {k31, R"(paths: {}
servers: [{url: "https://{x}.test", variables: {x: {default: 1, enum: [1]}}}]
)",
     "4:62 openapi.wrong-type"},
    {k31, R"(paths: {}
servers: [{url: "https://{x.test"}]
)",
     "4:17 openapi.form-malformed"},
    {k32, R"(paths: {}
servers: [{url: "https://{x}.{x}.test", variables: {x: {default: a}}}]
)",
     "4:17 openapi.server-variable"},
    {k32, R"(paths: {}
servers: [{url: "https://a.test", name: a}, {url: "https://b.test", name: a}]
)",
     "4:75 openapi.server-name"},
    {kNone, R"(openapi: 3.1.1
info: {version: "1"}
paths: {}
)",
     "2:7 openapi.missing-field"},
    {kNone, R"(openapi: 3.1.1
info: {title: T, version: 1}
paths: {}
)",
     "2:27 openapi.wrong-type"},
    {kNone, R"(openapi: 3.1.1
paths: {}
)",
     "1:1 openapi.missing-field"},
    {kNone, R"(openapi: 3.1.1
info: {title: T, version: "1", license: {url: "https://a.test"}}
paths: {}
)",
     "2:41 openapi.missing-field"},
    {kNone, R"(openapi: 3.1.1
info: {title: T, version: "1", contact: {mail: a}}
paths: {}
)",
     "2:42 openapi.unknown-field"},
    {k30, R"(paths: {/a: {get: {}}}
)",
     "3:19 openapi.missing-field"},
    {k31, R"(paths: {/a: {get: {responses: []}}}
)",
     "3:31 openapi.wrong-type"},
    {k31, R"(paths: {/a: {get: {responses: {"200": {}}}}}
)",
     "3:39 openapi.missing-field"},
    {k31, R"(paths: {/a: {get: {responses: {"200": {description: a, schema: {}}}}}}
)",
     "3:56 openapi.field-of-other-version"},
    {k31, R"(paths: {/a: {post: {requestBody: {}, responses: {"200": {description: ok}}}}}
)",
     "3:34 openapi.missing-field"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, schema: {}},{name: a, in: query, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:66 openapi.parameter-duplicate"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: X-A, in: header, schema: {}},{name: x-a, in: header, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:69 openapi.parameter-duplicate"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{in: query, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.missing-field"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: "X A", in: header, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:40 openapi.header-name"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: path, required: true, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.path-parameter-unused"},
    {k31,
     R"(paths: {"/a/{a}": {get: {parameters: [{name: a, in: path, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:39 openapi.path-parameter-optional"},
    {k31, R"(paths: {"/a/{a}": {get: {responses: {"200": {description: ok}}}}}
)",
     "3:25 openapi.path-parameter-undeclared"},
    {k31,
     R"(paths: {"/a/{a}/{a}": {get: {parameters: [{name: a, in: path, required: true, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:9 openapi.path-parameter-repeated"},
    {k31,
     R"(paths: {"/a/{a}": {get: {parameters: [{name: a, in: path, required: true, schema: {}}], responses: {"200": {description: ok}}}}, "/a/{b}": {get: {parameters: [{name: b, in: path, required: true, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:130 openapi.path-ambiguous"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, schema: {}, content: {text/plain: {}}}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.schema-or-content"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.schema-or-content"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, content: {text/plain: {}, text/html: {}}}], responses: {"200": {description: ok}}}}}
)",
     "3:63 openapi.content-single"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, schema: {}, example: 1, examples: {a: {value: 1}}}], responses: {"200": {description: ok}}}}}
)",
     "3:88 openapi.example-conflict"},
    {k31, R"(components: {examples: {a: {value: 1, externalValue: "a.json"}}}
)",
     "3:28 openapi.example-conflict"},
    {k32, R"(components: {examples: {a: {value: 1, dataValue: 1}}}
)",
     "3:28 openapi.example-conflict"},
    {k32, R"(components: {examples: {a: {serializedValue: "1", externalValue: "x"}}}
)",
     "3:28 openapi.example-conflict"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, style: deepObject, schema: {type: string}}], responses: {"200": {description: ok}}}}}
)",
     "3:61 openapi.style-type"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, style: spaceDelimited, schema: {type: string}}], responses: {"200": {description: ok}}}}}
)",
     "3:61 openapi.style-type"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, style: matrix, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:61 openapi.style-location"},
    {k31, R"(components: {securitySchemes: {a: {type: apiKey, in: header}}}
)",
     "3:35 openapi.missing-field"},
    {k31, R"(components: {securitySchemes: {a: {type: apiKey, name: x}}}
)",
     "3:35 openapi.missing-field"},
    {k31, R"(components: {securitySchemes: {a: {type: oauth2}}}
)",
     "3:35 openapi.missing-field"},
    {k31, R"(components: {securitySchemes: {a: {type: oauth2, flows: {implicit: {scopes: {}}}}}}
)",
     "3:68 openapi.missing-field"},
    {k31, R"(components: {securitySchemes: {a: {type: oauth2, flows: {password: {scopes: {}}}}}}
)",
     "3:68 openapi.missing-field"},
    {k31,
     R"(components: {securitySchemes: {a: {type: oauth2, flows: {authorizationCode: {authorizationUrl: /a, scopes: {}}}}}}
)",
     "3:77 openapi.missing-field"},
    {k31,
     R"(components: {securitySchemes: {a: {type: oauth2, flows: {accessCode: {authorizationUrl: /a, scopes: {}}}}}}
)",
     "3:58 openapi.unknown-field"},
    {k31,
     R"(components: {securitySchemes: {a: {type: oauth2, flows: {implicit: {authorizationUrl: /a, scopes: {x: 1}}}}}}
)",
     "3:103 openapi.wrong-type"},
    {k31,
     R"(components: {securitySchemes: {a: {type: oauth2, flows: {implicit: {authorizationUrl: /a, tokenUrl: /b, scopes: {}}}}}}
)",
     "3:101 openapi.field-not-applicable"},
    {k31, R"(components: {securitySchemes: {a: {type: apiKey, in: header, name: x, scheme: basic}}}
)",
     "3:79 openapi.field-not-applicable"},
    {k31, R"(components: {securitySchemes: {a: {type: http, scheme: basic, in: header}}}
)",
     "3:67 openapi.field-not-applicable"},
    {k31, R"(components: {securitySchemes: {a: {type: apiKey, in: header, name: "x y"}}}
)",
     "3:68 openapi.header-name"},
    {k30, R"(paths: {/a: {get: {security: [{a: [read]}], responses: {"200": {description: ok}}}}}
components: {securitySchemes: {a: {type: apiKey, in: header, name: x}}}
)",
     "3:35 openapi.scopes-misplaced"},
    {k20, R"(paths: {}
securityDefinitions: {a: {type: basic, name: x}}
)",
     "4:46 openapi.field-not-applicable"},
    {k20, R"(paths: {}
securityDefinitions: {a: {type: oauth2, flow: foo, scopes: {}}}
)",
     "4:47 openapi.invalid-value"},
    {k20, R"(paths: {}
securityDefinitions: {a: {type: oauth2, scopes: {}}}
)",
     "4:26 openapi.missing-field"},
    {k20, R"(paths: {}
securityDefinitions: {a: {type: oauth2, flow: implicit, scopes: {}}}
)",
     "4:26 openapi.missing-field"},
    {k20, R"(paths: {}
securityDefinitions: {a: {type: oauth2, flow: implicit, authorizationUrl: /a}}
)",
     "4:26 openapi.missing-field"},
    {k20, R"(paths: {}
securityDefinitions: {a: {type: apiKey, in: cookie, name: x}}
)",
     "4:45 openapi.invalid-value"},
    {k20, R"(paths: {}
schemes: [ftp]
)",
     "4:11 openapi.invalid-value"},
    {k20, R"(paths: {/a: {get: {schemes: [ftp], responses: {"200": {description: ok}}}}}
)",
     "3:30 openapi.invalid-value"},
    {k20, R"(paths: {}
host: "a.test/x"
)",
     "4:7 openapi.form-malformed"},
    {k20, R"(paths: {}
host: "http://a.test"
)",
     "4:7 openapi.form-malformed"},
    {k20, R"(paths: {}
host: "{a}.test"
)",
     "4:7 openapi.form-malformed"},
    {k20, R"(paths: {}
basePath: "v1"
)",
     "4:11 openapi.form-malformed"},
    {k20, R"(paths: {}
basePath: "/{v}"
)",
     "4:11 openapi.form-malformed"},
    {k20, R"(paths: {}
consumes: [json]
)",
     "4:12 openapi.media-type-malformed"},
    {k20, R"(paths: {/a: {get: {produces: [json], responses: {"200": {description: ok}}}}}
)",
     "3:31 openapi.media-type-malformed"},
    {k20,
     R"(paths: {/a: {post: {parameters: [{name: a, in: body, schema: {}}, {name: b, in: body, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:67 openapi.body-conflict"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.missing-field"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, type: object}], responses: {"200": {description: ok}}}}}
)",
     "3:60 openapi.invalid-value"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, type: array}], responses: {"200": {description: ok}}}}}
)",
     "3:60 schema.malformed"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, type: file}], responses: {"200": {description: ok}}}}}
)",
     "3:60 openapi.invalid-value"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: header, type: array, items: {type: string}, collectionFormat: multi}], responses: {"200": {description: ok}}}}}
)",
     "3:109 openapi.invalid-value"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, type: array, items: {type: array, items: {type: string}, collectionFormat: multi}}], responses: {"200": {description: ok}}}}}
)",
     "3:129 openapi.invalid-value"},
    {k20,
     R"(paths: {/a: {post: {parameters: [{name: a, in: body}], responses: {"200": {description: ok}}}}}
)",
     "3:34 openapi.missing-field"},
    {k20,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, schema: {type: string}}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.missing-field\n3:54 openapi.unknown-field"},
    {k20, R"(paths: {/a: {get: {responses: {"200": {description: ok, examples: {json: 1}}}}}}
)",
     "3:39 openapi.media-type-malformed"},
    {k20,
     R"(paths: {"/a/{a}": {get: {parameters: [{name: a, in: path, required: true, type: string, allowEmptyValue: true}], responses: {"200": {description: ok}}}}}
)",
     "3:106 openapi.field-not-applicable"},
    {k20, R"(paths: {}
definitions: {A: {oneOf: [{type: string}]}}
)",
     "4:19 schema.foreign-keyword"},
    {k20, R"(paths: {}
components: {}
)",
     "4:1 openapi.field-of-other-version"},
    {k20, R"(paths: {/a: {get: {responses: {"200": {description: ok, headers: {X: {}}}}}}}
)",
     "3:70 openapi.missing-field"},
    {k20, R"(paths: {/a: {post: {requestBody: {}, responses: {"200": {description: ok}}}}}
)",
     "3:21 openapi.field-of-other-version"},
    {k31,
     R"(paths: {/a: {post: {callbacks: {c: {"{$bad}": {post: {responses: {"200": {description: ok}}}}}}, responses: {"200": {description: ok}}}}}
)",
     "3:47 openapi.expression-malformed"},
    {k31, R"(components: {schemas: {"a b": {}}}
)",
     "3:24 openapi.component-name"},
    {k31, R"(components: {schemes: {}}
)",
     "3:14 openapi.unknown-field"},
    {k31, R"(components: {schemas: []}
)",
     "3:23 openapi.wrong-type"},
    {k31, R"(components: {parameters: {a: {in: query, schema: {}}}}
)",
     "3:30 openapi.missing-field"},
    {k31, R"(components: {responses: {a: {}}}
)",
     "3:29 openapi.missing-field"},
    {k31, R"(components: {headers: {a: {}}}
)",
     "3:27 openapi.schema-or-content"},
    {k31, R"(components: {links: {a: {}}}
)",
     "3:25 openapi.link-target"},
    {k31, R"(components: {callbacks: {a: {"{$x}": {post: {responses: {"200": {description: ok}}}}}}}
)",
     "3:38 openapi.expression-malformed"},
    {k31, R"(components: {pathItems: {a: {gett: {}}}}
)",
     "3:30 openapi.unknown-field"},
    {k31, R"(components: {requestBodies: {a: {}}}
)",
     "3:33 openapi.missing-field"},
    {k31, R"(components: {examples: {a: {valu: 1}}}
)",
     "3:29 openapi.unknown-field"},
    {k31, R"(components: {examples: {a: 1}}
)",
     "3:28 openapi.wrong-type"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: query, schema: {}, examples: {a: 1}}], responses: {"200": {description: ok}}}}}
)",
     "3:80 openapi.wrong-type"},
    {k31,
     R"(paths: {/a: {get: {responses: {"200": {description: a, content: {application/json: {examples: [1]}}}}}}}
)",
     "3:95 openapi.wrong-type"},
    {k31,
     R"(paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {}}}, encoding: {a: {contenttype: a}}}}}, responses: {"200": {description: ok}}}}}
)",
     "3:127 openapi.unknown-field"},
    {k31,
     R"(paths: {/a: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {a: {}}}, encoding: {a: {contentType: text/plain}}}}}, responses: {"200": {description: ok}}}}}
)",
     "3:119 openapi.field-not-applicable"},
    {k31,
     R"(paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {}}}, encoding: {a: {contentType: plain}}}}}, responses: {"200": {description: ok}}}}}
)",
     "3:140 openapi.media-type-malformed"},
    {k31,
     R"(paths: {/a: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {}}}, encoding: {a: {style: simple}}}}}, responses: {"200": {description: ok}}}}}
)",
     "3:148 openapi.style-location"},
    {k32,
     R"(paths: {/a: {post: {requestBody: {content: {application/json: {prefixEncoding: []}}}, responses: {"200": {description: ok}}}}}
)",
     "3:80 openapi.field-not-applicable"},
    {k32, R"(paths: {/a: {additionalOperations: {GET: {responses: {"200": {description: ok}}}}}}
)",
     "3:37 openapi.method-malformed"},
    {k32, R"(paths: {/a: {additionalOperations: {"a b": {responses: {"200": {description: ok}}}}}}
)",
     "3:37 openapi.method-malformed"},
    {k32,
     R"(paths: {/a: {get: {parameters: [{name: a, in: querystring, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.schema-or-content"},
    {k31, R"(paths: {/a: {query: {responses: {"200": {description: ok}}}}}
)",
     "3:14 openapi.field-of-other-version"},
    {k32, R"(paths: {}
tags: [{name: a, parent: b}]
)",
     "4:26 openapi.tag-parent"},
    {kNone, R"(openapi: 3.2.0
$self: "https://a.test/x#y"
info: {title: T, version: "1"}
paths: {}
)",
     "2:8 openapi.form-malformed"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: cookie, style: cookie, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:62 openapi.style-location"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{name: a, in: header, style: form, schema: {}}], responses: {"200": {description: ok}}}}}
)",
     "3:62 openapi.style-location"},
    {k31, R"(paths: {/a: {gte: {responses: {"200": {description: ok}}}}}
)",
     "3:14 openapi.unknown-field"},
    {k31, R"(paths: {/a: []}
)",
     "3:13 openapi.wrong-type"},
    {k31, R"(paths: {/a: {get: {operationID: a, responses: {"200": {description: ok}}}}}
)",
     "3:20 openapi.unknown-field"},
    {k31, R"(foo: 1
paths: {}
)",
     "3:1 openapi.unknown-field"},
    {k30, R"(paths: {}
webhooks: {}
)",
     "4:1 openapi.field-of-other-version"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{$ref: "#/components/parameters/x"}], responses: {"200": {description: ok}}}}}
)",
     "3:40 reference.unresolved"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{$ref: "#/components/schemas/x"}], responses: {"200": {description: ok}}}}}
components: {schemas: {x: {type: string}}}
)",
     "4:27 openapi.missing-field\n4:27 openapi.missing-field\n4:28 openapi.unknown-field"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{$ref: "#/components/parameters/x", name: b}], responses: {"200": {description: ok}}}}}
components: {parameters: {x: {name: a, in: query, schema: {}}}}
)",
     "3:69 openapi.reference-siblings"},
    {k31, R"(paths: {/a: {get: {parameters: [{$ref: 5}], responses: {"200": {description: ok}}}}}
)",
     "3:33 openapi.missing-field\n3:33 openapi.missing-field\n3:34 openapi.unknown-field"},
    {k31, R"(security: [{a: []}]
paths: {}
)",
     "3:13 openapi.security-undefined"},
    {k31, R"(externalDocs: {}
paths: {}
)",
     "3:15 openapi.missing-field"},
    {k31, R"(paths: {/a: {get: {responses: {"99": {description: a}}}}}
)",
     "3:32 openapi.status-malformed"},
    {k31, R"(paths: {/a: {get: {responses: {x-a: 1}}}}
)",
     "3:31 openapi.responses-empty"},
    {k31, R"(paths: {/a: {get: {deprecated: "yes", responses: {"200": {description: ok}}}}}
)",
     "3:32 openapi.wrong-type"},
    {kNone, R"(openapi: 3.1
info: {title: T, version: "1"}
paths: {}
)",
     "1:10 openapi.version-form"},
    {k31, R"(paths:
)",
     "3:1 openapi.wrong-type"},
    {kNone, R"(openapi: 3.0.4
info: {title: T, version: "1", license: {name: a, identifier: MIT}}
paths: {}
)",
     "2:51 openapi.field-of-other-version"},
    {k31, R"(jsonSchemaDialect: "https://nope.test/x"
paths: {}
)",
     "3:20 openapi.dialect-unknown"},
    {k31,
     R"(paths: {/a: {get: {responses: {"200": {description: a, headers: {"X A": {schema: {}}}}}}}}
)",
     "3:73 openapi.header-name"},
    {k31, R"(paths: {"/a/{b": {get: {responses: {"200": {description: ok}}}}}
)",
     "3:9 openapi.path-malformed"},
    {k31, R"(paths: {"/a?b=1": {get: {responses: {"200": {description: ok}}}}}
)",
     "3:9 openapi.path-query"},
    {k31, R"(paths: {"/a#b": {get: {responses: {"200": {description: ok}}}}}
)",
     "3:9 openapi.path-query"},
    {k31, R"(paths: {"/a/{}": {get: {responses: {"200": {description: ok}}}}}
)",
     "3:9 openapi.path-malformed"},
    {k31, R"(paths: {/a: {requestBody: {}, get: {responses: {"200": {description: ok}}}}}
)",
     "3:14 openapi.unknown-field"},
    {k32,
     R"(components: {securitySchemes: {a: {type: oauth2, flows: {deviceAuthorization: {tokenUrl: /a, scopes: {}}}}}}
)",
     "3:79 openapi.missing-field"},
    {k31,
     R"(paths: {"/a/{id}": {get: {operationId: getA, parameters: [{name: id, in: path, required: true, schema: {}}], responses: {"200": {description: ok, links: {a: {operationId: getA, parameters: {di: 1, path.id: 2, query.id: 3}}}}}}}}
)",
     "3:191 openapi.link-parameter\n3:210 openapi.link-parameter"},
    {k31, R"(components: {links: {a: {operationId: nobody}}}
)",
     "3:39 openapi.link-target"},
    {kNone, R"(openapi: 3.1
info: {title: T, version: "1"}
paths: {}
)",
     "1:10 openapi.version-form"},
    {k32, R"(paths: {}
tags: [{name: a, parent: b}, {name: b, parent: a}]
)",
     "4:26 openapi.tag-parent\n4:48 openapi.tag-parent"},
    {k31, R"(webhooks: {a: {psot: {}}}
)",
     "3:16 openapi.unknown-field"},
    {k31, R"(paths: {}
externalDocs: {url: "a b"}
)",
     "4:21 openapi.form-malformed"},
    {kNone, R"(openapi: 3.1.1
info: {title: T, version: "1", contact: {email: nobody}}
paths: {}
)",
     "2:49 openapi.form-malformed"},
    {kNone, R"(openapi: 3.1.1
info: {title: T, version: "1", license: {name: a, identifier: MIT, url: "https://a.test"}}
paths: {}
)",
     "2:73 openapi.fields-exclusive"},
    {k31,
     R"(paths: {/a: {get: {operationId: a, responses: {"200": {description: ok, links: {l: {operationId: a, operationRef: "#/paths/~1a/get"}}}}}}}
)",
     "3:115 openapi.fields-exclusive"},
    {k31, R"(components: {schemas: {A: {type: string, pattern: "("}}}
)",
     "3:51 schema.pattern-malformed"},
    {k31, R"(components: {schemas: {A: {type: number, multipleOf: 0}}}
)",
     "3:54 schema.malformed"},
    {k31, R"(components: {schemas: {A: {type: object, properties: []}}}
)",
     "3:54 schema.malformed"},
    {k31,
     R"(components: {parameters: {a: {$ref: "#/components/parameters/b"}, b: {$ref: "#/components/parameters/a"}}}
)",
     "3:37 reference.cycle\n3:77 reference.cycle"},
    {k31, R"(components: {schemas: {A: 5}}
)",
     "3:27 openapi.wrong-type"},
    {k31, R"(security: [a]
paths: {}
)",
     "3:12 openapi.wrong-type"},
    {k31,
     R"(paths: {/a: {get: {responses: {"200": {description: ok, content: {text/plain: {}, TEXT/plain: {}}}}}}}
)",
     "3:95 openapi.media-type-duplicate"},
    {k31, R"(paths: {/a: {get: {responses: {"200": {description: ok, content: {json: {}}}}}}}
)",
     "3:73 openapi.media-type-malformed"},
    {k31, R"(paths: {/a: {get: {security: [{o: [x]}], responses: {"200": {description: ok}}}}}
components: {securitySchemes: {o: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}}}}}
)",
     "3:35 openapi.scope-undefined"},
    {k31, R"(components: {headers: {a: {schema: {}, content: {text/plain: {}}}}}
)",
     "3:27 openapi.schema-or-content"},
    {k31, R"(components: {headers: {a: {style: form, schema: {}}}}
)",
     "3:35 openapi.style-location"},
    {k31, R"(components: {responses: {a: {description: ok, headers: {Content-Type: {schema: {}}}}}}
)",
     "3:57 openapi.header-ignored"},
    {k32, R"(components: {schemas: {A: {xml: {nodeType: row}}}}
)",
     "3:44 schema.malformed"},
    {k32, R"(components: {schemas: {A: {xml: {nodeType: element, attribute: true}}}}
)",
     "3:64 schema.malformed"},
    {k32, R"(components: {schemas: {A: {xml: {nodeType: none, wrapped: true}}}}
)",
     "3:59 schema.malformed"},
    {k31,
     R"(paths: {/a: {get: {responses: {"200": {description: ok, headers: {X-A: {schema: {}}, x-a: {schema: {}}}}}}}}
)",
     "3:86 openapi.header-duplicate"},
    {k31,
     R"(paths: {/a: {get: {parameters: [{$ref: "#/components/responses/R"}], responses: {"200": {$ref: "#/components/parameters/P"}}}}}
components: {responses: {R: {description: r}}, parameters: {P: {name: p, in: query, schema: {}}}}
)",
     "3:40 openapi.wrong-type\n3:96 openapi.wrong-type"},
    {k31, R"(components: {schemas: {A: {externalDocs: {url: /a, title: x}}}}
)",
     "3:59 schema.unknown-keyword"},
    {k31,
     R"(paths: {/a: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {}}}, encoding: {a: {headers: {X: {schema: {}}}}}}}}, responses: {"200": {description: ok}}}}}
)",
     "3:150 openapi.field-not-applicable"},
};

std::string places_of(const diagnostic::Diagnostics& findings) {
  std::string lines;
  for (const auto& finding : findings) {
    lines += (lines.empty() ? "" : "\n") + std::to_string(finding.source.line) + ":" +
             std::to_string(finding.source.column) + " " + std::string(finding.rule->id);
  }
  return lines;
}

TEST(ObjectModelTest, ForbidsWhatTheSpecificationForbids) {
  for (const Row& row : kRows) {
    const auto loaded = load_text(std::string(row.head) + std::string(row.text));
    const diagnostic::Diagnostics& findings = loaded ? (*loaded)->findings : loaded.error();
    EXPECT_EQ(places_of(findings), row.findings) << row.text << lines_of(findings);
  }
}

}  // namespace
}  // namespace holotype::openapi
