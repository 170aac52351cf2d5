// Published: one immutable value that is replaced now and then, and read all the time.
//
//     Published<Loaded> loaded(first);
//     const std::shared_ptr<const Loaded> now = loaded.get();   // keeps what it got
//     loaded.set(next);                                          // later calls of get() see it
//
// What std::atomic<std::shared_ptr> is for, without its two costs: all readers would count on one
// cache line, and GCC 12 orders its lock in a way that ThreadSanitizer cannot follow. Here each
// reader takes one of a few slots by its thread, so two readers rarely meet, and each slot counts
// for itself.
//
// Threads: get() and set() from any; when set() returns, every get() that begins later sees the
// value. Tests: tests/base/published_test.cc
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <utility>

#include "base/mutex.h"

namespace holotype {

template <typename T>
class Published {
 public:
  explicit Published(std::shared_ptr<const T> value) { set(std::move(value)); }

  std::shared_ptr<const T> get() const {
    const Slot& slot = slots_[slot_of_this_thread()];
    MutexLock lock(slot.mutex);
    return slot.value;
  }

  void set(std::shared_ptr<const T> value) EXCLUDES(writer_) {
    MutexLock one_at_a_time(writer_);
    for (Slot& slot : slots_) {
      // A pointer with a count of its own, which holds one share of the value.
      auto holder = std::make_shared<const std::shared_ptr<const T>>(value);
      std::shared_ptr<const T> own(holder, holder->get());
      {
        MutexLock lock(slot.mutex);
        slot.value.swap(own);
      }  // what was there before is let go outside the lock
    }
  }

 private:
  static constexpr std::size_t kSlots = 8;

  struct alignas(64) Slot {
    mutable Mutex mutex;
    std::shared_ptr<const T> value GUARDED_BY(mutex);
  };

  static std::size_t slot_of_this_thread() {
    static std::atomic<std::size_t> next{0};
    thread_local const std::size_t slot = next.fetch_add(1, std::memory_order_relaxed) % kSlots;
    return slot;
  }

  Mutex writer_;
  std::array<Slot, kSlots> slots_;
};

}  // namespace holotype
