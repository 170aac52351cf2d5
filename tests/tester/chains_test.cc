// Chains against a service in a few lines, whose memory can be made to fail.
#include "tester/chains.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "json/text.h"
#include "server/service.h"
#include "tester/described.h"
#include "tester/tester.h"

namespace holotype::tester {
namespace {

struct Pets {
  std::map<std::string, std::string> names;  // by id
  int count = 0;
  bool repeats_ids = false;
  bool forgets_names = false;
  bool keeps_deleted = false;
  bool lists_nothing = false;
  bool forgets_ages = false;  // on a change
  std::string location;       // of what was created, its id behind it
  std::map<std::string, std::string> ages;

  http::Response answer(int status, const std::string& body) const {
    return {status, {{"Content-Type", "application/json"}}, body};
  }
  std::string pet(const std::string& id) const {
    const std::string age = ages.contains(id) ? R"(,"age":)" + ages.at(id) : "";
    return R"({"id":)" + id + R"(,"name":)" + (forgets_names ? "\"??\"" : names.at(id)) + age + "}";
  }
  http::Response handle(const http::Request& request) {
    const auto body = json::read(request.body);
    const json::Value* name = body ? body->root().find("name") : nullptr;
    const std::string id =
        request.raw_target.size() > 6 ? request.raw_target.substr(6) : std::string();
    if (request.method == "POST") {
      const std::string made = std::to_string(repeats_ids ? 1 : ++count);
      names[made] = json::write(*name);
      if (const json::Value* age = body->root().find("age")) ages[made] = json::write(*age);
      http::Response response = answer(201, pet(made));
      if (!location.empty()) response.headers.add("Location", location + made);
      return response;
    }
    if (id.empty()) {
      std::string list;
      for (const auto& [known, _] : names) list += (list.empty() ? "" : ",") + pet(known);
      return answer(200, "[" + (lists_nothing ? "" : list) + "]");
    }
    if (!names.contains(id)) return {404, {}, ""};
    if (request.method == "PATCH") names[id] = json::write(*name);
    if (request.method == "PATCH" && forgets_ages) ages.clear();
    if (request.method != "DELETE") return answer(200, pet(id));
    if (!keeps_deleted) names.erase(id);
    return {204, {}, ""};
  }
};

// "operation rule" of each finding, sorted.
std::string findings_of(Pets pets, bool& keeps_no_state) {
  const auto loaded = described(kPets);
  Drafter drafter(*loaded->description);
  Provider provider({}, [&pets](const http::Request& request) -> Result<http::Response> {
    return pets.handle(request);
  });
  Prober prober(*loaded->contract, drafter, provider);
  Subjects subjects(state::Model::derive(loaded->description), prober, 0);
  json::Arena arena;
  const ChainResult result =
      run_chain(*subjects.model().resources().front(), subjects, prober, arena);
  keeps_no_state = result.keeps_no_state;
  std::set<std::string> found;
  for (const Step& step : result.steps) {
    if (step.finding)
      found.insert(step.attempt.prepared.draft.operation->id + " " +
                   std::string(step.finding->rule->id));
  }
  std::string text;
  for (const std::string& line : found) text += line + "\n";
  return text;
}

TEST(ChainsTest, WhatAServiceForgetsIsFound) {
  struct Row {
    std::function<void(Pets&)> spoil;
    std::string found;
  };
  const Row rows[] = {
      {[](Pets&) {}, ""},
      {[](Pets& p) { p.forgets_names = true; },
       "changePet test.stale-read\ncreatePet test.stale-read\ngetPet test.stale-read\n"},
      {[](Pets& p) { p.keeps_deleted = true; },
       "getPet test.still-there\nlistPets test.still-there\n"},
      {[](Pets& p) { p.lists_nothing = true; }, "listPets test.not-found\n"},
      {[](Pets& p) { p.forgets_ages = true; }, "getPet test.member-lost\n"},
      {[](Pets& p) { p.location = "/pets/"; }, ""},
      {[](Pets& p) { p.location = "/pets/9"; }, "getPet test.not-found\n"},
      {[](Pets& p) { p.location = "http://other.example/pets/9"; }, ""},
      {[](Pets& p) { p.location = "/elsewhere/"; }, ""},
  };
  for (const Row& row : rows) {
    Pets pets;
    row.spoil(pets);
    bool keeps_no_state = true;
    EXPECT_EQ(findings_of(pets, keeps_no_state), row.found);
    EXPECT_FALSE(keeps_no_state);
  }
}

TEST(ChainsTest, IdsThatRepeatAreFound) {
  Pets pets;
  pets.repeats_ids = true;
  bool keeps_no_state = false;
  EXPECT_NE(findings_of(pets, keeps_no_state).find("createPet test.id-repeated"),
            std::string::npos);
}

void expect_no_failures(const std::string& text) {
  server::Settings settings;
  settings.description_text = text;
  settings.is_stateful = true;
  const auto service = server::Service::open(settings);
  ASSERT_TRUE(service) << to_line(service.error().front()) << "\n" << text;
  const Report report = test((*service)->loaded()->contract, {.max_cases = 20},
                             [&](const http::Request& request) -> Result<http::Response> {
                               return (*service)->handle(request).response;
                             });
  EXPECT_TRUE(report.failures.empty()) << to_text(report) << text;
  EXPECT_TRUE(report.warnings.empty()) << to_text(report) << text;  // such as: all were 404
  EXPECT_TRUE(std::ranges::all_of(report.operations, [](const auto& o) { return o.steps > 0; }))
      << "there is an operation without a chain of it";
}

// What a description leaves a service no other way to do is not held against it: each of these is
// served by a mock with a memory.
TEST(ChainsTest, AServiceThatDoesAsDescribedIsNotBlamed) {
  struct Row {
    const char* what;
    std::string parameters;  // of the item's path
    std::string collection, item;
    std::string list_parameters;
    std::string sent, shown;  // properties
  };
  const Row rows[] = {
      {"what is created below something that nothing creates is read there",
       "{name: org, in: path, required: true, schema: {type: string}}, ", "/orgs/{org}/pets",
       "/orgs/{org}/pets/{petId}", "", "name: {type: string}", "name: {type: string}"},
      {"also where the parts of its path have other names",
       "{name: owner, in: path, required: true, schema: {type: string}}, ", "/orgs/{org}/pets",
       "/orgs/{owner}/pets/{petId}", "", "name: {type: string}", "name: {type: string}"},
      {"a list that needs a filter is asked for what was created", "", "/pets", "/pets/{petId}",
       "{name: kind, in: query, required: true, schema: {type: string}}", "kind: {type: string}",
       "kind: {type: string}"},
      {"a value that the answer must not have is not shown", "", "/pets", "/pets/{petId}", "",
       "kind: {type: string, example: tiger}, name: {type: string}",
       "kind: {type: string, enum: [cat, dog]}, name: {type: string}"},
      {"what the answer has read-only is the service's to say", "", "/pets", "/pets/{petId}", "",
       "owner: {type: string}, name: {type: string}",
       "owner: {type: string, readOnly: true, example: me}, name: {type: string}"},
      {"a body that names the item names that of its path", "", "/pets", "/pets/{petId}", "",
       "id: {type: string}, name: {type: string}", "name: {type: string}"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    const std::string pet =
        "{type: object, required: [id], properties: {id: {type: string}, " + row.shown + "}}";
    const std::string answer = "content: {application/json: {schema: " + pet + "}}}";
    const std::string body =
        "requestBody: {required: true, content: {application/json: {schema: {type: object, "
        "minProperties: 1, properties: {" +
        row.sent + "}}}}}";
    const std::string org = row.collection.find("{org}") == std::string::npos
                                ? ""
                                : "{name: org, in: path, required: true, schema: {type: string}}, ";
    const std::string gone = "\"404\": {description: None.}";
    const std::string text =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  " + row.collection +
        ":\n    get:\n      operationId: list\n      parameters: [" + org + row.list_parameters +
        "]\n      responses: {\"200\": {description: All., content: {application/json: {schema: "
        "{type: array, items: " +
        pet + "}}}}}\n    post:\n      operationId: create\n      parameters: [" + org +
        "]\n      " + body + "\n      responses: {\"201\": {description: It., " + answer + "}\n  " +
        row.item + ":\n    parameters: [" + row.parameters +
        "{name: petId, in: path, required: true, schema: {type: string}}]\n    get: {operationId: "
        "read, responses: {\"200\": {description: It., " +
        answer + ", " + gone + "}}\n    put:\n      operationId: replace\n      " + body +
        "\n      responses: {\"200\": {description: It., " + answer + ", " + gone +
        "}\n    delete: {operationId: remove, responses: {\"204\": {description: Gone.}, " + gone +
        "}}\n";
    expect_no_failures(text);
  }
}

// A parent is made before its children, whatever the paths call it and how they end.
TEST(ChainsTest, AParentIsFoundByItsPlace) {
  const std::string sid = "{type: string, pattern: \"^[A-C]{2}[0-9a-f]{6}$\"}";
  const std::string gone = "\"404\": {description: None.}";
  const std::string thing =
      "content: {application/json: {schema: {type: object, required: [sid], properties: {sid: " +
      sid + ", name: {type: string}}}}}";
  const std::string made = "{\"201\": {description: It., " + thing + "}, " + gone + "}";
  const std::string body =
      "{required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, "
      "required: [name], properties: {name: {type: string}}}}}}";
  const std::string read = "{\"200\": {description: It., " + thing + "}, " + gone + "}";
  const auto parameter = [&](const std::string& name) {
    return "{name: " + name + ", in: path, required: true, schema: " + sid + "}";
  };
  expect_no_failures(R"(openapi: 3.0.4
info: {title: T, version: "1"}
paths:
  /accounts.json:
    post: {operationId: open, requestBody: )" +
                     body + ", responses: " + made + R"(}
  /accounts/{sid}.json:
    get: {operationId: account, parameters: [)" +
                     parameter("sid") + "], responses: " + read + R"(}
  /accounts/{accountSid}/calls.json:
    parameters: [)" + parameter("accountSid") +
                     R"(]
    post: {operationId: call, requestBody: )" +
                     body + ", responses: " + made + R"(}
  /accounts/{accountSid}/calls/{sid}.json:
    parameters: [)" + parameter("accountSid") +
                     ", " + parameter("sid") + R"(]
    get: {operationId: read, responses: )" +
                     read + R"(}
)");
}

}  // namespace
}  // namespace holotype::tester
