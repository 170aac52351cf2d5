// StepperProgram: a pattern as a list of instructions for the Stepper.
//
// Immutable once compiled. Tests: tests/regex/stepper_test.cc
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "regex/backtracker.h"
#include "regex/code_points.h"
#include "regex/syntax.h"

namespace holotype::regex {

// One instruction. The next one in the list follows, where nothing else is said.
struct Step {
  enum class Kind : std::uint8_t {
    Character,   // reads one of sets[operand]
    Jump,        // on to `target`
    Choose,      // the next one, or else `target`
    ChooseLast,  // `target`, or else the next one
    LoopBegin,   // loops[operand] has made no turn yet
    LoopTest,    // another turn, or on to `target`, or a choice of the two
    LoopTurn,    // begins a turn: the groups in the loop are forgotten
    LoopEnd,     // the turn is complete; on to `target`, the LoopTest
    Open,        // where captures[operand] begins, in the order of matching
    Close,       // its other end
    Refer,       // reads what captures[operand] holds, nothing where it holds nothing
    Assert,      // the Anchor `operand`
    Look,        // a lookaround up to its LookEnd; a negative one (operand 1) goes on to `target`
    LookEnd,
    Found,
  };
  Kind kind;
  bool backward = false;  // in a lookbehind: reads what stands before the current place
  std::uint32_t operand = 0;
  std::uint32_t target = 0;
};

struct StepperProgram {
  // A set of code points: ASCII by a bit for each, the others by `members`, or, where the set has
  // Unicode properties, by asking PCRE2 about each (some ten times slower).
  struct Set {
    std::array<std::uint64_t, 2> ascii{};
    CodePoints members;
    std::optional<Backtracker> properties;
  };

  struct Loop {
    std::uint32_t min;
    std::uint32_t max;
    bool lazy;
    bool may_be_empty;            // a turn may read nothing
    std::uint32_t first_capture;  // of those that a turn forgets
    std::uint32_t end_capture;
  };

  // All numbers that change while matching: three of each capture, two of each loop.
  std::uint32_t start_of(std::uint32_t capture) const { return capture * 3; }
  std::uint32_t end_of(std::uint32_t capture) const { return capture * 3 + 1; }
  std::uint32_t open_of(std::uint32_t capture) const { return capture * 3 + 2; }
  std::uint32_t turns_of(std::uint32_t loop) const { return captures * 3 + loop * 2; }
  std::uint32_t place_of(std::uint32_t loop) const { return captures * 3 + loop * 2 + 1; }
  std::size_t registers() const { return captures * std::size_t{3} + loops.size() * 2; }

  std::vector<Step> steps;
  std::vector<Set> sets;
  std::vector<Loop> loops;
  std::uint32_t captures = 0;  // groups that some backreference reads; the others are not kept
  bool anchored = false;       // a match can begin at the start of the text alone
};

// The instructions for `root`.
StepperProgram compile_steps(const Node& root);

}  // namespace holotype::regex
