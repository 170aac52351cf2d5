// Raw bytes in, answers out, for everything that RFC 9112 says about where a request begins and
// ends.
//
// Each row is delivered whole, byte by byte, and split in two at every position, through a
// connection without threads; all must give the same answers. listener_test.cc sends the same kind
// of bytes through real sockets.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <functional>
#include <string>
#include <vector>

#include "transport/connection.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

using namespace std::string_literals;

// A connection over a socket pair: one end is the server's, the other the test's.
class Bench {
 public:
  Bench() {
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    client_ = Descriptor(ends[0]);
    connection_.hold();
    connection_.open(Descriptor(ends[1]), post_);
  }

  void send(std::string_view bytes) {
    if (is_closed_) return;
    transmit(client_, bytes);
    Wish wish = Wish::Again;
    while (wish == Wish::Again) {
      wish = connection_.take_turn({server_, scratch_}, false);
      collect();
    }
    if (wish == Wish::Close) is_closed_ = true;
  }

  // "200 200 keep", "400 close": the statuses, and whether more could be asked.
  std::string summary() {
    std::string text, stream = stream_;
    for (Reply reply = take_reply(stream); reply.status != 0; reply = take_reply(stream)) {
      text += std::to_string(reply.status) + " ";
    }
    if (!stream.empty()) text += "+" + stream + " ";
    return text + (is_closed_ ? "close" : "keep");
  }

  std::string first_body() {
    std::string stream = stream_;
    return take_reply(stream).body;
  }

 private:
  void collect() {
    char bytes[4096];
    for (;;) {
      const Transfer got = receive(client_, bytes, sizeof bytes);
      stream_.append(bytes, got.bytes);
      // A connection that lingers for the client's end has closed its own.
      if (!got.is_open) is_closed_ = true;
      if (got.bytes == 0) return;
    }
  }

  const Handler handler_ = echo;
  const FaultHandler faults_ = plain_fault_response;
  const Limits limits_;
  const Deadlines deadlines_;
  const std::atomic<bool> stopping_{false};
  EmbeddedServer server_{handler_, faults_, stopping_};
  Post post_;
  Connection connection_{limits_, deadlines_};
  std::string scratch_ = std::string(4096, '\0');
  Descriptor client_;
  std::string stream_;
  bool is_closed_ = false;
};

struct Row {
  std::string what;
  std::string bytes;
  std::string summary;
  std::string first_body = {};  // of the first answer, where it matters
};

// A GET with these lines after the request line.
std::string get(const std::string& lines) { return "GET / HTTP/1.1\r\n" + lines + "\r\n"; }
// A POST with these lines besides Host, and this behind the head.
std::string post(const std::string& lines, const std::string& content) {
  return "POST /t HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n" + content;
}
std::string chunked(const std::string& content) {
  return post("Transfer-Encoding: chunked\r\n", content);
}

const std::string kNext = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n";

std::vector<Row> rows() {
  return {
      // RFC 9112 section 3: the request line.
      {"plain", get("Host: h\r\n"), "200 keep", "GET /|Host: h||"},
      {"any token is a method", "QUERY /x HTTP/1.1\r\nHost: h\r\n\r\n", "200 keep",
       "QUERY /x|Host: h||"},
      {"a method in lower case is another method", "get / HTTP/1.1\r\nHost: h\r\n\r\n", "200 keep",
       "get /|Host: h||"},
      {"the target stays raw", "GET /a%2Fb//c/../d;x?y=%zz?&z={|} HTTP/1.1\r\nHost: h\r\n\r\n",
       "200 keep", "GET /a%2Fb//c/../d;x?y=%zz?&z={|}|Host: h||"},
      {"absolute-form, Host gives way",
       "GET http://a.example:8/p?q HTTP/1.1\r\nHost: b\r\nX: 1\r\n\r\n", "200 keep",
       "GET /p?q|Host: a.example:8|X: 1||"},
      {"absolute-form without a path", "GET HTTP://a?q HTTP/1.1\r\nHost: a\r\n\r\n", "200 keep",
       "GET /?q|Host: a||"},
      {"absolute-form of OPTIONS *", "OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n", "200 keep",
       "OPTIONS *|Host: a||"},
      {"asterisk-form", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "200 keep", "OPTIONS *|Host: h||"},
      {"asterisk of another method", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"a path without a slash", "GET x HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"another scheme", "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"absolute-form without a host", "GET http:///p HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"absolute-form with user", "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"CONNECT", "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n", "501 close"},
      {"a fragment", "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"raw UTF-8 in the target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"NUL in the target", "GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n"s, "400 close"},
      {"a tab in the request line", "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"a space at the end", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n", "400 close"},
      {"a space in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"no target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"HTTP/0.9", "GET /\r\n\r\n", "400 close"},
      {"a method that is no token", "G@T / HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"no method", " / HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"a bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 close"},
      {"HTTP/3.1", "GET / HTTP/3.1\r\nHost: h\r\n\r\n", "505 close"},
      {"a later minor version", "GET / HTTP/1.9\r\nHost: h\r\n\r\n", "200 keep"},
      {"a version in lower case", "GET / http/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"a version of another protocol", "GET / HTTPS/1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"a version with three numbers", "GET / HTTP/1.1.1\r\nHost: h\r\n\r\n", "400 close"},
      {"TLS", "\x16\x03\x01\x02", "400 close"},
      {"blank lines before a request", "\r\n\r\n" + get("Host: h\r\n"), "200 keep"},
      {"too many blank lines", "\r\n\r\n\r\n\r\n\r\n" + get("Host: h\r\n"), "400 close"},

      // RFC 9112 section 2.2: lines.
      {"bare LF", "GET / HTTP/1.1\nHost: h\n\n", "400 close"},
      {"bare LF after a field", "GET / HTTP/1.1\r\nHost: h\n\r\n", "400 close"},
      {"bare LF for the blank line", "GET / HTTP/1.1\r\nHost: h\r\n\n", "400 close"},
      {"white space after the request line", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", "400 close"},

      // RFC 9112 section 5: fields.
      {"fields keep order, case and duplicates",
       get("X-b: 2\r\nHost: h\r\nx-B:1\r\nA:\t v \t\r\nE:\r\n"), "200 keep",
       "GET /|X-b: 2|Host: h|x-B: 1|A: v|E: ||"},
      {"a value keeps its percent signs", get("Host: h\r\nA: %41%00\r\n"), "200 keep",
       "GET /|Host: h|A: %41%00||"},
      {"obs-text", get("Host: h\r\nA: \xe9\r\n"), "200 keep", "GET /|Host: h|A: \xe9||"},
      {"Range and Accept-Encoding are for the handler",
       get("Host: h\r\nRange: bytes=0-1\r\nAccept-Encoding: gzip\r\n"), "200 keep",
       "GET /|Host: h|Range: bytes=0-1|Accept-Encoding: gzip||"},
      {"obs-fold", get("Host: h\r\nA: b\r\n c\r\n"), "400 close"},
      {"obs-fold with a tab", get("Host: h\r\nA: b\r\n\tc\r\n"), "400 close"},
      {"white space before the colon", get("Host: h\r\nA : b\r\n"), "400 close"},
      {"no colon", get("Host: h\r\nAb\r\n"), "400 close"},
      {"no name", get("Host: h\r\n: b\r\n"), "400 close"},
      {"a name that is no token", get("Host: h\r\nA(b): c\r\n"), "400 close"},
      {"NUL in a value", get("Host: h\r\nA: b\0c\r\n"s), "400 close"},
      {"NUL in a name", get("Host: h\r\nA\0: c\r\n"s), "400 close"},
      {"a control character in a value", get("Host: h\r\nA: b\x01\r\n"), "400 close"},
      {"DEL in a value", get("Host: h\r\nA: b\x7f\r\n"), "400 close"},
      {"a bare CR in a value", get("Host: h\r\nA: b\rc\r\n"), "400 close"},
      {"a second CR", get("Host: h\r\r\n"), "400 close"},

      // RFC 9112 section 3.2: Host.
      {"no Host", get(""), "400 close"},
      {"two Hosts", get("Host: h\r\nHost: h\r\n"), "400 close"},
      {"two Hosts in one", get("Host: h, i\r\n"), "400 close"},
      {"an empty Host", get("Host:\r\n"), "200 keep"},
      {"Host with a port", get("Host: h.example:80\r\n"), "200 keep"},
      {"Host with an empty port", get("Host: h:\r\n"), "200 keep"},
      {"Host in IPv6", get("Host: [::1]:80\r\n"), "200 keep"},
      {"Host with a broken triplet", get("Host: h%zz\r\n"), "400 close"},
      {"Host with a path", get("Host: h/p\r\n"), "400 close"},
      {"Host with a user", get("Host: u@h\r\n"), "400 close"},
      {"Host with a port of letters", get("Host: h:p\r\n"), "400 close"},
      {"Host that is a port", get("Host: :80\r\n"), "400 close"},
      {"Host in open brackets", get("Host: [::1\r\n"), "400 close"},
      {"Host in empty brackets", get("Host: []\r\n"), "400 close"},
      {"HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", "200 close"},
      {"HTTP/1.0 with two Hosts", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", "400 close"},

      // RFC 9112 section 6.2 and 6.3: Content-Length.
      {"content", post("Content-Length: 3\r\n", "abc"), "200 keep",
       "POST /t|Host: h|Content-Length: 3||abc"},
      {"content of any bytes", post("Content-Length: 3\r\n", "\0\r\n"s), "200 keep",
       "POST /t|Host: h|Content-Length: 3||\0\r\n"s},
      {"no content", post("Content-Length: 0\r\n", ""), "200 keep"},
      {"leading zeros", post("Content-Length: 003\r\n", "abc"), "200 keep"},
      {"content codings stay", post("Content-Length: 2\r\nContent-Encoding: gzip\r\n", "\x1f\x8b"),
       "200 keep", "POST /t|Host: h|Content-Length: 2|Content-Encoding: gzip||\x1f\x8b"},
      {"POST without a length has no content", post("", kNext), "200 200 keep"},
      {"GET with content", "GET /t HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc" + kNext,
       "200 200 keep", "GET /t|Host: h|Content-Length: 3||abc"},
      {"DELETE with content",
       "DELETE /t HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc" + kNext, "200 200 keep",
       "DELETE /t|Host: h|Content-Length: 3||abc"},
      {"a sign", post("Content-Length: +5\r\n", "abcde"), "400 close"},
      {"a negative length", post("Content-Length: -1\r\n", ""), "400 close"},
      {"a hexadecimal length", post("Content-Length: 0x5\r\n", "abcde"), "400 close"},
      {"a fraction", post("Content-Length: 5.0\r\n", "abcde"), "400 close"},
      {"an empty length", post("Content-Length:\r\n", ""), "400 close"},
      {"a length with spaces", post("Content-Length: 1 2\r\n", "a"), "400 close"},
      {"2^64", post("Content-Length: 18446744073709551616\r\n", ""), "400 close"},
      {"2^64 + 3", post("Content-Length: 18446744073709551619\r\n", "abc"), "400 close"},
      {"lengths that differ", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"),
       "400 close"},
      {"a list of lengths that differ", post("Content-Length: 3, 4\r\n", "abcd"), "400 close"},
      {"a list with nothing in it", post("Content-Length: 3,\r\n", "abc"), "400 close"},
      {"equal lengths", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "200 keep"},
      {"a list of equal lengths", post("Content-Length: 3, 3\r\n", "abc"), "200 keep"},
      {"both framings", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       "400 close"},
      {"both framings, the other way", chunked("0\r\n\r\n").insert(27, "Content-Length: 3\r\n"),
       "400 close"},
      {"over the limit", post("Content-Length: 999999999999\r\n", ""), "413 close"},

      // RFC 9112 section 6.1: Transfer-Encoding.
      {"chunked", chunked("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n") + kNext, "200 200 keep",
       "POST /t|Host: h|Transfer-Encoding: chunked||abcde"},
      {"chunked in another case", post("transfer-encoding: Chunked\r\n", "0\r\n\r\n"), "200 keep"},
      {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501 close"},
      {"gzip and chunked in two fields",
       post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "501 close"},
      {"not chunked at the end", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"),
       "400 close"},
      {"gzip alone", post("Transfer-Encoding: gzip\r\n", ""), "400 close"},
      {"identity", post("Transfer-Encoding: identity\r\n", ""), "400 close"},
      {"an unknown coding", post("Transfer-Encoding: xchunked\r\n", ""), "400 close"},
      {"chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), "400 close"},
      {"chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"),
       "400 close"},
      {"an empty coding", post("Transfer-Encoding:\r\n", ""), "400 close"},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "400 close"},

      // RFC 9112 section 7.1: chunks.
      {"hexadecimal sizes", chunked("a\r\n0123456789\r\n0A\r\n0123456789\r\n000\r\n\r\n"),
       "200 keep"},
      {"trailers are read over", chunked("1\r\na\r\n0\r\nX: y\r\nZ: \r\n\r\n") + kNext,
       "200 200 keep", "POST /t|Host: h|Transfer-Encoding: chunked||a"},
      {"white space before an extension", chunked("1 ;x\r\na\r\n0\r\n\r\n"), "200 keep"},
      {"white space before no extension", chunked("1 \r\na\r\n0\r\n\r\n"), "400 close"},
      {"a chunk size with a sign", chunked("+1\r\na\r\n0\r\n\r\n"), "400 close"},
      {"a negative chunk size", chunked("-1\r\na\r\n0\r\n\r\n"), "400 close"},
      {"a chunk size with 0x", chunked("0x1\r\na\r\n0\r\n\r\n"), "400 close"},
      {"a chunk size with white space before", chunked(" 1\r\na\r\n0\r\n\r\n"), "400 close"},
      {"no chunk size", chunked("\r\na\r\n0\r\n\r\n"), "400 close"},
      {"a chunk size of 17 digits", chunked("10000000000000001\r\na"), "400 close"},
      {"a chunk size of 2^64-1", chunked("ffffffffffffffff\r\na"), "413 close"},
      {"a chunk that is longer than its size", chunked("1\r\nab\r\n0\r\n\r\n"), "400 close"},
      {"bare LF after a chunk size", chunked("1\na\r\n0\r\n\r\n"), "400 close"},
      {"bare LF after a chunk", chunked("1\r\na\n0\r\n\r\n"), "400 close"},
      {"bare LF in an extension", chunked("1;a\nb\r\na\r\n0\r\n\r\n"), "400 close"},
      {"bare CR in an extension", chunked("1;a\rb\r\na\r\n0\r\n\r\n"), "400 close"},
      {"NUL in an extension", chunked("1;\0\r\na\r\n0\r\n\r\n"s), "400 close"},
      {"bare LF in the trailer", chunked("0\r\n\n"), "400 close"},
      {"a trailer that is no field", chunked("0\r\nabc\r\n\r\n"), "400 close"},
      {"a folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n"), "400 close"},

      // RFC 9112 section 9.3: persistence and pipelining.
      {"pipelined", kNext + post("Content-Length: 1\r\n", "a") + chunked("0\r\n\r\n") + kNext,
       "200 200 200 200 keep", "GET /next|Host: h||"},
      {"close", get("Host: h\r\nConnection: close\r\n"), "200 close"},
      {"Close", get("Host: h\r\nconnection: x, Close\r\n") + kNext, "200 close"},
      {"close in the second of two fields",
       get("Host: h\r\nConnection: x\r\nConnection: CLOSE\r\n"), "200 close"},
      {"close in part of a word", get("Host: h\r\nConnection: closed\r\n"), "200 keep"},
      {"HTTP/1.0 closes", "GET / HTTP/1.0\r\nHost: h\r\n\r\n", "200 close"},
      {"HTTP/1.0 that keeps alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "200 keep"},
      {"HTTP/1.0 that wants both", "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n",
       "200 close"},
      {"a fault ends what is pipelined", kNext + "GET\r\n\r\n" + kNext, "200 400 close"},
      {"a body is no request", post("Content-Length: 31\r\n", kNext) + kNext, "200 200 keep"},

      // RFC 9110 section 10.1.1: Expect.
      {"another expectation", get("Host: h\r\nExpect: tea\r\n"), "417 close"},
      {"HTTP/1.0 expects nothing",
       "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na", "200 close"},
  };
}

// Prints a row's name instead of its bytes.
void check(const Row& row, const std::string& delivery, const std::vector<std::string>& pieces) {
  Bench bench;
  for (const std::string& piece : pieces) bench.send(piece);
  EXPECT_EQ(bench.summary(), row.summary) << row.what << ", " << delivery;
  if (!row.first_body.empty()) {
    EXPECT_EQ(bench.first_body(), row.first_body) << row.what << ", " << delivery;
  }
}

TEST(Framing, InOnePiece) {
  for (const Row& row : rows()) check(row, "in one piece", {row.bytes});
}

TEST(Framing, ByteByByte) {
  for (const Row& row : rows()) {
    std::vector<std::string> pieces;
    for (char c : row.bytes) pieces.emplace_back(1, c);
    check(row, "byte by byte", pieces);
  }
}

TEST(Framing, SplitAtEveryPosition) {
  for (const Row& row : rows()) {
    for (std::size_t at = 1; at < row.bytes.size(); ++at) {
      check(row, "split at " + std::to_string(at), {row.bytes.substr(0, at), row.bytes.substr(at)});
      if (HasFailure()) break;
    }
  }
}

TEST(Framing, ContinueIsSentOnlyToWhoWaits) {
  const std::string head = post("Expect: 100-Continue\r\nContent-Length: 1\r\n", "");
  Bench waiting;
  waiting.send(head);
  EXPECT_EQ(waiting.summary(), "100 keep");
  waiting.send("a");
  EXPECT_EQ(waiting.summary(), "100 200 keep");

  Bench hasty;
  hasty.send(head + "a");
  EXPECT_EQ(hasty.summary(), "200 keep");

  Bench large;  // refused before any of it is sent
  large.send(post("Expect: 100-continue\r\nContent-Length: 99999999\r\n", ""));
  EXPECT_EQ(large.summary(), "413 close");
}

}  // namespace
}  // namespace holotype::transport
