// What one client may cost: bytes, connections and time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "patience.h"
#include "transport/listener.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

std::unique_ptr<Listener> listen(const Listener::Options& options) {
  Result<std::unique_ptr<Listener>> listener = Listener::start(options, echo);
  EXPECT_TRUE(listener) << listener.error().message;
  return *std::move(listener);
}

std::string post(const std::string& fields, const std::string& content) {
  return "POST / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n" + content;
}

std::string many_fields(int count) {
  std::string fields;
  for (int i = 0; i < count; ++i) fields += "A: b\r\n";
  return fields;
}

TEST(Limits, AreAnsweredByTheirStatus) {
  Listener::Options options;
  options.limits.max_body_bytes = 1000;
  options.limits.max_target_bytes = 100;
  options.limits.max_header_bytes = 2000;
  options.limits.max_header_count = 20;
  const auto listener = listen(options);
  const std::string thousand(1000, 'x');
  struct Case {
    std::string what, bytes;
    int status;
  };
  const Case cases[] = {
      {"content at the limit", post("Content-Length: 1000\r\n", thousand), 200},
      {"content over it", post("Content-Length: 1001\r\n", thousand), 413},
      {"chunks at the limit",
       post("Transfer-Encoding: chunked\r\n", "3e8\r\n" + thousand + "\r\n0\r\n\r\n"), 200},
      {"chunks over it",
       post("Transfer-Encoding: chunked\r\n", "3e8\r\n" + thousand + "\r\n1\r\nx\r\n0\r\n\r\n"),
       413},
      {"one chunk over it", post("Transfer-Encoding: chunked\r\n", "3e9\r\n"), 413},
      {"a form is content like any other",
       post("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n",
            thousand),
       200},
      {"target at the limit", "GET /" + std::string(99, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", 200},
      {"target over it", "GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", 414},
      {"endless target", "GET /" + std::string(10'000, 'a'), 414},
      {"fields at the limit", post(many_fields(19), ""), 200},
      {"fields over it", post(many_fields(20), ""), 431},
      {"bytes of fields over it", post("A: " + std::string(1990, 'a') + "\r\n", ""), 431},
      {"endless field", post("A: " + std::string(10'000, 'a'), ""), 431},
      {"endless name", post(std::string(10'000, 'a'), ""), 431},
      {"endless method", std::string(10'000, 'a'), 400},
  };
  for (const Case& c : cases) {
    Wire wire(listener->port());
    wire.send(c.bytes);
    const Reply reply = wire.reply();
    EXPECT_EQ(reply.status, c.status) << c.what;
    EXPECT_EQ(field_of(reply, "Connection"), c.status == 200 ? "(none)" : "close") << c.what;
  }
}

TEST(Limits, LargeFieldsAndFormsPassWhereTheyAreAllowed) {
  // The library stops at 8 KB for each of these by itself.
  const auto listener = listen({});
  Wire wire(listener->port());
  const std::string large(20'000, 'x');
  wire.send(post("X-Large: " + large + "\r\n", ""));
  EXPECT_EQ(wire.reply().body, "POST /|Host: h|X-Large: " + large + "||");
  wire.send(
      post("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20000\r\n", large));
  EXPECT_EQ(wire.reply().status, 200);
}

std::size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * 4096;
}

TEST(Limits, WhatIsAnnouncedIsNotAllocated) {
  Listener::Options options;
  options.limits.max_body_bytes = 1u << 30;
  const auto listener = listen(options);
  std::vector<Wire> wires;
  const std::size_t before = resident_bytes();
  for (int i = 0; i < 20; ++i) {
    wires.emplace_back(listener->port()).send(post("Content-Length: 1000000000\r\n", "x"));
    wires.emplace_back(listener->port())
        .send(post("Transfer-Encoding: chunked\r\n", "3b9aca00\r\nx"));
  }
  std::this_thread::sleep_for(milliseconds(50));
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizer's own memory is resident, too; it held " << before;
#else
  EXPECT_LT(resident_bytes() - before, 8u << 20);
#endif
}

TEST(Limits, AnEndlessBodyStopsAtTheLimit) {
  const auto listener = listen({});
  Wire wire(listener->port());
  wire.send(post("Transfer-Encoding: chunked\r\n", ""));
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  for (int i = 0; i < 1000 && wire.send(chunk); ++i) {
  }
  EXPECT_EQ(wire.reply().status, 413);
}

TEST(Limits, ConnectionsOverTheBoundAreTurnedAway) {
  Listener::Options options;
  options.limits.max_connections = 3;
  const auto listener = listen(options);
  std::vector<Wire> wires;
  for (int i = 0; i < 3; ++i) {
    Wire& wire = wires.emplace_back(listener->port());
    wire.send(post("", ""));
    EXPECT_EQ(wire.reply().status, 200);
  }
  Wire fourth(listener->port());
  EXPECT_EQ(fourth.reply().status, 503);
  EXPECT_TRUE(fourth.is_closed());
  wires.clear();
  // The places are free again once the server has seen the ends.
  int status = 0;
  for (int attempt = 0; attempt < 100 && status != 200; ++attempt) {
    Wire next(listener->port());
    next.send(post("", ""));
    status = next.reply().status;
  }
  EXPECT_EQ(status, 200);
}

TEST(Limits, RequestsOnAConnectionMayBeBounded) {
  Listener::Options options;
  options.limits.max_requests_per_connection = 2;
  const auto listener = listen(options);
  Wire wire(listener->port());
  wire.send(post("", "") + post("", "") + post("", ""));
  EXPECT_EQ(field_of(wire.reply(), "Connection"), "(none)");
  EXPECT_EQ(field_of(wire.reply(), "Connection"), "close");
  EXPECT_TRUE(wire.is_closed());
  EXPECT_EQ(wire.rest(), "");
}

TEST(Deadlines, EndWhatTakesTooLong) {
  Listener::Options options;
  options.deadlines.idle = milliseconds(300);
  options.deadlines.header = milliseconds(100);
  options.deadlines.body = milliseconds(100);
  const auto listener = listen(options);
  struct Case {
    std::string what, bytes, message;
  };
  const Case cases[] = {
      {"nothing", "", ""},
      {"part of a request line", "GE", "The head of the request did not arrive in time.\n"},
      {"part of a head", "GET / HTTP/1.1\r\nHo",
       "The head of the request did not arrive in time.\n"},
      {"part of the content", post("Content-Length: 5\r\n", "ab"),
       "The content of the request did not arrive in time.\n"},
      {"part of a chunk", post("Transfer-Encoding: chunked\r\n", "5\r\nab"),
       "The content of the request did not arrive in time.\n"},
  };
  for (const Case& c : cases) {
    Wire wire(listener->port());
    wire.send(c.bytes);
    if (!c.message.empty()) {
      const Reply reply = wire.reply();
      EXPECT_EQ(reply.status, 408) << c.what;
      EXPECT_EQ(reply.body, c.message) << c.what;
    }
    EXPECT_TRUE(wire.is_closed()) << c.what;
    EXPECT_EQ(wire.rest(), "") << c.what;
  }
}

TEST(Deadlines, ATrickleDoesNotExtendThem) {
  Listener::Options options;
  options.deadlines.header = milliseconds(150);
  const auto listener = listen(options);
  Wire wire(listener->port());
  wire.send("GET / HTTP/1.1\r\n");
  const auto start = steady_clock::now();
  while (!wire.is_closed_within(milliseconds(20)) &&
         steady_clock::now() - start < milliseconds(3'000)) {
    wire.send("A: b\r\n");
  }
  EXPECT_LT(steady_clock::now() - start, kPatience * milliseconds(2'000));
  EXPECT_EQ(wire.reply().status, 408);
}

TEST(Deadlines, DoNotRunWhileAHandlerDoes) {
  Listener::Options options;
  options.deadlines = {milliseconds(50), milliseconds(50), milliseconds(50), milliseconds(50)};
  auto listener = Listener::start(options, [](const http::Request& request) {
    std::this_thread::sleep_for(milliseconds(300));
    return echo(request);
  });
  ASSERT_TRUE(listener);
  Wire wire((*listener)->port());
  wire.send(post("Content-Length: 1\r\n", "a"));
  EXPECT_EQ(wire.reply().status, 200);
}

TEST(Deadlines, EndAnAnswerThatNobodyReads) {
  Listener::Options options;
  options.deadlines.write = milliseconds(100);
  options.limits.max_connections = 1;
  auto listener = Listener::start(options, [](const http::Request& request) {
    http::Response response;
    if (request.raw_target == "/large") response.body.assign(16u << 20, 'x');
    return response;
  });
  ASSERT_TRUE(listener);
  Wire stuck((*listener)->port());
  stuck.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  int status = 503;
  const auto start = steady_clock::now();
  // 0: turned away while still sending, and reset.
  while (status != 200 && steady_clock::now() - start < milliseconds(5'000)) {
    Wire next((*listener)->port());
    next.send(post("", ""));
    status = next.reply().status;
    std::this_thread::sleep_for(milliseconds(20));
  }
  EXPECT_EQ(status, 200);
}

}  // namespace
}  // namespace holotype::transport
