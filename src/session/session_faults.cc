#include "session/session_faults.h"

#include <utility>

namespace holotype::session {

void SessionFaults::set(faults::Faults faults) {
  MutexLock lock(mutex_);
  faults_ = std::move(faults);
  count_ = 0;
  has_any_.store(!faults_.empty(), std::memory_order_release);
}

faults::Faults SessionFaults::get() const {
  MutexLock lock(mutex_);
  return faults_;
}

std::optional<faults::Draw> SessionFaults::next(std::uint64_t seed) {
  if (!has_any_.load(std::memory_order_acquire)) return std::nullopt;
  MutexLock lock(mutex_);
  return faults_.draw(seed, count_++);
}

}  // namespace holotype::session
