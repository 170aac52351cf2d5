// Outbox: the connections of one worker whose answers are to leave together (carrier.h). They are
// held (connection.h) until then, so that whoever takes them out owns them.
//
// Nobody is to wait here for long: the worker empties it before it waits for events itself, and
// when the first in it has been there for kLongest; where a handler keeps the worker, the crew has
// somebody else do it.
//
// Threads: safe from any thread. Tests: tests/transport/together_test.cc
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace holotype::transport {

class Connection;

class Outbox {
 public:
  static constexpr std::chrono::microseconds kLongest{250};

  void put(Connection& held) {
    const MutexLock lock(mutex_);
    if (held_.empty()) since_ = std::chrono::steady_clock::now();
    held_.push_back(&held);
  }

  // Whether the first of them has waited for long enough.
  bool is_due() {
    const MutexLock lock(mutex_);
    return !held_.empty() && std::chrono::steady_clock::now() - since_ >= kLongest;
  }

  // All of them, in the order in which they came; from now on the caller's.
  std::vector<Connection*> take() {
    const MutexLock lock(mutex_);
    return std::exchange(held_, {});
  }

 private:
  Mutex mutex_;
  std::vector<Connection*> held_ GUARDED_BY(mutex_);
  std::chrono::steady_clock::time_point since_ GUARDED_BY(mutex_);
};

}  // namespace holotype::transport
