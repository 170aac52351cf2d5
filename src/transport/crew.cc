#include "transport/crew.h"

#include <algorithm>
#include <utility>

namespace holotype::transport {
namespace {

// A turn that is seen at two glances is stuck; a client waits twice this long at worst for a
// replacement.
constexpr std::chrono::milliseconds kGlance{5};

}  // namespace

Crew::Crew(std::size_t size, std::size_t on_duty, Owner owner)
    : members_(size),
      on_duty_(std::min(size, on_duty)),
      owner_(std::move(owner)),
      hired_(on_duty_) {
  for (std::size_t i = 0; i < on_duty_; ++i) members_[i].post = i % posts();
  // Who is not on duty parks first of all, as if replaced.
  for (std::size_t i = on_duty_; i < size; ++i) members_[i].is_replaced = true;
}

std::optional<std::size_t> Crew::report_for_duty(std::size_t worker) {
  Member& member = members_[worker];
  if (!member.is_replaced.load()) return member.post.load();
  owner_.relieve(worker);
  const MutexLock lock(mutex_);
  member.is_replaced = false;
  ++parked_;
  while (vacant_.empty() && !is_dismissed_) parked_condition_.wait(mutex_);
  --parked_;
  if (is_dismissed_) return std::nullopt;
  member.post = vacant_.front();
  vacant_.erase(vacant_.begin());
  return member.post.load();
}

void Crew::begin_turn(std::size_t worker) {
  if (!has_spares()) return;
  // Sequentially consistent with watch(): either it sees this turn or this sees it asleep.
  members_[worker].turns.fetch_add(1);
  if (!is_unwatched_.load() || !is_unwatched_.exchange(false)) return;
  const MutexLock lock(mutex_);
  watch_condition_.notify_one();
}

void Crew::end_turn(std::size_t worker) {
  if (!has_spares()) return;
  members_[worker].turns.fetch_add(1);
}

bool Crew::is_anyone_busy() const {
  return std::any_of(members_.begin(), members_.end(),
                     [](const Member& member) { return member.turns.load() % 2 == 1; });
}

bool Crew::has_replacement() {
  if (parked_ > vacant_.size()) return true;
  // Who is hired comes to the vacant post once it has started.
  if (hired_ == members_.size() || !owner_.hire(hired_)) return false;
  ++hired_;
  return true;
}

bool Crew::glance() {
  bool is_busy = false, is_short = false;
  for (std::size_t worker = 0; worker < members_.size(); ++worker) {
    Member& member = members_[worker];
    const std::uint64_t turns = member.turns.load();
    const bool is_stuck = turns % 2 == 1 && turns == member.seen;
    is_busy = is_busy || turns % 2 == 1 || turns != member.seen;
    member.seen = turns;
    if (!is_stuck || member.is_replaced.load()) continue;
    owner_.relieve(worker);
    const MutexLock lock(mutex_);
    if (!has_replacement()) {
      is_short = true;
      continue;
    }
    member.is_replaced = true;
    vacant_.push_back(member.post);
    parked_condition_.notify_one();
  }
  if (is_short && !is_short_.exchange(true)) owner_.when_short();
  if (!is_short) is_short_ = false;
  return is_busy;
}

void Crew::watch(std::chrono::milliseconds longest) {
  const auto end = std::chrono::steady_clock::now() + longest;
  const auto may_go_on = [&] { return std::chrono::steady_clock::now() < end; };
  do {
    const bool is_busy = has_spares() && glance();
    is_unwatched_ = !is_busy;
    const bool sleeps = !is_busy && !(has_spares() && is_anyone_busy());
    const MutexLock lock(mutex_);
    if (is_dismissed_) return;
    if (!sleeps) {
      watch_condition_.wait_for(mutex_, kGlance);
    } else if (!has_spares() || is_unwatched_) {
      watch_condition_.wait_until(mutex_, end);
    }
    if (is_dismissed_) return;
  } while (may_go_on());
}

void Crew::dismiss() {
  const MutexLock lock(mutex_);
  is_dismissed_ = true;
  parked_condition_.notify_all();
  watch_condition_.notify_all();
}

}  // namespace holotype::transport
