#include "proxy/forwarding.h"

#include <gtest/gtest.h>

#include <string>

namespace holotype::proxy {
namespace {

std::string lines(const http::Headers& headers) {
  std::string text;
  for (const http::Header& header : headers) text += header.name + ": " + header.value + "\n";
  return text;
}

TEST(Forwarding, KeepsWhatIsEndToEndAndNothingElse) {
  struct Row {
    std::string what;
    http::Headers sent;
    std::string kept;  // without Via, which comes last
  };
  const Row rows[] = {
      {"spelling, order and repetition",
       {{"x-B", "1"}, {"Accept-Encoding", "gzip, br"}, {"X-b", " 2"}, {"Empty", ""}},
       "x-B: 1\nAccept-Encoding: gzip, br\nX-b:  2\nEmpty: \n"},
      {"Connection and what it names",
       {{"Connection", "X-Hop, close"}, {"x-hop", "1"}, {"X-End", "2"}, {"close", "3"}},
       "X-End: 2\n"},
      {"several Connection fields",
       {{"Connection", "a"}, {"connection", ", b ,"}, {"A", "1"}, {"B", "2"}, {"C", "3"}},
       "C: 3\n"},
      {"the fields of RFC 9110 section 7.6.1",
       {{"Keep-Alive", "timeout=5"},
        {"Proxy-Authorization", "Basic x"},
        {"Proxy-Authenticate", "Basic"},
        {"Proxy-Connection", "keep-alive"},
        {"TE", "gzip;q=0.5"},
        {"Transfer-Encoding", "chunked"},
        {"Upgrade", "h2c"},
        {"Authorization", "Bearer x"}},
       "Authorization: Bearer x\n"},
      {"the names of trailers, which are passed on", {{"Trailer", "X-Sum"}}, "Trailer: X-Sum\n"},
      {"another Holotype's words", {{"holotype-source", "example"}, {"Holo", "1"}}, "Holo: 1\n"},
      {"an earlier proxy", {{"Via", "1.0 fred"}}, "Via: 1.0 fred\n"},
      {"credentials and caching",
       {{"Cookie", "a=b"}, {"If-None-Match", "\"x\""}, {"Range", "bytes=0-1"}},
       "Cookie: a=b\nIf-None-Match: \"x\"\nRange: bytes=0-1\n"},
  };
  for (const Row& row : rows) {
    const http::Request request{"GET", "/", row.sent, ""};
    EXPECT_EQ(lines(to_upstream(request, "").headers), row.kept + "Via: 1.1 holotype\n")
        << row.what;
    EXPECT_EQ(lines(to_client({200, row.sent, ""}).headers), row.kept + "Via: 1.1 holotype\n")
        << row.what;
  }
}

TEST(Forwarding, ARequestIsForTheUpstream) {
  const http::Request request{
      "POST", "/a%2Fb/?q=1&q=%20", {{"Host", "proxy:4010"}, {"Expect", "100-continue"}}, "x"};
  const http::Request sent = to_upstream(request, "/api/v1");
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.raw_target, "/api/v1/a%2Fb/?q=1&q=%20");
  EXPECT_EQ(lines(sent.headers), "Via: 1.1 holotype\n");
  EXPECT_EQ(sent.body, "");
  EXPECT_EQ(lines(to_upstream(request, "", Expectation::IsPassedOn).headers),
            "Expect: 100-continue\nVia: 1.1 holotype\n");
  EXPECT_EQ(to_upstream({"OPTIONS", "*", {}, ""}, "/api").raw_target, "*");
}

TEST(Forwarding, CountsDownHowOftenARequestMayBePassedOn) {
  // RFC 9110 section 7.6.2: of TRACE and OPTIONS alone.
  struct Row {
    std::string method, value, passed;
    bool ends;
  };
  const Row rows[] = {
      {"OPTIONS", "1", "0", false},
      {"TRACE", "10", "9", false},
      {"TRACE", "0", "0", true},
      {"OPTIONS", "00", "00", true},
      {"OPTIONS", "99999999999999999999", "4294967294", false},
      {"OPTIONS", "", "", false},
      {"OPTIONS", "-1", "-1", false},
      {"TRACE", "1, 2", "1, 2", false},
      {"TRACE", "+0", "+0", false},
      {"GET", "0", "0", false},
      {"GET", "5", "5", false},
  };
  for (const Row& row : rows) {
    const http::Request request{row.method, "/", {{"max-forwards", row.value}}, ""};
    EXPECT_EQ(to_upstream(request, "").headers.combined("Max-Forwards"), row.passed)
        << row.method << row.value;
    EXPECT_EQ(ends_here(request), row.ends) << row.method << row.value;
  }
  EXPECT_FALSE(ends_here({"TRACE", "/", {}, ""}));
}

TEST(Forwarding, AClientThatReadsTrailersIsSaidToBeThere) {
  // RFC 9110 section 10.1.4: TE is of one connection, and goes with a connection option.
  for (const char* te : {"trailers", "gzip;q=0.5, Trailers"}) {
    const http::Request request{"GET", "/", {{"TE", te}, {"Connection", "TE"}}, ""};
    EXPECT_EQ(lines(to_upstream(request, "").headers),
              "Via: 1.1 holotype\nTE: trailers\nConnection: TE\n")
        << te;
  }
  EXPECT_EQ(lines(trailers_passed_on({{"X-Sum", "1"}, {"Connection", "x"}, {"Holotype-X", "2"}})),
            "X-Sum: 1\n");
  EXPECT_EQ(lines(interim_to_client({103, {{"Link", "</a>"}, {"Keep-Alive", "1"}}, ""}).headers),
            "Link: </a>\n");
}

}  // namespace
}  // namespace holotype::proxy
