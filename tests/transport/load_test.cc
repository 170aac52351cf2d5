// Idle and slow clients by the hundred must cost a new client nothing. Bounds are ten times what is
// measured on a quiet machine, for tests run beside others.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "patience.h"
#include "transport/listener.h"
#include "transport/wire.h"

namespace holotype::transport {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

// How long a new client waits for its answer, at worst of ten.
milliseconds worst_of_ten(std::uint16_t port) {
  steady_clock::duration worst{};
  for (int i = 0; i < 10; ++i) {
    const auto start = steady_clock::now();
    Wire wire(port);
    wire.send(kGet);
    EXPECT_EQ(wire.reply().status, 200);
    worst = std::max(worst, steady_clock::now() - start);
  }
  return std::chrono::ceil<milliseconds>(worst);
}

// Both ends of every connection are in this process.
bool allow_open_files(rlim_t count) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= count) return true;
  limit.rlim_cur = std::min(count, limit.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= count;
}

TEST(Load, AThousandIdleAndTwoHundredSlowClientsDelayNobody) {
  if (!allow_open_files(3'000)) GTEST_SKIP() << "the system allows too few open files";
  Listener::Options options;
  options.threads = 4;
  Result<std::unique_ptr<Listener>> listener = Listener::start(options, echo);
  ASSERT_TRUE(listener);
  const std::uint16_t port = (*listener)->port();

  std::vector<Wire> idle;
  for (int i = 0; i < 1'000; ++i) {
    Wire& wire = idle.emplace_back(port);
    ASSERT_TRUE(wire.is_connected()) << i;
    wire.send(kGet);
  }
  for (Wire& wire : idle) ASSERT_EQ(wire.reply().status, 200);

  std::vector<Wire> slow;
  for (int i = 0; i < 200; ++i) slow.emplace_back(port).send("G");
  std::atomic<bool> done{false};
  std::thread trickle([&] {
    for (std::size_t at = 1; at < kGet.size() && !done; ++at) {
      for (Wire& wire : slow) wire.send(kGet.substr(at, 1));
      std::this_thread::sleep_for(milliseconds(20));
    }
  });

  EXPECT_LT(worst_of_ten(port), kPatience * milliseconds(500));
  done = true;
  trickle.join();
  // They are all still served.
  for (Wire& wire : idle) ASSERT_TRUE(wire.send(kGet));
  for (Wire& wire : idle) ASSERT_EQ(wire.reply().status, 200);
}

TEST(Load, ABurstOfClientsIsAcceptedWhole) {
  if (!allow_open_files(1'500)) GTEST_SKIP() << "the system allows too few open files";
  Listener::Options options;
  options.threads = 1;
  Result<std::unique_ptr<Listener>> listener = Listener::start(options, echo);
  ASSERT_TRUE(listener);
  std::vector<Wire> burst;
  for (int i = 0; i < 500; ++i) burst.emplace_back((*listener)->port()).send(kGet);
  for (Wire& wire : burst) ASSERT_EQ(wire.reply().status, 200);
}

TEST(Load, HandlersThatWaitHoldBackNobodyElseWhileAThreadIsLeft) {
  Listener::Options options;
  options.threads = 9;
  Result<std::unique_ptr<Listener>> listener =
      Listener::start(options, [](const http::Request& request) {
        if (request.raw_target == "/wait") std::this_thread::sleep_for(milliseconds(700));
        return echo(request);
      });
  ASSERT_TRUE(listener);
  std::vector<Wire> waiting;
  for (int i = 0; i < 8; ++i) {
    waiting.emplace_back((*listener)->port()).send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_LT(worst_of_ten((*listener)->port()), kPatience * milliseconds(300));
  for (Wire& wire : waiting) EXPECT_EQ(wire.reply().status, 200);
}

}  // namespace
}  // namespace holotype::transport
