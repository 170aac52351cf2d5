#include "tester/shrink.h"

#include <optional>
#include <set>
#include <span>

#include "base/utf8.h"
#include "json/number.h"

namespace holotype::tester {
namespace {

using json::Value;

// `value` as something shorter that is not less of it: "", half a text, 0.
void append_shorter(std::vector<Value>& out, const Value& value, json::Arena& arena) {
  if (value.is_string() && !value.as_string().empty()) {
    const std::string_view text = value.as_string();
    out.push_back(Value::string(arena, ""));
    if (text.size() > 3) out.push_back(Value::string(arena, utf8::prefix(text, text.size() / 2)));
    if (text.size() > 1) out.push_back(Value::string(arena, utf8::prefix(text, text.size() - 1)));
  } else if (value.is_number()) {
    // Towards 0 alone, so that it comes to an end.
    const auto whole = json::to_int64(value);
    if (whole != 0) out.push_back(Value::integer(0));
    if (whole && *whole != 0 && *whole != 1) out.push_back(Value::integer(1));
  }
}

// Values with less in them: half of the members, then one member or element less, outermost first;
// then shorter texts and numbers.
void append_smaller(std::vector<Value>& out, const Value& value, json::Arena& arena) {
  if (const std::size_t half = value.members().size() / 2; half > 1) {
    out.push_back(Value::object(arena, value.members().subspan(0, half)));
    out.push_back(Value::object(arena, value.members().subspan(half)));
  }
  for (std::size_t i = 0; i < value.members().size(); ++i) {
    std::vector<json::Member> rest(value.members().begin(), value.members().end());
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back(Value::object(arena, rest));
  }
  if (value.elements().size() > 1)
    out.push_back(Value::array(arena, value.elements().subspan(0, 1)));
  for (std::size_t i = 0; i < value.elements().size() && i < 3; ++i) {
    std::vector<Value> rest(value.elements().begin(), value.elements().end());
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back(Value::array(arena, rest));
  }
  for (std::size_t i = 0; i < value.members().size(); ++i) {
    std::vector<Value> inner;
    append_smaller(inner, value.members()[i].value, arena);
    for (const Value& smaller : inner) {
      std::vector<json::Member> members(value.members().begin(), value.members().end());
      members[i].value = smaller;
      out.push_back(Value::object(arena, members));
    }
  }
  for (std::size_t i = 0; i < value.elements().size() && i < 3; ++i) {
    std::vector<Value> inner;
    append_smaller(inner, value.elements()[i], arena);
    for (const Value& smaller : inner) {
      std::vector<Value> elements(value.elements().begin(), value.elements().end());
      elements[i] = smaller;
      out.push_back(Value::array(arena, elements));
    }
  }
  append_shorter(out, value, arena);
}

std::vector<Draft> smaller(const Draft& draft, json::Arena& arena) {
  std::vector<Draft> drafts;
  // All that can be spared at once, before one after the other.
  Draft least = draft;
  std::erase_if(least.arguments, [](const parameters::NamedValue& argument) {
    return argument.parameter->in != openapi::In::Path && !argument.parameter->is_required;
  });
  if (least.arguments.size() + 1 < draft.arguments.size()) drafts.push_back(least);
  for (const parameters::NamedValue& argument : draft.arguments) {
    if (argument.parameter->in == openapi::In::Path) continue;
    drafts.push_back(draft);
    drafts.back().remove(*argument.parameter);
  }
  for (std::size_t i = 0; i < draft.arguments.size(); ++i) {
    if (draft.arguments[i].parameter->in == openapi::In::Path) continue;
    std::vector<Value> values;
    append_smaller(values, draft.arguments[i].value, arena);
    for (const Value& value : values) {
      drafts.push_back(draft);
      drafts.back().arguments[i].value = value;
    }
  }
  if (draft.media_type == nullptr || draft.raw_body) return drafts;
  drafts.push_back(draft);
  drafts.back().media_type = nullptr;
  std::vector<Value> bodies;
  append_smaller(bodies, draft.body, arena);
  for (const Value& body : bodies) {
    drafts.push_back(draft);
    drafts.back().body = body;
  }
  return drafts;
}

bool asks_the_same(const Question& a, const Question& b) {
  if (a.wish != b.wish || a.broken.has_value() != b.broken.has_value()) return false;
  return !a.broken || (a.broken->rule == b.broken->rule && a.broken->schema == b.broken->schema);
}

bool fails_the_same(const Attempt& a, const Attempt& b) {
  if (a.judgement.findings.empty() || b.judgement.findings.empty()) return false;
  const auto& one = a.judgement.findings.front();
  const auto& other = b.judgement.findings.front();
  return one.rule == other.rule && one.schema == other.schema && a.status() == b.status();
}

}  // namespace

Attempt shrink(Prober& prober, Attempt failing, std::size_t max_requests, json::Arena& arena) {
  std::set<std::string> tried;
  std::size_t sent = 0;
  for (bool has_shrunk = true; has_shrunk && sent < max_requests;) {
    has_shrunk = false;
    for (const Draft& draft : smaller(failing.prepared.draft, arena)) {
      auto prepared = prober.prepare(draft, failing.prepared.question.about);
      if (!prepared || !asks_the_same(prepared->question, failing.prepared.question)) continue;
      if (!tried.insert(key_of(prepared->request)).second) continue;
      if (sent++ >= max_requests) break;
      Attempt attempt = prober.attempt(*std::move(prepared), arena);
      if (!fails_the_same(attempt, failing)) continue;
      failing = std::move(attempt);
      has_shrunk = true;
      break;
    }
  }
  return failing;
}

}  // namespace holotype::tester
