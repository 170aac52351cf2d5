#include "regex/facts.h"

namespace holotype::regex {
namespace {

struct MayMatchEmpty {
  bool operator()(const Sequence& sequence) const {
    return std::all_of(sequence.items.begin(), sequence.items.end(), may_match_empty);
  }
  bool operator()(const Alternation& alternation) const {
    return std::any_of(alternation.branches.begin(), alternation.branches.end(), may_match_empty);
  }
  bool operator()(const Class&) const { return false; }
  bool operator()(const Repeat& repeat) const {
    return repeat.min == 0 || may_match_empty(*repeat.body);
  }
  bool operator()(const Group& group) const { return may_match_empty(*group.body); }
  bool operator()(const Look&) const { return true; }
  bool operator()(Anchor) const { return true; }
  bool operator()(const Backreference&) const { return true; }
};

}  // namespace

bool may_match_empty(const Node& node) { return std::visit(MayMatchEmpty{}, node.value); }

}  // namespace holotype::regex
