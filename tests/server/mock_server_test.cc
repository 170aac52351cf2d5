// The public C++ face: what a test suite does with a MockServer.
#include "holotype/mock_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "http/message.h"
#include "transport/client.h"

namespace holotype {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kSpec = HOLOTYPE_SOURCE_DIR "/specs/comp-tasks.yaml";
constexpr const char* kFixtures = HOLOTYPE_SOURCE_DIR "/fixtures/comp-tasks.yaml";

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: A pet.
          content: {application/json: {schema: {type: string, minLength: 1}, example: Rex}}
)";

MockServer tasks() { return MockServer::load(kSpec, {.fixtures = {kFixtures}}); }

MockServer::Request create(std::string body) {
  return {.method = "POST",
          .target = "/v1/tasks",
          .headers = {{"Content-Type", "application/json"}, {"X-API-Key", "comp_secret"}},
          .body = std::move(body)};
}

// The same over a socket.
http::Response send(const std::string& url, const MockServer::Request& request) {
  http::Request raw;
  raw.method = request.method;
  raw.raw_target = request.target;
  for (const auto& [name, value] : request.headers) raw.headers.add(name, value);
  raw.body = request.body;
  auto client = transport::Client::to(url);
  if (!client) return {.status = 0, .headers = {}, .body = client.error().to_string()};
  auto answer = client->send(raw);
  if (!answer) return {.status = 0, .headers = {}, .body = answer.error().to_string()};
  return std::move(*answer);
}

std::string message_of(const std::string& description, MockServer::Options options = {}) {
  try {
    MockServer::load_text(description, std::move(options));
  } catch (const LoadError& error) {
    return error.what();
  }
  return "loaded";
}

TEST(MockServerTest, AnswersWithoutASocket) {
  const MockServer server = tasks();
  const auto answer = server.handle(create(R"({"title": "Rotate keys", "description": "All"})"));
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.header("content-type"), "application/json");
  EXPECT_EQ(answer.header("Holotype-Source"), "fixture created-task");
  EXPECT_EQ(answer.header("No-Such-Header"), "");
  EXPECT_THAT(answer.body, HasSubstr(R"("title":"Rotate keys")"));
}

TEST(MockServerTest, LoadsFromAText) {
  const MockServer server = MockServer::load_text(kPets);
  EXPECT_EQ(server.handle({.target = "/pets/7"}).body, "\"Rex\"");
  EXPECT_THAT(server.warnings(), IsEmpty());
}

TEST(MockServerTest, OptionsChooseTheAnswer) {
  const auto generated = MockServer::load_text(kPets, {.is_dynamic = true, .seed = 7});
  EXPECT_EQ(generated.handle({.target = "/pets/7"}).header("Holotype-Source"), "generated");
  const auto problems = MockServer::load(kSpec, {.answers_problems = true});
  const auto refused = problems.handle(create("{}"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
}

TEST(MockServerTest, WarningsNameTheirPlace) {
  std::string text = kPets;
  text += "security: [{nobody: []}]\n";
  const MockServer server = MockServer::load_text(text);
  ASSERT_EQ(server.warnings().size(), 1u);
  EXPECT_THAT(server.warnings().front(), AllOf(StartsWith("description:12:"), HasSubstr("nobody")));
}

TEST(MockServerTest, WhatCannotBeLoadedIsSaidWhole) {
  EXPECT_THROW(MockServer::load("no/such/file.yaml"), LoadError);
  try {
    MockServer::load("");
    ADD_FAILURE() << "loads nothing";
  } catch (const LoadError& error) {
    EXPECT_THAT(error.what(), HasSubstr("its path is empty"));
  }
  EXPECT_THAT(message_of("openapi: [3"), HasSubstr("document.syntax"));
  EXPECT_THAT(message_of("title: no description"), HasSubstr("openapi.not-a-description"));
  const std::string folder = testing::TempDir() + "holotype-mock-server-test";
  ASSERT_EQ(std::system(("mkdir -p " + folder).c_str()), 0);
  const std::string path = folder + "/faulty.yaml";
  std::FILE* file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs(
      "fixtures:\n"
      "  - {name: one, operation: getPett, respond: {status: 200}}\n"
      "  - {name: two, operation: getPet, respons: {status: 200}, respond: {status: 200}}\n",
      file);
  std::fclose(file);
  const std::string message = message_of(kPets, {.fixtures = {path}});
  EXPECT_THAT(message, AllOf(HasSubstr("faulty.yaml:2:"), HasSubstr("getPett"), HasSubstr("\n"),
                             HasSubstr("faulty.yaml:3:"), HasSubstr("respons")));
}

TEST(MockServerTest, ServesOnAFreePort) {
  MockServer server = tasks();
  EXPECT_THROW(server.url(), std::logic_error);
  server.start();
  server.start();  // once is enough
  const std::string url = server.url();
  EXPECT_THAT(url, StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(send(url, {.target = "/__holotype/health"}).status, 200);
  server.stop();
  server.stop();
  EXPECT_THROW(server.url(), std::logic_error);
  EXPECT_EQ(send(url, {.target = "/__holotype/health"}).status, 0);
  server.start();  // again
  EXPECT_EQ(send(server.url(), {.target = "/__holotype/health"}).status, 200);
}

TEST(MockServerTest, ATakenPortIsALoadError) {
  MockServer first = MockServer::load_text(kPets);
  first.start();
  const std::string url = first.url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  MockServer second = MockServer::load_text(kPets, {.port = port});
  EXPECT_THROW(second.start(), LoadError);
}

TEST(MockServerTest, ATokenThatNoRequestCanCarryIsALoadError) {
  for (const char* token : {"my secret token", "short", "line\nbreak"}) {
    EXPECT_THROW(MockServer::load_text(kPets, {.admin_token = token}), LoadError) << token;
    EXPECT_THROW(MockServer::load(kSpec, {.admin_token = token}), LoadError) << token;
  }
  EXPECT_THROW(MockServer::load_text(kPets, {.host = "0.0.0.0"}), LoadError);
}

TEST(MockServerTest, AsksWithItsToken) {
  MockServer server = MockServer::load_text(kPets, {.admin_token = "correct-horse"});
  EXPECT_EQ(server.handle({.target = "/__holotype/requests"}).status, 401);
  server.handle({.target = "/pets/1"});
  EXPECT_TRUE(server.verify({.operation = "getPet", .at_most = 1}).holds);
  EXPECT_THAT(server.coverage(), HasSubstr("operations  1 of 1 met"));
  server.add_fixtures("[{name: a, operation: getPet, respond: {body: Tom}}]");
  server.remove_added_fixtures();
  EXPECT_EQ(server.handle({.target = "/pets/1"}).body, "\"Rex\"");
  server.reset();
  EXPECT_THAT(server.received(), IsEmpty());
}

TEST(MockServerTest, RemovesNoFixtureWithoutAName) {
  MockServer server = MockServer::load_text(kPets);
  server.add_fixtures("[{name: a, operation: getPet, respond: {body: Tom}}]");
  for (const char* name : {"", ".", "..", "/", "b"})
    EXPECT_FALSE(server.remove_fixture(name)) << name;
  EXPECT_EQ(server.handle({.method = "DELETE", .target = "/__holotype/fixtures/"}).status, 404);
  EXPECT_EQ(server.handle({.method = "DELETE", .target = "/__holotype/requests/?x"}).status, 404);
  EXPECT_EQ(server.handle({.target = "/pets/1"}).body, "\"Tom\"");
  EXPECT_EQ(server.received().size(), 1u);
  EXPECT_TRUE(server.remove_fixture("a"));
  EXPECT_EQ(server.handle({.target = "/pets/1"}).body, "\"Rex\"");
}

TEST(MockServerTest, RemembersWhatItReceived) {
  MockServer server = tasks();
  server.start();
  const auto bad = create(R"({"title": 5})");
  ASSERT_EQ(send(server.url(), bad).status, 400);
  server.handle({.target = "/v1/nothing"});
  auto received = server.received();
  ASSERT_EQ(received.size(), 2u);
  EXPECT_EQ(received[0].request.method, "POST");
  EXPECT_EQ(received[0].request.target, "/v1/tasks");
  EXPECT_EQ(received[0].request.body, bad.body);
  EXPECT_EQ(received[0].operation, "createTask");
  EXPECT_EQ(received[0].status, 400);
  EXPECT_THAT(received[0].source, StartsWith("fixture "));
  EXPECT_FALSE(received[0].is_valid());
  EXPECT_THAT(received[0].violations, ElementsAre(HasSubstr("must have property description"),
                                                  HasSubstr("/title: must be string")));
  for (const auto& [name, value] : received[0].request.headers) {
    if (http::equal_ignoring_case(name, "X-API-Key")) EXPECT_EQ(value, "(redacted)");
  }
  EXPECT_EQ(received[1].operation, "");
  EXPECT_EQ(received[1].source, "problem");
  server.clear_received();
  EXPECT_THAT(server.received(), IsEmpty());
}

TEST(MockServerTest, FaultsOfAQuestionNameNoFileOfTheUsers) {
  MockServer server = MockServer::load_text(kPets);
  const auto message_of = [](auto ask) {
    try {
      ask();
    } catch (const std::exception& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(message_of([&] { server.add_fixtures(""); }),
              StartsWith("/__holotype/openapi.yaml:"));
  EXPECT_THAT(message_of([&] { server.verify({.operation = "getPet", .when = "   "}); }),
              StartsWith("/__holotype/openapi.yaml:"));
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  EXPECT_TRUE(server.verify({.operation = "getPet", .at_least = 0, .at_most = kMost}).holds);
  EXPECT_FALSE(server.verify({.operation = "getPet", .at_least = kMost}).holds);
}

TEST(MockServerTest, ASessionStaysWhileThereIsAnObjectForIt) {
  MockServer server = MockServer::load_text(kPets, {.max_sessions = 2});
  const auto held = server.session("held");
  held.add_fixtures("[{name: a, operation: getPet, respond: {body: Tom}}]");
  held.handle({.target = "/pets/x"});
  for (int i = 0; i < 5; ++i) server.session("s" + std::to_string(i)).handle({.target = "/pets/1"});
  EXPECT_EQ(held.received().size(), 1u);
  EXPECT_FALSE(held.verify_only_valid().holds);
  EXPECT_EQ(held.handle({.target = "/pets/1"}).body, "\"Tom\"");
  const auto other = server.session("other");
  EXPECT_THROW(server.session("third"), std::runtime_error);
  EXPECT_EQ(server.session("held").received().size(), 2u);
}

TEST(MockServerTest, ASessionThatGaveWayIsNotTakenForNew) {
  MockServer server = MockServer::load_text(kPets, {.max_sessions = 1});
  server.session("a").handle({.target = "/pets/x"});
  server.session("b").handle({.target = "/pets/1"});
  EXPECT_FALSE(server.session("a").verify_only_valid().holds);
  server.session("a").reset();
  EXPECT_TRUE(server.session("a").verify_only_valid().holds);
}

TEST(MockServerTest, MovesWhileItServes) {
  static_assert(std::is_nothrow_move_constructible_v<MockServer>);
  static_assert(!std::is_copy_constructible_v<MockServer>);
  MockServer first = tasks();
  first.start();
  const std::string url = first.url();
  MockServer second = std::move(first);
  EXPECT_EQ(second.url(), url);
  EXPECT_EQ(send(url, {.target = "/__holotype/health"}).status, 200);
  MockServer third = MockServer::load_text(kPets);
  third.start();
  const std::string replaced = third.url();
  third = std::move(second);
  EXPECT_EQ(third.url(), url);
  EXPECT_EQ(send(replaced, {.target = "/__holotype/health"}).status, 0);
  EXPECT_EQ(send(url, {.target = "/__holotype/health"}).status, 200);
}

TEST(MockServerTest, TwoServersAreTwoWorlds) {
  MockServer first = tasks();
  MockServer second = MockServer::load_text(kPets);
  first.start();
  second.start();
  EXPECT_NE(first.url(), second.url());
  EXPECT_EQ(send(second.url(), {.target = "/pets/1"}).body, "\"Rex\"");
  EXPECT_EQ(send(first.url(), {.target = "/pets/1"}).status, 404);
  EXPECT_EQ(first.received().size(), 1u);
  EXPECT_EQ(second.received().size(), 1u);
}

TEST(MockServerTest, ParallelClientsGetTheSameBytes) {
  MockServer server = tasks();
  server.start();
  const auto valid = create(R"({"title": "Rotate keys", "description": "Every key"})");
  const auto invalid = create(R"({"title": 5})");
  const std::string created = server.handle(valid).body;
  const std::string refused = server.handle(invalid).body;
  server.clear_received();
  std::vector<std::vector<std::string>> bodies(32);
  std::vector<std::thread> clients;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    clients.emplace_back([&, i] {
      for (int round = 0; round < 5; ++round) {
        bodies[i].push_back(send(server.url(), valid).body);
        bodies[i].push_back(send(server.url(), invalid).body);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  for (const auto& answers : bodies) {
    for (std::size_t i = 0; i < answers.size(); ++i)
      EXPECT_EQ(answers[i], i % 2 == 0 ? created : refused);
  }
  EXPECT_EQ(server.received().size(), 320u);
}

}  // namespace
}  // namespace holotype
