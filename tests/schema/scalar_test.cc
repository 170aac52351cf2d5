#include "schema/scalar.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::schema {
namespace {

TEST(Scalar, CountsCodePoints) {
  constexpr struct {
    const char* text;
    std::uint64_t length;
  } kRows[] = {{"", 0},
               {"a", 1},
               {"\xC3\xA9", 1},
               {"\xF0\x9F\x98\x80\xF0\x9F\x98\x80", 2},
               {"a\xE2\x82\xAC"
                "b",
                3}};
  for (const auto& row : kRows) {
    EXPECT_TRUE(has_min_length(row.text, row.length)) << row.text;
    EXPECT_FALSE(has_min_length(row.text, row.length + 1)) << row.text;
    EXPECT_TRUE(has_max_length(row.text, row.length)) << row.text;
    if (row.length > 0) EXPECT_FALSE(has_max_length(row.text, row.length - 1)) << row.text;
  }
}

TEST(Scalar, KnowsTheRangesOfNumberFormats) {
  constexpr struct {
    NumberFormat format;
    const char* number;
    bool fits;
  } kRows[] = {
      {NumberFormat::Int32, "2147483647", true},
      {NumberFormat::Int32, "2147483648", false},
      {NumberFormat::Int32, "-2147483648", true},
      {NumberFormat::Int32, "1.5", false},
      {NumberFormat::Int64, "9223372036854775807", true},
      {NumberFormat::Int64, "9223372036854775808", false},
      {NumberFormat::Float, "3.4e38", true},
      {NumberFormat::Float, "3.5e38", false},
      {NumberFormat::Double, "1e308", true},
      {NumberFormat::Double, "1e309", false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(fits(row.format, json::read(row.number)->root()), row.fits) << row.number;
  }
}

TEST(Scalar, FindsTheFirstRepetition) {
  const auto repetition_in = [](const std::string& text) {
    const auto array = json::read(text);
    const auto found = find_repetition(array->root().elements());
    return found ? std::to_string(found->earlier) + "," + std::to_string(found->later) : "none";
  };
  EXPECT_EQ(repetition_in("[]"), "none");
  EXPECT_EQ(repetition_in("[1, true, \"1\", [1], {\"a\": 1}]"), "none");
  EXPECT_EQ(repetition_in("[{\"a\": 1, \"b\": 2}, 0, {\"b\": 2, \"a\": 1.0}]"), "0,2");
  std::string many = "[0";
  for (int i = 1; i < 100; ++i) many += ", " + std::to_string(i);
  EXPECT_EQ(repetition_in(many + "]"), "none");
  EXPECT_EQ(repetition_in(many + ", 42.0]"), "42,100");
}

}  // namespace
}  // namespace holotype::schema
