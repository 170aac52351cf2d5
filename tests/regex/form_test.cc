#include "regex/form.h"

#include <gtest/gtest.h>

namespace holotype::regex {
namespace {

TEST(FormTest, IsTheSimplestThatFits) {
  const struct {
    const char* pattern;
    const char* form;
  } kRows[] = {
      {"^abc$", "exact"},
      {"^$", "exact"},
      {"^(abc)$", "automaton"},
      {"(^abc$)", "exact"},
      {"^\\-é$", "exact"},
      {"^x-", "prefix"},
      {"^", "prefix"},
      {"^/v1/tasks", "prefix"},
      {"^[a-z]$", "run"},
      {"^[a-z0-9_-]+$", "run"},
      {"^([a-z]{1,3})$", "run"},
      {"^.{1,100000}$", "run"},
      {"^(a)*$", "run"},
      {"", "automaton"},
      {".*", "automaton"},
      {"abc", "automaton"},
      {"abc$", "automaton"},
      {"^a|b$", "automaton"},
      {"^[a-z]{2}", "automaton"},
      {"^\\d{4}-\\d{2}-\\d{2}$", "automaton"},
      {"^(asc|desc)$", "automaton"},
      {"^\\p{L}+$", "backtracker"},
      {"^(?!x)a", "backtracker"},
      {"\\bword\\b", "backtracker"},
      {"^(a)\\1$", "backtracker"},
      {"^[^,]{1,255}(,[^,]{1,255})*$", "backtracker"},
      {"^\\uD83D$", "run"},
      {"(?<=a+)b", "backtracker"},
      {"(?<=xa+)b", "stepper"},
      {"^(?:(a)b\\1)*$", "backtracker"},
      {"^(?:(a)|b)*\\1$", "stepper"},
      {"^(?:\\b(?:[a-z]{1,500} ?){1,500};){1,500}$", "stepper"},
  };
  for (const auto& row : kRows) {
    const auto tree = parse(row.pattern);
    ASSERT_TRUE(tree) << row.pattern;
    const Form form = choose_form(*tree);
    EXPECT_EQ(name_of(form), row.form) << row.pattern;
  }
}

TEST(FormTest, RunCountsCodePoints) {
  const ClassRun letters({{'a', 'z'}, {0xE9, 0xE9}, {0x1F409, 0x1F409}}, 2, 3);
  for (const char* text : {"ab", "abc", "éé", "🐉🐉🐉", "aé🐉"})
    EXPECT_TRUE(letters.matches(text)) << text;
  for (const char* text :
       {"", "a", "é", "abcd", "éééé", "a1", "1a", "aè", "a🐲", "a\xC3", "\xFF\xFF"}) {
    EXPECT_FALSE(letters.matches(text)) << text;
  }
  EXPECT_TRUE(
      ClassRun(CodePoints::all(), 0, Repeat::kUnbounded).matches(std::string(100'000, 'x')));
}

}  // namespace
}  // namespace holotype::regex
