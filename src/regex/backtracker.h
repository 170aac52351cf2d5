// Backtracker: a pattern on PCRE2, for what needs backtracking: lookaround, backreferences, \b and
// \p.
//
// The only place that knows PCRE2. A search ends after a fixed number of steps. Threads: immutable;
// scratch memory belongs to the thread and is reused.
//
// Tests: tests/regex/backtracker_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "regex/code_points.h"
#include "regex/syntax.h"

namespace holotype::regex {

enum class Match : std::uint8_t;

class Backtracker {
 public:
  // The error is PCRE2's own message about `root`.
  static Result<Backtracker, std::string> compile(const Node& root);

  Backtracker(Backtracker&&) noexcept;
  Backtracker& operator=(Backtracker&&) noexcept;
  ~Backtracker();

  // Whether the pattern is found anywhere in `utf8`.
  Match matches(std::string_view utf8) const;

 private:
  struct Program;
  explicit Backtracker(std::unique_ptr<Program> program);

  std::unique_ptr<Program> program_;
};

// All code points that `one` matches, properties resolved. Takes some milliseconds where it has
// any.
CodePoints members_of(const Class& one);

}  // namespace holotype::regex
