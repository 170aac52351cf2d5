#include "proxy/upstream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "real_service.h"

namespace holotype::proxy {
namespace {

TEST(Upstream, TakesAnOriginAndAPath) {
  struct Row {
    std::string url;
    std::string kept;  // "" where it is refused
  };
  const Row rows[] = {
      {"http://localhost:3000", "http://localhost:3000"},
      {"http://localhost:3000/", "http://localhost:3000"},
      {"https://api.example/v1/", "https://api.example/v1"},
      {"http://[::1]:80/a/b", "http://[::1]:80/a/b"},
      {"localhost:3000", ""},
      {"ftp://localhost", ""},
      {"http://localhost/a?b=c", ""},
      {"http://localhost/a#b", ""},
      {"http://localhost/a b", ""},
      {"http://user:word@localhost/", ""},
      {"", ""},
  };
  for (const Row& row : rows) {
    const auto upstream = Upstream::at(row.url, {});
    EXPECT_EQ(upstream ? (*upstream)->url() : "", row.kept) << row.url;
    if (!upstream) EXPECT_FALSE(upstream.error().message.empty());
  }
}

TEST(Upstream, SendsManyAtOnceAndKeepsConnections) {
  const RealService service([](const http::Request& request) {
    return http::Response{200, {}, request.raw_target};
  });
  const auto upstream = upstream_at(service.url() + "/api");
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&, client] {
      for (int i = 0; i < 50; ++i) {
        const std::string target = "/" + std::to_string(client) + "?" + std::to_string(i);
        const auto answer = send(*upstream, {"GET", target, {}, ""});
        if (answer && answer->body == "/api" + target) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 200);
}

TEST(Upstream, GoesOnWhereAKeptConnectionWasClosed) {
  auto service = std::make_unique<RealService>([](const http::Request&) {
    return http::Response{200, {}, "one"};
  });
  const std::uint16_t port =
      static_cast<std::uint16_t>(std::stoi(service->url().substr(service->url().rfind(':') + 1)));
  const auto upstream = upstream_at(service->url());
  ASSERT_TRUE(send(*upstream, {"GET", "/", {}, ""}));
  service.reset();
  transport::Listener::Options options;
  options.port = port;
  const RealService again(
      [](const http::Request&) {
        return http::Response{200, {}, "two"};
      },
      options);
  const auto answer = send(*upstream, {"GET", "/", {}, ""});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "two");
}

TEST(Upstream, SaysWhatKindOfFailureItWas) {
  const RealService slow([](const http::Request&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return http::Response{200, {}, "late"};
  });
  Upstream::Options impatient;
  impatient.timeout = std::chrono::milliseconds(50);
  const auto late = send(*upstream_at(slow.url(), impatient), {"GET", "/?key=secret", {}, ""});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().failure, transport::SendFailure::TimedOut);
  EXPECT_EQ(late.error().reason, "it did not answer in time");

  const auto gone = send(*upstream_at(nowhere()), {"GET", "/", {}, ""});
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().failure, transport::SendFailure::Unreachable);
}

}  // namespace
}  // namespace holotype::proxy
