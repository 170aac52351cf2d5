// Exchanges through real sockets on the loopback address.
#include "transport/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

#include "patience.h"
#include "transport/client.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::unique_ptr<Listener> listen(Handler handler, Listener::Options options = {},
                                 FaultHandler faults = plain_fault_response) {
  Result<std::unique_ptr<Listener>> listener =
      Listener::start(std::move(options), std::move(handler), std::move(faults));
  EXPECT_TRUE(listener) << listener.error().message;
  return *std::move(listener);
}

// A handler that gives this, whatever it is asked.
Handler constant(http::Response response) {
  return [response = std::move(response)](const http::Request&) { return response; };
}

const std::string kGet = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

TEST(Listener, TellsWhereItListens) {
  const auto listener = listen(echo);
  EXPECT_NE(listener->port(), 0);
  EXPECT_EQ(listener->url(), "http://127.0.0.1:" + std::to_string(listener->port()));
}

TEST(Listener, ListensOnNamesAndIPv6) {
  for (const std::string host : {"localhost", "::1"}) {
    Listener::Options options;
    options.host = host;
    const auto listener = Listener::start(options, echo);
    if (!listener && host == "::1") GTEST_SKIP() << "no IPv6 here: " << listener.error().message;
    ASSERT_TRUE(listener) << listener.error().message;
    const std::string authority = host == "::1" ? "[::1]" : host;
    EXPECT_EQ((*listener)->url(),
              "http://" + authority + ":" + std::to_string((*listener)->port()));
    Client client = *Client::to((*listener)->url());
    http::Request request;
    request.method = "GET";
    request.raw_target = "/";
    EXPECT_EQ(client.send(request)->status, 200);
  }
}

TEST(Listener, SaysWhatIsWrongWithAnAddress) {
  const auto taken = listen(echo);
  struct Case {
    std::string host;
    std::uint16_t port;
    std::string message;
  };
  const std::string port = std::to_string(taken->port());
  const Case cases[] = {
      {"127.0.0.1", taken->port(),
       "The port " + port + " is in use: another process listens on 127.0.0.1:" + port + "."},
      {"0.0.0.0", taken->port(),
       "The port " + port + " is in use: another process listens on 0.0.0.0:" + port + "."},
      {"192.0.2.1", 0, "The address 192.0.2.1 does not belong to this machine."},
      {"no such host", 0, "The host no such host has no address: "},
  };
  for (const Case& c : cases) {
    Listener::Options options;
    options.host = c.host;
    options.port = c.port;
    const auto listener = Listener::start(options, echo);
    ASSERT_FALSE(listener) << c.host;
    EXPECT_THAT(listener.error().message, StartsWith(c.message));
  }
}

TEST(Listener, APortIsFreeAgainAfterStop) {
  auto first = listen(echo);
  Wire wire(first->port());
  wire.send(kGet);
  EXPECT_EQ(wire.reply().status, 200);
  Listener::Options options;
  options.port = first->port();
  first->stop();
  first->stop();  // once more does nothing
  EXPECT_FALSE(Wire(options.port).is_connected());
  EXPECT_NE(listen(echo, options), nullptr);
}

TEST(Listener, AnswersPipelinedRequestsInOrder) {
  const auto listener = listen(echo);
  Wire wire(listener->port());
  std::string all;
  constexpr int kCount = 300;
  for (int i = 0; i < kCount; ++i) {
    all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }
  wire.send(all);
  for (int i = 0; i < kCount; ++i) {
    EXPECT_EQ(wire.reply().body, "GET /" + std::to_string(i) + "|Host: h||");
  }
}

TEST(Listener, KeepsAConnectionForMoreRequestsThanAnyDefault) {
  const auto listener = listen(echo);
  Wire wire(listener->port());
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(wire.send(kGet));
    ASSERT_EQ(wire.reply().status, 200) << i;
  }
}

TEST(Listener, AnswersWhoHasFinishedSending) {
  const auto listener = listen(echo);
  Wire wire(listener->port());
  wire.send(kGet);
  wire.finish_sending();
  EXPECT_EQ(wire.reply().status, 200);
  EXPECT_TRUE(wire.is_closed());
}

// RFC 9110 sections 6.4.1 and 8.6, RFC 9112 section 6.3.
TEST(Listener, WritesOnlyTheFieldsThatBelong) {
  struct Case {
    std::string what, method;
    http::Response response;
    std::string expected;  // all that is sent
  };
  const Case cases[] = {
      {"fields keep their names and order",
       "GET",
       {201, {{"x-a", "1"}, {"X-B", ""}, {"x-a", "2"}}, "hi"},
       "HTTP/1.1 201 Created\r\nx-a: 1\r\nX-B: \r\nx-a: 2\r\nContent-Length: 2\r\n\r\nhi"},
      {"no body", "GET", {200, {}, ""}, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"},
      {"HEAD",
       "HEAD",
       {200, {{"Content-Type", "a/b"}}, "hello"},
       "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\n"},
      {"HEAD whose length is known",
       "HEAD",
       {200, {{"Content-Length", "9"}}, ""},
       "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"},
      {"204", "DELETE", {204, {{"Content-Length", "3"}}, "abc"}, "HTTP/1.1 204 No Content\r\n\r\n"},
      {"304",
       "GET",
       {304, {{"ETag", "\"x\""}}, "abc"},
       "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"},
      {"205", "POST", {205, {}, "abc"}, "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"},
      {"the phrase of RFC 9110",
       "GET",
       {422, {}, ""},
       "HTTP/1.1 422 Unprocessable Content\r\nContent-Length: 0\r\n\r\n"},
      {"a status without a phrase",
       "GET",
       {299, {}, ""},
       "HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n"},
      {"framing is not the handler's",
       "GET",
       {200,
        {{"content-length", "77"}, {"Transfer-Encoding", "chunked"}, {"Keep-Alive", "x"}},
        "a"},
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"},
      {"no answer is split",
       "GET",
       {200, {{"A", "b\r\nC: d"}}, ""},
       "HTTP/1.1 200 OK\r\nA: b  C: d\r\nContent-Length: 0\r\n\r\n"},
      {"percent signs are no formats",
       "GET",
       {200, {{"A", "%s%n%41"}}, "%s"},
       "HTTP/1.1 200 OK\r\nA: %s%n%41\r\nContent-Length: 2\r\n\r\n%s"},
      {"the handler may close",
       "GET",
       {200, {{"Connection", "close"}}, ""},
       "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
  };
  for (const Case& c : cases) {
    const auto listener = listen(constant(c.response));
    Wire wire(listener->port());
    wire.send(c.method +
              " / HTTP/1.1\r\nHost: h\r\nRange: bytes=0-0\r\nAccept-Encoding: gzip\r\n\r\n");
    wire.finish_sending();
    EXPECT_TRUE(wire.is_closed()) << c.what;
    EXPECT_EQ(wire.rest(), c.expected) << c.what;
  }
}

TEST(Listener, TellsHttp10ThatItKeepsAlive) {
  const auto listener = listen(echo);
  Wire wire(listener->port());
  wire.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(field_of(wire.reply(), "Connection"), "keep-alive");
  wire.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(field_of(wire.reply(), "Connection"), "close");
  EXPECT_TRUE(wire.is_closed());
}

TEST(Listener, GivesTheSameBytesEveryTime) {
  const auto listener = listen(echo);
  std::string first;
  for (int i = 0; i < 3; ++i) {
    Wire wire(listener->port());
    wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(wire.is_closed());
    if (first.empty()) first = wire.rest();
    EXPECT_EQ(wire.rest(), first);
    EXPECT_THAT(wire.rest(), Not(HasSubstr("Date")));
  }
}

TEST(Listener, SurvivesAHandlerThatFails) {
  struct Case {
    std::string what;
    Handler handler;
    std::string message;
  };
  const Case cases[] = {
      {"throws", [](const http::Request&) -> http::Response { throw std::runtime_error("no"); },
       "The handler failed: no.\n"},
      {"throws anything", [](const http::Request&) -> http::Response { throw 7; },
       "The handler failed.\n"},
      {"no status", constant({0, {}, ""}),
       "The answer has the status 0, which is not three digits.\n"},
      {"a name that is none", constant({200, {{"a b", "c"}}, ""}),
       "The answer has a header field whose name is no token (RFC 9110 section 5.1) but 3 bytes "
       "long.\n"},
  };
  for (const Case& c : cases) {
    const auto listener = listen(c.handler);
    for (int i = 0; i < 2; ++i) {
      Wire wire(listener->port());
      wire.send(kGet);
      const Reply reply = wire.reply();
      EXPECT_EQ(reply.status, 500) << c.what;
      EXPECT_EQ(reply.body, c.message);
      EXPECT_TRUE(wire.is_closed());
    }
  }
}

TEST(Listener, LetsTheFaultHandlerWordFaults) {
  const auto word = [](const Fault& fault) {
    return http::Response{fault.status(),
                          {{"Content-Type", "application/problem+json"}},
                          fault.received.method + " " + fault.received.raw_target};
  };
  const auto listener = listen(echo, {}, word);
  Wire wire(listener->port());
  wire.send("PUT /a?b HTTP/1.1\r\n\r\n");
  const Reply reply = wire.reply();
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(field_of(reply, "Content-Type"), "application/problem+json");
  EXPECT_EQ(field_of(reply, "Connection"), "close");
  EXPECT_EQ(reply.body, "PUT /a?b");
}

TEST(Listener, SurvivesAFaultHandlerThatFails) {
  const auto listener =
      listen(echo, {}, [](const Fault&) -> http::Response { throw std::runtime_error("no"); });
  Wire wire(listener->port());
  wire.send("\r\nx\r\n\r\n");
  EXPECT_EQ(wire.reply().status, 400);
}

// The answer must not be lost to a reset because the client was still sending.
TEST(Listener, ARefusalReachesAClientThatIsStillSending) {
  const auto listener = listen(echo);
  for (int i = 0; i < 20; ++i) {
    Wire wire(listener->port());
    wire.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999\r\n\r\n");
    const std::string block(100'000, 'x');
    for (int sent = 0; sent < 20 && wire.send(block); ++sent) {
    }
    EXPECT_EQ(wire.reply().status, 413);
    wire.finish_sending();
    EXPECT_TRUE(wire.is_closed());
  }
}

TEST(Listener, SendsALargeAnswerToASlowReader) {
  http::Response response;
  response.body.assign(8u << 20, 'x');
  Listener::Options options;
  options.threads = 1;
  const auto listener = listen(constant(response), options);
  Wire slow(listener->port());
  slow.send(kGet + kGet);
  // The only thread is free for others while the slow one does not read.
  Wire other(listener->port());
  other.send(kGet);
  EXPECT_EQ(other.reply().body.size(), response.body.size());
  EXPECT_EQ(slow.reply().body.size(), response.body.size());
  EXPECT_EQ(slow.reply().body.size(), response.body.size());
}

TEST(Listener, StopsAtOnceWithIdleClients) {
  auto listener = listen(echo);
  std::vector<Wire> idle;
  for (int i = 0; i < 50; ++i) idle.emplace_back(listener->port());
  for (Wire& wire : idle) wire.send(kGet);
  for (Wire& wire : idle) EXPECT_EQ(wire.reply().status, 200);
  idle.front().send("GET /half");
  const auto start = steady_clock::now();
  listener->stop();
  EXPECT_LT(steady_clock::now() - start, kPatience * milliseconds(500));
  for (Wire& wire : idle) EXPECT_TRUE(wire.is_closed());
}

TEST(Listener, LetsAHandlerThatRunsFinishBeforeItStops) {
  std::atomic<bool> entered{false};
  auto listener = listen([&](const http::Request& request) {
    entered = true;
    std::this_thread::sleep_for(milliseconds(100));
    return echo(request);
  });
  Wire wire(listener->port());
  wire.send(kGet);
  while (!entered) std::this_thread::yield();
  listener->stop();
  const Reply reply = wire.reply();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(field_of(reply, "Connection"), "close");
}

TEST(Listener, DoesNotWaitForEverForWhoDoesNotRead) {
  http::Response response;
  response.body.assign(8u << 20, 'x');
  auto listener = listen(constant(response));
  Wire wire(listener->port());
  wire.send(kGet);
  EXPECT_FALSE(wire.rest().size() > 0);
  std::this_thread::sleep_for(milliseconds(50));
  const auto start = steady_clock::now();
  listener->stop();
  EXPECT_LT(steady_clock::now() - start, kPatience * milliseconds(1'000));
}

// Requests that come at once, each of which waits for all of the others in its handler: as many as
// there are threads must be there together, for nobody takes the place of who waits.
TEST(Listener, WhereAllAreOnDutyNobodySleepsWhileARequestWaits) {
  constexpr int kClients = 12;
  std::atomic<int> inside{0};
  std::atomic<bool> gave_up{false};
  Listener::Options options;
  options.threads = options.threads_on_duty = kClients;
  const auto listener = listen(
      [&](const http::Request&) {
        const int mine = ++inside;
        const int round_end = (mine + kClients - 1) / kClients * kClients;
        const auto end = steady_clock::now() + kPatience * milliseconds(3'000);
        while (inside < round_end && !gave_up && steady_clock::now() < end)
          std::this_thread::sleep_for(milliseconds(1));
        if (inside < round_end) gave_up = true;
        return http::Response{200, {}, ""};
      },
      options);
  std::vector<Wire> clients;
  for (int i = 0; i < kClients; ++i) clients.emplace_back(listener->port());
  for (int round = 0; round < 20 && !gave_up; ++round) {
    for (Wire& client : clients) ASSERT_TRUE(client.send(kGet));
    for (Wire& client : clients) ASSERT_EQ(client.reply().status, 200);
  }
  EXPECT_FALSE(gave_up) << inside % kClients << " of " << kClients << " were handled";
}

// The threads of this process, and whether each leaves SIGPIPE to others.
std::map<std::string, bool> threads_that_block_sigpipe() {
  std::map<std::string, bool> threads;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream status(entry.path() / "status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("SigBlk:"))
        threads[entry.path().filename()] =
            (std::stoull(line.substr(7), nullptr, 16) >> (SIGPIPE - 1) & 1) != 0;
    }
  }
  return threads;
}

// The program may have given it a handler of its own since start().
TEST(Listener, NoThreadOfItsOwnIsSignalledByAClosedSocket) {
  const auto before = threads_that_block_sigpipe();
  Listener::Options options;
  options.threads = 3;
  options.threads_on_duty = 2;
  const auto listener = listen(echo, options);
  const auto end = steady_clock::now() + kPatience * milliseconds(2'000);
  std::size_t blocking = 0, own = 0;
  do {  // a thread has to start before it can say so
    std::this_thread::sleep_for(milliseconds(5));
    blocking = own = 0;
    for (const auto& [thread, blocks] : threads_that_block_sigpipe()) {
      if (before.contains(thread)) continue;
      ++own;
      if (blocks) ++blocking;
    }
  } while (blocking < 3 && steady_clock::now() < end);
  EXPECT_EQ(own, 3u) << "two workers and the housekeeper";
  EXPECT_EQ(blocking, own);
}

TEST(Listener, ServesManyClientsAtOnce) {
  const auto listener = listen(echo);
  std::vector<std::thread> clients;
  std::atomic<int> answered{0};
  for (int c = 0; c < 32; ++c) {
    clients.emplace_back([&, c] {
      Wire wire(listener->port());
      for (int i = 0; i < 50; ++i) {
        const std::string body = std::to_string(c * 1000 + i);
        wire.send("POST /" + body + " HTTP/1.1\r\nHost: h\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n\r\n");
        wire.send(body);
        const std::string expected = "POST /" + body +
                                     "|Host: h|Content-Length: " + std::to_string(body.size()) +
                                     "||" + body;
        if (wire.reply().body == expected) ++answered;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 32 * 50);
}

}  // namespace
}  // namespace holotype::transport
