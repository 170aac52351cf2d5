#include "regex/translate.h"

#include <gtest/gtest.h>

namespace holotype::regex {
namespace {

TEST(TranslateTest, WritesPcre2) {
  const struct {
    const char* ecma;
    const char* pcre2;
  } kRows[] = {
      {"", ""},
      {"abc", "abc"},
      {"a.c", "a[\\x{0}-\\x{9}\\x{b}-\\x{c}\\x{e}-\\x{2027}\\x{202a}-\\x{10ffff}]c"},
      {"^a-b$", "\\Aa\\x{2d}b\\z"},
      {"\\d+\\w*", "[0-9]+[0-9A-Z\\x{5f}a-z]*"},
      {"[^]", "."},
      {"[]", "(?!)"},
      {"[^\\p{L}a]", "[^a\\p{L}]"},
      {"\\P{Lu}", "[\\P{Lu}]"},
      {"a|b", "a|b"},
      {"(a|b)c", "(?:a|b)c"},
      {"a{2}b{2,}c{2,3}?d??", "a{2,2}b{2,}c{2,3}?d{0,1}?"},
      {"(?:a{2}){3}", "(?:a{2,2}){3,3}"},
      // All groups capture, or none.
      {"(a)(?:b)(c)", "(?:a)(?:b)(?:c)"},
      {"(a)(?:b)(c)\\2", "(a)(?:b)(c)\\g{2}"},
      {"(?<y>a)\\k<y>", "(a)\\g{1}"},
      {"\\bx\\B", "\\bx\\B"},
      // Surrogates match nothing in UTF-8.
      {"\\uD83D", "(?!)"},
      {"[\\uD800-\\uDFFF]", "[^\\x{0}-\\x{10ffff}]"},
      {"[a\\uD83D]", "[a]"},
      {"[\\u1000-\\uD900]", "[\\x{1000}-\\x{d7ff}]"},
      // Lookbehind is cut to what has one length.
      {"(?<=a+)b", "(?<=a)b"},
      {"(?<!\\s*ab{2,3}|c*)d", "(?<!ab{2,3}|)d"},
      {"(?<=a{2,})b", "(?<=a{2})b"},
      {"(?<=(?:ab)+)c", "(?<=(?:ab))c"},
      {"(?<=xa*)c", "(?<=xa*)c"},
      {"(?=a+)b", "(?=a+)b"},
  };
  for (const auto& row : kRows) {
    const auto tree = parse(row.ecma);
    ASSERT_TRUE(tree) << row.ecma << ": " << tree.error().message;
    EXPECT_EQ(to_pcre2(*tree), row.pcre2) << row.ecma;
  }
}

}  // namespace
}  // namespace holotype::regex
