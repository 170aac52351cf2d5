// Contract::check_request: what is wrong with a request, all of it, in the order that contract.h
// promises, and the verdict that follows.
#include <gtest/gtest.h>

#include "contract/described.h"

namespace holotype::contract {
namespace {

constexpr const char* kTasks = R"(openapi: 3.1.0
info: {title: Tasks, version: "1"}
servers: [{url: "https://api.example/v1"}]
paths:
  /tasks:
    post:
      operationId: createTask
      security: [{key: []}]
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 9}}
        - {name: X-Trace, in: header, required: true, schema: {type: string}}
        - {name: theme, in: cookie, schema: {enum: [dark, light]}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, required: [title], properties: {title: {type: string}}}
      responses:
        "201": {description: Created., content: {application/json: {}}}
  /tasks/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getTask
      responses: {"200": {description: One., content: {application/json: {}, text/csv: {}}}}
    put:
      operationId: putTask
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"204": {description: Done.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
)";

const http::Header kJson = {"Content-Type", "application/json"};
const http::Header kKey = {"X-Key", "any"};
const http::Header kTrace = {"X-Trace", "t"};

TEST(RequestTest, IsCheckedWhole) {
  struct Row {
    http::Request request;
    Verdict verdict;
    Lines findings;
  };
  const Row rows[] = {
      {{"POST", "/tasks", {kJson, kKey, kTrace}, R"({"title":"x"})"}, Verdict::Valid, {}},
      {{"POST", "/v1/tasks", {kJson, kKey, kTrace}, R"({"title":"x"})"}, Verdict::Valid, {}},
      // Everything at once: nothing hides what comes after it.
      {{"POST", "/tasks?limit=10&limt=1", {{"Cookie", "theme=red"}, {"Accept", "text/html"}}, ""},
       Verdict::Unauthorized,
       {"request.credential-missing", "query limit: must be at most 9; found 10 (schema.maximum)",
        "header X-Trace: *(request.parameter-missing)", "cookie theme: *(schema.enum)",
        "query limt: is not described by the operation; did you mean limit? "
        "(request.parameter-undeclared)",
        "body: must be there, as application/json; found nothing; send a body with Content-Type: "
        "application/json (request.body-missing)",
        "header Accept: must allow one of application/json; found text/html; send Accept: "
        "application/json (request.not-acceptable)"}},
      // The most pressing finding decides.
      {{"POST", "/tasks", {{"Content-Type", "text/plain"}, kKey}, "x"},
       Verdict::UnsupportedMediaType,
       {"request.parameter-missing", "request.media-type-unsupported"}},
      {{"POST", "/tasks", {kJson, kKey, {"Accept", "text/html"}}, R"({"title":"x"})"},
       Verdict::Invalid,
       {"request.parameter-missing", "request.not-acceptable"}},
      {{"GET", "/tasks/7", {{"Accept", "text/html"}}},
       Verdict::NotAcceptable,
       {"request.not-acceptable"}},
      {{"GET", "/tasks/7", {{"Accept", "text/html"}, {"Accept", "text/csv"}}}, Verdict::Valid, {}},
      {{"GET", "/tasks/7", {{"Accept", "application/json;q=0"}}},
       Verdict::NotAcceptable,
       {"request.not-acceptable"}},
      // A name that is not described is worth a word, and no more.
      {{"GET", "/tasks/7?page=2"}, Verdict::Valid, {"request.parameter-undeclared"}},
      {{"GET", "/tasks/seven"},
       Verdict::Invalid,
       {"path id: must be integer; found \"seven\" (schema.type)"}},
      {{"GET", "/tasks/%zz"}, Verdict::Invalid, {"request.path-malformed"}},
      // A body that is not asked for may be left out, and is checked where it is there.
      {{"PUT", "/tasks/7"}, Verdict::Valid, {}},
      {{"PUT", "/tasks/7", {kJson}, "[]"}, Verdict::Invalid, {"schema.type"}},
      {{"PUT", "/tasks/7", {}, "{}"},
       Verdict::UnsupportedMediaType,
       {"request.media-type-missing"}},
      // RFC 8259 section 4: names that come twice, whatever they are written with.
      {{"PUT",
        "/tasks/7",
        {kJson},
        R"({"a/b": 1, "a/b": 2, "c": [{"d": 1, "\u0064": [], "d": 2}]})"},
       Verdict::Valid,
       {"body /a~1b: must have each name once; at byte 11 (line 1, column 12): the last one "
        "counts; "
        "found a/b (request.body-duplicate-name)",
        "body /c/0/d: must have each name once; at byte 36 (line 1, column 37): the last one "
        "counts; found d (request.body-duplicate-name)",
        "body /c/0/d: must have each name once; at byte 50 (line 1, column 51): the last one "
        "counts; found d (request.body-duplicate-name)"}},
      {{"PUT", "/tasks/7", {kJson}, R"({"a": {"b": 1, "b": 2}, "a": 3})"},
       Verdict::Valid,
       {"body: must have each name once; at byte 15 *",
        "body /a: must have each name once; at byte 24 *"}},
      // Content that a GET has no use for is nobody's business.
      {{"GET", "/tasks/7", {kJson}, "{"}, Verdict::Valid, {}},
  };
  Described tasks(kTasks);
  for (const Row& row : rows) {
    const Checked checked = tasks.check(row.request);
    EXPECT_THAT(checked.findings, AreFindings(row.findings))
        << row.request.method << " " << row.request.raw_target;
    EXPECT_EQ(to_string(checked.verdict), to_string(row.verdict)) << row.request.raw_target;
  }
}

// A body of no bytes is one where its Content-Type can write it so.
TEST(RequestTest, MayHaveABodyOfNoBytes) {
  Described files(R"(openapi: 3.1.0
info: {title: Files, version: "1"}
paths:
  /text:
    put:
      operationId: putText
      requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}
      responses: {"204": {description: Done.}}
    patch:
      operationId: patchText
      requestBody: {content: {text/plain: {schema: {type: string, minLength: 3}}}}
      responses: {"204": {description: Done.}}
  /file:
    put:
      operationId: putFile
      requestBody: {required: true, content: {"*/*": {schema: {type: string, format: binary}}}}
      responses: {"204": {description: Done.}}
  /form:
    post:
      operationId: postForm
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {type: object, required: [a]}}
          application/json: {}
      responses: {"204": {description: Done.}}
    put:
      operationId: putForm
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object}}}}
      responses: {"204": {description: Done.}}
)");
  const auto typed = [](const char* type) { return http::Headers{{"Content-Type", type}}; };
  struct Row {
    http::Request request;
    Lines findings;
    const char* body;  // as JSON; "": none
  };
  const Row rows[] = {
      {{"PUT", "/text", typed("text/plain")}, {}, R"("")"},
      {{"PUT", "/text"}, {"body: *Content-Type: text/plain (request.body-missing)"}, ""},
      {{"PATCH", "/text", typed("text/plain")}, {"body: *(schema.min-length)"}, R"("")"},
      {{"PATCH", "/text"}, {}, ""},
      {{"PATCH", "/text", typed("application/json")}, {}, ""},
      {{"PUT", "/file", typed("application/octet-stream")}, {}, R"("")"},
      {{"PUT", "/file", typed("image/png")}, {}, R"("")"},
      // The advice is a type that one can send.
      {{"PUT", "/file"},
       {"body: *Content-Type: application/octet-stream (request.body-missing)"},
       ""},
      {{"POST", "/form", typed("application/json")},
       {"body: *Content-Type: application/json (request.body-missing)"},
       ""},
      {{"POST", "/form", typed("application/x-www-form-urlencoded")}, {"request.body-missing"}, ""},
      {{"PUT", "/form", typed("application/x-www-form-urlencoded")}, {}, "{}"},
  };
  for (const Row& row : rows) {
    const Checked checked = files.check(row.request);
    EXPECT_THAT(checked.findings, AreFindings(row.findings))
        << row.request.method << " " << row.request.raw_target;
    EXPECT_EQ(checked.body ? json::write(*checked.body) : "", row.body)
        << row.request.method << " " << row.request.raw_target;
  }
}

TEST(RequestTest, IsRefusedWhereNoOperationMatches) {
  struct Row {
    const char* method;
    const char* target;
    Verdict verdict;
    const char* finding;
    const char* allow;
  };
  const Row rows[] = {
      {"GET", "/taks/7", Verdict::NotFound,
       "path: must be a path of the description; found /taks/7; *", ""},
      {"GET", "/nothing/like/it", Verdict::NotFound,
       "path: must be a path of the description; found /nothing/like/it; the description has no "
       "path that is like it (request.path-unknown)",
       ""},
      {"DELETE", "/tasks", Verdict::MethodNotAllowed,
       "method: must be one of POST for /tasks; found DELETE (request.method-unknown)", "POST"},
      {"POST", "/v1/tasks/7", Verdict::MethodNotAllowed,
       "method: must be one of GET, HEAD, PUT for /tasks/{id}; found POST "
       "(request.method-unknown)",
       "GET, HEAD, PUT"},
      {"get", "/tasks/7", Verdict::MethodNotAllowed, "request.method-unknown", "GET, HEAD, PUT"},
  };
  Described tasks(kTasks);
  for (const Row& row : rows) {
    const Checked checked = tasks.check({row.method, row.target});
    EXPECT_THAT(checked.findings, AreFindings(Lines{row.finding})) << row.target;
    EXPECT_EQ(to_string(checked.verdict), to_string(row.verdict)) << row.target;
    EXPECT_EQ(checked.allow, row.allow) << row.target;
    EXPECT_EQ(checked.operation(), nullptr);
  }
}

TEST(RequestTest, HandsOnWhatItRead) {
  Described tasks(kTasks);
  const http::Request request{
      "POST", "/tasks?limit=3", {kJson, kKey, kTrace}, R"({"title":"Rotate"})"};
  const Checked checked = tasks.check(request);
  EXPECT_EQ(checked.operation()->id, "createTask");
  ASSERT_TRUE(checked.body);
  EXPECT_EQ(checked.body->find("title")->as_string(), "Rotate");
  EXPECT_EQ(checked.body_media_type->name, "application/json");
  ASSERT_EQ(checked.parameters.size(), 2u);
  EXPECT_EQ(checked.parameters[0].value.as_integer(), 3);
  EXPECT_EQ(checked.parameters[1].parameter->name, "X-Trace");

  const http::Request encoded{"HEAD", "/v1/tasks/%37"};
  const Checked head = tasks.check(encoded);
  EXPECT_TRUE(head.is_head_of_get);
  ASSERT_EQ(head.path_values.size(), 1u);
  EXPECT_EQ(head.path_values[0].value, "%37") << "undecoded";
  EXPECT_EQ(to_string(head.verdict), "valid");
}

TEST(RequestTest, StrictnessMakesWarningsCount) {
  const http::Request request{"GET", "/tasks/7?page=2"};
  EXPECT_EQ(to_string(Described(kTasks).check(request).verdict), "valid");
  EXPECT_EQ(to_string(Described(kTasks, {.is_strict = true}).check(request).verdict), "invalid");
  const http::Request twice{"PUT", "/tasks/7", {kJson}, R"({"a": 1, "a": 1})"};
  EXPECT_EQ(to_string(Described(kTasks).check(twice).verdict), "valid");
  EXPECT_EQ(to_string(Described(kTasks, {.is_strict = true}).check(twice).verdict), "invalid");
}

// Locations must not depend on where the description lies.
TEST(RequestTest, LocatesSchemasInTheDescription) {
  Described tasks(kTasks);
  const http::Request request{"POST", "/tasks", {kJson, kKey, kTrace}, "{}"};
  const Checked checked = tasks.check(request);
  ASSERT_EQ(checked.findings.size(), 1u);
  EXPECT_EQ(checked.findings[0].schema,
            "#/paths/~1tasks/post/requestBody/content/application~1json/schema/required");
  EXPECT_EQ(checked.findings[0].source.to_string(), "memory:/api.yaml:17:46");
}

TEST(RequestTest, NamesThatComeAgainAndAgainAreReportedTenTimes) {
  std::string body = R"({"a": 0)";
  for (int i = 0; i < 1000; ++i) body += R"(, "a": 1)";
  Described described(kTasks);
  EXPECT_EQ(described.check({"PUT", "/tasks/7", {kJson}, body + "}"}).findings.size(), 10u);
}

}  // namespace
}  // namespace holotype::contract
