#include "generate/pattern_text.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "generate/workbench.h"
#include "regex/pattern.h"

namespace holotype::generate {
namespace {

TEST(PatternTextTest, MakesTextsThatThePatternMatches) {
  for (const char* source : {
           "^tsk_[a-z0-9]{12}$",
           "^[A-Z]{2}\\d{2}(-\\w+)*$",
           "^(red|green|blue){1,2}$",
           "^$",
           "^\\d{4}-(0[1-9]|1[0-2])$",
           "^[^@]+@[^@]+\\.[a-z]{2,}$",
           "^(a)(b)\\2\\1$",
           "^.*$",
           "^\\p{Lu}\\p{Ll}+$",
           "^\\s\\S\\W$",
           "foo",
       }) {
    const auto syntax = regex::parse(source);
    const auto pattern = regex::Pattern::compile(source);
    ASSERT_TRUE(syntax && pattern) << source;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Random random(seed);
      const std::string text = text_for(*syntax, {}, Characters::Plain, random);
      EXPECT_EQ(pattern->matches(text), regex::Match::Yes) << source << " and " << text;
    }
  }
}

TEST(PatternTextTest, KeepsToLengths) {
  struct Row {
    const char* source;
    Lengths lengths;
  };
  for (const Row& row : {Row{"^[a-z]+$", {40, 40}}, Row{"^[a-z]*-[0-9]*$", {9, 12}},
                         Row{"^(ab|c)+$", {6, 7}}, Row{"x", {5, 6}}}) {
    const auto syntax = regex::parse(row.source);
    ASSERT_TRUE(syntax);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      Random random(seed);
      const std::string text = text_for(*syntax, row.lengths, Characters::Mixed, random);
      EXPECT_GE(utf8::length(text), row.lengths.min) << row.source << " and " << text;
      EXPECT_LE(utf8::length(text), row.lengths.max) << row.source << " and " << text;
    }
  }
}

TEST(PatternTextTest, FindsTextsForLookaround) {
  for (const char* schema :
       {"{type: string, pattern: '^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$'}",
        "{type: string, pattern: '^(?!string)[a-z]+$'}",
        "{allOf: [{type: string, pattern: '^a'}, {pattern: 'z$', maxLength: 9}]}"}) {
    Workbench bench;
    EXPECT_NE(bench.generate(schema), "none") << schema;
  }
}

}  // namespace
}  // namespace holotype::generate
