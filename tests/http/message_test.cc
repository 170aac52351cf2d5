#include "http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holotype::http {
namespace {

using ::testing::Pointee;

// "name: value|name: value", so that a row of a table is one line.
std::string dump(const Headers& headers) {
  std::string text;
  for (const Header& field : headers) {
    if (!text.empty()) text += '|';
    text += field.name + ": " + field.value;
  }
  return text;
}

const Headers kReceived = {{"Accept", "text/html"},
                           {"X-Tag", "one"},
                           {"accept", "application/json"},
                           {"ACCEPT", ""},
                           {"x-tag", "two"}};

TEST(EqualIgnoringCase, ComparesAsciiLettersAlone) {
  struct Case {
    std::string_view a, b;
    bool equal;
  };
  const Case cases[] = {
      {"", "", true},
      {"Content-Type", "content-TYPE", true},
      {"Host", "Hos", false},
      {"Hos", "Host", false},
      {"a@", "a`", false},              // 0x40 and 0x60 differ by the case bit and are no letters
      {"a[", "a{", false},              // neither do 0x5b and 0x7b
      {"\xc3\x84", "\xc3\xa4", false},  // no other alphabet has case here
      {std::string_view("a\0b", 3), std::string_view("A\0B", 3), true},
      {std::string_view("a\0b", 3), std::string_view("a\0c", 3), false},
  };
  for (const Case& c : cases)
    EXPECT_EQ(equal_ignoring_case(c.a, c.b), c.equal) << c.a << "," << c.b;
}

TEST(Headers, FindGivesTheFirstFieldOfThatName) {
  EXPECT_THAT(kReceived.find("aCCept"), Pointee(std::string("text/html")));
  EXPECT_THAT(kReceived.find("X-Tag"), Pointee(std::string("one")));
  EXPECT_EQ(kReceived.find("X-Ta"), nullptr);
  EXPECT_EQ(Headers().find("Accept"), nullptr);
  EXPECT_TRUE(kReceived.contains("x-tag"));
  EXPECT_FALSE(kReceived.contains(""));
}

TEST(Headers, CombinedJoinsInOrderAndKeepsEmptyValues) {
  EXPECT_EQ(kReceived.combined("Accept"), "text/html, application/json, ");
  EXPECT_EQ(kReceived.combined("X-TAG"), "one, two");
  EXPECT_EQ(kReceived.combined("Host"), std::nullopt);
  EXPECT_EQ((Headers{{"Via", ""}}).combined("via"), "");
}

TEST(Headers, SetReplacesInPlaceOrAppends) {
  struct Case {
    std::string name, value, expected;
  };
  const Case cases[] = {
      {"ACCEPT", "*/*", "ACCEPT: */*|X-Tag: one|x-tag: two"},
      {"x-tag", "3", "Accept: text/html|x-tag: 3|accept: application/json|ACCEPT: "},
      {"Host", "a",
       "Accept: text/html|X-Tag: one|accept: application/json|ACCEPT: |x-tag: two|Host: a"},
  };
  for (const Case& c : cases) {
    Headers headers = kReceived;
    headers.set(c.name, c.value);
    EXPECT_EQ(dump(headers), c.expected);
  }
}

TEST(Headers, RemoveTakesEveryFieldOfThatName) {
  Headers headers = kReceived;
  headers.remove("accept");
  EXPECT_EQ(dump(headers), "X-Tag: one|x-tag: two");
  headers.remove("Host");
  EXPECT_EQ(headers.size(), 2u);
  headers.remove("X-TAG");
  EXPECT_TRUE(headers.empty());
}

TEST(Request, SplitsTheTargetAtTheFirstQuestionMarkAndDecodesNothing) {
  struct Case {
    std::string target;
    std::string path;
    std::optional<std::string> query;
  };
  const Case cases[] = {
      {"/v1/tasks", "/v1/tasks", std::nullopt},
      {"/v1/tasks?limit=2", "/v1/tasks", "limit=2"},
      {"/v1/tasks?", "/v1/tasks", ""},
      {"/a%3Fb?c=%20?d", "/a%3Fb", "c=%20?d"},
      {"?x", "", "x"},
      {"", "", std::nullopt},
      {"*", "*", std::nullopt},
  };
  for (const Case& c : cases) {
    Request request;
    request.raw_target = c.target;
    EXPECT_EQ(request.raw_path(), c.path);
    EXPECT_EQ(request.raw_query(), c.query) << c.target;
  }
}

TEST(ReasonPhrase, IsTheRegistrysOrEmpty) {
  struct Case {
    int status;
    std::string_view phrase;
  };
  const Case cases[] = {
      {100, "Continue"},
      {200, "OK"},
      {201, "Created"},
      {404, "Not Found"},
      {413, "Content Too Large"},
      {422, "Unprocessable Content"},
      {431, "Request Header Fields Too Large"},
      {511, "Network Authentication Required"},
      {0, ""},
      {-1, ""},
      {99, ""},
      {299, ""},
      {418, ""},
      {512, ""},
      {600, ""},
  };
  for (const Case& c : cases) EXPECT_EQ(reason_phrase(c.status), c.phrase) << c.status;
}

}  // namespace
}  // namespace holotype::http
