#include "http/accept.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holotype::http {
namespace {

std::string written(const Accept& accept) {
  std::string text;
  for (const AcceptedRange& range : accept.ranges) {
    if (!text.empty()) text += ' ';
    text += range.range.to_string() + '@' + std::to_string(range.quality);
    for (const Parameter& extension : range.extensions) {
      text += '+' + extension.name + '=' + extension.value;
    }
  }
  return text;
}

struct Parse {
  std::string_view field;
  std::string_view ranges;
  std::vector<std::size_t> faults = {};  // offsets
};

const Parse kParsed[] = {
    // RFC 9110 section 12.5.1.
    {"audio/*; q=0.2, audio/basic", "audio/*@200 audio/basic@1000"},
    {"text/plain; q=0.5, text/html, text/x-dvi; q=0.8, text/x-c",
     "text/plain@500 text/html@1000 text/x-dvi@800 text/x-c@1000"},
    {"text/*, text/plain, text/plain;format=flowed, */*",
     "text/*@1000 text/plain@1000 text/plain;format=flowed@1000 */*@1000"},
    // Lists and weights.
    {"", ""},
    {" ,, ,", ""},
    {",text/plain,,text/html,", "text/plain@1000 text/html@1000"},
    {"a/b;q=0", "a/b@0"},
    {"a/b;q=0.", "a/b@0"},
    {"a/b;q=1.", "a/b@1000"},
    {"a/b;q=0.001", "a/b@1"},
    {"a/b;q=1.000", "a/b@1000"},
    {"a/b;Q=0.25", "a/b@250"},
    {"a/b;v=\"x,y\";q=0.5, c/d", "a/b;v=\"x,y\"@500 c/d@1000"},
    {"a/b;v=1;q=0.5;ext;level=2", "a/b;v=1@500+ext=+level=2"},
    // What java.net.HttpURLConnection sends.
    {"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
     "text/html@1000 image/gif@1000 image/jpeg@1000 */*@200 */*@200"},
    // What cannot be read is left out and listed.
    {"text, a/b", "a/b@1000", {4}},
    {"a/b;q=1.001, c/d", "c/d@1000", {0}},
    {"a/b;q=2", "", {0}},
    {"a/b;q=-1", "", {0}},
    {"a/b;q=0.1234", "", {0}},
    {"a/b;q=0.5x", "", {0}},
    {"a/b;q=.", "", {0}},
    {"a/b;q=", "", {6}},
    {"a/b;q", "", {0}},
    {"a/b c/d, e/f", "e/f@1000", {4}},
    {"a/b;x=\"1,2, e/f", "", {15}},
    {"*/json, /, a/", "", {0, 8, 13}},
    {"\x01,a/b", "a/b@1000", {0}},
};

TEST(Accept, Parses) {
  for (const Parse& row : kParsed) {
    SCOPED_TRACE(row.field);
    const Accept accept = parse_accept(row.field);
    EXPECT_EQ(written(accept), row.ranges);
    std::vector<std::size_t> faults;
    for (const SyntaxError& fault : accept.faults) faults.push_back(fault.offset);
    EXPECT_EQ(faults, row.faults);
  }
}

std::vector<MediaType> types(const std::vector<std::string_view>& texts) {
  std::vector<MediaType> types;
  for (const std::string_view text : texts) types.push_back(*parse_media_range(text));
  return types;
}

constexpr std::optional<std::size_t> kNone;  // 406

struct Negotiation {
  std::string_view accept;
  std::vector<std::string_view> offered;
  std::optional<std::size_t> chosen;
};

const std::string_view kRfcExample =
    "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, "
    "*/*;q=0.5";

const Negotiation kNegotiations[] = {
    // Nothing said.
    {"", {"text/plain", "application/json"}, 0},
    {"", {}, kNone},
    {"nonsense", {"text/plain"}, 0},
    // RFC 9110 section 12.5.1, the table of quality values: 1, .7, .3, .5, .4, .7 in this order.
    {kRfcExample, {"text/plain;format=flowed", "text/plain"}, 0},
    {kRfcExample, {"text/plain", "image/jpeg"}, 0},
    {kRfcExample, {"text/html", "image/jpeg"}, 1},
    {kRfcExample, {"text/html", "text/plain;format=fixed"}, 1},
    {kRfcExample, {"image/jpeg", "text/plain;format=fixed"}, 0},
    {kRfcExample, {"image/jpeg", "text/html;level=3"}, 0},
    // Weights.
    {"application/json;q=0.8, application/xml", {"application/json", "application/xml"}, 1},
    {"a/b;q=0.001, c/d;q=0.002", {"a/b", "c/d"}, 1},
    {"audio/*; q=0.2, audio/basic", {"audio/mp3", "audio/basic"}, 1},
    // Zero excludes, and the most specific range decides.
    {"a/b;q=0", {"a/b"}, kNone},
    {"text/*, text/html;q=0", {"text/html"}, kNone},
    {"text/*, text/html;q=0", {"text/html", "text/csv"}, 1},
    {"*/*;q=0, text/csv", {"text/html", "text/csv"}, 1},
    {"*/*;q=0", {"text/html"}, kNone},
    {"text/html;q=0, text/*;q=0.1", {"text/html", "text/csv"}, 1},
    // Ties: the more specific range, the earlier range, the earlier offer.
    {"*/*", {"text/plain", "application/json"}, 0},
    {"*/*, application/xml", {"application/json", "application/xml"}, 1},
    {"application/xml, application/json", {"application/json", "application/xml"}, 1},
    {"application/*", {"application/json", "application/xml"}, 0},
    // Nothing fits.
    {"application/json", {"text/plain"}, kNone},
    {"application/xml", {"application/json"}, kNone},
    {"text/*", {}, kNone},
    // Parameters of the offer are of no account where the client names none.
    {"application/json", {"application/json;charset=utf-8"}, 0},
    // Last resorts.
    {"application/json;charset=utf-8", {"application/json"}, 0},
    {"application/vnd.archa.api+json; version=1", {"application/vnd.archa.api+json"}, 0},
    {"application/json;v=1", {"application/json;v=2"}, kNone},
    {"application/json", {"application/hal+json"}, 0},
    {"application/json", {"application/hal+json", "application/json"}, 1},
    {"application/json, text/csv;q=0.1", {"application/hal+json", "text/csv"}, 1},
    {"application/json, application/hal+json;q=0", {"application/hal+json"}, kNone},
    {"application/json, */*;q=0", {"application/problem+json"}, kNone},
    {"application/json;q=0", {"application/hal+json"}, kNone},
    {"application/hal+json", {"application/json"}, kNone},
    // Offers that are ranges.
    {"image/png", {"application/json", "image/*"}, 1},
    {"text/plain", {"*/*"}, 0},
    {"text/*;q=0.5, image/png", {"text/*", "image/*"}, 1},
    {"image/png;q=0, image/webp;q=0.5", {"image/*"}, 0},
    {"image/png;q=0", {"image/*"}, kNone},
    {"application/hal+json", {"application/*+json"}, 0},
    {"text/plain", {"image/*"}, kNone},
};

TEST(Accept, Negotiates) {
  for (const Negotiation& row : kNegotiations) {
    EXPECT_EQ(negotiate(parse_accept(row.accept), types(row.offered)), row.chosen)
        << row.accept << " of " << ::testing::PrintToString(row.offered);
  }
}

TEST(Accept, MakesOffersConcrete) {
  const std::tuple<std::string_view, std::string_view, std::string_view> rows[] = {
      {"image/png", "text/plain", "text/plain"},
      {"image/png", "image/*", "image/png"},
      {"image/png;q=0.1, image/webp", "image/*", "image/webp"},
      {"image/png;q=0, image/*", "image/*", "image/*"},
      {"text/csv, image/png", "image/*", "image/png"},
      {"", "image/*", "image/*"},
      {"application/json, application/hal+json", "application/*+json", "application/hal+json"},
  };
  for (const auto& [accept, offer, expected] : rows) {
    EXPECT_EQ(concrete_type(parse_accept(accept), *parse_media_range(offer)).to_string(), expected)
        << accept << " of " << offer;
  }
}

}  // namespace
}  // namespace holotype::http
