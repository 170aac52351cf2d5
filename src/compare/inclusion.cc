#include "compare/inclusion.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compare/same.h"
#include "diagnostic/rules_compat.h"
#include "diagnostic/rules_compat_schema.h"
#include "json/text.h"

namespace holotype::compare {
namespace {

namespace rules = diagnostic::rules;

// By Kind: the rule and the end of its sentence, for what is sent and what is received.
struct KindRow {
  const diagnostic::Rule* sent;
  std::string_view of_sent;
  const diagnostic::Rule* received;
  std::string_view of_received;
};
constexpr KindRow kKinds[] = {
    {&rules::kCompatRequestTypeRemoved, "refuses values of types that it accepted",
     &rules::kCompatResponseTypeAdded, "may have values of types that it never had"},
    {&rules::kCompatRequestNullRemoved, "refuses null, which it accepted",
     &rules::kCompatResponseNullAdded, "may have null where it never had"},
    {&rules::kCompatRequestEnumValueRemoved, "refuses values that it accepted",
     &rules::kCompatResponseEnumValueAdded, "may have values that clients do not know"},
    {&rules::kCompatRequestBoundTightened, "refuses values that it accepted",
     &rules::kCompatResponseBoundLoosened, "may have values beyond what it promised"},
    {&rules::kCompatRequestPatternAdded, "refuses strings that it accepted",
     &rules::kCompatResponsePatternRemoved, "may have strings of another form"},
    {&rules::kCompatRequestFormatAdded, "refuses values that it accepted",
     &rules::kCompatResponseFormatRemoved, "may have values of another form"},
    {&rules::kCompatDefaultChanged, "does something else for requests without it",
     &rules::kCompatDefaultChanged, "has something else where there is none"},
    {&rules::kCompatRequestPropertyRequired, "refuses requests without it",
     &rules::kCompatResponsePropertyOptional, "may come without it"},
    {&rules::kCompatRequestPropertyRequired, "refuses requests without it",
     &rules::kCompatResponsePropertyRemoved, "comes without it"},
    {&rules::kCompatRequestPropertyRefused, "refuses requests that have it",
     &rules::kCompatResponseAdditionalOpened, "may have it, which clients may refuse"},
    {&rules::kCompatRequestPropertyRemoved, "may lose it in silence",
     &rules::kCompatResponseOptionalPropertyRemoved, "may come without it for ever"},
    {&rules::kCompatRequestAdditionalClosed, "refuses properties that it accepted",
     &rules::kCompatResponseAdditionalOpened, "may have properties that clients refuse"},
    {&rules::kCompatRequestBranchRemoved, "refuses values of a kind that it accepted",
     &rules::kCompatResponseBranchAdded, "may have values of a kind that clients do not know"},
    {&rules::kCompatRequestSchemaNarrowed, "refuses values that it accepted",
     &rules::kCompatResponseSchemaWidened, "may have values that it never had"},
};

// The value, without all of its members, and without each of them: a generator likes to make those
// that are optional, and what is refused may be their absence.
std::vector<json::Value> with_fewer_members(const json::Value& value, json::Arena& arena) {
  constexpr std::size_t kMaxMembers = 12;
  std::vector<json::Value> values = {value};
  const std::span<const json::Member> members = value.members();
  if (members.empty()) return values;
  values.push_back(json::Value::object(arena, {}));
  for (std::size_t i = 0; i < members.size() && i < kMaxMembers; ++i) {
    std::vector<json::Member> others(members.begin(), members.end());
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    values.push_back(json::Value::object(arena, others));
  }
  return values;
}

constexpr std::size_t kMaxChosen = 4;  // branches of branches that are told apart
constexpr std::size_t kWitnesses = 48;

}  // namespace

const Inclusion::Step Inclusion::kSteps[] = {
    &Inclusion::check_types,      &Inclusion::check_bounds,         &Inclusion::check_multiples,
    &Inclusion::check_patterns,   &Inclusion::check_formats,        &Inclusion::check_required,
    &Inclusion::check_properties, &Inclusion::check_new_properties, &Inclusion::check_rests,
    &Inclusion::check_elements,   &Inclusion::check_groups,         &Inclusion::check_others,
    &Inclusion::check_default,
};

Inclusion::Inclusion(Sides sides, Way way, Meaning meaning, Changes& changes)
    : narrow_((way == Way::Sent) == (meaning == Meaning::Breaking) ? *sides.older : *sides.newer),
      wide_((way == Way::Sent) == (meaning == Meaning::Breaking) ? *sides.newer : *sides.older),
      way_(way),
      meaning_(meaning),
      is_narrow_older_(&narrow_ == sides.older),
      changes_(changes),
      planner_(*narrow_.description().compiler) {}

void Inclusion::compare(const Node& before, const Node& now, const Part& part) {
  part_ = &part;
  wire_ = part.wire;
  const auto view_of = [](const Node& node) {
    View view;
    if (node) view.nodes.push_back(node);
    return view;
  };
  const View older = view_of(before);
  const View newer = view_of(now);
  found_.clear();
  includes(is_narrow_older_ ? older : newer, is_narrow_older_ ? newer : older, "");
  part_ = nullptr;
}

bool Inclusion::includes(const View& narrow, const View& wide, const std::string& pointer) {
  if (wide.nodes.empty()) return true;
  std::string key =
      narrow.key() + '|' + wide.key() + static_cast<char>('0' + static_cast<int>(wire_));
  if (is_silent()) return decide(std::move(key), narrow, wide, pointer);
  if (tells_only_dropped_) key += 'd';
  const auto [entry, is_new] = reported_.try_emplace(std::move(key));
  std::vector<std::size_t>& changes = entry->second;
  if (!is_new) {
    for (const std::size_t index : changes) changes_.add_part(index, *part_);
    found_.insert(found_.end(), changes.begin(), changes.end());
    return changes.empty();
  }
  const std::size_t begin = found_.size();
  const bool is_included = check(narrow, wide, pointer);
  changes.assign(found_.begin() + static_cast<std::ptrdiff_t>(begin), found_.end());
  return is_included;
}

bool Inclusion::decide(std::string key, const View& narrow, const View& wide,
                       const std::string& pointer) {
  if (const auto known = known_.find(key); known != known_.end()) {
    assumed_ = std::min(assumed_, known->second.assumed);
    return known->second.is_included;
  }
  const auto [open, is_new] = open_.emplace(key, open_.size());
  if (!is_new) {
    assumed_ = std::min(assumed_, open->second);
    return true;
  }
  const std::size_t place = open->second;
  const std::size_t first = unsettled_.size();  // of those that may assume this pair
  const std::size_t assumed_before = std::exchange(assumed_, kNone);
  const bool is_included = check(narrow, wide, pointer);
  const std::size_t assumed = is_included && assumed_ < place ? assumed_ : kNone;
  assumed_ = std::min(assumed_before, assumed);
  open_.erase(key);
  // Those hold where this pair does, and this one where what it assumed does.
  for (std::size_t i = first; i < unsettled_.size(); ++i) {
    if (is_included) {
      Known& inner = unsettled_[i]->second;
      inner.assumed = assumed == kNone ? kNone : std::min(inner.assumed, assumed);
    } else {
      known_.erase(known_.find(unsettled_[i]->first));
    }
  }
  if (assumed == kNone) unsettled_.resize(first);
  const auto entry = known_.emplace(std::move(key), Known{is_included, assumed}).first;
  if (assumed != kNone) unsettled_.push_back(&*entry);
  return is_included;
}

bool Inclusion::includes_silently(const View& narrow, const View& wide) {
  ++silence_;
  const bool is_included = includes(narrow, wide, "");
  --silence_;
  return is_included;
}

bool Inclusion::includes_member(const View& narrow, const View& wide, const std::string& pointer) {
  const Wire outer = wire_;
  if (outer == Wire::Form) wire_ = Wire::Field;
  if (outer == Wire::Field) wire_ = Wire::Json;
  if (outer == Wire::List) wire_ = Wire::Text;
  const bool is_included = includes(narrow, wide, pointer);
  wire_ = outer;
  return is_included;
}

bool Inclusion::includes_element(const View& narrow, const View& wide, const std::string& pointer) {
  const Wire outer = wire_;
  if (outer == Wire::List) wire_ = Wire::Text;
  const bool is_included = includes(narrow, wide, pointer);
  wire_ = outer;
  return is_included;
}

bool Inclusion::check(const View& narrow_view, const View& wide_view, const std::string& pointer) {
  const Flat& narrow = narrow_.flatten(narrow_view);
  const Flat& wide = wide_.flatten(wide_view);
  const Pair pair{.narrow_view = narrow_view,
                  .wide_view = wide_view,
                  .narrow = narrow,
                  .wide = wide,
                  .pointer = pointer,
                  .common = static_cast<Types>(narrow.types & wide.types)};
  if (narrow.is_nothing || narrow.types == 0) return true;
  if (wide.is_nothing) {
    return differ(Kind::Type, narrow.place, wide.place,
                  is_narrow_older_ ? "no value is allowed any more" : "values are allowed now",
                  pointer);
  }
  if (narrow.unresolved || wide.unresolved) {
    if (narrow.unresolved && wide.unresolved &&
        json::equal(*narrow.unresolved.value, *wide.unresolved.value))
      return true;
    return leave(pair, narrow.unresolved ? narrow.unresolved : narrow.place,
                 wide.unresolved ? wide.unresolved : wide.place, "a reference leads nowhere");
  }
  const bool is_alike = is_list_of_one(pair) || (is_text() && narrow.is_bytes() && wide.is_bytes());
  if (is_alike) return check_default(pair);
  if (narrow.values_at) return check_values(pair);
  if (!narrow.groups.empty()) {
    if (narrow_view.chosen.size() < kMaxChosen) return check_branches(pair, narrow.groups.front());
    if (same(narrow_, narrow_view, wide_, wide_view)) return true;
    return leave(pair, narrow.groups.front().node, wide.place,
                 "the branches of branches are too many to be told apart");
  }
  if (wide.values_at) return check_open_against_values(pair);
  bool is_included = true;
  for (const Step step : kSteps) {
    if ((this->*step)(pair)) continue;
    is_included = false;
    if (is_silent()) break;
  }
  return is_included;
}

bool Inclusion::differ(Kind kind, const Node& narrow, const Node& wide, std::string what,
                       const std::string& pointer) {
  if (is_silent()) return false;
  if (tells_only_dropped_ && kind != Kind::Dropped) return true;
  const KindRow& row = kKinds[static_cast<std::size_t>(kind)];
  Change change{.rule = way_ == Way::Sent ? row.sent : row.received,
                .what = std::move(what),
                .consequence = std::string(way_ == Way::Sent ? row.of_sent : row.of_received),
                .pointer = pointer,
                .now = now(narrow, wide),
                .before = before(narrow, wide)};
  if (meaning_ == Meaning::Compatible) {
    change.rule = &rules::kCompatCompatible;
    change.what += way_ == Way::Sent ? ", which breaks no client that sends it"
                                     : ", which breaks no client that receives it";
    change.consequence.clear();
  }
  found_.push_back(changes_.add(std::move(change), *part_));
  return false;
}

bool Inclusion::leave(const Pair& pair, const Node& narrow, const Node& wide, std::string what) {
  if (is_silent() || meaning_ == Meaning::Compatible) return false;
  if (tells_only_dropped_) return true;
  if (const auto value = witness(pair.narrow_view, pair.wide_view)) {
    return differ(Kind::Other, narrow, wide,
                  fmt::format("{}: {} {}", what, *value,
                              is_narrow_older_ ? "was valid and no longer is" : "is valid now"),
                  pair.pointer);
  }
  found_.push_back(changes_.add({.rule = &rules::kCompatUndecided,
                                 .what = std::move(what) + "; whether that breaks clients was not "
                                                           "decided",
                                 .consequence = {},
                                 .pointer = pair.pointer,
                                 .now = now(narrow, wide),
                                 .before = before(narrow, wide)},
                                *part_));
  return false;
}

bool Inclusion::is_withheld(const Flattener& side, const View& property) const {
  return side.is_withheld(property, way_ == Way::Sent ? "readOnly" : "writeOnly");
}

bool Inclusion::accepts(const Flattener& side, const View& view, const json::Value& value) {
  return std::ranges::all_of(view.nodes, [&](const Node& node) {
    std::shared_ptr<const schema::Schema>& schema = compiled_[node.value];
    if (schema == nullptr) {
      const openapi::Description& description = side.description();
      schema = description.compiler
                   ->compile(node, {.dialect = description.dialect_of(node),
                                    .direction = way_ == Way::Sent ? schema::Direction::Request
                                                                   : schema::Direction::Response})
                   .schema;
    }
    return schema->accepts(value);
  });
}

std::optional<std::string> Inclusion::witness(const View& narrow, const View& wide) {
  const bool is_plain = narrow.nodes.size() == 1 && narrow.chosen.empty() &&
                        narrow.types == kAnyType && wide.types == kAnyType;
  if (wire_ != Wire::Json) return std::nullopt;  // made values are JSON
  if (!is_plain) return std::nullopt;
  json::Arena arena;
  accepts(narrow_, narrow, {});  // compiles it
  const auto generator = planner_.plan(compiled_.at(narrow.nodes.front().value));
  for (std::size_t i = 0; i < kWitnesses; ++i) {
    arena.reset();
    const generate::Options options{
        .seed = i,
        .mode = i == 0 ? generate::Mode::Static : generate::Mode::Dynamic,
        .examples = generate::Examples::Checked,
        .max_steps = 20'000};
    const generate::Generated made = generator->generate(options, arena);
    if (!made.value) continue;
    for (const json::Value& value : with_fewer_members(*made.value, arena)) {
      if (!accepts(narrow_, narrow, value)) continue;
      if (!accepts(wide_, wide, value)) return json::shorten(value, 80);
    }
  }
  return std::nullopt;
}

}  // namespace holotype::compare
