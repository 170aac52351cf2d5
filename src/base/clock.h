// Time comes in through a Clock, so that no answer depends on the machine's own.
#pragma once

#include <atomic>
#include <chrono>

namespace holotype {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// 2024-01-15T10:30:00Z, the default of --now: what created and generated resources say.
inline constexpr Instant kDefaultNow{std::chrono::milliseconds{1705314600000}};

// What time it is, in UTC. Implementations are safe to call from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// Stands still until advanced.
class FrozenClock final : public Clock {
 public:
  explicit FrozenClock(Instant start = kDefaultNow) : now_(start.time_since_epoch().count()) {}
  Instant now() const override { return Instant{std::chrono::milliseconds{now_.load()}}; }
  void advance(std::chrono::milliseconds by) { now_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_;
};

// The machine's clock, for logs alone.
class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
};

}  // namespace holotype
