#include "session/ended.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace holotype::session {
namespace {

constexpr std::size_t kFilterBits = std::size_t{1} << 24;

// Of a name, in the filter.
std::array<std::size_t, 4> bits_of(std::string_view name) {
  std::array<std::size_t, 4> bits;
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = hash_bytes(name, i + 1) % kFilterBits;
  return bits;
}

std::size_t size_of(const journal::Past& past) {
  return std::max<std::size_t>(past.received.size(), 1);
}

}  // namespace

void Ended::remember(const std::string& name, journal::Past past) {
  tallies_ += size_of(past);
  order_.push_front({name, std::move(past)});
  by_name_.emplace(order_.front().name, order_.begin());
  while (tallies_ > max_tallies_) {
    const Entry& oldest = order_.back();
    mark(oldest.name);
    tallies_ -= size_of(oldest.past);
    by_name_.erase(oldest.name);
    order_.pop_back();
  }
}

journal::Past Ended::take(std::string_view name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return {.is_unknown = is_marked(name)};
  const auto entry = found->second;
  journal::Past past = std::move(entry->past);
  tallies_ -= size_of(past);
  by_name_.erase(found);  // before the name that is its key
  order_.erase(entry);
  return past;
}

void Ended::mark(std::string_view name) {
  if (filter_.empty()) filter_.resize(kFilterBits / 64);
  for (const std::size_t bit : bits_of(name)) filter_[bit / 64] |= std::uint64_t{1} << bit % 64;
}

bool Ended::is_marked(std::string_view name) const {
  if (filter_.empty()) return false;
  return std::ranges::all_of(
      bits_of(name), [this](std::size_t bit) { return (filter_[bit / 64] >> bit % 64 & 1) != 0; });
}

}  // namespace holotype::session
