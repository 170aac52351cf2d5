// Runs a plan. Whatever is not decided (see check.cc) is counted in `unchecked` and passes;
// keywords that turn a yes into a no compare the count before and after.
#include <algorithm>

#include "schema/check.h"
#include "schema/plan.h"
#include "schema/scalar.h"

namespace holotype::schema {
namespace {

// What patternProperties says about a member: that no pattern matches its name, or how the value
// fared.
enum class Matched : std::uint8_t { None, Holds, Fails };

bool has_dependent_names(const schema::DependentNames& dependent, const json::Value& object) {
  for (const auto& entry : dependent.entries) {
    if (object.find(entry.name) == nullptr) continue;
    for (const json::HashedName& name : entry.required) {
      if (object.find(name) == nullptr) return false;
    }
  }
  return true;
}

struct Run {
  const Scope& scope;
  const Options& options;
  std::uint32_t depth = 0;
  std::uint32_t calls = 0;
  std::uint64_t steps = 0;
  std::uint64_t unchecked = 0;

  bool block(const Block& block, const json::Value& value);
  bool one(const Instruction& instruction, const json::Value& value);

  // Whether the kind of a value one level below decides that it is accepted.
  bool accepts_kind(const Plan& plan, const json::Value& value) const {
    return (plan.accepted >> static_cast<unsigned>(value.kind()) & 1) != 0 &&
           (depth < options.max_depth || plan.trivial);
  }

  // A value one level below.
  bool child(const Plan& plan, const json::Value& value) {
    if (accepts_kind(plan, value)) return true;
    const Block* const next = plan.blocks[static_cast<std::size_t>(value.kind())];
    if (depth >= options.max_depth) [[unlikely]] {
      if (!plan.trivial) {
        ++unchecked;
        return true;
      }
    }
    if (next == nullptr) return false;
    ++depth;
    const bool holds = block(*next, value);
    --depth;
    return holds;
  }

  Verdict ask(const Block* block_or_null, const json::Value& value) {
    if (block_or_null == nullptr) return Verdict::Fails;
    const std::uint64_t before = unchecked;
    if (!block(*block_or_null, value)) return Verdict::Fails;
    return unchecked == before ? Verdict::Holds : Verdict::Unknown;
  }

  bool verdict(Verdict result) {
    if (result == Verdict::Unknown) ++unchecked;
    return result != Verdict::Fails;
  }

  bool matches(const regex::Pattern& pattern, std::string_view text) {
    const regex::Match match = pattern.matches(text);
    if (match == regex::Match::OverBudget) [[unlikely]]
      ++unchecked;
    return match != regex::Match::No;
  }

  Matched patterns(const MembersPass& pass, const json::Member& member);
  bool members(const MembersPass& pass, const json::Value& value);
  bool property(const PropertyPlan& plan, const json::Value& value) {
    const json::Value* const member = value.find(plan.name);
    return member == nullptr || child(*plan.plan, *member);
  }
  bool contains(const ContainsPlan& plan, const json::Value& value);
  // The branches that the object's discriminating property leaves.
  const BranchBlocks& possible(const BranchBlocks& branches, const json::Value& value) {
    if (branches.choice == nullptr || depth >= options.max_depth) return branches;
    const json::Value* property = value.find(branches.choice->name);
    if (property == nullptr || !property->is_string()) return branches;
    const std::size_t index = branches.choice->values.index_of(property->as_string());
    return index == StringSet::kNone ? branches.choice->otherwise
                                     : branches.choice->by_value[index];
  }
  bool one_of(const BranchBlocks& branches, const json::Value& value);
  bool conditional(const ConditionalBlocks& blocks, const json::Value& value);
};

bool Run::block(const Block& block, const json::Value& value) {
  if (++steps > scope.max_steps || calls >= Checker::kMaxCalls) [[unlikely]] {
    ++unchecked;
    return true;
  }
  ++calls;
  bool holds = true;
  for (const Instruction& instruction : block.instructions) {
    const bool is_met = instruction.code == Code::Property ? property(*instruction.property, value)
                                                           : one(instruction, value);
    if (!is_met) {
      holds = false;
      break;
    }
  }
  --calls;
  return holds;
}

Matched Run::patterns(const MembersPass& pass, const json::Member& member) {
  Matched result = Matched::None;
  for (const auto& entry : pass.patterns) {
    const regex::Match match =
        entry.pattern == nullptr ? regex::Match::OverBudget : entry.pattern->matches(member.name());
    if (match == regex::Match::No) continue;
    result = Matched::Holds;
    if (match == regex::Match::OverBudget) {
      ++unchecked;
    } else if (entry.plan != nullptr && !child(*entry.plan, member.value)) {
      return Matched::Fails;
    }
  }
  return result;
}

bool Run::members(const MembersPass& pass, const json::Value& value) {
  if (pass.is_uniform) {
    return std::ranges::all_of(value.members(), [&](const json::Member& member) {
      return child(*pass.additional, member.value);
    });
  }
  std::uint64_t seen = 0;
  for (const json::Member& member : value.members()) {
    if (pass.names != nullptr && !child(*pass.names, json::Value::string_view(member.name()))) {
      return false;
    }
    const MembersPass::Slot* const slot = pass.find(member);
    bool named = false;
    if (slot != nullptr) {
      seen |= slot->required_bit();
      named = slot->named;
      if (slot->withheld) return false;
      if (slot->plan != nullptr && !child(*slot->plan, member.value)) return false;
    }
    if (!pass.patterns.empty()) {
      const Matched matched = patterns(pass, member);
      if (matched == Matched::Fails) return false;
      named = named || matched == Matched::Holds;
    }
    if (!named && pass.additional != nullptr && !child(*pass.additional, member.value)) {
      return false;
    }
  }
  return seen == pass.required;
}

bool Run::contains(const ContainsPlan& plan, const json::Value& value) {
  std::uint64_t certain = 0;
  std::uint64_t possible = 0;
  for (const json::Value& element : value.elements()) {
    const std::uint64_t before = unchecked;
    if (!child(*plan.plan, element)) continue;
    ++possible;
    if (unchecked == before) ++certain;
    if (plan.max ? certain > *plan.max : possible >= plan.min) break;
  }
  return possible >= plan.min && (!plan.max || certain <= *plan.max);
}

bool Run::one_of(const BranchBlocks& branches, const json::Value& value) {
  std::size_t certain = 0;
  bool any = false;
  for (const Block* branch : possible(branches, value).blocks) {
    const Verdict verdict = ask(branch, value);
    any = any || verdict != Verdict::Fails;
    if (verdict == Verdict::Holds && ++certain > 1) return false;
  }
  return any;
}

bool Run::conditional(const ConditionalBlocks& blocks, const json::Value& value) {
  const Verdict verdict = ask(blocks.condition, value);
  if (verdict == Verdict::Unknown) return true;
  const Block* const next = verdict == Verdict::Holds ? blocks.consequence : blocks.alternative;
  return next != nullptr && block(*next, value);
}

bool Run::one(const Instruction& instruction, const json::Value& value) {
  switch (instruction.code) {
    case Code::Block:
      return block(*instruction.block, value);
    case Code::Holds:
      return verdict(holds(*instruction.keyword, value));
    case Code::Pattern:
      return matches(*instruction.pattern, value.as_string());
    case Code::MinLength:
      return has_min_length(value.as_string(), instruction.number);
    case Code::MaxLength:
      return has_max_length(value.as_string(), instruction.number);
    case Code::OneOfStrings:
      return instruction.strings->contains(value.as_string());
    case Code::AtLeast:
      return value.as_integer() >= instruction.integer;
    case Code::AtMost:
      return value.as_integer() <= instruction.integer;
    case Code::MinSize:
      return value.size() >= instruction.number;
    case Code::MaxSize:
      return value.size() <= instruction.number;
    case Code::Elements: {
      const auto elements = value.elements();
      for (std::size_t i = instruction.number; i < elements.size(); ++i) {
        if (!child(*instruction.plan, elements[i])) return false;
      }
      return true;
    }
    case Code::Prefix: {
      const auto elements = value.elements();
      const std::size_t count = std::min(elements.size(), instruction.plans->size());
      for (std::size_t i = 0; i < count; ++i) {
        if (!child(*(*instruction.plans)[i], elements[i])) return false;
      }
      return true;
    }
    case Code::Contains:
      return contains(*instruction.contains, value);
    case Code::HasName:
      return value.find(*instruction.name) != nullptr;
    case Code::Property:
      return property(*instruction.property, value);
    case Code::Members:
      return members(*instruction.members, value);
    case Code::DependentNames:
      return has_dependent_names(*instruction.dependent_names, value);
    case Code::DependentBlocks:
      for (const auto& entry : instruction.dependent_blocks->entries) {
        if (value.find(entry.name) == nullptr) continue;
        if (entry.block == nullptr || !block(*entry.block, value)) return false;
      }
      return true;
    case Code::AnyOf:
      for (const Block* branch : possible(*instruction.branches, value).blocks) {
        if (block(*branch, value)) return true;
      }
      return false;
    case Code::OneOf:
      return one_of(*instruction.branches, value);
    case Code::Not:
      return ask(instruction.block, value) != Verdict::Holds;
    case Code::Conditional:
      return conditional(*instruction.conditional, value);
    case Code::Unchecked:
      ++unchecked;
      return true;
    case Code::Interpret: {
      Checker checker(scope, options);
      checker.start_from(steps);
      const Checker::Answer answer =
          checker.ask(*instruction.subschema, value, Place{.depth = depth}, nullptr);
      steps = checker.steps();
      if (answer == Checker::Answer::Perhaps) ++unchecked;
      return answer != Checker::Answer::No;
    }
  }
  return false;
}

}  // namespace

Verdict run_plan(const Plan& plan, const json::Value& value, const Scope& scope,
                 const Options& options) {
  Run run{scope, options};
  return run.ask(plan.blocks[static_cast<std::size_t>(value.kind())], value);
}

}  // namespace holotype::schema
