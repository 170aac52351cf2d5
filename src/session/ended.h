// Ended: what is remembered of sessions that nobody ended: they gave way to others, or were idle.
//
// A test may come back to such a session, and would be told of an empty journal that nothing was
// received. So the next session of its name goes on from the counts of the one before. Those of the
// latest sessions are kept, up to a number of tallies; of the sessions before them no more than
// that there was one of that name, in a Bloom filter of 2 MiB that is made when it is needed.
//
// The filter never takes an old name for a new one. It takes a new name for an old one, which costs
// its session's certainty until it is reset, about once in ten million where 100,000 names are in
// it, once in four hundred where a million are.
//
// Threads: none; its owner's lock. Tests: tests/session/ended_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "journal/journal.h"

namespace holotype::session {

class Ended {
 public:
  // Some 15 MB of them.
  static constexpr std::size_t kMaxTallies = 100'000;

  explicit Ended(std::size_t max_tallies = kMaxTallies) : max_tallies_(max_tallies) {}

  // Precondition: nothing is kept of that name, as after take().
  void remember(const std::string& name, journal::Past past);

  // What is known of the last session of that name, and is forgotten by it.
  journal::Past take(std::string_view name);

 private:
  struct Entry {
    std::string name;
    journal::Past past;
  };

  void mark(std::string_view name);
  bool is_marked(std::string_view name) const;

  const std::size_t max_tallies_;
  std::size_t tallies_ = 0;
  std::list<Entry> order_;  // the latest first
  // Keys are the entries' own names.
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_name_;
  std::vector<std::uint64_t> filter_;  // empty until an entry gives way
};

}  // namespace holotype::session
