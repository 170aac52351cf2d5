#include "json/text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace holotype::json {
namespace {

TEST(TextTest, FaultsNameTheirPlace) {
  struct Row {
    std::string text;
    std::size_t offset;
    std::uint32_t line;
    std::uint32_t column;
    const char* message;  // a part of it
  };
  const Row rows[] = {
      {"", 0, 1, 1, "empty"},
      {"  ", 2, 1, 3, "empty"},
      {"{\"title\": \"x\",\n  \"description\" \"y\"}", 31, 2, 17, "colon"},
      {"{\"title\":", 9, 1, 10, "value is expected"},
      {"{bad}", 1, 1, 2, "member name"},
      {"[1,]", 3, 1, 4, "value is expected"},
      {"[1 2]", 3, 1, 4, "comma or a closing bracket"},
      {"{\"a\":1 \"b\":2}", 7, 1, 8, "comma or a closing brace"},
      {"1 2", 2, 1, 3, "exactly one value"},
      {"\"\\x\"", 1, 1, 2, "escape"},
      {"\"abc", 4, 1, 5, "closing double quote"},
      {R"(["\ud800"])", 2, 1, 3, "half of a surrogate pair"},
      {R"({"a\ud83d\ude00": "\"\udc00"})", 21, 1, 22, "half of a surrogate pair"},
      {R"(["\n\udfff\ud800\udc00"])", 4, 1, 5, "half of a surrogate pair"},
      {R"({"\\\uDFFF": 1})", 4, 1, 5, "half of a surrogate pair"},
      {"\"a\tb\"", 2, 1, 3, "control character"},
      {"[1.]", 3, 1, 4, "decimal point"},
      {"[1e]", 3, 1, 4, "exponent"},
      {"\xEF\xBB\xBF{}", 0, 1, 1, "byte order mark"},
      {"\"\xFF\"", 1, 1, 2, "UTF-8"},
      {"[\n\"\xC3\xA4\", x]", 8, 2, 6, "value is expected"},  // the column counts code points
      {std::string("{}\0{}", 5), 2, 1, 3, "NUL"},
      {std::string("[\"a\0b\"]", 7), 3, 1, 4, "control character"},
      {std::string("\0", 1), 0, 1, 1, "JSON value is expected"},
      {std::string("[\0]", 3), 1, 1, 2, ""},
      {"[1e400, 2e]", 10, 1, 11, "exponent"},
  };
  for (const Row& row : rows) {
    Arena arena;
    const auto value = read(arena, row.text);
    ASSERT_FALSE(value) << row.text;
    const SyntaxError& error = value.error();
    EXPECT_EQ(error.offset, row.offset) << row.text << " " << error.message;
    EXPECT_EQ(error.line, row.line) << row.text;
    EXPECT_EQ(error.column, row.column) << row.text;
    EXPECT_NE(error.message.find(row.message), std::string::npos)
        << row.text << ": " << error.message;
  }
}

TEST(TextTest, DepthIsBounded) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  Arena arena;
  EXPECT_TRUE(read(arena, nested(1000)));
  const auto deep = read(arena, nested(1001));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().offset, 1000u);
  EXPECT_TRUE(read(arena, nested(100000), {.max_depth = 100000}));
  EXPECT_FALSE(read(arena, std::string(1000000, '['), {.max_depth = 2000000}));
}

// RapidJSON refuses numbers beyond double; here they survive, strings that look like them
// untouched.
TEST(TextTest, NumbersOfAnySizeAreKept) {
  const std::string long_integer(400, '9');
  const std::string text =
      R"({"a":[1e400,-1E-400,)" + long_integer + R"(,2.5],"1e999":"-1e999","b\\":1e999})";
  const auto tree = read(text);
  ASSERT_TRUE(tree) << tree.error().message;
  EXPECT_EQ(write(tree->root()), text);
}

TEST(TextTest, ReportsDuplicateNames) {
  Arena arena;
  std::vector<std::uint32_t> duplicates;
  const std::string text = R"({"a":1,"b":{"c":1,"c":2},"a":3})";
  ASSERT_TRUE(read(arena, text, {}, &duplicates));
  EXPECT_EQ(duplicates, (std::vector<std::uint32_t>{18, 25}));
}

TEST(TextTest, WritesWhatItRead) {
  for (const std::string text :
       {R"(null)", R"([])", R"({})", R"({"a":[1,-2,3.5,1e+30,true,null,"x\"\\\u0001\n/"]})",
        R"({"":{"":[[[]]]}})", R"("äöü 😀")"}) {
    const auto tree = read(text);
    ASSERT_TRUE(tree) << text;
    EXPECT_EQ(write(tree->root()), text);
    const auto again = read(write(tree->root(), Style::Pretty));
    ASSERT_TRUE(again) << text;
    EXPECT_TRUE(equal(tree->root(), again->root())) << text;
  }
  const auto tree = read(R"({"a":[1,{}],"b":{"c":[]}})");
  EXPECT_EQ(write(tree->root(), Style::Pretty),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {\n    \"c\": []\n  }\n}");
}

// Plain runs, escapes, and characters next to the surrogates.
TEST(TextTest, WritesStrings) {
  const std::string rows[][2] = {
      {R"("")", R"("")"},
      {R"("plain \u00e9 \ud83d\ude00 text")", "\"plain \u00e9 \U0001F600 text\""},
      {R"("\"\\\/\b\f\n\r\t\u0000\u001f\u007f")", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001F\x7f\""},
      {R"("a\ud7ffb\ue000")", "\"a\uD7FFb\uE000\""},
  };
  for (const auto& row : rows) {
    const auto tree = read(row[0]);
    ASSERT_TRUE(tree) << row[0];
    const std::string written = write(tree->root());
    EXPECT_EQ(written, row[1]);
    const auto again = read(written);
    ASSERT_TRUE(again) << written;
    EXPECT_TRUE(equal(again->root(), tree->root())) << written;
  }
}

TEST(TextTest, ShortensForMessages) {
  Arena arena;
  EXPECT_EQ(shorten(*read(arena, R"({"a":1})")), R"({"a":1})");
  const Value text = Value::string(arena, std::string(100, 'x'));
  EXPECT_EQ(shorten(text, 20).size(), 20u);
  const Value umlauts = Value::string(arena, "ääääääääää");
  EXPECT_EQ(shorten(umlauts, 10), "\"äää...");
}

// RFC 8259 by the official parsing suite: y_ accepted, n_ refused, i_ either, never a crash.
TEST(TextTest, JsonTestSuite) {
  const std::filesystem::path folder =
      std::filesystem::path(HOLOTYPE_DATA) / "suites/json-test-suite/test_parsing";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << "no suite at " << folder;
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    const bool accepted = read(text.str()).has_value();
    const char kind = entry.path().filename().string().front();
    if (kind == 'y') EXPECT_TRUE(accepted) << entry.path();
    if (kind == 'n') EXPECT_FALSE(accepted) << entry.path();
    ++cases;
  }
  EXPECT_GT(cases, 300);
}

}  // namespace
}  // namespace holotype::json
