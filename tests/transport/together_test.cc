// Answers that leave together: in what order, how soon, and that nobody waits for another's
// handler.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "patience.h"
#include "transport/carrier.h"
#include "transport/connection.h"
#include "transport/listener.h"
#include "transport/outbox.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

// Two ends that do not block.
struct Pair {
  Pair() {
    int ends[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    near = Descriptor(ends[0]);
    far = Descriptor(ends[1]);
  }
  std::string received() const {
    std::string all;
    std::array<char, 4096> some{};
    for (;;) {
      const Transfer got = receive(far, some.data(), some.size());
      if (got.bytes == 0) return all;
      all.append(some.data(), got.bytes);
    }
  }
  Descriptor near, far;
};

TEST(Carrier, SendsEachItsOwn) {
  Carrier carrier;
  for (const std::size_t count : {0u, 1u, 2u, 31u, 32u, 33u, 100u}) {
    std::vector<Pair> pairs(count);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back("text " + std::to_string(i));
    std::vector<Parcel> parcels;
    for (std::size_t i = 0; i < count; ++i) parcels.push_back({&pairs[i].near, texts[i]});
    carrier.transmit(parcels);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_TRUE(parcels[i].sent.is_open) << count << " " << i;
      EXPECT_EQ(parcels[i].sent.bytes, texts[i].size()) << count << " " << i;
      EXPECT_EQ(pairs[i].received(), texts[i]) << count;
    }
  }
}

TEST(Carrier, SaysWhatBecameOfEach) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  Pair slow, gone, sound;
  gone.far.close();
  const std::string large(8u << 20, 'x');  // more than a socket holds
  std::array<Parcel, 4> parcels{Parcel{&slow.near, large}, Parcel{&gone.near, "lost"},
                                Parcel{&sound.near, "arrives"}, Parcel{&sound.near, ""}};
  Carrier carrier;
  carrier.transmit(parcels);
  EXPECT_TRUE(parcels[0].sent.is_open);
  EXPECT_GT(parcels[0].sent.bytes, 0u);
  EXPECT_LT(parcels[0].sent.bytes, large.size());
  EXPECT_FALSE(parcels[1].sent.is_open);
  EXPECT_EQ(parcels[2].sent.bytes, 7u);
  EXPECT_TRUE(parcels[3].sent.is_open);
  // A socket that is full takes nothing, and is not closed for that.
  std::array<Parcel, 2> again{Parcel{&slow.near, large}, Parcel{&sound.near, "too"}};
  carrier.transmit(again);
  EXPECT_TRUE(again[0].sent.is_open);
  EXPECT_EQ(again[0].sent.bytes, 0u);
  EXPECT_EQ(sound.received(), "arrivestoo");
  std::signal(SIGPIPE, before);
}

// Those that live until the process ends give their contexts back after every other static object
// may be gone. AddressSanitizer sees where those went.
TEST(CarrierDeathTest, MayBeTheLastToGo) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto use = [](Carrier& carrier) {
    Pair one, another;
    std::array<Parcel, 2> parcels{Parcel{&one.near, "a"}, Parcel{&another.near, "b"}};
    carrier.transmit(parcels);
  };
  const auto end_with_a_carrier = [&use] {
    static Carrier last;
    {
      Carrier first;
      use(first);
    }
    use(last);
    std::exit(0);
  };
  EXPECT_EXIT(end_with_a_carrier(), testing::ExitedWithCode(0), "");
}

TEST(Outbox, IsDueWhenTheFirstHasWaited) {
  Outbox outbox;
  EXPECT_FALSE(outbox.is_due());
  const Limits limits;
  const Deadlines deadlines;
  Connection one(limits, deadlines), another(limits, deadlines);
  outbox.put(one);
  std::this_thread::sleep_for(Outbox::kLongest);
  EXPECT_TRUE(outbox.is_due());
  outbox.put(another);
  EXPECT_TRUE(outbox.is_due());
  EXPECT_EQ(outbox.take(), (std::vector<Connection*>{&one, &another}));
  EXPECT_FALSE(outbox.is_due());
  EXPECT_TRUE(outbox.take().empty());
}

// Of a late answer and of a slow handler. Longer than what does not wait for them takes, shorter
// than Wire waits.
constexpr milliseconds kLate = std::min(kPatience * milliseconds(200), milliseconds(2'000));

std::string get(std::string_view target) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

// Answers with the target; large, late, slow and last where the target says so.
std::unique_ptr<Listener> listen() {
  Listener::Options options;
  options.threads = 4 * std::max(std::thread::hardware_concurrency(), 2u);
  options.limits.max_body_bytes = 1u << 20;
  auto listener = Listener::start(options, [](const http::Request& request) {
    const std::string& target = request.raw_target;
    http::Response response{200, {}, target};
    if (target == "/large") response.body = std::string(300'000, 'x');
    if (target == "/last") response.headers.add("Connection", "close");
    if (target == "/busy") std::this_thread::sleep_for(milliseconds(3));
    if (target == "/slow") std::this_thread::sleep_for(2 * kLate);
    if (target == "/late") return Outgoing(response, {.delay = kLate});
    if (target == "/reset") return Outgoing(response, {.fault = http::WireFault::Reset});
    return Outgoing(response);
  });
  EXPECT_TRUE(listener);
  return *std::move(listener);
}

// What is pipelined by several clients at once is answered to each in its order, and whole.
TEST(Together, EachClientGetsItsAnswersInOrder) {
  const auto listener = listen();
  std::vector<std::string> targets;
  for (int i = 0; i < 100; ++i) targets.push_back(i % 17 == 5 ? "/large" : "/" + std::to_string(i));
  targets[40] = "/late";
  targets.back() = "/last";
  std::string requests;
  for (const std::string& target : targets) requests += get(target);
  std::vector<Wire> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(listener->port());
  for (Wire& client : clients) client.send(requests);
  for (Wire& client : clients) {
    for (const std::string& target : targets) {
      const Reply reply = client.reply();
      ASSERT_EQ(reply.status, 200) << target;
      ASSERT_EQ(reply.body.size(), target == "/large" ? 300'000u : target.size());
      if (target != "/large") ASSERT_EQ(reply.body, target);
    }
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(client.rest(), "");
  }
}

TEST(Together, WhoHasFinishedSendingGetsAllAnswers) {
  const auto listener = listen();
  for (const std::string_view large : {"/c", "/large"}) {
    Wire client(listener->port());
    client.send(get("/a") + get("/b") + get(large));
    client.finish_sending();
    EXPECT_EQ(client.reply().body, "/a");
    EXPECT_EQ(client.reply().body, "/b");
    EXPECT_EQ(client.reply().status, 200) << large;
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Together, WhatWasAnsweredGoesAheadOfAFaultAndADelay) {
  const auto listener = listen();
  Wire late(listener->port()), reset(listener->port()), malformed(listener->port());
  const auto begin = steady_clock::now();
  late.send(get("/a") + get("/late") + get("/b"));
  reset.send(get("/a") + get("/reset"));
  malformed.send(get("/a") + "NO\r\n\r\n");
  EXPECT_EQ(late.reply().body, "/a");
  EXPECT_LT(steady_clock::now() - begin, kLate);
  EXPECT_EQ(late.reply().body, "/late");
  EXPECT_EQ(late.reply().body, "/b");
  EXPECT_TRUE(reset.is_closed());
  EXPECT_EQ(malformed.reply().body, "/a");
  EXPECT_EQ(malformed.reply().status, 400);
}

// Every post has one client whose request keeps its worker for a moment, in which others come, the
// last of whom is slow: what is answered before that one must not wait for it.
TEST(Together, NobodyWaitsForTheHandlerOfAnother) {
  const auto listener = listen();
  const std::size_t posts = std::max(std::thread::hardware_concurrency(), 2u);
  std::vector<Wire> clients;
  for (std::size_t i = 0; i < 4 * posts; ++i) clients.emplace_back(listener->port());
  for (Wire& client : clients) {
    client.send(get("/hello"));
    ASSERT_EQ(client.reply().body, "/hello");
  }
  const auto begin = steady_clock::now();
  for (std::size_t i = 0; i < clients.size(); ++i) {
    constexpr std::string_view kTargets[] = {"/busy", "/a", "/b", "/slow"};
    clients[i].send(get(kTargets[i / posts]));
  }
  for (std::size_t i = 0; i < 3 * posts; ++i) {
    EXPECT_EQ(clients[i].reply().status, 200);
    EXPECT_LT(steady_clock::now() - begin, kLate) << i;
  }
  for (std::size_t i = 3 * posts; i < clients.size(); ++i)
    EXPECT_EQ(clients[i].reply().body, "/slow");
}

// Clients that close at once, without reading what they asked for, end nothing but themselves.
TEST(Together, ClientsThatGoCostNothing) {
  const auto listener = listen();
  for (int round = 0; round < 20; ++round) {
    std::vector<Wire> clients, going;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back(listener->port());
      going.emplace_back(listener->port());
    }
    const std::string requests = get("/busy") + get("/a") + get("/b");
    for (Wire& client : going) client.send(requests);
    for (Wire& client : clients) client.send(requests);
    going.clear();
    for (Wire& client : clients) {
      ASSERT_EQ(client.reply().body, "/busy");
      ASSERT_EQ(client.reply().body, "/a");
    }
  }
}

}  // namespace
}  // namespace holotype::transport
