// Record, then serve what was recorded without the service: the same answers.
#include "proxy/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "real_service.h"

namespace holotype::proxy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kShop = R"(openapi: 3.2.0
info: {title: Shop, version: "1"}
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - {name: state, in: query, schema: {type: string}}
        - {name: api_key, in: query, schema: {type: string}}
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
        - {name: ids, in: query, explode: false, schema: {type: array, items: {type: string}}}
      responses:
        "200": {description: All., content: {application/json: {schema: {type: array}}}}
    post:
      operationId: placeOrder
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [item]
              properties: {item: {type: string}, pin: {type: string, writeOnly: true}}
      responses:
        "201":
          description: Placed.
          headers: {Location: {schema: {type: string}}}
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: {id: {type: string}, code: {type: string, format: password}}
        "400": {description: No., content: {application/json: {schema: {type: object}}}}
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: It., content: {application/json: {schema: {type: object, required: [id]}}}}
        "404": {description: None.}
  /orders/{id}/label:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: It., content: {image/png: {}, text/plain: {schema: {type: string}}}}
  /search:
    get:
      parameters:
        - name: asked
          in: querystring
          content:
            application/json:
              schema: {type: object, properties: {pin: {type: string, format: password}}}
      responses: {"200": {description: Found., content: {application/json: {schema: {type: array}}}}}
  /keys:
    get:
      operationId: getKey
      responses:
        "200":
          description: It.
          headers: {X-Once: {schema: {type: string, format: password}}}
          content:
            application/json:
              schema:
                type: object
                properties: {key: {type: string, format: password, pattern: "^tok_"}}
                additionalProperties: {type: string, format: password, maxLength: 8}
components:
  securitySchemes:
    token: {type: apiKey, in: header, name: X-Tok}
)";

struct Exchange {
  http::Request asked;
  http::Response answered;
};

http::Request get(std::string target) { return {"GET", std::move(target), {}, ""}; }
http::Request post(std::string target, std::string body) {
  return {"POST", std::move(target), {{"Content-Type", "application/json"}}, std::move(body)};
}
http::Response json(int status, std::string body, http::Headers more = {}) {
  http::Response answer{status, {{"Content-Type", "application/json"}}, std::move(body)};
  for (const http::Header& header : more) answer.headers.add(header.name, header.value);
  return answer;
}

server::Settings settings() {
  server::Settings settings;
  settings.description_text = kShop;
  settings.allows_origins = false;
  return settings;
}

// Lets a service answer so, in this order; its words about it.
std::string record(const std::vector<Exchange>& exchanges, const std::string& folder) {
  std::size_t next = 0;
  const RealService service([&](const http::Request&) { return exchanges[next].answered; });
  auto recorder = Recorder::in(folder);
  EXPECT_TRUE(recorder);
  server::Settings with = settings();
  with.proxy = Options{upstream_at(service.url()), *recorder, false};
  const auto proxy = open(std::move(with));
  for (next = 0; next < exchanges.size(); ++next) proxy->handle(exchanges[next].asked);
  const auto written = (*recorder)->write();
  EXPECT_TRUE(written) << (written ? "" : written.error().message);
  return (*recorder)->summary();
}

std::unique_ptr<server::Service> replay(const std::string& folder) {
  server::Settings with = settings();
  with.fixture_paths = {folder};
  return open(std::move(with));
}

std::string contents(const std::string& folder) {
  std::ostringstream text;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    text << entry.path().filename().string() << ":\n"
         << std::ifstream(entry.path(), std::ios::binary).rdbuf();
  return text.str();
}

TEST(Recorder, WhatWasRecordedIsServed) {
  const std::string png = std::string("\x89PNG\r\n\x1a\n\0{$url}\xff", 17);
  const std::vector<Exchange> exchanges = {
      {get("/orders"), json(200, "[]")},
      {get("/orders?state=open"), json(200, R"([{"id":"1"}])")},
      {post("/orders", R"({"item":"tea"})"),
       json(201, R"({"id":"1"})", {{"Location", "/orders/1"}})},
      {post("/orders", R"({"item":"tea","more":[1,{"a":null}]})"), json(201, R"({"id":"2"})")},
      {post("/orders", R"({"item":5})"), json(400, R"({"why":"{$method} \"no\": #5"})")},
      {get("/orders/1"), json(200, R"({"id":"1","price":1.5,"big":12345678901234567890})")},
      {get("/orders/a%2Fb"), json(200, R"({"id":"a/b"})")},
      {get("/orders/c"), json(200, "{\n  \"id\": \"c\",\n\n  \"by\": \"{$url}\"\n}\n\n")},
      {get("/orders/d"), json(200, R"( {"id": "d", "size": 1.0, "e": "\u00e9"})")},
      {get("/orders/e"), json(200, "\xEF\xBB\xBF{\"id\": \"e\"}")},
      {get("/orders/9"), {404, {}, ""}},
      {get("/orders/1/label"), {200, {{"Content-Type", "image/png"}}, png}},
      {get("/orders/2/label"), {200, {{"Content-Type", "text/plain"}}, "{$url} & \xc3\xa9\n"}},
      {get("/orders/3/label"), {200, {{"Content-Type", "text/plain"}}, ""}},
  };
  const Folder folder;
  EXPECT_THAT(record(exchanges, folder.path()),
              testing::StartsWith("14 answers to 14 requests recorded in "));
  const auto mock = replay(folder.path());
  for (const Exchange& exchange : exchanges) {
    const http::Response got = mock->handle(exchange.asked).response;
    EXPECT_EQ(got.status, exchange.answered.status) << exchange.asked.raw_target;
    EXPECT_EQ(got.body, exchange.answered.body) << exchange.asked.raw_target;
    for (const http::Header& header : exchange.answered.headers)
      EXPECT_EQ(got.headers.combined(header.name).value_or(""), header.value);
    EXPECT_THAT(got.headers.combined("Holotype-Source").value_or(""),
                testing::StartsWith("fixture "));
  }
}

TEST(Recorder, RepeatedAnswersAreFoldedAndOthersTakeTurns) {
  const auto order = [](const char* state) {
    return json(200, std::string(R"({"id":"1","state":")") + state + "\"}");
  };
  std::vector<Exchange> exchanges;
  for (const char* state : {"open", "open", "paid", "open", "sent", "sent"})
    exchanges.push_back({get("/orders/1"), order(state)});
  exchanges.push_back({get("/orders/1"), json(200, "{\n\n  \"id\": \"1\"\n}")});
  const Folder folder;
  EXPECT_THAT(record(exchanges, folder.path()), testing::StartsWith("5 answers to 1 request "));
  const auto mock = replay(folder.path());
  for (const Exchange& exchange : exchanges)
    EXPECT_EQ(mock->handle(exchange.asked).response.body, exchange.answered.body);
  EXPECT_EQ(mock->handle(get("/orders/1")).response.body, exchanges.back().answered.body);
}

TEST(Recorder, SecretsStayOut) {
  http::Request asked = post("/orders?api_key=S3CRET-1", R"({"item":"tea","pin":"S3CRET-2"})");
  asked.headers.add("Authorization", "Bearer S3CRET-3");
  asked.headers.add("Cookie", "session=S3CRET-4");
  http::Request laid_out = asked;
  laid_out.body = R"({"item":"milk"})";
  const std::vector<Exchange> exchanges = {
      {asked, json(201, R"({"id":"1","code":"S3CRET-5","auth":[{"access_token":"S3CRET-6"}]})",
                   {{"Set-Cookie", "session=S3CRET-7; Path=/"}, {"X-Auth-Token", "S3CRET-8"}})},
      {laid_out, json(201, "{\n  \"id\": \"2\",\n  \"code\": \"S3CRET-0\"\n}")},
      {get("/orders?api_key=S3CRET-9&state=open"), json(200, "[]")},
      // A query that is a secret as a whole.
      {get("/search?%7B%22pin%22:%22S3CRET-C%22%7D"), json(200, "[7]")},
      // The name of a request's key by the description, and a field that a schema calls secret.
      {get("/keys"), json(200, "{}", {{"x-tok", "S3CRET-A"}, {"X-Once", "S3CRET-B"}})},
  };
  const Folder folder;
  record(exchanges, folder.path());
  const std::string text = contents(folder.path());
  EXPECT_THAT(text, Not(HasSubstr("S3CRET")));
  EXPECT_THAT(text, HasSubstr("session=(redacted); Path=/"));
  const auto mock = replay(folder.path());
  const http::Response got =
      mock->handle(post("/orders?api_key=other", R"({"item":"tea","pin":"0000"})")).response;
  EXPECT_EQ(got.body, R"x({"id":"1","code":"(redacted)","auth":[{"access_token":"(redacted)"}]})x");
  EXPECT_EQ(mock->handle(get("/orders?api_key=x&state=open")).response.body, "[]");
  EXPECT_EQ(mock->handle(get("/search?%7B%22pin%22:%220%22%7D")).response.body, "[7]");
  EXPECT_EQ(mock->handle(get("/keys")).response.headers.combined("X-Tok"), "(redacted)");
}

TEST(Recorder, WhereASecretMustLookLikeOneAnExampleStands) {
  const std::vector<Exchange> exchanges = {
      {get("/keys"), json(200, "{\n  \"key\": \"tok_S3CRET\"\n}")},
      // Of a place that the description shows nothing of there is no example.
      {get("/keys"), json(200, R"({"other":"S3CRET"})")},
      {get("/keys"), json(200, R"({"key":"S3CRET"})")},
  };
  const Folder folder;
  EXPECT_THAT(record(exchanges, folder.path()),
              testing::EndsWith("not recorded: 1 that break the description, 1 that break the "
                                "description without their secrets"));
  EXPECT_THAT(contents(folder.path()), Not(HasSubstr("S3CRET")));
  EXPECT_THAT(replay(folder.path())->handle(get("/keys")).response.body,
              testing::MatchesRegex(R"(\{"key":"tok_[^"]*"\})"));
}

TEST(Recorder, KeepsFieldsAsOftenAsTheyCame) {
  const http::Headers fields = {{"Set-Cookie", "a=S3CRET; Path=/"},
                                {"X-Many", "1"},
                                {"set-cookie", "b=S3CRET; Expires=Thu, 01 Jan 2026 00:00:00 GMT"},
                                {"X-Latin", "caf\xe9"},
                                {"x-many", "2, 3"}};
  const Folder folder;
  EXPECT_THAT(record({{get("/orders"), json(200, "[]", fields)}}, folder.path()),
              testing::EndsWith("; 1 header field is not UTF-8 and left out"));
  EXPECT_THAT(contents(folder.path()), Not(HasSubstr("S3CRET")));
  std::vector<std::string> got;
  for (const http::Header& header : replay(folder.path())->handle(get("/orders")).response.headers)
    if (header.name == "Set-Cookie" || header.name == "X-Many" || header.name == "X-Latin")
      got.push_back(header.value);
  EXPECT_THAT(got, ElementsAre("a=(redacted); Path=/",
                               "b=(redacted); Expires=Thu, 01 Jan 2026 00:00:00 GMT", "1", "2, 3"));
}

TEST(Recorder, NamesThatAQueryRepeatsAreKnownByAllTheirValues) {
  std::vector<Exchange> exchanges;
  for (const char* query :
       {"other=1&other=2", "other=1", "other=1&other=3", "other=2&other=1", "tag=1&tag=2", "tag=1",
        "tag=%20&tag=+&tag=", "ids=1,2", "ids=1", "state=open&tag=1&other=1&other=2"}) {
    exchanges.push_back({get(std::string("/orders?") + query),
                         json(200, "[" + std::to_string(exchanges.size()) + "]")});
  }
  exchanges.push_back({get("/orders?other=%FF"), json(200, "[]")});
  exchanges.push_back({get("/orders/%FF"), json(200, R"({"id":"1"})")});
  const Folder folder;
  EXPECT_EQ(record(exchanges, folder.path()),
            "10 answers to 10 requests recorded in " + folder.path() +
                "; not recorded: 2 to paths or queries that are not UTF-8");
  const auto mock = replay(folder.path());
  for (int round = 0; round < 2; ++round) {
    for (std::size_t i = 0; i < 10; ++i)
      EXPECT_EQ(mock->handle(exchanges[i].asked).response.body, exchanges[i].answered.body)
          << exchanges[i].asked.raw_target;
  }
  // A list that was not recorded is none of those that were.
  for (const char* target :
       {"/orders?other=7&other=1", "/orders?tag=7&tag=1", "/orders?tag=2&tag=1", "/orders?ids=2,1"})
    EXPECT_EQ(mock->handle(get(target)).response.headers.combined("Holotype-Source"), "generated")
        << target;
}

TEST(Recorder, LeavesOutWhatTheMockWouldNotServe) {
  http::Response coded = json(200, "who knows");
  coded.headers.add("Content-Encoding", "br");
  const std::vector<Exchange> exchanges = {
      {get("/orders/1"), json(200, R"({"nr":"1"})")},
      {get("/orders/2"), json(500, "{}")},
      {get("/orders/3"), coded},
      {get("/nowhere"), json(200, "{}")},
      {get("/orders/4"), {304, {}, ""}},
      {get("/orders/4"), json(200, R"({"id":"4"})")},
  };
  const Folder folder;
  EXPECT_EQ(record(exchanges, folder.path()),
            "1 answer to 1 request recorded in " + folder.path() +
                "; not recorded: 1 to requests that no operation describes, 2 that break the "
                "description, 1 in a content coding that is not read, 1 to a condition or a range");
  EXPECT_EQ(replay(folder.path())->fixture_count(), 1u);
}

TEST(Recorder, FilesArePutInPlaceWhole) {
  const Folder folder;
  record({{get("/orders/1"), json(200, R"({"id":"1"})")}, {get("/orders"), json(200, "[]")}},
         folder.path());
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  EXPECT_THAT(names, ElementsAre("getOrder.yaml", "listOrders.yaml"));
  EXPECT_THAT(contents(folder.path()), HasSubstr(R"(# Recorded by holotype proxy.
fixtures:
  - name: getOrder-1
    operation: getOrder
    when:
      path:
        id: "1"
    respond:
      status: 200
      headers:
        Content-Type: application/json
      body:
        id: "1"
)"));
}

TEST(Recorder, SaysWhereNothingCanBeWritten) {
  const auto recorder = Recorder::in("/proc/nowhere");
  ASSERT_FALSE(recorder);
  EXPECT_EQ(recorder.error().message, "Nothing can be written in the folder /proc/nowhere.");
}

}  // namespace
}  // namespace holotype::proxy
