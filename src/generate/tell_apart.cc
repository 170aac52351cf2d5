// Maker::tell_apart: an object that satisfies several branches of `oneOf` is made to satisfy one.
//
//     oneOf: [{properties: {a: string}}, {properties: {b: string}}]      {"a": "x", "b": 0}
//
// Branches whose properties are optional overlap, and nothing that is left out or in by the book
// tells them apart: an object without `b` satisfies the second one, too. What does is a property of
// the other branch with a value that it does not allow. Descriptions in the wild are full of such
// oneOf's; the value looks odd there, and it is the only kind that is valid.
//
// Tried last, when no attempt satisfied the whole. Cost: for each branch at most kProperties times
// the number of odd values.
#include <algorithm>
#include <array>

#include "generate/maker.h"

namespace holotype::generate {
namespace {

using json::Value;

constexpr std::size_t kProperties = 16;  // of one branch
constexpr int kDepth = 8;                // of references and allOf

void add_properties(const Shape* shape, int depth, std::vector<const Shape::Property*>& out) {
  if (shape == nullptr || depth == 0) return;
  for (const Shape::Property& property : shape->properties) {
    if (!property.withheld && out.size() < kProperties) out.push_back(&property);
  }
  add_properties(shape->reference, depth - 1, out);
  for (const Shape* part : shape->all_of) add_properties(part, depth - 1, out);
}

// `object` with the member `name` being `value`.
Value with(const Value& object, json::HashedName name, const Value& value, json::Arena& arena) {
  std::vector<json::Member> members(object.members().begin(), object.members().end());
  const auto found = std::ranges::find_if(
      members, [&](const json::Member& member) { return member.name() == name.name; });
  if (found != members.end()) {
    found->value = value;
  } else {
    members.emplace_back(name.name, value);
  }
  return Value::object(arena, members);
}

}  // namespace

// `object`, changed so that `kept` still accepts it and `other` does not; nullopt where no property
// of `other` does that.
std::optional<Value> Maker::without_branch(const Value& object, const Shape& kept,
                                           const Shape& other) {
  const std::array odd_values = {
      Value::integer(0), Value::boolean(true),     Value::string_view("none of these"),
      Value(),           Value::array(arena_, {}), Value::object(arena_, {})};
  std::vector<const Shape::Property*> properties;
  add_properties(&other, kDepth, properties);
  for (const Shape::Property* property : properties) {
    for (const Value& odd : odd_values) {
      if (exhausted()) return std::nullopt;
      ++steps_;
      const Value changed = with(object, property->name, odd, arena_);
      if (!other.judge->accepts(changed) && kept.judge->accepts(changed)) return changed;
    }
  }
  return std::nullopt;
}

std::optional<Made> Maker::tell_apart(const Site& site, const Demand& demand, const Value& object) {
  if (!object.is_object()) return std::nullopt;
  Value current = object;
  for (const Shape* part : demand.parts) {
    std::vector<const Shape*> accepting;
    for (const Shape* branch : part->one_of) {
      if (branch->judge->accepts(current)) accepting.push_back(branch);
    }
    if (accepting.size() < 2) continue;
    std::optional<Value> told;
    for (const Shape* kept : accepting) {
      told = current;
      for (const Shape* other : accepting) {
        if (!told || other == kept || !other->judge->accepts(*told)) continue;
        told = without_branch(*told, *kept, *other);
      }
      if (told) break;
    }
    if (!told) return std::nullopt;
    current = *told;
  }
  if (!accepts(site, current)) return std::nullopt;
  return Made::same(current);
}

}  // namespace holotype::generate
