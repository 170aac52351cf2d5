#include "base/published.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace holotype {
namespace {

TEST(PublishedTest, ReadersSeeTheLatestAndKeepTheirs) {
  const auto first = std::make_shared<const int>(1);
  Published<int> published(first);
  const auto kept = published.get();
  published.set(std::make_shared<const int>(2));
  EXPECT_EQ(*kept, 1);
  EXPECT_EQ(*published.get(), 2);
}

TEST(PublishedTest, WhatWasReplacedIsFreed) {
  auto first = std::make_shared<const int>(1);
  const std::weak_ptr<const int> watch = first;
  Published<int> published(std::move(first));
  auto kept = published.get();
  published.set(std::make_shared<const int>(2));
  EXPECT_FALSE(watch.expired());
  kept.reset();
  EXPECT_TRUE(watch.expired());
}

TEST(PublishedTest, ReadersNeverSeeAnOlderValueThanBefore) {
  constexpr int kLast = 500;
  Published<int> published(std::make_shared<const int>(0));
  std::vector<std::thread> readers;
  for (int t = 0; t < 12; ++t) {  // more than there are slots
    readers.emplace_back([&published] {
      int last = 0;
      while (last < kLast) {
        const int now = *published.get();
        ASSERT_GE(now, last);
        last = now;
        std::this_thread::yield();  // a mutex is not fair: readers could keep the writer out
      }
    });
  }
  for (int value = 1; value <= kLast; ++value) published.set(std::make_shared<const int>(value));
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace holotype
