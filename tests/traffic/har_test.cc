// HAR files as browsers and proxies write them: messages as they were sent.
#include "traffic/har.h"

#include <gtest/gtest.h>

#include "diagnostic/findings.h"
#include "traffic/recorded.h"

namespace holotype::traffic {
namespace {

using diagnostic::AreFindings;
using Lines = std::vector<std::string>;

TEST(HarTest, SaysWhatIsNoRecording) {
  struct Row {
    const char* text;
    Lines findings;
  };
  const Row rows[] = {
      {"[]", {"a HAR file must be an object with a list in log.entries; found [] *"}},
      {R"({"log": {}})", {"traffic.malformed"}},
      {R"({"log": {"entries": {}}})", {"traffic.malformed"}},
      {"{\"log\": {\"entries\": [\n  {]}}", {"document.syntax"}},
      {"<html>", {"traffic.malformed"}},
  };
  for (const Row& row : rows) {
    const auto recording = recorded(row.text);
    ASSERT_FALSE(recording) << row.text;
    EXPECT_THAT(recording.error(), AreFindings(row.findings)) << row.text;
    EXPECT_NE(recording.error().front().source.line, 0u) << row.text;
  }
}

TEST(HarTest, SaysWhichEntryIsNone) {
  struct Row {
    const char* entry;
    const char* finding;
  };
  const Row rows[] = {
      {"5", "an entry must have a request with its method and url; found 5 *"},
      {R"({"request": {"method": "GET"}, "response": {"status": 200}})",
       "an entry must have a request with its method and url; found {\"method\":\"GET\"} *"},
      {R"({"request": {"method": "GET", "url": "http://a/"}})",
       "an entry must have a response with its status, a number; *"},
      {R"({"request": {"method": "GET", "url": "http://a/"}, "response": {"status": "200"}})",
       "an entry must have a response with its status, a number; *"},
      {R"({"request": {"method": "GET", "url": "http://a/"}, "response": {"status": 200, "content": {"text": "?", "encoding": "base64"}}})",
       "text in base64 must be base64; found \"?\" *"},
  };
  for (const Row& row : rows) {
    const auto recording = recorded_entries(row.entry);
    ASSERT_TRUE(recording) << row.entry;
    const auto exchange = read_exchange(recording->entries.front());
    ASSERT_FALSE(exchange) << row.entry;
    EXPECT_THAT(diagnostic::Diagnostics{exchange.error()}, AreFindings(Lines{row.finding}));
    EXPECT_EQ(exchange.error().source.line, 2u);
  }
}

// The messages of an entry, as a text that a row can show.
std::string as_text(const Exchange& exchange) {
  std::string text = exchange.request.method;
  const auto add = [&text](const http::Headers& headers, const std::string& body, bool is_lost) {
    for (const http::Header& header : headers) text += " | " + header.name + ": " + header.value;
    text += is_lost ? " | (lost)" : " | " + body;
  };
  add(exchange.request.headers, exchange.request.body, exchange.is_request_body_lost);
  if (!exchange.response) return text + " -> none";
  text += " -> " + std::to_string(exchange.response->status);
  add(exchange.response->headers, exchange.response->body, exchange.is_response_body_lost);
  return text;
}

TEST(HarTest, ReadsMessagesAsTheyWereSent) {
  struct Row {
    const char* what;
    const char* request;   // members beside method and url
    const char* response;  // members
    const char* text;
  };
  const char* none = R"("status": 204, "content": {"size": 0})";
  const Row rows[] = {
      {"fields in order, pseudo-header fields left out",
       R"("headers": [{"name": ":method", "value": "POST"}, {"name": "accept", "value": "a/b"}, {"name": "x", "value": ""}])",
       none, "POST | accept: a/b | x:  |  -> 204 | "},
      {"fields of one name on several lines", R"("headers": [])",
       R"("status": 204, "headers": [{"name": "set-cookie", "value": "a=1\nb=2"}], "content": {"size": 0})",
       "POST |  -> 204 | set-cookie: a=1 | set-cookie: b=2 | "},
      {"cookies without a field",
       R"("cookies": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}])", none,
       "POST | Cookie: a=1; b=2 |  -> 204 | "},
      {"a body with its type", R"("postData": {"mimeType": "application/json", "text": "{}"})",
       R"("status": 200, "content": {"size": 2, "mimeType": "text/plain", "text": "hi"})",
       "POST | Content-Type: application/json | {} -> 200 | Content-Type: text/plain | hi"},
      {"a text is decoded and UTF-8",
       R"("headers": [{"name": "content-type", "value": "text/plain; charset=iso-8859-1"}, {"name": "content-encoding", "value": "gzip"}], "postData": {"text": "é"})",
       R"("status": 200, "headers": [{"name": "Content-Encoding", "value": "br"}, {"name": "Content-Type", "value": "text/html; charset=windows-1252; level=1"}], "content": {"text": "ü"})",
       "POST | Content-Type: text/plain | é -> 200 | Content-Type: text/html;level=1 | ü"},
      {"base64 is decoded, too, and has its charset", R"("headers": [])",
       R"("status": 200, "headers": [{"name": "Content-Encoding", "value": "gzip"}, {"name": "Content-Type", "value": "text/plain; charset=iso-8859-1"}], "content": {"encoding": "base64", "text": "aGk="})",
       "POST |  -> 200 | Content-Type: text/plain; charset=iso-8859-1 | hi"},
      {"base64 that is still compressed keeps its coding", R"("headers": [])",
       R"("status": 200, "headers": [{"name": "Content-Encoding", "value": "gzip"}], "content": {"encoding": "base64", "text": "H4sI"})",
       "POST |  -> 200 | Content-Encoding: gzip | \x1f\x8b\x08"},
      {"a form as its fields",
       R"("postData": {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a b", "value": "1&2"}, {"name": "c"}]})",
       none, "POST | Content-Type: application/x-www-form-urlencoded | a+b=1%262&c= -> 204 | "},
      {"no type at all", R"("postData": {"mimeType": "", "text": "x"})",
       R"("status": 200, "content": {"mimeType": "x-unknown", "text": "x"})",
       "POST | x -> 200 | x"},
      {"bodies that the recording does not have", R"("bodySize": 12)",
       R"("status": 200, "content": {"size": 7, "mimeType": "image/png"})",
       "POST | (lost) -> 200 | Content-Type: image/png | (lost)"},
      {"bodies that only a length tells of",
       R"("bodySize": -1, "headers": [{"name": "Content-Length", "value": "3"}])",
       R"("status": 200, "bodySize": 0, "headers": [{"name": "Content-Length", "value": "3"}], "content": {"size": 0})",
       "POST | Content-Length: 3 | (lost) -> 200 | Content-Length: 3 | (lost)"},
      {"nobody knows whether there was a body", R"("bodySize": -1)",
       R"("status": 200, "content": {"size": -1})", "POST |  -> 200 | (lost)"},
      {"an empty body", R"("bodySize": 0)", R"("status": 200, "content": {"size": 0, "text": ""})",
       "POST |  -> 200 | "},
      {"no answer", R"("headers": [])", R"("status": 0)", "POST |  -> none"},
  };
  for (const Row& row : rows) {
    const auto recording =
        recorded_entries(std::string(R"({"request": {"method": "POST", "url": "http://a/", )") +
                         row.request + "}, \"response\": {" + row.response + "}}");
    ASSERT_TRUE(recording) << row.what;
    const auto exchange = read_exchange(recording->entries.front());
    ASSERT_TRUE(exchange) << row.what << ": " << to_line(exchange.error());
    EXPECT_EQ(as_text(*exchange), row.text) << row.what;
  }
}

TEST(HarTest, TakesTheQueryFromBesideTheUrl) {
  struct Row {
    const char* url;
    const char* query_string;
    const char* wanted;
  };
  const Row rows[] = {
      {"http://a/b", R"([{"name": "limit", "value": "x"}])", "http://a/b?limit=x"},
      {"http://a/b#top", R"([{"name": "a b", "value": "1&2"}, {"name": "c"}])",
       "http://a/b?a%20b=1%262&c=#top"},
      {"http://a/b?c=1", R"([{"name": "limit", "value": "x"}])", "http://a/b?c=1"},
      {"http://a/b?", R"([{"name": "limit", "value": "x"}])", "http://a/b?"},
      {"http://a/b", "[]", "http://a/b"},
      {"http://a/b", "5", "http://a/b"},
  };
  for (const Row& row : rows) {
    const auto recording = recorded_entries(
        std::string(R"({"request": {"method": "GET", "url": ")") + row.url +
        R"(", "queryString": )" + row.query_string + R"(}, "response": {"status": 204}})");
    ASSERT_TRUE(recording) << row.url;
    const auto exchange = read_exchange(recording->entries.front());
    ASSERT_TRUE(exchange) << row.url;
    EXPECT_EQ(exchange->url, row.wanted) << row.url;
  }
}

TEST(HarTest, WritesMultipartFromItsFields) {
  const auto recording = recorded_entries(
      R"({"request": {"method": "POST", "url": "http://a/", "headers": [{"name": "Content-Type", "value": "multipart/form-data; boundary=old"}], "postData": {"params": [{"name": "a", "value": "1"}, {"name": "f", "value": "x", "fileName": "f.txt", "contentType": "text/plain"}]}}, "response": {"status": 204, "content": {"size": 0}}})");
  ASSERT_TRUE(recording);
  const auto exchange = read_exchange(recording->entries.front());
  ASSERT_TRUE(exchange);
  const std::string type = *exchange->request.headers.find("Content-Type");
  const std::string boundary = type.substr(type.find("boundary=") + 9);
  EXPECT_NE(boundary, "old");
  const std::string& body = exchange->request.body;
  EXPECT_TRUE(body.starts_with("--" + boundary)) << type << "\n" << body;
  EXPECT_NE(body.find("name=\"f\"; filename=\"f.txt\""), std::string::npos) << body;
}

TEST(HarTest, ReportsAMemberThatIsGivenTwice) {
  const auto recording = recorded("{\"log\": {\"entries\": [], \"entries\": []}}");
  ASSERT_TRUE(recording);
  EXPECT_THAT(recording->findings, AreFindings(Lines{"document.duplicate-key"}));
}

}  // namespace
}  // namespace holotype::traffic
