// What the model says of a description, as text (dump.h): one row a case.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "json/text.h"
#include "openapi/description.h"
#include "openapi/dump.h"
#include "openapi/loaded.h"

namespace holotype::openapi {
namespace {

struct Row {
  std::string_view what;
  std::string_view text;
  std::string_view model;
};

const std::map<std::string, std::string> kOthers = {
    {"shared/tasks.yaml", R"(
item:
  parameters: [{$ref: "params.yaml#/Limit"}]
  get: {operationId: listTasks, responses: {200: {$ref: "#/ok"}}}
  post: {operationId: createTask}
ok: {description: ok, content: {application/json: {schema: {$ref: "../schemas/task.json"}}}}
)"},
    {"shared/params.yaml", "Limit: {name: limit, in: query, schema: {type: integer}}\n"},
    {"schemas/task.json", R"({"type": "object"})"},
};

constexpr Row kRows[] = {
    {"parameters: defaults of style and explode, the operation's own win", R"(openapi: 3.1.1
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: tags, in: query, schema: {type: array}}
      - {name: X-A, in: header, schema: {}}
    get:
      operationId: getA
      parameters:
        - {name: tags, in: query, style: pipeDelimited, required: true, schema: {}}
        - {name: f, in: query, style: deepObject, schema: {}}
        - {name: x-a, in: header, deprecated: true, schema: {}, example: 1}
        - {name: c, in: cookie, explode: false, schema: {}}
        - {name: q, in: query, content: {application/json: {schema: {}}}}
)",
     R"(GET /a/{id} getA /
  path id! simple schema
  query tags! pipeDelimited schema
  header x-a simple deprecated schema example()=1
  query f deepObject* schema
  cookie c form schema
  query q form* content(application/json schema))"},

    {"bodies, responses, examples, headers, links", R"(openapi: 3.0.4
paths:
  /a:
    post:
      operationId: createA
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object}, example: {a: 1}}
          multipart/form-data:
            schema: {type: object, properties: {file: {}, ids: {}}}
            encoding:
              file: {contentType: "image/png, image/jpeg", headers: {X-H: {schema: {}}}}
              ids: {style: spaceDelimited, explode: true}
      responses:
        201:
          description: made
          headers: {Location: {required: true, schema: {type: string}}}
          content:
            application/json:
              schema: {}
              examples: {one: {value: [1]}, two: {$ref: "#/components/examples/two"}}
          links: {self: {operationId: createA}}
        4XX: {description: bad}
        default: {description: other}
components: {examples: {two: {externalValue: two.json}}}
)",
     R"(POST /a createA /
  body! application/json schema example()={"a":1}; multipart/form-data schema)"
     R"( encoding(file image/png image/jpeg header(X-H schema)) encoding(ids)
  201 application/json schema example(one)=[1] example(two)=at two.json)"
     R"( header(Location! schema) link(self createA)
  4XX
  default)"},

    {"security: inherited, replaced, optional, switched off", R"(openapi: 3.1.1
security: [{key: []}]
paths:
  /a:
    get: {}
    put: {security: []}
    post: {security: [{}, {key: [], oauth: [read]}]}
    patch: {security: [{bearer: []}]}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-API-Key}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {read: r}}}}
)",
     R"(GET /a /
  security key
PUT /a /
POST /a /
  security open | key+oauth(read)
PATCH /a /
  security bearer?
  unchecked: credentials for bearer are not checked: no such security scheme is defined)"},

    {"servers: the nearest count, variables are put in place", R"(openapi: 3.1.1
servers:
  - url: https://{region}.example.com/{base}/
    variables: {base: {default: v2, enum: [v1, v2]}, region: {default: eu, enum: [eu, us]}}
paths:
  /a: {get: {}, put: {servers: [{url: "/x%20y/"}, {url: "v9"}]}}
  /b:
    servers: [{url: "https://example.com"}, {url: "//example.com/p/../q?x#y"}]
    get: {}
)",
     R"(GET /a /v2 /v1
PUT /a /x%20y /v9
GET /b / /q)"},

    {"servers: a variable of the path that no enum limits is a parameter", R"(openapi: 3.1.1
servers:
  - url: https://{host}/{version}/{part}
    variables: {host: {default: a.com}, version: {default: v1}, part: {default: x, enum: [x, y]}}
paths:
  /a: {get: {}}
  /b:
    servers: [{url: "/v{major}", variables: {major: {default: 1}}}]
    get: {}
  /c:
    servers: [{url: "{whole}", variables: {whole: {default: "https://a.com/v1"}}},
              {url: "https://a.com/{base}", variables: {base: {default: a/b}}}]
    get: {}
)",
     R"(GET /a /v1/x /v1/y /{version}/x /{version}/y
GET /b /v1 /v{major}
GET /c /v1 /a/b)"},

    {"what cannot be read is left unchecked, and only there", R"(openapi: 3.1.1
paths:
  /a/{b}:
    get:
      parameters: [{$ref: "#/nothing"}, {name: n, in: query, schema: {}}]
      responses: {200: {$ref: "#/nothing"}, 204: {description: ok}}
    put: {requestBody: {$ref: "#/nothing"}, parameters: [{$ref: "#/components/parameters/B"}]}
components: {parameters: {B: {name: b, in: path, required: true, schema: {}}}}
)",
     R"(GET /a/{b} /
  query n form* schema
  200
  204
  unchecked: parameter 1 is not checked: it cannot be read
  unchecked: the response 200 is not checked: it cannot be read
  unchecked: {b} of the path is not checked: no parameter describes it
PUT /a/{b} /
  path b! simple schema
  unchecked: the request body is not checked: it cannot be read)"},

    {"of a path item that cannot be read as a whole", R"(openapi: 3.1.1
paths:
  /a: {$ref: "#/nothing", get: {}}
  /b: {$ref: "#/paths/~1b", get: {}}
  /c: {get: {}}
)",
     R"(GET /a /
  unchecked: a part of the path item is not read: its $ref leads to nothing
GET /b /
  unchecked: a part of the path item is not read: its $ref leads to itself
GET /c /)"},

    {"references into other files, path items among them", R"(openapi: 3.1.1
paths:
  /tasks: {$ref: "shared/tasks.yaml#/item", post: {operationId: here}}
)",
     R"(POST /tasks here /
  query limit form* schema
GET /tasks listTasks /
  query limit form* schema
  200 application/json schema)"},

    {"callbacks and webhooks; a callback that leads back ends", R"(openapi: 3.1.1
paths:
  /a:
    post:
      callbacks:
        done:
          "{$request.body#/url}":
            post: {requestBody: {content: {text/plain: {}}}, responses: {204: {description: ok}}}
        again: {$ref: "#/components/callbacks/again"}
components:
  callbacks:
    again: {"{$url}": {put: {callbacks: {again: {$ref: "#/components/callbacks/again"}}}}}
webhooks:
  created: {post: {operationId: onCreated}}
)",
     R"(POST /a /
  callback done
    POST {$request.body#/url} /
      body text/plain
      204
  callback again
    PUT {$url} /
      callback again
webhook created
  POST created onCreated /)"},

    {"Swagger 2.0", R"(swagger: "2.0"
host: api.example.com
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json, text/plain]
securityDefinitions: {b: {type: basic}, o: {type: oauth2, flow: implicit, authorizationUrl: /a, scopes: {r: read}}}
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, type: string}]
    get:
      security: [{b: []}, {o: [r]}]
      parameters:
        - {name: a, in: query, type: array, items: {type: string}}
        - {name: m, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: h, in: header, type: array, items: {type: string}, x-example: [1]}
      responses:
        200: {description: ok, schema: {type: object}, examples: {application/json: {a: 1}}, headers: {X-A: {type: string}}}
        404: {description: none}
    put:
      parameters: [{$ref: "#/parameters/Body"}]
      responses: {200: {description: ok, schema: {type: file}}}
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: f, in: formData, type: file, required: true}
        - {name: t, in: formData, type: array, items: {type: string}, collectionFormat: pipes}
      responses: {204: {description: ok}}
parameters: {Body: {name: body, in: body, required: true, schema: {type: object}}}
)",
     R"(GET /pets/{id} /v1
  path id! simple schema
  query a form schema
  query m form* schema
  header h simple schema example()=[1]
  200 application/json schema example()={"a":1}; text/plain schema header(X-A schema)
  404
  security b | o(r)
PUT /pets/{id} /v1
  path id! simple schema
  body! application/json schema
  200 application/json; text/plain
POST /pets/{id} /v1
  path id! simple schema
  body! multipart/form-data schema encoding(f */*) encoding(t pipeDelimited)
  204)"},

    {"OpenAPI 3.2", R"(openapi: 3.2.0
$self: https://example.com/api
paths:
  /a:
    query: {operationId: find, requestBody: {content: {application/json: {}}}}
    additionalOperations: {LINK: {}}
    get:
      parameters: [{name: q, in: querystring, content: {application/json: {schema: {}}}}]
      responses:
        200:
          content:
            application/jsonl: {itemSchema: {type: object}}
            text/csv: {$ref: "https://example.com/api#/components/mediaTypes/csv"}
components:
  mediaTypes:
    csv: {schema: {}, examples: {a: {dataValue: {b: 1}, serializedValue: "b\n1"}}}
)",
     R"(QUERY /a find /
  body application/json
GET /a /
  querystring q form* content(application/json schema)
  200 application/jsonl items; text/csv schema example(a)={"b":1}=bytes b
1
LINK /a /)"},
};

TEST(Load, Model) {
  for (const Row& row : kRows) {
    const auto loaded = load_text(std::string(row.text), kOthers);
    ASSERT_TRUE(loaded) << row.what << "\n" << lines_of(loaded.error());
    EXPECT_EQ(dump(**loaded), row.model) << row.what;
  }
}

TEST(Load, FailsWhereThereIsNoSuchFile) {
  const auto loaded =
      load(std::make_shared<document::Library>(std::make_shared<document::MemoryReader>()),
           "memory:/none.yaml");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().front().rule->id, "document.unreadable");
}

// However many references lead to a file, and from wherever: what keeps it from being parsed is
// said where it is to be mended, once and first.
TEST(Load, TellsOfAFileThatCannotBeParsed) {
  const auto loaded = load_text(R"(openapi: 3.1.1
info: {title: T, version: "1"}
paths:
  /a: {$ref: "broken.yaml#/a"}
  /b:
    get:
      parameters: [{$ref: "broken.yaml#/p"}]
      responses:
        "200":
          description: ok
          content:
            application/json: {schema: {$ref: "broken.yaml#/S"}}
            application/xml: {schema: {$ref: "broken.yaml#/S"}}
        "400": {$ref: "circle.yaml#/r"}
  /c: {$ref: "circle.yaml#/c"}
)",
                                {{"broken.yaml", "S:\n  type: object\n   bad: x\n"},
                                 {"circle.yaml", "c: {$ref: '#/c'}\nr: {$ref: 'none.yaml'}\n"}});
  ASSERT_TRUE(loaded) << lines_of(loaded.error());
  EXPECT_EQ(
      lines_of((*loaded)->findings),
      R"(memory:/broken.yaml:3:7: error: a colon must not follow here: a key stands on one line, a plain value holds no ": "; quote the value, or look for a key without a colon in the line above (document.syntax)
4:14: error: a reference must lead to a file that can be read; found broken.yaml#/a (reference.unresolved)
7:27: error: a reference must lead to a file that can be read; found broken.yaml#/p (reference.unresolved)
12:47: error: must name a schema; a reference must lead to a file that can be read; found broken.yaml#/S (schema.unresolved-reference)
13:46: error: must name a schema; a reference must lead to a file that can be read; found broken.yaml#/S (schema.unresolved-reference)
memory:/circle.yaml:1:11: error: a chain of references must end at a path item that has no $ref; found #/c (reference.cycle)
memory:/circle.yaml:2:11: error: there is no text memory:/none.yaml in memory; found none.yaml (reference.unresolved))");
}

TEST(Load, SchemasAreCompiledForTheirDirection) {
  const auto loaded = load_text(R"(openapi: 3.1.1
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {}}}}
      responses: {200: {description: ok, content: {application/json: {schema: {}}}}}
      callbacks:
        c: {u: {post: {requestBody: {content: {application/json: {schema: {}}}}}}}
)");
  ASSERT_TRUE(loaded);
  const Operation& operation = (*loaded)->operations.front();
  const auto direction = [](const MediaType& media_type) {
    return media_type.schema.compiled->options().direction;
  };
  EXPECT_EQ(direction(operation.request_body->content[0]), schema::Direction::Request);
  EXPECT_EQ(direction(operation.responses[0].content[0]), schema::Direction::Response);
  const Operation& callback = operation.callbacks[0].operations[0];
  EXPECT_EQ(direction(callback.request_body->content[0]), schema::Direction::Response);
}

TEST(Load, FormSchemaOfSwaggerPointsAtTheParameters) {
  const auto loaded = load_text(R"(swagger: "2.0"
info: {title: T, version: "1"}
paths:
  /a:
    post:
      parameters:
        - {name: n, in: formData, type: integer, required: true}
      responses: {204: {description: ok}}
)");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(lines_of((*loaded)->findings), "");
  const auto& media_type = (*loaded)->operations.front().request_body->content.front();
  EXPECT_EQ(media_type.name, "application/x-www-form-urlencoded");
  const auto good = json::read(R"({"n": 1})");
  const auto wrong = json::read(R"({"n": "x"})");
  EXPECT_TRUE(media_type.schema.compiled->accepts(good->root()));
  const schema::Outcome outcome = media_type.schema.compiled->check(wrong->root());
  ASSERT_EQ(outcome.findings.size(), 1u);
  EXPECT_TRUE(outcome.unchecked.empty());
  EXPECT_EQ(outcome.findings[0].source.to_string(), "memory:/api.yaml:7:41");
}

TEST(Find, ByIdOrByMethodAndPath) {
  const auto loaded = load_text(R"(openapi: 3.1.1
paths:
  /a: {get: {operationId: x}, put: {operationId: x}, post: {}}
)");
  ASSERT_TRUE(loaded);
  const Description& description = **loaded;
  const auto method_of = [&](std::string_view name) {
    const Operation* found = description.find(name);
    return found == nullptr ? "" : found->method;
  };
  EXPECT_EQ(method_of("x"), "GET");
  EXPECT_EQ(method_of("GET /a"), "GET");
  EXPECT_EQ(method_of("PUT /a"), "PUT");
  EXPECT_EQ(method_of("POST /a"), "POST");
  EXPECT_EQ(method_of("get /a"), "");
  EXPECT_EQ(method_of("y"), "");
}

}  // namespace
}  // namespace holotype::openapi
