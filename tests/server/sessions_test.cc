// Sessions of one server: many tests at once, none of which notices the others.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "server/service.h"
#include "transport/client.h"
#include "transport/listener.h"

namespace holotype::server {
namespace {

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: A pet.
          content:
            application/json:
              schema:
                type: object
                required: [name]
                properties: {name: {type: string, pattern: "^[a-z]{12}$"}, owner: {type: string}}
)";

std::unique_ptr<Service> open(std::size_t max_sessions = 1000) {
  Settings settings;
  settings.description_text = kDescription;
  settings.sessions.max_sessions = max_sessions;
  settings.is_dynamic = true;
  return *Service::open(std::move(settings));
}

std::string fixture(std::string_view id, std::string_view owner) {
  return "[{name: " + std::string(owner) +
         ", operation: getPet, when: {path: {id: " + std::string(id) +
         "}}, respond: {body: {name: abcdefghijkl, owner: " + std::string(owner) + "}}}]";
}

TEST(ServerSessionsTest, TwoHundredTestsAtOnceOnOneServer) {
  constexpr int kTests = 200, kRequests = 20;
  const auto service = open();
  transport::Listener::Options options;
  options.threads = 8;
  const auto listener = transport::Listener::start(
      options, [&](const http::Request& request) { return service->handle(request).response; });
  ASSERT_TRUE(listener);
  std::vector<std::thread> tests;
  for (int t = 0; t < kTests; ++t) {
    tests.emplace_back([&, t] {
      const std::string name = "test-" + std::to_string(t);
      const auto session = *service->sessions().get(name);
      session->set_seed(static_cast<std::uint64_t>(t));
      ASSERT_TRUE(service->loaded()->mock->add_fixtures(*session, fixture("1", name)));
      auto client = *transport::Client::to((*listener)->url());
      std::string generated;
      for (int i = 0; i < kRequests; ++i) {
        http::Request request{"GET", i % 2 == 0 ? "/pets/1" : "/pets/2", {}, {}};
        if (i % 4 < 2) {
          request.headers.add("Holotype-Session", name);
        } else {
          request.raw_target = "/__holotype/sessions/" + name + request.raw_target;
        }
        const auto response = client.send(request);
        ASSERT_TRUE(response) << response.error().to_string();
        ASSERT_EQ(response->status, 200);
        if (i % 2 == 0) {
          ASSERT_EQ(response->body, R"({"name":"abcdefghijkl","owner":")" + name + "\"}");
        } else {
          if (generated.empty()) generated = response->body;
          ASSERT_EQ(response->body, generated);  // the session's seed, whatever others do
        }
      }
      const auto exchanges = session->journal().exchanges();
      ASSERT_EQ(exchanges.size(), static_cast<std::size_t>(kRequests));
      for (int i = 0; i < kRequests; ++i)
        ASSERT_EQ(exchanges[static_cast<std::size_t>(i)]->request.raw_target,
                  i % 2 == 0 ? "/pets/1" : "/pets/2");
    });
  }
  for (std::thread& test : tests) test.join();
  EXPECT_EQ(service->journal().recorded(), 0u);
  EXPECT_EQ(service->sessions().counts().live, static_cast<std::size_t>(kTests));
}

TEST(ServerSessionsTest, TheSeedAndTheTimeOfASessionAreItsOwn) {
  const auto service = open();
  const auto get = [&](std::string_view session) {
    return service->handle({"GET", "/pets/2", {{"Holotype-Session", std::string(session)}}, {}})
        .response.body;
  };
  (*service->sessions().get("seven"))->set_seed(7);
  (*service->sessions().get("too"))->set_seed(7);
  EXPECT_EQ(get("seven"), get("too"));
  EXPECT_NE(get("seven"), get("default"));
  EXPECT_EQ(get("another"), get("default"));
}

// A fixture is a register that one thread writes and others read: a read that begins after a write
// has returned sees that write or a later one (Herlihy and Wing 1990).
TEST(ServerSessionsTest, ChangesOfASessionAreLinearizable) {
  constexpr int kWrites = 300;
  const auto service = open();
  const auto session = *service->sessions().get("a");
  const auto write = [&](int value) {
    const std::string text =
        "[{name: register, operation: getPet, respond: {body: {name: "
        "abcdefghijkl, owner: \"" +
        std::to_string(value) + "\"}}}]";
    ASSERT_TRUE(service->loaded()->mock->add_fixtures(*session, text));
  };
  write(0);
  std::atomic<int> written{0};
  std::vector<std::thread> readers;
  for (int t = 0; t < 6; ++t) {
    readers.emplace_back([&] {
      int last = 0;
      while (last < kWrites) {
        const int at_least = written.load();
        const std::string body =
            service->handle({"GET", "/__holotype/sessions/a/pets/1", {}, {}}).response.body;
        const std::size_t at = body.find("\"owner\":\"");
        ASSERT_NE(at, std::string::npos) << body;
        const int now = std::stoi(body.substr(at + 9));
        ASSERT_GE(now, at_least);
        ASSERT_GE(now, last);
        last = now;
      }
    });
  }
  for (int value = 1; value <= kWrites; ++value) {
    write(value);
    written.store(value);
  }
  for (std::thread& reader : readers) reader.join();
}

TEST(ServerSessionsTest, OneThatIsFullOfIdleSessionsForgetsTheOldest) {
  const auto service = open(2);
  const auto touch = [&](std::string name) {
    return service->handle({"GET", "/pets/1", {{"Holotype-Session", std::move(name)}}, {}})
        .response.status;
  };
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(touch(name), 200);
  EXPECT_EQ(service->sessions().find("a"), nullptr);
  EXPECT_EQ(service->sessions().counts().evicted, 1u);
}

}  // namespace
}  // namespace holotype::server
