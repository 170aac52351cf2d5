// What is loaded twice answers the same, and what is loaded again a thousand times answers the same
// and takes no more memory, whatever kind of description it is.
//
// Between the reloads everything is asked for that is made on demand (plans, resources, what is
// found in examples), so that what hangs on a description is there to be forgotten. Journals are
// kept short: they are bounded, and grow until then.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <ostream>

#include "document/temporary_folder.h"
#include "patience.h"
#include "server/service.h"

namespace holotype::server {
namespace {

namespace fs = std::filesystem;

// The sanitizers' own allocator tells mallinfo2 nothing; that of addresses finds leaks itself.
constexpr bool kCountsMemory = kPatience == 1;

std::size_t bytes_in_use() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

struct Ask {
  const char* method;
  std::string target;
  const char* body = "";
};

std::string answer_to(const Service& service, const Ask& ask) {
  http::Request request{ask.method, ask.target, {{"Host", "localhost"}}, ask.body};
  if (*ask.body != '\0') request.headers.add("Content-Type", "application/json");
  const http::Response response = service.handle(request).response;
  std::string text = std::to_string(response.status);
  for (const http::Header& header : response.headers)
    text += "\n" + header.name + ": " + header.value;
  return text + "\n\n" + response.body + "\n";
}

// All answers, each time from the same state on, in the default session and in another.
std::string answers_to(const Service& service, const std::vector<Ask>& asks) {
  const auto loaded = service.loaded();
  const auto other = *service.sessions().get("other");
  loaded->mock->reset_state(service.sessions().default_session());
  loaded->mock->reset_state(*other);
  std::string text;
  for (const Ask& ask : asks) {
    text += answer_to(service, ask);
    text += answer_to(service, {ask.method, "/__holotype/sessions/other" + ask.target, ask.body});
  }
  return text;
}

// Fixtures of a session outlive the descriptions that they are compiled for.
void add_fixture(const Service& service) {
  const auto other = *service.sessions().get("other");
  const auto added = service.loaded()->mock->add_fixtures(
      *other, R"([{name: nothing, operation: "*", outcome: not_found,
                   respond: {status: 404, body: {nothing: "{$url}"}}}])");
  ASSERT_TRUE(added) << to_line(added.error().front());
}

void load_again_and_again(const Settings& settings, const std::vector<Ask>& asks, int reloads) {
  const std::size_t before = bytes_in_use();
  const auto opened = Service::open(settings);
  const auto twin = Service::open(settings);
  ASSERT_TRUE(opened && twin) << to_line(opened.error().front());
  const Service& service = **opened;
  add_fixture(service);
  add_fixture(**twin);
  const std::string first = answers_to(service, asks);
  EXPECT_NE(first.find("Holotype-Operation"), std::string::npos) << "nothing of it was asked";
  EXPECT_EQ(answers_to(**twin, asks), first);
  const auto findings = service.findings();

  const int warm_up = std::max(2, reloads / 10);
  const int step = std::max(1, reloads / 50);
  const std::size_t one = (bytes_in_use() - before) / 2;
  std::size_t settled = 0;
  std::weak_ptr<const Loaded> old = service.loaded();
  for (int i = 1; i <= reloads; ++i) {
    const Reload reload = (*opened)->reload();
    ASSERT_TRUE(reload.loaded);
    EXPECT_TRUE(old.expired()) << "reload " << i << " left the description before it";
    old = *reload.loaded;
    if (i % step == 0) {
      ASSERT_EQ(answers_to(service, asks), first) << "after reload " << i;
      ASSERT_EQ(service.findings().size(), findings.size()) << "after reload " << i;
    }
    if (i == warm_up) settled = bytes_in_use();
  }
  const std::size_t grown = std::max(bytes_in_use(), settled) - settled;
  if (!kCountsMemory) return;
  std::printf("%zu KiB each; grew by %zu bytes in %d reloads\n", one >> 10, grown,
              reloads - warm_up);
  // Free memory that a thread keeps at hand counts as used; a description that each reload left
  // behind would be `one` times some hundred.
  EXPECT_LT(grown, std::max<std::size_t>(one / 2, std::size_t{256} << 10));
}

// ---- Descriptions of every kind -----------------------------------------------------------------

struct File {
  const char* name;
  const char* text;
};

// The first file is the description; those whose names begin with "api" are served beside it.
struct Row {
  const char* kind;
  std::vector<File> files;
  std::vector<Ask> asks;
};

const std::vector<Ask> kPetAsks = {
    {"GET", "/pets"},
    {"POST", "/pets", R"({"name": "Rex", "age": 3})"},
    {"POST", "/pets", R"({"age": -1})"},
    {"GET", "/pets/1"},
    {"GET", "/pets/nobody"},
    {"PATCH", "/pets/1", R"({"age": 4})"},
    {"DELETE", "/pets/1"},
    {"GET", "/nothing"},
};

const std::vector<Row> kRows = {
    {"Json31",
     {{"api.json", R"({
  "openapi": "3.1.0", "info": {"title": "Pets", "version": "1"},
  "paths": {
    "/pets": {
      "get": {"operationId": "listPets", "responses": {"200": {"description": "All.", "content":
        {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}}},
      "post": {"operationId": "createPet",
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "responses": {"201": {"description": "It.", "content":
          {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}}},
    "/pets/{id}": {
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
      "get": {"operationId": "getPet", "responses": {
        "200": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "404": {"description": "None."}}},
      "patch": {"operationId": "changePet",
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}}},
      "delete": {"operationId": "removePet", "responses": {"204": {"description": "Gone."}}}}},
  "components": {"schemas": {"Pet": {
    "type": "object", "required": ["name"],
    "properties": {
      "id": {"type": "string", "readOnly": true},
      "name": {"type": "string", "pattern": "^[A-Z][a-z]+$"},
      "age": {"type": "integer", "minimum": 0},
      "friends": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}}}
)"}},
     kPetAsks},
    {"Yaml30",
     {{"api.yaml", R"(openapi: 3.0.4
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}]
      responses:
        "200":
          description: All.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}
    post:
      operationId: createPet
      security: [{key: []}]
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Pet"}}
          application/xml: {schema: {$ref: "#/components/schemas/Pet"}}
      responses:
        "201": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      callbacks:
        made: {"{$request.body#/name}": {post: {responses: {"204": {description: Thanks.}}}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getPet
      responses:
        "200":
          description: It.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
              examples:
                faulty: {value: {name: 5}}
                cat: {value: {id: "1", name: Tom, kind: cat}}
        "404": {description: None.}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet:
      type: object
      required: [name]
      discriminator: {propertyName: kind, mapping: {cat: "#/components/schemas/Cat"}}
      properties: {id: {type: string}, name: {type: string, nullable: true}, kind: {type: string}}
    Cat:
      allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {lives: {type: integer, maximum: 9}}}]
)"}},
     kPetAsks},
    {"Swagger20",
     {{"api.yaml", R"(swagger: "2.0"
info: {title: Pets, version: "1"}
basePath: /v2
produces: [application/json]
consumes: [application/json]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: ids, in: query, type: array, items: {type: integer}, collectionFormat: pipes}]
      responses: {200: {description: All., schema: {type: array, items: {$ref: "#/definitions/Pet"}}}}
    post:
      operationId: createPet
      parameters: [{name: pet, in: body, required: true, schema: {$ref: "#/definitions/Pet"}}]
      responses: {201: {description: It., schema: {$ref: "#/definitions/Pet"}}}
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, type: string}]
      responses: {200: {description: It., schema: {$ref: "#/definitions/Pet"}}, 404: {description: None.}}
  /pets/{id}/photo:
    post:
      operationId: addPhoto
      consumes: [multipart/form-data]
      parameters:
        - {name: id, in: path, required: true, type: string}
        - {name: photo, in: formData, type: file}
      responses: {204: {description: Thanks.}}
definitions:
  Pet:
    type: object
    required: [name]
    properties: {id: {type: string}, name: {type: string}, age: {type: integer, minimum: 0}}
)"}},
     {{"GET", "/v2/pets?ids=1|2"},
      {"GET", "/pets?ids=a"},
      {"POST", "/v2/pets", R"({"name": "Rex"})"},
      {"POST", "/v2/pets", R"({"age": -1})"},
      {"GET", "/v2/pets/1"},
      {"POST", "/v2/pets/1/photo"}}},
    {"SeveralFiles",
     {{"main.yaml", R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets: {$ref: "paths/pets.yaml"}
  /pets/{id}: {$ref: "paths/pet.json"}
)"},
      {"paths/pets.yaml", R"(get:
  operationId: listPets
  responses:
    "200":
      description: All.
      content: {application/json: {schema: {type: array, items: {$ref: "../schemas.yaml#/Pet"}}}}
post:
  operationId: createPet
  requestBody: {required: true, content: {application/json: {schema: {$ref: "../schemas.yaml#/Pet"}}}}
  responses:
    "201": {description: It., content: {application/json: {schema: {$ref: "../schemas.yaml#/Pet"}}}}
)"},
      {"paths/pet.json", R"({"get": {"operationId": "getPet",
  "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"$ref": "../id.json"}}],
  "responses": {
    "200": {"description": "It.", "content": {"application/json": {"schema": {"$ref": "../schemas.yaml#/Pet"}}}},
    "404": {"description": "None."}}}}
)"},
      {"id.json", R"({"type": "string", "maxLength": 9})"},
      {"schemas.yaml", R"(Pet:
  type: object
  required: [name]
  properties:
    id: {$ref: "id.json"}
    name: {type: string}
    parent: {anyOf: [{$ref: "#/Pet"}, {type: "null"}]}
    lost: {$ref: "nowhere.yaml"}
)"}},
     kPetAsks},
    {"OpenApi32",
     {{"api.yaml", R"(openapi: 3.2.0
$self: https://example.com/api.yaml
info: {title: Pets, version: "1"}
tags: [{name: all}, {name: pets, parent: all}]
paths:
  /pets:
    query:
      operationId: findPets
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses:
        "200": {description: Them., content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}}
    additionalOperations:
      COPY: {operationId: copyPets, responses: {"204": {description: Done.}}}
  /events:
    get:
      operationId: streamPets
      responses:
        "200":
          description: Them.
          content:
            application/jsonl: {itemSchema: {$ref: "#/components/schemas/Pet"}}
  /find:
    get:
      operationId: searchPets
      parameters:
        - {name: all, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {n: {type: integer}}}}}}
      responses: {"200": {description: Them., content: {application/json: {examples: {one: {dataValue: [{name: Rex}]}}}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, born: {type: string, format: date}}}
)"}},
     {{"QUERY", "/pets", R"({"name": "Rex"})"},
      {"QUERY", "/pets", "{}"},
      {"COPY", "/pets"},
      {"GET", "/events"},
      {"GET", "/find?n=1"},
      {"GET", "/find?n=a"}}},
    {"Dialects",
     {{"api.yaml", R"(openapi: 3.1.0
info: {title: T, version: "1"}
jsonSchemaDialect: http://json-schema.org/draft-07/schema#
paths:
  /pets:
    post:
      operationId: createPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"200": {description: It., content: {application/json: {schema: {$ref: "#/components/schemas/Old"}}}}}
components:
  schemas:
    Pet: {type: object, dependencies: {name: [age]}, if: {required: [age]}, then: {required: [name]}}
    Old: {$schema: "http://json-schema.org/draft-04/schema#", type: integer, maximum: 5, exclusiveMaximum: true}
)"}},
     {{"POST", "/pets", R"({"name": "Rex", "age": 3})"}, {"POST", "/pets", R"({"age": -1})"}}},
    {"SeveralOnOnePort",
     {{"api-pets.yaml", R"(openapi: 3.1.1
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: array, minItems: 2, items: {$ref: "#/components/schemas/Pet"}}}}}
    post:
      operationId: addPet
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"201": {description: ok}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string, nullable: true}}}
)"},
      {"api-shops.json",
       R"({"openapi": "3.0.4", "info": {"title": "Shops", "version": "1"}, "paths": {
  "/shops": {"post": {"operationId": "openShop",
    "requestBody": {"required": true, "content": {"application/json": {"schema":
      {"type": "object", "properties": {"name": {"type": "string", "nullable": true}}}}}},
    "responses": {"201": {"description": "ok"}}}},
  "/pets": {"get": {"operationId": "listShopPets", "responses": {"204": {"description": "ok"}}}}}})"}},
     {{"GET", "/pets"},
      {"POST", "/pets", R"({"name": null})"},
      {"POST", "/shops", R"({"name": null})"},
      {"GET", "/nothing"}}},
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.kind; }

class GrowthTest : public testing::TestWithParam<Row> {};

TEST_P(GrowthTest, NoneInAThousandReloads) {
  const Row& row = GetParam();
  const document::TemporaryFolder folder;
  Settings settings;
  settings.is_stateful = true;
  settings.journal = {.max_exchanges = 4};
  settings.sessions.journal = {.max_exchanges = 4};
  for (const File& file : row.files) {
    folder.write(file.name, file.text);
    const std::string path = (folder.path() / file.name).string();
    if (settings.description_path.empty()) {
      settings.description_path = path;
    } else if (std::string_view(file.name).starts_with("api")) {
      settings.more_descriptions.push_back(path);
    }
  }
  load_again_and_again(settings, row.asks, 1000 / (kPatience == 1 ? 1 : 10));
}

INSTANTIATE_TEST_SUITE_P(OfEveryKind, GrowthTest, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.kind; });

// ---- Real ones ----------------------------------------------------------------------------------

// Large ones are loaded less often: what one reload leaves shows there sooner.
struct Real {
  const char* name;
  const char* path;  // below HOLOTYPE_DATA
  int reloads;
};

constexpr Real kReal[] = {
    {"Petstore20", "descriptions/oai-petstore-2.0.json", 1000},
    {"Mega32", "descriptions/oai-mega-3.2.yaml", 1000},
    {"Museum31", "descriptions/museum.yaml", 400},
    {"TrainTravel31", "descriptions/train-travel.yaml", 200},
    {"CompAi", "comp-ai/openapi.json", 40},
    {"Stripe", "descriptions/stripe-2022-02.json", 10},
};

void PrintTo(const Real& real, std::ostream* out) { *out << real.path; }

class RealGrowthTest : public testing::TestWithParam<Real> {};

TEST_P(RealGrowthTest, None) {
  const Real& real = GetParam();
  Settings settings;
  settings.description_path = (fs::path(HOLOTYPE_DATA) / real.path).string();
  if (!fs::exists(settings.description_path)) GTEST_SKIP() << "no " << settings.description_path;
  settings.is_stateful = true;
  settings.journal = {.max_exchanges = 4};
  settings.sessions.journal = {.max_exchanges = 4};
  std::vector<Ask> asks = {{"GET", "/nothing-of-that-name"}};
  {
    const auto service = Service::open(settings);
    ASSERT_TRUE(service);
    for (const openapi::Operation& operation : (*service)->description()->operations) {
      const bool is_plain =
          operation.method == "GET" && operation.path.find('{') == std::string::npos;
      if (is_plain && asks.size() < 10) asks.push_back({"GET", operation.path});
    }
  }
  load_again_and_again(settings, asks, std::max(4, real.reloads / (kPatience == 1 ? 1 : 10)));
}

INSTANTIATE_TEST_SUITE_P(Descriptions, RealGrowthTest, testing::ValuesIn(kReal),
                         [](const auto& real) { return real.param.name; });

}  // namespace
}  // namespace holotype::server
