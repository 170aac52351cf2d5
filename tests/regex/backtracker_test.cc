#include "regex/backtracker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "patience.h"
#include "regex/pattern.h"

namespace holotype::regex {
namespace {

Backtracker compile(std::string_view pattern) {
  const auto tree = parse(pattern);
  EXPECT_TRUE(tree) << pattern;
  auto compiled = Backtracker::compile(*tree);
  EXPECT_TRUE(compiled) << pattern << ": " << compiled.error();
  return *std::move(compiled);
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST(BacktrackerTest, StopsWhatWouldNotEnd) {
  const struct {
    const char* pattern;
    std::string text;
    Match answer;
  } kRows[] = {
      // Exponential.
      {"^(a+)+$", repeated("a", 40) + "!", Match::OverBudget},
      {"(?=x|)(a|a)*$", repeated("a", 60) + "!", Match::OverBudget},
      {"^(?:(?:\\p{L}+)\\s?)+$", repeated("a", 60) + "!", Match::OverBudget},
      // Polynomial, and a search from each of many places.
      {"\\p{L}*\\p{L}*\\p{L}*\\d", repeated("a", 20'000), Match::OverBudget},
      {"\\p{L}*\\d", repeated("a", 1'000'000), Match::OverBudget},
      {"(.*)(.*)(.*)\\1x", repeated("ab", 5'000), Match::No},
      // Large, but not beyond the budget.
      {"^\\p{L}*$", repeated("é", 200'000), Match::Yes},
      {"^(?:\\p{L}|\\d)*$", repeated("a1", 50'000), Match::Yes},
      {"\\bneedle\\b", repeated("hay ", 250'000) + "needle", Match::Yes},
      {"\\bneedle\\b", repeated("hay ", 250'000) + "needles", Match::No},
      {"^(a+)+$", repeated("a", 1'000), Match::Yes},
  };
  for (const auto& row : kRows) {
    const Backtracker backtracker = compile(row.pattern);
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(backtracker.matches(row.text), row.answer) << row.pattern;
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    // Far above what it takes (see the essay), so that a busy machine does not fail the test.
    EXPECT_LT(took.count(), 3'000 * kPatience) << row.pattern;
    if (getenv("HOLOTYPE_TIMES") != nullptr) printf("%-40s %8.2f ms\n", row.pattern, took.count());
  }
}

TEST(BacktrackerTest, AnswersTheSameEachTime) {
  const Backtracker backtracker = compile("\\p{L}*\\d");
  const std::string text(3'000, 'a');
  const Match first = backtracker.matches(text);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(backtracker.matches(text), first);
}

TEST(BacktrackerTest, ServesManyThreads) {
  const Backtracker backtracker = compile("^(?=.*\\d)\\p{L}+\\d$");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&backtracker] {
      for (int round = 0; round < 1'000; ++round) {
        ASSERT_EQ(backtracker.matches("größe1"), Match::Yes);
        ASSERT_EQ(backtracker.matches("größe"), Match::No);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(BacktrackerTest, SurvivesBytesThatAreNoUtf8) {
  const Backtracker backtracker = compile("(?!x)\\p{L}");
  for (const char* text : {"\xFF", "a\xC3", "\xF0\x9F\x90", "\x80"}) {
    EXPECT_EQ(backtracker.matches(text), Match::No);
  }
  EXPECT_EQ(backtracker.matches(std::string_view()), Match::No);
}

TEST(BacktrackerTest, ResolvesPropertiesForGenerators) {
  const auto members = [](std::string_view pattern) {
    const auto tree = parse(pattern);
    return members_of(std::get<Class>(tree->value));
  };
  EXPECT_EQ(members("[a-z]"), CodePoints({{'a', 'z'}}));
  EXPECT_EQ(members("\\p{ASCII}"), CodePoints({{0, 0x7F}}));
  EXPECT_EQ(members("[\\p{ASCII_Hex_Digit}z]"),
            CodePoints({{'0', '9'}, {'A', 'F'}, {'a', 'f'}, {'z', 'z'}}));
  EXPECT_TRUE(members("\\p{Lu}").contains(0x391));
  EXPECT_FALSE(members("[^\\p{Lu}]").contains(0x391));
  EXPECT_TRUE(members("[^\\p{Lu}]").contains(0x10FFFF));
}

}  // namespace
}  // namespace holotype::regex
