// Attempts: what a session has sent by itself (callbacks and webhooks), each try as one entry.
//
// Bounded: the oldest give way, and are counted. Apart from the Journal, which has what clients
// sent, so that no verification of clients counts them.
//
// Threads: safe from any thread. Tests: tests/journal/attempts_test.cc
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "http/message.h"

namespace holotype::journal {

struct Attempt {
  std::uint64_t sequence = 0;  // from 1, in the order in which they ended
  std::string name;            // of the callback or webhook
  std::string url;
  http::Request request;
  int number = 1;       // 2: the first retry
  int status = 0;       // of the answer; 0: there was none
  std::string error;    // why there was none, or why nothing was sent; "" otherwise
  bool is_last = true;  // false: it is tried again

  bool succeeded() const { return status / 100 == 2; }
};

class Attempts {
 public:
  static constexpr std::size_t kMost = 200;
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;

  void add(Attempt attempt) EXCLUDES(mutex_);
  std::vector<Attempt> all() const EXCLUDES(mutex_);  // the oldest first
  std::uint64_t evicted() const EXCLUDES(mutex_);
  void clear() EXCLUDES(mutex_);

 private:
  mutable Mutex mutex_;
  std::deque<Attempt> attempts_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t recorded_ GUARDED_BY(mutex_) = 0;
  std::uint64_t evicted_ GUARDED_BY(mutex_) = 0;
};

}  // namespace holotype::journal
