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

void add_condition(std::vector<json::Member>& conditions, std::string_view name,
                   const std::string& value, json::Arena& arena) {
  const bool is_text = utf8::is_valid(name) && utf8::is_valid(value);
  if (is_text && value != secrets::kRedacted)
    conditions.emplace_back(arena.copy(name), Value::string(arena, value));
}

}  // namespace

std::string recorded_request(const contract::Contract& contract, const contract::Checked& checked) {
  json::Arena arena;
  const secrets::Redacted redacted = contract.secrets().redact(checked.secret_subject());
  const openapi::Operation& operation = *checked.operation();
  const secrets::OperationSecrets* own = contract.secrets().of(&operation);
  const auto is_secret_path = [own](std::string_view name) {
    return own != nullptr && std::ranges::any_of(own->parameters, [name](const auto* parameter) {
             return parameter->in == openapi::In::Path && parameter->name == name;
           });
  };
  std::vector<json::Member> path, query, when;
  for (const http::RawPair& pair : checked.path_values) {
    const auto value = percent::decode(pair.value.value_or(""));
    if (value && !is_secret_path(pair.name)) add_condition(path, pair.name, *value, arena);
  }
  std::set<std::string> names;  // of several values the first one counts, as in fixtures
  for (const http::RawPair& pair : http::RawPairs(redacted.request.raw_query().value_or(""))) {
    const auto name = percent::decode(pair.name, percent::Plus::Space);
    const auto value = percent::decode(pair.value.value_or(""), percent::Plus::Space);
    if (name && value && names.insert(*name).second) add_condition(query, *name, *value, arena);
  }
  if (!path.empty()) when.emplace_back("path", Value::object(arena, path));
  if (!query.empty()) when.emplace_back("query", Value::object(arena, query));
  if (const auto body = body_condition(checked, redacted, arena)) when.emplace_back("body", *body);

  std::string head = "    operation: " + yaml_scalar(operation.id) + "\n";
  if (checked.verdict != diagnostic::Verdict::Valid)
    head += fmt::format("    outcome: {}\n", to_string(checked.verdict));
  if (!when.empty()) head += "    when:" + yaml_after_key(Value::object(arena, when), 6) + "\n";
  return head;
}

}  // namespace holotype::proxy
