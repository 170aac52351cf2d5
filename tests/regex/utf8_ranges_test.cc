#include "regex/utf8_ranges.h"

#include <gtest/gtest.h>

#include <string>

#include "base/utf8.h"

namespace holotype::regex {
namespace {

// How many of the sequences hold `text`.
int count_matches(const std::vector<ByteSequence>& sequences, std::string_view text) {
  int count = 0;
  for (const ByteSequence& sequence : sequences) {
    bool holds = sequence.size == text.size();
    for (std::size_t i = 0; holds && i < text.size(); ++i) {
      const auto byte = static_cast<std::uint8_t>(text[i]);
      holds = sequence.bytes[i].first <= byte && byte <= sequence.bytes[i].last;
    }
    count += holds ? 1 : 0;
  }
  return count;
}

TEST(Utf8RangesTest, HoldsEachMemberOnceAndNothingElse) {
  const CodePoints kSets[] = {
      {},
      {{'a', 'z'}},
      {{0x80, 0x7FF}},
      {{0x7F, 0x80}},
      {{0x7FF, 0x800}},
      {{0xFFFF, 0x10000}},
      {{0xD700, 0xE010}},
      {{0xD900, 0xDA00}},
      {{0x3A1, 0x1F603}},
      {{0x10FFFF, 0x10FFFF}},
      CodePoints::all(),
      CodePoints({{',', ','}}).complement(),
  };
  for (const CodePoints& set : kSets) {
    const std::vector<ByteSequence> sequences = utf8_ranges(set);
    for (char32_t c = 0; c <= kLastCodePoint; c += c < 0x3000 ? 1 : 13) {
      if (c >= 0xD800 && c <= 0xDFFF) continue;
      std::string text;
      utf8::append(text, c);
      ASSERT_EQ(count_matches(sequences, text), set.contains(c) ? 1 : 0)
          << "U+" << std::hex << static_cast<std::uint32_t>(c);
    }
  }
}

TEST(Utf8RangesTest, IsShortForLargeSets) {
  EXPECT_EQ(utf8_ranges({{'a', 'z'}}).size(), 1u);
  EXPECT_EQ(utf8_ranges({{0x80, 0x7FF}}).size(), 1u);
  EXPECT_EQ(utf8_ranges(CodePoints::all()).size(), 9u);
}

}  // namespace
}  // namespace holotype::regex
