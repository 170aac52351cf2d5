#include "proxy/recorded_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "base/percent.h"
#include "base/utf8.h"
#include "http/target.h"
#include "json/pointer.h"
#include "json/text.h"
#include "proxy/recorded_yaml.h"
#include "secrets/secrets.h"

namespace holotype::proxy {
namespace {

using json::Value;

// A body longer than this is no condition: nobody could read the fixture.
constexpr std::size_t kMaxConditionBytes = std::size_t{64} << 10;

// `value` without what the pointers name.
Value without(const Value& value, const std::string& place, const std::set<std::string>& pointers,
              json::Arena& arena) {
  if (!value.is_object()) return value;  // elements of arrays stay: arrays compare whole
  std::vector<json::Member> members;
  for (const json::Member& member : value.members()) {
    const std::string below = json::join(place, member.name());
    if (!pointers.contains(below))
      members.emplace_back(member.name(), without(member.value, below, pointers, arena));
  }
  return Value::object(arena, members);
}

// Whether a secret lies in an array, where it cannot be left out of a condition.
bool has_array_on_the_way(const Value& root, const std::string& pointer) {
  const auto tokens = json::tokens(pointer);
  const Value* at = &root;
  for (const std::string& token : tokens.value_or(std::vector<std::string>{})) {
    if (at == nullptr || at->is_array()) return true;
    at = at->find(token);
  }
  return false;
}

// The body as a condition; nullopt where it can be none.
std::optional<Value> body_condition(const contract::Checked& checked,
                                    const secrets::Redacted& redacted, json::Arena& arena) {
  if (!checked.body || redacted.is_body_dropped ||
      checked.request->body.size() > kMaxConditionBytes)
    return std::nullopt;
  for (const std::string& pointer : redacted.body_pointers) {
    if (pointer.empty() || has_array_on_the_way(*checked.body, pointer)) return std::nullopt;
  }
  return without(*checked.body, "", {redacted.body_pointers.begin(), redacted.body_pointers.end()},
                 arena);
}

// A value as a fixture sees it; nullopt where it cannot be said in a file.
std::optional<std::string> text_of(std::string_view raw, percent::Plus plus) {
  auto text = percent::decode(raw, plus);
  return text && utf8::is_valid(*text) ? std::move(text) : std::nullopt;
}

using Conditions = std::vector<json::Member>;

std::optional<Conditions> path_conditions(const contract::Checked& checked,
                                          const secrets::OperationSecrets* own,
                                          json::Arena& arena) {
  Conditions conditions;
  for (const http::RawPair& pair : checked.path_values) {
    const bool is_secret =
        own != nullptr && std::ranges::any_of(own->parameters, [&pair](const auto* parameter) {
          return parameter->in == openapi::In::Path && parameter->name == pair.name;
        });
    if (is_secret) continue;
    const auto value = text_of(pair.value.value_or(""), percent::Plus::Literal);
    if (!value) return std::nullopt;
    conditions.emplace_back(arena.copy(pair.name), Value::string(arena, *value));
  }
  return conditions;
}

// Whether a valid request has one value of that name: the description declares it, and not as an
// array whose elements are sent one by one.
bool is_single(const contract::Checked& checked, std::string_view name) {
  const auto is_it = [name](const openapi::Parameter& parameter) {
    return parameter.in == openapi::In::Query && parameter.name == name;
  };
  const bool is_array = std::ranges::any_of(checked.parameters, [&](const auto& one) {
    return one.parameter != nullptr && is_it(*one.parameter) && one.parameter->explodes &&
           one.value.is_array();
  });
  return !is_array && std::ranges::any_of(checked.operation()->parameters, is_it);
}

std::optional<Conditions> query_conditions(const contract::Checked& checked,
                                           std::string_view raw_query, json::Arena& arena) {
  std::vector<std::pair<std::string, std::vector<Value>>> values;  // by name, in order
  std::set<std::string> secret;
  for (const http::RawPair& pair : http::RawPairs(raw_query)) {
    const auto name = text_of(pair.name, percent::Plus::Space);
    const auto value = text_of(pair.value.value_or(""), percent::Plus::Space);
    if (!name || !value) return std::nullopt;
    // A query that is one secret is redacted whole, to a name without a value.
    if (*value == secrets::kRedacted || *name == secrets::kRedacted) secret.insert(*name);
    auto known = std::ranges::find(values, *name, &decltype(values)::value_type::first);
    if (known == values.end()) known = values.insert(known, {*name, {}});
    known->second.push_back(Value::string(arena, *value));
  }
  Conditions conditions;
  for (const auto& [name, all] : values) {
    if (secret.contains(name)) continue;
    const bool is_list = all.size() > 1 || !is_single(checked, name);
    conditions.emplace_back(arena.copy(name), is_list ? Value::array(arena, all) : all.front());
  }
  return conditions;
}

}  // namespace

Result<std::string, LeftOut> recorded_request(const contract::Contract& contract,
                                              const contract::Checked& checked) {
  json::Arena arena;
  const secrets::Redacted redacted = contract.secrets().redact(checked.secret_subject());
  const openapi::Operation& operation = *checked.operation();
  const auto path = path_conditions(checked, contract.secrets().of(&operation), arena);
  const auto query = query_conditions(checked, redacted.request.raw_query().value_or(""), arena);
  if (!path || !query) return tl::unexpected(LeftOut::Unspeakable);
  Conditions when;
  if (!path->empty()) when.emplace_back("path", Value::object(arena, *path));
  if (!query->empty()) when.emplace_back("query", Value::object(arena, *query));
  if (const auto body = body_condition(checked, redacted, arena)) when.emplace_back("body", *body);

  std::string head = "    operation: " + yaml_scalar(operation.id) + "\n";
  if (checked.verdict != diagnostic::Verdict::Valid)
    head += fmt::format("    outcome: {}\n", to_string(checked.verdict));
  if (!when.empty()) head += "    when:" + yaml_after_key(Value::object(arena, when), 6) + "\n";
  return head;
}

}  // namespace holotype::proxy
