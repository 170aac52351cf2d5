// The search. At each place all schemas that apply are merged into a Demand, and the first of these
// that fits is the value: what the author shows there; const or enum; a value made for the chosen
// type. Three things keep that short:
//
// 1. Constructing is nearly always right at the first attempt, so the first search judges nothing
// but
//    examples, and the caller judges the whole. Only when that fails, a second search judges
//    each value where it stands and makes it in another way: other branches of anyOf, oneOf and if,
//    fewer optional members, other types, other draws. What fails there fails alone.
// 2. A place draws from a sequence of its own, so attempts at one place change no other.
// 3. Steps are counted, and time is not looked at.
//
// An example that breaks its schema does not stop the search for a valid value: both are kept
// (Made), so that what is above is judged with the valid one.

#include "generate/maker.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/base64.h"
#include "base/hash.h"
#include "diagnostic/rules_generate.h"
#include "generate/realistic.h"
#include "generate/text.h"
#include "json/pointer.h"
#include "json/text.h"

namespace holotype::generate {

namespace {

using json::Value;

constexpr std::uint32_t kDeepest = 100;  // levels of what is required
constexpr std::uint64_t kBranches = 12;  // tried at one place at least, where schemas branch
constexpr std::uint64_t kMostBranches = 40;
constexpr std::uint64_t kFewAttempts = 6;  // where they do not
constexpr std::array kExtents = {Extent::Everything, Extent::Required, Extent::Some};

// The types of `allowed` in the order in which they are tried.
struct TypeOrder {
  std::array<Types, 6> list{};
  std::size_t count = 0;

  void add(Types type, Types allowed) {
    type &= allowed;
    if (type == 0) return;
    for (std::size_t i = 0; i < count; ++i) {
      if ((list[i] & type) != 0) return;
    }
    list[count++] = type;
  }
};

// The type that the keywords of a schema without `type` speak about; 0 where they say nothing.
Types implied_type(const Shape& part) {
  if (!part.properties.empty() || !part.required.empty() || !part.pattern_properties.empty() ||
      part.additional_properties != nullptr || part.property_names != nullptr ||
      part.min_properties > 0 || part.unevaluated_properties != nullptr ||
      !part.dependencies.empty()) {
    return types::kObject;
  }
  if (part.items != nullptr || !part.prefix_items.empty() || part.contains != nullptr ||
      part.min_items > 0 || part.unique_items || part.unevaluated_items != nullptr) {
    return types::kArray;
  }
  if (part.min_length > 0 || part.pattern || !part.format.empty() ||
      part.max_length != kNoMaximum) {
    return types::kString;
  }
  if (!part.lower.empty() || !part.upper.empty() || part.multiple_of != nullptr) {
    return types::kNumber;
  }
  return 0;
}

TypeOrder type_order(const Demand& demand, bool is_plain) {
  TypeOrder order;
  for (const Shape* part : demand.parts) {
    if (part->listed != 0) order.add(part->listed, demand.types);
  }
  for (const Shape* part : demand.parts) order.add(implied_type(*part), demand.types);
  // A schema that says nothing: null is what a placeholder can promise.
  if (is_plain && demand.types == types::kAny) order.add(types::kNull, demand.types);
  for (const Types type : {types::kString, types::kObject, types::kNumber, types::kBoolean,
                           types::kArray, types::kNull}) {
    order.add(type, demand.types);
  }
  return order;
}

// How often another way is tried: each branch of the widest choice once with each extent.
std::uint64_t attempts_for(const Demand& demand, bool judges) {
  std::uint64_t branches = 0;
  for (const Shape* part : demand.parts) {
    if (part->is_intricate) branches = std::max(branches, kBranches);
    branches = std::max<std::uint64_t>({branches, part->one_of.size(), part->any_of.size()});
  }
  if (branches == 0) return judges ? kFewAttempts : kExtents.size();
  return std::min(branches, kMostBranches) * kExtents.size();
}

bool has_alternatives(const Demand& demand) {
  return std::ranges::any_of(demand.parts,
                             [](const Shape* part) { return part->one_of.size() > 1; });
}

}  // namespace

std::string pointer_of(const Site& site) {
  if (site.parent == nullptr) return {};
  std::string pointer = pointer_of(*site.parent);
  if (site.is_element) {
    json::append_token(pointer, site.index);
  } else {
    json::append_token(pointer, site.token);
  }
  return pointer;
}

Maker::Maker(const Options& options, const Search& search, json::Arena& arena)
    : options_(options), search_(search), arena_(arena) {}

bool Maker::accepts(const Site& site, const Value& value) const {
  return std::ranges::all_of(site.wanted,
                             [&](const Shape* shape) { return shape->judge->accepts(value); });
}

// What may be left out is, where it would recur or lies too deep.
bool Maker::is_too_deep(const Site& site, const Demand& demand) const {
  if (!site.is_optional) return site.depth > kDeepest;
  const bool is_composite = (demand.types & (types::kObject | types::kArray)) != 0;
  const bool is_scalar =
      (demand.types & static_cast<Types>(~(types::kObject | types::kArray | types::kNull))) != 0;
  if (!is_composite) return false;
  if (std::ranges::any_of(demand.subjects,
                          [&](const Shape* subject) { return site.ancestry.contains(subject); })) {
    return true;
  }
  return !is_scalar && site.depth > search_.levels;
}

std::optional<Made> Maker::make(const Site& site) {
  ++steps_;
  ++nodes_;
  if (exhausted() || overflowed()) return std::nullopt;
  Demand demand =
      expand(site.wanted, Choices(0, site.seed, options_.mode == Mode::Dynamic), site.ancestry);
  if (is_too_deep(site, demand)) return std::nullopt;
  const bool is_plain = options_.mode == Mode::Static && site.variant == 0;
  if (is_plain || !site.tag.empty()) {
    if (auto made = from_author(site, demand)) return made;
  }
  const Demand whole = demand;
  auto made = search(site, std::move(demand));
  if (!made && !is_plain) made = from_author(site, whole);
  if (!made && search_.judging == Search::Judging::Never) return last_resort(site, whole);
  if (!made) return std::nullopt;
  return is_plain ? trusted(site, whole, *made) : *made;
}

// The author's values, the nearest to this place first, where they fit all that is wanted here.
std::optional<Made> Maker::from_author(const Site& site, const Demand& demand) {
  if (!site.tag.empty()) {
    const Value tag = Value::string_view(site.tag);
    if (accepts(site, tag)) return Made::same(tag);
  }
  for (const Value* hint : site.hints) {
    if (accepts(site, *hint)) return Made::same(*hint);
  }
  for (const Shape* part : demand.parts) {
    for (const AuthorValue& author : part->author_values) {
      if (author.fault == nullptr && accepts(site, *author.value)) return Made::same(*author.value);
    }
  }
  return std::nullopt;
}

// Puts an example that breaks its schema in the place of `made`, and says so.
Made Maker::trusted(const Site& site, const Demand& demand, Made made) {
  for (const Shape* subject : demand.subjects) {
    for (const AuthorValue& author : subject->author_values) {
      if (author.fault == nullptr || !author.is_example) continue;
      if (options_.examples == Examples::Trusted) {
        diagnostic::Diagnostic finding = *author.fault;
        finding.pointer = pointer_of(site);
        // What is below is replaced with it.
        std::erase_if(findings_, [&](const diagnostic::Diagnostic& other) {
          return other.pointer.starts_with(finding.pointer + "/");
        });
        findings_.push_back(std::move(finding));
        made.served = *author.value;
        made.differs = true;
      }
      return made;
    }
  }
  return made;
}

// For an answer that cannot be valid any more: the author's example, else null.
std::optional<Made> Maker::last_resort(const Site& site, const Demand& demand) {
  if (site.is_optional) return std::nullopt;
  for (const Shape* subject : demand.subjects) {
    for (const AuthorValue& author : subject->author_values) return Made::same(*author.value);
  }
  return Made::same(Value());
}

std::optional<Made> Maker::search(const Site& site, Demand first) {
  const bool judges = search_.judging == Search::Judging::Each;
  const std::uint64_t limit = attempts_for(first, judges);
  const bool varies = options_.mode == Mode::Dynamic;
  // The first few: what one of them left out may be what tells branches apart.
  std::vector<std::pair<Demand, Value>> rejected;
  for (std::uint64_t number = 0; number < limit; ++number) {
    if (exhausted() || overflowed()) return std::nullopt;
    const Attempt attempt{kExtents[number % kExtents.size()], number};
    const Demand demand =
        number == 0 ? std::move(first)
                    : expand(site.wanted, Choices(number / kExtents.size(), site.seed, varies),
                             site.ancestry);
    if (demand.is_impossible) continue;
    const std::size_t findings = findings_.size();
    const std::uint32_t nodes = nodes_;
    auto made = build(site, demand, attempt);
    if (made && (!judges || accepts(site, made->strict))) return made;
    const bool may_overlap = made && judges && rejected.size() < kExtents.size();
    if (may_overlap && has_alternatives(demand)) rejected.emplace_back(demand, made->strict);
    findings_.resize(findings);
    if (!overflowed()) nodes_ = nodes;
  }
  for (const auto& [demand, value] : rejected) {
    if (auto told = tell_apart(site, demand, value)) return told;
  }
  return std::nullopt;
}

ScalarContext Maker::context_of(const Site& site, const Demand& demand,
                                const Attempt& attempt) const {
  ScalarContext context;
  context.mode = options_.mode;
  // Attempts at a scalar differ in what is drawn.
  context.variant = site.variant + attempt.number;
  context.name = site.name;
  context.owner = site.owner;
  context.now = options_.now;
  if (site.parent == nullptr) context.format = options_.format;
  context.random = Random(hash_mix(site.seed, context.variant));
  if (!site.hints.empty()) {
    context.example = site.hints.front();
    return context;
  }
  for (const Shape* part : demand.parts) {
    if (part->author_values.empty()) continue;
    // One of several, by seed.
    std::size_t examples = 0;
    for (const AuthorValue& author : part->author_values) examples += author.is_example ? 1 : 0;
    if (examples == 0) continue;
    Random random(hash_mix(site.seed, 3));
    context.example = part->author_values[random.below(examples)].value;
    break;
  }
  return context;
}

std::optional<Made> Maker::build(const Site& site, const Demand& demand, const Attempt& attempt) {
  for (const Shape* part : demand.parts) {
    if (part->constant != nullptr || part->has_enum) return from_choices(site, demand, attempt);
  }
  const bool is_plain = options_.mode == Mode::Static && site.variant == 0;
  const TypeOrder order = type_order(demand, is_plain);
  if (order.count == 0) return std::nullopt;
  const Types type = order.list[attempt.number / kExtents.size() % order.count];
  if (type == types::kObject) return make_object(site, demand, attempt);
  if (type == types::kArray) return make_array(site, demand, attempt);
  if (type == types::kNull) return Made::same(Value());
  const ScalarContext context = context_of(site, demand, attempt);
  if (type == types::kBoolean) {
    Random random = context.random;
    const bool first = options_.mode == Mode::Static || random.below(2) == 0;
    return Made::same(Value::boolean(first == (context.variant % 2 == 0)));
  }
  if (type == types::kString) {
    if (auto content = make_content(site, demand)) return content;
    const auto text = make_text(demand, context);
    if (!text) return std::nullopt;
    return Made::same(Value::string(arena_, *text));
  }
  Demand numeric = demand;
  numeric.types = type;
  const auto number = make_number(numeric, context, arena_);
  if (!number) return std::nullopt;
  return Made::same(*number);
}

// contentSchema: a value of that schema, written as JSON. What is found about it is told of the
// string.
std::optional<Made> Maker::make_content(const Site& site, const Demand& demand) {
  for (const Shape* part : demand.parts) {
    if (part->content == nullptr) continue;
    const std::array wanted = {part->content};
    Site inner = site;
    inner.wanted = wanted;
    inner.hints = {};
    inner.tag = {};
    inner.is_optional = false;
    ++inner.depth;
    const auto made = make(inner);
    if (!made) return std::nullopt;
    const std::string text = json::write(made->strict);
    return Made::same(Value::string(arena_, part->is_encoded ? base64::encode(text) : text));
  }
  return std::nullopt;
}

// const and enum: the first that all schemas accept; in Mode::Dynamic the first from a drawn one
// on.
std::optional<Made> Maker::from_choices(const Site& site, const Demand& demand,
                                        const Attempt& attempt) {
  std::span<const Value> choices;
  for (const Shape* part : demand.parts) {
    if (part->constant != nullptr) {
      choices = {part->constant, 1};
      break;
    }
    if (part->has_enum && (choices.empty() || part->choices.size() < choices.size())) {
      choices = part->choices;
    }
  }
  if (choices.empty()) return std::nullopt;
  std::uint64_t start = site.variant + attempt.number / kExtents.size();
  if (options_.mode == Mode::Dynamic) start += Random(site.seed).below(choices.size());
  const auto fits = [&](const Value& value) {
    return accepts(site, value) && std::ranges::all_of(demand.parts, [&](const Shape* part) {
             return part->judge->accepts(value);
           });
  };
  const Value* null = nullptr;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Value& choice = choices[(start + i) % choices.size()];
    if (choice.is_null()) {
      null = &choice;
    } else if (fits(choice)) {
      return Made::same(choice);
    }
  }
  if (null != nullptr && fits(*null)) return Made::same(*null);
  return std::nullopt;
}

}  // namespace holotype::generate
