#include "transport/conversation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "patience.h"
#include "transport/listener.h"
#include "transport/streams.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using State = http::BodyStream::State;

std::unique_ptr<Listener> serve(StreamHandler handler, Listener::Options options = {}) {
  return *Listener::start_streaming(std::move(options), std::move(handler));
}

// Reads what is left of the body, then answers as echo(); the trailers come last.
Outgoing echo_stream(http::Conversation& talk) {
  http::Headers trailers = talk.trailers();
  if (http::BodyStream* rest = talk.rest()) {
    for (;;) {
      const http::BodyStream::Piece piece = rest->read(http::kForever);
      talk.request().body += piece.bytes;
      if (piece.state == State::Broken) return http::Response{};
      if (piece.state == State::Ended) break;
    }
    trailers = rest->trailers();
  }
  http::Response response = echo(talk.request());
  for (const http::Header& field : trailers) response.body += "|" + field.name + "=" + field.value;
  return response;
}

TEST(Conversation, TakesBodiesWholeAndInPieces) {
  struct Row {
    std::string what, head;
    std::vector<std::string> pieces;  // sent with a pause between
    std::string body;
  };
  const std::string length = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
  const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const Row rows[] = {
      {"no body", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", {}, ""},
      {"length, together", length + "abcde", {}, "abcde"},
      {"length, in pieces", length + "a", {"bc", "de"}, "abcde"},
      {"length, apart", length, {"abcde"}, "abcde"},
      {"chunks, together", chunked + "2\r\nab\r\n0\r\n\r\n", {}, "ab"},
      {"chunks, in pieces", chunked + "2", {"\r\na", "b\r\n3\r\ncde\r", "\n0\r\n\r\n"}, "abcde"},
      {"trailers, together", chunked + "1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n", {}, "a|X-Sum=1"},
      {"trailers, apart", chunked + "1\r\na\r\n", {"0\r\nX-Sum: 1\r\n", "\r\n"}, "a|X-Sum=1"},
  };
  const auto listener = serve(echo_stream);
  for (const Row& row : rows) {
    Wire wire(listener->port());
    // The second proves that the first was read to its end and no further.
    for (int i = 0; i < 2; ++i) {
      wire.send(row.head);
      for (const std::string& piece : row.pieces) {
        std::this_thread::sleep_for(milliseconds(5));
        wire.send(piece);
      }
      const Reply reply = wire.reply();
      EXPECT_EQ(reply.status, 200) << row.what;
      EXPECT_THAT(reply.body, EndsWith("||" + row.body)) << row.what;
    }
  }
}

TEST(Conversation, WhatIsBehindABodyIsTheNextRequest) {
  const auto listener = serve(echo_stream);
  Wire wire(listener->port());
  wire.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
  std::this_thread::sleep_for(milliseconds(5));
  wire.send(
      "bcGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\nConnection: "
      "close\r\n\r\n");
  EXPECT_THAT(wire.reply().body, StartsWith("POST /1"));
  EXPECT_THAT(wire.reply().body, StartsWith("GET /2"));
  const Reply last = wire.reply();
  EXPECT_THAT(last.body, StartsWith("GET /3"));
  EXPECT_EQ(field_of(last, "Connection"), "close");
  EXPECT_TRUE(wire.is_closed());
}

TEST(Conversation, TellsAClientToGoOnWhenItReads) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
  const auto reading = serve(echo_stream);
  Wire told(reading->port());
  told.send(head);
  EXPECT_EQ(told.reply(false).head, "HTTP/1.1 100 Continue");
  told.send("ab");
  EXPECT_THAT(told.reply().body, EndsWith("||ab"));

  const auto refusing = serve([](http::Conversation&) { return http::Response{403, {}, ""}; });
  Wire refused(refusing->port());
  refused.send(head);
  EXPECT_EQ(refused.reply().status, 403);
  EXPECT_TRUE(refused.is_closed());  // nobody can tell whether the body comes

  const auto leaving = serve([](http::Conversation& talk) {
    talk.leave_continue_to_others();
    talk.pass_interim({100, {}, ""});
    talk.pass_interim({103, {{"Link", "</style.css>"}}, ""});
    return echo_stream(talk);
  });
  Wire left(leaving->port());
  left.send(head + "ab");
  EXPECT_EQ(left.reply(false).head, "HTTP/1.1 100 Continue");
  EXPECT_EQ(left.reply(false).head, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>");
  EXPECT_THAT(left.reply().body, EndsWith("||ab"));
  // RFC 9110 section 15.2: not to HTTP/1.0.
  Wire old(leaving->port());
  old.send("POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nab");
  EXPECT_EQ(old.reply().status, 200);
}

TEST(Conversation, FramesAnswersByWhatIsKnown) {
  struct Row {
    std::string what, version;
    std::vector<std::string> pieces;
    std::optional<std::uint64_t> length;
    State end;
    std::string sent;  // after the status line; "X" stands for a field of the answer's own
    bool closes;
  };
  const Row rows[] = {
      {"length", "1.1", {"ab", "c"}, 3, State::Ended, "X\r\nContent-Length: 3\r\n\r\nabc", false},
      {"chunks",
       "1.1",
       {"ab", "c"},
       {},
       State::Ended,
       "X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-Sum: 1\r\n\r\n",
       false},
      {"no chunk",
       "1.1",
       {},
       {},
       State::Ended,
       "X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: 1\r\n\r\n",
       false},
      {"HTTP/1.0", "1.0", {"ab", "c"}, {}, State::Ended, "X\r\nConnection: close\r\n\r\nabc", true},
      // What breaks off never looks whole.
      {"length, cut", "1.1", {"ab"}, 3, State::Broken, "X\r\nContent-Length: 3\r\n\r\nab", true},
      {"chunks, cut",
       "1.1",
       {"ab"},
       {},
       State::Broken,
       "X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
       true},
  };
  for (const Row& row : rows) {
    const auto listener = serve([&row](http::Conversation&) {
      Outgoing outgoing(http::Response{200, {{"X", ""}}, ""});
      outgoing.rest = std::make_shared<Pieces>(row.pieces, row.length, row.end,
                                               http::Headers{{"X-Sum", "1"}, {"Host", "no"}});
      return outgoing;
    });
    Wire wire(listener->port());
    wire.send("GET / HTTP/" + row.version + "\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wire.is_closed_within(milliseconds(row.closes ? 5'000 : 50)), row.closes) << row.what;
    std::string expected = "HTTP/1.1 200 OK\r\n" + row.sent;
    expected.insert(expected.find("X\r\n") + 1, ": ");
    EXPECT_EQ(wire.rest(), expected) << row.what;
  }
}

TEST(Conversation, WhereOnlyTheEndSaysSoABrokenAnswerIsAReset) {
  const auto listener = serve([](http::Conversation&) {
    Outgoing outgoing(http::Response{});
    outgoing.rest =
        std::make_shared<Pieces>(std::vector<std::string>{"ab"}, std::nullopt, State::Broken);
    return outgoing;
  });
  Wire wire(listener->port());
  wire.send("GET / HTTP/1.0\r\n\r\n");
  char bytes[4096];
  ssize_t count = 1;
  while (count > 0) count = ::recv(wire.number(), bytes, sizeof bytes, 0);
  EXPECT_EQ(count, -1);
  EXPECT_EQ(errno, ECONNRESET);
}

TEST(Conversation, WholeAnswersHaveTrailersWhereTheyFit) {
  const auto listener = serve([](http::Conversation& talk) {
    Outgoing outgoing(http::Response{talk.request().raw_target == "/204" ? 204 : 200, {}, "abc"});
    outgoing.trailers = {{"X-Sum", "1"}};
    return outgoing;
  });
  struct Row {
    std::string request, sent;
  };
  const Row rows[] = {
      {"GET / HTTP/1.1",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n"},
      {"HEAD / HTTP/1.1", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"},
      {"GET /204 HTTP/1.1", "HTTP/1.1 204 No Content\r\n\r\n"},
      {"GET / HTTP/1.0", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"},
  };
  for (const Row& row : rows) {
    Wire wire(listener->port());
    wire.send(row.request + "\r\nHost: a\r\n\r\n");
    wire.is_closed_within(milliseconds(50));
    EXPECT_EQ(wire.rest(), row.sent) << row.request;
  }
}

TEST(Conversation, WhatHasNoContentKeepsItsLength) {
  const auto listener = serve([](http::Conversation& talk) {
    const std::string& target = talk.request().raw_target;
    http::Response response{target.starts_with("/304") ? 304 : 200, {}, ""};
    if (target.ends_with("known")) response.headers.add("Content-Length", "12");
    return response;
  });
  struct Row {
    std::string request, length;
  };
  const Row rows[] = {{"HEAD /known", "12"},
                      {"HEAD /", "(none)"},
                      {"GET /304-known", "12"},
                      {"GET /304", "(none)"},
                      {"GET /", "0"}};
  for (const Row& row : rows) {
    Wire wire(listener->port());
    wire.send(row.request + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(field_of(wire.reply(false), "Content-Length"), row.length) << row.request;
  }
}

TEST(Conversation, AReaderThatIsSlowSlowsTheSenderDown) {
  Endless::Counts counts;
  const auto listener = serve([&counts](http::Conversation&) {
    Outgoing outgoing(http::Response{});
    outgoing.rest = std::make_shared<Endless>(counts, milliseconds(0));
    return outgoing;
  });
  {
    Wire wire(listener->port());
    wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    std::uint64_t before = 1;
    while (counts.bytes != before) {  // until the kernel's buffers are full
      before = counts.bytes;
      std::this_thread::sleep_for(milliseconds(100));
    }
    EXPECT_LT(before, 32u << 20);
    EXPECT_FALSE(counts.is_gone);
  }
  // The client goes away, and what it was sent with it.
  for (int i = 0; i < 200 && !counts.is_gone; ++i) std::this_thread::sleep_for(milliseconds(10));
  EXPECT_TRUE(counts.is_gone);
}

TEST(Conversation, PiecesLeaveAsTheyCome) {
  Endless::Counts counts;
  const auto listener = serve([&counts](http::Conversation&) {
    Outgoing outgoing(http::Response{});
    outgoing.rest = std::make_shared<Endless>(counts, milliseconds(20));
    return outgoing;
  });
  Wire wire(listener->port());
  wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(wire.is_closed_within(milliseconds(100)));
  EXPECT_THAT(wire.rest(), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_GT(wire.rest().size(), 10'000u);
  // Stopping does not wait for an end that never comes.
  const auto begin = steady_clock::now();
  listener->stop();
  EXPECT_LT(steady_clock::now() - begin, kPatience * milliseconds(2'000));
  EXPECT_TRUE(wire.is_closed());
}

TEST(Conversation, FaultsOfARequestAreAnsweredInPlaceOfTheHandler) {
  struct Row {
    std::string what, sent, later;
    int status;  // 0: no answer
  };
  const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string length = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
  const Row rows[] = {
      {"no chunk size", chunked + "x\r\n", "", 400},
      {"no chunk size later", chunked + "1\r\na\r\n", "x\r\n", 400},
      {"too slow", length + "ab", "", 408},
      {"gone", length + "ab", "(close)", 0},
  };
  Listener::Options options;
  options.deadlines.body = milliseconds(80);
  const auto listener = serve(echo_stream, options);
  for (const Row& row : rows) {
    Wire wire(listener->port());
    wire.send(row.sent);
    if (!row.later.empty()) std::this_thread::sleep_for(milliseconds(10));
    if (row.later == "(close)") {
      wire.finish_sending();
    } else {
      wire.send(row.later);
    }
    EXPECT_EQ(wire.reply().status, row.status) << row.what;
    EXPECT_TRUE(wire.is_closed()) << row.what;
  }
}

TEST(Conversation, AHandlerThatThrowsCostsOneConnection) {
  const auto listener = serve([](http::Conversation& talk) -> Outgoing {
    if (talk.request().raw_target == "/throw") throw std::runtime_error("no");
    return http::Response{talk.request().raw_target == "/status" ? 12 : 200, {}, ""};
  });
  for (const char* target : {"/throw", "/status"}) {
    Wire wire(listener->port());
    wire.send(std::string("GET ") + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(wire.reply().status, 500) << target;
    EXPECT_TRUE(wire.is_closed()) << target;
  }
  Wire wire(listener->port());
  wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(wire.reply().status, 200);
}

}  // namespace
}  // namespace holotype::transport
