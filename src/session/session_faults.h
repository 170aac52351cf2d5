// SessionFaults: what goes wrong on purpose in one session, and for how many requests so far.
//
// The n-th request since the faults were set is dealt the n-th draw; requests that come at the same
// time are numbered in the order in which they get here.
//
// Threads: safe from any thread. Costs one load where there are no faults.
// Tests: tests/session/session_faults_test.cc
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/mutex.h"
#include "faults/faults.h"

namespace holotype::session {

class SessionFaults {
 public:
  explicit SessionFaults(faults::Faults faults) { set(std::move(faults)); }

  // Replaces them all; the count begins again.
  void set(faults::Faults faults) EXCLUDES(mutex_);
  faults::Faults get() const EXCLUDES(mutex_);

  // What the next request is dealt; nullopt where nothing goes wrong here.
  std::optional<faults::Draw> next(std::uint64_t seed) EXCLUDES(mutex_);

 private:
  std::atomic<bool> has_any_{false};
  mutable Mutex mutex_;
  faults::Faults faults_ GUARDED_BY(mutex_);
  std::uint64_t count_ GUARDED_BY(mutex_) = 0;
};

}  // namespace holotype::session
