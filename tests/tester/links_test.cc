#include "tester/links.h"

#include <gtest/gtest.h>

#include "tester/described.h"

namespace holotype::tester {
namespace {

// "operation target rule" of each step that follows a creation answered with id 7, where whatever
// is asked next is answered with `status`.
std::string followed(int status, const IsWanted& is_wanted) {
  const auto loaded = described(kPets);
  Drafter drafter(*loaded->description);
  Provider provider({}, [status](const http::Request& request) -> Result<http::Response> {
    const http::Headers json = {{"Content-Type", "application/json"}};
    if (request.method == "POST") return http::Response{201, json, R"({"id":7,"name":"Rex"})"};
    return status == 200 ? http::Response{200, json, R"({"id":7,"name":"Rex"})"}
                         : http::Response{status, {}, ""};
  });
  Prober prober(*loaded->contract, drafter, provider);
  json::Arena arena;
  const auto& operation = *loaded->description->find("createPet");
  auto prepared = prober.prepare(drafter.draft(operation, {}, arena), {});
  if (!prepared) return prober.obstacle();
  const Attempt created = prober.attempt(*std::move(prepared), arena);
  std::string text;
  for (const Step& step : follow_links(created, is_wanted, prober, arena)) {
    text += step.attempt.prepared.draft.operation->id + " " + step.attempt.wire.raw_target;
    if (step.finding) text += " " + std::string(step.finding->rule->id);
  }
  return text;
}

TEST(LinksTest, LeadOnWithWhatTheAnswerSaid) {
  const auto all = [](const openapi::Operation&) { return true; };
  const auto none = [](const openapi::Operation&) { return false; };
  EXPECT_EQ(followed(200, all), "getPet /pets/7");
  EXPECT_EQ(followed(404, all), "getPet /pets/7 test.not-found");
  EXPECT_EQ(followed(200, none), "");
}

}  // namespace
}  // namespace holotype::tester
