// What `holotype explain` tells: the match, each check, each source of the answer, the answer.
#include "server/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "json/text.h"

namespace holotype::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: Shop, version: "1"}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
paths:
  /orders/{id}:
    post:
      operationId: order
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer}}
        - {name: express, in: query, schema: {type: boolean}}
      requestBody:
        content: {application/json: {schema: {type: object, required: [item], properties: {pin: {type: string, format: password}}}}}
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {type: object}, examples: {ok: {value: {by: example}}}}}
        "404": {description: None., content: {application/json: {schema: {type: object}, example: {no: order}}}}
  /broken:
    get:
      operationId: broken
      parameters: [5]
      responses: {"204": {description: Fine.}}
)";
constexpr std::string_view kFixtures = R"(fixtures:
  - {name: tea, operation: order, when: {body: {item: tea}}, respond: {body: {by: tea}}}
  - {name: pin, operation: order, when: {body: {item: pin, pin: "1234"}}, respond: {body: {by: pin}}}
)";

class ExplainTest : public testing::Test {
 protected:
  ExplainTest() {
    const std::string path = testing::TempDir() + "holotype-explain.yaml";
    std::ofstream(path) << kFixtures;
    Settings settings;
    settings.description_text = kDescription;
    settings.fixture_paths = {path};
    auto service = Service::open(std::move(settings));
    EXPECT_TRUE(service) << to_line(service.error().front());
    service_ = std::move(*service);
  }

  static http::Request order(std::string target, std::string body, http::Headers headers = {}) {
    headers.add("X-Key", "s3cret-key");
    headers.add("Content-Type", "application/json");
    return {"POST", std::move(target), std::move(headers), std::move(body)};
  }

  std::unique_ptr<Service> service_;
};

// "name: result" of each check.
std::vector<std::string> results(const Explanation& told) {
  std::vector<std::string> out;
  for (const ExplainedCheck& check : told.checks) {
    static constexpr std::string_view kWords[] = {"valid", "invalid", "unchecked", "nothing"};
    out.push_back(check.name + ": " +
                  std::string(kWords[static_cast<std::size_t>(check.result())]));
  }
  return out;
}

// The sources that were asked, the one that answered last.
std::vector<std::string> asked(const Explanation& told) {
  std::vector<std::string> out;
  for (const ExplainedStep& step : told.steps) {
    out.push_back(step.name);
    EXPECT_EQ(step.is_answer, &step == &told.steps.back()) << step.name;
  }
  return out;
}

TEST_F(ExplainTest, AValidRequestThatAFixtureAnswers) {
  const Explanation told =
      explain(*service_, order("/orders/7?express=true", R"({"item": "tea"})"));
  EXPECT_TRUE(told.is_valid());
  EXPECT_EQ(told.operation->id, "order");
  EXPECT_THAT(results(told),
              ElementsAre("security: valid", "path: valid", "query: valid", "header: nothing",
                          "cookie: nothing", "body: valid", "Accept: valid"));
  EXPECT_THAT(asked(told), ElementsAre("Prefer", "fixture"));
  EXPECT_FALSE(told.nearest);
  EXPECT_EQ(told.answer.body, R"({"by":"tea"})");
  const std::string text = to_text(told);
  EXPECT_THAT(text, HasSubstr("order (POST /orders/{id})"));
  EXPECT_THAT(text, HasSubstr("id = \"7\""));
  EXPECT_THAT(text, HasSubstr("-> 2. fixture"));
  EXPECT_THAT(text, HasSubstr("HTTP/1.1 200 OK"));
}

TEST_F(ExplainTest, TheNearestFixtureWithoutSecrets) {
  const Explanation told =
      explain(*service_, order("/orders/7", R"({"item": "pin", "pin": "9876"})"));
  ASSERT_TRUE(told.nearest);
  EXPECT_THAT(*told.nearest, HasSubstr("pin: body /pin"));
  EXPECT_THAT(asked(told),
              ElementsAre("Prefer", "fixture", "example pair", "state", "description"));
  json::Arena arena;
  for (const std::string& text : {to_text(told), json::write(to_json(told, arena))}) {
    EXPECT_THAT(text, Not(HasSubstr("9876")));
    EXPECT_THAT(text, Not(HasSubstr("s3cret-key")));
  }
}

TEST_F(ExplainTest, EachSourceThatCanAnswer) {
  struct Row {
    http::Request request;
    std::string_view source;
    int status;
  };
  const Row rows[] = {
      {order("/orders/7", R"({"item": "x"})", {{"Prefer", "code=404"}}), "Prefer", 404},
      {order("/orders/7", R"({"item": "tea"})"), "fixture", 200},
      {order("/orders/7", R"({"item": "x"})"), "description", 200},
      {order("/orders/7", "{}"), "problem document", 422},
      {order("/nowhere", "{}"), "problem document", 404},
      {{"GET", "/broken", {}, ""}, "description", 204},
      {{"GET", "/__holotype/health", {}, ""}, "admin page", 200},
  };
  for (const Row& row : rows) {
    const Explanation told = explain(*service_, row.request);
    EXPECT_EQ(told.steps.back().name, row.source) << to_text(told);
    EXPECT_EQ(told.answer.status, row.status) << to_text(told);
  }
}

TEST_F(ExplainTest, WhatIsWrongAndWhatWasNotChecked) {
  const Explanation invalid = explain(*service_, {"POST", "/orders/x", {}, ""});
  EXPECT_FALSE(invalid.is_valid());
  EXPECT_EQ(results(invalid)[0], "security: invalid");
  EXPECT_EQ(results(invalid)[1], "path: invalid");
  const Explanation unknown = explain(*service_, {"GET", "/order/7", {}, ""});
  EXPECT_EQ(unknown.operation, nullptr);
  EXPECT_THAT(to_text(unknown), HasSubstr("/orders/{id}"));
  const Explanation unchecked = explain(*service_, {"GET", "/broken", {}, ""});
  EXPECT_TRUE(unchecked.is_valid());
  EXPECT_THAT(to_text(unchecked), HasSubstr("not checked"));
}

TEST_F(ExplainTest, BytesThatAreNoTextAreBase64) {
  Explanation told = explain(*service_, order("/orders/7", R"({"item": "milk"})"));
  told.answer.body = "\xff\xd8\xe0";
  json::Arena arena;
  const std::string text = json::write(to_json(told, arena));
  EXPECT_THAT(text, HasSubstr(R"("bodyBase64":"/9jg")"));
  EXPECT_THAT(text, Not(HasSubstr(R"("body":)")));
  EXPECT_THAT(to_text(told), HasSubstr("(3 bytes)"));
}

TEST_F(ExplainTest, AsJson) {
  json::Arena arena;
  const json::Value told =
      to_json(explain(*service_, order("/orders/7", R"({"item": "milk"})")), arena);
  EXPECT_EQ(told.find("verdict")->as_string(), "valid");
  EXPECT_EQ(told.find("operation")->find("id")->as_string(), "order");
  EXPECT_EQ(told.find("checks")->size(), 7u);
  EXPECT_EQ(told.find("sources")->size(), 5u);
  EXPECT_EQ(json::write(*told.find("answer")->find("body")), R"({"by":"example"})");
  EXPECT_THAT(told.find("nearestFixture")->as_string(), HasSubstr("tea: body /item"));
}

}  // namespace
}  // namespace holotype::server
