#include "document/yaml_source.h"

#include <gtest/gtest.h>

namespace holotype::document {
namespace {

TEST(YamlSourceTest, FindsTheContentBehindProperties) {
  struct Row {
    const char* text;
    std::size_t offset;
    std::size_t expected;
  };
  const Row rows[] = {
      {"a", 0, 0},
      {"!!str a", 0, 6},
      {"&x !!str a", 0, 9},
      {"!!str &x\n  a", 0, 11},
      {"&x # comment\n  a", 0, 15},
      {"!!str", 0, 5},
  };
  for (const Row& row : rows)
    EXPECT_EQ(content_offset(row.text, row.offset), row.expected) << row.text;
}

TEST(YamlSourceTest, KnowsHowANullWasWritten) {
  EXPECT_EQ(null_text("a: ~\n", 3), "~");
  EXPECT_EQ(null_text("a: &x Null\n", 3), "Null");
  EXPECT_EQ(null_text("a:\nb: 1", 3), "");
  EXPECT_EQ(null_text("a:", 2), "");
  // The next key, where nothing is written.
  EXPECT_EQ(null_text("a:\nnullable: true", 3), "");
  EXPECT_EQ(null_text("a:\n~b: 1", 3), "");
  EXPECT_EQ(null_text("[null, ~]", 1), "null");
  EXPECT_EQ(null_text("{a: ~}", 4), "~");
}

TEST(YamlSourceTest, TellsPlainFromQuotedAndBlock) {
  EXPECT_TRUE(is_plain("!x 12", 0));
  EXPECT_TRUE(is_plain("!x", 0));
  EXPECT_FALSE(is_plain("!x \"12\"", 0));
  EXPECT_FALSE(is_plain("!x &y '12'", 0));
  EXPECT_FALSE(is_plain("!x |\n  12", 0));
}

TEST(YamlSourceTest, FindsTheEndOfQuotes) {
  struct Row {
    const char* text;
    std::optional<std::size_t> expected;
  };
  const Row rows[] = {
      {"\"a\" b", 3}, {"\"a\\\"b\"", 6},     {"\"a\\\\\"", 5},       {"'a''b' c", 6},
      {"'a\\' c", 4}, {"\"a", std::nullopt}, {"'a''", std::nullopt}, {"\"a\\", std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(end_of_quoted(row.text, 0), row.expected) << row.text;
}

TEST(YamlSourceTest, CountsTheLineEndsThatABlockScalarEndsWith) {
  struct Row {
    const char* text;
    std::optional<std::size_t> expected;
  };
  const Row rows[] = {
      {"|\n x\n", 1},
      {"|\n x\n\n\n", 1},
      {"|\n x", 0},
      {">+\n x\n\n\n", 3},
      {">+\n x\n\n  \n", 1},  // more spaces than the indentation are content, with its end
      {"|+\n x\n# comment\n\n", 1},
      {"!!str |+ # why\n\n x\n\nb: 1", 2},
      {"|+\r\n x\r\n\r\n", 2},
      {"|-\n x\n", std::nullopt},
      {"|2\n   x\n", std::nullopt},
      {"|\n", std::nullopt},
      {"|\nx\n", std::nullopt},
      {"|+\n x\ry\n", std::nullopt},
      {"x", std::nullopt},
      {"'|'", std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(final_line_ends(row.text, 0), row.expected) << row.text;
}

TEST(YamlSourceTest, KnowsKeysByTheirMarks) {
  struct Row {
    const char* text;
    std::size_t offset;
    const char* key;
    bool expected;
  };
  const Row rows[] = {
      {"a: 1", 0, "a", true},     {"a : 1", 0, "a", true},   {"a", 0, "a", false},
      {"a\nb: 1", 0, "a", false}, {"? a\n", 2, "a", true},   {"\"a\": 1", 0, "a", true},
      {"\"a\"", 0, "a", false},   {"&x a: 1", 0, "a", true}, {"!!str a: 1", 0, "a", true},
      {"*x : 1", 0, "a", true},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(is_marked_as_key(row.text, row.offset, row.key), row.expected) << row.text;
  }
}

TEST(YamlSourceTest, FindsTabsThatIndent) {
  EXPECT_EQ(indenting_tab("a:\n\tb: 1", 4), 3u);
  EXPECT_EQ(indenting_tab("a:\n  \tb: 1", 3), 5u);
  EXPECT_EQ(indenting_tab("a:\n  b:\t1", 5), std::nullopt);
  EXPECT_EQ(indenting_tab("\ta", 0), 0u);
  EXPECT_EQ(indenting_tab("", 0), std::nullopt);
}

}  // namespace
}  // namespace holotype::document
