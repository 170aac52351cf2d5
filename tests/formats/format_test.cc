#include "formats/format.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace holotype::formats {
namespace {

TEST(FormatTest, KnowsTheNamesOfEachEdition) {
  const struct {
    Edition edition;
    std::set<std::string_view> names;
  } kRows[] = {
      // Draft 4, section 7.3.
      {Edition::Draft4, {"date-time", "email", "hostname", "ipv4", "ipv6", "uri"}},
      // Draft 6, section 8.3, adds three.
      {Edition::Draft6,
       {"date-time", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uri-template",
        "json-pointer"}},
      // Draft 7, section 7.3, adds eight.
      {Edition::Draft7,
       {"date-time", "date", "time", "email", "idn-email", "hostname", "idn-hostname", "ipv4",
        "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uri-template", "json-pointer",
        "relative-json-pointer", "regex"}},
      // 2019-09 and 2020-12, section 7.3, add two.
      {Edition::Draft2020,
       {"date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
        "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template",
        "json-pointer", "relative-json-pointer", "regex"}},
  };
  for (const auto& row : kRows) {
    std::set<std::string_view> known;
    for (const Format* format : all()) {
      if (format->since <= row.edition && row.edition <= format->until) known.insert(format->name);
    }
    EXPECT_EQ(known, row.names);
  }
}

TEST(FormatTest, OneNameMeansOneThingInOneEdition) {
  for (const Format* format : all()) {
    EXPECT_LE(format->since, format->until) << format->name;
    for (const Edition edition : {format->since, format->until}) {
      EXPECT_EQ(find(format->name, edition), format) << format->name;
    }
  }
}

TEST(FormatTest, UnknownNamesAreNoFormat) {
  for (const char* name : {"", "unknown", "Date-Time", "date_time", "int32", "float"}) {
    EXPECT_EQ(find(name), nullptr) << name;
  }
}

TEST(FormatTest, EachExampleHasItsFormat) {
  for (const Format* format : all()) {
    EXPECT_TRUE(format->predicate(format->example)) << format->name;
    EXPECT_FALSE(format->section.empty()) << format->name;
  }
}

TEST(FormatTest, PredicatesAreTotal) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (const Format* format : all()) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      for (const std::string& text :
           {bytes.substr(i), bytes.substr(i, 1), std::string(format->example) + bytes[i],
            std::string(format->example).insert(format->example.size() / 2, 1, bytes[i])}) {
        format->predicate(text);
      }
    }
    // An empty view may have no bytes at all.
    EXPECT_EQ(format->predicate(std::string_view()), format->predicate("")) << format->name;
  }
}

}  // namespace
}  // namespace holotype::formats
