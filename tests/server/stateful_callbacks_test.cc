// Callbacks, webhooks, state and faults on one server: what was done is told, what was not is not,
// however the answer fares on its way.
#include <gtest/gtest.h>

#include <chrono>
#include <mutex>
#include <optional>

#include "json/text.h"
#include "server/service.h"
#include "transport/client.h"
#include "transport/listener.h"

namespace holotype::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        "200":
          description: All.
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Order"}}}}
    post:
      operationId: createOrder
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [item]
              properties: {id: {type: string}, item: {type: string}, callbackUrl: {type: string}}
      responses:
        "201":
          description: The order.
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        "400": {description: No.}
        "409": {description: There is one.}
        "503": {description: Not now., headers: {Retry-After: {schema: {type: integer}, example: 9}}}
      callbacks:
        made: &made
          "{$request.body#/callbackUrl}?at={$response.header.Location}":
            post:
              requestBody:
                content:
                  application/json:
                    example:
                      id: "{$response.body#/id}"
                      item: "{$response.body#/item}"
                      at: "{$response.body#/updatedAt}"
                      status: "{$statusCode}"
              responses: {"204": {description: Thanks.}}
  /orders/{orderId}:
    parameters: [{name: orderId, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getOrder
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        "404": {description: None.}
    patch:
      operationId: changeOrder
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {item: {type: string}, callbackUrl: {type: string}}}
      responses:
        "200":
          description: It.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        "404": {description: None.}
      callbacks: {changed: *made}
webhooks:
  orderLost:
    post:
      requestBody: {content: {application/json: {example: {id: a}}}}
      responses: {"204": {description: Thanks.}}
components:
  schemas:
    Order:
      type: object
      required: [id, item, updatedAt]
      properties:
        id: {type: string, example: ord_4f9x2k}
        item: {type: string, minLength: 2}
        updatedAt: {type: string, format: date-time}
)";

struct Called {
  http::Request request;
  steady_clock::time_point at;
};

// A stand-in on a socket, and somebody who is called back.
class StatefulCallbacksTest : public testing::Test {
 protected:
  void open(std::vector<std::string> faults, std::string_view delay = {}, Settings settings = {}) {
    receiver_ = *transport::Listener::start({}, [this](const http::Request& request) {
      const std::lock_guard lock(mutex_);
      called_.push_back({request, steady_clock::now()});
      return http::Response{204, {}, {}};
    });
    settings.description_text = kDescription;
    settings.is_stateful = true;
    settings.faults = *faults::Faults::parse(delay, {}, faults);
    auto service = Service::open(std::move(settings));
    ASSERT_TRUE(service) << to_line(service.error().front());
    service_ = std::move(*service);
    listener_ = *transport::Listener::start({}, [this](const http::Request& request) {
      engine::Handled handled = service_->handle(request);
      return transport::Outgoing(std::move(handled.response), handled.delivery);
    });
  }
  void TearDown() override {
    listener_.reset();
    service_.reset();
    receiver_.reset();
  }

  // Over a connection of its own; nullopt where the answer did not arrive as a whole.
  std::optional<http::Response> ask(std::string method, std::string target,
                                    std::string body = {}) const {
    auto client = *transport::Client::to(listener_->url());
    http::Request request{std::move(method), std::move(target), {}, std::move(body)};
    if (!request.body.empty()) request.headers.add("Content-Type", "application/json");
    auto answer = client.send(request);
    if (!answer) return std::nullopt;
    return *std::move(answer);
  }
  std::optional<http::Response> create(const std::string& members) const {
    return ask("POST", "/orders",
               "{" + members + R"(,"callbackUrl":")" + receiver_->url() + "/hook\"}");
  }
  // What goes wrong from now on; "null" for nothing.
  void set_faults(const std::string& faults) const {
    const auto changed = ask("PATCH", "/__holotype/settings", R"({"faults": )" + faults + "}");
    ASSERT_TRUE(changed);
    ASSERT_EQ(changed->status, 200) << changed->body;
  }
  std::vector<Called> called() {
    EXPECT_TRUE(service_->wait_for_callbacks(seconds(20)));
    const std::lock_guard lock(mutex_);
    return called_;
  }
  std::vector<std::string> said() {
    std::vector<std::string> all;
    for (const Called& one : called())
      all.push_back(one.request.raw_target + " " + one.request.body);
    return all;
  }
  // The orders that are there, as the callbacks of their creation tell of them.
  std::vector<std::string> orders() const {
    std::vector<std::string> all;
    json::Arena arena;
    const auto list = ask("GET", "/orders");
    if (!list) return {"the list did not arrive"};
    const auto read = json::read(arena, list->body);
    if (!read) return {"the list is no JSON"};
    for (const json::Value& order : read->elements()) {
      const std::string id(order.find("id")->as_string());
      all.push_back("/hook?at=/orders/" + id + " " + R"({"id":")" + id + R"(","item":)" +
                    json::write(*order.find("item")) + R"(,"at":)" +
                    json::write(*order.find("updatedAt")) + R"(,"status":201})");
    }
    return all;
  }

  std::mutex mutex_;
  std::vector<Called> called_;
  std::unique_ptr<transport::Listener> receiver_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<transport::Listener> listener_;
};

using Lines = std::vector<std::string>;

// What one create does, by what its answer is dealt.
struct Row {
  const char* name;
  const char* fault;    // "": none
  const char* members;  // of the request
  int status;           // of the answer; 0: none arrives
  bool is_made;         // the order; then it is told, else it is not
};

constexpr Row kRows[] = {
    {"Plain", "", R"("item":"tea")", 201, true},
    // The declared error is instead of the work.
    {"DeclaredError", "503", R"("item":"tea")", 503, false},
    {"ErrorOfNoOther", "404", R"("item":"tea")", 201, true},  // createOrder declares none
    // A connection that breaks loses the answer of work that was done.
    {"Truncate", "truncate", R"("item":"tea")", 0, true},
    {"Reset", "reset", R"("item":"tea")", 0, true},
    {"Refused", "", R"("item":5)", 400, false},
    // Requests that are refused are dealt no error, and their connections break as others do.
    {"RefusedAndReset", "reset", R"("item":5)", 0, false},
};

class CreateTest : public StatefulCallbacksTest, public testing::WithParamInterface<Row> {};

TEST_P(CreateTest, IsToldOfWhereItWasDone) {
  const Row& row = GetParam();
  open(*row.fault == '\0' ? std::vector<std::string>{} : std::vector<std::string>{row.fault});
  const auto answer = create(row.members);
  EXPECT_EQ(answer ? answer->status : 0, row.status);
  const Lines told = said();
  set_faults("null");
  EXPECT_EQ(told.size(), row.is_made ? 1u : 0u);
  EXPECT_EQ(orders(), told);
  // What was not done has taken no time either: the clock is moved by writes alone.
  EXPECT_TRUE(create(R"("item":"cake")"));
  const std::string last = orders().back();
  EXPECT_NE(last.find(row.is_made ? "10:30:01Z" : "10:30:00Z"), std::string::npos) << last;
}

INSTANTIATE_TEST_SUITE_P(EveryFault, CreateTest, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST_F(StatefulCallbacksTest, AtARateThoseAreToldThatWereDone) {
  Settings settings;
  settings.seed = 3;
  open({"503@30%", "reset@20%", "truncate@20%"}, {}, std::move(settings));
  int made = 0, refused = 0, lost = 0;
  for (int i = 0; i < 60; ++i) {
    const auto answer = create(R"("item":"number )" + std::to_string(i) + "\"");
    if (!answer) {
      ++lost;
    } else {
      ++(answer->status == 201 ? made : refused);
      EXPECT_TRUE(answer->status == 201 || answer->status == 503) << answer->status;
    }
  }
  EXPECT_GT(made, 5);
  EXPECT_GT(refused, 5);
  EXPECT_GT(lost, 5);
  const Lines told = said();  // in the order of the requests
  set_faults("null");
  EXPECT_EQ(told.size(), static_cast<std::size_t>(made + lost));
  EXPECT_EQ(told, orders());
}

TEST_F(StatefulCallbacksTest, ADelayedAnswerIsToldOfAfterIt) {
  open({}, "150ms");
  const auto begin = steady_clock::now();
  ASSERT_TRUE(create(R"("item":"tea")"));
  const auto all = called();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_GE(all[0].at - begin, milliseconds(150));
}

// The same is true of a fault that a fixture has, whose answer is what is stored.
TEST_F(StatefulCallbacksTest, AFixtureThatBreaksTheConnection) {
  open({});
  const auto added = ask("POST", "/__holotype/fixtures", R"([{
    "name": "lost", "operation": "createOrder", "when": {"body": {"item": "cake"}},
    "respond": {"merge": {"item": "the last cake"}, "fault": "reset"}}])");
  ASSERT_TRUE(added && added->status / 100 == 2) << (added ? added->body : "");
  EXPECT_FALSE(create(R"("item":"cake")"));
  EXPECT_TRUE(create(R"("item":"tea")"));
  const Lines told = said();
  ASSERT_EQ(told.size(), 2u);
  EXPECT_NE(told[0].find("the last cake"), std::string::npos) << told[0];
  EXPECT_EQ(told, orders());
}

TEST_F(StatefulCallbacksTest, WhatStateRefusesIsNotTold) {
  Settings settings;
  settings.max_resources = 1;
  open({}, {}, std::move(settings));
  EXPECT_EQ(create(R"("item":"tea","id":"mine")")->status, 201);
  EXPECT_EQ(create(R"("item":"tea","id":"mine")")->status, 409);
  EXPECT_EQ(create(R"("item":"tea","id":"other")")->status, 507);
  const std::string body = R"({"item":"cake","callbackUrl":")" + receiver_->url() + "/hook\"}";
  EXPECT_EQ(ask("PATCH", "/orders/other", body)->status, 404);
  EXPECT_EQ(said(), orders());
  EXPECT_EQ(said().size(), 1u);
}

// A change is told of with what the resource has become, the lost answer's as well.
TEST_F(StatefulCallbacksTest, AChangeIsToldWithWhatItMade) {
  open({});
  ASSERT_TRUE(ask("POST", "/orders", R"({"id":"mine","item":"tea"})"));
  set_faults(R"(["truncate"])");
  const std::string body = R"({"item":"cake","callbackUrl":")" + receiver_->url() + "/hook\"}";
  EXPECT_FALSE(ask("PATCH", "/orders/mine", body));
  EXPECT_EQ(
      said(),
      Lines{R"(/hook?at= {"id":"mine","item":"cake","at":"2024-01-15T10:30:01Z","status":200})"});
  set_faults("null");
  EXPECT_NE(ask("GET", "/orders/mine")->body.find("cake"), std::string::npos);
}

// An answer that --errors takes back is none of success.
TEST_F(StatefulCallbacksTest, AnAnswerThatIsTakenBackIsNotTold) {
  Settings settings;
  settings.answers_problems = true;
  open({}, {}, std::move(settings));
  const auto added = ask("POST", "/__holotype/fixtures", R"([{
    "name": "short", "operation": "createOrder", "when": {"body": {"item": "long"}},
    "respond": {"merge": {"item": "{$request.body#/id}"}}}])");
  ASSERT_TRUE(added && added->status / 100 == 2) << (added ? added->body : "");
  EXPECT_EQ(create(R"("item":"long","id":"a")")->status, 500);
  EXPECT_EQ(create(R"("item":"long","id":"long enough")")->status, 201);
  const Lines told = said();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told[0].find("long enough"), std::string::npos) << told[0];
}

// The callback of one session creates in another one of the same server; faults are of the session
// that has them, and neither the server's own pages nor webhooks meet them.
TEST_F(StatefulCallbacksTest, TheReceiverMayBeTheServerItself) {
  open({"reset"});
  const std::string receiver = "/__holotype/sessions/receiver";
  ASSERT_TRUE(ask("PATCH", receiver + "/__holotype/settings", R"({"faults": null})"));
  EXPECT_FALSE(
      ask("POST", "/orders",
          R"({"item":"tea","callbackUrl":")" + listener_->url() + receiver + "/orders\"}"));
  EXPECT_TRUE(service_->wait_for_callbacks(seconds(20)));
  EXPECT_FALSE(ask("GET", "/orders"));
  json::Arena arena;
  const auto made = ask("GET", receiver + "/orders");
  ASSERT_TRUE(made);
  const auto list = json::read(arena, made->body);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1u) << made->body;
  EXPECT_EQ(list->elements().front().find("item")->as_string(), "tea");

  const auto asked =
      ask("POST", "/__holotype/webhooks/orderLost", R"({"url": ")" + receiver_->url() + "/lost\"}");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->status, 202);
  EXPECT_EQ(said(), Lines{R"(/lost {"id":"a"})"});
}

// One that the receiver refuses for now is tried again, and those behind it wait: the client sees
// the orders in the order of their creation.
TEST_F(StatefulCallbacksTest, RetriesKeepTheOrder) {
  open({});
  auto flaky = *transport::Listener::start({}, [this](const http::Request& request) {
    const std::lock_guard lock(mutex_);
    called_.push_back({request, steady_clock::now()});
    return http::Response{called_.size() <= 2 ? 503 : 204, {}, {}};
  });
  for (const char* item : {"tea", "cake"}) {
    ASSERT_TRUE(ask(
        "POST", "/orders",
        std::string(R"({"item":")") + item + R"(","callbackUrl":")" + flaky->url() + "/hook\"}"));
  }
  const Lines told = said();
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[0], told[1]);
  EXPECT_EQ(told[0], told[2]);
  EXPECT_EQ((Lines{told[2], told[3]}), orders());
}

}  // namespace
}  // namespace holotype::server
