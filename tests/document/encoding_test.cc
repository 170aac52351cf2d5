#include "document/encoding.h"

#include <gtest/gtest.h>

#include "diagnostic/rules_document.h"

namespace holotype::document {
namespace {

std::string bytes(std::initializer_list<unsigned> values) {
  std::string text;
  for (const unsigned value : values) text += static_cast<char>(value);
  return text;
}

TEST(EncodingTest, ReadsWhatYamlAllows) {
  struct Row {
    const char* name;
    std::string in;
    std::string out;
  };
  const Row rows[] = {
      {"empty", "", ""},
      {"UTF-8", "a: \xC3\xA4", "a: \xC3\xA4"},
      {"UTF-8 with a mark",
       "\xEF\xBB\xBF"
       "a: 1",
       "a: 1"},
      {"UTF-16BE with a mark", bytes({0xFE, 0xFF, 0, 'a', 0, ':'}), "a:"},
      {"UTF-16LE with a mark", bytes({0xFF, 0xFE, 'a', 0, ':', 0}), "a:"},
      {"UTF-16BE without", bytes({0, 'a', 0, ':'}), "a:"},
      {"UTF-16LE without", bytes({'a', 0, 0xE4, 0}), "a\xC3\xA4"},
      {"UTF-16LE, a pair", bytes({0xFF, 0xFE, 0x3D, 0xD8, 0x00, 0xDE}), "\xF0\x9F\x98\x80"},
      {"UTF-32BE with a mark", bytes({0, 0, 0xFE, 0xFF, 0, 1, 0xF6, 0}), "\xF0\x9F\x98\x80"},
      {"UTF-32LE with a mark", bytes({0xFF, 0xFE, 0, 0, 'a', 0, 0, 0}), "a"},
      {"UTF-32BE without", bytes({0, 0, 0, 'a'}), "a"},
      {"UTF-32LE without", bytes({'a', 0, 0, 0}), "a"},
  };
  for (const Row& row : rows) {
    const auto text = to_utf8(row.in);
    ASSERT_TRUE(text) << row.name << ": " << text.error().found;
    EXPECT_EQ(*text, row.out) << row.name;
  }
}

TEST(EncodingTest, RefusesWhatIsNone) {
  struct Row {
    const char* name;
    std::string in;
    std::uint32_t offset;
    const char* found;
  };
  const Row rows[] = {
      {"Latin-1", "title: Aufz\xE4hlung", 11, "the byte 0xE4"},
      {"an overlong form", "a\xC0\x80", 1, "the byte 0xC0"},
      {"a surrogate in UTF-8", "\xED\xA0\x80", 0, "the byte 0xED"},
      {"half a unit", bytes({0xFE, 0xFF, 0, 'a', 0}), 0, "an invalid code unit at byte 4"},
      {"a lone high surrogate", bytes({0xFE, 0xFF, 0xD8, 0x3D, 0, 'a'}), 0, "at byte 2"},
      {"a lone low surrogate", bytes({0xFE, 0xFF, 0xDE, 0x00}), 0, "at byte 2"},
      {"beyond U+10FFFF", bytes({0, 0, 0xFE, 0xFF, 0, 0x11, 0, 0}), 0, "at byte 4"},
  };
  for (const Row& row : rows) {
    const auto text = to_utf8(row.in);
    ASSERT_FALSE(text) << row.name;
    EXPECT_EQ(text.error().rule, &diagnostic::rules::kDocumentEncoding) << row.name;
    EXPECT_EQ(text.error().offset, row.offset) << row.name;
    EXPECT_NE(text.error().found.find(row.found), std::string::npos) << text.error().found;
  }
}

}  // namespace
}  // namespace holotype::document
