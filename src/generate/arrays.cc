// Arrays: how many elements, and what each must be.

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "generate/maker.h"

namespace holotype::generate {

using json::Value;

namespace {

constexpr std::uint32_t kBroad = 3;      // levels on which arrays have more than one element
constexpr std::uint64_t kVariants = 40;  // tried to make an element that differs from those before

// What the parts of a Demand say about arrays.
struct ArrayRules {
  std::uint64_t min = 0;
  std::uint64_t max = kNoMaximum;
  std::uint64_t prefix = 0;     // the longest prefixItems
  std::uint64_t contained = 0;  // elements that must satisfy `contains`
  bool is_unique = false;
  bool has_items = false;  // the elements behind the prefix are described
};

ArrayRules rules_of(const Demand& demand) {
  ArrayRules rules;
  for (const Shape* part : demand.parts) {
    rules.min = std::max(rules.min, part->min_items);
    rules.max = std::min(rules.max, part->max_items);
    rules.prefix = std::max<std::uint64_t>(rules.prefix, part->prefix_items.size());
    rules.is_unique |= part->unique_items;
    rules.has_items |= part->items != nullptr;
    if (part->contains != nullptr) rules.contained = std::max(rules.contained, part->min_contains);
  }
  for (const Shape* part : demand.parts) {
    const bool is_closed = part->items != nullptr && target_of(part->items)->rejects;
    if (is_closed) rules.max = std::min<std::uint64_t>(rules.max, part->prefix_items.size());
    const bool is_evaluated = rules.has_items || part->unevaluated_items == nullptr;
    if (!is_evaluated && target_of(part->unevaluated_items)->rejects) {
      rules.max = std::min(rules.max, std::max(rules.prefix, rules.contained));
    }
  }
  rules.min = std::max(rules.min, rules.contained);
  return rules;
}

std::vector<const Shape*> element_shapes(const Demand& demand, std::uint64_t index,
                                         bool is_contained) {
  std::vector<const Shape*> shapes;
  for (const Shape* part : demand.parts) {
    if (index < part->prefix_items.size()) {
      shapes.push_back(part->prefix_items[index]);
    } else if (part->items != nullptr) {
      shapes.push_back(part->items);
    }
    if (is_contained && part->contains != nullptr) shapes.push_back(part->contains);
  }
  if (!shapes.empty()) return shapes;
  for (const Shape* part : demand.parts) {
    if (part->unevaluated_items != nullptr) shapes.push_back(part->unevaluated_items);
  }
  return shapes;
}

// Elements seen so far, for uniqueItems.
class Seen {
 public:
  bool contains(const Value& value) const {
    const auto [first, last] = by_hash_.equal_range(json::hash(value));
    return std::any_of(first, last,
                       [&](const auto& entry) { return json::equal(entry.second, value); });
  }
  void add(const Value& value) { by_hash_.emplace(json::hash(value), value); }

 private:
  std::unordered_multimap<std::uint64_t, Value> by_hash_;  // looked up, never iterated
};

}  // namespace

std::optional<Made> Maker::make_array(const Site& site, const Demand& demand,
                                      const Attempt& attempt) {
  const ArrayRules rules = rules_of(demand);
  if (rules.min > rules.max) return std::nullopt;
  std::uint64_t count = std::max(rules.prefix, rules.has_items ? std::uint64_t{1} : 0);
  if (options_.mode == Mode::Dynamic && rules.has_items && rules.prefix == 0) {
    count = 1 + Random(hash_mix(site.seed, 2)).below(site.depth < kBroad ? 3 : 1);
  }
  if (attempt.extent == Extent::Required) count = 0;
  count = std::clamp(count, rules.min, rules.max);
  // Behind the prefix, where there is room.
  const std::uint64_t first_contained =
      count >= rules.prefix + rules.contained ? rules.prefix : count - rules.contained;

  std::vector<Value> strict;
  std::vector<Value> served;
  bool differs = false;
  Seen seen;
  for (std::uint64_t index = 0; index < count; ++index) {
    const bool is_contained = index >= first_contained && index < first_contained + rules.contained;
    const auto shapes = element_shapes(demand, index, is_contained);
    std::vector<const Value*> hints;
    for (const Value* hint : site.hints) {
      if (index < hint->elements().size()) hints.push_back(&hint->elements()[index]);
    }
    Site element;
    element.parent = &site;
    element.index = index;
    element.is_element = true;
    element.wanted = shapes;
    element.hints = hints;
    element.ancestry = {&site.ancestry, demand.subjects};
    element.seed = hash_mix(site.seed, index + 1);
    element.depth = site.depth + 1;
    element.is_optional = index >= rules.min;
    element.name = site.name;
    element.owner = site.owner;
    std::optional<Made> made;
    for (std::uint64_t variant = 0; variant < (rules.is_unique ? kVariants : 1); ++variant) {
      element.variant =
          site.variant + variant + (attempt.extent == Extent::Some ? attempt.number : 0);
      const std::size_t findings = findings_.size();
      made = make(element);
      if (!made || !rules.is_unique || !seen.contains(made->strict)) break;
      findings_.resize(findings);
      made = std::nullopt;
    }
    if (!made && index < rules.min) return std::nullopt;
    if (!made) break;
    if (rules.is_unique) seen.add(made->strict);
    strict.push_back(made->strict);
    served.push_back(made->served);
    differs |= made->differs;
  }
  const Value whole = Value::array(arena_, strict);
  return Made{whole, differs ? Value::array(arena_, served) : whole, differs};
}

}  // namespace holotype::generate
