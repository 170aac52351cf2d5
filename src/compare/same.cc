#include "compare/same.h"

#include <algorithm>
#include <set>
#include <utility>

namespace holotype::compare {
namespace {

class Sameness {
 public:
  Sameness(const Flattener& left, const Flattener& right) : left_(left), right_(right) {}

  bool compare(const Node& left, const Node& right) {
    if (left.value->type() != right.value->type()) return false;
    if (left.value->is_array()) return compare_elements(left, right);
    return left.value->is_object() ? compare_objects(left, right)
                                   : json::equal(*left.value, *right.value);
  }

 private:
  bool compare_elements(const Node& left, const Node& right) {
    if (left.value->size() != right.value->size()) return false;
    for (std::size_t i = 0; i < left.value->size(); ++i) {
      if (!compare(left.element(i), right.element(i))) return false;
    }
    return true;
  }

  bool compare_objects(const Node& left, const Node& right) {
    if (!seen_.insert({left.value, right.value}).second) return true;
    const Node to_left = target(left_, left);
    const Node to_right = target(right_, right);
    const bool is_reference = to_left != left || to_right != right;
    if (is_reference && !compare(to_left, to_right)) return false;
    if (left.value->size() != right.value->size()) return false;
    return std::ranges::all_of(left.value->members(), [&](const json::Member& member) {
      const Node other = right.member(member.name());
      if (!other) return false;
      const bool is_followed = is_reference && member.name().starts_with('$');
      return is_followed || compare({left.file, &member.value}, other);
    });
  }

  static Node target(const Flattener& side, const Node& node) {
    const json::Value* reference = node.value->find("$ref");
    return reference != nullptr && reference->is_string() ? side.target(node) : node;
  }

  const Flattener& left_;
  const Flattener& right_;
  std::set<std::pair<const json::Value*, const json::Value*>> seen_;
};

}  // namespace

bool same(const Flattener& left_side, const Node& left, const Flattener& right_side,
          const Node& right) {
  return Sameness(left_side, right_side).compare(left, right);
}

bool same(const Flattener& left_side, const View& left, const Flattener& right_side,
          const View& right) {
  const bool is_alike =
      left.nodes.size() == right.nodes.size() && left.chosen.size() == right.chosen.size();
  if (!is_alike || left.types != right.types) return false;
  for (std::size_t i = 0; i < left.nodes.size(); ++i) {
    if (!same(left_side, left.nodes[i], right_side, right.nodes[i])) return false;
  }
  return true;
}

}  // namespace holotype::compare
