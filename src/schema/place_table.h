// PlaceTable: what is known about the schemas of a description, by their places in it.
//
// A description has as many schemas as lines, nearly, and they are known for as long as it is
// served: open addressing takes half the memory of std::unordered_map. Nothing is ever removed.
//
// Internal to the module. Threads: one at a time. Tests: tests/schema/place_table_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "json/value.h"

namespace holotype::schema {

// `Entry` is small, cheap to copy, empty when made by Entry(), and place_of(entry) is its place,
// nullptr where it is empty.
template <typename Entry>
class PlaceTable {
 public:
  // The entry for `place`; an empty one where there is none.
  Entry find(const json::Value* place) const {
    return slots_.empty() ? Entry() : slots_[slot_of(place)];
  }

  // Takes the place of the entry for the same place.
  void put(const Entry& entry) {
    if (size_ + size_ / 4 >= slots_.size()) grow();
    Entry& slot = slots_[slot_of(place_of(entry))];
    if (place_of(slot) == nullptr) ++size_;
    slot = entry;
  }

  std::size_t size() const { return size_; }

 private:
  // Where `place` is or would be. There is always a free slot.
  std::size_t slot_of(const json::Value* place) const {
    const std::size_t mask = slots_.size() - 1;
    // Values stand side by side in their parents, at multiples of eight.
    const std::uint64_t mixed =
        (reinterpret_cast<std::uintptr_t>(place) >> 3) * 0x9E3779B97F4A7C15u;
    std::size_t at = static_cast<std::size_t>(mixed >> 32) & mask;
    for (;; at = (at + 1) & mask) {
      const json::Value* other = place_of(slots_[at]);
      if (other == nullptr || other == place) return at;
    }
  }

  void grow() {
    constexpr std::size_t kFirst = 16;
    std::vector<Entry> old(slots_.empty() ? kFirst : slots_.size() * 2);
    std::swap(old, slots_);
    for (const Entry& entry : old) {
      if (place_of(entry) != nullptr) slots_[slot_of(place_of(entry))] = entry;
    }
  }

  std::vector<Entry> slots_;  // a power of two
  std::size_t size_ = 0;
};

}  // namespace holotype::schema
