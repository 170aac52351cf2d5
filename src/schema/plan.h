// Plan: the form of a program that accepts() runs.
//
// For each sub-schema and each kind of value there is a block of instructions that holds only what
// can still fail for that kind. So the type is tested by choosing the block; a string never meets
// `required`; branches of anyOf that are for another type are gone when the plan is made; and a
// block without instructions accepts at once. Sub-schemas that apply to the same value ($ref,
// allOf) are copied in where they are short.
//
// A plan is made when it is first asked for: most schemas of a description are never run, and plans
// take as much memory as the programs.
//
// Internal to the module. Threads: immutable once made. Tests: tests/schema/plan_test.cc, and every
// case of the official suite asks both this and check().
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "json/value.h"
#include "schema/program.h"
#include "schema/scalar.h"

namespace holotype::schema {

inline constexpr std::size_t kKindCount = 8;

struct Instruction;

// All must hold. Empty: whatever comes is accepted.
struct Block {
  std::span<const Instruction> instructions;
};

// One sub-schema: the block for each kind of value, nullptr where no value of that kind is
// accepted.
struct Plan {
  std::array<const Block*, kKindCount> blocks{};
  std::uint8_t accepted = 0;  // bit n: any value of json::Kind n will do, its block is empty
  bool trivial = false;       // accepts or rejects without looking, at any depth
  std::uint8_t built = 0;     // bit n: the block of json::Kind n is made
};

// In the order in which they run: cheap tests decide most failures.
enum class Code : std::uint8_t {
  AtLeast,  // an integer with a bound that is one
  AtMost,
  MinSize,  // of arrays and objects
  MaxSize,
  OneOfStrings,  // enum and const for strings
  MinLength,
  MaxLength,
  HasName,  // one of required
  Pattern,  // of a string
  Holds,    // holds(keyword, value)
  Prefix,
  Elements,  // the elements from `number` on
  Contains,
  Property,  // one member, where there is one of that name
  Members,   // one pass over the members of an object
  DependentNames,
  DependentBlocks,
  Block,  // all of another block, on the same value
  Conditional,
  AnyOf,
  OneOf,
  Not,
  Unchecked,
  Interpret,  // unevaluated*: the Checker runs the sub-schema
};

struct MembersPass;
struct PropertyPlan;
struct StringSet;
struct BranchBlocks;
struct ContainsPlan;
struct ConditionalBlocks;
struct DependentBlocks;
using Plans = std::vector<const Plan*>;

struct Instruction {
  Code code;
  union {
    std::uint64_t number;
    std::int64_t integer;
  };
  union {
    const Block* block;
    const Keyword* keyword;
    const regex::Pattern* pattern;
    const StringSet* strings;
    const Plan* plan;
    const Plans* plans;
    const ContainsPlan* contains;
    const json::HashedName* name;
    const MembersPass* members;
    const PropertyPlan* property;
    const schema::DependentNames* dependent_names;
    const DependentBlocks* dependent_blocks;
    const BranchBlocks* branches;
    const ConditionalBlocks* conditional;
    const Subschema* subschema;
  };
};

// Strings by length: those of n bytes are texts[starts[n]] to texts[starts[n + 1]].
struct StringSet {
  static constexpr std::size_t kMaxSize = 63;
  std::vector<std::string_view> texts;       // by length
  std::vector<std::uint16_t> starts;         // as long as the longest of `texts` needs
  std::vector<std::string_view> long_texts;  // of more than kMaxSize bytes

  static StringSet of(std::vector<std::string_view> texts);
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  bool contains(std::string_view text) const { return index_of(text) != kNone; }
  // The place of `text` among `texts` and behind them `long_texts`; kNone where it is in neither.
  std::size_t index_of(std::string_view text) const {
    if (text.size() > kMaxSize) {
      const auto found = std::ranges::find(long_texts, text);
      if (found == long_texts.end()) return kNone;
      return texts.size() + static_cast<std::size_t>(found - long_texts.begin());
    }
    if (text.size() + 1 >= starts.size()) return kNone;
    for (std::size_t i = starts[text.size()]; i < starts[text.size() + 1]; ++i) {
      if (std::memcmp(texts[i].data(), text.data(), text.size()) == 0) return i;
    }
    return kNone;
  }
};

// One of properties.
struct PropertyPlan {
  json::HashedName name;
  const Plan* plan;
};

// properties, patternProperties, additionalProperties, propertyNames and required in one go.
struct MembersPass {
  struct Slot {
    const char* text = nullptr;  // nullptr: free
    const Plan* plan = nullptr;  // nullptr: any value will do
    std::uint32_t size = 0;
    std::uint32_t hash = 0;
    std::uint8_t bit = 0;  // of a required name
    bool required = false;
    bool named = false;  // by properties, not by required alone
    bool withheld = false;

    std::uint64_t required_bit() const { return std::uint64_t{required} << bit; }
  };
  struct PatternSlot {
    const regex::Pattern* pattern;  // nullptr: could not be compiled
    const Plan* plan;
  };
  std::vector<Slot> slots;  // open addressing; a power of two, never full
  std::uint32_t mask = 0;
  std::vector<PatternSlot> patterns;
  const Plan* additional = nullptr;  // nullptr: any value will do
  const Plan* names = nullptr;       // nullptr: any name will do
  std::uint64_t required = 0;        // the bits of all required names
  bool is_uniform = false;           // `additional` is all that there is: a map

  const Slot* find(const json::Member& member) const {
    for (std::uint32_t at = member.hash & mask;; at = (at + 1) & mask) {
      const Slot& slot = slots[at];
      if (slot.text == nullptr) return nullptr;
      if (slot.hash == member.hash && slot.size == member.size &&
          std::memcmp(slot.text, member.text, member.size) == 0) {
        return &slot;
      }
    }
  }
};

struct ContainsPlan {
  const Plan* plan;
  std::uint64_t min;
  std::optional<std::uint64_t> max;
};

struct BranchBlocks {
  std::vector<const Block*> blocks;
  const struct Choice* choice = nullptr;  // where a property tells the branches apart
};

// Branches for objects whose property `name` is a constant in most of them: with a string there,
// only those that take it can hold.
struct Choice {
  json::HashedName name;
  StringSet values;
  std::vector<BranchBlocks> by_value;  // as values.index_of() counts
  BranchBlocks otherwise;              // any other string
};

// nullptr rejects.
struct ConditionalBlocks {
  const Block* condition;
  const Block* consequence;
  const Block* alternative;
};

struct DependentBlocks {
  struct Entry {
    json::HashedName name;
    const Block* block;  // nullptr rejects
  };
  std::vector<Entry> entries;
};

// Makes the plans of one Unit's programs, each once, and keeps them. Threads: any; they take turns,
// also while the Unit grows.
class Planner {
 public:
  // The plan for `subschema`, which is finished, and all that it leads to; nullptr where it needs
  // the Checker: where a dynamic reference may mean different sub-schemas in different places.
  const Plan* plan_for(const Subschema& subschema, const Scope& scope) EXCLUDES(mutex_);

 private:
  using Instructions = std::vector<Instruction>;
  enum class Reach : std::uint8_t { Rejects, Continues };

  static Instruction make(Code code);
  Plan* plan_of(const Subschema& subschema);
  const Plan* child_of(const Subschema& subschema);
  const Block* block_of(const Subschema& subschema, json::Kind kind);
  const Block* make_block(const Subschema& subschema, json::Kind kind);
  const Block* interpreted(const Subschema& subschema);
  Reach emit(const Keyword& keyword, const Subschema& subschema, json::Kind kind,
             Instructions& out);
  Reach emit_in_place(const Subschema& subschema, json::Kind kind, Instructions& out);
  Reach emit_branches(Code code, const Branches& branches, json::Kind kind, Instructions& out);
  const Choice* choice_for(const std::vector<const Subschema*>& branches,
                           const std::vector<const Block*>& blocks);
  Reach emit_conditional(const schema::Conditional& conditional, json::Kind kind,
                         Instructions& out);
  Reach emit_equal(const Keyword& keyword, json::Kind kind, Instructions& out);
  Reach emit_number(const Keyword& keyword, json::Kind kind, Instructions& out);
  void emit_string(const Keyword& keyword, Instructions& out);
  void emit_array(const Keyword& keyword, Instructions& out);
  Reach emit_object(const Keyword& keyword, json::Kind kind, Instructions& out);
  void emit_members(const Subschema& subschema, Instructions& out);

  Mutex mutex_;  // held by plan_for(), and for Subschema::plan
  Unit unit_;    // of what is made here
  std::vector<const Subschema*> pending_;
  // Blocks that are being made for one another.
  static constexpr int kMostDeep = 200;
  int depth_ = 0;
};

// What was compiled together: the programs, and their plans.
struct Compilation {
  Unit unit;
  Planner planner;
};

// Whether `value` is accepted; Unknown where it is, and something was not checked. Allocates
// nothing but in formats and in Code::Interpret.
Verdict run_plan(const Plan& plan, const json::Value& value, const Scope& scope,
                 const Options& options);

}  // namespace holotype::schema
