#include "generate/demand.h"

#include <algorithm>

#include "base/hash.h"
#include "base/random.h"

namespace holotype::generate {

namespace {

using json::Value;

Types type_of(const Value& value) {
  switch (value.type()) {
    case json::Type::Null:
      return types::kNull;
    case json::Type::Boolean:
      return types::kBoolean;
    case json::Type::Number:
      return types::kNumber;
    case json::Type::String:
      return types::kString;
    case json::Type::Array:
      return types::kArray;
    case json::Type::Object:
      return types::kObject;
  }
  return types::kAny;
}

constexpr int kDeepest = 24;  // of chains of references and allOf
constexpr int kShallow = 3;   // levels on which branches that are objects are as good as others

Types types_at(const Shape* shape, int depth) {
  Types allowed = shape->rejects ? Types{0} : shape->types;
  if (shape->constant != nullptr) allowed &= type_of(*shape->constant);
  if (shape->has_enum) {
    Types listed = 0;
    for (const Value& value : shape->choices) listed |= type_of(value);
    allowed &= listed;
  }
  if (depth == 0) return allowed;
  if (shape->reference != nullptr) allowed &= types_at(shape->reference, depth - 1);
  for (const Shape* part : shape->all_of) allowed &= types_at(part, depth - 1);
  for (const auto* branches : {&shape->any_of, &shape->one_of}) {
    if (branches->empty()) continue;
    Types any = 0;
    for (const Shape* branch : *branches) any |= types_at(branch, depth / 4);
    allowed &= any;
  }
  return allowed;
}

// Adds schemas to a Demand, following what each brings along.
class Expansion {
 public:
  Expansion(Choices choices, const Ancestry& ancestry) : choices_(choices), ancestry_(ancestry) {}

  // `shape` as what the value is an instance of.
  void add_subject(const Shape* shape) {
    const Shape* at = shape;
    for (int steps = 0; at != nullptr && steps < kDeepest; ++steps) {
      demand_.subjects.push_back(at);
      // `allOf` of one is how OpenAPI 3.0 writes keywords beside a $ref.
      const bool is_wrapper = at->reference == nullptr && at->all_of.size() == 1;
      at = is_wrapper ? at->all_of.front() : at->reference;
    }
    add(shape);
  }

  void add(const Shape* shape) {
    if (shape == nullptr || std::ranges::find(demand_.parts, shape) != demand_.parts.end()) return;
    demand_.parts.push_back(shape);
    demand_.types &= shape->types;
    if (shape->rejects) demand_.is_impossible = true;
    if (shape->constant != nullptr) demand_.types &= type_of(*shape->constant);
    if (shape->negated != nullptr) exclude(*shape->negated);
    // Where a dynamic reference leads depends on the way to it: what it says here is a guess.
    if (!shape->is_dynamic || choices_.pick(2, 1) == 0) add(shape->reference);
    const Shape* const subtype = subtype_;
    if (!shape->all_of.empty() && !shape->name.empty()) subtype_ = shape;
    for (const Shape* part : shape->all_of) add(part);
    subtype_ = subtype;
    tag_subtype(*shape);
    add_branch(*shape, shape->any_of);
    add_branch(*shape, shape->one_of);
    add_conditional(*shape);
    add_dependencies(*shape);
  }

  Demand take() {
    if (demand_.types == 0) demand_.is_impossible = true;
    return std::move(demand_);
  }

 private:
  // What a simple `not` rules out; what is not simple is left to the judge.
  void exclude(const Shape& negated) {
    for (const Shape* branch : negated.any_of) exclude(*branch);
    if (!negated.required.empty() && negated.properties.empty()) {
      demand_.banned.push_back(negated.required.front());
    }
    const bool is_type_alone =
        negated.types != types::kAny && negated.properties.empty() && !negated.has_enum &&
        negated.constant == nullptr && negated.lower.empty() && negated.upper.empty() &&
        negated.required.empty() && !negated.pattern && negated.min_length == 0 &&
        negated.max_length == kNoMaximum && negated.multiple_of == nullptr &&
        negated.items == nullptr && negated.min_items == 0 && negated.format.empty() &&
        negated.max_items == kNoMaximum && !negated.is_intricate;
    if (is_type_alone) demand_.types &= static_cast<Types>(~negated.types);
  }

  // OpenAPI "Discriminator Object": a schema that inherits by allOf is named by the discriminator
  // of the one it inherits from; a base that is used itself stands for the first of its mapping.
  void tag_subtype(const Shape& shape) {
    if (shape.discriminator.empty() || !shape.one_of.empty() || !shape.any_of.empty()) return;
    const Shape* subtype = subtype_ != nullptr ? subtype_ : &shape;
    for (const Shape::Mapping& mapping : shape.mapping) {
      if (mapping.shape != subtype) continue;
      demand_.tags.push_back({shape.discriminator, mapping.value});
      return;
    }
    if (subtype != &shape || shape.mapping.empty()) {
      if (!subtype->name.empty()) demand_.tags.push_back({shape.discriminator, subtype->name});
      return;
    }
    demand_.tags.push_back({shape.discriminator, shape.mapping.front().value});
    add(shape.mapping.front().shape);
  }

  void add_branch(const Shape& shape, const std::vector<const Shape*>& branches) {
    if (branches.empty()) return;
    struct Ranked {
      int rank;
      const Shape* branch;
    };
    std::vector<Ranked> ranked;
    for (const Shape* branch : branches) ranked.push_back({rank(branch), branch});
    std::ranges::stable_sort(ranked, {}, &Ranked::rank);
    const auto equals =
        static_cast<std::size_t>(std::ranges::count(ranked, ranked.front().rank, &Ranked::rank));
    const Shape* chosen = ranked[choices_.pick(ranked.size(), equals)].branch;
    if (!shape.discriminator.empty()) tag_branch(shape, chosen);
    add_subject(chosen);
  }

  // The lower, the better: what fits the types, is no recursion and not merely null.
  int rank(const Shape* branch) const {
    const Types allowed = types_of(branch);
    const Shape* target = target_of(branch);
    int rank = 0;
    if ((allowed & demand_.types) == 0) rank += 8;
    if (ancestry_.contains(target)) rank += 4;
    if (allowed == types::kNull) rank += 2;
    // Deep inside, the id of a thing rather than all of it.
    const bool is_composite =
        (allowed & static_cast<Types>(~(types::kObject | types::kArray))) == 0;
    if (is_composite && ancestry_.depth() >= kShallow) rank += 1;
    return rank;
  }

  void tag_branch(const Shape& shape, const Shape* chosen) {
    const Shape* target = target_of(chosen);
    for (const Shape::Mapping& mapping : shape.mapping) {
      if (mapping.shape != target && mapping.shape != chosen) continue;
      demand_.tags.push_back({shape.discriminator, mapping.value});
      return;
    }
    if (!target->name.empty()) demand_.tags.push_back({shape.discriminator, target->name});
  }

  void add_conditional(const Shape& shape) {
    if (shape.condition == nullptr) return;
    if (shape.consequence == nullptr && shape.alternative == nullptr) return;
    // Making the condition hold is certain; making it fail is left to the judge.
    const bool is_possible = (types_of(shape.condition) & demand_.types) != 0;
    const std::size_t first = is_possible ? 0 : 1;
    if (((choices_.pick(2, 1) + first) % 2) == 0) {
      add(shape.condition);
      add(shape.consequence);
    } else {
      exclude(*shape.condition);
      add(shape.alternative);
    }
  }

  void add_dependencies(const Shape& shape) {
    for (const Shape::Dependency& dependency : shape.dependencies) {
      if (dependency.shape == nullptr) continue;
      if (demand_.requires_property(dependency.name) || choices_.pick(2, 1) == 0) {
        add(dependency.shape);
      } else {
        demand_.banned.push_back(dependency.name);
      }
    }
  }

  Demand demand_;
  Choices choices_;
  const Ancestry& ancestry_;
  const Shape* subtype_ = nullptr;  // the named schema whose allOf is being added
};

}  // namespace

std::size_t Choices::pick(std::size_t count, std::size_t equals) {
  if (count < 2) return 0;
  const std::size_t digit = attempt_ % count;
  attempt_ /= count;
  std::size_t first = 0;
  if (vary_ && equals > 1) {
    Random random(hash_mix(seed_, count));
    first = random.below(equals);
    seed_ = random.next();
  }
  // The equals in turn from the first one on, then the others.
  return digit < equals ? (first + digit) % equals : digit;
}

bool Demand::requires_property(std::string_view name) const {
  return std::ranges::any_of(parts, [&](const Shape* part) {
    return std::ranges::find(part->required, name) != part->required.end();
  });
}

bool Demand::bans(std::string_view name) const {
  return std::ranges::find(banned, name) != banned.end();
}

std::string_view Demand::tag_of(std::string_view property) const {
  const auto tag = std::ranges::find(tags, property, &Tag::property);
  return tag == tags.end() ? std::string_view() : tag->value;
}

Demand expand(std::span<const Shape* const> wanted, Choices choices, const Ancestry& ancestry) {
  Expansion expansion(choices, ancestry);
  for (const Shape* shape : wanted) expansion.add_subject(shape);
  return expansion.take();
}

Types types_of(const Shape* shape) { return types_at(shape, kDeepest); }

}  // namespace holotype::generate
