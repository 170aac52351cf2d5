#include "journal/attempts.h"

#include <gtest/gtest.h>

namespace holotype::journal {
namespace {

TEST(AttemptsTest, AreNumberedAndBoundedByNumber) {
  Attempts attempts;
  for (std::size_t i = 0; i < Attempts::kMost + 5; ++i) attempts.add({.name = std::to_string(i)});
  const auto all = attempts.all();
  ASSERT_EQ(all.size(), Attempts::kMost);
  EXPECT_EQ(all.front().name, "5");
  EXPECT_EQ(all.front().sequence, 6u);
  EXPECT_EQ(attempts.evicted(), 5u);
  attempts.clear();
  EXPECT_TRUE(attempts.all().empty());
  attempts.add({});
  EXPECT_EQ(attempts.all().front().sequence, Attempts::kMost + 6);
}

TEST(AttemptsTest, AreBoundedByBytes) {
  Attempts attempts;
  for (int i = 0; i < 10; ++i)
    attempts.add({.request = {.body = std::string(Attempts::kMostBytes / 4, 'x')}});
  EXPECT_EQ(attempts.all().size(), 3u);
}

}  // namespace
}  // namespace holotype::journal
