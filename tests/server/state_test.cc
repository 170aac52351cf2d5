// State through the whole service: sessions, reset, snapshot, the same bytes in every run, threads.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "document/temporary_folder.h"
#include "json/text.h"
#include "server/service.h"

namespace holotype::server {
namespace {

constexpr int kThreads = 8;

Settings settings_of(std::vector<std::string> fixtures = {}) {
  Settings settings;
  settings.description_path = std::string(HOLOTYPE_SOURCE_DIR) + "/specs/comp-tasks.yaml";
  settings.fixture_paths = std::move(fixtures);
  settings.is_stateful = true;
  return settings;
}

std::unique_ptr<Service> open(Settings settings) {
  auto service = Service::open(std::move(settings));
  EXPECT_TRUE(service) << (service ? "" : to_line(service.error().front()));
  return std::move(*service);
}

http::Response ask(const Service& service, std::string method, std::string target,
                   std::string body = {}, std::string session = {}) {
  http::Request request{std::move(method), std::move(target), {{"X-API-Key", "k"}}, body};
  if (!body.empty()) request.headers.add("Content-Type", "application/json");
  if (!session.empty()) request.headers.add("Holotype-Session", std::move(session));
  return service.handle(request).response;
}

std::string create(const Service& service, std::string session = {}) {
  const http::Response made =
      ask(service, "POST", "/v1/tasks", R"({"title":"t","description":"d"})", std::move(session));
  EXPECT_EQ(made.status, 201) << made.body;
  json::Arena arena;
  return std::string(json::read(arena, made.body)->find("id")->as_string());
}

std::set<std::string> ids(const Service& service, std::string session = {}) {
  const http::Response listed = ask(service, "GET", "/v1/tasks", {}, std::move(session));
  json::Arena arena;
  std::set<std::string> out;
  for (const json::Value& task : json::read(arena, listed.body)->elements())
    out.emplace(task.find("id")->as_string());
  return out;
}

TEST(State, SessionsDoNotMeet) {
  const auto service = open(settings_of());
  const std::string own = create(*service, "a");
  EXPECT_TRUE(ids(*service, "a").contains(own));
  EXPECT_FALSE(ids(*service, "b").contains(own));
  EXPECT_FALSE(ids(*service).contains(own));
  EXPECT_EQ(ask(*service, "GET", "/v1/tasks/" + own, {}, "b").status, 404);
  EXPECT_EQ(ask(*service, "DELETE", "/v1/tasks/tsk_abc123def456", {}, "b").status, 200);
  EXPECT_EQ(ask(*service, "GET", "/v1/tasks/tsk_abc123def456", {}, "a").status, 200);
}

TEST(State, ResetIsTheStart) {
  const auto service = open(settings_of());
  const std::string before = ask(*service, "GET", "/v1/tasks").body;
  const std::string first = create(*service);
  static_cast<void>(ask(*service, "DELETE", "/v1/tasks/tsk_abc123def456"));
  EXPECT_NE(ask(*service, "GET", "/v1/tasks").body, before);
  service->loaded()->mock->reset_state(service->sessions().default_session());
  EXPECT_EQ(ask(*service, "GET", "/v1/tasks").body, before);
  EXPECT_EQ(create(*service), first);
}

// Ids, times and order depend on the requests of the session alone.
TEST(State, TheSameRequestsGetTheSameBytes) {
  const auto run = [] {
    const auto service = open(settings_of());
    std::string bytes;
    std::string last;
    for (int i = 0; i < 20; ++i) {
      last = create(*service);
      bytes += ask(*service, "PATCH", "/v1/tasks/" + last, R"({"status":"done"})").body;
      if (i % 3 == 0) bytes += ask(*service, "DELETE", "/v1/tasks/" + last).body;
      bytes += ask(*service, "GET", "/v1/tasks").body;
    }
    return bytes;
  };
  EXPECT_EQ(run(), run());
}

// What comes with what is created is there in each, with what has become of it in one.
TEST(State, ASnapshotHasWhatComesWithOthers) {
  const auto settings = [](std::vector<std::string> fixtures) {
    const std::string number =
        "{type: object, required: [id, label], properties: {id: {type: string, example: num_1x}, "
        "label: {type: string, example: first}}}";
    const std::string json = "content: {application/json: {schema: ";
    const std::string account = json +
                                "{type: object, required: [id], properties: {id: {type: "
                                "string, example: acc_1x2y3z}}}}}";
    const std::string path =
        "parameters: [{name: a, in: path, required: true, schema: {type: string}}";
    Settings made;
    made.description_text =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n"
        "  /accounts:\n    post: {responses: {\"201\": {description: It., " +
        account +
        "}}}\n"
        "  /accounts/{a}:\n    " +
        path +
        "]\n"
        "    get: {responses: {\"200\": {description: It., " +
        account +
        "}}}\n"
        "  /accounts/{a}/numbers:\n    " +
        path +
        "]\n"
        "    get: {responses: {\"200\": {description: All., " +
        json + "{type: array, minItems: 1, items: " + number +
        "}}}}}}\n"
        "  /accounts/{a}/numbers/{n}:\n    " +
        path +
        ", {name: n, in: path, required: true, schema: {type: string}}]\n"
        "    get: {responses: {\"200\": {description: It., " +
        json + number +
        "}}}}}\n"
        "    patch: {requestBody: {" +
        json +
        "{type: object}}}}, responses: {\"200\": {description: "
        "It., " +
        json + number + "}}}}}\n";
    made.is_stateful = true;
    made.fixture_paths = std::move(fixtures);
    return made;
  };
  const auto service = open(settings({}));
  std::vector<std::string> accounts;
  for (int i = 0; i < 2; ++i) {
    json::Arena arena;
    const auto made = json::read(arena, ask(*service, "POST", "/accounts").body);
    accounts.emplace_back(made->find("id")->as_string());
  }
  const http::Response changed = ask(
      *service, "PATCH", "/accounts/" + accounts[0] + "/numbers/num_1x", R"({"label":"changed"})");
  EXPECT_EQ(changed.body, R"({"id":"num_1x","label":"changed"})");
  const auto text = service->loaded()->mock->snapshot(service->sessions().default_session());
  ASSERT_TRUE(text);
  const document::TemporaryFolder folder;
  folder.write("snapshot.yaml", *text);
  const auto other = open(settings({(folder.path() / "snapshot.yaml").string()}));
  for (const std::string& account : accounts) {
    const std::string list = "/accounts/" + account + "/numbers";
    const http::Response was = ask(*service, "GET", list), is = ask(*other, "GET", list);
    EXPECT_EQ(*is.headers.find("Holotype-Source"), "state");
    EXPECT_EQ(is.body, was.body);
  }
  EXPECT_NE(ask(*other, "GET", "/accounts/" + accounts[0] + "/numbers").body.find("changed"),
            std::string::npos);
  EXPECT_EQ(other->loaded()->mock->snapshot(other->sessions().default_session()), text);
}

TEST(State, ASnapshotIsWhereAnotherBegins) {
  const auto service = open(settings_of());
  const std::string kept = create(*service);
  static_cast<void>(
      ask(*service, "PATCH", "/v1/tasks/" + kept, R"({"title":"with {$request.body}"})"));
  static_cast<void>(ask(*service, "DELETE", "/v1/tasks/tsk_abc123def456"));
  const auto text = service->loaded()->mock->snapshot(service->sessions().default_session());
  ASSERT_TRUE(text);

  const document::TemporaryFolder folder;
  folder.write("snapshot.yaml", *text);
  const auto other = open(settings_of({(folder.path() / "snapshot.yaml").string()}));
  EXPECT_EQ(ask(*other, "GET", "/v1/tasks").body, ask(*service, "GET", "/v1/tasks").body);
  EXPECT_EQ(ask(*other, "GET", "/v1/tasks/" + kept).body,
            ask(*service, "GET", "/v1/tasks/" + kept).body);
  EXPECT_EQ(ask(*other, "GET", "/v1/tasks/tsk_abc123def456").status, 404);
  // A snapshot of what was read from a snapshot is the same.
  EXPECT_EQ(other->loaded()->mock->snapshot(other->sessions().default_session()), text);

  // One of nothing is of nothing, whatever the examples are.
  static_cast<void>(ask(*service, "DELETE", "/v1/tasks/" + kept));
  const auto empty = service->loaded()->mock->snapshot(service->sessions().default_session());
  folder.write("empty.yaml", *empty);
  const auto none = open(settings_of({(folder.path() / "empty.yaml").string()}));
  EXPECT_EQ(ask(*none, "GET", "/v1/tasks").body, "[]");
}

TEST(State, WithoutItNothingIsRemembered) {
  Settings settings = settings_of();
  settings.is_stateful = false;
  const auto service = open(std::move(settings));
  EXPECT_EQ(create(*service), create(*service));
  EXPECT_FALSE(service->loaded()->mock->snapshot(service->sessions().default_session()));
}

// Each thread creates and removes; counts and the list in the end agree.
TEST(State, ThreadsAgree) {
  const auto service = open(settings_of());
  const std::size_t begin = ids(*service).size();
  std::atomic<int> surprises{0};
  std::vector<std::vector<std::string>> kept(kThreads);
  std::vector<std::thread> threads;
  for (auto& own : kept) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const std::string id = create(*service);
        if (ask(*service, "GET", "/v1/tasks/" + id).status != 200) ++surprises;
        if (i % 2 == 0) {
          own.push_back(id);
          continue;
        }
        if (ask(*service, "DELETE", "/v1/tasks/" + id).status != 200) ++surprises;
        if (ask(*service, "GET", "/v1/tasks/" + id).status != 404) ++surprises;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(surprises, 0);
  const auto left = ids(*service);
  EXPECT_EQ(left.size(), begin + kThreads * 25);
  for (const auto& own : kept) {
    for (const std::string& id : own) EXPECT_TRUE(left.contains(id));
  }
}

}  // namespace
}  // namespace holotype::server
