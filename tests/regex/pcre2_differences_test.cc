#include "regex/pcre2_differences.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "regex/backtracker.h"
#include "regex/facts.h"
#include "regex/pattern.h"
#include "regex/stepper.h"
#include "specification.h"

namespace holotype::regex {
namespace {

TEST(Pcre2DifferencesTest, AreSeenByBackreferences) {
  const struct {
    const char* pattern;
    bool may_differ;
  } kRows[] = {
      {"^(?:(a)|b)*$", false},
      {"(a)\\1", false},
      {"\\1(a)", false},
      {"^(?:(a)|b)\\1$", false},
      {"^(?:(a)|b)?\\1$", false},
      {"^(?:(a)|b)*\\1$", true},
      {"^(?:(a)|b){2}\\1$", true},
      {"^(?:(a)|b){0,1}\\1$", false},
      // Each turn captures, and then refers.
      {"^((['\"])x\\2,)*$", false},
      {"^(?:(a)b)*\\1$", false},
      {"^(?:(?:(a)b)+\\1)*$", false},
      {"^(?:x|(?:(a)b)*\\1)$", false},
      {"^(?:(a)+b){2,}\\1$", false},
      // Some turn does not, or refers before.
      {"^(?:(?:(a)b)*\\1)*$", true},
      {"^(?:(a)?b)*\\1$", true},
      {"^(?:\\1(a))*$", true},
      {"^(?:(a\\1))*$", true},
      {"b*(\\1aa){2,}", true},
      {"^(?:(?=(a))a)*\\1$", true},
      // A turn may read nothing.
      {"^(a?)*\\1$", true},
      {"^(?:(?=(c)))?\\1$", true},
      {"^(?:(a?)){2}\\1$", false},
      // Lookbehind.
      {"(?<=(a))\\1", true},
      {"(a)(?<=\\1)", true},
      {"(a)\\1(?<=(b))", false},
      {"(a)(?=\\1)", false},
  };
  for (const auto& row : kRows) {
    const auto tree = parse(row.pattern);
    ASSERT_TRUE(tree) << row.pattern;
    EXPECT_EQ(may_differ_on_pcre2(*tree), row.may_differ) << row.pattern;
  }
}

TEST(Pcre2DifferencesTest, WhatMayReadNothing) {
  for (const char* pattern : {"", "a*", "a{0,2}", "(?:a|)", "(?=a)", "^", "\\b", "(a)?\\1", "a?b*",
                              "(?:a*)+", "(?<!a)"}) {
    EXPECT_TRUE(may_match_empty(*parse(pattern))) << pattern;
  }
  for (const char* pattern :
       {"a", "a+", "a|b", "(?:a|b)c*", "(a)\\1", "^a", "(?=a)b", "(?:a{2})+"}) {
    EXPECT_FALSE(may_match_empty(*parse(pattern))) << pattern;
  }
}

// Writes patterns of a and b in which everything occurs that matchers disagree about.
class Author {
 public:
  explicit Author(std::uint32_t seed) : random_(seed) {}

  std::string pattern() {
    groups_ = 0;
    return alternatives(3);
  }

 private:
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_() % n); }

  std::string alternatives(int depth) {
    std::string text = sequence(depth);
    while (below(4) == 0) text += '|' + sequence(depth);
    return text;
  }

  std::string sequence(int depth) {
    std::string text;
    for (std::uint32_t n = below(4); n > 0; --n) text += term(depth);
    return text;
  }

  std::string term(int depth) {
    static constexpr const char* kAtoms[] = {"a", "a", "b", ".", "[^a]", "é"};
    static constexpr const char* kAssertions[] = {"^", "$", "\\b", "\\B"};
    static constexpr const char* kLooks[] = {"(?=", "(?!", "(?<=", "(?<!"};
    static constexpr const char* kCounts[] = {"*",  "+",  "?",     "{2}", "{0,1}", "{1,2}",
                                              "*?", "+?", "{2,}?", "??",  "{2,}",  "{0}"};
    const std::uint32_t kind = below(20);
    if (kind == 0) return kAssertions[below(4)];
    if (kind < 4 && depth > 0) return kLooks[below(4)] + alternatives(depth - 1) + ')';
    std::string text = kAtoms[below(6)];
    if (kind < 7 && groups_ > 0) {
      text = '\\' + std::to_string(1 + below(groups_));
    } else if (kind < 12 && depth > 0) {
      const bool captures = below(2) == 0;
      if (captures) ++groups_;
      text = (captures ? "(" : "(?:") + alternatives(depth - 1) + ')';
    }
    if (below(3) == 0) text += kCounts[below(12)];
    return text;
  }

  std::mt19937 random_;
  std::uint32_t groups_ = 0;
};

std::vector<std::string> texts() {
  std::vector<std::string> all{"", "éa", "aéb", "aabaab", "abbabb\n"};
  std::vector<std::string> last{""};
  for (int length = 1; length <= 4; ++length) {
    std::vector<std::string> longer;
    for (const std::string& text : last) {
      longer.push_back(text + 'a');
      longer.push_back(text + 'b');
    }
    all.insert(all.end(), longer.begin(), longer.end());
    last = longer;
  }
  return all;
}

TEST(Pcre2DifferencesTest, AllMatchersFindTheSame) {
  int on_pcre2 = 0;
  int on_stepper_alone = 0;
  Author author(20'262);
  const std::vector<std::string> all_texts = texts();
  for (int i = 0; i < 1'500; ++i) {
    const std::string source = author.pattern();
    const auto tree = parse(source);
    if (!tree) continue;  // two quantifiers in a row
    const Stepper stepper(*tree);
    const bool may_differ = may_differ_on_pcre2(*tree);
    const auto backtracker = Backtracker::compile(*tree);
    const bool compares = backtracker && !may_differ;
    ++(compares ? on_pcre2 : on_stepper_alone);
    for (const std::string& text : all_texts) {
      const Match match = stepper.matches(text);
      ASSERT_NE(match, Match::OverBudget) << source << " on " << text;
      const std::optional<bool> found = Specification(*tree, text, 3'000).found();
      if (found) {
        EXPECT_EQ(match == Match::Yes, *found) << "/" << source << "/ on " << text;
      }
      if (compares) {
        EXPECT_EQ(match, backtracker->matches(text)) << "/" << source << "/ on " << text;
      }
    }
  }
  EXPECT_GT(on_pcre2, 800);
  EXPECT_GT(on_stepper_alone, 100);
}

}  // namespace
}  // namespace holotype::regex
