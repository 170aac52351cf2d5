// Inclusion of objects and arrays: what must be there, what may be, and what of it is like.
#include <fmt/format.h>

#include <algorithm>

#include "compare/inclusion.h"
#include "json/number.h"
#include "json/pointer.h"

namespace holotype::compare {
namespace {

// The schemas of properties that nothing names; nullopt where some of them must not be there.
std::optional<View> view_of_rests(const Flat& flat) {
  View view;
  for (const Rest& rest : flat.rests) {
    if (rest.is_closed()) return std::nullopt;
    if (!rest.is_open()) view.nodes.push_back(rest.node);
  }
  return view;
}

}  // namespace

bool Inclusion::check_required(const Pair& pair) {
  if ((pair.common & kObject) == 0) return true;
  bool is_included = true;
  for (const auto& [name, wide_at] : pair.wide.required) {
    const Property* wide = pair.wide.property(name);
    if (wide != nullptr && is_withheld(wide_, wide->view)) continue;  // not required this way
    const Property* narrow = pair.narrow.property(name);
    const bool is_kept_back = narrow != nullptr && is_withheld(narrow_, narrow->view);
    const Node* narrow_at = pair.narrow.requires_property(name);
    if (narrow_at != nullptr && !is_kept_back) continue;
    is_included = false;
    const bool is_gone =
        !is_narrow_older_ && wide != nullptr && (narrow == nullptr || is_kept_back);
    const std::string what = is_gone ? fmt::format("there is no property {} any more", name)
                             : is_narrow_older_
                                 ? fmt::format("the property {} is required now", name)
                                 : fmt::format("the property {} is not required any more", name);
    differ(is_gone ? Kind::Gone : Kind::Required,
           is_kept_back ? narrow->view.nodes.front() : pair.narrow.place, wide_at, what,
           pair.pointer);
    if (is_silent()) break;
  }
  return is_included;
}

// The properties that the wide schema names.
bool Inclusion::check_properties(const Pair& pair) {
  if ((pair.common & kObject) == 0) return true;
  bool is_included = true;
  for (const Property& wide : pair.wide.properties) {
    const std::string pointer = json::join(pair.pointer, wide.name);
    const Property* narrow = pair.narrow.property(wide.name);
    const bool is_narrow_withheld = narrow != nullptr && is_withheld(narrow_, narrow->view);
    const Said said = narrow_.said_of(pair.narrow, wide.name);
    bool is_fine = true;
    if (narrow != nullptr && !is_narrow_withheld && is_withheld(wide_, wide.view)) {
      // What must not be sent in a request any more. In answers it is a property that is new.
      if (way_ == Way::Sent) {
        is_fine = differ(Kind::Refused, narrow->view.nodes.front(), wide.view.nodes.front(),
                         is_narrow_older_ ? "the property is readOnly now"
                                          : "the property is not readOnly any more",
                         pointer);
      }
    } else if (!is_narrow_withheld && !said.refusal && !said.view.nodes.empty()) {
      is_fine = includes_member(said.view, wide_.said_of(pair.wide, wide.name).view, pointer);
    } else if (way_ == Way::Received && tells_dropped(pair) && !is_withheld(wide_, wide.view) &&
               pair.wide.requires_property(wide.name) == nullptr) {
      is_fine =
          differ(Kind::Dropped, is_narrow_withheld ? narrow->view.nodes.front() : pair.narrow.place,
                 wide.view.nodes.front(), "the property is not described any more", pointer);
    }
    if (is_fine) continue;
    is_included = false;
    if (is_silent()) break;
  }
  return is_included;
}

// Whether a property that nothing is said of any more is worth a finding here.
bool Inclusion::tells_dropped(const Pair& pair) const {
  const bool is_of_branch = !branch_pointers_.empty() && branch_pointers_.back() == pair.pointer;
  return !is_silent() && meaning_ == Meaning::Breaking && (tells_only_dropped_ || !is_of_branch);
}

// The properties that the narrow schema alone names.
bool Inclusion::check_new_properties(const Pair& pair) {
  if ((pair.common & kObject) == 0) return true;
  // What stands outside of the branches that were chosen, each of which is told of by itself.
  View outside = pair.narrow_view;
  outside.nodes.resize(outside.nodes.size() -
                       std::min(outside.nodes.size(), outside.chosen.size()));
  const Flat& base = narrow_.flatten(outside);
  bool is_included = true;
  for (const Property& narrow : pair.narrow.properties) {
    if (pair.wide.property(narrow.name) != nullptr || is_withheld(narrow_, narrow.view)) continue;
    if (narrow_.said_of(pair.narrow, narrow.name).refusal) continue;  // it never was there
    const std::string pointer = json::join(pair.pointer, narrow.name);
    const Said said = wide_.said_of(pair.wide, narrow.name);
    bool is_fine = true;
    if (said.refusal) {
      is_fine = differ(Kind::Refused, narrow.view.nodes.front(), said.refusal,
                       is_narrow_older_ ? "the property is not allowed any more"
                                        : "the property is new, and other properties were not "
                                          "allowed",
                       pointer);
    } else if (!said.view.nodes.empty()) {
      is_fine = includes_member(narrow_.said_of(pair.narrow, narrow.name).view, said.view, pointer);
    } else if (way_ == Way::Sent && tells_dropped(pair) && base.property(narrow.name) != nullptr &&
               !wide_.is_in_branch(pair.wide, narrow.name)) {
      // It is accepted still, but nothing is said of it any more.
      is_fine = differ(Kind::Dropped, narrow.view.nodes.front(), pair.wide.place,
                       "the property is not described any more", pointer);
    }
    if (is_fine) continue;
    is_included = false;
    if (is_silent()) break;
  }
  return is_included;
}

// The properties that neither names.
bool Inclusion::check_rest(const Pair& pair, const Rest& rest) {
  if (rest.is_open()) return true;
  const auto narrow = view_of_rests(pair.narrow);
  if (!narrow) return true;  // there are none
  if (rest.is_closed() || narrow->nodes.empty()) {
    const Node& at = pair.narrow.rests.empty() ? pair.narrow.place : pair.narrow.rests.front().node;
    const std::string_view what = is_narrow_older_
                                      ? "properties that are not described are restricted now"
                                      : "properties that are not described are allowed now";
    return differ(Kind::Closed, at, rest.node, std::string(what), pair.pointer);
  }
  return includes_member(*narrow, View{.nodes = {rest.node}, .chosen = {}}, pair.pointer + "/*");
}

// The properties whose names match a pattern that the narrow schema alone has. Which patterns of
// the wide one match them, too, is not known.
bool Inclusion::check_patterned(const Pair& pair, const Property& narrow) {
  if (narrow_.flatten(narrow.view).is_nothing) return true;
  for (const Rest& rest : pair.wide.rests) {
    if (rest.is_open() || rest.may_name_more) continue;
    if (!rest.is_closed() && rest.patterns.empty())
      return includes_member(narrow.view, View{.nodes = {rest.node}, .chosen = {}},
                             pair.pointer + "/*");
    return leave(pair, narrow.view.nodes.front(), rest.node,
                 is_narrow_older_ ? "patternProperties has a pattern less"
                                  : "patternProperties has a pattern more");
  }
  return true;
}

bool Inclusion::check_rests(const Pair& pair) {
  if ((pair.common & kObject) == 0) return true;
  bool is_included = true;
  for (const Rest& rest : pair.wide.rests) is_included &= check_rest(pair, rest);
  for (const Property& narrow : pair.narrow.pattern_properties) {
    const auto is_it = [&narrow](const Property& wide) { return wide.name == narrow.name; };
    if (std::ranges::none_of(pair.wide.pattern_properties, is_it))
      is_included &= check_patterned(pair, narrow);
  }
  for (const Property& wide : pair.wide.pattern_properties) {
    const auto narrow =
        std::ranges::find(pair.narrow.pattern_properties, wide.name, &Property::name);
    const bool is_there = narrow != pair.narrow.pattern_properties.end();
    is_included &= is_there ? includes_member(narrow->view, wide.view, pair.pointer + "/*")
                            : leave(pair, pair.narrow.place, wide.view.nodes.front(),
                                    is_narrow_older_ ? "patternProperties has a pattern more"
                                                     : "patternProperties has a pattern less");
  }
  return is_included;
}

bool Inclusion::is_list_of_one(const Pair& pair) {
  if (wire_ != Wire::Field && wire_ != Wire::List) return false;
  Types narrow = pair.narrow.types;
  if (pair.narrow.values_at) {
    narrow = 0;
    for (const json::Value* value : pair.narrow.values) narrow |= type_of(*value);
  }
  const auto to_one = [&pair](BoundKind kind) {
    const Node& bound = pair.wide.bounds[static_cast<std::size_t>(kind)].node;
    return bound ? json::compare(*bound.value, json::Value::integer(1))
                 : std::strong_ordering::equal;
  };
  const bool is_scalar = (narrow & (kArray | kObject)) == 0;
  const bool is_list = pair.wide.types == kArray && !pair.wide.values_at &&
                       pair.wide.prefix.empty() && pair.wide.groups.empty() &&
                       pair.wide.others.empty() && to_one(BoundKind::MinItems) <= 0 &&
                       to_one(BoundKind::MaxItems) >= 0;
  return is_scalar && is_list && includes_silently(pair.narrow_view, pair.wide.items);
}

bool Inclusion::check_elements(const Pair& pair) {
  if ((pair.common & kArray) == 0) return true;
  bool is_included = true;
  const auto element = [](const Flat& flat, std::size_t i) {
    return i < flat.prefix.size() ? flat.prefix[i] : flat.items;
  };
  const std::size_t count = std::max(pair.narrow.prefix.size(), pair.wide.prefix.size());
  for (std::size_t i = 0; i < count; ++i) {
    is_included &= includes_element(element(pair.narrow, i), element(pair.wide, i),
                                    json::join(pair.pointer, i));
    if (!is_included && is_silent()) return false;
  }
  return includes_element(pair.narrow.items, pair.wide.items, pair.pointer + "/*") && is_included;
}

}  // namespace holotype::compare
