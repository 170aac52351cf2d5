#include "http/form.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace holotype::http {
namespace {

struct Row {
  std::string_view text;
  std::vector<FormField> fields;
};

const Row kRows[] = {
    {"", {}},
    {"&&", {}},
    {"a=1&b+c=%26", {{"a", "1", "1", 0}, {"b c", "&", "%26", 4}}},
    {"a", {{"a", "", "", 0}}},
    {"a=", {{"a", "", "", 0}}},
    {"=b", {{"", "b", "b", 0}}},
    {"a=b=c", {{"a", "b=c", "b=c", 0}}},
    {"a=1&a=2", {{"a", "1", "1", 0}, {"a", "2", "2", 4}}},
    {"a=%2B+%20", {{"a", "+  ", "%2B+%20", 0}}},
    {"a=x%2Cy,z",
     {{"a", "x,y,z", "x%2Cy,z", 0}}},  // the raw value keeps delimiters apart from data
    {"a=%E2%82%AC", {{"a", "\xe2\x82\xac", "%E2%82%AC", 0}}},
    {"a=\xe2\x82\xac", {{"a", "\xe2\x82\xac", "\xe2\x82\xac", 0}}},
    {"a=%ff", {{"a", "\xff", "%ff", 0}}},
    {"a=1\r\n", {{"a", "1\r\n", "1\r\n", 0}}},
};

// Fields are views, so a text that dies at the end of the statement must not compile.
template <typename Text>
concept Decodable = requires(Text&& text) {
  decode_form(std::forward<Text>(text));
};
static_assert(Decodable<const std::string&> && Decodable<std::string&> && Decodable<const char*>);
static_assert(Decodable<std::string_view> && !Decodable<std::string>);

TEST(Form, Decodes) {
  for (const Row& row : kRows) {
    const Parsed<std::vector<FormField>> fields = decode_form(row.text);
    ASSERT_TRUE(fields) << row.text;
    EXPECT_EQ(*fields, row.fields) << row.text;
  }
}

TEST(Form, SaysWhereAPercentSignStandsAlone) {
  const std::pair<std::string_view, std::size_t> rows[] = {
      {"%", 0},          {"a=%", 2},    {"a=%4", 2},   {"a=%41%4", 5},
      {"a=1&b=100%", 9}, {"a%zz=1", 1}, {"a=%%41", 2}, {"x&=%4&a=1", 3},
  };
  for (const auto& [text, offset] : rows) {
    const Parsed<std::vector<FormField>> fields = decode_form(text);
    ASSERT_FALSE(fields) << text;
    EXPECT_EQ(fields.error().offset, offset) << text;
  }
}

TEST(Form, Encodes) {
  const NameValue fields[] = {
      {"a", "1"}, {"b c", "&"}, {"", ""}, {"d+", " = "}, {"\xc3\xa9", "~*%"}};
  EXPECT_EQ(encode_form(fields), "a=1&b+c=%26&=&d%2B=+%3D+&%C3%A9=~%2A%25");
  EXPECT_EQ(encode_form({}), "");
}

TEST(Form, DecodeUndoesEncode) {
  Random random(3);
  for (int i = 0; i < 500; ++i) {
    std::string name = "n";  // an empty pair has no text of its own
    std::string value;
    for (std::uint64_t size = random.below(20); size > 0; --size) {
      name += static_cast<char>(random.below(256));
      value += static_cast<char>(random.below(256));
    }
    const NameValue pair{name, value};
    const std::string text = encode_form({&pair, 1});
    const Parsed<std::vector<FormField>> fields = decode_form(text);
    ASSERT_TRUE(fields);
    ASSERT_EQ(fields->size(), 1u);
    EXPECT_EQ(fields->front().name, name);
    EXPECT_EQ(fields->front().value, value);
  }
}

}  // namespace
}  // namespace holotype::http
