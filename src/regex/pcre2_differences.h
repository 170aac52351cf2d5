// Where PCRE2 finds other strings than ECMA-262 although it takes the pattern.
//
// Tests: tests/regex/pcre2_differences_test.cc
#pragma once

#include "regex/syntax.h"

namespace holotype::regex {

// Whether PCRE2 may answer otherwise than ECMA-262 for `root`, as to_pcre2() writes it. Errs on the
// side of yes.
//
//   ^(?:(a)|b)*\1$  yes: on "ab" the second turn of the loop forgets the a
//   ^(?:(a)b\1)*$   no: each turn captures before it refers
bool may_differ_on_pcre2(const Node& root);

}  // namespace holotype::regex
