// Arrays: how many elements, and what each must be.

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "generate/maker.h"

namespace holotype::generate {

using json::Value;

namespace {

constexpr std::uint64_t kExtentCount = 3;
constexpr std::uint32_t kBroad = 3;  // levels on which arrays have more than one element
// Tried to make an element that differs from those before: one that may be left out, and one that
// must be there, of which there may be few (numeric.cc takes those in turn).
constexpr std::uint64_t kVariants = 40;
constexpr std::uint64_t kMostVariants = 1100;

// What the parts of a Demand say about arrays.
struct ArrayRules {
  std::uint64_t min = 0;
  std::uint64_t max = kNoMaximum;
  std::uint64_t prefix = 0;  // the longest prefixItems
  // Elements that must satisfy `contains`: those of all parts the same ones, or each its own.
  std::vector<std::pair<const Shape*, std::uint64_t>> contains;  // with how many
  bool shares_contained = true;
  std::uint64_t contained = 0;
  bool is_unique = false;
  bool has_items = false;  // the elements behind the prefix are described
};

ArrayRules rules_of(const Demand& demand, bool shares_contained) {
  ArrayRules rules;
  rules.shares_contained = shares_contained;
  for (const Shape* part : demand.parts) {
    rules.min = std::max(rules.min, part->min_items);
    rules.max = std::min(rules.max, part->max_items);
    rules.prefix = std::max<std::uint64_t>(rules.prefix, part->prefix_items.size());
    rules.is_unique |= part->unique_items;
    rules.has_items |= part->items != nullptr;
    if (part->contains == nullptr || part->min_contains == 0) continue;
    rules.contains.emplace_back(part->contains, part->min_contains);
    rules.contained = shares_contained ? std::max(rules.contained, part->min_contains)
                                       : rules.contained + part->min_contains;
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

// What `contains` asks of the element that is the `number`-th of those.
void add_contained(const ArrayRules& rules, std::uint64_t number,
                   std::vector<const Shape*>& shapes) {
  for (const auto& [shape, count] : rules.contains) {
    if (rules.shares_contained) {
      shapes.push_back(shape);
    } else if (number < count) {
      return shapes.push_back(shape);
    } else {
      number -= count;
    }
  }
}

// `contained` is the element's number among those that `contains` is about; nullopt for others.
std::vector<const Shape*> element_shapes(const Demand& demand, const ArrayRules& rules,
                                         std::uint64_t index,
                                         std::optional<std::uint64_t> contained) {
  std::vector<const Shape*> shapes;
  for (const Shape* part : demand.parts) {
    if (index < part->prefix_items.size()) {
      shapes.push_back(part->prefix_items[index]);
    } else if (part->items != nullptr) {
      shapes.push_back(part->items);
    }
  }
  if (contained) add_contained(rules, *contained, shapes);
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
  // One element for several `contains` is tried first, then one for each.
  const bool shares_contained = attempt.number / kExtentCount % 2 == 0;
  const ArrayRules rules = rules_of(demand, shares_contained);
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
    const auto shapes = element_shapes(
        demand, rules, index, is_contained ? std::optional(index - first_contained) : std::nullopt);
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
    const std::uint64_t variants = !rules.is_unique    ? 1
                                   : index < rules.min ? kMostVariants
                                                       : kVariants;
    for (std::uint64_t variant = 0; variant < variants; ++variant) {
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
