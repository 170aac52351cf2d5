#include "document/line_index.h"

#include <gtest/gtest.h>

#include <string>

namespace holotype::document {
namespace {

TEST(LineIndexTest, CountsLinesAndCodePoints) {
  struct Row {
    std::string text;
    std::size_t offset;
    std::uint32_t line;
    std::uint32_t column;
  };
  const Row rows[] = {
      {"", 0, 1, 1},
      {"", 9, 1, 1},
      {"ab\ncd", 0, 1, 1},
      {"ab\ncd", 2, 1, 3},
      {"ab\ncd", 3, 2, 1},
      {"ab\ncd", 99, 2, 3},
      {"a\r\nb", 3, 2, 1},
      {"a\r\nb", 2, 1, 3},
      {"a\rb", 2, 2, 1},
      {"a\n\nb", 3, 3, 1},
      {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80x", 9, 1, 4},
  };
  for (const Row& row : rows) {
    const json::LineColumn place = LineIndex(row.text).locate(row.text, row.offset);
    EXPECT_EQ(place.line, row.line) << row.text << " at " << row.offset;
    EXPECT_EQ(place.column, row.column) << row.text << " at " << row.offset;
  }
}

TEST(LineIndexTest, AgreesWithCountingFromTheStartInLongTexts) {
  std::string text;
  for (int i = 0; text.size() < 10'000; ++i) {
    text += std::string(static_cast<std::size_t>(i * 7 % 300), 'x') + "\xC3\xA4" +
            (i % 5 == 0 ? "" : "\n");
  }
  const LineIndex lines(text);
  for (std::size_t offset = 0; offset <= text.size(); ++offset) {
    if (offset < text.size() && (text[offset] & 0xC0) == 0x80) continue;  // inside a character
    const json::LineColumn place = lines.locate(text, offset);
    const json::LineColumn expected = json::line_column(text, offset);
    ASSERT_EQ(place.line, expected.line) << offset;
    ASSERT_EQ(place.column, expected.column) << offset;
  }
}

}  // namespace
}  // namespace holotype::document
