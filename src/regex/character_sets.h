// The sets of characters that ECMA-262 gives a short form.
//
// Spec: ECMA-262 (2024) sections 22.2.2.9 and 12.2. Tests: tests/regex/syntax_test.cc
#pragma once

#include "regex/code_points.h"

namespace holotype::regex {

const CodePoints& digits();            // \d
const CodePoints& word_characters();   // \w
const CodePoints& white_space();       // \s
const CodePoints& line_terminators();  // what . leaves out

// \p{Changes_When_NFKC_Casefolded}
const CodePoints& changed_by_nfkc_casefolding();

}  // namespace holotype::regex
