#include "journal/attempts.h"

#include <utility>

namespace holotype::journal {
namespace {

std::size_t size_of(const Attempt& attempt) {
  std::size_t bytes = sizeof attempt + attempt.name.size() + attempt.url.size() +
                      attempt.error.size() + attempt.request.body.size();
  for (const http::Header& header : attempt.request.headers)
    bytes += sizeof header + header.name.size() + header.value.size();
  return bytes;
}

}  // namespace

void Attempts::add(Attempt attempt) {
  MutexLock lock(mutex_);
  attempt.sequence = ++recorded_;
  bytes_ += size_of(attempt);
  attempts_.push_back(std::move(attempt));
  while (attempts_.size() > kMost || (bytes_ > kMostBytes && attempts_.size() > 1)) {
    bytes_ -= size_of(attempts_.front());
    attempts_.pop_front();
    ++evicted_;
  }
}

std::vector<Attempt> Attempts::all() const {
  MutexLock lock(mutex_);
  return {attempts_.begin(), attempts_.end()};
}

std::uint64_t Attempts::evicted() const {
  MutexLock lock(mutex_);
  return evicted_;
}

void Attempts::clear() {
  MutexLock lock(mutex_);
  attempts_.clear();
  bytes_ = 0;
}

}  // namespace holotype::journal
