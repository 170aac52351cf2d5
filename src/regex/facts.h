// What is true of a pattern or of a part of it.
//
// Tests: tests/regex/translate_test.cc, tests/regex/pcre2_differences_test.cc
#pragma once

#include <algorithm>
#include <variant>
#include <vector>

#include "regex/syntax.h"

namespace holotype::regex {

// Whether `holds` of `node` or of any node below it.
template <typename Predicate>
bool contains(const Node& node, Predicate holds) {
  if (holds(node)) return true;
  const auto any = [&](const std::vector<Node>& nodes) {
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](const Node& one) { return contains(one, holds); });
  };
  if (const auto* sequence = std::get_if<Sequence>(&node.value)) return any(sequence->items);
  if (const auto* alternation = std::get_if<Alternation>(&node.value))
    return any(alternation->branches);
  if (const auto* repeat = std::get_if<Repeat>(&node.value)) return contains(*repeat->body, holds);
  if (const auto* group = std::get_if<Group>(&node.value)) return contains(*group->body, holds);
  if (const auto* look = std::get_if<Look>(&node.value)) return contains(*look->body, holds);
  return false;
}

// Whether `node` may match without reading anything: a*, (?=b), \1, ^. True where that is not
// known.
bool may_match_empty(const Node& node);

}  // namespace holotype::regex
