// What is answered: fixtures added at run time, and the way back to the start.
#include <fmt/format.h>

#include <algorithm>

#include "admin/answers.h"
#include "admin/pages.h"
#include "base/check.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/verdict.h"
#include "document/library.h"
#include "document/reader.h"

namespace holotype::admin {
namespace {

void add_set(const fixtures::FixtureSet& set, bool is_added, std::vector<json::Value>& out,
             json::Arena& arena) {
  for (const fixtures::Fixture& fixture : set.fixtures()) {
    Object object(arena);
    object.add("name", std::string_view(fixture.name))
        .add("operation",
             fixture.operation == nullptr ? "*" : std::string_view(fixture.operation->id))
        .add("outcome", diagnostic::to_string(fixture.outcome))
        .add("origin", is_added ? "added" : "file");
    if (!is_added) object.add("source", std::string_view(fixture.node.source().to_string()));
    out.push_back(object.finish());
  }
}

std::string names_of(const fixtures::FixtureSet* set) {
  std::string names;
  if (set == nullptr) return names;
  for (const fixtures::Fixture& fixture : set->fixtures())
    names += (names.empty() ? "" : ", ") + fixture.name;
  return names;
}

}  // namespace

http::Response list_fixtures(const Call& call) {
  std::vector<json::Value> all;
  const auto added =
      call.parts.session.added_fixtures().set(call.parts.contract.shared_description());
  if (added != nullptr) add_set(*added, true, all, call.arena);
  add_set(call.parts.mock.fixtures(), false, all, call.arena);
  return json_response(
      Object(call.arena).add("fixtures", json::Value::array(call.arena, all)).finish());
}

http::Response add_fixtures(const Call& call) {
  const auto added = call.parts.mock.add_fixtures(call.parts.session, call.request.body);
  if (!added) {
    return problem_response(diagnostic::rules::kRequestInvalid, 422,
                            "The fixtures cannot be used; none was added",
                            fmt::format("{}: {}", added.error().front().source.to_string(),
                                        added.error().front().message),
                            &added.error());
  }
  std::vector<json::Value> names;
  for (const std::string& name : *added) names.push_back(json::Value::string(call.arena, name));
  return json_response(
      Object(call.arena).add("added", json::Value::array(call.arena, names)).finish(), 201);
}

http::Response remove_all_fixtures(const Call& call) {
  call.parts.session.added_fixtures().clear();
  return no_content();
}

http::Response remove_fixture(const Call& call) {
  const std::string name = call.text("name");
  session::AddedFixtures& fixtures = call.parts.session.added_fixtures();
  if (fixtures.remove(name) > 0) return no_content();
  const std::string there = names_of(fixtures.set(call.parts.contract.shared_description()).get());
  const bool is_of_file = std::ranges::any_of(call.parts.mock.fixtures().fixtures(),
                                              [&name](const auto& f) { return f.name == name; });
  return not_found(
      is_of_file
          ? fmt::format("The fixture {} is from a file, and only those that were added at run "
                        "time can be removed; one that is added goes before it.",
                        name)
          : fmt::format("No fixture {} was added{}.", name,
                        there.empty() ? "" : "; there are: " + there));
}

http::Response get_state(const Call& call) {
  const auto snapshot = call.parts.mock.snapshot(call.parts.session);
  if (!snapshot) return not_found("There is no state: the server was started without --stateful.");
  // The file may be YAML; JSON is the same to whoever reads fixtures.
  document::Library library(std::make_shared<document::MemoryReader>());
  const auto file = library.add("memory:/state", "state", *snapshot);
  HOLOTYPE_CHECK(file.has_value());
  return json_response((*file)->root());
}

http::Response reset_state(const Call& call) {
  call.parts.mock.reset_state(call.parts.session);
  return no_content();
}

http::Response reset(const Call& call) {
  call.parts.session.reset();
  return no_content();
}

}  // namespace holotype::admin
