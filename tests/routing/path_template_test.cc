#include "routing/path_template.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace holotype::routing {
namespace {

// "v1 | {name}.json ? beta=true"
std::string dump(const PathTemplate& path) {
  std::string text;
  for (const SegmentTemplate& segment : path.segments) {
    if (&segment != &path.segments.front()) text += " | ";
    for (std::size_t i = 0; i < segment.literals.size(); ++i) {
      if (i > 0) text += fmt::format("{{{}}}", segment.names[i - 1]);
      text += segment.literals[i];
    }
  }
  if (!path.query.empty()) text += fmt::format(" ? {}", path.query);
  return text;
}

TEST(PathTemplateTest, SplitsTemplates) {
  struct Row {
    const char* path;
    const char* dump;
  };
  const Row rows[] = {
      {"/", ""},
      {"/a", "a"},
      {"a", "a"},
      {"/a/", "a | "},
      {"/a//b", "a |  | b"},
      {"/{x}", "{x}"},
      {"/v1/{name}.json?beta=true", "v1 | {name}.json ? beta=true"},
      {"/{a}-{b}/c#part", "{a}-{b} | c"},
      {"/p{a}{b}s", "p{a}{b}s"},
      {"/%7Eme", "~me"},
      {"/100%", "100%"},
      {"/{}", "{}"},
      {"/{open", "{open"},
      {"/close}", "close}"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(dump(parse_path_template(row.path)), row.dump) << row.path;
  }
}

TEST(PathTemplateTest, OrdersSegmentsByLiteralText) {
  const char* ordered[] = {"/abc{x}def", "/{x}.json", "/{x}-{y}", "/{x}", "/{x}{y}"};
  for (std::size_t i = 0; i + 1 < std::size(ordered); ++i) {
    const PathTemplate first = parse_path_template(ordered[i]);
    const PathTemplate second = parse_path_template(ordered[i + 1]);
    EXPECT_TRUE(first.segments[0].is_more_concrete(second.segments[0])) << ordered[i];
    EXPECT_FALSE(second.segments[0].is_more_concrete(first.segments[0])) << ordered[i];
  }
}

TEST(PathTemplateTest, LeavesValuesAloneWhereNothingFits) {
  const PathTemplate path = parse_path_template("/{a}.{b}.{c}x");
  std::vector<http::RawPair> values;
  EXPECT_FALSE(path.segments[0].match("1.2.3", 0, values));
  EXPECT_TRUE(values.empty());
  EXPECT_TRUE(path.segments[0].match("1.2.3x", 4, values));
  ASSERT_EQ(values.size(), 3u);
  EXPECT_EQ(values[2].value, "3");
  EXPECT_EQ(values[2].offset, 8u);
}

}  // namespace
}  // namespace holotype::routing
