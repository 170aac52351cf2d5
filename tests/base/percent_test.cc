#include "base/percent.h"

#include <gtest/gtest.h>

namespace holotype::percent {
namespace {

struct Decoded {
  std::string_view text;
  std::optional<std::string_view> literal;  // with Plus::Literal
  std::optional<std::string_view> space;    // with Plus::Space
};

const Decoded kDecoded[] = {
    {"", "", ""},
    {"abc", "abc", "abc"},
    {"a%20b", "a b", "a b"},
    {"a+b", "a+b", "a b"},
    {"a%2Bb", "a+b", "a+b"},
    {"%2f%2F", "//", "//"},
    {"%25", "%", "%"},
    {"%2525", "%25", "%25"},  // once, never twice
    {"%E2%82%AC", "\xe2\x82\xac", "\xe2\x82\xac"},
    {"%00", std::string_view("\0", 1), std::string_view("\0", 1)},
    {"%ff", "\xff", "\xff"},
    {"\xc3\xa9", "\xc3\xa9", "\xc3\xa9"},
    {"%", std::nullopt, std::nullopt},
    {"%4", std::nullopt, std::nullopt},
    {"100%", std::nullopt, std::nullopt},
    {"%zz", std::nullopt, std::nullopt},
    {"%4g", std::nullopt, std::nullopt},
    {"%%41", std::nullopt, std::nullopt},
    {"% 41", std::nullopt, std::nullopt},
    {"%+1", std::nullopt, std::nullopt},
    {"%\xc3\xa9", std::nullopt, std::nullopt},
};

TEST(Percent, Decodes) {
  for (const Decoded& row : kDecoded) {
    EXPECT_EQ(decode(row.text), row.literal) << row.text;
    EXPECT_EQ(decode(row.text, Plus::Space), row.space) << row.text;
  }
}

struct Encoded {
  std::string_view bytes;
  std::string_view unreserved;  // with Keep::Unreserved
  std::string_view reserved;    // with Keep::UnreservedAndReserved
};

// The last rows are RFC 6570 section 3.2.3, reserved expansion.
const Encoded kEncoded[] = {
    {"", "", ""},
    {"AZaz09-._~", "AZaz09-._~", "AZaz09-._~"},
    {"a b", "a%20b", "a%20b"},
    {":/?#[]@!$&'()*+,;=", "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D",
     ":/?#[]@!$&'()*+,;="},
    {"\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D", "%22%3C%3E%5C%5E%60%7B%7C%7D"},
    {std::string_view("\0\x7f\xff", 3), "%00%7F%FF", "%00%7F%FF"},
    {"\xc3\xa9", "%C3%A9", "%C3%A9"},
    {"50%", "50%25", "50%25"},
    {"%2f", "%252f", "%2f"},
    {"%2", "%252", "%252"},
    {"%zz", "%25zz", "%25zz"},
    {"http://example.com/home/", "http%3A%2F%2Fexample.com%2Fhome%2F", "http://example.com/home/"},
};

TEST(Percent, Encodes) {
  for (const Encoded& row : kEncoded) {
    EXPECT_EQ(encode(row.bytes), row.unreserved) << row.bytes;
    EXPECT_EQ(encode(row.bytes, Keep::UnreservedAndReserved), row.reserved) << row.bytes;
  }
}

TEST(Percent, DecodeUndoesEncodeForEveryPairOfBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
      const std::string text = encode(bytes);
      ASSERT_EQ(decode(text), bytes) << text;
      ASSERT_EQ(decode(text, Plus::Space), bytes) << text;  // no "+" is ever written
    }
  }
}

}  // namespace
}  // namespace holotype::percent
