// The schema and the value are walked together. At each place a table has, for a keyword, the
// values worth trying there; each is put in the place and the whole is kept. Properties that the
// value lacks are tried with a value that is generated for them, so that what is optional is tried
// as well.
#include "tester/variations.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "json/number.h"
#include "json/pointer.h"
#include "json/text.h"
#include "tester/edit.h"

namespace holotype::tester {
namespace {

using document::Node;
using json::Value;

constexpr int kMaxDepth = 6;
constexpr std::size_t kMaxMadeLength = 5000;  // of a text or list that is made to reach a bound
constexpr std::size_t kMaxChoices = 6;        // of an enum, oneOf, anyOf
constexpr std::int64_t kMaxMembers = 50;      // that are made to reach a bound

struct Spot {
  Value root;
  std::vector<std::string> path;
  int depth = 0;
};

class Walk {
 public:
  Walk(Drafter& drafter, std::size_t limit, json::Arena& arena)
      : drafter_(drafter), limit_(limit), arena_(arena) {}

  void visit(const Node& schema, const Value& value, const Spot& spot);
  std::vector<Variation> take() { return std::move(made_); }

  // For the table below.
  using Try = void (Walk::*)(const Node& keyword, const Value& value, const Spot& spot);
  void try_type(const Node& keyword, const Value& value, const Spot& spot);
  void try_edges(const Node& keyword, const Value& value, const Spot& spot);
  void try_enum(const Node& keyword, const Value& value, const Spot& spot);
  void try_const(const Node& keyword, const Value& value, const Spot& spot);
  void try_bound(const Node& keyword, const Value& value, const Spot& spot);
  void try_multiple(const Node& keyword, const Value& value, const Spot& spot);
  void try_length(const Node& keyword, const Value& value, const Spot& spot);
  void try_pattern(const Node& keyword, const Value& value, const Spot& spot);
  void try_format(const Node& keyword, const Value& value, const Spot& spot);
  void try_item_count(const Node& keyword, const Value& value, const Spot& spot);
  void try_unique(const Node& keyword, const Value& value, const Spot& spot);
  void try_member_count(const Node& keyword, const Value& value, const Spot& spot);
  void try_dependent(const Node& keyword, const Value& value, const Spot& spot);
  void try_prefix(const Node& keyword, const Value& value, const Spot& spot);
  void try_items(const Node& keyword, const Value& value, const Spot& spot);
  void try_required(const Node& keyword, const Value& value, const Spot& spot);
  void try_properties(const Node& keyword, const Value& value, const Spot& spot);
  void try_additional(const Node& keyword, const Value& value, const Spot& spot);
  void try_all(const Node& keyword, const Value& value, const Spot& spot);
  void try_branches(const Node& keyword, const Value& value, const Spot& spot);

 private:
  void add(const Node& keyword, const Spot& spot, const std::string& what,
           const std::optional<Value>& part);
  Value text(std::string_view words) { return Value::string(arena_, words); }

  Drafter& drafter_;
  std::size_t limit_;
  json::Arena& arena_;
  std::vector<Variation> made_;
  std::set<std::string> names_;
  std::map<std::pair<std::string, const Value*>, std::size_t> ranks_;  // by place and keyword
};

struct Row {
  std::string_view keyword;
  Walk::Try make;
};
constexpr Row kRows[] = {
    {"required", &Walk::try_required},
    {"type", &Walk::try_type},
    {"enum", &Walk::try_enum},
    {"const", &Walk::try_const},
    {"minimum", &Walk::try_bound},
    {"maximum", &Walk::try_bound},
    {"exclusiveMinimum", &Walk::try_bound},
    {"exclusiveMaximum", &Walk::try_bound},
    {"multipleOf", &Walk::try_multiple},
    {"minLength", &Walk::try_length},
    {"maxLength", &Walk::try_length},
    {"pattern", &Walk::try_pattern},
    {"format", &Walk::try_format},
    {"minItems", &Walk::try_item_count},
    {"maxItems", &Walk::try_item_count},
    {"uniqueItems", &Walk::try_unique},
    {"additionalProperties", &Walk::try_additional},
    {"minProperties", &Walk::try_member_count},
    {"maxProperties", &Walk::try_member_count},
    {"dependentRequired", &Walk::try_dependent},
    {"dependencies", &Walk::try_dependent},
    {"properties", &Walk::try_properties},
    {"prefixItems", &Walk::try_prefix},
    {"items", &Walk::try_items},
    {"allOf", &Walk::try_all},
    {"oneOf", &Walk::try_branches},
    {"anyOf", &Walk::try_branches},
    {"type", &Walk::try_edges},
};

void Walk::add(const Node& keyword, const Spot& spot, const std::string& what,
               const std::optional<Value>& part) {
  if (made_.size() >= limit_ || (spot.path.empty() && !part)) return;
  std::string place;
  for (const std::string& token : spot.path) place += (place.empty() ? "" : ".") + token;
  std::string name = place.empty() ? what : place + ": " + what;
  if (!names_.insert(name).second) return;
  const std::size_t rank = ranks_[{place, keyword.value}]++;
  made_.push_back({std::move(name), changed(spot.root, spot.path, part, arena_), keyword, rank});
}

void Walk::visit(const Node& schema, const Value& value, const Spot& spot) {
  if (spot.depth > kMaxDepth || made_.size() >= limit_ || !schema) return;
  const Node target = drafter_.followed(schema);
  if (target && !(target == schema)) {
    Spot deeper = spot;
    ++deeper.depth;
    visit(target, value, deeper);
  }
  for (const Row& row : kRows) {
    if (const Node keyword = schema.member(row.keyword)) (this->*row.make)(keyword, value, spot);
  }
}

void Walk::try_type(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_null()) add(keyword, spot, "null", Value());
  if (!value.is_string()) add(keyword, spot, "a text", text("text"));
  if (value.is_string()) add(keyword, spot, "a number in place of a text", Value::integer(7));
  if (!value.is_boolean()) add(keyword, spot, "true", Value::boolean(true));
  if (value.is_number() && json::is_integer(value))
    add(keyword, spot, "1.5", Value::number(arena_, "1.5"));
  if (!value.is_array()) add(keyword, spot, "an empty list", Value::array(arena_, {}));
  if (!value.is_object() && !value.is_array())
    add(keyword, spot, "an empty object", Value::object(arena_, {}));
}

// Where no constraint is: what services trip over all the same.
void Walk::try_edges(const Node& keyword, const Value& value, const Spot& spot) {
  if (value.is_string()) {
    add(keyword, spot, "the empty text", text(""));
    add(keyword, spot, "a text beyond ASCII", text("Zo\xC3\xAB \xE6\xBC\xA2 \xF0\x9F\x99\x82"));
    add(keyword, spot, "a text with quotes", text("it's \"so\" <b>& \\ %"));
  } else if (value.is_boolean()) {
    for (const bool b : {false, true}) add(keyword, spot, b ? "true" : "false", Value::boolean(b));
  } else if (value.is_number()) {
    for (const int edge : {0, 1, -1})
      add(keyword, spot, fmt::format("{}", edge), Value::integer(edge));
    add(keyword, spot, "the largest of 32 bits", Value::integer(2'147'483'647));
    if (!json::is_integer(value)) add(keyword, spot, "0.5", Value::number(arena_, "0.5"));
  } else if (value.is_array()) {
    add(keyword, spot, "an empty list", Value::array(arena_, {}));
  }
}

void Walk::try_enum(const Node& keyword, const Value&, const Spot& spot) {
  std::size_t count = 0;
  for (const Value& choice : keyword.value->elements()) {
    if (++count > kMaxChoices) break;
    add(keyword, spot, json::shorten(choice) + " of the enum", choice);
    if (count == 1 && choice.is_number())
      add(keyword, spot, "no value of the enum", Value::integer(987'654'321));
  }
  add(keyword, spot, "a text beyond the enum", text("not-one-of-these"));
}

void Walk::try_const(const Node& keyword, const Value&, const Spot& spot) {
  add(keyword, spot, "not the const", text("not-this"));
}

void Walk::try_bound(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_number() || !keyword.value->is_number()) return;
  const auto bound = json::to_int64(*keyword.value);
  if (bound && (*bound > (std::int64_t{1} << 53) || *bound < -(std::int64_t{1} << 53))) return;
  for (const int step : {0, -1, 1}) {
    const Value tried =
        bound ? Value::integer(*bound + step)
              : Value::number(arena_, fmt::format("{}", keyword.value->as_double() + step));
    add(keyword, spot, json::write(tried), tried);
  }
  // Between whole numbers, where the schema may allow such.
  if (bound && json::is_integer(value)) return;
  for (const double step : {0.5, -0.5}) {
    const Value tried = Value::number(arena_, fmt::format("{}", keyword.value->as_double() + step));
    add(keyword, spot, json::write(tried), tried);
  }
}

void Walk::try_multiple(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_number() || !keyword.value->is_number()) return;
  const double step = keyword.value->as_double();
  if (const auto whole = json::to_int64(*keyword.value); whole && *whole < 1'000'000) {
    const std::int64_t base = json::to_int64(value).value_or(*whole);
    if (base > -1'000'000'000 && base < 1'000'000'000)
      add(keyword, spot, fmt::format("no multiple of {}", *whole), Value::integer(base + 1));
    return;
  }
  const std::string odd = fmt::format("{}", value.as_double() + step / 2);
  if (odd.find_first_of("in") == std::string::npos)
    add(keyword, spot, fmt::format("no multiple of {}", step), Value::number(arena_, odd));
}

void Walk::try_length(const Node& keyword, const Value& value, const Spot& spot) {
  const auto bound = keyword.value->is_number() ? json::to_int64(*keyword.value) : std::nullopt;
  if (!value.is_string() || !bound || *bound < 0 ||
      static_cast<std::size_t>(*bound) > kMaxMadeLength) {
    return;
  }
  for (const int step : {0, -1, 1}) {
    if (*bound + step < 0) continue;
    const auto length = static_cast<std::size_t>(*bound + step);
    add(keyword, spot, fmt::format("{} character{}", length, length == 1 ? "" : "s"),
        text(resized(value.as_string(), length)));
  }
}

void Walk::try_pattern(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_string()) return;
  for (const std::string_view odd : {"!", "\xC3\xA9\xC3\xA9", "0", "zzz zzz"})
    add(keyword, spot, fmt::format("\"{}\" against its pattern", odd), text(odd));
  add(keyword, spot, "a character more than its pattern has",
      text(std::string(value.as_string()) + "!"));
  add(keyword, spot, "a character before what its pattern has",
      text("!" + std::string(value.as_string())));
}

void Walk::try_format(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_string() || !keyword.value->is_string()) return;
  const std::string_view format = keyword.value->as_string();
  add(keyword, spot, fmt::format("no {}", format), text("no such thing"));
  if (format == "date-time")
    add(keyword, spot, "a date-time of month 13", text("2024-13-01T00:00:00Z"));
  if (format == "date") add(keyword, spot, "a date of February 30", text("2024-02-30"));
}

void Walk::try_item_count(const Node& keyword, const Value& value, const Spot& spot) {
  const auto bound = keyword.value->is_number() ? json::to_int64(*keyword.value) : std::nullopt;
  if (!value.is_array() || !bound || *bound < 0 || *bound > 200) return;
  for (const int step : {0, -1, 1}) {
    if (*bound + step < 0) continue;
    const auto count = static_cast<std::size_t>(*bound + step);
    std::vector<Value> elements(value.elements().begin(), value.elements().end());
    if (elements.size() > count) elements.resize(count);
    const Value filler = elements.empty() ? text("item") : elements.back();
    while (elements.size() < count) {
      // Texts and numbers are told apart, for lists whose items must be.
      const std::size_t index = elements.size();
      if (filler.is_string()) {
        elements.push_back(text(std::string(filler.as_string()) + std::to_string(index)));
      } else if (filler.kind() == json::Kind::Integer) {
        elements.push_back(Value::integer(static_cast<std::int64_t>(index)));
      } else {
        elements.push_back(filler);
      }
    }
    add(keyword, spot, fmt::format("{} item{}", count, count == 1 ? "" : "s"),
        Value::array(arena_, elements));
  }
}

void Walk::try_unique(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_array() || value.elements().empty()) return;
  std::vector<Value> elements(value.elements().begin(), value.elements().end());
  elements.push_back(elements.front());
  add(keyword, spot, "an item twice", Value::array(arena_, elements));
}

void Walk::try_member_count(const Node& keyword, const Value& value, const Spot& spot) {
  const auto bound = keyword.value->is_number() ? json::to_int64(*keyword.value) : std::nullopt;
  if (!value.is_object() || !bound || *bound < 0 || *bound > kMaxMembers) return;
  for (const int step : {0, -1, 1}) {
    if (*bound + step < 0) continue;
    const auto count = static_cast<std::size_t>(*bound + step);
    std::vector<json::Member> members(value.members().begin(), value.members().end());
    if (members.size() > count) members.resize(count);
    while (members.size() < count) {
      members.emplace_back(arena_.copy(fmt::format("holotypeMember{}", members.size())), text("x"));
    }
    add(keyword, spot, fmt::format("{} member{}", count, count == 1 ? "" : "s"),
        Value::object(arena_, members));
  }
}

// Also `dependencies` of draft 7, where its value is a list of names.
void Walk::try_dependent(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_object() || !keyword.value->is_object()) return;
  for (const json::Member& rule : keyword.value->members()) {
    if (value.find(rule.name()) == nullptr || !rule.value.is_array()) continue;
    for (const Value& name : rule.value.elements()) {
      if (!name.is_string() || value.find(name.as_string()) == nullptr) continue;
      Spot deeper = spot;
      deeper.path.emplace_back(name.as_string());
      add(keyword, deeper, fmt::format("left out, beside {}", rule.name()), std::nullopt);
    }
  }
}

void Walk::try_prefix(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_array() || !keyword.value->is_array()) return;
  const std::size_t count = std::min(value.elements().size(), keyword.value->elements().size());
  for (std::size_t i = 0; i < count; ++i) {
    Spot deeper = spot;
    ++deeper.depth;
    deeper.path.push_back(std::to_string(i));
    visit(keyword.element(i), value.elements()[i], deeper);
  }
}

void Walk::try_items(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_array() || value.elements().empty() || !keyword.value->is_object()) return;
  Spot deeper = spot;
  ++deeper.depth;
  deeper.path.emplace_back("0");
  visit(keyword, value.elements().front(), deeper);
}

void Walk::try_required(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_object()) return;
  for (const Value& name : keyword.value->elements()) {
    if (!name.is_string() || value.find(name.as_string()) == nullptr) continue;
    Spot deeper = spot;
    deeper.path.emplace_back(name.as_string());
    add(keyword, deeper, "left out", std::nullopt);
  }
}

void Walk::try_properties(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_object() || !keyword.value->is_object()) return;
  for (const json::Member& property : keyword.value->members()) {
    const Node schema = keyword.member(property.name());
    if (drafter_.is_read_only(schema)) continue;  // what a client must not send constrains nobody
    Spot deeper = spot;
    ++deeper.depth;
    deeper.path.emplace_back(property.name());
    const Value* there = value.find(property.name());
    if (there != nullptr) {
      add(keyword, deeper, "left out", std::nullopt);
      visit(schema, *there, deeper);
    } else if (const auto instance = drafter_.instance_of(schema, {}, arena_)) {
      add(keyword, deeper, "as generated", instance);
      deeper.root = changed(spot.root, deeper.path, instance, arena_);
      visit(schema, *instance, deeper);
    }
  }
}

void Walk::try_additional(const Node& keyword, const Value& value, const Spot& spot) {
  if (!value.is_object()) return;
  Spot deeper = spot;
  deeper.path.emplace_back("holotypeUnknown");
  if (keyword.value->is_boolean() && !keyword.value->as_boolean())
    add(keyword, deeper, "a member that is not described", text("x"));
  if (!keyword.value->is_object()) return;
  const auto instance = drafter_.instance_of(keyword, {}, arena_);
  if (!instance) return;
  ++deeper.depth;
  add(keyword, deeper, "a member of another name", instance);
  deeper.root = changed(spot.root, deeper.path, instance, arena_);
  visit(keyword, *instance, deeper);
}

void Walk::try_all(const Node& keyword, const Value& value, const Spot& spot) {
  Spot deeper = spot;
  ++deeper.depth;
  for (std::size_t i = 0; i < keyword.value->elements().size(); ++i)
    visit(keyword.element(i), value, deeper);
}

void Walk::try_branches(const Node& keyword, const Value&, const Spot& spot) {
  if (spot.depth >= kMaxDepth) return;
  const std::size_t count = std::min(keyword.value->elements().size(), kMaxChoices);
  for (std::size_t i = 0; i < count; ++i) {
    const Node branch = keyword.element(i);
    const auto instance = drafter_.instance_of(branch, {}, arena_);
    if (!instance) continue;
    add(branch, spot, fmt::format("alternative {}", i + 1), instance);
    Spot deeper = spot;
    deeper.depth += 2;
    deeper.root = changed(spot.root, spot.path, instance, arena_);
    visit(branch, *instance, deeper);
  }
}

}  // namespace

std::vector<Variation> variations(Drafter& drafter, const Node& schema, const Value& value,
                                  std::size_t limit, json::Arena& arena) {
  Walk walk(drafter, limit, arena);
  walk.visit(schema, value, Spot{.root = value, .path = {}});
  return walk.take();
}

}  // namespace holotype::tester
