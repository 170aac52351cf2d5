// Strings that a regular expression matches, made from its tree.
//
// Internal to the module. Tests: tests/generate/pattern_text_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/random.h"
#include "regex/syntax.h"

namespace holotype::generate {

// In code points, both included.
struct Lengths {
  std::uint64_t min = 0;
  std::uint64_t max = 0xFFFFFFFF;
};

// Which characters are taken out of a class.
enum class Characters : std::uint8_t {
  Plain,  // letters and digits that look like an identifier's, where the class has some
  Mixed,  // all of its letters and digits alike
  Any,    // all that is printable in ASCII, else any
};

// A string for `pattern`, of a length within `lengths` where the pattern allows that. Very likely
// matched by it: lookaround and \b are passed over, so the caller asks the pattern. "" for a
// pattern that no string matches.
std::string text_for(const regex::Node& pattern, Lengths lengths, Characters characters,
                     Random& random);

// The lengths of the strings that `pattern` matches as a whole.
Lengths lengths_of(const regex::Node& pattern);

}  // namespace holotype::generate
