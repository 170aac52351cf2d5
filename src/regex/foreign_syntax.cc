#include "regex/foreign_syntax.h"

#include <fmt/format.h>

#include <array>

namespace holotype::regex {
namespace {

// Escapes of other engines that ECMA-262 refuses, with what to write instead.
struct ForeignEscape {
  char letter;
  std::string_view advice;
};
constexpr auto kForeignEscapes = std::to_array<ForeignEscape>({
    {'A', "write ^ for the start of the text"},
    {'G', "leave it out"},
    {'H', "write [^ \\t]"},
    {'Q', "escape each special character by itself"},
    {'R', "write (?:\\r\\n|\\n|\\r)"},
    {'X', "write \\P{M}\\p{M}*"},
    {'Z', "write $ for the end of the text"},
    {'a', "write \\x07 for the bell character"},
    {'e', "write \\x1B for the escape character"},
    {'h', "write [ \\t]"},
    {'z', "write $ for the end of the text"},
});

// What follows "(?" in other engines, with what to write instead.
struct ForeignGroup {
  std::string_view opening;
  std::string_view message;
};
constexpr auto kForeignGroups = std::to_array<ForeignGroup>({
    {"(?P<", "A named group is written (?<name>...), without P."},
    {"(?P=", "A reference to a named group is written \\k<name>."},
    {"(?P>", "ECMA-262 has no recursion."},
    {"(?#", "ECMA-262 has no comments in patterns; leave it out."},
    {"(?>", "ECMA-262 has no atomic groups; write (?:...)."},
    {"(?|", "ECMA-262 has no branch reset groups; write (?:...)."},
    {"(?(", "ECMA-262 has no conditional groups."},
    {"(?R", "ECMA-262 has no recursion."},
    {"(?'", "A named group is written (?<name>...)."},
});

}  // namespace

std::string advice_for_escape(char letter) {
  for (const ForeignEscape& foreign : kForeignEscapes) {
    if (foreign.letter == letter) return std::string(foreign.advice);
  }
  return fmt::format("write {} for the character itself", letter);
}

std::string_view advice_for_group(std::string_view rest) {
  for (const ForeignGroup& foreign : kForeignGroups) {
    if (rest.starts_with(foreign.opening)) return foreign.message;
  }
  return {};
}

}  // namespace holotype::regex
