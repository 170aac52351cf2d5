// Stepper: a pattern matched step by step as ECMA-262 says, for what PCRE2 does not take or takes
// otherwise.
//
// That is lookbehind of any length, backreferences in and to a lookbehind, backreferences to groups
// in loops, and patterns too large for PCRE2. It takes every pattern that parses. A search ends
// after a fixed number of steps, within fixed memory. Threads: immutable; scratch memory belongs to
// the thread and is reused.
//
// Spec: ECMA-262 (2024) section 22.2.2. Tests: tests/regex/stepper_test.cc
#pragma once

#include <string_view>

#include "regex/stepper_program.h"
#include "regex/syntax.h"

namespace holotype::regex {

enum class Match : std::uint8_t;

class Stepper {
 public:
  explicit Stepper(const Node& root);

  // Whether the pattern is found anywhere in `utf8`.
  Match matches(std::string_view utf8) const;

 private:
  StepperProgram program_;
};

}  // namespace holotype::regex
