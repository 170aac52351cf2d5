#include "base/utf8.h"

#include <gtest/gtest.h>

namespace holotype::utf8 {
namespace {

struct Row {
  std::string_view bytes;
  char32_t value;
  int size;
};

// The borders of each length, RFC 3629 section 3, and the section 7 examples' first letters.
const Row kValid[] = {
    {std::string_view("\0", 1), 0, 1},
    {"\x7f", 0x7F, 1},
    {"\xc2\x80", 0x80, 2},
    {"\xdf\xbf", 0x7FF, 2},
    {"\xe0\xa0\x80", 0x800, 3},
    {"\xed\x9f\xbf", 0xD7FF, 3},
    {"\xee\x80\x80", 0xE000, 3},
    {"\xef\xbf\xbf", 0xFFFF, 3},
    {"\xf0\x90\x80\x80", 0x10000, 4},
    {"\xf4\x8f\xbf\xbf", 0x10FFFF, 4},
    {"A\xe2\x89\xa2", 'A', 1},
    {"\xed\x95\x9c\xea", 0xD55C, 3},
};

TEST(Utf8, DecodesTheFirstCodePoint) {
  for (const Row& row : kValid) {
    const CodePoint point = decode(row.bytes);
    EXPECT_EQ(point.value, row.value);
    EXPECT_EQ(point.size, row.size);
  }
}

struct Broken {
  std::string_view why;
  std::string_view bytes;
};

const Broken kBroken[] = {
    {"continuation byte alone", "\x80"},
    {"continuation byte alone", "\xbf"},
    {"overlong NUL", "\xc0\x80"},
    {"overlong solidus", "\xc0\xaf"},
    {"overlong U+007F", "\xc1\xbf"},
    {"overlong U+07FF", "\xe0\x9f\xbf"},
    {"overlong U+FFFF", "\xf0\x8f\xbf\xbf"},
    {"first surrogate", "\xed\xa0\x80"},
    {"last surrogate", "\xed\xbf\xbf"},
    {"surrogate pair (CESU-8)", "\xed\xa0\xbd\xed\xb8\x80"},
    {"U+110000", "\xf4\x90\x80\x80"},
    {"lead byte of what would be larger", "\xf5\x80\x80\x80"},
    {"five bytes", "\xf8\x88\x80\x80\x80"},
    {"no lead byte", "\xfe"},
    {"no lead byte", "\xff"},
    {"cut after one of two", "\xc3"},
    {"cut after two of three", "\xe2\x82"},
    {"cut after three of four", "\xf0\x9f\x98"},
    {"second byte is ASCII", "\xc3("},
    {"third byte is ASCII", "\xe2\x82("},
    {"fourth byte is ASCII", "\xf0\x9f\x98("},
};

TEST(Utf8, RefusesWhatIsNotWellFormed) {
  for (const Broken& row : kBroken) {
    const CodePoint point = decode(row.bytes);
    EXPECT_EQ(point.value, kInvalid) << row.why;
    EXPECT_EQ(point.size, 1) << row.why;
    EXPECT_FALSE(is_valid(row.bytes)) << row.why;
    // Behind ASCII of every length up to two words, where the fast path hands over.
    for (std::size_t prefix = 0; prefix <= 16; ++prefix) {
      const std::string text = std::string(prefix, 'x') + std::string(row.bytes);
      EXPECT_EQ(valid_prefix(text), prefix) << row.why;
    }
  }
}

TEST(Utf8, DecodeUndoesAppendForEveryScalarValue) {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) continue;
    std::string text;
    append(text, value);
    const CodePoint point = decode(text);
    ASSERT_EQ(point.value, value);
    ASSERT_EQ(point.size, text.size());
    ASSERT_TRUE(is_valid(text));
    ASSERT_EQ(length(text), 1u);
  }
}

TEST(Utf8, AppendsTheReplacementCharacterForOtherNumbers) {
  for (const char32_t value : {0xD800u, 0xDFFFu, 0x110000u, 0xFFFFFFFFu}) {
    std::string text = "x";
    append(text, value);
    EXPECT_EQ(text, "x\xef\xbf\xbd");
  }
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(length(""), 0u);
  EXPECT_EQ(length("abc"), 3u);
  EXPECT_EQ(length("0123456789abcdef0"), 17u);
  EXPECT_EQ(length("na\xc3\xafve"), 5u);
  EXPECT_EQ(length("0123456\xf0\x9f\x98\x80"), 8u);
  EXPECT_EQ(length("e\xcc\x81"), 2u);  // a combining accent is a code point of its own
  EXPECT_EQ(length("\xff\xfe"
                   "a"),
            3u);  // invalid bytes count one each
  EXPECT_EQ(length("\xed\xa0\x80"), 3u);
  EXPECT_EQ(length(std::string_view("a\0b", 3)), 3u);
}

TEST(Utf8, PrefixNeverCutsASequence) {
  const std::string_view text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";  // 1, 2, 3, 4 and 1 bytes
  const std::size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t max = 0; max < std::size(kept); ++max) {
    EXPECT_EQ(prefix(text, max), text.substr(0, kept[max])) << max;
  }
}

}  // namespace
}  // namespace holotype::utf8
