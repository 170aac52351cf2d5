// What a Flat says of one property: by its name, by the patterns that match it, and by what becomes
// of those that nothing names.
#include <algorithm>
#include <unordered_set>

#include "compare/flat.h"

namespace holotype::compare {

bool Flattener::matches(const std::string& pattern, std::string_view name) {
  const auto [known, is_new] = patterns_.try_emplace(pattern);
  if (is_new) {
    if (auto compiled = regex::Pattern::compile(pattern)) known->second = *std::move(compiled);
  }
  return known->second && known->second->matches(name) == regex::Match::Yes;
}

Said Flattener::said_of(const Flat& flat, std::string_view name) {
  Said said;
  if (const Property* property = flat.property(name)) said.view = property->view;
  const auto add = [&said](const Node& node) {
    if (std::ranges::find(said.view.nodes, node.value, &Node::value) == said.view.nodes.end())
      said.view.nodes.push_back(node);
  };
  for (const Property& one : flat.pattern_properties) {
    if (matches(one.name, name)) std::ranges::for_each(one.view.nodes, add);
  }
  for (const Rest& rest : flat.rests) {
    const bool is_named =
        std::ranges::find(rest.names, name) != rest.names.end() ||
        std::ranges::any_of(rest.patterns, [&](const auto& one) { return matches(one, name); });
    if (is_named || rest.is_open()) continue;
    if (!rest.is_closed()) {
      add(rest.node);
    } else if (!rest.may_name_more && !said.refusal) {
      said.refusal = rest.node;
    }
  }
  return said;
}

bool Flattener::is_in_branch(const Flat& flat, std::string_view name) {
  constexpr std::size_t kMaxBranches = 200;
  std::vector<Node> left;
  std::unordered_set<const json::Value*> seen;
  const auto add = [&](const Flat& of) {
    for (const Group& group : of.groups) {
      for (const Node& branch : group.branches)
        if (seen.size() < kMaxBranches && seen.insert(branch.value).second) left.push_back(branch);
    }
  };
  add(flat);
  while (!left.empty()) {
    const Flat& branch = flatten(View{.nodes = {left.back()}, .chosen = {}});
    left.pop_back();
    if (branch.property(name) != nullptr) return true;
    add(branch);
  }
  return false;
}

}  // namespace holotype::compare
