// Inclusion of anyOf and oneOf.
//
// A narrow schema with branches is as many schemas, one with each branch; each must be included. A
// wide one must have a branch that includes what is narrow, or, where several types are narrow, one
// for each of them. The branch that is called alike is looked at first, and a difference in it is
// what the finding says; where none is called alike the branch is new, or gone.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "compare/inclusion.h"
#include "compare/same.h"
#include "json/text.h"

namespace holotype::compare {
namespace {

std::string text_member(const Node& node, std::string_view name) {
  const Node member = node.member(name);
  return member && member.value->is_string() ? std::string(member.value->as_string()) : "";
}

// Whether the branch has a name: what it refers to, or a title.
bool is_named(const Node& branch) {
  return !text_member(branch, "$ref").empty() || !text_member(branch, "title").empty();
}

// What a person would call the branch: the name of what it refers to, its title, else its text.
std::string name_of(const Node& branch) {
  if (const std::string reference = text_member(branch, "$ref"); !reference.empty())
    return reference.substr(reference.find_last_of("/#") + 1);
  if (std::string title = text_member(branch, "title"); !title.empty()) return title;
  return json::shorten(*branch.value, 60);
}

View with_branch(const View& view, const Group& group, const Node& branch) {
  View one = view;
  one.nodes.push_back(branch);
  one.chosen.push_back(group.node.value);
  return one;
}

View of_branch(const Node& branch) { return View{.nodes = {branch}, .chosen = {}}; }

bool have_common_value(const Flat& a, const Flat& b) {
  return std::ranges::any_of(a.values, [&b](const json::Value* value) {
    return std::ranges::any_of(
        b.values, [value](const json::Value* other) { return json::equal(*value, *other); });
  });
}

// The branches that were chosen, in the order of `chosen`.
std::span<const Node> branches_of(const View& view) {
  return std::span(view.nodes).last(view.chosen.size());
}

}  // namespace

// Whether some value may satisfy both, as far as their types and the values of their properties
// tell.
bool Inclusion::may_overlap(const Flat& narrow, const Flat& wide) {
  const Types common = narrow.types & wide.types;
  if (common == 0 || narrow.is_nothing || wide.is_nothing) return false;
  if (narrow.values_at && wide.values_at) return have_common_value(narrow, wide);
  if (common != kObject) return true;
  // A property that both require, with other values in each: a kind, or a type.
  return std::ranges::none_of(narrow.properties, [&](const Property& one) {
    const Property* other = wide.property(one.name);
    const bool are_required = other != nullptr && narrow.requires_property(one.name) != nullptr &&
                              wide.requires_property(one.name) != nullptr;
    if (!are_required) return false;
    const Flat& a = narrow_.flatten(one.view);
    const Flat& b = wide_.flatten(other->view);
    if ((a.types & b.types) == 0) return true;
    return a.values_at && b.values_at && !have_common_value(a, b);
  });
}

bool Inclusion::check_branches(const Pair& pair, const Group& group) {
  if (group.is_exclusive) exclusive_.insert(group.node.value);
  bool is_included = true;
  for (const Node& branch : group.branches) {
    if (includes(with_branch(pair.narrow_view, group, branch), pair.wide_view, pair.pointer))
      continue;
    is_included = false;
    if (is_silent()) break;
  }
  return is_included;
}

Inclusion::Partners Inclusion::partners_of(const Pair& pair, const Group& group) {
  const auto branches = branches_of(pair.narrow_view);
  if (branches.empty())
    return {nullptr, group.branches.size() == 1 ? &group.branches.front() : nullptr};
  // One that has not changed, before one that is called alike: long branches begin alike.
  for (const Node& branch : branches) {
    const auto partner = std::ranges::find_if(group.branches, [&branch](const Node& one) {
      return json::equal(*one.value, *branch.value);
    });
    if (partner != group.branches.end()) return {&branch, &*partner};
  }
  for (const Node& branch : branches) {
    const auto partner = std::ranges::find(group.branches, name_of(branch), name_of);
    if (partner != group.branches.end()) return {&branch, &*partner};
  }
  // The first group of the one is taken for the first of the other, and so on.
  const auto ordinal = static_cast<std::size_t>(&group - pair.wide.groups.data());
  const Node& branch = branches[std::min(ordinal, branches.size() - 1)];
  // Where one has no name: the one that allows the same types, if there is only one.
  const Types types = narrow_.flatten(of_branch(branch)).types;
  const Node* alike = nullptr;
  for (const Node& one : group.branches) {
    const bool are_both_named = is_named(branch) && is_named(one);
    if (are_both_named || wide_.flatten(of_branch(one)).types != types) continue;
    if (alike != nullptr) return {&branch, nullptr};
    alike = &one;
  }
  return {&branch, alike};
}

void Inclusion::tell_dropped(const Pair& pair, const Partners& partners) {
  const bool is_told = is_silent() || tells_only_dropped_;
  if (is_told || partners.narrow == nullptr || partners.wide == nullptr) return;
  tells_only_dropped_ = true;
  includes(of_branch(*partners.narrow), of_branch(*partners.wide), pair.pointer);
  tells_only_dropped_ = false;
}

bool Inclusion::check_group(const Pair& pair, const Group& group) {
  const Partners partners = partners_of(pair, group);
  const Node* partner = partners.wide;
  const auto has_home = [&](const View& narrow) {
    if (partner != nullptr && includes_silently(narrow, of_branch(*partner))) return true;
    return std::ranges::any_of(group.branches, [&](const Node& branch) {
      return &branch != partner && includes_silently(narrow, of_branch(branch));
    });
  };
  if (has_home(pair.narrow_view)) {
    tell_dropped(pair, partners);
    return true;
  }
  Types homeless = 0;
  for (Types type = 1; type < kAnyType; type = static_cast<Types>(type << 1)) {
    View one = pair.narrow_view;
    one.types = pair.narrow.types & type;
    if (one.types != 0 && !has_home(one)) homeless |= type;
  }
  if (homeless == 0) return true;
  if (is_silent()) return false;
  View rest = pair.narrow_view;
  rest.types = homeless;
  if (partner != nullptr) {
    branch_pointers_.push_back(pair.pointer);
    const bool is_included = includes(rest, of_branch(*partner), pair.pointer);
    branch_pointers_.pop_back();
    tell_dropped(pair, partners);
    return is_included;
  }
  if (partners.narrow != nullptr) {
    return differ(Kind::Branch, *partners.narrow, group.node,
                  fmt::format("{} is {}", name_of(*partners.narrow),
                              is_narrow_older_ ? "no choice any more" : "a choice now"),
                  pair.pointer);
  }
  return leave(pair, pair.narrow.place, group.node,
               is_narrow_older_ ? "there is a choice of schemas now"
                                : "there is no choice of schemas any more");
}

// oneOf refuses what two branches accept. Whether a branch was among the narrow schema's own, which
// then refused the same, is told by its text.
bool Inclusion::check_overlap(const Pair& pair, const Group& group) {
  if (!group.is_exclusive || group.has_discriminator || group.branches.size() < 2) return true;
  const Node* home = nullptr;
  for (const Node& one : group.branches) {
    if (!may_overlap(pair.narrow, wide_.flatten(of_branch(one)))) continue;
    if (home == nullptr) {
      home = &one;
      continue;
    }
    // Two branches may accept it: fine, where both were there before.
    if (were_exclusive(pair.narrow_view, one, *home)) continue;
    return leave(pair, pair.narrow.place, group.node,
                 fmt::format("{} and {}, of which a value must satisfy one alone, may both accept "
                             "it",
                             name_of(*home), name_of(one)));
  }
  return true;
}

bool Inclusion::were_exclusive(const View& narrow, const Node& one, const Node& other) {
  const auto branches = branches_of(narrow);
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if (!exclusive_.contains(narrow.chosen[i])) continue;
    const Node parent{branches[i].file, narrow.chosen[i]};
    if (has_branch(parent, one) && has_branch(parent, other)) return true;
  }
  return false;
}

// By its name, where it has one: what has changed in it is a finding of its own.
bool Inclusion::has_branch(const Node& parent, const Node& branch) {
  const auto [known, is_new] = branches_.try_emplace({parent.value, branch.value}, false);
  if (!is_new) return known->second;
  const std::string name = name_of(branch);
  for (const json::Value& one : parent.value->elements()) {
    const Node node{parent.file, &one};
    if (name_of(node) != name) continue;
    if (is_named(branch) || same(narrow_, node, wide_, branch)) known->second = true;
  }
  return known->second;
}

bool Inclusion::check_groups(const Pair& pair) {
  bool is_included = true;
  for (const Group& group : pair.wide.groups) {
    if (check_group(pair, group) && check_overlap(pair, group)) continue;
    is_included = false;
    if (is_silent()) break;
  }
  return is_included;
}

}  // namespace holotype::compare
