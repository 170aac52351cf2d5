#include "transport/head.h"

#include <gtest/gtest.h>

namespace holotype::transport {
namespace {

TEST(HeadScanner, FindsTheBlankLineHoweverTheBytesCome) {
  const std::string buffer = "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\nGET";
  const std::size_t end = buffer.size() - 3;
  for (std::size_t first = 0; first < buffer.size(); ++first) {
    HeadScanner scanner;
    const Limits limits;
    EXPECT_EQ(scanner.scan(std::string_view(buffer).substr(0, first), limits).value(),
              first < end ? 0 : end);
    if (first >= end) continue;
    EXPECT_EQ(scanner.scan(buffer, limits).value(), end);
    EXPECT_EQ(scanner.begin(), 2u);
  }
}

// A head that never ends is refused while it comes, and the sentence says what was too much.
TEST(HeadScanner, RefusesAnUnfinishedHeadOverALimit) {
  struct Case {
    std::string buffer;
    FaultKind kind;
    std::string message;
  };
  const Case cases[] = {
      {"GET /" + std::string(200, 'a'), FaultKind::UriTooLong,
       "The target is longer than 100 bytes."},
      {std::string(200, 'a'), FaultKind::BadRequest,
       "The request line does not begin with a method."},
      {"GET / HTTP/1.1\r\nA: " + std::string(60, 'a'), FaultKind::HeaderFieldsTooLarge,
       "The header fields take more than 60 bytes."},
      {"GET / HTTP/1.1\r\nA:\r\nB:\r\nC:\r\nD:\r\n", FaultKind::HeaderFieldsTooLarge,
       "The request has more than 3 header fields."},
      {"GET / HTTP/1.1\n", FaultKind::BadRequest,
       "A line ends with LF alone; HTTP ends lines with CRLF."},
  };
  Limits limits;
  limits.max_target_bytes = 100;
  limits.max_header_bytes = 60;
  limits.max_header_count = 3;
  for (const Case& c : cases) {
    HeadScanner scanner;
    const Result<std::size_t, Fault> end = scanner.scan(c.buffer, limits);
    ASSERT_FALSE(end) << c.buffer;
    EXPECT_EQ(end.error().kind, c.kind) << c.buffer;
    EXPECT_EQ(end.error().message, c.message);
  }
}

TEST(HeadScanner, AllowsWhatIsExactlyAtTheLimit) {
  Limits limits;
  limits.max_header_count = 2;
  limits.max_header_bytes = 20;
  const std::string head =
      "GET / HTTP/1.1\r\nHost: h\r\nA: bcd\r\n\r\n";  // 9 + 8 + 2 bytes of fields
  HeadScanner scanner;
  EXPECT_EQ(scanner.scan(head, limits).value(), head.size());
}

TEST(ParseHead, SaysWhatIsWrongWithoutTheValue) {
  struct Case {
    std::string head;
    std::string message;
  };
  const Case cases[] = {
      {"GET / HTTP/1.1\r\nX-Key: se\1cret\r\n\r\n",
       "The value of X-Key holds the control character 0x01."},
      {"GET /\xc3\xa9 HTTP/1.1\r\n\r\n",
       "The target holds the byte 0xC3 at offset 1, which must be percent-encoded (RFC 3986 "
       "section "
       "2.1)."},
      {"GET / HTTP/2.0\r\n\r\n", "HTTP/2.0 is not spoken here; use HTTP/1.1."},
      {"GET / HTTP/1.1\r\n\r\n", "The request has no Host field (RFC 9112 section 3.2)."},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n",
       "The content is 99999999999 bytes long; at most 10485760 are read."},
  };
  for (const Case& c : cases) {
    const Result<Head, Fault> head = parse_head(c.head, Limits());
    ASSERT_FALSE(head) << c.head;
    EXPECT_EQ(head.error().message, c.message);
  }
}

TEST(ParseHead, AFaultKeepsWhatWasUnderstood) {
  const Result<Head, Fault> head =
      parse_head("PUT /a?b HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\nA: b\r\n\r\n", Limits());
  ASSERT_FALSE(head);
  EXPECT_EQ(head.error().received.method, "PUT");
  EXPECT_EQ(head.error().received.raw_target, "/a?b");
  EXPECT_EQ(head.error().received.headers.size(), 3u);
}

TEST(Outline, ReadsAsFarAsItUnderstands) {
  struct Case {
    std::string buffer, method, target;
  };
  const Case cases[] = {
      {"", "", ""},
      {"PO", "PO", ""},
      {"POST /v1/ta", "POST", "/v1/ta"},
      {"\r\nPOST /v1 HTTP/9\r\nHost", "POST", "/v1"},
      {"GET /a\x01z HTTP/1.1\n", "GET", "/a"},
      {"\x16\x03\x01", "", ""},
      {std::string(100, 'a'), "", ""},
  };
  for (const Case& c : cases) {
    const http::Request request = outline(c.buffer);
    EXPECT_EQ(request.method, c.method) << c.buffer;
    EXPECT_EQ(request.raw_target, c.target) << c.buffer;
  }
}

}  // namespace
}  // namespace holotype::transport
