// The pages keep what their description promises, and the description is sound.
#include "admin/api.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "admin/workbench.h"
#include "contract/examples.h"

namespace holotype::admin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ApiTest, ItsDescriptionIsSound) {
  for (const auto& finding : api().description().findings) ADD_FAILURE() << to_line(finding);
  for (const auto& finding : contract::check_examples(api().description()))
    ADD_FAILURE() << to_line(finding);
}

// One request for each operation; the workbench checks the answers.
TEST(ApiTest, EveryPageAnswersAsDescribed) {
  Workbench bench({.is_stateful = true});
  bench.create("Rotate keys");
  bench.create("x");
  bench.send("GET", "/task");
  bench.send("GET", "/__holotype/sessions/a/tasks");
  const std::string report =
      bench.send("POST", "/tasks", "{}")
          .headers.find("Holotype-Violations")
          ->substr(std::string("1; first=schema.required; report=\"/__holotype/reports/").size(),
                   16);
  struct Row {
    std::string method;
    std::string page;
    std::string body;
    int status;
  };
  const std::string fixture =
      "fixtures:\n  - {name: a/b, operation: listTasks, respond: {body: [1]}}\n";
  const Row rows[] = {
      {"GET", "", "", 200},
      {"GET", "health", "", 200},
      {"GET", "openapi.yaml", "", 200},
      {"GET", "openapi.json", "", 200},
      {"GET", "rules", "", 200},
      {"GET", "rules/schema.required", "", 200},
      {"GET", "rules/schema.requird", "", 404},
      {"GET", "metrics", "", 200},
      {"GET", "requests", "", 200},
      {"GET", "requests?operation=createTask&verdict=invalid&status=422&since=1&limit=1", "", 200},
      {"GET", "reports/" + report, "", 200},
      {"GET", "reports/0", "", 404},
      {"POST", "verify", R"({"operation": "createTask", "exactly": 3})", 200},
      {"POST", "verify", R"({"operation": "createTask", "when": {"body": {"title": "Rotate"}}})",
       200},
      {"POST", "verify", "order: [{operation: createTask}, {operation: getTask}]", 200},
      {"POST", "verify", "onlyValid: true", 200},
      {"POST", "verify", "onlyDeclared: true", 200},
      {"POST", "fixtures", fixture, 201},
      {"GET", "fixtures", "", 200},
      {"DELETE", "fixtures/a%2Fb", "", 204},
      {"DELETE", "fixtures/a%2Fb", "", 404},
      {"DELETE", "fixtures", "", 204},
      {"GET", "settings", "", 200},
      {"PATCH", "settings", R"({"seed": 7, "delay": "0ms..1ms", "faults": ["422@50%", "reset@0"]})",
       200},
      {"PATCH", "settings", R"({"delay": "soon"})", 422},
      {"PATCH", "settings", R"({"faults": ["418"]})", 422},
      {"PATCH", "settings", R"({"now": "2025-01-01T00:00:00Z", "delay": null, "faults": null})",
       200},
      {"POST", "webhooks/taskLost", R"({"url": "http://127.0.0.1:1/"})", 422},
      {"GET", "attempts", "", 200},
      {"GET", "sessions", "", 200},
      {"GET", "sessions/a", "", 200},
      {"GET", "sessions/b", "", 404},
      {"PATCH", "settings", R"({"seed": -1})", 400},
      {"PATCH", "settings", R"({"sed": 1})", 400},
      {"DELETE", "sessions/a", "", 204},
      {"DELETE", "sessions/a", "", 404},
      {"GET", "coverage", "", 200},
      {"GET", "report", "", 200},
      {"GET", "report?format=text", "", 200},
      {"GET", "report?format=json", "", 200},
      {"GET", "report?format=junit", "", 200},
      {"GET", "report?format=sarif", "", 200},
      {"GET", "report?format=html", "", 200},
      {"GET", "report?format=pdf", "", 400},
      {"GET", "state", "", 200},
      {"DELETE", "state", "", 204},
      {"DELETE", "coverage", "", 204},
      {"DELETE", "requests", "", 204},
      {"POST", "reset", "", 204},
  };
  std::set<std::string> asked;
  for (const Row& row : rows) {
    const std::string target = "/__holotype/" + row.page;
    EXPECT_EQ(bench.send(row.method, target, row.body).status, row.status)
        << row.method << " " << target;
    json::Arena arena;
    const http::Request request{row.method, target, {}, ""};
    if (const auto* operation = api().check_request(request, arena).operation())
      asked.insert(operation->id);
  }
  for (const auto& operation : api().description().operations)
    EXPECT_TRUE(asked.contains(operation.id)) << operation.id << " has no row";
}

TEST(ApiTest, PagesForPeople) {
  Workbench bench;
  bench.create("Rotate keys");
  bench.send("GET", "/tasks?<script>=1");
  for (const char* page :
       {"", "rules", "rules/schema.required", "requests", "coverage", "report"}) {
    const http::Response response = bench.send("GET", std::string("/__holotype/") + page, "",
                                               {{"Accept", "text/html,*/*;q=0.8"}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(*response.headers.find("Content-Type"), "text/html; charset=utf-8") << page;
    EXPECT_THAT(response.body, AllOf(StartsWith("<!doctype html>"), Not(HasSubstr("<script>")),
                                     Not(HasSubstr("Tasks & more"))));
  }
}

TEST(ApiTest, WhatIsMalformedIsSaidAndHowToMendIt) {
  Workbench bench;
  struct Row {
    std::string method;
    std::string page;
    std::string body;
    int status;
    std::vector<std::string> says;
  };
  const Row rows[] = {
      {"GET", "requets", "", 404, {"There is no page /__holotype/requets", "/requests"}},
      {"PUT", "requests", "", 405, {"GET", "DELETE", "not PUT"}},
      {"GET", "requests?limt=1", "", 400, {"limt", "limit"}},
      {"GET", "requests?limit=many", "", 400, {"query limit", "integer", "many"}},
      {"GET", "requests?verdict=wrong", "", 400, {"query verdict", "not_found"}},
      {"POST", "verify", "", 400, {"body", "must be there"}},
      {"POST", "verify", "{", 400, {"neither JSON nor YAML", "body:1:"}},
      {"POST", "verify", "{}", 400, {"body"}},
      {"POST", "verify", "[]", 400, {"must be object"}},
      {"POST", "verify", R"({"operation": "a", "exactly": -1})", 400, {"/exactly"}},
      {"POST", "verify", R"({"operation": "createTask", "exactli": 1})", 400, {"exactli"}},
      {"POST", "verify", R"({"operation": "createTask", "exactly": 1, "never": true})", 400, {""}},
      {"POST", "verify", R"({"operation": "createTask", "onlyValid": true})", 400, {""}},
      {"POST",
       "verify",
       R"({"operation": "creatTask"})",
       422,
       {"creatTask", "did you mean createTask?"}},
      {"POST",
       "verify",
       R"({"operation": "createTask", "when": {"bodi": {}}})",
       422,
       {"bodi", "body"}},
      {"POST", "fixtures", "fixtures: [{name: a}]", 422, {"must have operation", "1:12"}},
      {"POST",
       "fixtures",
       "fixtures: [{name: a, operation: listTasks, respond: {status: 600}}]",
       422,
       {"status"}},
  };
  for (const Row& row : rows) {
    const http::Response response = bench.send(row.method, "/__holotype/" + row.page, row.body);
    EXPECT_EQ(response.status, row.status) << row.page << " " << row.body << "\n" << response.body;
    EXPECT_EQ(*response.headers.find("Content-Type"), "application/problem+json") << row.page;
    for (const std::string& text : row.says)
      EXPECT_THAT(response.body, HasSubstr(text)) << row.page << " " << row.body;
  }
}

TEST(ApiTest, BodiesMayBeYamlWhateverTheirTypeSays) {
  Workbench bench;
  for (const char* type : {"application/json", "application/yaml", "text/plain",
                           "application/x-www-form-urlencoded"}) {
    const http::Response response =
        bench.send("POST", "/__holotype/verify", "operation: createTask\nnever: true\n",
                   {{"Content-Type", type}});
    EXPECT_EQ(response.status, 200) << type;
    EXPECT_THAT(response.body, HasSubstr("\"holds\": true")) << type;
  }
}

TEST(ApiTest, FixturesChangeWhatIsAnswered) {
  Workbench bench;
  EXPECT_EQ(bench.ask("GET", "/tasks"), "[]");
  EXPECT_EQ(bench.ask("POST", "/__holotype/fixtures",
                      "fixtures:\n  - {name: two, operation: listTasks, respond: {body: [1, 2]}}"),
            R"({"added":["two"]})");
  EXPECT_EQ(bench.ask("GET", "/tasks"), "[1,2]");
  EXPECT_EQ(bench.ask("GET", "/__holotype/sessions/a/tasks"), "[]") << "another session";
  EXPECT_THAT(
      bench.ask("GET", "/__holotype/fixtures"),
      HasSubstr(R"("name":"two","operation":"listTasks","outcome":"valid","origin":"added")"));
  bench.send("DELETE", "/__holotype/fixtures/two");
  EXPECT_EQ(bench.ask("GET", "/tasks"), "[]");
}

TEST(ApiTest, ResetIsTheWayBack) {
  Workbench bench;
  bench.ask("POST", "/__holotype/fixtures",
            "fixtures:\n  - {name: two, operation: listTasks, respond: {body: [1, 2]}}");
  bench.ask("GET", "/tasks");
  EXPECT_EQ(bench.send("POST", "/__holotype/reset").status, 204);
  EXPECT_EQ(bench.ask("GET", "/tasks"), "[]");
  EXPECT_THAT(bench.ask("GET", "/__holotype/requests"), HasSubstr(R"("requests":[{)"));
  EXPECT_THAT(bench.ask("GET", "/__holotype/coverage"),
              HasSubstr(R"("operations":{"met":1,"declared":3})"));
}

TEST(ApiTest, SettingsAreOfOneSession) {
  Workbench bench;
  const std::string settings = "/__holotype/sessions/a/__holotype/settings";
  EXPECT_EQ(bench.ask("GET", settings), R"({"seed":0,"now":"2024-01-15T10:30:00Z","faults":[]})");
  EXPECT_EQ(bench.ask("PATCH", settings,
                      R"({"seed": 18446744073709551615, "faults": ["422"], "slowBody": "1ms"})"),
            R"({"seed":18446744073709551615,"now":"2024-01-15T10:30:00Z","slowBody":"1ms",)"
            R"("faults":["422"]})");
  // What is left out stays, what is null goes; where one cannot be used, none is.
  EXPECT_EQ(
      bench.ask("PATCH", settings, R"({"slowBody": null, "now": "2025-02-03T06:05:06.5+02:00"})"),
      R"({"seed":18446744073709551615,"now":"2025-02-03T04:05:06Z","faults":["422"]})");
  EXPECT_EQ(bench.send("PATCH", settings, R"({"seed": 3, "delay": "soon"})").status, 422);
  EXPECT_THAT(bench.ask("GET", settings), HasSubstr("18446744073709551615"));
  const std::string task = R"({"title": "Rotate keys"})";
  EXPECT_EQ(bench.send("POST", "/tasks", task, {{"Holotype-Session", "a"}}).status, 422);
  EXPECT_EQ(bench.send("POST", "/tasks", task).status, 201) << "another session";
  EXPECT_EQ(bench.send("POST", "/__holotype/sessions/a/__holotype/reset").status, 204);
  EXPECT_EQ(bench.send("POST", "/tasks", task, {{"Holotype-Session", "a"}}).status, 201);
}

TEST(ApiTest, StateIsAFixtureFile) {
  Workbench bench({.is_stateful = true});
  EXPECT_THAT(bench.ask("GET", "/__holotype/state"), StartsWith(R"({"fixtures":[)"));
  EXPECT_EQ(bench.send("DELETE", "/__holotype/state").status, 204);
  EXPECT_EQ(Workbench().send("GET", "/__holotype/state").status, 404);
}

TEST(ApiTest, CoverageTellsWhatIsMet) {
  Workbench bench;
  bench.send("POST", "/tasks?dry=true", R"({"title": "Rotate keys"})");
  bench.create("x");
  const std::string text = bench.ask("GET", "/__holotype/coverage");
  EXPECT_THAT(
      text, StartsWith(R"({"operations":{"met":1,"declared":3},"statuses":{"met":2,"declared":5},)"
                       R"("mediaTypes":{"met":2,"declared":4},"parameters":{"met":1,"declared":3},)"
                       R"("examples":{"met":2,"declared":4},)"));
  EXPECT_THAT(text, HasSubstr(R"({"in":"request","name":"application/json: keys","count":1})"));
  EXPECT_THAT(text, HasSubstr(R"({"in":"query","name":"dry","count":1})"));
}

TEST(ApiTest, MetricsAreInPrometheusFormat) {
  Workbench bench;
  bench.create("Rotate keys");
  bench.create("x");
  bench.send("GET", "/nothing");
  bench.send("GET", "/__holotype/sessions/a/tasks");
  const http::Response response = bench.send(
      "GET", "/__holotype/metrics", "", {{"Accept", "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"}});
  EXPECT_EQ(*response.headers.find("Content-Type"), "text/plain; version=0.0.4");
  for (const char* line : {
           "# TYPE holotype_requests_total counter\n",
           "holotype_requests_total{operation=\"createTask\",status=\"201\",verdict=\"valid\"} 1\n",
           "holotype_requests_total{operation=\"createTask\",status=\"422\",verdict=\"invalid\"} "
           "1\n",
           "holotype_requests_total{operation=\"\",status=\"404\",verdict=\"not_found\"} 1\n",
           "holotype_requests_total{operation=\"listTasks\",status=\"200\",verdict=\"valid\"} 1\n",
           "holotype_request_duration_seconds_bucket{le=\"+Inf\"} 4\n",
           "holotype_request_duration_seconds_count 4\n",
           "holotype_journal_recorded_total 3\n",
           "holotype_sessions 1\n",
       })
    EXPECT_THAT(response.body, HasSubstr(line));
}

TEST(ApiTest, SecretsAreNotShown) {
  Workbench bench;
  bench.send("POST", "/tasks?access_token=s3cret", R"({"title": "x", "password": "s3cret"})",
             {{"Authorization", "Bearer s3cret"}, {"Cookie", "sid=s3cret"}, {"X-Key", "s3cret"}});
  for (const char* page : {"requests", "metrics", "coverage"}) {
    const std::string text = bench.ask("GET", std::string("/__holotype/") + page);
    EXPECT_THAT(text, Not(HasSubstr("s3cret"))) << page;
  }
  EXPECT_THAT(bench.ask("GET", "/__holotype/requests"), HasSubstr("(redacted)"));
  EXPECT_THAT(bench.ask("POST", "/__holotype/verify", R"({"onlyValid": true})"),
              AllOf(HasSubstr("access_token=(redacted)"), Not(HasSubstr("s3cret"))));
}

}  // namespace
}  // namespace holotype::admin
