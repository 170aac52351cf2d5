#include "http/media_type.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

MediaType range(std::string_view text) {
  const Parsed<MediaType> parsed = parse_media_range(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(MediaType{});
}

struct Parse {
  std::string_view text;
  std::string_view written;  // by to_string()
};

// The first four are the equivalent examples of RFC 9110 section 8.3.1.
const Parse kTypes[] = {
    {"text/html;charset=utf-8", "text/html;charset=utf-8"},
    {"Text/HTML;Charset=\"utf-8\"", "text/html;charset=utf-8"},
    {"text/html; charset=\"utf-8\"", "text/html;charset=utf-8"},
    {"text/html;charset=UTF-8", "text/html;charset=UTF-8"},
    {"application/json", "application/json"},
    {" application/json ", "application/json"},
    {"application/vnd.api+json; profile=\"a b\\\"c\"",
     "application/vnd.api+json;profile=\"a b\\\"c\""},
    {"multipart/form-data; boundary=----x", "multipart/form-data;boundary=----x"},
    {"text/plain;", "text/plain"},
    {"text/plain;;a=1", "text/plain;a=1"},
    {"text/plain; a=1 ; b=2", "text/plain;a=1;b=2"},
    {"text/plain;a=\"\"", "text/plain;a=\"\""},
    {"x!#$%&'+-.^_`|~/y", "x!#$%&'+-.^_`|~/y"},
};

TEST(MediaType, Parses) {
  for (const Parse& row : kTypes) {
    const Parsed<MediaType> type = parse_media_type(row.text);
    ASSERT_TRUE(type) << row.text;
    EXPECT_EQ(type->to_string(), row.written);
    EXPECT_EQ(parse_media_type(type->to_string()), type);
  }
}

struct Fault {
  std::string_view text;
  std::size_t offset;
};

const Fault kFaults[] = {
    {"", 0},
    {"   ", 3},
    {"json", 4},
    {"/json", 0},
    {"application/", 12},
    {"application /json", 11},
    {"application/ json", 12},
    {"application/json text", 17},
    {"application/json, text/plain", 16},
    {"application/json;charset", 24},
    {"application/json;charset =utf-8", 24},
    {"application/json;charset=", 25},
    {"application/json;charset=\"utf-8", 31},
    {"application/json/x", 16},
    {"*/*", 0},
    {"text/*", 0},
    {"application/*+json", 0},
    {"*/json", 0},
    {"te*t/plain", 0},
    {"text/pl*in", 0},
    {"\xc3\xa9/x", 0},
    {std::string_view("text/plain\0", 11), 10},
};

TEST(MediaType, SaysWhereItBreaks) {
  for (const Fault& row : kFaults) {
    const Parsed<MediaType> type = parse_media_type(row.text);
    ASSERT_FALSE(type) << row.text;
    EXPECT_EQ(type.error().offset, row.offset) << row.text;
    EXPECT_TRUE(type.error().reason.ends_with('.')) << type.error().reason;
  }
}

TEST(MediaType, ParsesRanges) {
  for (const std::string_view text : {"*/*", "text/*", "application/*+json", "text/plain"}) {
    EXPECT_EQ(range(text).to_string(), text);
    EXPECT_EQ(range(text).is_range(), text != "text/plain") << text;
  }
  for (const std::string_view text :
       {"*/json", "*", "text/**", "text/a*", "text/*+", "text/*json", "**/*"}) {
    EXPECT_FALSE(parse_media_range(text)) << text;
  }
}

struct Kind {
  std::string_view type;
  std::string_view suffix;
  bool is_json, is_xml, is_form, is_multipart, is_text;
};

const Kind kKinds[] = {
    {"application/json", "", true, false, false, false, true},
    {"APPLICATION/JSON;charset=utf-8", "", true, false, false, false, true},
    {"text/json", "", true, false, false, false, true},
    {"application/problem+json", "json", true, false, false, false, true},
    {"application/a+b+json", "json", true, false, false, false, true},
    {"model/gltf+json", "json", true, false, false, false, true},
    {"application/jsonx", "", false, false, false, false, false},
    {"application/json-seq", "", false, false, false, false, true},
    {"application/x-ndjson", "", false, false, false, false, true},
    {"image/json", "", false, false, false, false, false},
    {"application/xml", "", false, true, false, false, true},
    {"text/xml", "", false, true, false, false, true},
    {"image/svg+xml", "xml", false, true, false, false, true},
    {"application/x-www-form-urlencoded", "", false, false, true, false, true},
    {"multipart/form-data", "", false, false, false, true, false},
    {"multipart/mixed", "", false, false, false, true, false},
    {"text/csv", "", false, false, false, false, true},
    {"application/yaml", "", false, false, false, false, true},
    {"application/openapi+yaml", "yaml", false, false, false, false, true},
    {"application/octet-stream", "", false, false, false, false, false},
    {"image/png", "", false, false, false, false, false},
};

TEST(MediaType, KnowsItsKind) {
  for (const Kind& row : kKinds) {
    const Parsed<MediaType> type = parse_media_type(row.type);
    ASSERT_TRUE(type);
    EXPECT_EQ(type->suffix(), row.suffix) << row.type;
    EXPECT_EQ(is_json(*type), row.is_json) << row.type;
    EXPECT_EQ(is_xml(*type), row.is_xml) << row.type;
    EXPECT_EQ(is_form(*type), row.is_form) << row.type;
    EXPECT_EQ(is_multipart(*type), row.is_multipart) << row.type;
    EXPECT_EQ(is_text(*type), row.is_text) << row.type;
  }
}

TEST(MediaType, LooksUpParameters) {
  const MediaType type = range("text/plain;Charset=UTF-8;a=1;a=2");
  EXPECT_EQ(type.charset(), "utf-8");
  EXPECT_EQ(*type.parameter("a"), "1");
  EXPECT_EQ(type.parameter("b"), nullptr);
  EXPECT_EQ(range("text/plain").charset(), std::nullopt);
  EXPECT_EQ(type.essence(), "text/plain");
}

using Level = Fit::Level;

struct FitRow {
  std::string_view range;
  std::string_view type;
  Fit strict;
  Fit loose;
};

const FitRow kFits[] = {
    {"*/*", "text/plain", {Level::Any, 0}, {Level::Any, 0}},
    {"text/*", "text/plain;a=1", {Level::Type, 0}, {Level::Type, 0}},
    {"text/*", "application/json", {}, {}},
    {"text/plain", "text/plain", {Level::TypeAndSubtype, 0}, {Level::TypeAndSubtype, 0}},
    {"TEXT/Plain", "text/plain", {Level::TypeAndSubtype, 0}, {Level::TypeAndSubtype, 0}},
    {"text/plain", "text/html", {}, {}},
    {"text/plain;a=1",
     "text/plain;b=2;a=1",
     {Level::TypeAndSubtype, 1},
     {Level::TypeAndSubtype, 1}},
    {"text/plain;charset=utf-8",
     "text/plain;charset=UTF-8",
     {Level::TypeAndSubtype, 1},
     {Level::TypeAndSubtype, 1}},
    {"text/plain;a=x", "text/plain;a=X", {}, {}},
    {"text/plain;a=1", "text/plain", {}, {Level::AbsentParameters, 0}},
    {"text/plain;a=1;b=2", "text/plain;b=3", {}, {}},
    {"*/*;a=1", "text/plain;a=1", {Level::Any, 1}, {Level::Any, 1}},
    {"*/*;a=1", "text/plain", {}, {Level::AbsentParameters, 0}},
    {"application/*+json",
     "application/hal+json",
     {Level::TypeAndSuffix, 0},
     {Level::TypeAndSuffix, 0}},
    {"application/*+json", "application/json", {}, {}},
    {"application/*+json", "application/hal+xml", {}, {}},
    {"application/*+json", "image/hal+json", {}, {}},
    {"application/json", "application/hal+json", {}, {Level::SameSyntax, 0}},
    {"application/json", "text/json", {}, {Level::SameSyntax, 0}},
    {"application/json;v=1", "application/hal+json;v=2", {}, {}},
    {"application/hal+json", "application/json", {}, {}},
    {"application/xml", "image/svg+xml", {}, {Level::SameSyntax, 0}},
    {"application/json", "application/xml", {}, {}},
    {"text/*", "text/*", {Level::Type, 0}, {Level::Type, 0}},
    {"*/*", "text/*", {Level::Any, 0}, {Level::Any, 0}},
    {"text/plain", "text/*", {}, {}},
    {"text/*", "*/*", {}, {}},
    {"application/*+json",
     "application/*+json",
     {Level::TypeAndSuffix, 0},
     {Level::TypeAndSuffix, 0}},
};

TEST(MediaType, FitsRanges) {
  for (const FitRow& row : kFits) {
    EXPECT_EQ(fit(range(row.range), range(row.type)), row.strict) << row.range << " " << row.type;
    EXPECT_EQ(loose_fit(range(row.range), range(row.type)), row.loose)
        << row.range << " " << row.type;
  }
}

struct Specific {
  std::vector<std::string_view> ranges;
  std::string_view type;
  std::optional<std::size_t> index;
};

// OpenAPI: "For requests that match multiple keys, only the most specific key is applicable. e.g.
// text/plain overrides text/*".
const Specific kSpecific[] = {
    {{}, "text/plain", std::nullopt},
    {{"text/*", "text/plain"}, "text/plain", 1},
    {{"*/*", "text/*", "application/*"}, "text/csv", 1},
    {{"*/*", "application/*+json", "application/*"}, "application/hal+json", 1},
    {{"application/json", "application/json;charset=utf-8"}, "application/json; charset=UTF-8", 1},
    {{"application/json;v=1", "application/json;v=2"}, "application/json;v=2", 1},
    {{"application/json;v=1", "application/json;v=2"}, "application/json;v=3", std::nullopt},
    {{"text/csv", "application/json"}, "application/json;charset=utf-8", 1},
    {{"text/csv", "application/json;charset=utf-8"}, "application/json", 1},
    {{"application/json;charset=utf-8", "*/*"},
     "application/json",
     1},  // the standard's match first
    {{"application/json"}, "application/hal+json", std::nullopt},
    {{"application/json"}, "application/xml", std::nullopt},
    {{"application/json", "application/json"}, "application/json", 0},
};

TEST(MediaType, PicksTheMostSpecificRange) {
  for (const Specific& row : kSpecific) {
    std::vector<MediaType> ranges;
    for (const std::string_view text : row.ranges) ranges.push_back(range(text));
    EXPECT_EQ(most_specific(ranges, range(row.type)), row.index) << row.type;
  }
}

}  // namespace
}  // namespace holotype::http
