#include "journal/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace holotype::journal {
namespace {

using diagnostic::Verdict;
using namespace std::chrono_literals;

TEST(MetricsTest, CountsByOperationStatusAndVerdict) {
  Metrics metrics;
  metrics.count("b", 200, Verdict::Valid, 0, false, 1ms);
  metrics.count("b", 200, Verdict::Valid, 2, false, 1ms);
  metrics.count("b", 422, Verdict::Invalid, 0, true, 1ms);
  metrics.count("", 404, Verdict::NotFound, 0, false, 1ms);
  const auto rows = metrics.rows();
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].operation, "");
  EXPECT_EQ(rows[0].status, 404);
  EXPECT_EQ(rows[1].operation, "b");
  EXPECT_EQ(rows[1].count, 2u);
  EXPECT_EQ(rows[2].verdict, Verdict::Invalid);
  EXPECT_EQ(metrics.unchecked(), 2u);
  EXPECT_EQ(metrics.invalid_answers(), 1u);
}

TEST(MetricsTest, DurationsFallIntoTheirBucket) {
  struct Row {
    std::chrono::nanoseconds duration;
    std::size_t bucket;
  };
  const Row rows[] = {{0ns, 0}, {50us, 0}, {51us, 1}, {1ms, 4}, {1001us, 5}, {1s, 9}, {2s, 10}};
  for (const Row& row : rows) {
    Metrics metrics;
    metrics.count("a", 200, Verdict::Valid, 0, false, row.duration);
    EXPECT_EQ(metrics.durations().counts[row.bucket], 1u) << row.duration.count();
    EXPECT_EQ(metrics.durations().total, 1u);
  }
}

TEST(MetricsTest, ManyWaysToAnswerAreBounded) {
  Metrics metrics;
  for (int status = 200; status < 400; ++status)
    metrics.count("a", status, Verdict::Valid, 0, false, 1ms);
  const auto rows = metrics.rows();
  EXPECT_LE(rows.size(), 24u);
  std::uint64_t total = 0;
  for (const auto& row : rows) total += row.count;
  EXPECT_EQ(total, 200u) << "nothing is lost";
  EXPECT_EQ(rows.front().status, 0) << "the others";
}

TEST(MetricsTest, ManyThreadsLoseNothing) {
  Metrics metrics;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&metrics, t] {
      for (int i = 0; i < 1000; ++i)
        metrics.count(i % 2 == 0 ? "a" : "b", 200 + t % 3, Verdict::Valid, 0, false, 1us);
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::uint64_t total = 0;
  for (const auto& row : metrics.rows()) total += row.count;
  EXPECT_EQ(total, 8000u);
  EXPECT_EQ(metrics.durations().total, 8000u);
}

}  // namespace
}  // namespace holotype::journal
