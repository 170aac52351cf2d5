// Faults within the contract, through the whole service: what one request is dealt, and what not.
#include <gtest/gtest.h>

#include <algorithm>

#include "server/service.h"

namespace holotype::server {
namespace {

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: All., content: {application/json: {schema: {type: array}, example: []}}}
        "429":
          description: Too many.
          headers:
            Retry-After: {schema: {type: integer}, example: 30}
          content: {application/json: {schema: {type: object}, example: {error: slow down}}}
  /plain:
    get:
      operationId: plain
      responses: {"200": {description: Fine.}}
)";

class FaultsTest : public testing::Test {
 protected:
  void open(std::string_view delay, std::string_view body_time, std::vector<std::string> rates,
            std::uint64_t seed = 0) {
    Settings settings;
    settings.description_text = kDescription;
    settings.seed = seed;
    settings.faults = *faults::Faults::parse(delay, body_time, rates);
    auto service = Service::open(std::move(settings));
    ASSERT_TRUE(service) << to_line(service.error().front());
    service_ = std::move(*service);
  }
  engine::Handled get(std::string target, http::Headers headers = {}) const {
    return service_->handle({"GET", std::move(target), std::move(headers), {}});
  }
  // The statuses of so many requests: "..4..." where 4 is 429.
  std::string statuses(int count) const {
    std::string out;
    for (int i = 0; i < count; ++i) out += get("/pets").response.status == 429 ? '4' : '.';
    return out;
  }

  std::unique_ptr<Service> service_;
};

TEST_F(FaultsTest, ADeclaredErrorHasItsHeadersAndItsBody) {
  open("", "", {"429"});
  const http::Response response = get("/pets").response;
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(*response.headers.find("Retry-After"), "30");
  EXPECT_EQ(*response.headers.find("Holotype-Source"), "fault 429");
  EXPECT_EQ(response.body, R"({"error":"slow down"})");
  EXPECT_EQ(get("/plain").response.status, 200);  // declares none
  EXPECT_EQ(get("/nothing").response.status, 404);
  EXPECT_EQ(get("/pets", {{"Prefer", "code=200"}}).response.status, 200);  // Prefer comes first
}

TEST_F(FaultsTest, TheRateIsHitAtTheSameRequestsEveryTime) {
  open("", "", {"429@30%"}, 5);
  const std::string first = statuses(200);
  EXPECT_NEAR(static_cast<double>(std::count(first.begin(), first.end(), '4')), 60, 25);
  open("", "", {"429@30%"}, 5);
  EXPECT_EQ(statuses(200), first);
  open("", "", {"429@30%"}, 6);
  EXPECT_NE(statuses(200), first);
}

TEST_F(FaultsTest, EverySessionHasItsOwn) {
  open("10ms", "", {});
  const auto in = [&](std::string_view name) {
    return get("/plain", {{"Holotype-Session", std::string(name)}}).delivery;
  };
  (*service_->sessions().get("slow"))->faults().set(*faults::Faults::parse("1s", "2s", {"reset"}));
  (*service_->sessions().get("none"))->faults().set({});
  EXPECT_EQ(in("slow").delay.count(), 1000);
  EXPECT_EQ(in("slow").body_time.count(), 2000);
  EXPECT_EQ(in("slow").fault, http::WireFault::Reset);
  EXPECT_TRUE(in("none").is_plain());
  EXPECT_EQ(in("new").delay.count(), 10);
  EXPECT_EQ(get("/plain").delivery.delay.count(), 10);
}

TEST_F(FaultsTest, WaitOfPreferComesOnTop) {
  open("10ms", "", {});
  EXPECT_EQ(get("/plain", {{"Prefer", "wait=200"}}).delivery.delay.count(), 210);
}

TEST_F(FaultsTest, AFixtureHasItsOwn) {
  open("", "", {});
  session::Session& session = service_->sessions().default_session();
  const auto add = [&](const std::string& respond) {
    return service_->loaded()->mock->add_fixtures(
        session, "[{name: a, operation: plain, respond: " + respond + "}]");
  };
  ASSERT_TRUE(add("{delay: 50ms, slowBody: 2s, fault: truncate}"));
  const http::Delivery delivery = get("/plain").delivery;
  EXPECT_EQ(delivery.delay.count(), 50);
  EXPECT_EQ(delivery.body_time.count(), 2000);
  EXPECT_EQ(delivery.fault, http::WireFault::Truncate);
  ASSERT_TRUE(add("{delay: 0ms..1000ms}"));
  EXPECT_EQ(get("/plain?a=1").delivery.delay, get("/plain?a=1").delivery.delay);
  EXPECT_NE(get("/plain?a=1").delivery.delay, get("/plain?a=2").delivery.delay);
  for (const char* wrong : {"{delay: soon}", "{slowBody: -1}", "{fault: 503}", "{fault: Reset}"}) {
    const auto refused = add(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().front().rule->id, "fixture.malformed") << wrong;
    EXPECT_GT(refused.error().front().source.line, 0u) << wrong;
  }
}

TEST_F(FaultsTest, AnErrorThatNobodyDeclaresIsSaidAtTheStart) {
  Settings settings;
  settings.description_text = kDescription;
  settings.faults = *faults::Faults::parse("", "", {"418@10%", "reset"});
  const auto service = Service::open(std::move(settings));
  ASSERT_FALSE(service);
  ASSERT_EQ(service.error().size(), 1u);
  EXPECT_EQ(service.error().front().rule->id, "fault.undeclared-status");
  EXPECT_NE(service.error().front().message.find("429"), std::string::npos);
}

}  // namespace
}  // namespace holotype::server
