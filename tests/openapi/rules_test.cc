// What is wrong with a description, and what is said about it: one row a case.
//
// Line 1 of a text is the version, line 2 info; the row's own text begins at line 3, unless its
// version is None.
#include <gtest/gtest.h>

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/rules_openapi.h"
#include "openapi/loaded.h"

namespace holotype::openapi {
namespace {

constexpr std::string_view kNone = "";
constexpr std::string_view k20 = "swagger: \"2.0\"\ninfo: {title: T, version: \"1\"}\n";
constexpr std::string_view k30 = "openapi: 3.0.4\ninfo: {title: T, version: \"1\"}\n";
constexpr std::string_view k31 = "openapi: 3.1.1\ninfo: {title: T, version: \"1\"}\n";
constexpr std::string_view k32 = "openapi: 3.2.0\ninfo: {title: T, version: \"1\"}\n";

struct Row {
  std::string_view what;
  std::string_view head;
  std::string_view text;
  std::string_view findings;  // as printed, one a line
};

constexpr Row kDocument[] = {
    {"not-a-description", kNone, R"(title: Tasks
items: []
)",
     R"(1:1: error: an OpenAPI document must have the field openapi (or swagger) with a version; found an object with title, items; write openapi: 3.1.1 at the top (openapi.not-a-description))"},
    {"not-a-description: no object", kNone, R"([1, 2]
)",
     R"(1:1: error: an OpenAPI document must have the field openapi (or swagger) with a version; found [1,2]; write openapi: 3.1.1 at the top (openapi.not-a-description))"},
    {"not-a-description: no version", kNone, R"(openapi: [3]
)",
     R"(1:10: error: an OpenAPI document must have the field openapi (or swagger) with a version; found [3]; write openapi: 3.1.1 at the top (openapi.not-a-description))"},
    {"unsupported-version: openapi", kNone, R"(openapi: 4.0.0
)",
     R"(1:10: error: the version must be 3.0, 3.1 or 3.2; found 4.0.0 (openapi.unsupported-version))"},
    {"unsupported-version: swagger", kNone, R"(swagger: "1.2"
)",
     R"(1:10: error: the version must be 2.0; found 1.2 (openapi.unsupported-version))"},
    {"newer-version", kNone, R"(openapi: 3.9.0
info: {title: T, version: "1"}
paths: {}
)",
     R"(1:10: warning: the newest version that is known is 3.2; it is read as that; found 3.9.0 (openapi.newer-version))"},
    {"version-form: a number of YAML", kNone, R"(openapi: 3.1
info: {title: T, version: "1"}
paths: {}
)",
     R"(1:10: warning: the version should be a string of the form major.minor.patch; found 3.1 (openapi.version-form))"},
    {"version-form: a number, swagger", kNone, R"(swagger: 2.0
info: {title: T, version: "1"}
paths: {}
)",
     R"(1:10: warning: the version should be the string 2.0, in quotes; found 2.0 (openapi.version-form))"},
    {"dialect-unknown", k31, R"(jsonSchemaDialect: https://example.com/mine
paths: {}
)",
     R"(3:20: warning: jsonSchemaDialect should name a dialect of JSON Schema that is known; found https://example.com/mine (openapi.dialect-unknown))"},
    {"duplicate key (document.*)", k31, R"(paths: {}
paths: {}
)",
     R"(4:1: error: a member name must occur once in an object; the first is at memory:/api.yaml:3:1; found paths (document.duplicate-key))"},
    {"nothing in it", k31, R"(x-nothing: 1
)",
     R"(1:1: error: an OpenAPI Object must have paths, webhooks or components (openapi.missing-field))"},
    {"tag-duplicate", k31, R"(tags: [{name: a}, {name: b}, {name: a}]
paths: {}
)",
     R"(3:30: error: the name of a tag must be unique; found a (openapi.tag-duplicate))"},
};

constexpr Row kFields[] = {
    {"unknown-field with a likely meaning", k31, R"(paths:
  /a:
    get:
      operatonId: a
      responses: {"200": {description: ok}}
)",
     R"(6:7: error: an Operation Object of OpenAPI 3.1 has no such field; found operatonId; did you mean operationId? (openapi.unknown-field))"},
    {"unknown-field, and extensions", k31, R"(paths:
  /a:
    fetch: {}
    x-fetch: {}
)",
     R"(5:5: error: a Path Item Object of OpenAPI 3.1 has no such field; found fetch (openapi.unknown-field))"},
    {"field-of-other-version", k30, R"(webhooks: {}
paths: {}
)",
     R"(3:1: warning: webhooks of an OpenAPI Object is a field of OpenAPI 3.1, OpenAPI 3.2, not of OpenAPI 3.0 (openapi.field-of-other-version))"},
    {"field-of-other-version: swagger", k20, R"(servers: []
paths: {}
)",
     R"(3:1: warning: servers of an OpenAPI Object is a field of OpenAPI 3.0, OpenAPI 3.1, OpenAPI 3.2, not of Swagger 2.0 (openapi.field-of-other-version))"},
    {"missing-field", k30, R"(paths:
  /a:
    get: {}
)",
     R"(5:10: error: an Operation Object must have the field responses (openapi.missing-field))"},
    {"missing-field: responses may be absent since 3.1", k31, R"(paths:
  /a:
    get: {}
)",
     ""},
    {"missing-field: info", kNone, R"(openapi: 3.1.1
paths: {}
)",
     R"(1:1: error: an OpenAPI Object must have the field info (openapi.missing-field))"},
    {"wrong-type", k31, R"(paths:
  /a:
    get:
      tags: [a, 2]
      deprecated: "yes"
      responses: {"200": {description: 7}}
)",
     R"(6:17: error: each element of tags must be a string; found a number (openapi.wrong-type)
7:19: error: deprecated of an Operation Object must be a boolean; found a string (openapi.wrong-type)
8:40: error: description of a Response Object must be a string; found a number (openapi.wrong-type))"},
    {"wrong-type: no object", k31, R"(paths:
  /a: [get]
  /b:
    get: 5
)",
     R"(4:7: error: a Path Item Object must be an object (openapi.wrong-type)
6:10: error: get of a Path Item Object must be an object; found a number (openapi.wrong-type))"},
    {"invalid-value", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: a, in: headers, schema: {}}
)",
     R"(7:25: error: in of a Parameter Object must be one of path, query, header, cookie; found headers (openapi.invalid-value))"},
};

constexpr Row kReferences[] = {
    {"to nothing", k31, R"(paths:
  /a:
    get:
      parameters:
        - $ref: "#/components/parameters/Limt"
      requestBody: {$ref: "#/components/requestBodies/B"}
      responses:
        "200": {$ref: "#/components/responses/Ok"}
components: {parameters: {Limit: {name: l, in: query, schema: {}}}}
)",
     R"(7:17: error: a reference must lead to a value, but memory:/api.yaml has no "Limt" in #/components/parameters; found #/components/parameters/Limt; did you mean #/components/parameters/Limit? (reference.unresolved)
8:27: error: a reference must lead to a value, but memory:/api.yaml has no "requestBodies" in #/components; found #/components/requestBodies/B (reference.unresolved)
10:23: error: a reference must lead to a value, but memory:/api.yaml has no "responses" in #/components; found #/components/responses/Ok (reference.unresolved))"},
    {"a chain is followed", k31, R"(paths:
  /a:
    get:
      responses: {"200": {$ref: "#/components/responses/A"}}
components:
  responses:
    A: {$ref: "#/components/responses/B"}
    B: {description: b}
)",
     ""},
    {"a circle", k31, R"(paths:
  /a:
    get:
      responses: {"200": {$ref: "#/components/responses/A"}}
components:
  responses:
    A: {$ref: "#/components/responses/B"}
    B: {$ref: "#/components/responses/A"}
)",
     R"(9:15: error: a chain of references must end at a value that is no reference; found #/components/responses/B (reference.cycle)
10:15: error: a chain of references must end at a value that is no reference; found #/components/responses/A (reference.cycle))"},
    {"path items in a circle", k31, R"(paths:
  /a: {$ref: "#/paths/~1b"}
  /b: {$ref: "#/paths/~1a"}
  /c: {get: {responses: {"200": {description: c}}}}
)",
     R"(4:14: error: a chain of references must end at a path item that has no $ref; found #/paths/~1b (reference.cycle)
5:14: error: a chain of references must end at a path item that has no $ref; found #/paths/~1a (reference.cycle))"},
    {"path items that lead into a circle", k31, R"(paths:
  /a: {$ref: "#/components/pathItems/B"}
components:
  pathItems:
    B: {$ref: "#/components/pathItems/C"}
    C: {$ref: "#/components/pathItems/B"}
)",
     R"(7:15: error: a chain of references must end at a path item that has no $ref; found #/components/pathItems/C (reference.cycle)
8:15: error: a chain of references must end at a path item that has no $ref; found #/components/pathItems/B (reference.cycle))"},
    {"a path item that is its own reference", k31, R"(paths:
  /a:
    $ref: "#/paths/~1a"
    get: {responses: {"200": {description: a}}}
)",
     R"(5:11: error: a chain of references must end at a path item that has no $ref; found #/paths/~1a (reference.cycle))"},
    {"reference-misplaced", k31, R"(paths:
  /a:
    get: {$ref: "#/x-operations/a"}
x-operations:
  a: {operationId: a}
)",
     R"(5:17: warning: OpenAPI 3.1 has no references in the place of its Operation Object (openapi.reference-misplaced))"},
    {"reference-siblings", k31, R"(paths:
  /a:
    get:
      parameters: [{$ref: "#/components/parameters/L", required: true, description: d}]
components: {parameters: {L: {name: l, in: query, schema: {}}}}
)",
     R"(6:56: warning: there must be no other fields beside $ref; found required (openapi.reference-siblings))"},
    {"reference-recursive", k31, R"(paths:
  /a:
    get:
      responses: {"200": {$ref: "#/components/responses/R"}}
components:
  responses:
    R: {description: r, headers: {H: {$ref: "#/components/headers/H"}}}
  headers:
    H:
      content:
        multipart/form-data:
          encoding: {a: {headers: {H: {$ref: "#/components/headers/H"}}}}
)",
     R"(12:7: error: an object that is no schema must not contain itself by way of references (openapi.reference-recursive))"},
};

constexpr Row kPaths[] = {
    {"path-slash", k31, R"(paths:
  tasks: {get: {}}
)",
     R"(4:3: error: a path must begin with /; found tasks (openapi.path-slash))"},
    {"path-malformed", k31, R"(paths:
  /a/{b: {get: {}}
  "/a/{}": {get: {}}
)",
     R"(4:3: error: a template expression in a path must be a name between braces; found /a/{b (openapi.path-malformed)
5:3: error: a template expression in a path must be a name between braces; found /a/{} (openapi.path-malformed))"},
    {"path-query", k31, R"(paths:
  /a?b=1: {get: {}}
)",
     R"(4:3: warning: a path should have no query and no fragment; found /a?b=1 (openapi.path-query))"},
    {"path-ambiguous", k31, R"(paths:
  /a/{b}: {parameters: [{name: b, in: path, required: true, schema: {}}], get: {}}
  /a/{c}: {parameters: [{name: c, in: path, required: true, schema: {}}], put: {}}
)",
     R"(5:3: error: the path must match other requests than /a/{b}; found /a/{c} (openapi.path-ambiguous))"},
    {"path-item-overlap", k31, R"(paths:
  /a: {$ref: "#/components/pathItems/A", get: {operationId: here}}
components:
  pathItems:
    A: {get: {operationId: there}}
)",
     R"(4:47: warning: get should not stand beside a $ref whose path item has it as well (openapi.path-item-overlap))"},
    {"method-malformed", k32, R"(paths:
  /a:
    additionalOperations:
      LINK: {}
      POST: {}
      "NO GOOD": {}
)",
     R"(7:7: error: a method that has a field of its own must be described there; found POST (openapi.method-malformed)
8:7: error: an additional operation must be keyed by an HTTP method; found NO GOOD (openapi.method-malformed))"},
    {"operation-id-duplicate", k31, R"(paths:
  /a: {get: {operationId: x}}
  /b: {get: {operationId: x}}
)",
     R"(5:27: error: an operationId must be unique; found x; this operation is called GET /b (openapi.operation-id-duplicate))"},
    {"path-parameter-undeclared", k31, R"(paths:
  /a/{id}:
    get: {}
)",
     R"(5:10: error: the operation must have a parameter for {id} of its path, /a/{id} (openapi.path-parameter-undeclared))"},
    {"path-parameter-unused", k31, R"(paths:
  /a/{id}:
    get:
      parameters:
        - {name: di, in: path, required: true, schema: {}}
        - {name: id, in: path, required: true, schema: {}}
)",
     R"(7:11: error: a path parameter must be named in its path, /a/{id}; found di; did you mean id? (openapi.path-parameter-unused))"},
    {"path-parameter-optional", k31, R"(paths:
  /a/{id}:
    get:
      parameters:
        - {name: id, in: path, schema: {}}
)",
     R"(7:11: error: the path parameter id must have required: true (openapi.path-parameter-optional))"},
    {"path-parameter-repeated", k31, R"(paths:
  /a/{id}/b/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {}}
)",
     R"(4:3: error: the template expression {id} must occur once in the path (openapi.path-parameter-repeated))"},
};

constexpr Row kParameters[] = {
    {"parameter-duplicate", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: a, in: query, schema: {}}
        - {name: A, in: query, schema: {}}
        - {name: a, in: query, schema: {type: string}}
        - {name: x, in: header, schema: {}}
        - {name: X, in: header, schema: {}}
)",
     R"(9:11: error: a list of parameters must hold each name once for each location; found a in query again (openapi.parameter-duplicate)
11:11: error: a list of parameters must hold each name once for each location; found X in header again (openapi.parameter-duplicate))"},
    {"header-ignored", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: authorization, in: header, schema: {}}
)",
     R"(7:11: warning: a header parameter with this name is ignored; found authorization (openapi.header-ignored))"},
    {"header-ignored: not by Swagger 2.0", k20, R"(paths:
  /a:
    get:
      parameters:
        - {name: Authorization, in: header, type: string}
      responses: {"200": {description: ok}}
)",
     ""},
    {"schema-or-content", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: a, in: query}
        - {name: b, in: query, schema: {}, content: {text/plain: {}}}
)",
     R"(7:11: error: a Parameter Object must have either schema or content (openapi.schema-or-content)
8:11: error: a Parameter Object must have either schema or content (openapi.schema-or-content))"},
    {"content-single", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: a, in: query, content: {}}
        - {name: b, in: query, content: {text/plain: {}, text/html: {}}}
)",
     R"(7:41: error: the content of a parameter must have exactly one media type (openapi.content-single)
8:41: error: the content of a parameter must have exactly one media type (openapi.content-single))"},
    {"style-location", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: a, in: query, style: matrix, schema: {}}
        - {name: b, in: header, style: form, schema: {}}
)",
     R"(7:39: error: the style of a query parameter must be one of form, spaceDelimited, pipeDelimited, deepObject; found matrix (openapi.style-location)
8:40: error: the style of a header parameter must be simple; found form (openapi.style-location))"},
    {"field-not-applicable", k31, R"(paths:
  /a:
    get:
      parameters:
        - {name: b, in: header, allowReserved: true, allowEmptyValue: true, schema: {}}
        - {name: c, in: query, explode: true, content: {text/plain: {}}}
)",
     R"(7:48: warning: allowReserved has no meaning outside the query (openapi.field-not-applicable)
7:71: warning: allowEmptyValue has no meaning outside the query (openapi.field-not-applicable)
8:41: warning: explode has no meaning beside content (openapi.field-not-applicable))"},
    {"querystring-conflict", k32, R"(paths:
  /a:
    get:
      parameters:
        - {name: q, in: querystring, content: {text/plain: {}}}
        - {name: b, in: query, schema: {}}
)",
     R"(8:11: error: beside a querystring parameter there must be no other for the query; found b (openapi.querystring-conflict))"},
};

constexpr Row kBodies[] = {
    {"example-conflict", k31, R"(paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            example: 1
            examples: {a: {value: 1, externalValue: a.json}}
)",
     R"(10:23: error: example and examples exclude each other (openapi.example-conflict)
10:27: error: value and externalValue exclude each other (openapi.example-conflict))"},
    {"media-type-malformed", k31, R"(paths:
  /a:
    post:
      requestBody:
        content: {json: {}, "*/*": {}, "text/*": {}}
)",
     R"(7:25: error: the name of a media type must have the form type/subtype; found json; did you mean application/json? (openapi.media-type-malformed))"},
    {"media-type-duplicate", k31, R"(paths:
  /a:
    post:
      requestBody:
        content: {text/plain: {}, Text/Plain: {}, text/plain;charset=utf-8: {}}
)",
     R"(7:47: error: each media type must have one entry; found Text/Plain (openapi.media-type-duplicate))"},
    {"encoding-property", k31, R"(paths:
  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {avatar: {}, name: {}}}
            encoding: {avatr: {contentType: image/png}, name: {style: form}}
)",
     R"(10:24: warning: an encoding must be for a property of the schema; found avatr; did you mean avatar? (openapi.encoding-property))"},
    {"body-semantics", k31, R"(paths:
  /a:
    get:
      requestBody: {required: true, content: {text/plain: {}}}
    delete:
      requestBody: {content: {text/plain: {}}}
)",
     R"(6:20: warning: GET gives a request body no meaning, so it should not be required (openapi.body-semantics))"},
    {"body-conflict", k20, R"(paths:
  /a:
    post:
      parameters:
        - {name: a, in: body, schema: {}}
        - {name: b, in: formData, type: string}
      responses: {"200": {description: ok}}
)",
     R"(8:11: error: an operation must have one body parameter, or formData parameters; found b in formData as well (openapi.body-conflict))"},
    {"form-consumes", k20, R"(consumes: [application/json]
paths:
  /a:
    post:
      parameters:
        - {name: b, in: formData, type: file}
      responses: {"200": {description: ok}}
)",
     R"(8:11: warning: an operation with file parameters should consume multipart/form-data (openapi.form-consumes))"},
    {"required is a field of a parameter, not of its schema", k20, R"(paths:
  /a:
    post:
      parameters:
        - {name: b, in: query, type: array, items: {type: string}, collectionFormat: multi, required: true}
        - {name: c, in: formData, type: integer, required: true}
      responses: {"200": {description: ok}}
)",
     ""},
    {"collectionFormat", k20, R"(paths:
  /a/{b}:
    get:
      parameters:
        - {name: b, in: path, required: true, type: array, items: {type: string}, collectionFormat: multi}
      responses: {"200": {description: ok}}
)",
     R"(7:101: error: collectionFormat must be one of csv, ssv, tsv, pipes here; found multi (openapi.invalid-value))"},
};

constexpr Row kResponses[] = {
    {"responses-empty", k31, R"(paths:
  /a:
    get:
      responses: {}
)",
     R"(6:18: error: an operation must describe at least one response (openapi.responses-empty))"},
    {"status-malformed", k31, R"(paths:
  /a:
    get:
      responses:
        2000: {description: a}
        4xx: {description: b}
        5XX: {description: c}
        default: {description: d}
        600: {description: e}
)",
     R"(7:9: error: responses must be keyed by a status, 1XX to 5XX or default; found 2000 (openapi.status-malformed)
8:9: error: responses must be keyed by a status, 1XX to 5XX or default; found 4xx (openapi.status-malformed)
11:9: error: responses must be keyed by a status, 1XX to 5XX or default; found 600 (openapi.status-malformed))"},
    {"status-malformed: no ranges in Swagger 2.0", k20, R"(paths:
  /a:
    get:
      responses:
        2XX: {description: a}
)",
     R"(7:9: error: responses must be keyed by a status or default; found 2XX (openapi.status-malformed))"},
    {"link-target", k31, R"(paths:
  /a:
    get:
      operationId: getA
      responses:
        "200":
          description: ok
          links:
            next: {operationId: gteA}
            last: {operationId: getA}
            none: {}
)",
     R"(11:33: error: the operationId of a link must be that of an operation; found gteA; did you mean getA? (openapi.link-target)
13:19: error: a Link Object must have either operationId or operationRef (openapi.link-target))"},
    {"link-target: by reference", k31, R"(paths:
  /a/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {}}]
      responses:
        "200":
          description: ok
          links:
            self: {operationRef: "#/paths/~1a~1{id}/get", parameters: {path.id: 1}}
            item: {operationRef: "#/paths/~1a~1{id}"}
            none: {operationRef: "#/paths/~1b/get"}
            away: {operationRef: "https://example.com/openapi.yaml#/paths/~1b/get"}
)",
     R"(12:34: error: the operationRef of a link must lead to an operation; found #/paths/~1a~1{id}; write the path as one step, with ~1 for each /: #/paths/~1pets/get (openapi.link-target)
13:34: error: the operationRef of a link must lead to an operation; found #/paths/~1b/get; name the operation where it stands: a $ref on the way is not followed, and a file must be there (openapi.link-target))"},
    {"headers", k31, R"(paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          headers:
            Content-Type: {schema: {}}
            X-A: {}
            X-B: {name: X-B, in: header, schema: {}}
            X-C: {content: {text/plain: {}, text/html: {}}}
            X-D: {schema: {}}
            x-d: {schema: {}}
)",
     R"(10:13: warning: a header with this name is ignored; found Content-Type (openapi.header-ignored)
11:18: error: a Header Object must have either schema or content (openapi.schema-or-content)
12:19: error: a Header Object of OpenAPI 3.1 has no such field; found name (openapi.unknown-field)
12:30: error: a Header Object of OpenAPI 3.1 has no such field; found in (openapi.unknown-field)
13:28: error: the content of a header must have exactly one media type (openapi.content-single)
15:13: error: the names of headers must differ by more than case; found x-d again (openapi.header-duplicate))"},
};

constexpr Row kServers[] = {
    {"server-variable", k31, R"(servers:
  - url: https://{host}/{base}
    variables:
      base: {default: v3, enum: [v1, v2]}
      port: {enum: []}
paths: {}
)",
     R"(4:10: error: the variable host of the URL must be defined (openapi.server-variable)
6:23: error: the default of the variable base must be one of its enum; found v3 (openapi.server-variable)
7:13: error: a Server Variable Object must have the field default (openapi.missing-field)
7:20: error: the enum of a server variable must not be empty (openapi.server-variable))"},
};

constexpr Row kSecurity[] = {
    {"security-undefined", k31, R"(paths:
  /a:
    get: {security: [{apikey: []}, {bearer: []}]}
    put: {security: [{}]}
components: {securitySchemes: {apikey: {type: apiKey, in: header, name: X-Key}}}
)",
     R"(5:37: error: a security requirement must name a scheme that is defined; found bearer (openapi.security-undefined))"},
    {"security-undefined: for the whole description", k31, R"(security: [{bearer: []}]
paths:
  /a:
    get: {}
    put: {security: []}
)",
     R"(3:13: error: a security requirement must name a scheme that is defined; found bearer (openapi.security-undefined))"},
    {"schemes", k30, R"(paths: {}
components:
  securitySchemes:
    a: {type: apikey}
    b: {type: apiKey, in: body, name: k}
    c: {type: http}
    d: {type: mutualTLS}
    e: {type: oauth2, flows: {implicit: {authorizationUrl: /o}}}
    f: {type: openIdConnect}
)",
     R"(6:15: error: the type of a Security Scheme Object must be one of apiKey, http, oauth2, openIdConnect; found apikey (openapi.invalid-value)
7:27: error: in of an API key must be one of header, query, cookie; found body (openapi.invalid-value)
8:8: error: a Security Scheme Object of type http must have the field scheme (openapi.missing-field)
9:15: error: the type of a Security Scheme Object must be one of apiKey, http, oauth2, openIdConnect; found mutualTLS (openapi.invalid-value)
10:41: error: an OAuth Flow Object must have the field scopes (openapi.missing-field)
11:8: error: a Security Scheme Object of type openIdConnect must have the field openIdConnectUrl (openapi.missing-field))"},
    {"scope-undefined", k31, R"(paths:
  /a:
    get: {security: [{o: [read, wirte]}]}
components:
  securitySchemes:
    o: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {read: r, write: w}}}}
)",
     R"(5:26: warning: a scope of o must be one that its flows define; found wirte; did you mean write? (openapi.scope-undefined))"},
    {"no objects", k31, R"(paths:
  /a:
    get: {security: [apikey, {k: yes}]}
components: {securitySchemes: {k: {type: http, scheme: Basic}}}
)",
     R"(5:22: error: a Security Requirement Object must be an object (openapi.wrong-type)
5:34: error: the scopes of a security requirement must be an array (openapi.wrong-type))"},
};

diagnostic::Diagnostics findings_of(const Row& row) {
  const auto loaded = load_text(std::string(row.head) + std::string(row.text));
  return loaded ? (*loaded)->findings : loaded.error();
}

void expect(std::span<const Row> rows) {
  for (const Row& row : rows) {
    EXPECT_EQ(lines_of(findings_of(row)), row.findings) << row.what;
  }
}

TEST(OpenApiRules, Document) { expect(kDocument); }
TEST(OpenApiRules, Fields) { expect(kFields); }
TEST(OpenApiRules, References) { expect(kReferences); }
TEST(OpenApiRules, Paths) { expect(kPaths); }
TEST(OpenApiRules, Parameters) { expect(kParameters); }
TEST(OpenApiRules, Bodies) { expect(kBodies); }
TEST(OpenApiRules, Responses) { expect(kResponses); }
TEST(OpenApiRules, Servers) { expect(kServers); }
TEST(OpenApiRules, Security) { expect(kSecurity); }

// Every rule of the family is raised by some row.
TEST(OpenApiRules, AllAreRaised) {
  std::set<std::string_view> raised;
  const auto note = [&](std::span<const Row> rows) {
    for (const Row& row : rows) {
      const auto loaded = load_text(std::string(row.head) + std::string(row.text));
      const auto& findings = loaded ? (*loaded)->findings : loaded.error();
      for (const auto& finding : findings) raised.insert(finding.rule->id);
      if (!loaded) continue;
      for (const Operation& operation : (*loaded)->operations) {
        for (const auto& finding : operation.unchecked) raised.insert(finding.rule->id);
      }
    }
  };
  note(kDocument);
  note(kFields);
  note(kReferences);
  note(kPaths);
  note(kParameters);
  note(kBodies);
  note(kResponses);
  note(kServers);
  note(kSecurity);
  for (const diagnostic::Rule* rule : diagnostic::rules::kOpenApiRules) {
    EXPECT_TRUE(raised.contains(rule->id)) << rule->id;
  }
}

}  // namespace
}  // namespace holotype::openapi
