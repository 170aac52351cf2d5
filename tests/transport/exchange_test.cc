#include "transport/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "transport/dialer.h"
#include "transport/socket.h"
#include "transport/streams.h"

namespace holotype::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using State = http::BodyStream::State;

// A server for one connection, by a function of its socket.
class Peer {
 public:
  explicit Peer(std::function<void(int socket)> serve)
      : socket_(listen_on("127.0.0.1", 0, 1).value()), thread_([this, serve = std::move(serve)] {
          pollfd event{socket_.number(), POLLIN, 0};
          ::poll(&event, 1, 5'000);
          const Descriptor client(::accept(socket_.number(), nullptr, nullptr));
          serve(client.number());
        }) {}
  ~Peer() {
    if (thread_.joinable()) thread_.join();
  }
  void join() { thread_.join(); }

  std::unique_ptr<Channel> connect() const {
    const auto dialer =
        Dialer::to("http://127.0.0.1:" + std::to_string(port_of(socket_)), Dialer::Options());
    return dialer->dial().value();
  }

 private:
  Descriptor socket_;
  std::thread thread_;
};

void say(int socket, std::string_view bytes) {
  ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

// Until what was received ends with `end`, or the client has closed.
std::string listen_until(int socket, std::string_view end) {
  std::string received;
  char bytes[65536];
  // What comes behind a short end stays unread.
  const std::size_t at_once = end.size() < 8 ? 1 : sizeof bytes;
  while (!received.ends_with(end)) {
    const ssize_t count = ::recv(socket, bytes, at_once, 0);
    if (count <= 0) break;
    received.append(bytes, static_cast<std::size_t>(count));
  }
  return received;
}

http::Request post() { return {"POST", "/x", {{"Host", "a"}}, ""}; }

constexpr std::string_view kDone = "HTTP/1.1 204 No Content\r\n\r\n";

TEST(Exchange, FramesRequestsByWhatIsKnown) {
  const std::string line = "POST /x HTTP/1.1\r\nHost: a\r\n";
  const std::string large(100'000, 'x');
  const http::Headers trailers{{"X-Sum", "1"}, {"Content-Length", "3"}};
  struct Row {
    std::string what, body;
    std::optional<std::vector<std::string>> rest;
    std::optional<std::uint64_t> length;
    const http::Headers* trailers;
    std::string sent;
  };
  const Row rows[] = {
      {"whole", "abc", {}, {}, nullptr, "Content-Length: 3\r\n\r\nabc"},
      {"large", large, {}, {}, nullptr, "Content-Length: 100000\r\n\r\n" + large},
      {"whole, with trailers",
       "abc",
       {},
       {},
       &trailers,
       "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n"},
      {"large, with trailers",
       large,
       {},
       {},
       &trailers,
       "Transfer-Encoding: chunked\r\n\r\n186a0\r\n" + large + "\r\n0\r\nX-Sum: 1\r\n\r\n"},
      {"rest of known length", "", {{"ab", "c"}}, 3, nullptr, "Content-Length: 3\r\n\r\nabc"},
      {"rest of unknown length",
       "",
       {{"ab", "c"}},
       {},
       nullptr,
       "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-Sum: 1\r\n\r\n"},
      {"empty rest",
       "",
       {std::vector<std::string>{}},
       {},
       nullptr,
       "Transfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: 1\r\n\r\n"},
  };
  for (const Row& row : rows) {
    std::string received;
    Peer peer([&](int socket) {
      received = listen_until(socket, row.sent);
      say(socket, kDone);
    });
    const auto channel = peer.connect();
    std::optional<Pieces> rest;
    if (row.rest) rest.emplace(*row.rest, row.length, State::Ended, trailers);
    Exchange exchange(*channel, {});
    const http::Request head = post();
    const auto answer = exchange.begin(
        {.head = head, .body = row.body, .rest = rest ? &*rest : nullptr, .trailers = row.trailers},
        "b");
    ASSERT_TRUE(answer) << row.what << answer.error().reason;
    EXPECT_EQ(answer->status, 204) << row.what;
    EXPECT_TRUE(exchange.keeps_alive()) << row.what;
    peer.join();
    EXPECT_EQ(received, line + row.sent) << row.what;
  }
}

TEST(Exchange, AnAnswerMayComeBeforeTheEndOfTheRequest) {
  // The server refuses after the head and closes while the client has gigabytes to say.
  Peer peer([](int socket) {
    char bytes[100];
    ::recv(socket, bytes, sizeof bytes, 0);
    say(socket, "HTTP/1.1 413 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
    ::shutdown(socket, SHUT_WR);
    std::this_thread::sleep_for(milliseconds(50));
  });
  const auto channel = peer.connect();
  Endless::Counts counts;
  Endless endless(counts, milliseconds(0));
  Exchange exchange(*channel, {});
  const http::Request head = post();
  const auto answer = exchange.begin({.head = head, .body = "", .rest = &endless}, "b");
  ASSERT_TRUE(answer) << answer.error().reason;
  EXPECT_EQ(answer->status, 413);
  std::string body;
  for (State state = State::Open; state == State::Open;) {
    const http::BodyStream::Piece piece = exchange.read(http::kForever);
    body += piece.bytes;
    state = piece.state;
    ASSERT_NE(state, State::Broken) << exchange.why_broken();
  }
  EXPECT_EQ(body, "no");
  EXPECT_FALSE(exchange.keeps_alive());
}

TEST(Exchange, BothDirectionsMoveAtOnce) {
  // Echoes each piece before the next one comes.
  Peer peer([](int socket) {
    listen_until(socket, "\r\n\r\n");
    say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
    char byte;
    while (::recv(socket, &byte, 1, 0) == 1) say(socket, {&byte, 1});
  });
  const auto channel = peer.connect();
  Pieces rest({"a", "b", "c", "d", "e", "f"}, 6);
  Exchange exchange(*channel, {});
  const http::Request head = post();
  ASSERT_TRUE(exchange.begin({.head = head, .body = "", .rest = &rest}, "b"));
  std::string body;
  for (State state = State::Open; state == State::Open;) {
    const http::BodyStream::Piece piece = exchange.read(http::kForever);
    body += piece.bytes;
    state = piece.state;
  }
  EXPECT_EQ(body, "abcdef");
  EXPECT_TRUE(exchange.keeps_alive());
}

TEST(Exchange, ReadsAnswersInPiecesWithTheirTrailers) {
  Peer peer([](int socket) {
    listen_until(socket, "\r\n\r\n");
    say(socket, "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n");
    say(socket, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    std::this_thread::sleep_for(milliseconds(60));
    say(socket, "2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n");
  });
  const auto channel = peer.connect();
  std::string interim;
  Exchange exchange(*channel, {.on_interim = [&interim](const http::Response& response) {
    interim += std::to_string(response.status) + *response.headers.find("Link");
  }});
  const http::Request head{"GET", "/", {}, ""};
  ASSERT_TRUE(exchange.begin({.head = head, .body = ""}, "b"));
  EXPECT_EQ(interim, "103a");
  EXPECT_TRUE(exchange.has_content());
  EXPECT_EQ(exchange.read(http::kForever).bytes, "abc");
  const http::BodyStream::Piece none = exchange.read(milliseconds(1));
  EXPECT_EQ(none.bytes, "");
  EXPECT_EQ(none.state, State::Open);
  std::string rest;
  for (State state = State::Open; state == State::Open;) {
    const http::BodyStream::Piece piece = exchange.read(http::kForever);
    rest += piece.bytes;
    state = piece.state;
  }
  EXPECT_EQ(rest, "de");
  EXPECT_EQ(*exchange.trailers().find("X-Sum"), "1");
  EXPECT_TRUE(exchange.keeps_alive());
}

TEST(Exchange, SaysWhyAnAnswerBrokeOff) {
  struct Row {
    std::string what, said, reason;
    SendFailure failure;
    bool closes;
  };
  const Row rows[] = {
      {"length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
       "it closed the connection in the middle of its answer", SendFailure::Broken, true},
      {"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
       "it closed the connection in the middle of its answer", SendFailure::Broken, true},
      {"no chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nx",
       "its answer is no HTTP: A chunk does not begin with its size in hexadecimal",
       SendFailure::Malformed, true},
      {"silence", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "it did not answer in time",
       SendFailure::TimedOut, false},
  };
  for (const Row& row : rows) {
    Peer peer([&row](int socket) {
      listen_until(socket, "\r\n\r\n");
      say(socket, row.said);
      if (!row.closes) listen_until(socket, "never");
    });
    auto channel = peer.connect();
    {
      Exchange exchange(*channel, {.read_timeout = milliseconds(50)});
      const http::Request head{"GET", "/", {}, ""};
      ASSERT_TRUE(exchange.begin({.head = head, .body = ""}, "b")) << row.what;
      std::string body;
      State state = State::Open;
      while (state == State::Open) {
        const http::BodyStream::Piece piece = exchange.read(http::kForever);
        body += piece.bytes;
        state = piece.state;
      }
      EXPECT_EQ(state, State::Broken) << row.what;
      EXPECT_EQ(body, "ab") << row.what;
      EXPECT_EQ(exchange.error().reason, row.reason) << row.what;
      EXPECT_EQ(exchange.error().failure, row.failure) << row.what;
      EXPECT_FALSE(exchange.keeps_alive()) << row.what;
    }
    channel.reset();
  }
}

TEST(Exchange, AServerOfAnotherProtocolIsKnownByItsFirstBytes) {
  // It greets and waits, as SSH and SMTP do: nobody waits with it.
  for (const char* greeting : {"SSH-2.0-OpenSSH\r\n", "220 mail\r\n", "\x15", "HTTP/2"}) {
    Peer peer([greeting](int socket) {
      say(socket, greeting);
      listen_until(socket, "never");
    });
    auto channel = peer.connect();
    {
      Exchange exchange(*channel, {});
      const auto begin = steady_clock::now();
      const http::Request head{"GET", "/", {}, ""};
      const auto answer = exchange.begin({.head = head, .body = ""}, "b");
      ASSERT_FALSE(answer) << greeting;
      EXPECT_EQ(answer.error().failure, SendFailure::Malformed) << greeting;
      EXPECT_LT(steady_clock::now() - begin, milliseconds(10'000)) << greeting;
    }
    channel.reset();
  }
}

TEST(Exchange, IsInterruptedAndAbandoned) {
  Peer peer([](int socket) { listen_until(socket, "never"); });
  auto channel = peer.connect();
  const Descriptor stopping(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  const http::Request head = post();
  {
    std::thread later([&stopping] {
      std::this_thread::sleep_for(milliseconds(20));
      ::eventfd_write(stopping.number(), 1);
    });
    Exchange exchange(*channel, {.interruption = {.stopping = stopping.number()}});
    const auto answer = exchange.begin({.head = head, .body = ""}, "b");
    later.join();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().failure, SendFailure::Abandoned);
    EXPECT_EQ(answer.error().reason, "Holotype is being stopped");
  }
  {
    Pieces cut({"ab"}, 5, State::Broken);
    Exchange exchange(*channel, {});
    const auto answer = exchange.begin({.head = head, .body = "", .rest = &cut}, "b");
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().failure, SendFailure::Abandoned);
  }
  channel.reset();
}

}  // namespace
}  // namespace holotype::transport
