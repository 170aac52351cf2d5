#include "diagnostic/problem.h"

#include "base/check.h"
#include "base/utf8.h"
#include "json/text.h"

namespace holotype::diagnostic {
namespace {

using json::Member;
using json::Value;

// Collects the members of an object; those without content are left out.
class Object {
 public:
  explicit Object(json::Arena& arena) : arena_(arena) {}
  void add(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    const bool is_sound = utf8::is_valid(text);
    members_.emplace_back(name,
                          Value::string(arena_, is_sound ? text : std::string_view(as_utf8(text))));
  }
  void add(std::string_view name, Value value) { members_.emplace_back(name, value); }
  Value finish() { return Value::object(arena_, members_); }

 private:
  json::Arena& arena_;
  std::vector<Member> members_;
};

// `expected` holds JSON where that is short; it is a value then, and text otherwise.
Value expected_value(const std::string& expected, json::Arena& arena) {
  const bool may_be_json =
      expected.starts_with('[') || expected.starts_with('{') || expected.starts_with('"');
  if (may_be_json) {
    if (const auto value = json::read(arena, expected)) return *value;
  }
  return Value::string(arena, as_utf8(expected));
}

}  // namespace

std::string as_utf8(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const std::size_t sound = utf8::valid_prefix(bytes);
    out += bytes.substr(0, sound);
    bytes.remove_prefix(sound);
    if (bytes.empty()) break;
    utf8::append(out, 0xFFFD);
    bytes.remove_prefix(1);
  }
  return out;
}

std::string rule_path(const Rule& rule) { return "/__holotype/rules/" + std::string(rule.id); }

Value to_json(const Diagnostic& diagnostic, json::Arena& arena) {
  HOLOTYPE_CHECK(diagnostic.rule != nullptr);
  Object object(arena);
  object.add("rule", diagnostic.rule->id);
  object.add("in", to_string(diagnostic.in));
  object.add("name", diagnostic.name);
  // "" points at the whole body, which is worth saying; parameters have a name for that.
  const bool has_pointer = diagnostic.in == Place::Body || !diagnostic.pointer.empty();
  if (has_pointer) object.add("pointer", Value::string(arena, as_utf8(diagnostic.pointer)));
  object.add("message", diagnostic.message);
  if (!diagnostic.expected.empty())
    object.add("expected", expected_value(diagnostic.expected, arena));
  object.add("found", diagnostic.found);
  object.add("fix",
             diagnostic.fix.empty() ? diagnostic.rule->advice : std::string_view(diagnostic.fix));
  if (diagnostic.offset) object.add("offset", Value::integer(*diagnostic.offset));
  object.add("schema", diagnostic.schema);
  object.add("source", diagnostic.source.to_string());
  if (diagnostic.related) {
    Object related(arena);
    related.add("message", diagnostic.related->message);
    related.add("source", diagnostic.related->source.to_string());
    object.add("related", related.finish());
  }
  if (!diagnostic.causes.empty()) object.add("causes", to_json(diagnostic.causes, arena));
  return object.finish();
}

Value to_json(const Diagnostics& diagnostics, json::Arena& arena) {
  std::vector<Value> elements;
  elements.reserve(diagnostics.size());
  for (const Diagnostic& diagnostic : diagnostics) elements.push_back(to_json(diagnostic, arena));
  return Value::array(arena, elements);
}

Value to_json(const Problem& problem, json::Arena& arena) {
  HOLOTYPE_CHECK(problem.rule != nullptr);
  const auto has = [](const Diagnostics* list) { return list != nullptr && !list->empty(); };
  Object object(arena);
  object.add("type", rule_path(*problem.rule));
  object.add("title", problem.title);
  object.add("status", Value::integer(problem.status));
  object.add("detail", problem.detail);
  if (has(problem.violations)) object.add("violations", to_json(*problem.violations, arena));
  if (has(problem.unchecked)) object.add("unchecked", to_json(*problem.unchecked, arena));
  return object.finish();
}

}  // namespace holotype::diagnostic
