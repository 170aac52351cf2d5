#include "faults/delay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace holotype::faults {
namespace {

std::vector<std::int64_t> draws(std::string_view text, std::size_t count) {
  const auto spec = DelaySpec::parse(text);
  EXPECT_TRUE(spec) << text;
  std::vector<std::int64_t> out;
  Random random(7);
  for (std::size_t i = 0; i < count; ++i) out.push_back(spec->draw(random).count());
  std::ranges::sort(out);
  return out;
}

TEST(DelayTest, IsReadAsItIsWritten) {
  struct Row {
    std::string_view text;
    std::int64_t least, most;
  };
  const Row rows[] = {
      {"50ms", 50, 50},
      {"50", 50, 50},
      {"1.5s", 1500, 1500},
      {"0ms", 0, 0},
      {"60s", 60'000, 60'000},
      {"50ms..200ms", 50, 200},
      {"0.1s..0.1s", 100, 100},
      {"5..7", 5, 7},
      {"lognormal:80ms:0", 80, 80},
  };
  for (const Row& row : rows) {
    const auto all = draws(row.text, 2000);
    EXPECT_EQ(all.front(), row.least) << row.text;
    EXPECT_EQ(all.back(), row.most) << row.text;
  }
}

TEST(DelayTest, WhatIsNoneIsSaidToBeNone) {
  for (const std::string_view text : {"",
                                      "ms",
                                      "-5ms",
                                      "5m",
                                      "5 ms",
                                      "1e3ms",
                                      "60001ms",
                                      "61s",
                                      "200ms..50ms",
                                      "50ms..",
                                      "..50ms",
                                      "50ms..200ms..300ms",
                                      "lognormal",
                                      "lognormal:80ms",
                                      "lognormal:80ms:x",
                                      "lognormal:80ms:9",
                                      "lognormal::0.5",
                                      "inf",
                                      "nan",
                                      "50ms\n"}) {
    const auto spec = DelaySpec::parse(text);
    ASSERT_FALSE(spec) << text;
    EXPECT_NE(spec.error().message.find("is no delay"), std::string::npos) << text;
  }
}

TEST(DelayTest, TheLogNormalHasItsMedianAndItsTail) {
  const auto all = draws("lognormal:80ms:0.5", 10'001);
  EXPECT_NEAR(static_cast<double>(all[5'000]), 80, 2);
  // 80 * exp(0.5 * 2.326), the 99th percentile of the normal distribution.
  EXPECT_NEAR(static_cast<double>(all[9'900]), 256, 16);
  EXPECT_GT(all.front(), 5);
}

}  // namespace
}  // namespace holotype::faults
