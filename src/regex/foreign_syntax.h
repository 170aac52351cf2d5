// What authors write who know another engine, and what ECMA-262 wants instead.
//
// Tests: tests/regex/syntax_test.cc
#pragma once

#include <string>
#include <string_view>

namespace holotype::regex {

// What to write in place of the escaped letter or digit \`letter`, which ECMA-262 does not know:
// "write $ for the end of the text" for \Z.
std::string advice_for_escape(char letter);

// A full sentence about the group that `rest` begins with, where another engine knows it and
// ECMA-262 does not: "(?P<name>a)", "(?>a)". Empty for any other text.
std::string_view advice_for_group(std::string_view rest);

}  // namespace holotype::regex
