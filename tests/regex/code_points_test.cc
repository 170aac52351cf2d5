#include "regex/code_points.h"

#include <gtest/gtest.h>

namespace holotype::regex {
namespace {

TEST(CodePointsTest, MergesWhatOverlapsOrTouches) {
  const struct {
    CodePoints set;
    std::vector<CodePointRange> ranges;
  } kRows[] = {
      {{}, {}},
      {{{'a', 'c'}, {'x', 'z'}}, {{'a', 'c'}, {'x', 'z'}}},
      {{{'x', 'z'}, {'a', 'c'}}, {{'a', 'c'}, {'x', 'z'}}},
      {{{'a', 'c'}, {'d', 'f'}}, {{'a', 'f'}}},
      {{{'d', 'f'}, {'a', 'c'}}, {{'a', 'f'}}},
      {{{'a', 'c'}, {'e', 'f'}, {'d', 'd'}}, {{'a', 'f'}}},
      {{{'a', 'b'}, {'d', 'e'}, {'g', 'h'}, {'b', 'g'}}, {{'a', 'h'}}},
      {{{'a', 'z'}, {'c', 'd'}}, {{'a', 'z'}}},
      {{{0, 0}, {kLastCodePoint, kLastCodePoint}}, {{0, 0}, {kLastCodePoint, kLastCodePoint}}},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(std::vector(row.set.ranges().begin(), row.set.ranges().end()), row.ranges);
  }
}

TEST(CodePointsTest, ComplementTwiceIsTheSame) {
  for (const CodePoints& set :
       {CodePoints{}, CodePoints::all(), CodePoints{{0, 5}},
        CodePoints{{'a', 'z'}, {0x1F600, 0x1F64F}}, CodePoints{{kLastCodePoint, kLastCodePoint}}}) {
    EXPECT_EQ(set.complement().complement(), set);
    EXPECT_EQ(set.size() + set.complement().size(), kLastCodePoint + 1u);
    EXPECT_FALSE(set.intersects(set.complement()));
  }
}

TEST(CodePointsTest, AnswersMembership) {
  const CodePoints set{{'a', 'c'}, {'x', 'x'}};
  for (const char32_t in : {U'a', U'b', U'c', U'x'}) EXPECT_TRUE(set.contains(in));
  for (const char32_t out : {U'\0', U'`', U'd', U'w', U'y', U'\x10FFFF'})
    EXPECT_FALSE(set.contains(out));
  EXPECT_EQ(CodePoints({{'x', 'x'}}).single(), U'x');
  EXPECT_EQ(set.single(), std::nullopt);
  EXPECT_TRUE(set.intersects({{'c', 'd'}}));
  EXPECT_FALSE(set.intersects({{'d', 'w'}}));
}

}  // namespace
}  // namespace holotype::regex
