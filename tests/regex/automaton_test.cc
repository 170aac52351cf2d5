#include "regex/automaton.h"

#include <gtest/gtest.h>

#include <string>

#include "regex/backtracker.h"
#include "regex/pattern.h"

namespace holotype::regex {
namespace {

Node tree_of(std::string_view pattern) {
  auto tree = parse(pattern);
  EXPECT_TRUE(tree) << pattern;
  return *std::move(tree);
}

// Patterns over the alphabet {a, b, newline, U+00E9}, each with what is hard about it.
constexpr const char* kRegular[] = {
    "",
    "a",
    "^a",
    "a$",
    "^a$",
    "^$",
    "$^",
    "a|b",
    "^a|b$",
    "^(a|b)$",
    "(^a)|b",
    "(a|^)b",
    "a*",
    "a+b",
    "^a+b$",
    "^(ab)*$",
    "^(a|ab)(b|a)$",
    "a{2}",
    "^a{2,3}$",
    "^(a?b){2,}$",
    "(a*)*",
    "^(a*)*$",
    "^(a|a)*$",
    "(a|b)*a(a|b)",
    "^.$",
    "^.*$",
    "^[^a]+$",
    "[^]{3}",
    "[]",
    "a[]|b",
    "a$|b",
    "(a$)?b",
    "^(?:a|$)*$",
    "\\n$",
    "é",
    "^é{2}$",
    "[a-é]b",
    "^[^é]*$",
    "a.b",
    "^(?:|a|ab)$",
    "(^|b)a($|b)",
    "a{0}",
    "^(a{0,2}b){0,2}$",
    "a*?b",
    "^a??$",
    "(?:$)",
    "^^a$$",
    "b^a",
    "a$b",
};

TEST(AutomatonTest, AgreesWithTheBacktracker) {
  constexpr const char* kLetters[] = {"a", "b", "\n", "é"};
  std::vector<std::string> texts{""};
  for (std::size_t begin = 0, length = 1; length <= 4; ++length) {
    const std::size_t end = texts.size();
    for (std::size_t i = begin; i < end; ++i) {
      for (const char* letter : kLetters) texts.push_back(texts[i] + letter);
    }
    begin = end;
  }
  for (const char* pattern : kRegular) {
    const Node tree = tree_of(pattern);
    const auto automaton = Automaton::build(tree);
    const auto backtracker = Backtracker::compile(tree);
    ASSERT_TRUE(automaton) << pattern;
    ASSERT_TRUE(backtracker) << pattern << ": " << backtracker.error();
    for (const std::string& text : texts) {
      EXPECT_EQ(automaton->matches(text), backtracker->matches(text) == Match::Yes)
          << "/" << pattern << "/ on \"" << text << "\"";
    }
  }
}

TEST(AutomatonTest, LeavesToOthersWhatIsNotRegular) {
  for (const char* pattern : {"(?=a)", "(?<!a)b", "(a)\\1", "\\ba", "\\B", "\\p{L}", "[^\\p{L}]"}) {
    EXPECT_FALSE(Automaton::build(tree_of(pattern))) << pattern;
  }
}

TEST(AutomatonTest, StaysSmall) {
  const struct {
    const char* pattern;
    std::size_t largest;  // 0: too large to be built
  } kRows[] = {
      {"^x-", 4},
      {"^[a-z0-9]+(?:-[a-z0-9]+)*$", 5},
      {"^AC[0-9a-fA-F]{32}$", 40},
      {"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$", 250},
      {"^[^,]{1,255}(,[^,]{1,255})*$", 0},
      {"(a|b)*a(a|b){15}", 0},
      {"a{100000}", 0},
      {"((a{1000}){1000}){1000}", 0},
      {"(?:){4000000000}", 2},
      {"(a?){4000000000}", 0},
      {"((((((x*)*)*)*)*)*)*y", 3},
  };
  for (const auto& row : kRows) {
    const auto automaton = Automaton::build(tree_of(row.pattern));
    EXPECT_EQ(automaton.has_value(), row.largest != 0) << row.pattern;
    if (automaton) EXPECT_LE(automaton->size(), row.largest) << row.pattern;
  }
}

TEST(AutomatonTest, SurvivesBytesThatAreNoUtf8) {
  const auto automaton = Automaton::build(tree_of("^[^a]é.$"));
  ASSERT_TRUE(automaton);
  for (const char* text : {"\xFF", "\xC3", "\x80\x80\x80", "b\xC3\xA9\xF0"}) {
    EXPECT_FALSE(automaton->matches(text));
  }
}

}  // namespace
}  // namespace holotype::regex
