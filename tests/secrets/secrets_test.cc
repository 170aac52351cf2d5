// What is taken out of exchanges before they are written down: one row a place where a secret may
// stand.
#include "secrets/secrets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/contract.h"
#include "openapi/loaded.h"

namespace holotype::secrets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kUsers = R"(openapi: 3.2.0
info: {title: Users, version: "1"}
components:
  securitySchemes:
    header: {type: apiKey, in: header, name: X-Org-Key}
    query: {type: apiKey, in: query, name: "org key"}
    cookie: {type: apiKey, in: cookie, name: sid}
  schemas:
    Secret: {type: string, format: password, minLength: 8}
    User:
      type: object
      properties:
        name: {type: string, maxLength: 5}
        password: {$ref: "#/components/schemas/Secret"}
        pin: {type: string, writeOnly: true, enum: ["1234", "9999"]}
        friends: {type: array, items: {$ref: "#/components/schemas/User"}}
        login:
          oneOf:
            - {type: object, required: [token], properties: {token: {type: string, format: password}}}
            - {type: object, required: [code], properties: {code: {type: string}}}
        keys: {type: object, additionalProperties: {type: string, writeOnly: true}}
paths:
  /users:
    post:
      operationId: createUser
      parameters:
        - {name: reset, in: query, schema: {type: string, format: password, maxLength: 3}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {code: {type: string, writeOnly: true}}}}
        - {name: X-Old, in: header, schema: {type: string, format: password}}
      requestBody:
        content:
          application/json: {schema: {$ref: "#/components/schemas/User"}}
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/User"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/User"}}
          text/plain: {schema: {type: string}}
      responses: {"201": {description: Created.}}
  /batches:
    post:
      operationId: createBatch
      parameters:
        - {name: X-Org-Key, in: header, schema: {type: string, format: uuid}}
        - {name: X-API-Key, in: header, schema: {type: string, maxLength: 3}}
        - {name: org key, in: query, schema: {type: string, maxLength: 3}}
        - {name: api_key, in: query, schema: {type: array, items: {type: integer}}}
        - {name: any, in: query, schema: {type: object, additionalProperties: {type: integer}}}
        - {name: theme, in: cookie, schema: {type: string, maxLength: 3}}
        - {name: X-Trace, in: header, schema: {type: string, maxLength: 3}}
      requestBody:
        content:
          application/jsonl: {schema: {$ref: "#/components/schemas/User"}}
          application/x-ndjson: {itemSchema: {$ref: "#/components/schemas/User"}}
          text/event-stream:
            itemSchema: {type: object, properties: {data: {type: string, contentMediaType: application/json, contentSchema: {$ref: "#/components/schemas/User"}}}}
          application/vnd.wrapped+json:
            schema: {type: object, properties: {text: {type: string, contentMediaType: application/json, contentSchema: {$ref: "#/components/schemas/User"}}, more: {type: string}}}
      responses: {"201": {description: Created.}}
  /search:
    get:
      operationId: search
      parameters:
        - {name: q, in: querystring, content: {application/json: {schema: {$ref: "#/components/schemas/User"}}}}
      responses: {"200": {description: Fine.}}
  /find:
    get:
      operationId: find
      parameters:
        - {name: q, in: querystring, content: {application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/User"}}}}
      responses: {"200": {description: Fine.}}
  /invites/{code}/for/{name}:
    get:
      operationId: getInvite
      parameters:
        - {name: code, in: path, required: true, schema: {type: string, format: password}}
        - {name: name, in: path, required: true, schema: {type: string}}
      responses: {"200": {description: Fine.}}
)";

class SecretsTest : public testing::Test {
 protected:
  SecretsTest() {
    auto loaded = openapi::load_text(kUsers);
    if (!loaded) throw std::runtime_error(openapi::lines_of(loaded.error()));
    contract_ = std::make_unique<contract::Contract>(*loaded);
  }

  contract::Checked check(const http::Request& request) {
    return contract_->check_request(request, arena_);
  }
  Redacted redact(const http::Request& request) {
    const contract::Checked checked = check(request);
    return contract_->secrets().redact(checked.secret_subject());
  }

  json::Arena arena_;
  std::unique_ptr<contract::Contract> contract_;
};

http::Request post(std::string type, std::string body, std::string target = "/users") {
  return {"POST", std::move(target), {{"Content-Type", std::move(type)}}, std::move(body)};
}

TEST_F(SecretsTest, Targets) {
  struct Row {
    std::string target;
    std::string redacted;
  };
  const Row rows[] = {
      {"/users", "/users"},
      {"/users?", "/users?"},
      {"/users?name=ann&flag&", "/users?name=ann&flag&"},
      {"/users?org%20key=s3cret&a=1", "/users?org%20key=(redacted)&a=1"},
      {"/users?org+key=s3cret", "/users?org+key=(redacted)"},
      {"/users?%6Frg%20key=s3cret", "/users?%6Frg%20key=(redacted)"},
      {"/users?ORG%20KEY=s3cret", "/users?ORG%20KEY=(redacted)"},
      {"/users?org%20key", "/users?org%20key"},
      {"/users?access_token=s3cret", "/users?access_token=(redacted)"},
      {"/users?reset=s3cret&reset=other", "/users?reset=(redacted)&reset=(redacted)"},
      {"/users?filter%5Bcode%5D=s3cret", "/users?filter%5Bcode%5D=(redacted)"},
      {"/invites/s3cret/for/ann", "/invites/(redacted)/for/ann"},
      {"/invites/s3cret/for/s3cret?x=1", "/invites/(redacted)/for/s3cret?x=1"},
      {"/unknown?org%20key=s3cret", "/unknown?org%20key=(redacted)"},
      {"/search?%7B%22pin%22:%22s3cret%22%7D", "/search?(redacted)"},
      {"/find?name=ann&pin=s3cret", "/find?name=(redacted)&pin=(redacted)"},
  };
  for (const Row& row : rows) {
    http::Request request{row.target.starts_with("/users") ? "POST" : "GET", row.target, {}, ""};
    EXPECT_EQ(redact(request).request.raw_target, row.redacted) << row.target;
  }
}

TEST_F(SecretsTest, Headers) {
  struct Row {
    std::string name;
    std::string value;
    std::string redacted;
  };
  const Row rows[] = {
      {"Authorization", "Bearer s3cret", "(redacted)"},
      {"proxy-authorization", "Basic czNjcmV0", "(redacted)"},
      {"x-org-key", "s3cret", "(redacted)"},
      {"X-API-Key", "s3cret", "(redacted)"},  // by custom: the description does not name it
      {"X-Old", "s3cret", "(redacted)"},
      {"Cookie", "sid=s3cret; theme=dark", "sid=(redacted); theme=(redacted)"},
      {"Cookie", "s3cret", "(redacted)"},
      {"X-Trace", "abc", "abc"},
  };
  for (const Row& row : rows) {
    const http::Request request{"POST", "/users", {{row.name, row.value}}, ""};
    EXPECT_EQ(*redact(request).request.headers.find(row.name), row.redacted) << row.name;
  }
}

TEST_F(SecretsTest, Bodies) {
  struct Row {
    std::string type;
    std::string body;
    std::string redacted;
    std::string target = "/users";
  };
  const std::string json = "application/json";
  const std::string form = "application/x-www-form-urlencoded";
  const Row rows[] = {
      {json, R"({ "name": "ann" })", R"({ "name": "ann" })"},  // byte for byte
      {json, R"({"name":"ann","password":"s3cret"})",
       R"_({"name":"ann","password":"(redacted)"})_"},
      {json, R"({"password":{"a":"s3cret"}})", R"_({"password":"(redacted)"})_"},
      {json, R"({"pin":12345})", R"_({"pin":"(redacted)"})_"},
      {json, R"({"friends":[{"friends":[{"pin":"s3cret"}]}]})",
       R"_({"friends":[{"friends":[{"pin":"(redacted)"}]}]})_"},
      {json, R"({"login":{"token":"s3cret"}})", R"_({"login":{"token":"(redacted)"}})_"},
      {json, R"({"login":{"token":"s3cret","code":"c"}})",
       R"_({"login":{"token":"(redacted)","code":"c"}})_"},
      {json, R"({"keys":{"a":"s3cret"}})", R"_({"keys":{"a":"(redacted)"}})_"},
      {json, R"({"password": "s3cret")", "(redacted)"},  // cannot be read
      {form, "name=ann&password=s3cret", "name=ann&password=(redacted)"},
      {form, "name=ann&pass%77ord=s3cret", "name=ann&pass%77ord=(redacted)"},
      {form, "name=ann", "name=ann"},
      {"multipart/form-data; boundary=b",
       "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\ns3cret\r\n--b--\r\n",
       "(redacted)"},
      {"text/plain", "s3cret is not declared so here", "s3cret is not declared so here"},
      {"application/xml", "<password>s3cret</password>", "(redacted)"},  // no media type of it
      // Rows of items, and texts that are documents.
      {"application/jsonl", "{\"pin\":\"s3cret\"}\n", "(redacted)", "/batches"},
      {"application/jsonl", "{\"name\":\"ann\"}\n", "{\"name\":\"ann\"}\n", "/batches"},
      {"application/x-ndjson", "{}\n{\"pin\":\"s3cret\"}\n", "(redacted)", "/batches"},
      {"text/event-stream", "data: {\"pin\": \"s3cret\"}\n\n", "(redacted)", "/batches"},
      {"application/vnd.wrapped+json", R"({"text":"{\"pin\":\"s3cret\"}","more":"a"})",
       R"_({"text":"(redacted)","more":"a"})_", "/batches"},
  };
  for (const Row& row : rows) {
    const Redacted redacted = redact(post(row.type, row.body, row.target));
    EXPECT_EQ(redacted.request.body, row.redacted) << row.type << " " << row.body;
    EXPECT_EQ(redacted.is_body_dropped, row.redacted == "(redacted)") << row.body;
  }
}

TEST_F(SecretsTest, PointersSayWhatWasTakenOut) {
  EXPECT_THAT(redact(post("application/json", R"({"pin":"1","keys":{"a/b":"2"}})")).body_pointers,
              ElementsAre("/pin", "/keys/a~1b"));
  EXPECT_THAT(redact(post("application/json", "{}")).body_pointers, IsEmpty());
}

TEST_F(SecretsTest, FindingsDoNotShowWhatWasSent) {
  const http::Request requests[] = {
      post("application/json", R"({"password":"s3cret"})"),
      post("application/json", R"({"pin":"s3cret"})"),
      post("application/json", R"({"friends":[{"password":"s3cret"}]})"),
      post("application/json", R"({"login":{"token":["s3cret"]}})"),
      post("text/plain", "x", "/users?reset=s3cret"),
      post("application/jsonl", "{\"password\":\"s3cret\"}\n", "/batches"),
      post("application/x-ndjson", "{\"pin\":\"s3cret\"}\n", "/batches"),
      {"GET", "/search?%7B%22pin%22:%22s3cret%22%7D", {}, ""},
      // Keys and cookies that a parameter describes too.
      {"POST", "/batches", {{"X-Org-Key", "s3cret"}}, ""},
      {"POST", "/batches", {{"X-API-Key", "s3cret"}}, ""},
      {"POST", "/batches", {{"Cookie", "theme=s3cret"}}, ""},
      {"POST", "/batches?org%20key=s3cret", {}, ""},
      {"POST", "/batches?api_key=s3cret", {}, ""},
      {"POST", "/batches?apikey=s3cret", {}, ""},
  };
  for (const http::Request& request : requests) {
    const contract::Checked checked = check(request);
    ASSERT_FALSE(checked.findings.empty()) << request.body;
    for (const auto& finding : checked.findings) {
      EXPECT_THAT(to_line(finding), Not(HasSubstr("s3cret")));
      for (const auto& cause : finding.causes)
        EXPECT_THAT(to_line(cause), Not(HasSubstr("s3cret")));
    }
  }
  // What is no secret is shown as ever.
  const http::Request open = post("application/json", R"({"name":"annabella"})");
  EXPECT_THAT(to_line(check(open).findings.front()), HasSubstr("annabella"));
  const http::Request header{"POST", "/batches", {{"X-Trace", "visible"}}, ""};
  EXPECT_THAT(to_line(check(header).findings.front()), HasSubstr("visible"));
}

}  // namespace
}  // namespace holotype::secrets
