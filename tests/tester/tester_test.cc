// The tester against the stand-in in process: whatever our own mock answers is as described, so
// nothing may be found; and what is spoilt on the way must be.
#include "tester/tester.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "server/service.h"
#include "tester/described.h"

namespace holotype::tester {
namespace {

class MockedTest : public testing::Test {
 protected:
  void open(bool is_stateful) {
    server::Settings settings;
    settings.description_text = kPets;
    settings.is_stateful = is_stateful;
    service_ = *server::Service::open(std::move(settings));
  }
  // The report of a run in which `spoil` has the last word on each answer.
  using Spoil = std::function<void(const http::Request&, http::Response&)>;
  Report run(const Spoil& spoil, Settings settings = {}) {
    return test(loaded_->contract, settings, [&](const http::Request& request) {
      http::Request whole = request;
      whole.headers.add("Host", "localhost");
      http::Response response = service_->handle(whole).response;
      if (spoil) spoil(request, response);
      return Result<http::Response>(response);
    });
  }
  static std::string rules_of(const Report& report) {
    std::string rules;
    for (const Failure& f : report.failures)
      rules += f.operation + " " + std::string(f.finding.rule->id) + " (" + f.what + ")\n";
    return rules;
  }
  std::shared_ptr<const server::Loaded> loaded_ = described(kPets);
  std::unique_ptr<server::Service> service_;
};

TEST_F(MockedTest, NothingIsFoundWrongWithAStandIn) {
  for (const bool is_stateful : {false, true}) {
    open(is_stateful);
    const Report report = run({});
    EXPECT_EQ(rules_of(report), "") << to_text(report);
    EXPECT_EQ(report.operations.size(), 5u);
    for (const OperationReport& operation : report.operations)
      EXPECT_GT(operation.positive, 0u) << operation.id;
    EXPECT_EQ(report.warnings.size(), is_stateful ? 0u : 1u) << to_text(report);
  }
}

TEST_F(MockedTest, WhatIsSpoiltIsFound) {
  struct Row {
    std::string operation, rule;
    Spoil spoil;
  };
  const auto is = [](const http::Request& request, std::string_view method, bool is_item) {
    return request.method == method && request.raw_target.starts_with("/pets/") == is_item;
  };
  const Row rows[] = {
      {"createPet", "test.server-error",
       [&](const auto& q, auto& r) {
         if (is(q, "POST", false) && r.status == 400) r = {500, {}, ""};
       }},
      {"createPet", "test.valid-refused",
       [&](const auto& q, auto& r) {
         if (is(q, "POST", false) && q.body.find("\"age\":0") != std::string::npos &&
             r.status == 201)
           r = {400, {{"Content-Type", "application/json"}}, R"({"title":"no"})"};
       }},
      {"createPet", "test.invalid-accepted",
       [&](const auto& q, auto& r) {
         if (is(q, "POST", false) && r.status == 400)
           r = {201, {{"Content-Type", "application/json"}}, R"({"id":1,"name":"x"})"};
       }},
      {"createPet", "test.credential-ignored",
       [&](const auto&, auto& r) {
         if (r.status == 401)
           r = {201, {{"Content-Type", "application/json"}}, R"({"id":1,"name":"x"})"};
       }},
      {"listPets", "test.method-accepted",
       [&](const auto&, auto& r) {
         if (r.status == 405) r = {200, {}, ""};
       }},
      {"listPets", "test.allow-missing",
       [&](const auto&, auto& r) {
         if (r.status == 405) r.headers.remove("Allow");
       }},
      {"getPet", "test.stale-read",
       [&](const auto& q, auto& r) {
         const auto at = r.body.find("\"name\":\"");
         if (is(q, "GET", true) && r.status == 200 && at != std::string::npos)
           r.body.insert(at + 8, "old");
       }},
      {"getPet", "test.still-there",
       [&](const auto& q, auto& r) {
         if (is(q, "GET", true) && r.status == 404 &&
             q.raw_target.find("987654321") == std::string::npos)
           r = {200, {{"Content-Type", "application/json"}}, R"({"id":1,"name":"x"})"};
       }},
      {"getPet", "test.not-found",
       [&](const auto& q, auto& r) {
         if (is(q, "GET", true)) r = {404, {}, ""};
       }},
      {"getPet", "schema.type",
       [&](const auto& q, auto& r) {
         if (is(q, "GET", true) && r.status == 200) r.body = R"({"id":"1","name":"x"})";
       }},
  };
  for (const Row& row : rows) {
    open(true);
    const Report report = run(row.spoil);
    const auto is_it = [&row](const Failure& f) {
      return f.operation == row.operation && f.finding.rule->id == row.rule;
    };
    const auto found = std::ranges::find_if(report.failures, is_it);
    ASSERT_NE(found, report.failures.end()) << row.rule << "; found\n" << rules_of(report);
    EXPECT_NE(found->finding.source.line, 0u) << row.rule;
    EXPECT_TRUE(found->curl.starts_with("curl -i")) << found->curl;
  }
}

TEST_F(MockedTest, TheFailingRequestIsMadeSmall) {
  open(false);
  const Report report = run([](const http::Request& request, http::Response& response) {
    if (request.method == "PATCH" || response.status != 201) return;
    response = {500, {}, ""};
  });
  const auto found = std::ranges::find_if(report.failures, [](const Failure& failure) {
    return failure.finding.rule->id == "test.server-error";
  });
  ASSERT_NE(found, report.failures.end());
  EXPECT_EQ(found->curl.find("age"), std::string::npos) << found->curl;
}

TEST_F(MockedTest, OneRequestFailsInOneWayOnce) {
  open(false);
  const Report report = run([](const http::Request& request, http::Response& response) {
    if (request.method == "POST" && response.status == 201) response = {500, {}, ""};
  });
  std::vector<std::string> requests;
  for (const Failure& failure : report.failures) {
    EXPECT_EQ(std::ranges::count(requests, failure.curl), 0) << failure.curl;
    requests.push_back(failure.curl);
  }
  EXPECT_FALSE(requests.empty());
}

TEST_F(MockedTest, TheElementsOfAListFailInOneWay) {
  open(false);
  const Report report = run([](const http::Request& request, http::Response& response) {
    if (request.method == "GET" && response.status == 200 && request.raw_target == "/pets")
      response.body = R"([{"id":1,"name":2},{"id":1,"name":2},{"id":1,"name":2}])";
  });
  ASSERT_EQ(report.failures.size(), 1u) << rules_of(report);
  EXPECT_EQ(report.failures.front().finding.pointer, "/0/name");
  EXPECT_LT(report.failures.front().count, 3u) << "cases count, not elements";
}

// One for each place, and each of its own place.
TEST(TesterTest, EachWayToFailIsToldOnce) {
  const auto loaded = described(
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, "
      "requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: "
      "string}}}}}}, responses: {'200': {description: A., content: {application/json: {schema: "
      "{type: object, unevaluatedProperties: false, oneOf: [{properties: {x: {const: 1}, y: true, "
      "z: true}, required: [x]}]}}}}, '400': {description: B.}}}}}\n");
  const Report report = test(loaded->contract, {}, [&](const http::Request& request) {
    json::Arena arena;
    const bool is_valid = loaded->contract->check_request(request, arena).findings.empty();
    http::Response response{400, {}, ""};
    if (is_valid)
      response = {200, {{"Content-Type", "application/json"}}, R"({"x":2,"y":1,"z":1})"};
    return Result<http::Response>(response);
  });
  std::vector<std::string> places;
  for (const Failure& failure : report.failures)
    places.push_back(std::string(failure.finding.rule->id) + " " + failure.finding.pointer);
  EXPECT_EQ(places, (std::vector<std::string>{"schema.one-of ", "schema.unevaluated-properties /x",
                                              "schema.unevaluated-properties /y",
                                              "schema.unevaluated-properties /z"}))
      << to_text(report);
}

// A request with an example of a refusal that has its name is refused so.
TEST(TesterTest, AnExampleOfARefusalIsRefused) {
  server::Settings settings;
  settings.description_text =
      "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, "
      "requestBody: {content: {application/json: {schema: {type: integer}, examples: {fine: "
      "{value: 1}, taken: {value: 2}}}}}, responses: {'200': {description: A., content: "
      "{application/json: {schema: {type: integer}, examples: {fine: {value: 1}}}}}, '422': "
      "{description: B., content: {application/json: {schema: {type: string}, examples: {taken: "
      "{value: It is taken.}}}}}}}}}\n";
  const auto service = *server::Service::open(settings);
  const Report report = test(service->loaded()->contract, {}, [&](const http::Request& request) {
    http::Request whole = request;
    whole.headers.add("Host", "localhost");
    return Result<http::Response>(service->handle(whole).response);
  });
  EXPECT_TRUE(report.failures.empty()) << to_text(report);
  const auto taken = std::ranges::find(report.cases, "example taken", &Case::what);
  ASSERT_NE(taken, report.cases.end());
  EXPECT_EQ(taken->status, 422);
  EXPECT_EQ(taken->outcome, Outcome::Passed);
}

TEST_F(MockedTest, TheSameSeedGivesTheSameReport) {
  const auto once = [this] {
    open(true);
    return to_json(run([](const http::Request&, http::Response& response) {
      if (response.status == 200) response.body = "[{}]";
    }));
  };
  EXPECT_EQ(once(), once());
}

TEST_F(MockedTest, SettingsSayWhatIsSent) {
  open(false);
  const Report some = run({}, {.operations = {"get*", "DELETE /pets/*"}, .max_cases = 2});
  ASSERT_EQ(some.operations.size(), 2u);
  for (const OperationReport& operation : some.operations) {
    EXPECT_LE(operation.positive, 1u);
    EXPECT_LE(operation.negative, 1u);
  }
  for (const OperationReport& operation : run({}, {.only = Only::Positive}).operations)
    EXPECT_EQ(operation.negative, 0u);
  for (const OperationReport& operation : run({}, {.only = Only::Negative}).operations)
    EXPECT_EQ(operation.positive, 0u);
  const Report stopped =
      run([](const auto&, auto& response) { response.status = 500; }, {.stop_after = 1});
  EXPECT_TRUE(stopped.is_stopped);
  EXPECT_EQ(stopped.failures.size(), 1u);
  EXPECT_EQ(unknown_operation(*loaded_->description, {"get*", "GET /pets"}), "");
  EXPECT_EQ(unknown_operation(*loaded_->description, {"get*", "getCat"}), "getCat");
}

TEST_F(MockedTest, AnInterruptedRunTellsWhatItHas) {
  open(false);
  int asked = 0;
  const Report report = run({}, {.is_interrupted = [&asked] { return ++asked > 20; }});
  EXPECT_TRUE(report.is_interrupted);
  EXPECT_LE(report.requests, 30u);
  EXPECT_NE(to_text(report).find("interrupted"), std::string::npos);
}

TEST_F(MockedTest, CasesAndCoverageAreValuesForOthers) {
  open(true);
  std::size_t seen = 0;
  const Report report =
      run({}, {.observe = [&seen](const http::Request& request, const http::Response*) {
            if (request.raw_target.starts_with("/pets")) ++seen;
          }});
  EXPECT_EQ(seen, report.requests);
  std::size_t cases = 0;
  for (const OperationReport& operation : report.operations) cases += operation.cases();
  EXPECT_EQ(report.cases.size(), cases);
  std::set<Kind> kinds;
  for (const Case& one : report.cases) {
    EXPECT_LT(one.operation, report.operations.size());
    EXPECT_NE(one.outcome, Outcome::Failed) << one.what;
    kinds.insert(one.kind);
  }
  EXPECT_EQ(kinds.size(), 5u);
  const auto create = std::ranges::find(report.operations, "createPet", &OperationReport::id);
  ASSERT_EQ(create->responses.size(), 3u);
  for (const auto& [key, count] : create->responses) EXPECT_GT(count, 0u) << key;
}

TEST_F(MockedTest, WhatIsNotAnsweredIsSeen) {
  open(false);
  std::size_t unanswered = 0;
  const Settings settings{.operations = {"listPets"},
                          .observe = [&](const auto&, const http::Response* response) {
                            if (response == nullptr) ++unanswered;
                          }};
  std::size_t sent = 0;
  const Report report =
      test(loaded_->contract, settings, [&](const http::Request&) -> Result<http::Response> {
        if (sent++ == 0) return http::Response{200, {{"Content-Type", "application/json"}}, "[]"};
        return fail("it closed the connection without an answer.");
      });
  EXPECT_EQ(rules_of(report).substr(0, 23), "listPets test.no-answer");
  EXPECT_GT(sent, 1u);
  EXPECT_EQ(unanswered, sent - 1);
}

// Notes that were there before, and perhaps more: only those that were created here may be deleted.
class Notes {
 public:
  http::Response answer(const http::Request& request) {
    const std::string path = request.raw_target.substr(0, request.raw_target.find('?'));
    if (path == "/notes") {
      if (request.method == "POST") return created();
      if (request.method != "GET") return {405, {}, ""};
      return {200, kJson, "[{\"id\":\"n1\"},{\"id\":\"n2\"}]"};
    }
    const std::string id = path.substr(7, path.find('/', 7) - 7);
    if (request.method != "GET" && request.method != "DELETE") return {405, {}, ""};
    if (!ids_.contains(id)) return {404, {}, ""};
    if (request.method == "GET") return {200, kJson, "{\"id\":\"" + id + "\"}"};
    (path.ends_with("/tags") ? emptied_ : deleted_).insert(id);
    if (!path.ends_with("/tags")) ids_.erase(id);
    return {204, {}, ""};
  }
  const std::set<std::string>& deleted() const { return deleted_; }
  const std::set<std::string>& emptied() const { return emptied_; }

 private:
  http::Response created() {
    const std::string id = "n" + std::to_string(100 + ++count_);
    ids_.insert(id);
    return {201, kJson, "{\"id\":\"" + id + "\"}"};
  }

  const http::Headers kJson{{"Content-Type", "application/json"}};
  std::set<std::string> ids_{"n1", "n2"}, deleted_, emptied_;
  int count_ = 0;
};

TEST(TesterTest, DeletesNothingThatItDidNotCreate) {
  const std::string post =
      "    post:\n"
      "      operationId: createNote\n"
      "      responses: {'201': {description: A., content: {application/json: {schema: {$ref: "
      "'#/components/schemas/Note'}}}}}\n";
  for (const bool can_create : {false, true}) {
    const auto loaded = described(
        "openapi: 3.1.0\n"
        "info: {title: T, version: '1'}\n"
        "paths:\n"
        "  /notes:\n"
        "    get:\n"
        "      operationId: listNotes\n"
        "      responses: {'200': {description: A., content: {application/json: {schema: {type: "
        "array, items: {$ref: '#/components/schemas/Note'}}}}}}\n" +
        (can_create ? post : "") +
        "  /notes/{id}:\n"
        "    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: "
        "'^n[0-9]+$'}}]\n"
        "    get:\n"
        "      operationId: getNote\n"
        "      responses: {'200': {description: A., content: {application/json: {schema: {$ref: "
        "'#/components/schemas/Note'}}}}, '404': {description: B.}}\n"
        "    delete:\n"
        "      operationId: deleteNote\n"
        "      parameters: [{name: f, in: query, schema: {type: integer, minimum: 0, maximum: "
        "5}}]\n"
        "      responses: {'204': {description: A.}, '404': {description: B.}}\n"
        "  /notes/{id}/tags:\n"
        "    delete:\n"
        "      operationId: deleteTags\n"
        "      parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: "
        "'^n[0-9]+$'}}]\n"
        "      responses: {'204': {description: A.}, '404': {description: B.}}\n"
        "components: {schemas: {Note: {type: object, required: [id], properties: {id: {type: "
        "string}}}}}\n");
    Notes notes;
    bool has_read = false;  // what is read is what is there
    const Report report = test(loaded->contract, {}, [&](const http::Request& request) {
      http::Response response = notes.answer(request);
      has_read = has_read || (request.method == "GET" &&
                              request.raw_target.starts_with("/notes/") && response.status == 200);
      return Result<http::Response>(std::move(response));
    });
    EXPECT_TRUE(has_read) << can_create;
    for (const std::set<std::string>& ids : {notes.deleted(), notes.emptied()}) {
      EXPECT_EQ(ids.empty(), !can_create);
      EXPECT_FALSE(ids.contains("n1") || ids.contains("n2")) << can_create;
    }
    const auto speaks_of_deletion = [](const std::string& warning) {
      return warning.starts_with("Every answer of delete") &&
             warning.find("exists and may be deleted") != std::string::npos;
    };
    EXPECT_EQ(std::ranges::count_if(report.warnings, speaks_of_deletion), can_create ? 0 : 2)
        << to_text(report);
  }
}

TEST(TesterTest, NobodyAnswers) {
  const auto loaded = described(kPets);
  const Report report = test(loaded->contract, {}, [](const http::Request&) {
    return Result<http::Response>(fail("nothing listens there"));
  });
  EXPECT_EQ(report.unreachable, "nothing listens there");
  EXPECT_EQ(report.requests, 1u);
}

TEST(TesterTest, ALostAnswerIsAFailure) {
  // rule test.no-answer
  const auto loaded = described(kPets);
  int count = 0;
  const Report report = test(loaded->contract, {.only = Only::Positive}, [&](const http::Request&) {
    return count++ == 0 ? Result<http::Response>(http::Response{404, {}, ""})
                        : Result<http::Response>(fail("the connection was closed"));
  });
  const auto is_lost = [](const Failure& f) { return f.finding.rule->id == "test.no-answer"; };
  EXPECT_TRUE(std::ranges::any_of(report.failures, is_lost));
  EXPECT_EQ(report.unreachable, "");
}

TEST(TesterTest, WarnsOfAnswersThatTellNothing) {
  struct Row {
    int status;
    std::string words;
  };
  for (const Row& row : {Row{404, "give its parameters examples"}, Row{401, "--credential"},
                         Row{429, "limits the rate"}}) {
    const auto loaded = described(kPets);
    const Report report =
        test(loaded->contract, {.operations = {"getPet"}}, [&](const http::Request&) {
          return Result<http::Response>(http::Response{row.status, {}, ""});
        });
    ASSERT_FALSE(report.warnings.empty()) << row.status;
    EXPECT_NE(report.warnings.front().find(row.words), std::string::npos);
  }
}

TEST(TesterTest, WarnsOnceOfPathsThatAreElsewhere) {
  const auto loaded = described(kPets);
  const Report report =
      test(loaded->contract, {.provider = {.base_path = "/v2"}}, [&](const http::Request&) {
        return Result<http::Response>(http::Response{404, {}, ""});
      });
  ASSERT_FALSE(report.warnings.empty());
  EXPECT_NE(report.warnings.front().find("below \"/v2/\""), std::string::npos)
      << report.warnings.front();
}

TEST(TesterTest, PatternsOfOperations) {
  EXPECT_TRUE(matches("getTask", "getTask"));
  EXPECT_FALSE(matches("getTask", "getTasks"));
  EXPECT_TRUE(matches("get*", "getTasks"));
  EXPECT_TRUE(matches("* /v1/*/x", "GET /v1/a/x"));
  EXPECT_FALSE(matches("* /v1/*/x", "GET /v1/a/y"));
  EXPECT_TRUE(matches("*", ""));
}

}  // namespace
}  // namespace holotype::tester
