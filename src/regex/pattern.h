// Pattern: one ECMA-262 regular expression, compiled once, searched for in many strings within a
// budget.
//
// A pattern is read as JSON Schema reads it: with the `u` flag's meaning (code points, never UTF-16
// units), without any other flag, and not anchored: "es" matches "expression" (JSON Schema
// Validation 2020-12, section 6.3.3). Only yes or no is asked, so nothing is captured.
//
// Cost: most patterns run in one pass over the bytes, in one of the forms of form.h. The others
// (lookaround, backreferences, \b, \p) run on PCRE2, or on the Stepper where PCRE2 cannot do what
// ECMA-262 says, and may backtrack; they stop after a fixed number of steps, which depends on the
// pattern and the text alone, never on time: the same question always gets the same answer.
//
// Threads: immutable; copies share one compiled program, any number of threads may match at once.
// Matching does not allocate, but for the thread's scratch memory.
//
// Spec: ECMA-262 (2024) section 22.2. Tests: tests/regex/pattern_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "regex/syntax.h"

namespace holotype::regex {

enum class Match : std::uint8_t {
  Yes,
  No,
  OverBudget,  // nobody knows: the pattern backtracks too much on this text
};

class Pattern {
 public:
  // The pattern that `ecma_source` writes. Beyond the `u` grammar it accepts what real descriptions
  // hold and what has but one reading (see parse()).
  //
  //   Pattern::compile("^tsk_[a-z0-9]{12}$")
  //   Pattern::compile("^(abc]")  fails: offset 1, "The group that begins here is never closed."
  static Result<Pattern, CompileError> compile(std::string_view ecma_source);

  // Whether the pattern is found anywhere in `utf8`. Text that is not valid UTF-8 gives an
  // unspecified answer, safely.
  Match matches(std::string_view utf8) const;

  // What compile() was given.
  const std::string& source() const;

 private:
  struct Program;
  explicit Pattern(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

  std::shared_ptr<const Program> program_;
};

}  // namespace holotype::regex
