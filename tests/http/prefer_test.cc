#include "http/prefer.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

using std::chrono::milliseconds;

struct Row {
  std::string_view field;
  Preferences expected;
};

constexpr const char* kCodeReason = "A code is a status from 100 to 599.";
constexpr const char* kQuoteReason = "A value that is not a token must be quoted.";

const Row kRows[] = {
    {"", {}},
    {" , ,", {}},
    {"code=404", {.code = 404}},
    {"Code=404, DYNAMIC=True", {.code = 404, .dynamic = true}},
    {"code=404, example=empty, dynamic=true, seed=7, wait=200",
     {.code = 404, .example = "empty", .dynamic = true, .seed = 7, .wait = milliseconds(200)}},
    {"code = \"404\"", {.code = 404}},
    {"example=\"no such task, sorry\"", {.example = "no such task, sorry"}},
    {"example=\"a\\\"b\"", {.example = "a\"b"}},
    {"example=Empty", {.example = "Empty"}},
    {"dynamic", {.dynamic = true}},
    {"dynamic=\"\"", {.dynamic = true}},
    {"dynamic=false", {.dynamic = false}},
    {"seed=18446744073709551615", {.seed = 18446744073709551615u}},
    {"wait=60000", {.wait = milliseconds(60000)}},
    {"code=100, seed=0, wait=0", {.code = 100, .seed = 0, .wait = milliseconds(0)}},
    // RFC 7240 section 2: the first one wins; others' preferences and parameters are ignored.
    {"code=404, code=200", {.code = 404}},
    {"foo; bar, code=404; foo=\"a,b\"; bar", {.code = 404}},
    {"respond-async, wait=10, return=minimal, handling=lenient", {.wait = milliseconds(10)}},
    {"foo=a b, code=404", {.code = 404}},
    // Invalid values are reported, and the rest is kept.
    {"code=abc, seed=7", {.seed = 7, .invalid = {{"code", kCodeReason}}}},
    {"code=99", {.invalid = {{"code", kCodeReason}}}},
    {"code=600", {.invalid = {{"code", kCodeReason}}}},
    {"code", {.invalid = {{"code", kCodeReason}}}},
    {"code=+200", {.invalid = {{"code", kCodeReason}}}},
    {"code=\" 200\"", {.invalid = {{"code", kCodeReason}}}},
    {"code=4294967496", {.invalid = {{"code", kCodeReason}}}},
    {"code=x, code=200", {.invalid = {{"code", kCodeReason}}}},
    {"example", {.invalid = {{"example", "An example is preferred by its name."}}}},
    {"example=\"\"", {.invalid = {{"example", "An example is preferred by its name."}}}},
    {"dynamic=yes", {.invalid = {{"dynamic", "Dynamic is true or false."}}}},
    {"seed=-1", {.invalid = {{"seed", "A seed is a whole number from 0 to 2^64-1."}}}},
    {"seed=18446744073709551616",
     {.invalid = {{"seed", "A seed is a whole number from 0 to 2^64-1."}}}},
    {"wait=60001", {.invalid = {{"wait", "A wait is a number of milliseconds, at most 60000."}}}},
    {"wait=1.5", {.invalid = {{"wait", "A wait is a number of milliseconds, at most 60000."}}}},
    // Broken grammar.
    {"example=a/b, code=200", {.code = 200, .invalid = {{"example", kQuoteReason}}}},
    {"code=404 dynamic=true", {.invalid = {{"code", kQuoteReason}}}},
    {"code=, seed=1",
     {.seed = 1, .invalid = {{"code", "A token or a quoted string is expected here."}}}},
    {"example=\"a, code=200", {.invalid = {{"example", "The quoted string is not closed."}}}},
    {"=1, code=200", {.code = 200, .invalid = {{"", "A preference begins with its name."}}}},
    {"=1, =2, =3", {.invalid = {{"", "A preference begins with its name."}}}},
    {"\"code=200\"", {.invalid = {{"", "A preference begins with its name."}}}},
};

TEST(Prefer, Parses) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.field);
    const Preferences preferences = parse_prefer(row.field);
    EXPECT_EQ(preferences.code, row.expected.code);
    EXPECT_EQ(preferences.example, row.expected.example);
    EXPECT_EQ(preferences.dynamic, row.expected.dynamic);
    EXPECT_EQ(preferences.seed, row.expected.seed);
    EXPECT_EQ(preferences.wait, row.expected.wait);
    EXPECT_EQ(preferences, row.expected)
        << (preferences.invalid.empty() ? "" : preferences.invalid[0].reason);
  }
}

TEST(Prefer, TakesPreferencesFromElsewhereSecond) {
  Preferences preferences = parse_prefer("code=404, seed=x");
  preferences.set("code", "200");
  preferences.set("Example", "from the query");
  preferences.set("seed", "7");
  preferences.set("unknown", "7");
  EXPECT_EQ(preferences.code, 404);
  EXPECT_EQ(preferences.example, "from the query");
  EXPECT_EQ(preferences.seed, std::nullopt);  // named first, and wrongly
  EXPECT_EQ(preferences.invalid.size(), 1u);
}

}  // namespace
}  // namespace holotype::http
