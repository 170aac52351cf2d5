#include "http/charset.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace holotype::http {
namespace {

using namespace std::string_view_literals;

std::string decode(std::string_view charset, std::string_view bytes) {
  const auto text = to_utf8(charset, bytes);
  if (text) return *text;
  const bool is_unsupported = text.error().kind == CharsetError::Kind::Unsupported;
  return is_unsupported ? "!unsupported" : fmt::format("!{}", text.error().offset);
}

TEST(CharsetTest, Decodes) {
  const struct {
    std::string_view charset;
    std::string_view bytes;
    std::string_view expected;  // "!offset" where it is malformed
  } rows[] = {
      {"utf-8", "\xC3\xA9", "\xC3\xA9"},
      {"UTF-8", "a\xC3", "!1"},
      {"us-ascii", "abc", "abc"},
      {"us-ascii", "ab\xC3", "!2"},
      {"ISO-8859-1", "\xE9\x80", "\xC3\xA9\xC2\x80"},
      {"windows-1252", "\xE9\x80", "\xC3\xA9\xE2\x82\xAC"},
      {"utf-16", "\xFE\xFF\x00\xE9"sv, "\xC3\xA9"},
      {"utf-16", "\xFF\xFE\xE9\x00"sv, "\xC3\xA9"},
      {"utf-16", "\x00\x61"sv, "a"},
      {"utf-16le", "\x61\x00\x3D\xD8\x00\xDE"sv, "a\xF0\x9F\x98\x80"},
      {"utf-16be", "\x00\x61\xD8\x3D"sv, "!2"},
      {"utf-16be", "\xDE\x00\x00\x61"sv, "!0"},
      {"utf-16be", "\x00\x61\x00"sv, "!2"},
      {"utf-32", "\xFF\xFE\x00\x00\x61\x00\x00\x00"sv, "a"},
      {"utf-32be", "\x00\x11\x00\x00"sv, "!0"},
      {"utf-32be", "\x00\x00\xD8\x00"sv, "!0"},
      {"utf-16", "", ""},
      {"x-unknown", "abc", "!unsupported"},
  };
  for (const auto& row : rows) EXPECT_EQ(decode(row.charset, row.bytes), row.expected);
}

TEST(CharsetTest, KnowsWhatIsUtf8Already) {
  for (const char* name : {"utf-8", "UTF8", "US-ASCII"}) EXPECT_TRUE(is_utf8(name)) << name;
  for (const char* name : {"utf-16", "iso-8859-1", "", "x"}) EXPECT_FALSE(is_utf8(name)) << name;
}

}  // namespace
}  // namespace holotype::http
