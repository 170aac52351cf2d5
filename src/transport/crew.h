// Crew: which of the worker threads are on duty and where, so that many exist for handlers that
// wait, and few compete for the processor.
//
// Threads on duty wait for events at their posts; the others are parked. A worker that stays in one
// turn for longer than a glance (its handler sleeps, or asks another server) is replaced at its
// post by a parked one, and parks itself when it comes back. So as many handlers may wait as there
// are threads, and a busy server still switches between no more threads than there are processors.
// Workers that nobody has needed yet are not hired: most servers never have more than two.
//
// Where all are on duty there is nobody to take a place, so all of them share one post; else each
// of those on duty has its own, but for the moment in which who was replaced ends its turn.
//
// Threads: each worker calls with its own index; watch() is for one more thread alone.
// Tests: tests/transport/crew_test.cc
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/mutex.h"

namespace holotype::transport {

class Crew {
 public:
  // What the crew asks of its owner; watch() calls them.
  struct Owner {
    // Starts the thread of that worker, which reports for duty; false where there can be none.
    std::function<bool(std::size_t worker)> hire;
    // The worker's handler keeps it, or it leaves its post: what it holds for others is to go.
    std::function<void(std::size_t worker)> relieve;
    // The crew has become short.
    std::function<void()> when_short;
  };

  // At most `size` workers, the first `on_duty` of which are there from the beginning.
  Crew(std::size_t size, std::size_t on_duty, Owner owner);

  // How many workers begin on duty, without being hired.
  std::size_t on_duty() const { return on_duty_; }
  // Whether somebody looks after those who are stuck: there is nobody to take their places, else.
  bool has_spares() const { return on_duty_ < members_.size(); }
  // How many posts there are.
  std::size_t posts() const { return on_duty_ == members_.size() ? 1 : on_duty_; }

  // Parks the worker until it is its turn. The post to serve; nullopt when the crew is dismissed.
  std::optional<std::size_t> report_for_duty(std::size_t worker);

  // Around every turn. After end_turn(), report_for_duty() again.
  void begin_turn(std::size_t worker);
  void end_turn(std::size_t worker);

  // Whether somebody is stuck whom nobody can replace: those who are left serve every post.
  bool is_short() const { return is_short_.load(std::memory_order_relaxed); }

  // Looks after the crew for about `longest`: replaces who is stuck, sleeps while nothing happens.
  void watch(std::chrono::milliseconds longest);

  // Lets every thread go: report_for_duty() is false from now on, and watch() returns.
  void dismiss();

 private:
  struct Member {
    std::atomic<std::uint64_t> turns{0};  // odd while in a turn
    std::uint64_t seen = 0;               // by watch(), at its last glance
    std::atomic<bool> is_replaced{false};
    std::atomic<std::size_t> post{0};
  };

  // Replaces who has been in the same turn since the last glance; whether anything happens at all.
  bool glance();
  bool is_anyone_busy() const;
  // Whether there is somebody for one more vacant post, who is hired where it must be.
  bool has_replacement() REQUIRES(mutex_);

  std::vector<Member> members_;
  const std::size_t on_duty_;
  const Owner owner_;
  std::atomic<bool> is_short_{false};
  std::atomic<bool> is_unwatched_{false};  // watch() sleeps until a turn begins

  Mutex mutex_;
  std::condition_variable_any parked_condition_;
  std::condition_variable_any watch_condition_;
  std::size_t hired_ GUARDED_BY(mutex_);
  std::size_t parked_ GUARDED_BY(mutex_) = 0;
  std::vector<std::size_t> vacant_ GUARDED_BY(mutex_);  // posts that a parked worker is called to
  bool is_dismissed_ GUARDED_BY(mutex_) = false;
};

}  // namespace holotype::transport
