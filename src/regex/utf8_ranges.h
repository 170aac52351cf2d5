// Ranges of code points as sequences of ranges of bytes, for automata that read UTF-8 byte by byte.
//
// Tests: tests/regex/utf8_ranges_test.cc
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "regex/code_points.h"

namespace holotype::regex {

struct ByteRange {
  std::uint8_t first;
  std::uint8_t last;
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

// All texts of `size` bytes whose byte i lies in bytes[i].
struct ByteSequence {
  std::array<ByteRange, 4> bytes;
  std::uint8_t size;
};

// The UTF-8 forms of `set`, as disjoint sequences in ascending order. Surrogates have none.
//
//   {U+0061-U+007A}  61-7A
//   {U+0080-U+07FF}  C2-DF 80-BF
std::vector<ByteSequence> utf8_ranges(const CodePoints& set);

}  // namespace holotype::regex
