// Inclusion: whether everything that one schema allows is allowed by another, and where not.
//
// The one question behind every comparison of schemas. What clients send breaks where the older
// schema allows what the newer one does not; what they receive breaks where the newer one allows
// what the older one did not. So one of the two is the narrow schema, all of whose values must be
// values of the wide one.
//
// Decided keyword by keyword over the Flats of both. An enumeration is decided by trying its
// values; an anyOf or oneOf of the narrow schema branch by branch, one of the wide schema by
// looking for a branch that has it all. What this leaves open is tried with generated values: one
// that is refused decides it, and otherwise it is said to be undecided (rule compat.undecided).
//
// Parameters and the fields of forms are compared as the texts that they are on the wire
// (Part::wire): a string that nothing restricts is every number, too, and a list of one may be its
// element.
//
// Recursive schemas end because a pair that is being looked at is taken to be included, which is
// right: a difference is found where it is, not where the recursion closes. In silence, where the
// answer is all that is kept, "not included" stays so, for less assumed makes nothing included;
// "included" is kept with what it assumed, and dropped where that turns out to be wrong.
//
// Internal to compare. Threads: one at a time. Spec: JSON Schema core and validation 2020-12.
// Tests: tests/compare/schemas_test.cc, tests/compare/properties_test.cc
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "compare/changes.h"
#include "compare/flat.h"
#include "generate/generator.h"
#include "schema/schema.h"

namespace holotype::compare {

enum class Way : std::uint8_t {
  Sent,      // by clients
  Received,  // by clients
};

// In what two schemas differ: a row of the table of rules in inclusion.cc.
enum class Kind : std::uint8_t {
  Type,
  Null,
  Values,
  Bound,
  Pattern,
  Format,
  Default,
  Required,
  Gone,
  Refused,
  Dropped,
  Closed,
  Branch,
  Other,
};

class Inclusion {
 public:
  // The schemas of both sides are flattened by their Flatteners, which must outlive this.
  struct Sides {
    Flattener* older = nullptr;
    Flattener* newer = nullptr;
  };
  // What a difference means: it breaks clients, or it is a change that does not.
  enum class Meaning : std::uint8_t { Breaking, Compatible };

  Inclusion(Sides sides, Way way, Meaning meaning, Changes& changes);

  // Compares a schema before and now, each empty where there is none.
  void compare(const Node& before, const Node& now, const Part& part);

 private:
  // Two schemas and what they ask for.
  struct Pair {
    const View& narrow_view;
    const View& wide_view;
    const Flat& narrow;
    const Flat& wide;
    const std::string& pointer;
    Types common;  // of both
  };
  // A branch that was chosen in the narrow view and the branch of the wide schema that is called
  // alike; either may be missing.
  struct Partners {
    const Node* narrow = nullptr;
    const Node* wide = nullptr;
  };
  using Step = bool (Inclusion::*)(const Pair&);
  static const Step kSteps[];

  // Whether no difference was found; in silence the first one ends it.
  bool includes(const View& narrow, const View& wide, const std::string& pointer);
  bool decide(std::string key, const View& narrow, const View& wide, const std::string& pointer);
  bool check(const View& narrow, const View& wide, const std::string& pointer);
  bool is_silent() const { return silence_ > 0; }
  bool includes_silently(const View& narrow, const View& wide);
  // Of properties, and of elements: their values may be written in another way than the whole.
  bool includes_member(const View& narrow, const View& wide, const std::string& pointer);
  bool includes_element(const View& narrow, const View& wide, const std::string& pointer);

  // The steps. Each returns whether it found nothing.
  bool check_types(const Pair& pair);
  bool check_default(const Pair& pair);
  bool check_bounds(const Pair& pair);
  bool check_multiples(const Pair& pair);
  bool check_patterns(const Pair& pair);
  bool check_formats(const Pair& pair);
  bool check_required(const Pair& pair);
  bool check_properties(const Pair& pair);
  bool check_new_properties(const Pair& pair);
  bool check_rests(const Pair& pair);
  bool check_elements(const Pair& pair);
  bool check_groups(const Pair& pair);
  bool check_others(const Pair& pair);

  bool check_values(const Pair& pair);                        // the narrow one is an enumeration
  bool check_open_against_values(const Pair& pair);           // the wide one alone is
  bool check_branches(const Pair& pair, const Group& group);  // of the narrow one
  bool check_group(const Pair& pair, const Group& group);     // of the wide one
  bool check_overlap(const Pair& pair, const Group& group);
  bool may_overlap(const Flat& narrow, const Flat& wide);
  // Whether both branches of the wide schema stand in a oneOf of which a branch was chosen.
  bool were_exclusive(const View& narrow, const Node& one, const Node& other);
  // Whether `branch` of the wide schema is one of the oneOf `parent` of the narrow one.
  bool has_branch(const Node& parent, const Node& branch);
  bool check_rest(const Pair& pair, const Rest& rest);
  bool check_patterned(const Pair& pair, const Property& narrow);
  bool check_other(const Pair& pair, std::string_view keyword, const Node& value);
  void tell_dropped(const Pair& pair, const Partners& partners);
  bool tells_dropped(const Pair& pair) const;
  Partners partners_of(const Pair& pair, const Group& group);

  bool is_withheld(const Flattener& side, const View& property) const;
  // Whether `value` satisfies every schema of the view.
  bool accepts(const Flattener& side, const View& view, const json::Value& value);
  bool is_text() const { return wire_ != Wire::Json && wire_ != Wire::Form; }
  // Whether the wide view has the value, or what its text is read as.
  bool accepts_as_written(const View& wide, const json::Value& value);
  // Whether a scalar is written as the list of it would be, and that list is included.
  bool is_list_of_one(const Pair& pair);
  // A value of the narrow view that the wide one refuses, as JSON; nullopt where none was found.
  std::optional<std::string> witness(const View& narrow, const View& wide);

  // A difference: a finding, or in silence only that there is one. Returns false.
  bool differ(Kind kind, const Node& narrow, const Node& wide, std::string what,
              const std::string& pointer);
  // What cannot be decided, unless a witness decides it.
  bool leave(const Pair& pair, const Node& narrow, const Node& wide, std::string what);

  // Of a narrow and a wide thing, the one that is there now, and before.
  template <typename T>
  const T& now(const T& narrow, const T& wide) const {
    return is_narrow_older_ ? wide : narrow;
  }
  template <typename T>
  const T& before(const T& narrow, const T& wide) const {
    return is_narrow_older_ ? narrow : wide;
  }

  Flattener& narrow_;
  Flattener& wide_;
  Way way_;
  Meaning meaning_;
  bool is_narrow_older_;
  Changes& changes_;
  const Part* part_ = nullptr;
  Wire wire_ = Wire::Json;  // of the values that are being looked at
  generate::Planner planner_;

  int silence_ = 0;
  // Of branches, which are compared with what stands beside them: properties that are not described
  // any more are told branch by branch, and at no other time.
  bool tells_only_dropped_ = false;
  std::vector<std::string> branch_pointers_;
  // Of pairs looked at in silence. Each open one has its place among them: the outermost is 0.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Known {
    bool is_included = false;
    std::size_t assumed = kNone;  // the outermost open pair that was taken to be included for it
  };
  std::unordered_map<std::string, Known> known_;
  std::unordered_map<std::string, std::size_t> open_;
  // Of known_, those that assume something, in their order.
  std::vector<std::pair<const std::string, Known>*> unsettled_;
  std::size_t assumed_ = kNone;  // as in Known, by the pair that is being looked at
  std::unordered_map<std::string, std::vector<std::size_t>> reported_;  // changes, by pair
  std::vector<std::size_t> found_;  // changes of the pairs being looked at
  std::unordered_map<const json::Value*, std::shared_ptr<const schema::Schema>> compiled_;
  std::unordered_set<const json::Value*> exclusive_;  // each oneOf whose branches were told apart
  std::map<std::pair<const json::Value*, const json::Value*>, bool> branches_;  // has_branch()
};

}  // namespace holotype::compare
