// What a user of the installed package writes, and nothing else: no header of this tree is in
// reach.
#include <gtest/gtest.h>
#include <holotype/mock_server.h>

#include <string>
#include <utility>

namespace {

holotype::MockServer tasks() {
  holotype::MockServer::Options options;
  options.fixtures = {FIXTURES};
  return holotype::MockServer::load(SPEC, std::move(options));
}

holotype::MockServer::Request create(std::string body) {
  return {.method = "POST",
          .target = "/v1/tasks",
          .headers = {{"Content-Type", "application/json"}, {"X-API-Key", "key"}},
          .body = std::move(body)};
}

TEST(TaskClientTest, CreatesATask) {
  const auto server = tasks();
  const auto answer = server.handle(create(R"({"title": "Rotate keys", "description": "All"})"));
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_NE(answer.body.find("Rotate keys"), std::string::npos) << answer.body;
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_TRUE(server.received()[0].is_valid());
}

TEST(TaskClientTest, LearnsWhatIsWrong) {
  const auto server = tasks();
  const auto answer = server.handle(create(R"({"title": "Rotate keys"})"));
  EXPECT_GE(answer.status, 400) << answer.body;
  ASSERT_EQ(server.received().size(), 1u);
  EXPECT_FALSE(server.received()[0].is_valid());
}

TEST(TaskClientTest, ServesOnAFreePort) {
  auto server = tasks();
  server.start();
  EXPECT_EQ(server.url().rfind("http://127.0.0.1:", 0), 0u) << server.url();
  server.stop();
}

TEST(TaskClientTest, RefusesAFileThatIsNotThere) {
  EXPECT_THROW(holotype::MockServer::load("no/such/file.yaml"), holotype::LoadError);
}

}  // namespace
