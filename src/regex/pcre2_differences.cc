// Three things differ, and only a backreference can tell, because only it reads what was captured:
//
// - Each turn of a loop begins with the groups in it forgotten (ECMA-262 22.2.2.3.1, step 4); PCRE2
//   keeps what an earlier turn captured. No difference where each turn captures the group, and the
//   reference stands behind it.
// - A turn that is not obligatory and reads nothing is no match (step 2.b); PCRE2 takes it,
// together
//   with what a lookahead in it captured.
// - A lookbehind is matched from right to left, so of two groups in it the right one is first.
//
// One walk in the order of the text notes for each group and each reference where it stands.
#include "regex/pcre2_differences.h"

#include <algorithm>
#include <map>
#include <vector>

#include "regex/facts.h"

namespace holotype::regex {
namespace {

// Where in the pattern a node stands.
struct Place {
  bool in_loop = false;
  bool may_be_left_out = false;  // by a turn of a loop around it
  bool behind = false;           // in a lookbehind
};

class Survey {
 public:
  explicit Survey(const Node& root) { visit(root, {}); }

  bool finds_a_difference() const {
    return std::any_of(references_.begin(), references_.end(), [this](const Reference& reference) {
      const auto found = groups_.find(reference.group);
      if (found == groups_.end()) return true;
      const Captured& group = found->second;
      if (reference.place.behind || group.place.behind) return true;
      return group.place.in_loop && (group.place.may_be_left_out || reference.order < group.order);
    });
  }

 private:
  struct Captured {
    Place place;
    int order;  // of its end
  };
  struct Reference {
    std::uint32_t group;
    Place place;
    int order;
  };

  void visit(const Node& node, Place place) {
    std::visit([&](const auto& value) { visit(value, place); }, node.value);
  }

  void visit(const Sequence& sequence, Place place) {
    for (const Node& item : sequence.items) visit(item, place);
  }

  void visit(const Alternation& alternation, Place place) {
    place.may_be_left_out = true;
    for (const Node& branch : alternation.branches) visit(branch, place);
  }

  void visit(const Repeat& repeat, Place place) {
    const bool may_end_empty = repeat.max > repeat.min && may_match_empty(*repeat.body);
    if (place.in_loop) {
      place.may_be_left_out = place.may_be_left_out || repeat.min == 0 || may_end_empty;
    } else if (repeat.max > 1 || may_end_empty) {
      place.in_loop = true;
      place.may_be_left_out = may_end_empty;
    }
    visit(*repeat.body, place);
  }

  void visit(const Group& group, Place place) {
    visit(*group.body, place);
    if (group.number != 0) groups_[group.number] = {place, ++order_};
  }

  void visit(const Look& look, Place place) {
    place.may_be_left_out = true;
    place.behind = place.behind || look.direction == Look::Direction::Behind;
    visit(*look.body, place);
  }

  void visit(const Backreference& reference, Place place) {
    references_.push_back({reference.group, place, ++order_});
  }

  void visit(const Class&, Place) {}
  void visit(Anchor, Place) {}

  std::map<std::uint32_t, Captured> groups_;
  std::vector<Reference> references_;
  int order_ = 0;
};

}  // namespace

bool may_differ_on_pcre2(const Node& root) { return Survey(root).finds_a_difference(); }

}  // namespace holotype::regex
