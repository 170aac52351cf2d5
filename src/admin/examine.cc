#include "admin/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "json/pointer.h"
#include "json/text.h"
#include "mock/request_view.h"
#include "secrets/secret_shape.h"

namespace holotype::admin {
namespace {

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

// Whether a member of that name stands anywhere in the value.
bool names_member(const Value& value, std::string_view name) {
  return std::ranges::any_of(
             value.members(),
             [name](const json::Member& member) {
               return member.name() == name || names_member(member.value, name) ||
                      (member.value.is_string() && member.value.as_string() == name);
             }) ||
         std::ranges::any_of(value.elements(), [name](const Value& element) {
           return names_member(element, name) ||
                  (element.is_string() && element.as_string() == name);
         });
}

// `texts` are the values of one name: none, one or several.
template <typename Texts>
bool is_redacted(const Texts& texts) {
  if constexpr (requires { texts.begin(); }) {
    return std::ranges::find(texts, secrets::kRedacted) != texts.end();
  } else {
    return texts == secrets::kRedacted;
  }
}

// Whether what is asked depends on what the journal does not keep.
bool asks_for_secret(const Value& when, const Exchange& exchange, const mock::RequestView& view) {
  const auto names = [&when](std::string_view place) {
    const Value* conditions = when.find(place);
    return conditions == nullptr ? std::span<const json::Member>() : conditions->members();
  };
  const auto any = [](std::span<const json::Member> members, auto lookup) {
    return std::ranges::any_of(
        members, [&](const json::Member& member) { return is_redacted(lookup(member.name())); });
  };
  if (any(names("headers"), [&view](auto name) { return view.header(name); }) ||
      any(names("query"), [&view](auto name) { return view.query(name); }) ||
      any(names("path"), [&view](auto name) { return view.path(name); }) ||
      any(names("cookies"), [&view](auto name) { return view.cookie(name); }))
    return true;
  const Value* body = when.find("body");
  const Value* schema = when.find("schema");
  if (exchange.is_body_secret && (body != nullptr || schema != nullptr)) return true;
  for (const std::string& pointer : exchange.secret_pointers) {
    if (body != nullptr && json::resolve(*body, pointer) != nullptr) return true;
    const auto tokens = json::tokens(pointer);
    const bool is_named =
        tokens && !tokens->empty() && schema != nullptr && names_member(*schema, tokens->back());
    if (is_named) return true;
  }
  return false;
}

// Whether a condition fails on a value that is not kept.
bool is_about_secret(const diagnostic::Diagnostic& miss, const Exchange& exchange) {
  if (miss.found.find(secrets::kRedacted) != std::string::npos) return true;
  if (miss.in != diagnostic::Place::Body) return false;
  return std::ranges::any_of(exchange.secret_pointers, [&miss](const std::string& secret) {
    return miss.pointer == secret || miss.pointer.starts_with(secret + "/");
  });
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
    const bool has_secret = asks_for_secret(*expected.when, exchange, view);
    bool is_undecided = has_secret;
    for (const diagnostic::Diagnostic& miss :
         fixtures::misses(expected.matcher->fixtures().front(), view.subject())) {
      const bool is_open =
          is_about_secret(miss, exchange) || (has_secret && exchange.is_body_secret);
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
