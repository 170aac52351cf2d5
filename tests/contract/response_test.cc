// Contract::check_response: does an answer keep what its operation promises?
#include <gtest/gtest.h>

#include "contract/described.h"
#include "json/text.h"

namespace holotype::contract {
namespace {

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: Pets.
          headers:
            X-Count: {required: true, schema: {type: integer}}
            X-Tags: {schema: {type: array, items: {type: string, maxLength: 2}}}
            Content-Type: {required: true, schema: {const: never looked at}}
          content:
            application/json: {schema: {type: array, items: {type: object, required: [id]}}}
            text/plain: {schema: {type: string}}
        "204": {description: None.}
        4XX: {description: Refused., content: {application/json: {schema: {required: [error]}}}}
        "404": {description: No such thing.}
        default: {description: Else., content: {application/json: {schema: {required: [other]}}}}
    delete:
      operationId: deletePets
      responses: {"204": {description: Done.}, "205": {description: Done., content: {text/plain: {}}}}
  /empty:
    get:
      operationId: empty
      responses:
        "200":
          description: May hold nothing.
          content:
            text/plain: {schema: {type: string}}
            text/csv: {schema: {type: string, minLength: 1}}
            application/octet-stream: {}
            application/jsonl: {schema: {type: array}}
            application/x-www-form-urlencoded: {schema: {type: object}}
            application/pdf: {}
            application/xml: {}
            application/json: {}
  /watch:
    get:
      operationId: watch
      responses: {"101": {description: Switching.}}
)";

TEST(ResponseTest, IsChecked) {
  const http::Header json = {"Content-Type", "application/json"};
  const http::Header count = {"X-Count", "1"};
  struct Row {
    const char* method;
    const char* operation;
    http::Response response;
    const char* described;  // the key it was checked against; nullptr: none
    Lines findings;
    Lines unchecked;
  };
  const Row rows[] = {
      {"GET", "listPets", {200, {json, count}, R"([{"id":1}])"}, "200", {}, {}},
      {"GET",
       "listPets",
       {200, {json, count}, R"([{}])"},
       "200",
       {"body /0: must have property id*(schema.required)"},
       {}},
      {"GET", "listPets", {200, {{"Content-Type", "text/plain"}, count}, "x"}, "200", {}, {}},
      {"GET",
       "listPets",
       {200, {{"Content-Type", "text/html"}, count}, "x"},
       "200",
       {"request.media-type-unsupported"},
       {}},
      {"GET", "listPets", {200, {count}, "[]"}, "200", {"request.media-type-missing"}, {}},
      {"GET",
       "listPets",
       {200, {json, count}, ""},
       "200",
       {"body: must be there, as application/json, text/plain; found nothing "
        "(response.body-missing)"},
       {}},
      {"GET", "listPets", {200, {json, count}, "["}, "200", {"request.body-malformed"}, {}},
      // Headers: required ones, and the schema of each; Content-Type is the content's business.
      {"GET",
       "listPets",
       {200, {json}, "[]"},
       "200",
       {"header X-Count: *(response.header-missing)"},
       {}},
      {"GET",
       "listPets",
       {200, {json, {"X-Count", "many"}}, "[]"},
       "200",
       {"header X-Count: *(schema.type)"},
       {}},
      {"GET",
       "listPets",
       {200, {json, count, {"X-Tags", "ab,abc"}}, "[]"},
       "200",
       {"header X-Tags /1: *(schema.max-length)"},
       {}},
      // The exact status, then the range, then `default`.
      {"GET", "listPets", {404, {}, ""}, "404", {}, {}},
      {"GET", "listPets", {409, {json}, "{}"}, "4XX", {"schema.required"}, {}},
      {"GET", "listPets", {500, {json}, R"({"other":1})"}, "default", {}, {}},
      {"DELETE",
       "deletePets",
       {418, {}, ""},
       nullptr,
       {"status: must be one of 204, 205; found 418 (response.status-undescribed)"},
       {}},
      // Answers that have no content (RFC 9110 sections 9.3.2, 15.3.5, 15.4.5).
      {"HEAD", "listPets", {200, {json, count}, ""}, "200", {}, {}},
      {"GET", "listPets", {204, {}, ""}, "204", {}, {}},
      {"GET", "listPets", {204, {{"Content-Length", "0"}}, ""}, "204", {}, {}},
      {"GET",
       "listPets",
       {204, {json, {"Content-Length", "7"}}, ""},
       "204",
       {"body: must not be there: a 204 has none; found Content-Length: 7 "
        "(response.body-forbidden)"},
       {}},
      {"DELETE",
       "deletePets",
       {204, {}, "gone"},
       "204",
       {"body: must not be there: a 204 has none; found 4 bytes (response.body-forbidden)"},
       {}},
      {"GET", "listPets", {304, {{"Content-Length", "7"}}, ""}, "default", {}, {}},
      {"GET", "listPets", {304, {}, ""}, "default", {}, {}},
      // No bytes are a text, bytes, a row of values, a form; no JSON, XML or file.
      {"GET", "empty", {200, {{"Content-Type", "text/plain"}}, ""}, "200", {}, {}},
      {"GET", "empty", {200, {{"Content-Type", "application/octet-stream"}}, ""}, "200", {}, {}},
      {"GET", "empty", {200, {{"Content-Type", "application/jsonl"}}, ""}, "200", {}, {}},
      {"GET",
       "empty",
       {200, {{"Content-Type", "application/x-www-form-urlencoded"}}, ""},
       "200",
       {},
       {}},
      {"GET",
       "empty",
       {200, {{"Content-Type", "text/csv"}}, ""},
       "200",
       {"response.body-missing"},
       {}},
      {"GET",
       "empty",
       {200, {{"Content-Type", "application/pdf"}}, ""},
       "200",
       {"response.body-missing"},
       {}},
      {"GET",
       "empty",
       {200, {{"Content-Type", "application/xml"}}, ""},
       "200",
       {"response.body-missing"},
       {}},
      {"GET", "empty", {200, {json}, ""}, "200", {"response.body-missing"}, {}},
      {"GET", "empty", {200, {}, ""}, "200", {"response.body-missing"}, {}},
      // What ends no exchange promises nothing (RFC 9110 section 15.2).
      {"GET", "watch", {101, {}, ""}, "101", {}, {}},
      {"GET",
       "watch",
       {200, {}, "x"},
       nullptr,
       {},
       {"status: the answer was not checked: the operation describes none that ends an exchange "
        "(response.status-unchecked)"}},
      // Content that nothing is said of.
      {"GET",
       "listPets",
       {404, {json}, "{}"},
       "404",
       {},
       {"body: the body was not checked: the response describes none "
        "(response.body-undescribed)"}},
  };
  Described pets(kPets);
  for (const Row& row : rows) {
    const CheckedResponse checked = pets.check(row.operation, row.response, row.method);
    const std::string label =
        row.method + (" " + std::to_string(row.response.status)) + " " + row.response.body;
    EXPECT_THAT(checked.findings, AreFindings(row.findings)) << label;
    EXPECT_THAT(checked.unchecked, AreFindings(row.unchecked)) << label;
    ASSERT_EQ(checked.response != nullptr, row.described != nullptr) << label;
    if (row.described != nullptr) EXPECT_EQ(checked.response->described->key, row.described);
  }
}

// What the caller has read already is not read again, and is what counts.
TEST(ResponseTest, TakesTheInstanceThatTheCallerHas) {
  Described pets(kPets);
  const auto known = json::read(R"([{}])");
  ASSERT_TRUE(known);
  const http::Response response{
      200, {{"Content-Type", "application/json"}, {"X-Count", "1"}}, R"([{"id":1}])"};
  const auto& contract = *pets.contract();
  const CheckedResponse checked =
      contract.check_response(*contract.find(*pets.description()->find("listPets")), "GET",
                              response, pets.arena(), &known->root());
  EXPECT_THAT(checked.findings, AreFindings(Lines{"schema.required"}));
}

// Which response a valid request gets.
TEST(ResponseTest, KnowsTheSuccess) {
  const char* rows[][2] = {
      {R"("200": {description: A.}, "201": {description: B.})", "200"},
      {R"("404": {description: A.}, "201": {description: B.})", "201"},
      {R"("204": {description: A.}, "201": {description: B.})", "201"},
      {R"(2XX: {description: A.}, "201": {description: B.})", "201"},
      {R"(default: {description: A.}, 2XX: {description: B.})", "2XX"},
      {R"("404": {description: A.}, default: {description: B.})", "default"},
      {R"("404": {description: A.}, "302": {description: B.})", "302"},
      {R"("500": {description: A.}, "404": {description: B.})", "500"},
  };
  for (const auto& row : rows) {
    Described api(std::string("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a: {get: "
                              "{operationId: a, responses: {") +
                  row[0] + "}}}\n");
    EXPECT_EQ(api.contract()->operations()[0]->success()->described->key, row[1]) << row[0];
  }
}

}  // namespace
}  // namespace holotype::contract
