// Checker: runs a program over an instance to the end and words what it finds.
//
// Internal to the module: accepts() has a faster form of the same program (plan.h). Threads: one
// Checker a call. Tests: tests/schema/*_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "json/value.h"
#include "schema/program.h"
#include "schema/schema.h"

namespace holotype::schema {

// A place in the instance, as a chain of steps on the stack; text only when a finding needs it.
struct Place {
  const Place* parent = nullptr;
  const json::Member* member = nullptr;  // the step into an object; nullptr for an array
  std::size_t index = 0;
  std::uint32_t depth = 0;

  Place below(const json::Member& step) const { return {this, &step, 0, depth + 1}; }
  Place below(std::size_t step) const { return {this, nullptr, step, depth + 1}; }
  std::string to_pointer() const;
};

// Which members or elements some keyword has applied to (core 2020-12 section 11).
class Evaluated {
 public:
  void mark(std::size_t index) {
    if (index >= marks_.size()) marks_.resize(index + 1);
    marks_[index] = true;
  }
  void mark_up_to(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) mark(i);
  }
  bool contains(std::size_t index) const { return index < marks_.size() && marks_[index]; }
  void merge(const Evaluated& other) {
    for (std::size_t i = 0; i < other.marks_.size(); ++i) {
      if (other.marks_[i]) mark(i);
    }
  }

 private:
  std::vector<bool> marks_;
};

// What a keyword is checked against, and where the result goes.
struct Context {
  const Subschema& subschema;
  const json::Value& value;
  const Place& place;
  Evaluated* evaluated;               // nullptr where nobody asks
  diagnostic::Diagnostics* findings;  // nullptr: only yes or no is asked

  bool quiet() const { return findings == nullptr; }
};

class Checker {
 public:
  Checker(const Scope& scope, const Options& options) : scope_(scope), options_(options) {}

  Outcome check(const Subschema& root, const json::Value& instance);
  // The same of an instance that is known to be rejected: there is a finding even where the budget
  // ends before the fault is found.
  Outcome check_rejected(const Subschema& root, const json::Value& instance);
  // The same with keyword_locations.
  Outcome trace_rejected(const Subschema& root, const json::Value& instance);
  // Tells `observe` of each constraint on the way (Schema::observe).
  void observe(const Subschema& root, const json::Value& instance, const Observe& observe);
  // Only whether check() would find anything.
  bool accepts(const Subschema& root, const json::Value& instance);

  // Whether `value` satisfies the sub-schema. What it evaluated is merged into `evaluated` where it
  // does.
  bool evaluate(const Subschema& subschema, const json::Value& value, const Place& place,
                Evaluated* evaluated, diagnostic::Diagnostics* findings);

  // As much as evaluate() without findings: Unknown where it passes only because a part was not
  // checked.
  enum class Answer : std::uint8_t { Yes, No, Perhaps };
  Answer ask(const Subschema& subschema, const json::Value& value, const Place& place,
             Evaluated* evaluated);

  // A finding of `keyword`; `at` is its place in the instance. Not to be called when
  // context.quiet().
  diagnostic::Diagnostic& report(const Context& context, const diagnostic::Rule& rule,
                                 const Keyword& keyword, std::string message);
  // The same of context.subschema, which is `false`.
  diagnostic::Diagnostic& report_false(const Context& context, std::string message);
  // Whether a loop over members or elements may end: one is not valid, and nobody is told of more.
  bool is_settled(const Context& context, bool valid) const {
    return !valid && (context.quiet() || reported_ >= kMaxFindings);
  }
  // `keyword` is not checked here.
  void note_unchecked(const Context& context, const Keyword& keyword, std::string_view reason);

  // The sub-schema that a dynamic reference means here.
  const Subschema* dynamic_target(const Dynamic& dynamic) const;
  // Evaluates what `reference` in context.subschema refers to.
  bool evaluate_reference(const Context& context, const Keyword& reference,
                          const Subschema& target);
  // Evaluates what it means. References that lead in a circle are noted as not checked.
  bool evaluate_dynamic(const Context& context, const Keyword& keyword);

  const Options& options() const { return options_; }

  // Sub-schemas evaluated so far. Who runs a part of a program (Code::Interpret) hands over its own
  // count.
  std::uint64_t steps() const { return steps_; }
  void start_from(std::uint64_t steps) { steps_ = steps; }

  // Causes within causes, as deep as a person follows them; each level costs a walk over what is
  // below.
  static constexpr int kMaxCauses = 6;
  int explaining = 0;

  // How deep evaluate() may call itself, in this form and in that of accepts(): about 5 MB of
  // stack.
#if defined(__SANITIZE_ADDRESS__)
  static constexpr std::uint32_t kMaxCalls = 4500;  // whose frames are larger
#else
  static constexpr std::uint32_t kMaxCalls = 12000;
#endif

  // Findings of one check(); what a person can read is much less.
  static constexpr std::size_t kMaxFindings = 1000;

  // Spent on comparing branches that all failed; beyond it the first is taken as the nearest.
  bool may_compare_branches() { return ++compared_branches_ < 20'000; }

 private:
  // The resources entered on the way here, innermost first (core 2020-12 section 7.1).
  struct Entered {
    const Resource* resource;
    const Entered* outer;
  };

  // The references followed on the way here, innermost first, where keyword_locations are asked
  // for.
  struct Followed {
    const Subschema* from;
    const json::Member* reference;
    const Subschema* target;
    const Followed* outer;
  };
  std::string keyword_location(const Subschema& subschema, const json::Member* keyword) const;

  const Scope& scope_;
  const Options& options_;
  const Entered* entered_ = nullptr;
  const Subschema* traced_root_ = nullptr;  // nullptr: nobody asks for keyword_locations
  const Followed* followed_ = nullptr;
  std::map<std::pair<std::string, std::string>, std::string> keyword_locations_;
  // The dynamic references followed on the way here, innermost first.
  struct Turn {
    const Place* place;
    const Subschema* target;
    const Turn* outer;
  };
  const Turn* turns_ = nullptr;
  std::uint32_t calls_ = 0;
  std::uint64_t steps_ = 0;
  std::size_t reported_ = 0;
  std::uint64_t unchecked_count_ = 0;
  std::uint32_t compared_branches_ = 0;
  const Observe* observe_ = nullptr;  // nullptr: nobody asks
  diagnostic::Diagnostics unchecked_;
};

// Whether the keyword can refuse values by itself; and whether it says anything about such a value.
// In observe.cc.
bool is_constraint(const Keyword& keyword);
bool applies_to(const Keyword& keyword, const json::Value& value);

// The keywords, in check_scalar.cc, check_array.cc, check_object.cc and check_logic.cc: whether the
// value satisfies it, with findings where context.findings is given.
using Check = bool (*)(Checker&, const Context&, const Keyword&);
bool check_scalar(Checker& checker, const Context& context, const Keyword& keyword);
bool check_content_schema(Checker& checker, const Context& context, const Keyword& keyword);
bool check_required(Checker& checker, const Context& context, const Keyword& keyword);
bool check_unique_items(Checker& checker, const Context& context, const Keyword& keyword);
bool check_prefix_items(Checker& checker, const Context& context, const Keyword& keyword);
bool check_items(Checker& checker, const Context& context, const Keyword& keyword);
bool check_contains(Checker& checker, const Context& context, const Keyword& keyword);
bool check_unevaluated_items(Checker& checker, const Context& context, const Keyword& keyword);
bool check_dependent_required(Checker& checker, const Context& context, const Keyword& keyword);
bool check_dependent_schemas(Checker& checker, const Context& context, const Keyword& keyword);
bool check_properties(Checker& checker, const Context& context, const Keyword& keyword);
bool check_pattern_properties(Checker& checker, const Context& context, const Keyword& keyword);
bool check_additional_properties(Checker& checker, const Context& context, const Keyword& keyword);
bool check_property_names(Checker& checker, const Context& context, const Keyword& keyword);
bool check_unevaluated_properties(Checker& checker, const Context& context, const Keyword& keyword);
bool check_all_of(Checker& checker, const Context& context, const Keyword& keyword);
bool check_any_of(Checker& checker, const Context& context, const Keyword& keyword);
bool check_one_of(Checker& checker, const Context& context, const Keyword& keyword);
bool check_not(Checker& checker, const Context& context, const Keyword& keyword);
bool check_conditional(Checker& checker, const Context& context, const Keyword& keyword);
bool check_reference(Checker& checker, const Context& context, const Keyword& keyword);
bool check_dynamic_reference(Checker& checker, const Context& context, const Keyword& keyword);
bool check_unchecked(Checker& checker, const Context& context, const Keyword& keyword);

}  // namespace holotype::schema
