#include "base/lazy.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace holotype {
namespace {

struct Pinned {
  explicit Pinned(int number) : value(number) {}
  Pinned(const Pinned&) = delete;
  Pinned& operator=(const Pinned&) = delete;
  int value;
};

TEST(Lazy, MakesOnceAndKeepsTheAddress) {
  const Lazy<Pinned> lazy;
  int made = 0;
  const auto make = [&made] { return Pinned(++made); };
  const Pinned& first = lazy.get(make);
  EXPECT_EQ(&lazy.get(make), &first);
  EXPECT_EQ(first.value, 1);
}

TEST(Lazy, TriesAgainAfterAnException) {
  const Lazy<Pinned> lazy;
  EXPECT_THROW(lazy.get([]() -> Pinned { throw std::runtime_error("not yet"); }),
               std::runtime_error);
  EXPECT_EQ(lazy.get([] { return Pinned(2); }).value, 2);
}

TEST(Lazy, MakesOnceForManyThreads) {
  for (int round = 0; round < 100; ++round) {
    const Lazy<Pinned> lazy;
    std::atomic<int> made{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back(
          [&] { EXPECT_EQ(lazy.get([&made] { return Pinned(++made); }).value, 1); });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(made, 1);
  }
}

}  // namespace
}  // namespace holotype
