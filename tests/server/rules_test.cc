// Every rule of requests, answers, examples and fixtures is raised by a row here, through the whole
// service: a description, perhaps fixtures, and a request that breaks the rule.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "contract/contract.h"
#include "diagnostic/registry.h"
#include "diagnostic/rules_fixture.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"
#include "document/library.h"
#include "document/reader.h"
#include "fixtures/fixture_set.h"
#include "mock/mock.h"
#include "server/service.h"

namespace holotype::server {
namespace {

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: old, in: query, deprecated: true, schema: {type: integer}}
      responses:
        "200":
          description: A pet.
          headers: {X-Count: {required: true, schema: {type: integer}, example: 1}}
          content:
            application/json:
              schema: {type: object, required: [name], properties: {name: {type: string}}}
              examples: {rex: {value: {name: Rex}}}
    patch: {operationId: touchPet, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: Touched.}}}
  /pets:
    post:
      operationId: createPet
      security: [{basic: []}]
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, required: [name]}}
          application/octet-stream: {schema: {type: object}}
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string}}}
            encoding: {file: {contentType: image/png}}
          application/xml:
            schema: {type: object, properties: {id: {type: integer, xml: {attribute: true}}}}
      responses:
        "201": {description: Created.}
  /open:
    get:
      operationId: openOne
      security: [{nobody: []}]
      parameters:
        - {name: must, in: query, required: true, schema: {type: string, minLength: 1}}
      responses: {"200": {description: Fine.}}
  /broken:
    get:
      operationId: broken
      parameters: [5]
      responses: {"200": {description: Fine.}}
components:
  securitySchemes: {basic: {type: http, scheme: basic}}
)";

http::Request request(std::string method, std::string target, http::Headers headers = {},
                      std::string body = {}) {
  return {std::move(method), std::move(target), std::move(headers), std::move(body)};
}

std::unique_ptr<Service> open() {
  Settings settings;
  settings.description_text = kDescription;
  auto service = Service::open(std::move(settings));
  EXPECT_TRUE(service) << (service ? "" : to_line(service.error().front()));
  return std::move(*service);
}

std::set<std::string_view> rules_of(const Service& service, const http::Request& asked) {
  service.journal().clear();
  const http::Response response = service.handle(asked).response;
  std::set<std::string_view> ids;
  for (const auto& exchange : service.journal().exchanges()) {
    for (const auto* list :
         {&exchange->findings, &exchange->unchecked, &exchange->answer_findings}) {
      for (const auto& finding : *list) ids.insert(finding.rule->id);
    }
  }
  // A problem document's own type names a rule as well.
  const std::size_t at = response.body.find("/__holotype/rules/");
  if (at != std::string::npos) {
    const std::string id = response.body.substr(at + 18, response.body.find('"', at) - at - 18);
    for (const auto* rule : diagnostic::rules::kRequestRules) {
      if (rule->id == id) ids.insert(rule->id);
    }
  }
  return ids;
}

TEST(RulesTest, SessionsRaiseThem) {
  struct Row {
    std::string_view rule;
    std::size_t max_sessions;
    std::string_view name;
  };
  const Row rows[] = {
      {"session.name-malformed", 10, "my test"},
      {"session.limit-reached", 0, "a"},
  };
  for (const Row& row : rows) {
    Settings settings;
    settings.description_text = kDescription;
    settings.sessions.max_sessions = row.max_sessions;
    const auto service = Service::open(std::move(settings));
    ASSERT_TRUE(service);
    const auto ids = rules_of(
        **service, request("GET", "/pets/1", {{"Holotype-Session", std::string(row.name)}}));
    EXPECT_TRUE(ids.contains(row.rule)) << row.rule;
  }
}

TEST(RulesTest, RequestsRaiseThem) {
  const std::string basic = "Basic dXNlcjpwYXNz";
  const http::Headers json = {{"Content-Type", "application/json"}, {"Authorization", basic}};
  struct Row {
    std::string_view rule;
    http::Request asked;
  };
  const Row rows[] = {
      {"request.path-unknown", request("GET", "/pet/1")},
      {"request.path-malformed", request("GET", "/pets/%zz")},
      {"request.method-unknown", request("PUT", "/pets")},
      {"request.credential-missing",
       request("POST", "/pets", {{"Content-Type", "application/json"}}, "{}")},
      {"request.credential-malformed",
       request("POST", "/pets",
               {{"Content-Type", "application/json"}, {"Authorization", "Basic ?"}}, "{}")},
      {"request.security-unchecked", request("GET", "/open?must=1")},
      {"request.media-type-missing", request("POST", "/pets", {{"Authorization", basic}}, "{}")},
      {"request.media-type-malformed",
       request("POST", "/pets", {{"Authorization", basic}, {"Content-Type", "json"}}, "{}")},
      {"request.media-type-unsupported",
       request("POST", "/pets", {{"Authorization", basic}, {"Content-Type", "text/plain"}}, "{}")},
      {"request.part-type-missing",
       request("POST", "/pets",
               {{"Authorization", basic}, {"Content-Type", "multipart/form-data; boundary=B"}},
               "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--B--\r\n")},
      {"request.not-acceptable", request("GET", "/pets/1", {{"Accept", "image/png"}})},
      {"request.body-missing", request("POST", "/pets", json)},
      {"request.body-malformed", request("POST", "/pets", json, "{")},
      {"request.body-duplicate-name",
       request("POST", "/pets", json, R"({"name": "Rex", "name": "Tom"})")},
      {"request.invalid", request("POST", "/pets", json, "{")},
      {"request.body-unchecked",
       request("POST", "/pets",
               {{"Authorization", basic}, {"Content-Type", "application/octet-stream"}}, "x")},
      {"request.content-coding-unsupported", request("POST", "/pets",
                                                     {{"Authorization", basic},
                                                      {"Content-Type", "application/json"},
                                                      {"Content-Encoding", "zzz"}},
                                                     "{}")},
      {"request.xml-name",
       request("POST", "/pets", {{"Authorization", basic}, {"Content-Type", "application/xml"}},
               "<pet><id>1</id></pet>")},
      {"request.body-undescribed", request("PATCH", "/pets/1", json, "{}")},
      {"request.charset-unsupported",
       request("POST", "/pets",
               {{"Authorization", basic}, {"Content-Type", "application/json; charset=x-none"}},
               "{}")},
      {"request.parameter-deprecated", request("GET", "/pets/1?old=1")},
      {"openapi.unchecked", request("GET", "/broken")},
      {"request.parameter-missing", request("GET", "/open")},
      {"request.parameter-empty", request("GET", "/pets/1?limit=")},
      {"request.parameter-undeclared", request("GET", "/pets/1?limt=2")},
      {"request.preference-unsatisfied", request("GET", "/pets/1", {{"Prefer", "code=418"}})},
      {"request.preference-malformed", request("GET", "/pets/1", {{"Prefer", "code=abc"}})},
  };
  const auto service = open();
  for (const Row& row : rows) {
    const auto raised = rules_of(*service, row.asked);
    EXPECT_TRUE(raised.contains(row.rule))
        << row.rule
        << ", raised instead: " << (raised.empty() ? "none" : std::string(*raised.begin()));
  }
}

TEST(RulesTest, StateRaisesThem) {
  Settings settings;
  settings.is_stateful = true;
  settings.max_resources = 2;
  settings.description_text = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200":
          description: Pets, never none.
          content: {application/json: {schema: {type: array, minItems: 1, items: {$ref: "#/components/schemas/Pet"}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses:
        "201": {description: Created., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
        "409": {description: Taken.}
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: If-Match, in: header, schema: {type: string}}
    get:
      responses:
        "200": {description: The pet., content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
    delete: {responses: {"204": {description: Gone.}}}
components:
  schemas: {Pet: {type: object, required: [id], properties: {id: {type: string}}}}
)";
  const auto service = Service::open(std::move(settings));
  ASSERT_TRUE(service);
  const http::Headers json = {{"Content-Type", "application/json"}};
  struct Row {
    std::string_view rule;  // "" for none
    http::Request asked;
  };
  const Row rows[] = {
      {"state.not-shown", request("GET", "/pets")},
      {"state.resource-unknown", request("GET", "/pets/rex")},
      {"", request("POST", "/pets", json, R"({"id":"rex"})")},
      {"state.resource-taken", request("POST", "/pets", json, R"({"id":"rex"})")},
      {"state.precondition", request("DELETE", "/pets/rex", {{"If-Match", "\"0\""}})},
      {"", request("POST", "/pets", json, R"({"id":"tom"})")},
      {"state.full", request("POST", "/pets", json, R"({"id":"kim"})")},
  };
  for (const Row& row : rows) {
    const http::Response response = (*service)->handle(row.asked).response;
    const auto raised = rules_of(**service, row.asked);
    if (row.rule.empty()) {
      EXPECT_EQ(response.status, 201) << response.body;
    } else {
      const bool is_in_body = response.body.find(row.rule) != std::string::npos;
      EXPECT_TRUE(is_in_body || raised.contains(row.rule)) << row.rule << response.body;
    }
  }
}

TEST(RulesTest, TransportFaultsRaiseThem) {
  using transport::FaultKind;
  struct Row {
    FaultKind kind;
    std::string_view rule;
    int status;
  };
  const Row rows[] = {
      {FaultKind::BadRequest, "request.message-malformed", 400},
      {FaultKind::RequestTimeout, "request.timeout", 408},
      {FaultKind::PayloadTooLarge, "request.body-too-large", 413},
      {FaultKind::UriTooLong, "request.target-too-long", 414},
      {FaultKind::ExpectationFailed, "request.expectation-unsupported", 417},
      {FaultKind::HeaderFieldsTooLarge, "request.headers-too-large", 431},
      {FaultKind::HandlerFailed, "holotype.bug", 500},
      {FaultKind::UnsupportedMethod, "request.tunnel-unsupported", 501},
      {FaultKind::UnsupportedTransferCoding, "request.feature-unsupported", 501},
      {FaultKind::TooManyConnections, "request.too-many-connections", 503},
      {FaultKind::VersionNotSupported, "request.version-unsupported", 505},
  };
  const auto service = open();
  for (const Row& row : rows) {
    const http::Response response = service->refuse({row.kind, "It is so.", {}});
    EXPECT_EQ(response.status, row.status) << row.rule;
    EXPECT_EQ(diagnostic::find_rule(row.rule)->status, row.status) << "what the rule's page says";
    EXPECT_NE(response.body.find(row.rule), std::string::npos) << row.rule;
    EXPECT_NE(response.body.find("It is so."), std::string::npos) << row.rule;
  }
}

// A description, its contract and an arena: what answers are checked with.
class ResponseRulesTest : public testing::Test {
 protected:
  ResponseRulesTest() {
    auto library = std::make_shared<document::Library>(std::make_shared<document::MemoryReader>());
    EXPECT_TRUE(library->add("memory:pets", "pets.yaml", std::string(kDescription)));
    description_ = *openapi::load(library, "memory:pets");
    contract_ = std::make_shared<const contract::Contract>(description_);
  }

  std::shared_ptr<const openapi::Description> description_;
  std::shared_ptr<const contract::Contract> contract_;
};

TEST_F(ResponseRulesTest, AnswersRaiseThem) {
  const http::Headers good = {{"Content-Type", "application/json"}, {"X-Count", "1"}};
  struct Row {
    std::string_view rule;
    std::string_view operation;
    http::Response response;
  };
  const Row rows[] = {
      {"response.status-undescribed", "getPet", {418, good, "{}"}},
      {"response.body-missing", "getPet", {200, good, ""}},
      {"response.body-forbidden", "touchPet", {204, {{"Content-Length", "7"}}, ""}},
      {"response.header-missing",
       "getPet",
       {200, {{"Content-Type", "application/json"}}, R"({"name":"x"})"}},
      {"response.body-undescribed", "createPet", {201, {{"Content-Type", "text/plain"}}, "hello"}},
      {"schema.required", "getPet", {200, good, "{}"}},
  };
  for (const Row& row : rows) {
    json::Arena arena;
    const auto* operation = contract_->find(*description_->find(row.operation));
    const auto checked = contract_->check_response(*operation, "GET", row.response, arena);
    const auto names = [&row](const auto& finding) { return finding.rule->id == row.rule; };
    EXPECT_TRUE(std::ranges::any_of(checked.findings, names) ||
                std::ranges::any_of(checked.unchecked, names))
        << row.rule;
  }
}

TEST_F(ResponseRulesTest, AnInvalidAnswerIsRefusedWhenErrorsAreWanted) {
  // rule response.invalid
  engine::Pipeline pipeline(
      contract_,
      [](const engine::Call&) {
        contract::Answer answer;
        answer.response = {200, {{"Content-Type", "application/json"}}, R"({"nome":"x"})"};
        answer.source = "test";
        return answer;
      },
      {.refuses_invalid_answers = true});
  session::Session session("default", {});
  const http::Response response = pipeline.handle(request("GET", "/pets/1"), session).response;
  EXPECT_EQ(response.status, 500);
  EXPECT_NE(response.body.find("/__holotype/rules/response.invalid"), std::string::npos)
      << response.body;
}

TEST_F(ResponseRulesTest, ABugEndsOneExchangeOnly) {
  engine::Pipeline pipeline(
      contract_, [](const engine::Call&) -> contract::Answer { throw Bug("x.cc:1: impossible"); });
  session::Session session("default", {});
  const http::Response response = pipeline.handle(request("GET", "/pets/1"), session).response;
  EXPECT_EQ(response.status, 500);
  EXPECT_NE(response.body.find("holotype.bug"), std::string::npos);
}

TEST_F(ResponseRulesTest, FixturesRaiseThem) {
  struct Row {
    std::string_view rule;
    std::string_view fixtures;
  };
  const Row rows[] = {
      {"fixture.malformed", "fixtures: [{name: a, operation: getPet, respond: 201}]"},
      {"fixture.malformed", "fixtures: {}"},
      {"fixture.malformed", "fixtures: [{name: a, operation: getPet}]"},
      {"fixture.malformed", "fixtures: [{name: a, operation: getPet, respond: {status: 99}}]"},
      {"fixture.malformed",
       "fixtures: [{name: a, operation: getPet, respond: {body: {}, merge: {}}}]"},
      {"fixture.malformed", "fixtures: [{name: a, operation: \"*\", respond: {}}]"},
      {"fixture.malformed", "fixtures: [{name: a, operation: \"*\", outcome: wrong, respond: {}}]"},
      {"fixture.unknown-field",
       "fixtures: [{name: a, operation: getPet, response: {}, respond: {}}]"},
      {"fixture.unknown-field", "fixturs: []\nfixtures: []"},
      {"fixture.unknown-operation", "fixtures: [{name: a, operation: getPt, respond: {}}]"},
      {"fixture.duplicate-name",
       "fixtures: [{name: a, operation: getPet, respond: {}}, {name: a, operation: getPet, "
       "respond: {}}]"},
      {"fixture.expression",
       "fixtures: [{name: a, operation: getPet, respond: {merge: {name: \"{$nothing}\"}}}]"},
      {"fixture.expression",
       "fixtures: [{name: a, operation: getPet, respond: {headers: {X: \"{$request.\"}}}]"},
      {"fixture.parameter-unknown",
       "fixtures: [{name: a, operation: getPet, when: {path: {pet: x}}, respond: {}}]"},
      {"fixture.body-file",
       "fixtures: [{name: a, operation: getPet, respond: {bodyFile: a.json}}]"},
      {"fixture.schema",
       "fixtures: [{name: a, operation: createPet, when: {schema: {type: 5}}, respond: {}}]"},
  };
  for (const Row& row : rows) {
    const auto set =
        fixtures::load_text(description_, std::string(row.fixtures), std::string(row.fixtures));
    ASSERT_FALSE(set) << row.fixtures;
    const auto names = [&row](const auto& finding) { return finding.rule->id == row.rule; };
    EXPECT_TRUE(std::ranges::any_of(set.error(), names))
        << row.rule << ": " << to_line(set.error().front());
    EXPECT_NE(set.error().front().source.line, 0u) << row.fixtures;
  }
}

TEST_F(ResponseRulesTest, FixturesThatNeverAnswerAreFound) {
  const auto set = fixtures::load_text(
      description_, "fixtures",
      "fixtures: [{name: a, operation: getPet, respond: {}}, {name: b, operation: getPet, "
      "respond: {}}]");
  ASSERT_TRUE(set);
  ASSERT_EQ(set->findings().size(), 1u);
  EXPECT_EQ(set->findings().front().rule->id, "fixture.unreachable");
}

TEST_F(ResponseRulesTest, AFolderWithoutFixturesIsNamed) {
  const std::string folder = testing::TempDir() + "holotype-no-fixtures";
  std::filesystem::create_directories(folder);
  document::MemoryReader reader;
  const auto set = fixtures::load(description_, {folder}, reader);
  ASSERT_TRUE(set);
  ASSERT_EQ(set->findings().size(), 1u);
  EXPECT_EQ(set->findings().front().rule->id, "fixture.none");
}

TEST_F(ResponseRulesTest, AFixtureSaysWhatItMisses) {
  const auto set = fixtures::load_text(
      description_, "fixtures",
      "fixtures: [{name: a, operation: getPet, when: {query: {limit: 5}}, respond: {}}]");
  ASSERT_TRUE(set);
  const auto missed = fixtures::misses(set->fixtures().front(), {});
  ASSERT_EQ(missed.size(), 1u);
  EXPECT_EQ(missed.front().rule->id, "fixture.unmatched");
  EXPECT_EQ(fixtures::miss_to_text(missed.front()), "query limit: must be \"5\", found nothing");
}

TEST_F(ResponseRulesTest, FixturesThatBreakTheContractAreFound) {
  struct Row {
    std::string_view respond;
    bool breaks;
  };
  const Row rows[] = {
      {"{merge: {name: Bello}}", false},
      {"{merge: {name: 5}}", true},
      {"{merge: {name: null}}", true},
      {"{body: {name: \"{$request.path.id}\"}}", false},
      {"{status: 404, body: {}}", true},
      {"{}", false},
      {"{body: {}}", true},
      {"{headers: {X-Count: many}}", true},
      {"{headers: {X-Count: \"3\"}}", false},
  };
  for (const Row& row : rows) {
    auto set = fixtures::load_text(
        description_, std::string(row.respond),
        "fixtures: [{name: a, operation: getPet, respond: " + std::string(row.respond) + "}]");
    ASSERT_TRUE(set) << row.respond;
    const auto findings = mock::Mock(contract_, std::move(*set)).check_fixtures();
    EXPECT_EQ(findings.empty(), !row.breaks) << row.respond;
    if (!findings.empty()) EXPECT_EQ(findings.front().rule->id, "fixture.breaks-contract");
  }
}

TEST(RulesTest, ExamplesRaiseThem) {
  Settings settings;
  settings.description_text = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    get:
      responses:
        "200":
          description: A.
          content: {application/json: {schema: {type: integer}, example: five}}
)";
  const auto service = Service::open(settings);
  ASSERT_TRUE(service);
  const auto& findings = (*service)->findings();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule->id, "example.invalid");
  EXPECT_EQ(findings[0].source.to_string(), "description:9:74");
  settings.is_strict = true;
  EXPECT_FALSE(Service::open(settings)) << "--strict makes faults fatal";
}

// The examples and defaults inside schemas count too, each once, wherever the schema is used.
TEST(RulesTest, ExamplesInsideSchemasRaiseThem) {
  Settings settings;
  settings.description_text = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {get: {responses: {"200": {description: A., content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}}}
  /b: {get: {responses: {"200": {description: B., content: {application/json: {schema: {$ref: "#/components/schemas/A"}}}}}}}
components:
  schemas:
    A:
      properties:
        good: {type: string, examples: [x, y], default: z}
        bad: {type: string, examples: [x, 5]}
        worse: {type: array, items: {type: integer, default: none}}
        self: {$ref: "#/components/schemas/A"}
)";
  const auto service = Service::open(settings);
  ASSERT_TRUE(service);
  std::vector<std::string> places;
  for (const auto& finding : (*service)->findings()) {
    EXPECT_EQ(finding.rule->id, "example.invalid");
    places.push_back(finding.source.to_string());
  }
  EXPECT_EQ(places, (std::vector<std::string>{"description:11:43", "description:12:62"}));
}

}  // namespace
}  // namespace holotype::server
