// Automaton: a pattern without lookaround, backreferences, \b and \p as a deterministic finite
// automaton over bytes: one table look-up a byte, no backtracking, no budget, no memory.
//
// Immutable; share freely between threads. Tests: tests/regex/automaton_test.cc
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "regex/syntax.h"

namespace holotype::regex {

class Automaton {
 public:
  // The automaton that finds what `root` finds; nullopt where the pattern is not regular or where
  // the automaton would exceed a fixed size (about 1000 states).
  static std::optional<Automaton> build(const Node& root);

  // Whether the pattern is found anywhere in `utf8`.
  bool matches(std::string_view utf8) const {
    std::uint32_t state = initial_;
    for (const char c : utf8) {
      if (state <= kFound) break;
      state = next_[state + byte_class_[static_cast<unsigned char>(c)]];
    }
    return state == kFound || (state != kDead && found_at_end_[state / classes_]);
  }

  // The number of states, for tests.
  std::size_t size() const { return found_at_end_.size(); }

 private:
  friend class AutomatonBuilder;

  // A state is the offset of its row in next_. The rows of the first two would never be read, so
  // they share the row 0 and are told apart by being smaller than any other offset.
  static constexpr std::uint32_t kDead = 0;   // nothing that follows can make it match
  static constexpr std::uint32_t kFound = 1;  // nothing that follows can change that it matches

  std::array<std::uint8_t, 256> byte_class_{};
  std::uint32_t classes_ =
      2;  // the length of a row; at least 2, so that kFound is no offset of a row
  std::uint32_t initial_ = kDead;
  std::vector<std::uint32_t> next_;
  std::vector<bool> found_at_end_;  // by number of the row
};

}  // namespace holotype::regex
