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
    const json::LineColumn place = LineIndex(row.text).locate(row.offset);
    EXPECT_EQ(place.line, row.line) << row.text << " at " << row.offset;
    EXPECT_EQ(place.column, row.column) << row.text << " at " << row.offset;
  }
}

// The text need not outlive the index, which is smaller than it.
TEST(LineIndexTest, IsSmall) {
  std::string lines, prose;
  while (lines.size() < 100'000) lines += "  \"name\": \"a value of some length\",\n";
  while (prose.size() < 100'000) prose += "\xE3\x81\x82\xE3\x81\x84";
  EXPECT_LT(LineIndex(lines).memory_bytes(), lines.size() / 6);
  EXPECT_LT(LineIndex(prose).memory_bytes(), prose.size() / 3);
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
    const json::LineColumn place = lines.locate(offset);
    const json::LineColumn expected = json::line_column(text, offset);
    ASSERT_EQ(place.line, expected.line) << offset;
    ASSERT_EQ(place.column, expected.column) << offset;
  }
}

}  // namespace
}  // namespace holotype::document
