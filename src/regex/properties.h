// The names of Unicode properties that \p{...} may use, and what PCRE2 calls them.
//
// ECMA-262 is strict where PCRE2 is loose: names are case-sensitive, a script needs "Script=".
//
// Spec: ECMA-262 (2024) section 22.2.1.2, tables 68 to 70. Tests: tests/regex/properties_test.cc
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holotype::regex {

// PCRE2's name for what stands between the braces of \p{...}: "Letter" is "L", "Script=Greek" is
// "sc:Grek". nullopt where ECMA-262 does not know it.
std::optional<std::string> pcre2_property(std::string_view expression);

// Whether `name` is a script, which must be written with "Script=".
bool is_script(std::string_view name);

// Everything that pcre2_property() knows, once for each property, for tests and messages.
std::vector<std::string> property_expressions();

}  // namespace holotype::regex
