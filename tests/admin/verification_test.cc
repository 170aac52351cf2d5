// Questions about what was received, and their answers in words: what a person reads when a test
// fails.
#include "admin/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/workbench.h"

namespace holotype::admin {
namespace {

using testing::HasSubstr;

struct Answer {
  bool holds = false;
  bool is_certain = false;
  std::string message;
};

Answer ask(Workbench& bench, const std::string& question) {
  const http::Response response = bench.send("POST", "/__holotype/verify", question);
  const auto answer = json::read(response.body);
  if (response.status != 200) return {false, false, response.body};
  return {answer->root().find("holds")->as_boolean(), answer->root().find("certain")->as_boolean(),
          std::string(answer->root().find("message")->as_string())};
}

class VerificationTest : public testing::Test {
 protected:
  void SetUp() override {
    bench_.create("Rotate keys");            // 1
    bench_.send("GET", "/tasks/tsk_1?x=1");  // 2
    bench_.create("Review access");          // 3
    bench_.create("x");                      // 4, invalid
    bench_.send("GET", "/task");             // 5, not declared
  }
  Workbench bench_;
};

TEST_F(VerificationTest, Questions) {
  struct Row {
    std::string question;
    bool holds;
    std::string message;
  };
  const Row rows[] = {
      {"{operation: createTask}", true,
       "createTask was to be received at least once, and was received 3 times."},
      {"{operation: createTask, exactly: 3}", true,
       "createTask was to be received exactly 3 times, and was received 3 times."},
      {"{operation: POST /tasks, exactly: 3}", true,
       "POST /tasks was to be received exactly 3 times, and was received 3 times."},
      {"{operation: createTask, atMost: 2}", false,
       "createTask was to be received at most twice, and was received 3 times.\n"
       "Requests that match: 1, 3, 4."},
      {"{operation: createTask, atLeast: 2, atMost: 4}", true,
       "createTask was to be received between 2 and 4 times, and was received 3 times."},
      {"{operation: createTask, outcome: valid, exactly: 2}", true,
       "createTask with outcome valid was to be received exactly twice, and was received twice."},
      {"{operation: listTasks, never: true}", true,
       "listTasks was never to be received, and never was."},
      {"{operation: listTasks}", false,
       "listTasks was to be received at least once, and never was.\n"
       "Received were: 1 x no operation, 3 x createTask, 1 x getTask."},
      {"{operation: createTask, when: {body: {title: Rotate keys}}, exactly: 1}", true,
       "createTask with {\"body\":{\"title\":\"Rotate keys\"}} was to be received exactly once, "
       "and "
       "was received once."},
      {"{operation: createTask, when: {body: {title: Rotate key}}}", false,
       "createTask with {\"body\":{\"title\":\"Rotate key\"}} was to be received at least once, "
       "and "
       "never was.\n"
       "The closest is request 1, POST /tasks, answered 201:\n"
       "  body /title: must be \"Rotate key\", found \"Rotate keys\""},
      {"{operation: createTask, when: {body: {title: Rotate key}}, outcome: valid}", false,
       "createTask with {\"body\":{\"title\":\"Rotate key\"}} and outcome valid was to be received "
       "at least once, and never was.\n"
       "The closest is request 1, POST /tasks, answered 201:\n"
       "  body /title: must be \"Rotate key\", found \"Rotate keys\""},
      {"{operation: getTask, when: {path: {id: tsk_1}, query: {x: '1'}}}", true,
       "getTask with {\"path\":{\"id\":\"tsk_1\"},\"query\":{\"x\":\"1\"}} was to be received at "
       "least once, and was received once."},
      {"{operation: '*', outcome: not_found, exactly: 1}", true,
       "any operation with outcome not_found was to be received exactly once, and was received "
       "once."},
      {"{operation: createTask, when: {body: {title: Rotate keys}}, since: 1, never: true}", true,
       "createTask with {\"body\":{\"title\":\"Rotate keys\"}} was never to be received, and "
       "never was."},
      {"order: [{operation: createTask}, {operation: getTask}, {operation: createTask}]", true,
       "3 steps received in this order: requests 1, 2, 3."},
      {"order: [{operation: getTask}, {operation: createTask, when: {body: {title: Rotate keys}}}]",
       false,
       "Step 2 of 2, createTask with {\"body\":{\"title\":\"Rotate keys\"}}, was not received "
       "after "
       "request 2. It was received before, as request 1.\n"
       "The closest is request 3, POST /tasks, answered 201:\n"
       "  body /title: must be \"Rotate keys\", found \"Review access\""},
      {"order: [{operation: listTasks}]", false,
       "Step 1 of 1, listTasks, was not received.\n"
       "Received were: 1 x no operation, 3 x createTask, 1 x getTask."},
      {"onlyDeclared: true", false,
       "Not every request was for an operation of the description: 1 of 5 did not.\n"
       "  request 5, GET /task, answered 404:\n"
       "    error: path: must be a path of the description; found /task; did you mean /tasks "
       "(GET, POST)? (request.path-unknown)"},
      {"{onlyValid: true, since: 5}", true, "Nothing was received."},
  };
  for (const Row& row : rows) {
    const Answer answer = ask(bench_, row.question);
    EXPECT_EQ(answer.message, row.message) << row.question;
    EXPECT_EQ(answer.holds, row.holds) << row.question;
    EXPECT_TRUE(answer.is_certain) << row.question;
  }
}

TEST_F(VerificationTest, WhatContradictsItselfIsNoQuestion) {
  const http::Response response =
      bench_.send("POST", "/__holotype/verify", "{operation: createTask, atLeast: 3, atMost: 2}");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body,
              HasSubstr("body /atMost: must be 3 or more, which is atLeast; found 2"));
  EXPECT_TRUE(ask(bench_, "{operation: createTask, atLeast: 3, atMost: 3}").holds);
  EXPECT_TRUE(ask(bench_, "{operation: createTask, atMost: 1.0e300}").holds);
}

TEST_F(VerificationTest, OnlyValidListsWhatWasNot) {
  const Answer answer = ask(bench_, "onlyValid: true");
  EXPECT_FALSE(answer.holds);
  EXPECT_THAT(answer.message, testing::StartsWith("Not every request was valid: 2 of 5 did not."));
  EXPECT_THAT(answer.message, HasSubstr("\n  request 4, POST /tasks, answered 422:\n    "));
  EXPECT_THAT(answer.message, HasSubstr("body /title: must have at least 3 characters"));
}

TEST_F(VerificationTest, OnlyValidHoldsWhereAllAre) {
  Workbench bench;
  EXPECT_EQ(ask(bench, "onlyValid: true").message, "Nothing was received.");
  bench.create("Rotate keys");
  const Answer answer = ask(bench, "onlyValid: true");
  EXPECT_TRUE(answer.holds);
  EXPECT_EQ(answer.message, "Every request was valid: all 1.");
}

// A journal of two; three gave way.
class EvictionTest : public testing::Test {
 protected:
  EvictionTest() : bench_({.journal = {.max_exchanges = 2, .max_bytes = 1 << 20}}) {
    bench_.create("Rotate keys");  // gives way
    bench_.create("Rotate keys");  // gives way
    bench_.create("x");            // gives way, invalid
    bench_.create("Review access");
    bench_.send("GET", "/tasks");
  }
  Workbench bench_;
};

TEST_F(EvictionTest, WhatCannotBeKnownIsSaid) {
  struct Row {
    std::string question;
    bool holds;
    bool is_certain;
  };
  const Row rows[] = {
      // Tallies forget nothing.
      {"{operation: createTask, exactly: 4}", true, true},
      {"{operation: createTask, outcome: invalid, exactly: 1}", true, true},
      {"{operation: createTask, exactly: 5}", false, true},
      {"{operation: getTask, never: true}", true, true},
      // Conditions need the requests themselves.
      {"{operation: createTask, when: {body: {title: Review access}}}", true, true},
      {"{operation: createTask, when: {body: {title: Review access}}, exactly: 1}", false, false},
      {"{operation: createTask, when: {body: {title: Rotate keys}}}", false, false},
      {"{operation: createTask, when: {body: {title: Rotate keys}}, never: true}", false, false},
      {"{operation: createTask, when: {body: {title: Review access}}, never: true}", false, true},
      {"{operation: createTask, when: {body: {title: Rotate keys}}, atLeast: 5}", false, true},
      {"{operation: createTask, when: {body: {title: Rotate keys}}, atMost: 3}", true, true},
      {"{operation: createTask, when: {body: {title: a}}, since: 3, never: true}", true, true},
      {"{operation: listTasks, when: {query: {a: b}}, never: true}", true, true},
      {"order: [{operation: createTask}, {operation: listTasks}]", true, true},
      {"order: [{operation: createTask}, {operation: createTask}]", false, false},
      {"order: [{operation: listTasks}, {operation: getTask}]", false, true},
      {"onlyValid: true", false, true},
      {"{onlyValid: true, since: 3}", true, true},
      {"{onlyValid: true, since: 2}", false, false},
      {"onlyDeclared: true", true, true},
  };
  for (const Row& row : rows) {
    const Answer answer = ask(bench_, row.question);
    EXPECT_EQ(answer.holds, row.holds) << row.question << "\n" << answer.message;
    EXPECT_EQ(answer.is_certain, row.is_certain) << row.question << "\n" << answer.message;
  }
  EXPECT_EQ(ask(bench_, "{operation: createTask, when: {body: {title: Rotate keys}}}").message,
            "It cannot be known whether createTask with {\"body\":{\"title\":\"Rotate keys\"}} was "
            "received at least once: none is among those that are kept, but 3 older requests gave "
            "way to later ones.");
  // Each of them once, however many steps it may have been.
  EXPECT_THAT(ask(bench_,
                  "order: [{operation: createTask}, {operation: createTask, outcome: "
                  "valid}, {operation: '*', outcome: valid}, {operation: getTask}]")
                  .message,
              HasSubstr("But it cannot be known: 3 older requests gave way to later ones."));
  EXPECT_THAT(
      ask(bench_, "order: [{operation: createTask, outcome: valid}, {operation: getTask}]").message,
      HasSubstr("But it cannot be known: 2 older requests gave way to later ones."));
  EXPECT_EQ(ask(bench_, "{operation: createTask, never: true}").message,
            "createTask was never to be received, and was received 4 times.\n"
            "Requests that match: 4; 3 more are not kept any more.");
  EXPECT_EQ(ask(bench_, "{operation: createTask, outcome: invalid, never: true}").message,
            "createTask with outcome invalid was never to be received, and was received once.\n"
            "None of the requests that match is kept any more.");
  bench_.send("DELETE", "/__holotype/requests");
  EXPECT_TRUE(ask(bench_, "{operation: createTask, never: true}").holds);
}

TEST(SecretVerificationTest, SecretsAreNotKeptAndThatIsSaid) {
  Workbench bench;
  bench.send("POST", "/tasks",
             R"({"title": "Rotate keys", "password": "s3cret", "codes": ["abc", "abc"]})",
             {{"X-Key", "k"}});
  bench.send("GET", "/tasks?filter[pin]=1234");
  struct Row {
    std::string when;
    bool holds;
    bool is_certain;
  };
  const Row rows[] = {
      {"body: {title: Rotate keys}", true, true},
      {"body: {title: Rotate keys, password: s3cret}", false, false},
      {"body: {title: Other, password: s3cret}", false, true},
      {"schema: {properties: {password: {minLength: 20}}}", false, false},
      {"schema: {properties: {title: {minLength: 3}}}", true, true},
      {"schema: {required: [password]}", true, true},
      {"schema: {required: [other], properties: {password: {minLength: 20}}}", false, true},
      // "(redacted)" is longer than what was sent.
      {"schema: {properties: {password: {minLength: 8}}}", false, false},
      {"schema: {additionalProperties: {minLength: 8}, properties: {title: true, codes: true}}",
       false, false},
      {"schema: {patternProperties: {^pass: {minLength: 8}}}", false, false},
      {"schema: {unevaluatedProperties: {not: {const: s3cret}}}", false, false},
      {"schema: {not: {properties: {password: {minLength: 8}}}}", false, false},
      {"schema: {anyOf: [{properties: {password: {maxLength: 8}}}, {required: [other]}]}", false,
       false},
      {"schema: {if: {properties: {password: {minLength: 8}}}, then: {required: [other]}}", false,
       false},
      {"schema: {properties: {codes: {items: {minLength: 8}}}}", false, false},
      {"schema: {properties: {codes: {contains: {minLength: 8}}}}", false, false},
      {"schema: {properties: {codes: {uniqueItems: true}}}", false, false},
      {"schema: {properties: {codes: {minItems: 2}}}", true, true},
      {"schema: {properties: {codes: {minItems: 3}}}", false, true},
      {"body: {codes: [abc, abc]}", false, false},
      {"headers: {X-Key: k}", false, false},
      {"headers: {X-Key: {pattern: .}}", false, false},
      {"headers: {X-Other: k}", false, true},
  };
  for (const Row& row : rows) {
    const Answer answer = ask(bench, "operation: createTask\nwhen: {" + row.when + "}");
    EXPECT_EQ(answer.holds, row.holds) << row.when << "\n" << answer.message;
    EXPECT_EQ(answer.is_certain, row.is_certain) << row.when << "\n" << answer.message;
    EXPECT_THAT(
        answer.message.substr(std::min(answer.message.find(" was "), answer.message.size())),
        testing::Not(HasSubstr("s3cret")));
  }
  // Of a parameter in several pairs.
  for (const std::string when : {"{minProperties: 1}", "{properties: {pin: {minLength: 8}}}"}) {
    const Answer answer = ask(bench, "operation: listTasks\nwhen: {query: {filter: " + when + "}}");
    EXPECT_FALSE(answer.holds) << when << "\n" << answer.message;
    EXPECT_FALSE(answer.is_certain) << when << "\n" << answer.message;
  }
}

// What a session received before it gave way is not to be denied.
TEST(VerificationOfEndedSessionsTest, KnowsWhatItCannotKnow) {
  const std::string a = "/__holotype/sessions/a";
  struct Row {
    std::string question;
    bool holds;
    bool is_certain;
    bool is_certain_if_unknown;  // where not even the number is known
    bool holds_of_nothing;       // after a reset
  };
  const Row rows[] = {
      {"onlyValid: true", false, true, false, true},
      {"onlyDeclared: true", true, true, false, true},
      {"onlyValid: true, since: 1", true, true, false, true},
      {"operation: createTask, exactly: 1", true, true, false, false},
      {"operation: createTask, exactly: 2", false, true, false, false},
      {"operation: createTask, outcome: valid, never: true", true, true, false, true},
      {"operation: createTask, atLeast: 0", true, true, true, true},
      {"operation: createTask, when: {body: {title: x}}", false, false, false, false},
      {"operation: createTask, never: true, when: {body: {title: x}}", false, false, false, true},
      {"operation: createTask, never: true, when: {body: {title: x}}, since: 1", true, true, false,
       true},
      {"operation: listTasks, never: true", true, true, false, true},
      {"order: [{operation: createTask}]", false, false, false, false},
      {"order: [{operation: listTasks}]", false, true, false, false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.question);
    Workbench bench({.sessions = {.max_sessions = 2}});
    bench.send("POST", a + "/tasks", R"({"title": "x"})");
    for (const char* other : {"b", "c"})
      bench.send("GET", std::string("/__holotype/sessions/") + other + "/tasks");
    const auto asked = [&bench, &row](const std::string& session) {
      const auto answer = json::read(
          bench.send("POST", session + "/__holotype/verify", "{" + row.question + "}").body);
      return std::pair(answer->root().find("holds")->as_boolean(),
                       answer->root().find("certain")->as_boolean());
    };
    EXPECT_EQ(asked(a), std::pair(row.holds, row.is_certain));
    session::Sessions& sessions = bench.service().sessions();
    sessions.remove("b");
    (*sessions.get("b"))->journal().go_on_from({.is_unknown = true});
    EXPECT_EQ(asked("/__holotype/sessions/b"),
              std::pair(row.is_certain_if_unknown, row.is_certain_if_unknown));
    for (const char* name : {"a", "b"}) {
      bench.send("POST", std::string("/__holotype/sessions/") + name + "/__holotype/reset");
      EXPECT_EQ(asked(std::string("/__holotype/sessions/") + name),
                std::pair(row.holds_of_nothing, true));
    }
  }
}

TEST(VerificationOfEndedSessionsTest, SaysWhy) {
  Workbench bench({.sessions = {.max_sessions = 1}});
  bench.send("GET", "/__holotype/sessions/a/tasks");
  bench.send("GET", "/__holotype/sessions/b/tasks");
  const std::string question = R"({"operation": "listTasks", "when": {"query": {"q": "1"}}})";
  EXPECT_THAT(bench.send("POST", "/__holotype/sessions/a/__holotype/verify", question).body,
              HasSubstr("but 1 older request gave way to later ones or went when the session "
                        "ended, to make room (--max-sessions)"));
  session::Sessions& sessions = bench.service().sessions();
  sessions.remove("a");
  (*sessions.get("a"))->journal().go_on_from({.is_unknown = true});
  EXPECT_THAT(bench.send("POST", "/__holotype/sessions/a/__holotype/verify", question).body,
              HasSubstr("but older requests went when the session ended, to make room"));
}

}  // namespace
}  // namespace holotype::admin
