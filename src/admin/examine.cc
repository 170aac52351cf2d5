#include "admin/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "admin/dependence.h"
#include "json/pointer.h"
#include "json/text.h"
#include "mock/request_view.h"
#include "secrets/secret_shape.h"

namespace holotype::admin {
namespace {

using diagnostic::Place;
using journal::Exchange;
using journal::ExchangePointer;
using json::Value;

// How much of what was asked for stands in the request, by pairs of characters: which of several
// requests that differ in as many conditions is the likeliest to have been meant.
std::size_t resemblance(const Expected& expected, const Exchange& exchange) {
  if (expected.when == nullptr) return 0;
  const std::string wanted = json::write(*expected.when);
  std::set<std::string_view> pairs;
  for (std::size_t i = 0; i + 2 <= wanted.size(); ++i)
    pairs.insert(std::string_view(wanted).substr(i, 2));
  std::set<std::string_view> shared;
  for (const std::string* text : {&exchange.request.raw_target, &exchange.request.body}) {
    for (std::size_t i = 0; i + 2 <= text->size(); ++i) {
      const std::string_view pair = std::string_view(*text).substr(i, 2);
      if (pairs.contains(pair)) shared.insert(pair);
    }
  }
  return shared.size();
}

bool is_redacted(std::string_view text) {
  return text.find(secrets::kRedacted) != std::string_view::npos;
}

bool has_redacted(const Value& value) {
  return (value.is_string() && is_redacted(value.as_string())) ||
         std::ranges::any_of(value.elements(), has_redacted) ||
         std::ranges::any_of(value.members(),
                             [](const json::Member& member) { return has_redacted(member.value); });
}

// Which conditions depend on what the journal does not keep.
struct Doubts {
  std::vector<std::pair<Place, std::string_view>> names;  // those on named values
  Dependence schema = Dependence::None;                   // that on the body as a whole
  bool is_body_lost = false;                              // no condition on the body can be told
  std::vector<std::string> members;  // secrets that the body must have, as JSON Pointers

  bool any() const {
    return !names.empty() || schema != Dependence::None || is_body_lost || !members.empty();
  }
};

void doubt_names(const Value& when, const mock::RequestView& view, Doubts& doubts) {
  struct Row {
    std::string_view member;
    Place place;
    openapi::In in;
  };
  static constexpr Row kRows[] = {{"headers", Place::Header, openapi::In::Header},
                                  {"query", Place::Query, openapi::In::Query},
                                  {"path", Place::Path, openapi::In::Path},
                                  {"cookies", Place::Cookie, openapi::In::Cookie}};
  for (const Row& row : kRows) {
    const Value* conditions = when.find(row.member);
    if (conditions == nullptr) continue;
    for (const json::Member& condition : conditions->members()) {
      const std::string_view name = condition.name();
      const Value* value = view.parameter(row.in, name);  // of several pairs, for one
      const bool is_secret = (value != nullptr && has_redacted(*value)) ||
                             std::ranges::any_of(view.texts(row.in, name), is_redacted);
      if (is_secret) doubts.names.emplace_back(row.place, name);
    }
  }
}

Doubts doubts_of(const Value& when, const Exchange& exchange, const mock::RequestView& view) {
  Doubts doubts;
  doubt_names(when, view, doubts);
  const Value* body = when.find("body");
  const Value* schema = when.find("schema");
  if (body == nullptr && schema == nullptr) return doubts;
  // What stands in place of a number keeps a form from being read.
  doubts.is_body_lost = exchange.is_body_secret ||
                        (!exchange.secret_pointers.empty() && view.subject().body == nullptr);
  for (const std::string& pointer : exchange.secret_pointers) {
    if (body != nullptr && json::resolve(*body, pointer) != nullptr)
      doubts.members.push_back(pointer);
    const auto tokens = json::tokens(pointer);
    if (schema != nullptr && tokens)
      doubts.schema = std::max(doubts.schema, dependence_of(*schema, *tokens));
  }
  return doubts;
}

// Whether `place`, a JSON Pointer, lies in what `whole` names, or is it.
bool is_within(std::string_view place, std::string_view whole) {
  return place.starts_with(whole) && (place.size() == whole.size() || place[whole.size()] == '/');
}

// Whether a condition fails on a value that is not kept.
bool is_about_secret(const diagnostic::Diagnostic& miss, const Exchange& exchange,
                     const Doubts& doubts) {
  if (is_redacted(miss.found)) return true;
  if (miss.in != Place::Body)
    return std::ranges::find(doubts.names, std::pair(miss.in, std::string_view(miss.name))) !=
           doubts.names.end();
  if (doubts.is_body_lost || doubts.schema == Dependence::Whole) return true;
  // Arrays compare whole, so that one with a secret in it fails as such.
  return std::ranges::any_of(doubts.members,
                             [&](const auto& secret) { return is_within(secret, miss.pointer); }) ||
         std::ranges::any_of(exchange.secret_pointers,
                             [&](const auto& secret) { return is_within(miss.pointer, secret); });
}

}  // namespace

std::string lines_of(const diagnostic::Diagnostics& findings) {
  std::string text;
  for (const diagnostic::Diagnostic& finding : findings) {
    if (finding.rule->severity == diagnostic::Severity::Error) text += "\n    " + to_line(finding);
  }
  return text;
}

bool is_of(const Expected& expected, std::string_view operation_id) {
  return expected.operation == nullptr || expected.operation->id == operation_id;
}

Examined examine(const Expected& expected, const contract::Contract& contract,
                 const Exchange& exchange) {
  Examined examined;
  if (expected.outcome && exchange.verdict != *expected.outcome) {
    examined.misses.push_back(fmt::format("outcome: must be {}, found {}{}",
                                          to_string(*expected.outcome), to_string(exchange.verdict),
                                          lines_of(exchange.findings)));
  }
  if (expected.matcher != nullptr) {
    json::Arena arena;
    const contract::Checked checked = contract.check_request(exchange.request, arena);
    const mock::RequestView view(checked);
    const Doubts doubts = doubts_of(*expected.when, exchange, view);
    bool is_undecided = doubts.any();
    for (const diagnostic::Diagnostic& miss :
         fixtures::misses(expected.matcher->fixtures().front(), view.subject())) {
      const bool is_open = is_about_secret(miss, exchange, doubts);
      is_undecided |= is_open;
      if (!is_open) examined.misses.push_back(fixtures::miss_to_text(miss));
    }
    if (is_undecided && examined.misses.empty()) {
      examined.fit = Fit::Unknown;
      return examined;
    }
  }
  examined.fit = examined.misses.empty() ? Fit::Yes : Fit::No;
  return examined;
}

void keep_closer(const Expected& expected, const ExchangePointer& exchange, Examined& examined,
                 std::optional<Closest>& closest) {
  if (closest) {
    if (examined.misses.size() > closest->misses.size()) return;
    const bool is_tie = examined.misses.size() == closest->misses.size();
    if (is_tie && resemblance(expected, *exchange) < resemblance(expected, *closest->exchange))
      return;
  }
  closest = Closest{exchange, std::move(examined.misses)};
}

}  // namespace holotype::admin
