// Objects: which members there are, and what each must be.
//
// A member's schemas are, for each part of the Demand: its `properties` and `patternProperties` of
// that name, or else its `additionalProperties`; `unevaluatedProperties` where no part knows the
// name.

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "generate/maker.h"
#include "generate/pattern_text.h"
#include "generate/realistic.h"
#include "generate/samples.h"

namespace holotype::generate {

using json::Value;

// A member that is declared or required.
struct Maker::Slot {
  json::HashedName name;
  std::vector<const Shape*> shapes;
  bool is_required = false;
  bool is_withheld = false;
  bool is_refused = false;  // no value may stand there
  bool is_chosen = false;
};

class Maker::Slots {
 public:
  explicit Slots(const Demand& demand) : demand_(demand) {
    for (const Shape* part : demand.parts) {
      for (const Shape::Property& property : part->properties) {
        Slot& slot = slot_of(property.name);
        slot.is_withheld |= property.withheld;
      }
    }
    for (const Shape* part : demand.parts) {
      for (const std::string_view name : part->required) {
        slot_of(json::HashedName(name)).is_required = true;
      }
    }
    for (Slot& slot : list_) complete(slot);
  }

  // What must hold of a member called `name`; adds it to no list.
  Slot undeclared(std::string_view name) const {
    Slot slot{json::HashedName(name), {}};
    complete(slot);
    return slot;
  }

  void choose(Extent extent, std::uint64_t seed, std::uint64_t number) {
    std::uint64_t max = kNoMaximum;
    for (const Shape* part : demand_.parts) max = std::min(max, part->max_properties);
    std::uint64_t count = 0;
    for (Slot& slot : list_) {
      slot.is_chosen = slot.is_required && !slot.is_withheld;
      if (slot.is_chosen) ++count;
    }
    count += follow_dependencies();
    for (Slot& slot : list_) {
      if (slot.is_chosen || slot.is_withheld || slot.is_refused || count >= max) continue;
      if (extent == Extent::Required || demand_.bans(slot.name.name)) continue;
      const std::uint64_t draw = hash_mix(hash_mix(seed, slot.name.hash), number);
      if (extent == Extent::Some && draw % 2 == 0) continue;
      slot.is_chosen = true;
      ++count;
    }
    follow_dependencies();
  }

  std::vector<Slot>& list() { return list_; }
  const Slot* find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(list_, [&](const Slot& slot) { return slot.name.name == name; });
    return found == list_.end() ? nullptr : &*found;
  }

 private:
  Slot& slot_of(json::HashedName name) {
    for (Slot& slot : list_) {
      if (slot.name.hash == name.hash && slot.name.name == name.name) return slot;
    }
    return list_.emplace_back(Slot{name, {}});
  }

  void complete(Slot& slot) const {
    const std::string_view name = slot.name.name;
    for (const Shape* part : demand_.parts) {
      bool is_known = false;
      if (const Shape::Property* property = part->find(slot.name)) {
        slot.shapes.push_back(property->shape);
        is_known = true;
      }
      for (const Shape::PatternProperty& entry : part->pattern_properties) {
        if (!entry.pattern.pattern) continue;
        if (entry.pattern.pattern->matches(name) == regex::Match::No) continue;
        slot.shapes.push_back(entry.shape);
        is_known = true;
      }
      if (!is_known && part->additional_properties != nullptr) {
        slot.shapes.push_back(part->additional_properties);
      }
      if (part->property_names != nullptr) {
        slot.is_refused |= !part->property_names->judge->accepts(Value::string_view(name));
      }
    }
    if (slot.shapes.empty()) {
      for (const Shape* part : demand_.parts) {
        if (part->unevaluated_properties != nullptr) {
          slot.shapes.push_back(part->unevaluated_properties);
        }
      }
    }
    for (const Shape* shape : slot.shapes) slot.is_refused |= target_of(shape)->rejects;
  }

  // Chooses what chosen members require. Returns how many were added.
  std::uint64_t follow_dependencies() {
    std::uint64_t added = 0;
    for (bool is_stable = false; !is_stable;) {
      is_stable = true;
      for (const Shape* part : demand_.parts) {
        for (const Shape::Dependency& dependency : part->dependencies) {
          const Slot* slot = find(dependency.name);
          if (slot == nullptr || !slot->is_chosen) continue;
          for (const std::string_view name : dependency.required) {
            const bool is_new = find(name) == nullptr;
            Slot& needed = slot_of(json::HashedName(name));
            if (is_new) complete(needed);
            needed.is_required = true;
            if (needed.is_chosen) continue;
            needed.is_chosen = true;
            is_stable = false;
            ++added;
          }
        }
      }
    }
    return added;
  }

  const Demand& demand_;
  std::vector<Slot> list_;
};

namespace {

// The members of an object under way, valid and as served.
class Members {
 public:
  void add(json::HashedName name, const Made& made) {
    strict_.emplace_back(name, made.strict);
    served_.emplace_back(name, made.served);
    differs_ |= made.differs;
  }
  std::size_t size() const { return strict_.size(); }
  bool contains(std::string_view name) const {
    return std::ranges::any_of(strict_,
                               [&](const json::Member& member) { return member.name() == name; });
  }
  Made take(json::Arena& arena) const {
    const Value strict = Value::object(arena, strict_);
    return {strict, differs_ ? Value::object(arena, served_) : strict, differs_};
  }

 private:
  std::vector<json::Member> strict_;
  std::vector<json::Member> served_;
  bool differs_ = false;
};

// How many members beyond the declared ones an object gets.
std::size_t extra_count(const Demand& demand, bool is_empty, std::size_t members, Extent extent) {
  const bool is_negated =
      std::ranges::any_of(demand.parts, [](const Shape* part) { return part->negated != nullptr; });
  std::uint64_t min = 0;
  std::uint64_t max = kNoMaximum;
  bool is_map = false;
  for (const Shape* part : demand.parts) {
    min = std::max(min, part->min_properties);
    max = std::min(max, part->max_properties);
    const bool has_values = part->additional_properties != nullptr &&
                            part->additional_properties->place.value->is_object();
    is_map |= has_values || !part->pattern_properties.empty();
  }
  // A map shows two entries, so that it is seen to be one.
  std::uint64_t wanted = is_map && is_empty && extent == Extent::Everything ? 2 : 0;
  // A `not` may be about members that nothing declares.
  if (is_negated && extent == Extent::Some) wanted = 1;
  wanted = std::min(std::max(wanted, min > members ? min - members : 0),
                    max - std::min<std::uint64_t>(max, members));
  return static_cast<std::size_t>(std::min<std::uint64_t>(wanted, 10'000));
}

bool is_demanded(const Demand& demand, std::size_t members) {
  return std::ranges::any_of(demand.parts,
                             [&](const Shape* part) { return part->min_properties > members; });
}

}  // namespace

std::optional<Made> Maker::make_member(const Site& site, const Demand& demand, const Slot& slot,
                                       const Attempt& attempt, bool is_required) {
  std::vector<const Value*> hints;
  const auto add_hint = [&](const Value& around) {
    if (const Value* value = around.find(slot.name)) hints.push_back(value);
  };
  for (const Value* hint : site.hints) add_hint(*hint);
  for (const Shape* part : demand.parts) {
    for (const AuthorValue& author : part->author_values) add_hint(*author.value);
  }
  Site member;
  member.parent = &site;
  member.token = slot.name.name;
  member.wanted = slot.shapes;
  member.hints = hints;
  member.tag = demand.tag_of(slot.name.name);
  member.ancestry = {&site.ancestry, demand.subjects};
  member.seed = hash_bytes(slot.name.name, site.seed);
  member.variant = site.variant + (attempt.extent == Extent::Some ? attempt.number : 0);
  member.depth = site.depth + 1;
  member.is_optional = !is_required;
  member.name = slot.name.name;
  const Shape* named = demand.subjects.empty() ? nullptr : demand.subjects.back();
  member.owner =
      named != nullptr && !named->name.empty() ? std::string_view(named->name) : site.name;
  return make(member);
}

// A name that is not declared: one that patternProperties or propertyNames describe, else made up.
// `repeated` is how many before it were of no use.
std::optional<std::string> Maker::extra_name(const Site& site, const Demand& demand,
                                             std::size_t index, std::size_t repeated) {
  Random random(hash_mix(site.seed, 1000 + index));
  const bool is_plain = options_.mode == Mode::Static;
  for (const Shape* part : demand.parts) {
    if (part->property_names == nullptr) continue;
    Site name;
    name.parent = &site;
    const Shape* const wanted[] = {part->property_names};
    name.wanted = wanted;
    name.seed = random.next();
    name.variant = index;
    const auto made = make(name);
    if (!made || !made->strict.is_string()) return std::nullopt;
    return std::string(made->strict.as_string());
  }
  for (const Shape* part : demand.parts) {
    // additionalProperties describes more names than a pattern does.
    const bool is_open =
        part->additional_properties != nullptr && !target_of(part->additional_properties)->rejects;
    if (is_open || part->pattern_properties.empty()) continue;
    const auto& patterns = part->pattern_properties;
    const PatternShape& pattern = patterns[index % patterns.size()].pattern;
    if (!pattern.syntax) continue;
    // The shortest name of a pattern may be the only one of its length, and the longest that it
    // takes is not known: every other try.
    const bool is_longer = repeated > 4 && repeated % 2 == 1;
    return text_for(*pattern.syntax, {is_longer ? repeated / 2 : 1, 40}, Characters::Plain, random);
  }
  if (is_plain) return "property" + std::to_string(index + 1);
  return words(1, random);
}

std::optional<Made> Maker::make_object(const Site& site, const Demand& demand,
                                       const Attempt& attempt) {
  Slots slots(demand);
  slots.choose(attempt.extent, site.seed, attempt.number);
  Members members;
  for (const Slot& slot : slots.list()) {
    if (!slot.is_chosen) continue;
    if (slot.is_refused && slot.is_required) return std::nullopt;
    const auto made = make_member(site, demand, slot, attempt, slot.is_required);
    if (made) {
      members.add(slot.name, *made);
    } else if (slot.is_required) {
      return std::nullopt;
    }
  }
  const std::size_t extra =
      extra_count(demand, slots.list().empty(), members.size(), attempt.extent);
  const std::size_t declared = members.size();
  const std::size_t wanted = declared + extra;
  for (std::size_t i = 0; members.size() < wanted && i < 4 * extra + 16; ++i) {
    const auto name = extra_name(site, demand, i, i - (members.size() - declared));
    if (!name) continue;
    const bool is_declared = slots.find(*name) != nullptr;
    const Slot slot = slots.undeclared(arena_.copy(*name));
    if (is_declared || slot.is_refused || members.contains(*name) || demand.bans(*name)) continue;
    const bool is_required = is_demanded(demand, members.size());
    const auto made = make_member(site, demand, slot, attempt, is_required);
    if (made) members.add(slot.name, *made);
  }
  if (is_demanded(demand, members.size())) return std::nullopt;
  return members.take(arena_);
}

}  // namespace holotype::generate
