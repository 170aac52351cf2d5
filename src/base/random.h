// Deterministic pseudo-random numbers: the same seed gives the same sequence on every platform.
// The standard library's distributions differ between implementations, so none is used.
//
// Tests: tests/base/random_test.cc
#pragma once

#include <cstdint>

#include "base/hash.h"

namespace holotype {

// SplitMix64 (Steele, Lea, Flood 2014). Cheap to make: seed one per value from what identifies it.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(seed) {}

  // The next 64 bits.
  constexpr std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // A number in [0, bound). Precondition: bound > 0. The bias is below bound / 2^64.
  std::uint64_t below(std::uint64_t bound) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64);
  }

  // A number in [0, 1) with 53 random bits.
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace holotype
