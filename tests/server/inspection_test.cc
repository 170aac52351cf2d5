// Inspection: what is looked for beside serving, and that it ends when it is told to.
#include "server/inspection.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "diagnostic/rules_response.h"
#include "server/service.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostics;

Diagnostics one_finding() {
  return {{.rule = &diagnostic::rules::kExampleInvalid, .message = "must be what it says"}};
}

TEST(InspectionTest, LooksWhenAskedAndOnce) {
  std::atomic<int> looked = 0;
  const Inspection inspection(
      [&looked](const std::stop_token&) {
        ++looked;
        return one_finding();
      },
      Inspection::When::WhenAsked);
  EXPECT_EQ(looked, 0);
  std::vector<std::jthread> askers;
  for (int i = 0; i < 4; ++i)
    askers.emplace_back([&inspection] { EXPECT_EQ(inspection.findings().size(), 1u); });
  askers.clear();
  EXPECT_EQ(looked, 1);
}

TEST(InspectionTest, LooksForNothingThatNobodyAskedFor) {
  bool has_looked = false;
  {
    const Inspection inspection(
        [&has_looked](const std::stop_token&) {
          has_looked = true;
          return one_finding();
        },
        Inspection::When::WhenAsked);
  }
  EXPECT_FALSE(has_looked);
}

// A search without an end would keep the process from ending.
TEST(InspectionTest, EndsWhenStoppedAndWhenItIsGivenUp) {
  const auto endless = [](const std::stop_token& stopping) {
    while (!stopping.stop_requested()) std::this_thread::yield();
    return one_finding();
  };
  const Inspection stopped(endless, Inspection::When::Beside);
  EXPECT_FALSE(stopped.was_stopped());
  stopped.stop();
  EXPECT_TRUE(stopped.was_stopped());
  EXPECT_EQ(stopped.findings().size(), 1u);
  const Inspection given_up(endless, Inspection::When::Beside);
}

// 300 operations whose schemas have examples that break them, and none that could be found.
std::string large_description() {
  std::string text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n";
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    text += "  /a" + n +
            ":\n    get:\n      responses:\n        '200':\n          description: A.\n" +
            "          content: {application/json: {schema: {type: object, required: [a" + n +
            "], properties: {a" + n + ": {type: integer, example: x}, b: {not: {}}}}}}\n";
  }
  return text;
}

// The compiler is used by requests (a first answer is generated) and by the search at a time.
TEST(InspectionTest, GoesOnBesideRequests) {
  Settings settings;
  settings.description_text = large_description();
  settings.inspection = Inspection::When::Beside;
  const auto service = Service::open(settings);
  ASSERT_TRUE(service);
  std::vector<std::jthread> clients;
  for (int client = 0; client < 3; ++client) {
    clients.emplace_back([&service] {
      for (int i = 0; i < 300; ++i) {
        http::Request request{.method = "GET", .raw_target = "/a" + std::to_string(i)};
        request.headers.add("Host", "localhost");
        EXPECT_EQ((*service)->handle(request).response.status, 200);
      }
    });
  }
  clients.clear();
  EXPECT_EQ((*service)->findings().size(), 300u);
}

TEST(InspectionTest, OfWhatWasReplacedIsStopped) {
  Settings settings;
  settings.description_text = large_description();
  const auto service = Service::open(settings);
  ASSERT_TRUE(service);
  const auto before = (*service)->loaded();
  ASSERT_TRUE((*service)->reload().loaded);
  EXPECT_TRUE(before->inspection->was_stopped());
  EXPECT_FALSE((*service)->loaded()->inspection->was_stopped());
}

}  // namespace
}  // namespace holotype::server
