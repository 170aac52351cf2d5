#include "base/random.h"

#include <gtest/gtest.h>

#include <array>

namespace holotype {
namespace {

// The reference sequence of SplitMix64 for this seed, as other implementations publish it.
TEST(Random, IsSplitMix64) {
  Random random(1234567);
  for (const std::uint64_t expected :
       {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u,
        16408922859458223821u}) {
    EXPECT_EQ(random.next(), expected);
  }
}

// Generated data come from these, so a change here changes what users see.
TEST(Random, NeverChanges) {
  Random numbers(42);
  for (const std::uint64_t expected : {74u, 15u, 27u, 34u, 3u, 86u, 21u, 80u}) {
    EXPECT_EQ(numbers.below(100), expected);
  }
  Random units(42);
  for (const double expected :
       {0.74156487877182331, 0.1599103928769201, 0.27860113025513866, 0.34419071652363753}) {
    EXPECT_EQ(units.unit(), expected);
  }
}

TEST(Random, BelowStaysBelow) {
  Random random(7);
  for (const std::uint64_t bound : {1ull, 2ull, 3ull, 10ull, 1ull << 32, ~0ull}) {
    for (int i = 0; i < 1000; ++i) EXPECT_LT(random.below(bound), bound);
  }
}

TEST(Random, BelowReachesEveryNumberAboutEquallyOften) {
  constexpr int kDraws = 10'000;
  std::array<int, 10> counts{};
  Random random(7);
  for (int i = 0; i < kDraws; ++i) ++counts[random.below(counts.size())];
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 10, kDraws / 50);
}

TEST(Random, UnitIsInTheHalfOpenInterval) {
  Random random(7);
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double unit = random.unit();
    EXPECT_GE(unit, 0.0);
    EXPECT_LT(unit, 1.0);
    sum += unit;
  }
  EXPECT_NEAR(sum / 10'000, 0.5, 0.01);
}

TEST(Random, IsUsableInConstantExpressions) {
  constexpr std::uint64_t kFirst = Random(1234567).next();
  static_assert(kFirst == 6457827717110365317u);
}

}  // namespace
}  // namespace holotype
