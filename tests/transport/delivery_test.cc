// Answers that are late, slow or broken on purpose, through real sockets.
#include <gtest/gtest.h>

#include <cerrno>
#include <thread>

#include "patience.h"
#include "transport/listener.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

using http::WireFault;

const std::string kGet = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

std::unique_ptr<Listener> listen(http::Delivery delivery, std::string body = "hello",
                                 std::size_t threads = 1) {
  Listener::Options options;
  options.threads = threads;
  auto listener = Listener::start(options, [=](const http::Request& request) {
    http::Response response{200, {{"X-Target", request.raw_target}}, body};
    return request.raw_target == "/plain" ? Outgoing(response) : Outgoing(response, delivery);
  });
  EXPECT_TRUE(listener);
  return *std::move(listener);
}

milliseconds since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
}

TEST(Delivery, ALateAnswerIsWholeAndHoldsNoThread) {
  const auto listener = listen({.delay = milliseconds(1000)});  // one thread
  const auto begin = steady_clock::now();
  std::vector<Wire> clients;
  for (int i = 0; i < 50; ++i) {
    clients.emplace_back(listener->port());
    clients.back().send(kGet);
  }
  Wire other(listener->port());
  other.send("GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(other.reply().status, 200);
  EXPECT_LT(since(begin), kPatience * milliseconds(1000));  // while all the others wait
  for (Wire& client : clients) {
    const Reply reply = client.reply();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "hello");
  }
  EXPECT_GE(since(begin), milliseconds(1000));
  EXPECT_LT(since(begin),
            kPatience * milliseconds(10'000));  // not one after the other: that would be 50 s
}

TEST(Delivery, TheConnectionGoesOnInOrder) {
  const auto listener = listen({.delay = milliseconds(50)});
  Wire client(listener->port());
  const auto get = [](std::string_view target) {
    return "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n";
  };
  client.send(get("/1") + get("/plain") + get("/2"));
  for (const char* target : {"/1", "/plain", "/2"})
    EXPECT_EQ(field_of(client.reply(), "X-Target"), target);
  client.send(get("/3"));
  EXPECT_EQ(field_of(client.reply(), "X-Target"), "/3");
}

TEST(Delivery, ARequestThatComesDuringTheWaitIsServedAfterIt) {
  const auto listener = listen({.delay = milliseconds(100)});
  Wire client(listener->port());
  client.send(kGet);
  std::this_thread::sleep_for(milliseconds(30));
  client.send("GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
  client.finish_sending();
  EXPECT_EQ(field_of(client.reply(), "X-Target"), "/a");
  EXPECT_EQ(field_of(client.reply(), "X-Target"), "/plain");
  EXPECT_TRUE(client.is_closed());
}

TEST(Delivery, ASlowBodyComesInPieces) {
  const auto listener = listen({.body_time = milliseconds(1000)}, std::string(3000, 'x'));
  Wire client(listener->port());
  const auto begin = steady_clock::now();
  client.send(kGet);
  EXPECT_FALSE(client.is_closed_within(milliseconds(150)));
  const std::size_t early = client.rest().size();
  EXPECT_GT(early, 200u);  // the head, and some of the body
  EXPECT_LT(early, 2900u);
  const Reply reply = client.reply();
  EXPECT_EQ(reply.body, std::string(3000, 'x'));
  EXPECT_GE(since(begin), milliseconds(990));
}

TEST(Delivery, ATruncatedAnswerEndsInTheMiddle) {
  const auto listener = listen({.fault = WireFault::Truncate}, std::string(1000, 'x'));
  Wire client(listener->port());
  client.send(kGet);
  EXPECT_TRUE(client.is_closed());
  EXPECT_NE(client.rest().find("Content-Length: 1000\r\n"), std::string::npos);
  const std::size_t head = client.rest().find("\r\n\r\n") + 4;
  EXPECT_EQ(client.rest().size() - head, 500u);
}

TEST(Delivery, ATruncatedAnswerWithoutABodyEndsInItsHead) {
  const auto listener = listen({.fault = WireFault::Truncate}, "");
  Wire client(listener->port());
  client.send(kGet);
  EXPECT_TRUE(client.is_closed());
  EXPECT_FALSE(client.rest().empty());
  EXPECT_EQ(client.rest().find("\r\n\r\n"), std::string::npos);
}

TEST(Delivery, AResetConnectionGivesNothingButAnError) {
  for (const milliseconds delay : {milliseconds(0), milliseconds(50)}) {
    const auto listener = listen({.delay = delay, .fault = WireFault::Reset});
    Wire client(listener->port());
    client.send(kGet);
    char byte = 0;
    EXPECT_EQ(::recv(client.number(), &byte, 1, 0), -1);
    EXPECT_EQ(errno, ECONNRESET);
  }
}

TEST(Delivery, AClientThatGoesDuringTheWaitCostsNothing) {
  const auto listener = listen({.delay = milliseconds(50)});
  for (int i = 0; i < 20; ++i) {
    Wire client(listener->port());
    client.send(kGet);
  }
  std::this_thread::sleep_for(milliseconds(150));
  Wire client(listener->port());
  client.send("GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.reply().status, 200);
}

TEST(Delivery, StoppingDoesNotWaitForIt) {
  auto listener = listen({.delay = std::chrono::seconds(30)});
  Wire client(listener->port());
  client.send(kGet);
  std::this_thread::sleep_for(milliseconds(50));
  const auto begin = steady_clock::now();
  listener->stop();
  EXPECT_LT(since(begin), kPatience * milliseconds(2000));
  EXPECT_EQ(client.reply().status, 200);  // what is left is sent at once
}

}  // namespace
}  // namespace holotype::transport
