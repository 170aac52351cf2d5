// A syntax tree as a PCRE2 pattern that finds the same strings.
//
// The text is for PCRE2 with UTF, DOTALL and MATCH_UNSET_BACKREF, without UCP. Nothing of the
// original spelling is left, so nothing that the two dialects read differently can slip through.
//
// Tests: tests/regex/translate_test.cc
#pragma once

#include <string>

#include "regex/syntax.h"

namespace holotype::regex {

//   "^\d+$"         "\A[0-9]+\z"
//   "(?<y>a)\k<y>"  "(a)\g{1}"
std::string to_pcre2(const Node& root);

}  // namespace holotype::regex
