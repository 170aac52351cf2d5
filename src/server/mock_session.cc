// MockServer::Session: what a test asks of a server, asked of the server's own pages, so that C++
// and every other language get the same answers.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "base/percent.h"
#include "document/library.h"
#include "document/reader.h"
#include "holotype/mock_server.h"
#include "json/text.h"
#include "server/message.h"
#include "server/mock_state.h"
#include "session/address.h"

namespace holotype {
namespace {

using json::Member;
using json::Value;

// What the pages answered: JSON in memory of its own.
json::Tree answer_of(const Response& response) {
  auto tree = json::read(response.body);
  if (!tree) throw std::logic_error("The server's own page answered: " + response.body);
  return std::move(*tree);
}

// The whole of a problem document as lines: its detail, then each violation.
std::string problem_of(const Response& response) {
  const json::Tree tree = answer_of(response);
  const Value* violations = tree.root().find("violations");
  if (violations == nullptr) {
    const Value* detail = tree.root().find("detail");
    return detail == nullptr ? response.body : std::string(detail->as_string());
  }
  std::string text;
  for (const Value& violation : violations->elements()) {
    const auto part = [&violation](std::string_view name, std::string_view before) {
      const Value* value = violation.find(name);
      return value == nullptr || !value->is_string() || value->as_string().empty()
                 ? std::string()
                 : std::string(before) + std::string(value->as_string());
    };
    if (!text.empty()) text += "\n";
    const std::string source = part("source", "");
    text += source + (source.empty() ? "" : ": ") + part("message", "") +
            part("found", "; found ") + part("fix", "; ") + " (" + part("rule", "") + ")";
  }
  return text;
}

// Throws where a page that has no reason to refuse does.
void expect(const Response& response, int status) {
  if (response.status == status) return;
  throw std::runtime_error(
      fmt::format("The server's own page answered {}: {}", response.status, problem_of(response)));
}

// `when` as a value: YAML or JSON. Throws std::invalid_argument where it is neither.
Value when_of(const std::string& when, document::Library& library) {
  const auto file = library.add("memory:/when", "when", when);
  if (file) return (*file)->root();
  throw std::invalid_argument("What must hold of the request is neither YAML nor JSON: " +
                              to_line(file.error().front()));
}

std::vector<Member> members_of(const Expectation& expectation, document::Library& library) {
  std::vector<Member> members = {{"operation", Value::string_view(expectation.operation)}};
  if (!expectation.when.empty()) members.emplace_back("when", when_of(expectation.when, library));
  if (!expectation.outcome.empty())
    members.emplace_back("outcome", Value::string_view(expectation.outcome));
  return members;
}

}  // namespace

Response MockServer::Session::admin(const std::string& method, const std::string& page,
                                    std::string body) const {
  Request request{.method = method, .target = "/__holotype/" + page, .body = std::move(body)};
  const std::string& token = state_->options.admin_token;
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  return handle(request);
}

std::string MockServer::Session::url() const {
  const std::string base = state_->url();
  return name_ == session::kDefaultName ? base : base + std::string(session::kPathPrefix) + name_;
}

Response MockServer::Session::handle(const Request& request) const {
  http::Request raw = server::to_http(request);
  if (name_ != session::kDefaultName) raw.headers.set(session::kHeader, name_);
  return server::from_http(state_->service->handle(raw).response);
}

std::vector<MockServer::Received> MockServer::Session::received() const {
  std::vector<Received> all;
  const auto world = state_->service->sessions().find(name_);
  if (world == nullptr) return all;  // nothing has named it yet
  for (const auto& exchange : world->journal().exchanges()) {
    Received received;
    received.request = server::from_http(exchange->request);
    received.operation = exchange->operation_id;
    received.status = exchange->status;
    received.source = exchange->source;
    for (const diagnostic::Diagnostic& finding : exchange->findings) {
      if (finding.rule->severity == diagnostic::Severity::Error)
        received.violations.push_back(to_line(finding));
    }
    all.push_back(std::move(received));
  }
  return all;
}

void MockServer::Session::clear_received() const { expect(admin("DELETE", "requests"), 204); }

Verification MockServer::Session::ask(std::string question) const {
  const Response response = admin("POST", "verify", std::move(question));
  // A question that cannot be read, or asks for what the description does not have.
  if (response.status == 400 || response.status == 422)
    throw std::invalid_argument(problem_of(response));
  expect(response, 200);
  const json::Tree answer = answer_of(response);
  return {.holds = answer.root().find("holds")->as_boolean(),
          .is_certain = answer.root().find("certain")->as_boolean(),
          .message = std::string(answer.root().find("message")->as_string())};
}

Verification MockServer::Session::verify(const Expectation& expectation) const {
  document::Library library(std::make_shared<document::MemoryReader>());
  json::Arena arena;
  std::vector<Member> members = members_of(expectation, library);
  // More than that was never received.
  const auto number = [](std::uint64_t n) {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return Value::integer(static_cast<std::int64_t>(std::min(n, kMost)));
  };
  members.emplace_back("atLeast", number(expectation.at_least));
  if (expectation.at_most) members.emplace_back("atMost", number(*expectation.at_most));
  return ask(json::write(Value::object(arena, members)));
}

Verification MockServer::Session::verify_order(const std::vector<Expectation>& steps) const {
  json::Arena arena;
  std::vector<std::unique_ptr<document::Library>> libraries;
  std::vector<Value> order;
  for (const Expectation& step : steps) {
    libraries.push_back(
        std::make_unique<document::Library>(std::make_shared<document::MemoryReader>()));
    order.push_back(Value::object(arena, members_of(step, *libraries.back())));
  }
  const Member member("order", Value::array(arena, order));
  return ask(json::write(Value::object(arena, {&member, 1})));
}

Verification MockServer::Session::verify_only_valid() const {
  return ask(R"({"onlyValid": true})");
}

Verification MockServer::Session::verify_only_declared() const {
  return ask(R"({"onlyDeclared": true})");
}

void MockServer::Session::add_fixtures(const std::string& text) const {
  const Response response = admin("POST", "fixtures", text);
  if (response.status == 400 || response.status == 422) throw LoadError(problem_of(response));
  expect(response, 201);
}

bool MockServer::Session::remove_fixture(const std::string& name) const {
  const Response response = admin("DELETE", "fixtures/" + percent::encode(name));
  if (response.status == 404) return false;
  expect(response, 204);
  return true;
}

void MockServer::Session::remove_added_fixtures() const {
  expect(admin("DELETE", "fixtures"), 204);
}

void MockServer::Session::reset() const { expect(admin("POST", "reset"), 204); }

std::string MockServer::Session::coverage() const {
  const Response response = admin("GET", "coverage");
  expect(response, 200);
  const json::Tree tree = answer_of(response);
  const Value& coverage = tree.root();
  constexpr std::string_view kAspects[] = {"operations", "statuses", "mediaTypes", "parameters",
                                           "examples"};
  const auto integer = [](const Value& object, std::string_view name) {
    return object.find(name)->as_integer();
  };
  std::string text;
  for (const std::string_view aspect : kAspects) {
    const Value& share = *coverage.find(aspect);
    text += fmt::format("{:<11} {} of {} met\n", aspect, integer(share, "met"),
                        integer(share, "declared"));
  }
  for (const Value& operation : coverage.find("details")->elements()) {
    std::string unmet;
    for (const std::string_view aspect : kAspects) {
      const Value* items = operation.find(aspect);
      if (items == nullptr) continue;
      std::string names;
      for (const Value& item : items->elements()) {
        if (integer(item, "count") > 0) continue;
        const Value* in = item.find("in");
        names += (names.empty() ? "" : ", ") +
                 (in == nullptr ? "" : std::string(in->as_string()) + " ") +
                 std::string(item.find("name")->as_string());
      }
      if (!names.empty()) unmet += fmt::format("  {}: {}\n", aspect, names);
    }
    if (unmet.empty()) continue;
    const std::string_view id = operation.find("operation")->as_string();
    text += integer(operation, "count") == 0 ? fmt::format("{}: never called\n", id)
                                             : fmt::format("{}: not met\n{}", id, unmet);
  }
  return text;
}

}  // namespace holotype
