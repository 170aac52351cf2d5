#include "regex/properties.h"

#include <gtest/gtest.h>

#include "regex/backtracker.h"

namespace holotype::regex {
namespace {

TEST(PropertiesTest, NamesAreThoseOfEcmaScript) {
  const struct {
    const char* expression;
    const char* pcre2;  // empty: not ECMA-262
  } kRows[] = {
      {"L", "L"},
      {"Letter", "L"},
      {"Lowercase_Letter", "Ll"},
      {"digit", "Nd"},
      {"punct", "P"},
      {"LC", "L&"},
      {"General_Category=Letter", "L"},
      {"gc=Lu", "Lu"},
      {"Script=Greek", "sc:Grek"},
      {"sc=Grek", "sc:Grek"},
      {"Script_Extensions=Han", "scx:Hani"},
      {"scx=Qaai", "scx:Zinh"},
      {"Alphabetic", "Alphabetic"},
      {"Alpha", "Alphabetic"},
      {"Emoji", "Emoji"},
      {"letter", ""},
      {"Digit", ""},
      {"Greek", ""},
      {"IsGreek", ""},
      {"script=Greek", ""},
      {"Block=Arrows", ""},
      {"Line_Break=Alphabetic", ""},
      {"", ""},
      {"=", ""},
      {"Script=", ""},
      {"Alpha=Yes", ""},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(pcre2_property(row.expression).value_or(""), row.pcre2) << row.expression;
  }
}

TEST(PropertiesTest, EachNameIsUnderstoodByTheEngine) {
  for (const std::string& expression : property_expressions()) {
    const auto tree = parse("\\p{" + expression + "}");
    ASSERT_TRUE(tree) << expression << ": " << tree.error().message;
    const auto compiled = Backtracker::compile(*tree);
    EXPECT_TRUE(compiled) << expression << ": " << compiled.error();
  }
}

}  // namespace
}  // namespace holotype::regex
