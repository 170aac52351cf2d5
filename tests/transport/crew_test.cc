#include "transport/crew.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <thread>

#include "patience.h"

namespace holotype::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Waits until `condition` holds, for five seconds at most.
template <typename Condition>
bool comes_true(Condition condition) {
  const auto end = steady_clock::now() + milliseconds(5'000);
  while (!condition() && steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(1));
  return condition();
}

// Workers that count who is on duty, stay in a turn while `stuck` says so, and a watch.
class Shift {
 public:
  Shift(std::size_t size, std::size_t on_duty)
      : crew_(size, on_duty,
              {.hire = [this](std::size_t worker) { return hire(worker); },
               .relieve = [this](std::size_t) { ++relieved_; },
               .when_short = [] {}}) {
    for (std::size_t i = 0; i < on_duty; ++i) hire(i);
    watch_ = std::thread([this] {
      while (!done_) crew_.watch(milliseconds(1'000));
    });
  }
  ~Shift() {
    done_ = true;
    stuck_ = 0;
    crew_.dismiss();
    watch_.join();
    for (std::thread& thread : threads_) thread.join();
  }

  // How many workers go on having turns while `count` of them are stuck in one.
  void let_stick(int count) { stuck_ = count; }
  int sticking() const { return sticking_; }
  int turns() const { return turns_; }
  // How often somebody was relieved of what it held for others.
  int relieved() const { return relieved_; }
  // How many were there from the beginning or hired.
  int workers() const { return workers_; }

 private:
  bool hire(std::size_t worker) {
    threads_.emplace_back([this, worker] { work(worker); });
    ++workers_;
    return true;
  }
  void work(std::size_t worker) {
    while (crew_.report_for_duty(worker).has_value() && !done_) {
      crew_.begin_turn(worker);
      if (sticking_ < stuck_) {
        ++sticking_;
        while (sticking_ <= stuck_ && !done_) std::this_thread::sleep_for(milliseconds(1));
        --sticking_;
      }
      ++turns_;
      crew_.end_turn(worker);
      std::this_thread::sleep_for(milliseconds(1));
    }
  }

  Crew crew_;
  std::atomic<int> stuck_{0}, sticking_{0}, turns_{0}, workers_{0}, relieved_{0};
  std::atomic<bool> done_{false};
  std::vector<std::thread> threads_;
  std::thread watch_;
};

TEST(Crew, ReplacesWhoIsStuckWhileAnyoneIsLeft) {
  Shift shift(4, 1);
  EXPECT_TRUE(comes_true([&] { return shift.turns() > 10; }));
  EXPECT_EQ(shift.workers(), 1);  // nobody else was needed
  shift.let_stick(3);
  EXPECT_TRUE(comes_true([&] { return shift.sticking() == 3; }));
  const int before = shift.turns();
  EXPECT_TRUE(comes_true([&] { return shift.turns() > before + 10; }));
  EXPECT_GE(shift.relieved(), 3);  // of each
  EXPECT_EQ(shift.workers(), 4);
  shift.let_stick(0);
  EXPECT_TRUE(comes_true([&] { return shift.sticking() == 0; }));
  const int after = shift.turns();
  EXPECT_TRUE(comes_true([&] { return shift.turns() > after + 10; }));
}

// Of those whose workers call report_for_duty() unasked.
Crew::Owner nobody_is_hired(std::function<void()> when_short = [] {}) {
  return {.hire = [](std::size_t) { return false; },
          .relieve = [](std::size_t) {},
          .when_short = std::move(when_short)};
}

TEST(Crew, WhoIsNotOnDutyIsParked) {
  Crew crew(3, 2, nobody_is_hired());
  EXPECT_EQ(crew.report_for_duty(0), 0u);
  EXPECT_EQ(crew.report_for_duty(1), 1u);
  std::atomic<bool> returned{false};
  std::thread third([&] {
    EXPECT_EQ(crew.report_for_duty(2), std::nullopt);
    returned = true;
  });
  crew.watch(milliseconds(20));
  EXPECT_FALSE(returned);
  crew.dismiss();
  third.join();
}

TEST(Crew, WhoTakesAPlaceGoesToThePostOfWhomItReplaces) {
  Crew crew(3, 2, nobody_is_hired());
  ASSERT_EQ(crew.posts(), 2u);
  std::thread third([&] {
    EXPECT_EQ(crew.report_for_duty(2), 1u);
    EXPECT_EQ(crew.report_for_duty(2), 1u);
  });
  ASSERT_EQ(crew.report_for_duty(1), 1u);
  crew.begin_turn(1);
  std::atomic<bool> done{false};
  std::thread watch([&] {
    while (!done) crew.watch(milliseconds(5));
  });
  third.join();
  crew.end_turn(1);
  std::thread first([&] { EXPECT_EQ(crew.report_for_duty(1), std::nullopt); });  // it is parked now
  done = true;
  watch.join();
  crew.dismiss();
  first.join();
}

TEST(Crew, IsShortWhileSomebodyIsStuckWhomNobodyCanReplace) {
  std::atomic<int> times{0};
  Crew crew(3, 2, nobody_is_hired([&] { ++times; }));
  std::thread third([&] { EXPECT_EQ(crew.report_for_duty(2), 0u); });
  for (std::size_t worker = 0; worker < 2; ++worker) {
    EXPECT_EQ(crew.report_for_duty(worker), worker);
    crew.begin_turn(worker);
  }
  const auto watch_until = [&](bool is_short) {
    return comes_true([&] {
      crew.watch(milliseconds(5));
      return crew.is_short() == is_short;
    });
  };
  EXPECT_TRUE(watch_until(true));
  third.join();
  EXPECT_EQ(times, 1);
  crew.end_turn(1);
  EXPECT_TRUE(watch_until(false));
  EXPECT_EQ(times, 1);
}

TEST(Crew, WhereAllAreOnDutyTheyShareOnePost) {
  Crew crew(3, 3, nobody_is_hired());
  EXPECT_EQ(crew.posts(), 1u);
  for (std::size_t worker = 0; worker < 3; ++worker) EXPECT_EQ(crew.report_for_duty(worker), 0u);
}

TEST(Crew, WatchSleepsWhileNothingHappensAndReturnsWhenDismissed) {
  Crew crew(2, 1, nobody_is_hired());
  const auto start = steady_clock::now();
  crew.watch(milliseconds(30));
  EXPECT_GE(steady_clock::now() - start, milliseconds(30));
  std::thread dismisser([&] { crew.dismiss(); });
  crew.watch(milliseconds(60'000));
  dismisser.join();
  EXPECT_LT(steady_clock::now() - start, kPatience * milliseconds(30'000));
}

}  // namespace
}  // namespace holotype::transport
