// The answer is a function of (description, fixtures, seed, request): never of what else is asked,
// in which order, by how many threads, or of when the stand-in was started.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <numeric>
#include <random>
#include <thread>

#include "json/text.h"
#include "server/service.h"

namespace holotype::server {
namespace {

constexpr int kRequests = 1000;
constexpr int kShuffles = 100;
constexpr int kThreads = 8;

http::Request create(std::string body, http::Headers more = {}) {
  http::Request request{"POST", "/v1/tasks", {}, std::move(body)};
  request.headers = std::move(more);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("X-API-Key", "comp_1");
  return request;
}

// Of each kind that a client sends: valid, invalid, refused, preferring, to nowhere.
std::vector<http::Request> requests() {
  std::vector<http::Request> all;
  const http::Headers key = {{"X-API-Key", "comp_1"}};
  for (int i = 0; all.size() < kRequests; ++i) {
    all.push_back(create(fmt::format(R"({{"title": "Task {}", "description": "Words"}})", i)));
    all.push_back(create(fmt::format(R"({{"title": {}}})", i)));
    all.push_back(create("{"));
    all.push_back({"POST", "/v1/tasks", {{"Content-Type", "text/plain"}}, fmt::format("{}", i)});
    all.push_back({"GET", fmt::format("/v1/tasks/tsk_{:012}", i), key, ""});
    all.push_back({"GET", "/v1/tasks", key, ""});
    all.push_back({"GET", fmt::format("/v1/task/{}", i), key, ""});
    all.push_back({"PUT", "/v1/tasks", key, ""});
    all.push_back(create(fmt::format(R"({{"title": "{}", "description": "d"}})", i),
                         {{"Prefer", fmt::format("dynamic=true, seed={}", i)}}));
    all.push_back({"GET", "/v1/tasks?__dynamic=true", key, ""});
  }
  all.resize(kRequests);
  return all;
}

std::string bytes_of(const Service& service, const http::Request& request) {
  const http::Response response = service.handle(request).response;
  std::string bytes = fmt::format("{}\n", response.status);
  for (const http::Header& header : response.headers)
    bytes += header.name + ": " + header.value + "\n";
  return bytes + "\n" + response.body;
}

std::unique_ptr<Service> tasks(bool is_dynamic, std::uint64_t seed = 0) {
  Settings settings;
  settings.description_path = HOLOTYPE_SOURCE_DIR "/specs/comp-tasks.yaml";
  settings.fixture_paths = {HOLOTYPE_SOURCE_DIR "/fixtures/comp-tasks.yaml"};
  settings.is_dynamic = is_dynamic;
  settings.seed = seed;
  auto service = Service::open(std::move(settings));
  EXPECT_TRUE(service) << to_line(service.error().front());
  return std::move(*service);
}

TEST(DeterminismTest, TheSameBytesInAnyOrderOnAnyThreadAndAfterARestart) {
  const std::vector<http::Request> all = requests();
  for (const bool is_dynamic : {false, true}) {
    std::vector<std::string> expected;
    const auto first = tasks(is_dynamic);
    for (const http::Request& request : all) expected.push_back(bytes_of(*first, request));
    const auto restarted = tasks(is_dynamic);
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), 0u);
    std::mt19937 random(20240115);  // the same shuffles in each run of the test
    std::atomic<int> different{0};
    for (int shuffle = 0; shuffle < kShuffles; ++shuffle) {
      std::shuffle(order.begin(), order.end(), random);
      std::vector<std::thread> threads;
      std::atomic<std::size_t> next{0};
      for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
          for (std::size_t i = next++; i < order.size(); i = next++) {
            if (bytes_of(*restarted, all[order[i]]) != expected[order[i]]) ++different;
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
    }
    EXPECT_EQ(different.load(), 0) << (is_dynamic ? "with --dynamic" : "");
  }
}

TEST(DeterminismTest, TheSeedIsTheSameWordEverywhere) {
  const http::Request plain{"GET", "/v1/tasks/tsk_1", {{"X-API-Key", "comp_1"}}, ""};
  http::Request seeded = plain;
  seeded.headers.add("Prefer", "seed=7");
  http::Request other = plain;
  other.headers.add("Prefer", "seed=8");
  http::Request dynamic = plain;
  dynamic.headers.add("Prefer", "dynamic=true");
  const auto zero = tasks(false);
  const auto seven = tasks(false, 7);
  const auto body = [](const Service& service, const http::Request& request) {
    return service.handle(request).response.body;
  };
  EXPECT_EQ(body(*zero, seeded), body(*seven, dynamic));  // Prefer: seed=7 is --seed 7
  EXPECT_EQ(body(*zero, seeded), body(*seven, seeded));   // and goes before --seed
  EXPECT_NE(body(*zero, seeded), body(*zero, other));
  EXPECT_NE(body(*zero, dynamic), body(*seven, dynamic));
}

constexpr std::string_view kPets = R"(openapi: 3.1.0
info: {{title: Pets, version: "1"}}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: Pets.
          content:
            application/json:
              schema:
                type: array
                minItems: 3
                items:
                  type: object
                  properties:
                    {0}
                    id: {{type: string, format: uuid}}
                    name: {{type: string}}
                    born: {{type: string, format: date}}
                    owner: {{type: object, properties: {{ {1} email: {{type: string, format: email}}, age: {{type: integer}} }} }}
)";

// Whether `more` has every value of `value`, at the same place.
bool holds_all(const json::Value& more, const json::Value& value) {
  if (value.is_array() && more.is_array()) {
    if (value.size() != more.size()) return false;
    for (std::size_t i = 0; i < value.elements().size(); ++i) {
      if (!holds_all(more.elements()[i], value.elements()[i])) return false;
    }
    return true;
  }
  if (!value.is_object() || !more.is_object()) return json::equal(more, value);
  return std::ranges::all_of(value.members(), [&](const json::Member& member) {
    const json::Value* other = more.find(member.name());
    return other != nullptr && holds_all(*other, member.value);
  });
}

TEST(DeterminismTest, AnAddedPropertyChangesNoOtherValue) {
  const auto open = [](std::string_view first, std::string_view second) {
    Settings settings;
    settings.description_text = fmt::format(kPets, first, second);
    auto service = Service::open(std::move(settings));
    EXPECT_TRUE(service);
    return std::move(*service);
  };
  const auto before = open("weight: {type: number}", "");
  const auto after = open("weight: {type: number}\n                    color: {type: string}",
                          "phone: {type: string},");
  for (int seed = 0; seed < 50; ++seed) {
    const http::Request request{
        "GET", "/pets", {{"Prefer", fmt::format("dynamic=true, seed={}", seed)}}, ""};
    const std::string a = before->handle(request).response.body;
    const std::string b = after->handle(request).response.body;
    EXPECT_NE(a, b);
    EXPECT_TRUE(holds_all(json::read(b)->root(), json::read(a)->root())) << a << "\n" << b;
  }
}

constexpr std::string_view kList = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: Pets., content: {application/json: {schema: {type: array}}}}
)";

TEST(DeterminismTest, AFixtureThatIsAddedAgainBeginsAnew) {
  Settings settings;
  settings.description_text = kList;
  const auto service = Service::open(std::move(settings));
  ASSERT_TRUE(service);
  session::Session& session = (*service)->sessions().default_session();
  const auto source = [&service] {
    return *(*service)->handle({"GET", "/pets", {}, ""}).response.headers.find("Holotype-Source");
  };
  for (int round = 0; round < 2; ++round) {
    ASSERT_TRUE((*service)->loaded()->mock->add_fixtures(
        session, "[{name: once, operation: listPets, times: 1, respond: {body: [1]}}]"));
    EXPECT_EQ(source(), "fixture once");
    EXPECT_EQ(source(), "generated");
  }
  session.reset();
  EXPECT_EQ(source(), "generated");
}

// Many requests at once for answers that are given in turn: each turn is given to exactly one, and
// a fixture with `times` answers exactly so often.
TEST(DeterminismTest, EachTurnIsTakenOnce) {
  constexpr int kTurns = 400;
  std::string fixtures =
      "fixtures:\n  - name: turns\n    operation: listPets\n    times: 400\n"
      "    respond:\n";
  for (int i = 0; i < kTurns; ++i)
    fixtures += fmt::format("      - {{body: [], headers: {{X-Turn: {}}}}}\n", i);
  fixtures += "  - {name: after, operation: listPets, respond: {body: []}}\n";
  const std::string path = testing::TempDir() + "holotype-turns.yaml";
  std::ofstream(path) << fixtures;
  Settings settings;
  settings.description_text = kList;
  settings.fixture_paths = {path};
  const auto service = Service::open(std::move(settings));
  ASSERT_TRUE(service) << to_line(service.error().front());
  std::vector<std::atomic<int>> given(kTurns);
  std::atomic<int> after{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        const http::Response response = (*service)->handle({"GET", "/pets", {}, ""}).response;
        const std::string* turn = response.headers.find("X-Turn");
        if (turn == nullptr) {
          ++after;
        } else {
          ++given[static_cast<std::size_t>(std::stoi(*turn))];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(std::ranges::all_of(given, [](const auto& count) { return count.load() == 1; }));
  EXPECT_EQ(after.load(), kThreads * 100 - kTurns);
  // Another session begins at the first turn.
  const http::Response other =
      (*service)->handle({"GET", "/pets", {{"Holotype-Session", "other"}}, ""}).response;
  EXPECT_EQ(*other.headers.find("X-Turn"), "0");
}

}  // namespace
}  // namespace holotype::server
