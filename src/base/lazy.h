// Lazy: a value that is made when it is first asked for, once, whoever asks.
//
// A description has thousands of operations of which a client calls a dozen; what only a called one
// needs is kept in one of these. An exception of the maker goes to who asked, and the next one
// tries again.
//
// Threads: safe from any thread; others that ask meanwhile wait. The maker must not ask for the
// same value. Tests: tests/base/lazy_test.cc
#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "base/mutex.h"

namespace holotype {

// Not std::call_once: after an exception its next caller waits for ever where pthread_once is
// ThreadSanitizer's.
template <typename T>
class Lazy {
 public:
  // The value, which is what `make()` returned when it was called for the first time. It lives as
  // long as this.
  template <typename Make>
  const T& get(Make&& make) const {
    if (const T* made = made_.load(std::memory_order_acquire)) return *made;
    const MutexLock lock(mutex_);
    if (value_ == nullptr) {
      // What `make` returns is made in its place, so it need not be movable.
      value_.reset(new T(std::forward<Make>(make)()));
      made_.store(value_.get(), std::memory_order_release);
    }
    return *value_;
  }

 private:
  mutable std::atomic<const T*> made_{nullptr};
  mutable Mutex mutex_;
  mutable std::unique_ptr<const T> value_ GUARDED_BY(mutex_);
};

}  // namespace holotype
