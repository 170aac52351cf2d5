#include "tester/candidates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tester/described.h"
#include "tester/prober.h"

namespace holotype::tester {
namespace {

class CandidatesTest : public testing::Test {
 protected:
  std::shared_ptr<const server::Loaded> loaded_ = described(kPets);
  Drafter drafter_{*loaded_->description};
  Provider provider_{{}, [](const http::Request&) -> Result<http::Response> { return fail(""); }};
  Prober prober_{*loaded_->contract, drafter_, provider_};
  json::Arena arena_;
};

TEST_F(CandidatesTest, TheContractJudgesEach) {
  struct Row {
    std::string what;
    Wish wish;
    std::string rule;  // of what is broken
  };
  const Row rows[] = {
      {"the first examples", Wish::Accepted, ""},
      {"generated 1", Wish::Accepted, ""},
      {"no credentials", Wish::Unauthorized, "request.credential-missing"},
      {"method PATCH", Wish::MethodRefused, ""},
      {"body left out", Wish::Refused, "request.body-missing"},
      {"body that is no JSON", Wish::Refused, "request.body-malformed"},
      {"body of another media type", Wish::Refused, "request.media-type-unsupported"},
      {"body name: left out", Wish::Refused, "schema.required"},
      {"body name: 5 characters", Wish::Accepted, ""},
      {"body name: 6 characters", Wish::Refused, "schema.max-length"},
      {"body name: 1 character", Wish::Refused, "schema.min-length"},
      {"body age: 0", Wish::Accepted, ""},
      {"body age: -1", Wish::Refused, "schema.minimum"},
      {"body age: left out", Wish::Accepted, ""},
  };
  const auto& operation = *loaded_->description->find("createPet");
  const auto all = candidates(drafter_, operation, {.undescribed_method = "PATCH"}, arena_);
  for (const Row& row : rows) {
    const auto found = std::ranges::find(all, row.what, &Candidate::what);
    ASSERT_NE(found, all.end()) << row.what;
    const auto prepared = prober_.prepare(found->draft, found->about);
    ASSERT_TRUE(prepared) << row.what << ": " << prober_.obstacle();
    EXPECT_EQ(prepared->question.wish, row.wish) << row.what;
    const bool is_broken = prepared->question.broken.has_value();
    if (!row.rule.empty()) {
      EXPECT_EQ(is_broken ? prepared->question.broken->rule->id : "", row.rule) << row.what;
    }
  }
}

TEST_F(CandidatesTest, AnotherMediaTypeHasABodyThatIsValid) {
  const auto& operation = *loaded_->description->find("createPet");
  const auto all = candidates(drafter_, operation, {}, arena_);
  const auto request_of = [&](std::string_view what) {
    return drafter_.write(std::ranges::find(all, what, &Candidate::what)->draft).request;
  };
  const http::Request plain = request_of("the first examples");
  const http::Request foreign = request_of("body of another media type");
  EXPECT_EQ(*foreign.headers.find("Content-Type"), "application/x-holotype-test");
  EXPECT_EQ(foreign.body, plain.body);
}

TEST(CandidatesOfTypesTest, EachMediaTypeInAndOut) {
  const auto loaded = described(R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          application/xml: {schema: &s {type: object, required: [x], properties: {x: {type: integer}}}}
          application/json: {schema: *s}
          application/x-www-form-urlencoded: {schema: *s}
          image/*: {}
      responses:
        "200": {description: Fine., content: {application/json: {}, application/xml: {}}}
)");
  Drafter drafter(*loaded->description);
  json::Arena arena;
  std::map<std::string, std::string> bodies;  // or what is accepted
  for (const Candidate& candidate :
       candidates(drafter, loaded->description->operations.front(), {}, arena)) {
    const auto request = drafter.write(candidate.draft).request;
    const std::string* accept = request.headers.find("Accept");
    bodies[candidate.what] = accept == nullptr ? request.body : *accept;
  }
  EXPECT_EQ(bodies.at("the first examples").front(), '{');  // JSON where there is a choice
  EXPECT_NE(bodies.at("body as application/xml").find("<x>"), std::string::npos);
  EXPECT_TRUE(bodies.at("body as application/x-www-form-urlencoded").starts_with("x="));
  EXPECT_EQ(bodies.at("answer as application/xml"), "application/xml");
  EXPECT_FALSE(bodies.contains("body as image/*"));
}

// JSON is what constraints can be broken in; those of a JSON Patch no schema tells.
TEST(CandidatesOfTypesTest, ABodyIsJsonWhereThereIsAChoice) {
  struct Row {
    std::string content;
    std::string wanted;
  };
  const Row rows[] = {
      {"text/plain: {}, application/json: {}", "application/json"},
      {"application/xml: {}, application/vnd.a+json: {}", "application/vnd.a+json"},
      {"application/json-patch+json: {}, application/merge-patch+json: {}",
       "application/merge-patch+json"},
      {"application/apply-patch+yaml: {}, application/json-patch+json: {}",
       "application/json-patch+json"},
      {"application/xml: {}, text/plain: {}", "application/xml"},
  };
  for (const Row& row : rows) {
    const auto loaded = described(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {patch: {requestBody: "
        "{required: true, content: {" +
        row.content + "}}, responses: {'200': {description: Fine.}}}}}\n");
    Drafter drafter(*loaded->description);
    json::Arena arena;
    const Draft draft = drafter.draft(loaded->description->operations.front(), {}, arena);
    ASSERT_NE(draft.media_type, nullptr) << row.content;
    EXPECT_EQ(draft.media_type->name, row.wanted) << row.content;
  }
}

TEST_F(CandidatesTest, TheFirstTurnsComeFirst) {
  const auto& operation = *loaded_->description->find("createPet");
  const auto all = candidates(drafter_, operation, {}, arena_);
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Candidate::rank));
  EXPECT_EQ(all.front().what, "the first examples");
}

TEST_F(CandidatesTest, NamesAreUniqueAndTheSameAgain) {
  const auto& operation = *loaded_->description->find("createPet");
  const auto names = [&](std::uint64_t seed) {
    std::vector<std::string> out;
    for (const Candidate& c : candidates(drafter_, operation, {.seed = seed}, arena_)) {
      const auto written = drafter_.write(c.draft);
      out.push_back(c.what + written.request.raw_target + written.request.body);
    }
    return out;
  };
  const auto once = names(7);
  EXPECT_EQ(once, names(7));
  EXPECT_NE(once, names(8));
  EXPECT_EQ(std::set<std::string>(once.begin(), once.end()).size(), once.size());
}

}  // namespace
}  // namespace holotype::tester
