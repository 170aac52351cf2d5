// Chains against a service in a few lines, whose memory can be made to fail.
#include "tester/chains.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>

#include "json/text.h"
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

}  // namespace
}  // namespace holotype::tester
