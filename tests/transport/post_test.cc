#include "transport/post.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include <set>
#include <thread>
#include <vector>

namespace holotype::transport {
namespace {

constexpr std::chrono::milliseconds kForever{-1};

Descriptor make_signal(unsigned value) {
  return Descriptor(::eventfd(value, EFD_NONBLOCK | EFD_CLOEXEC));
}

TEST(Post, HandsOutEachEventOnceWhoeverAsks) {
  constexpr std::size_t kSignals = 40;  // more than are taken at a time
  Post post;
  ASSERT_TRUE(post.is_open());
  std::vector<Descriptor> signals;
  for (std::size_t i = 0; i < kSignals; ++i) signals.push_back(make_signal(1));
  for (Descriptor& signal : signals) ASSERT_TRUE(post.watch(signal, EPOLLIN | EPOLLET, &signal));
  std::multiset<void*> first, second;
  std::thread other([&] {
    for (std::size_t i = 0; i < kSignals / 2; ++i) first.insert(post.next(kForever)->tag);
  });
  for (std::size_t i = 0; i < kSignals / 2; ++i) second.insert(post.next(kForever)->tag);
  other.join();
  first.merge(second);
  std::multiset<void*> all;
  for (Descriptor& signal : signals) all.insert(&signal);
  EXPECT_EQ(first, all);
}

TEST(Post, WhoTakesAPlaceGoesOnWithWhatWasLeft) {
  Post post;
  Descriptor one = make_signal(1), another = make_signal(1);
  ASSERT_TRUE(post.watch(one, EPOLLIN | EPOLLET, &one));
  ASSERT_TRUE(post.watch(another, EPOLLIN | EPOLLET, &another));
  std::set<void*> seen{post.next(kForever)->tag};  // takes both from the kernel
  std::thread replacement([&] { seen.insert(post.next(kForever)->tag); });
  replacement.join();
  EXPECT_EQ(seen, (std::set<void*>{&one, &another}));
}

// Whoever sleeps at a post that takes one event at a time gets the next, though nobody goes on with
// what another has left.
TEST(Post, LeavesToTheKernelWhatItWasNotToTake) {
  Post post(1);
  Descriptor one = make_signal(1), another = make_signal(1);
  ASSERT_TRUE(post.watch(one, EPOLLIN | EPOLLET, &one));
  ASSERT_TRUE(post.watch(another, EPOLLIN | EPOLLET, &another));
  std::set<void*> seen{post.next(kForever)->tag};
  EXPECT_FALSE(post.take_ready().has_value());
  seen.insert(post.wait(kForever)->tag);
  EXPECT_EQ(seen, (std::set<void*>{&one, &another}));
}

// A worker that must not wait before it has sent what it holds asks for these first.
TEST(Post, HandsOutWhatIsReadyWithoutWaiting) {
  Post post;
  Descriptor one = make_signal(1), another = make_signal(1);
  ASSERT_TRUE(post.watch(one, EPOLLIN | EPOLLET, &one));
  ASSERT_TRUE(post.watch(another, EPOLLIN | EPOLLET, &another));
  EXPECT_FALSE(post.take_ready().has_value());  // the kernel was not asked yet
  std::set<void*> seen{post.wait(kForever)->tag};
  const auto left = post.take_ready();
  ASSERT_TRUE(left.has_value());
  seen.insert(left->tag);
  EXPECT_FALSE(post.take_ready().has_value());
  EXPECT_EQ(seen, (std::set<void*>{&one, &another}));
}

TEST(Post, WaitsNoLongerThanItIsTold) {
  Post post;
  EXPECT_FALSE(post.next(std::chrono::milliseconds(0)).has_value());
  EXPECT_FALSE(post.next(std::chrono::milliseconds(1)).has_value());
}

TEST(Post, AskingAgainMakesAnotherEvent) {
  Post post;
  Descriptor signal = make_signal(1);
  ASSERT_TRUE(post.watch(signal, EPOLLIN | EPOLLET, &signal));
  EXPECT_EQ(post.next(kForever)->tag, &signal);
  post.ask_again(signal, EPOLLIN | EPOLLET, &signal);
  const auto event = post.next(kForever);
  EXPECT_EQ(event->tag, &signal);
  EXPECT_EQ(event->events, std::uint32_t{EPOLLIN});
}

}  // namespace
}  // namespace holotype::transport
