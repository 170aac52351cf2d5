// Several descriptions on one port.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "server/service.h"

namespace holotype::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPets = R"(openapi: 3.1.1
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: "#/components/schemas/Pets"}}}
    post:
      operationId: addPet
      requestBody:
        content:
          application/xml: {schema: {$ref: "#/components/schemas/Pet"}}
          application/json: {schema: {$ref: "#/components/schemas/Pet"}}
      responses: {"201": {description: ok}}
components:
  schemas:
    Pets: {type: array, minItems: 2, items: {$ref: "#/components/schemas/Pet"}}
    Pet:
      type: object
      required: [name]
      properties: {name: {type: string, nullable: true}, age: {type: integer, minimum: 0}}
)";
constexpr std::string_view kShops = R"(openapi: 3.0.4
info: {title: Shops, version: "1"}
paths:
  /shops:
    post:
      operationId: openShop
      requestBody:
        required: true
        content:
          application/json:
            schema: {type: object, properties: {name: {type: string, nullable: true}}}
      responses: {"201": {description: ok}}
  /pets:
    get:
      operationId: listShopPets
      responses: {"204": {description: ok}}
)";

class SeveralTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() /
              ("holotype-several-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::create_directories(folder_);
    write("pets.yaml", kPets);
    write("shops.yaml", kShops);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const char* name, std::string_view text) const {
    // As an editor does that never leaves half a file.
    const fs::path half = folder_ / (std::string(name) + "~");
    std::ofstream(half) << text;
    fs::rename(half, folder_ / name);
  }
  std::string path(const char* name) const { return (folder_ / name).string(); }

  fs::path folder_;
};

http::Request request(std::string method, std::string target, std::string body = "") {
  http::Request made{std::move(method), std::move(target), {}, std::move(body)};
  if (!made.body.empty()) made.headers.add("Content-Type", "application/json");
  return made;
}

TEST_F(SeveralTest, ShareAPort) {
  Settings settings;
  settings.description_path = path("pets.yaml");
  settings.more_descriptions = {path("shops.yaml")};
  const auto service = Service::open(settings);
  ASSERT_TRUE(service) << to_line(service.error().front());
  EXPECT_EQ((*service)->handle(request("GET", "/pets")).response.status, 200);
  EXPECT_EQ((*service)->handle(request("POST", "/shops", "{}")).response.status, 201);
  // nullable is a keyword of 3.0, not of 3.1: each schema is read as its own description says.
  EXPECT_EQ((*service)->handle(request("POST", "/shops", R"({"name": null})")).response.status,
            201);
  EXPECT_EQ((*service)->handle(request("POST", "/pets", R"({"name": null})")).response.status, 422);
  EXPECT_EQ((*service)->handle(request("GET", "/cats")).response.status, 404);

  const auto findings = (*service)->findings();
  const auto clash = std::ranges::find_if(findings, [](const diagnostic::Diagnostic& finding) {
    return finding.rule->id == "openapi.operation-clash";
  });
  ASSERT_NE(clash, findings.end());
  EXPECT_EQ(clash->source.file, path("shops.yaml"));
  EXPECT_EQ(clash->source.line, 15u);
}

// Its operations are counted twice, and one finding says why.
TEST_F(SeveralTest, NamedTwiceIsSaidOnce) {
  Settings settings;
  settings.description_path = path("pets.yaml");
  settings.more_descriptions = {path("pets.yaml")};
  const auto service = Service::open(settings);
  ASSERT_TRUE(service) << to_line(service.error().front());
  const auto findings = (*service)->findings();
  const auto is_clash = [](const diagnostic::Diagnostic& finding) {
    return finding.rule->id == "openapi.operation-clash";
  };
  ASSERT_EQ(std::ranges::count_if(findings, is_clash), 1);
  const auto clash = std::ranges::find_if(findings, is_clash);
  EXPECT_NE(clash->message.find("is named twice"), std::string::npos) << clash->message;
  EXPECT_EQ(clash->source.file, path("pets.yaml"));
}

// A memory for each of them, whichever file its resources are described in.
TEST_F(SeveralTest, KeepStateOfEach) {
  const auto crud = [](const std::string& name) {
    const std::string schema =
        "{type: object, required: [id, name], properties: {id: {type: string, readOnly: true, "
        "example: " +
        name + "_1}, name: {type: string}}}";
    const std::string content = "content: {application/json: {schema: " + schema + "}}";
    return "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /" + name +
           "s:\n    post:\n" + "      requestBody: {" + content +
           "}\n      responses: {'201': {description: A., " + content + "}}\n  /" + name +
           "s/{id}:\n    get:\n" +
           "      parameters: [{name: id, in: path, required: true, schema: {type: string}}]\n" +
           "      responses: {'200': {description: A., " + content +
           "}, '404': {description: None.}}\n";
  };
  write("cats.yaml", crud("cat"));
  write("dogs.yaml", crud("dog"));
  Settings settings;
  settings.description_path = path("cats.yaml");
  settings.more_descriptions = {path("dogs.yaml")};
  settings.is_stateful = true;
  const auto service = Service::open(settings);
  ASSERT_TRUE(service) << to_line(service.error().front());
  for (const std::string name : {"cat", "dog"}) {
    const std::string body = R"({"name":"Tom the )" + name + "\"}";
    const auto made = (*service)->handle(request("POST", "/" + name + "s", body)).response;
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string id = made.body.substr(7, made.body.find('"', 7) - 7);
    EXPECT_EQ((*service)->handle(request("GET", "/" + name + "s/" + id)).response.body, made.body);
    EXPECT_EQ((*service)->handle(request("GET", "/" + name + "s/nobody")).response.status, 404);
  }
}

// An edit of any of them is served; one that is broken leaves both as they were.
TEST_F(SeveralTest, AreWatchedAll) {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));  // a tick of the file system's clock
  Settings settings;
  settings.description_path = path("pets.yaml");
  settings.more_descriptions = {path("shops.yaml")};
  const auto service = Service::open(settings);
  ASSERT_TRUE(service);
  std::mutex mutex;
  std::condition_variable told;
  std::vector<bool> reloads;
  (*service)->watch([&](const Reload& reload) {
    const std::lock_guard lock(mutex);
    reloads.push_back(reload.loaded.has_value());
    told.notify_all();
  });
  const auto wait_for = [&](std::size_t count) {
    std::unique_lock lock(mutex);
    return told.wait_for(lock, std::chrono::seconds(20), [&] { return reloads.size() >= count; }) &&
           reloads[count - 1];
  };
  const auto status = [&](const char* target) {
    return (*service)->handle(request("GET", target)).response.status;
  };
  EXPECT_EQ(status("/markets"), 404);
  std::string text(kShops);
  text += "  /markets: {get: {responses: {\"204\": {description: ok}}}}\n";
  write("shops.yaml", text);
  EXPECT_TRUE(wait_for(1));
  EXPECT_EQ(status("/markets"), 204);
  write("pets.yaml", "paths: [");
  EXPECT_FALSE(wait_for(2));
  EXPECT_EQ(status("/markets"), 204);
  EXPECT_EQ(status("/pets"), 200);
}

TEST_F(SeveralTest, FailWithAllThatCannotBeRead) {
  write("pets.yaml", "nothing: here\n");
  Settings settings;
  settings.description_path = path("pets.yaml");
  settings.more_descriptions = {path("shops.yaml"), path("none.yaml")};
  const auto service = Service::open(settings);
  ASSERT_FALSE(service);
  EXPECT_EQ(service.error().size(), 2u);
}

}  // namespace
}  // namespace holotype::server
