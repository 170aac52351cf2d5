// <holotype/matchers.h> as a user's test suite meets it: what holds, and what is printed where it
// does not.
#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <holotype/matchers.h>

#include <string>
#include <utility>

namespace {

using holotype::Conforms;
using holotype::Received;
using holotype::ReceivedInOrder;
using holotype::SentOnlyDeclaredRequests;
using holotype::SentOnlyValidRequests;
using holotype::Times;
using holotype::With;
using testing::HasSubstr;
using testing::Not;

holotype::Request create(const std::string& title) {
  return {.method = "POST",
          .target = "/v1/tasks",
          .headers = {{"Content-Type", "application/json"}, {"X-API-Key", "s3cret"}},
          .body = R"({"title": ")" + title + R"(", "description": "All"})"};
}

class MatchersTest : public testing::Test {
 protected:
  MatchersTest() : server_(holotype::MockServer::load(SPEC)) {
    server_.handle(create("Rotate keys"));
    server_.handle({.target = "/v1/tasks", .headers = {{"X-API-Key", "s3cret"}}});
  }

  template <typename Value, typename Matcher>
  static std::string explain(const Value& value, const Matcher& matcher) {
    testing::StringMatchResultListener listener;
    testing::ExplainMatchResult(matcher, value, &listener);
    return listener.str();
  }

  holotype::MockServer server_;
};

TEST_F(MatchersTest, WhatWasReceived) {
  EXPECT_THAT(server_, Received("createTask"));
  EXPECT_THAT(server_, Received("createTask", Times(1)));
  EXPECT_THAT(server_, Received("createTask", testing::AtMost(2)));
  EXPECT_THAT(server_, Received("createTask", With("body: {title: Rotate keys}"), Times(1)));
  EXPECT_THAT(server_, Received("deleteTask", Times(0)));
  EXPECT_THAT(server_, Not(Received("createTask", testing::AtLeast(2))));
  EXPECT_THAT(server_, ReceivedInOrder({{"createTask"}, {"listTasks"}}));
  EXPECT_THAT(server_, Not(ReceivedInOrder({{"listTasks"}, {"createTask"}})));
  EXPECT_THAT(server_, SentOnlyValidRequests());
  EXPECT_THAT(server_, SentOnlyDeclaredRequests());
}

// What a key was is not kept, so that neither of a pair may hold.
TEST_F(MatchersTest, WhatCannotBeKnownFailsEitherWay) {
  const auto has_key = [] { return Received("createTask", With("headers: {X-API-Key: other}")); };
  const auto failures_of = [this](const auto& matcher) {
    testing::TestPartResultArray results;
    {
      const testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
      EXPECT_THAT(server_, matcher);
    }
    std::string text;
    int failures = 0;
    for (int i = 0; i < results.size(); ++i) {
      failures += results.GetTestPartResult(i).failed() ? 1 : 0;
      text += results.GetTestPartResult(i).message();
      EXPECT_THAT(results.GetTestPartResult(i).file_name(), HasSubstr("matchers_test"));
    }
    EXPECT_THAT(text, HasSubstr("It cannot be known whether createTask with"));
    return failures;
  };
  EXPECT_EQ(failures_of(has_key()), 2);  // that of EXPECT_THAT, too
  EXPECT_EQ(failures_of(Not(has_key())), 1);
  EXPECT_EQ(failures_of(testing::AllOf(Received("createTask"), Not(has_key()))), 1);
  const auto matcher = Not(has_key());  // asked again, it fails again
  EXPECT_EQ(failures_of(matcher), 1);
  EXPECT_EQ(failures_of(matcher), 1);
  EXPECT_NONFATAL_FAILURE(explain(server_, has_key()), "It cannot be known");
  EXPECT_THAT(server_, Not(Received("createTask", With("headers: {X-Other: other}"))));
}

TEST_F(MatchersTest, SessionsAreApart) {
  const auto session = server_.session("one");
  EXPECT_THAT(session, Not(Received("createTask")));
  session.handle(create("Review access"));
  EXPECT_THAT(session, Received("createTask", With("body: {title: Review access}"), Times(1)));
  EXPECT_THAT(server_, Not(Received("createTask", With("body: {title: Review access}"))));
}

TEST_F(MatchersTest, AFailureShowsTheClosestMiss) {
  EXPECT_EQ(
      explain(server_, Received("createTask", With("body: {title: Rotate key}"))),
      "createTask with {\"body\":{\"title\":\"Rotate key\"}} was to be received at least once, "
      "and never was.\n"
      "The closest is request 1, POST /v1/tasks, answered 201:\n"
      "  body /title: must be \"Rotate key\", found \"Rotate keys\"");
  EXPECT_EQ(explain(server_, Received("deleteTask")),
            "deleteTask was to be received at least once, and never was.\n"
            "Received were: 1 x createTask, 1 x listTasks.");
  EXPECT_THAT(testing::DescribeMatcher<holotype::MockServer>(Received("createTask", Times(2))),
              HasSubstr("received createTask exactly 2 times"));
  EXPECT_EQ(testing::PrintToString(server_), "a stand-in that received 2 requests");
}

TEST_F(MatchersTest, WhatIsInvalidIsListed) {
  server_.handle({.method = "POST", .target = "/v1/tasks", .headers = {{"X-API-Key", "s3cret"}}});
  EXPECT_THAT(explain(server_, SentOnlyValidRequests()),
              testing::AllOf(HasSubstr("1 of 3 did not"), HasSubstr("request 3, POST /v1/tasks"),
                             Not(HasSubstr("s3cret"))));
}

TEST_F(MatchersTest, AnUnknownOperationIsNoSilentMiss) {
  EXPECT_THROW(server_.verify({.operation = "creatTask"}), std::invalid_argument);
  EXPECT_THROW(server_.verify({.operation = "createTask", .when = "bodi: {}"}),
               std::invalid_argument);
  EXPECT_THROW(server_.verify({.operation = "createTask", .at_least = 3, .at_most = 2}),
               std::invalid_argument);
}

TEST_F(MatchersTest, ResponsesOfYourOwnServer) {
  const auto api = holotype::Description::load(SPEC);
  const holotype::Response good = server_.handle(create("Rotate keys"));
  EXPECT_THAT(good, Conforms(api, "createTask"));
  EXPECT_THAT((holotype::Exchange{create("Rotate keys"), good}), Conforms(api));
  const holotype::Response bad{
      .status = 201, .headers = {{"Content-Type", "application/json"}}, .body = R"({"id": 5})"};
  EXPECT_THAT(explain(bad, Conforms(api, "createTask")),
              testing::AllOf(HasSubstr("which breaks the description:"),
                             HasSubstr("body /id: must be string"), HasSubstr("comp-tasks.yaml:")));
  EXPECT_THAT(explain(good, Conforms(api, "creatTask")), HasSubstr("did you mean createTask?"));
}

TEST_F(MatchersTest, FixturesAndTheWayBack) {
  server_.add_fixtures(
      "fixtures:\n"
      "  - name: full\n"
      "    operation: createTask\n"
      "    respond: {status: 400, body: {message: Full, error: Bad Request, statusCode: 400}}\n");
  EXPECT_EQ(server_.handle(create("x")).status, 400);
  EXPECT_TRUE(server_.remove_fixture("full"));
  EXPECT_FALSE(server_.remove_fixture("full"));
  EXPECT_EQ(server_.handle(create("x")).status, 201);
  EXPECT_THROW(server_.add_fixtures("fixtures: [{name: a}]"), holotype::LoadError);
  EXPECT_THAT(server_.coverage(), HasSubstr("operations  2 of 12 met\n"));
  server_.reset();
  EXPECT_THAT(server_, Not(Received("createTask")));
  EXPECT_THAT(server_.coverage(), HasSubstr("operations  0 of 12 met\n"));
}

}  // namespace
