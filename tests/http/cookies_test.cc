#include "http/cookies.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

struct Row {
  std::string_view field;
  std::vector<Cookie> cookies;
};

const Row kRows[] = {
    {"", {}},
    {"SID=31d4d96e407aad42; lang=en-US",
     {{"SID", "31d4d96e407aad42"}, {"lang", "en-US"}}},  // RFC 6265 3.1
    {"a=1", {{"a", "1"}}},
    {"a=1;b=2", {{"a", "1"}, {"b", "2"}}},
    {" a = 1 ;\tb\t=\t2 ", {{"a", "1"}, {"b", "2"}}},
    {"a=", {{"a", ""}}},
    {"a=b=c==", {{"a", "b=c=="}}},
    {"a=1; a=2", {{"a", "1"}, {"a", "2"}}},
    {"a=1; A=2", {{"a", "1"}, {"A", "2"}}},
    {"a=\"x y\"", {{"a", "\"x y\""}}},  // quotes are part of the value
    {"a=%20+", {{"a", "%20+"}}},        // nothing is decoded
    {"a=1,2; b=3", {{"a", "1,2"}, {"b", "3"}}},
    {"a; b=2", {{"b", "2"}}},
    {"=1; b=2", {{"b", "2"}}},
    {";;; ;=", {}},
    {"a=1;", {{"a", "1"}}},
    {"$Version=1; a=1", {{"$Version", "1"}, {"a", "1"}}},
    {"a=\xff", {{"a", "\xff"}}},
};

TEST(Cookies, ParsesOneField) {
  for (const Row& row : kRows) EXPECT_EQ(parse_cookies(row.field), row.cookies) << row.field;
}

TEST(Cookies, JoinsFieldsInOrder) {
  const Headers headers = {{"Cookie", "a=1; b=2"}, {"Accept", "c=3"}, {"cookie", "d=4"}};
  EXPECT_EQ(parse_cookies(headers), (std::vector<Cookie>{{"a", "1"}, {"b", "2"}, {"d", "4"}}));
}

}  // namespace
}  // namespace holotype::http
