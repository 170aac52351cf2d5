// Form: the simplest way to match a pattern, chosen when it is compiled.
//
// Tests: tests/regex/form_test.cc
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "regex/automaton.h"
#include "regex/backtracker.h"
#include "regex/stepper.h"
#include "regex/syntax.h"

namespace holotype::regex {

// ^abc$
struct Exact {
  std::string text;
};

// ^abc
struct Prefix {
  std::string text;
};

// ^[a-z]{2,40}$: only code points of one set, a bounded number of them. Of its own because counts
// may be large: ^.{1,100000}$ is an ordinary pattern in real descriptions.
struct ClassRun {
  explicit ClassRun(CodePoints members_, std::uint32_t min_, std::uint32_t max_);
  bool matches(std::string_view utf8) const;

  CodePoints members;
  std::array<std::uint64_t, 2> ascii{};  // a bit for each ASCII member
  std::uint32_t min;
  std::uint32_t max;
};

using Form = std::variant<Exact, Prefix, ClassRun, Automaton, Backtracker, Stepper>;

// The first of the alternatives, in the order above, that can match `root`.
Form choose_form(const Node& root);

// "exact", "prefix", "run", "automaton", "backtracker" or "stepper", for tests and tuning.
std::string_view name_of(const Form& form);

}  // namespace holotype::regex
