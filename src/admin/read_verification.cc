// From the body of a question to a Verification.
#include <fmt/format.h>

#include <algorithm>

#include "admin/verification.h"
#include "diagnostic/rules_request.h"
#include "json/text.h"

namespace holotype::admin {
namespace {

using json::Value;

// An integer that is not negative, by the schema; what is greater than any count is that.
std::uint64_t number_of(const Value& value) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
  return static_cast<std::uint64_t>(std::min(value.as_double(), static_cast<double>(kMost)));
}

// The fixture that has this `when` (nullptr: none). It is read like any other, so that it means the
// same.
std::string fixture_text(std::string_view operation, const Value* when) {
  json::Arena arena;
  std::vector<json::Member> members = {
      {"name", Value::string_view("verification")},
      {"operation", Value::string_view(operation)},
      {"respond", Value::object(arena, {})},
  };
  if (when != nullptr) members.emplace_back("when", *when);
  // "*" is for refusals alone; what is compared here does not depend on the outcome.
  if (operation == "*") members.emplace_back("outcome", Value::string_view("invalid"));
  const Value fixture = Value::object(arena, members);
  const json::Member fixtures("fixtures", Value::array(arena, {&fixture, 1}));
  return json::write(Value::object(arena, {&fixtures, 1}));
}

Result<Expected, diagnostic::Diagnostics> read_expected(
    const std::shared_ptr<const openapi::Description>& description, const Value& value) {
  Expected expected;
  const std::string_view name = value.find("operation")->as_string();
  const Value* when = value.find("when");
  expected.words = name == "*" ? "any operation" : name;
  expected.operation = name == "*" ? nullptr : description->find(name);
  const bool is_unknown = name != "*" && expected.operation == nullptr;
  if (when != nullptr || is_unknown) {
    auto set = fixtures::load_text(description, "verification", fixture_text(name, when));
    if (!set) {
      for (diagnostic::Diagnostic& finding : set.error())
        finding.source = {};  // not the user's text
      return tl::unexpected(std::move(set.error()));
    }
    expected.matcher = std::make_shared<const fixtures::FixtureSet>(std::move(*set));
    expected.when = expected.matcher->fixtures().front().node.value->find("when");
    expected.words += " with " + json::shorten(*when, 200);
  }
  if (const Value* outcome = value.find("outcome")) {
    expected.outcome = diagnostic::verdict_from_string(outcome->as_string());
    expected.words +=
        fmt::format("{} outcome {}", when == nullptr ? " with" : " and", outcome->as_string());
  }
  return expected;
}

Times read_times(const Value& value) {
  Times times;
  if (const Value* exactly = value.find("exactly")) {
    times.at_least = number_of(*exactly);
    times.at_most = times.at_least;
  }
  if (const Value* never = value.find("never"); never != nullptr) times = {0, 0};
  const Value* at_least = value.find("atLeast");
  const Value* at_most = value.find("atMost");
  if (at_most != nullptr) times = {0, number_of(*at_most)};
  if (at_least != nullptr) times.at_least = number_of(*at_least);
  return times;
}

// No number is as great as the one and as small as the other: what was meant is not known.
diagnostic::Diagnostics contradiction_of(const Times& times) {
  if (!times.at_most || *times.at_most >= times.at_least) return {};
  return {{.rule = &diagnostic::rules::kRequestInvalid,
           .message = fmt::format("must be {} or more, which is atLeast", times.at_least),
           .found = std::to_string(*times.at_most),
           .fix = "correct one of the two",
           .in = diagnostic::Place::Body,
           .pointer = "/atMost"}};
}

}  // namespace

Result<Verification, diagnostic::Diagnostics> read_verification(
    const std::shared_ptr<const openapi::Description>& description, const Value& value) {
  Verification verification;
  if (const Value* since = value.find("since")) verification.since = number_of(*since);
  if (value.find("onlyValid") != nullptr) {
    verification.question = Verification::Question::OnlyValid;
    return verification;
  }
  if (value.find("onlyDeclared") != nullptr) {
    verification.question = Verification::Question::OnlyDeclared;
    return verification;
  }
  std::vector<Value> steps = {value};
  if (const Value* order = value.find("order")) {
    verification.question = Verification::Question::Order;
    steps.assign(order->elements().begin(), order->elements().end());
  } else {
    verification.times = read_times(value);
  }
  diagnostic::Diagnostics findings = contradiction_of(verification.times);
  for (const Value& step : steps) {
    auto expected = read_expected(description, step);
    if (expected) {
      verification.expected.push_back(std::move(*expected));
    } else {
      diagnostic::append(findings, std::move(expected.error()));
    }
  }
  if (!findings.empty()) return tl::unexpected(std::move(findings));
  return verification;
}

}  // namespace holotype::admin
