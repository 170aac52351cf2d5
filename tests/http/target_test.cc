#include "http/target.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

struct Row {
  std::string_view raw;
  Target target;
};

const Row kRows[] = {
    // RFC 9112 section 3.2.
    {"/where?q=now", {"", "/where", "q=now"}},
    {"http://www.example.org/pub/WWW/TheProject.html",
     {"www.example.org", "/pub/WWW/TheProject.html", std::nullopt}},
    {"*", {"", "*", std::nullopt}},
    // Origin-form, nothing decoded or normalised.
    {"/", {"", "/", std::nullopt}},
    {"/?", {"", "/", ""}},
    {"/a?b?c", {"", "/a", "b?c"}},
    {"/a/../b/./c", {"", "/a/../b/./c", std::nullopt}},
    {"//a//b/", {"", "//a//b/", std::nullopt}},
    {"/a%2Fb%20c", {"", "/a%2Fb%20c", std::nullopt}},
    {"/a%zz", {"", "/a%zz", std::nullopt}},
    {"/caf\xc3\xa9", {"", "/caf\xc3\xa9", std::nullopt}},
    {"/a:b@c", {"", "/a:b@c", std::nullopt}},
    {"/http://x", {"", "/http://x", std::nullopt}},
    {"/a?u=http://x/y?z", {"", "/a", "u=http://x/y?z"}},
    // Absolute-form.
    {"http://h:80", {"h:80", "/", std::nullopt}},
    {"http://h?x=1", {"h", "/", "x=1"}},
    {"HTTPS://u@[::1]:8080/a?b", {"u@[::1]:8080", "/a", "b"}},
};

// Views again: no temporary strings.
static_assert(std::is_constructible_v<RawPairs, std::string&>);
static_assert(!std::is_constructible_v<RawPairs, std::string>);

TEST(Target, Splits) {
  for (const Row& row : kRows) {
    const Parsed<Target> target = parse_target(row.raw);
    ASSERT_TRUE(target) << row.raw;
    EXPECT_EQ(target->authority, row.target.authority) << row.raw;
    EXPECT_EQ(target->path, row.target.path) << row.raw;
    EXPECT_EQ(target->query, row.target.query) << row.raw;
  }
}

const std::pair<std::string_view, std::size_t> kFaults[] = {
    {"", 0},        {"a", 0},         {"?a=1", 0},
    {"h:80", 0},    {"**", 0},        {"http:/a", 0},
    {"http://", 7}, {"http:///a", 7}, {"1http://h/", 0},
    {"/a b", 2},    {"/a#b", 2},      {"/a\r\nX: y", 2},
    {"/a\x7f", 2},  {"/a\tb", 2},     {std::string_view("/a\0", 3), 2},
};

TEST(Target, SaysWhereItBreaks) {
  for (const auto& [raw, offset] : kFaults) {
    const Parsed<Target> target = parse_target(raw);
    ASSERT_FALSE(target) << raw;
    EXPECT_EQ(target.error().offset, offset) << raw;
    EXPECT_TRUE(target.error().reason.ends_with('.'));
  }
}

TEST(Target, SplitsPathsIntoRawSegments) {
  const std::pair<std::string_view, std::vector<std::string_view>> rows[] = {
      {"", {}},
      {"*", {}},
      {"/", {""}},
      {"/a", {"a"}},
      {"/a/", {"a", ""}},
      {"/a//b%2Fc", {"a", "", "b%2Fc"}},
      {"//", {"", ""}},
      {"/../a", {"..", "a"}},
      {"a/b", {"a", "b"}},
  };
  for (const auto& [path, segments] : rows) EXPECT_EQ(path_segments(path), segments) << path;
}

TEST(RawPairs, SplitsQueries) {
  const std::pair<std::string_view, std::vector<RawPair>> rows[] = {
      {"", {}},
      {"&&", {}},
      {"a=1&b&c=", {{"a", "1", 0}, {"b", std::nullopt, 4}, {"c", "", 6}}},
      {"a=1&&b=2&", {{"a", "1", 0}, {"b", "2", 5}}},
      {"&a", {{"a", std::nullopt, 1}}},
      {"a=b=c", {{"a", "b=c", 0}}},
      {"=v", {{"", "v", 0}}},
      {"=", {{"", "", 0}}},
      {"a=1&a=2", {{"a", "1", 0}, {"a", "2", 4}}},
      {"a%5B%5D=1+2;3", {{"a%5B%5D", "1+2;3", 0}}},  // nothing is decoded, ";" separates nothing
      {"f[a]=1", {{"f[a]", "1", 0}}},
  };
  for (const auto& [query, expected] : rows) {
    const RawPairs range(query);
    EXPECT_EQ(std::vector<RawPair>(range.begin(), range.end()), expected) << query;
  }
}

}  // namespace
}  // namespace holotype::http
