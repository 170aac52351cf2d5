// CodePoints: a set of Unicode code points, as sorted ranges.
//
// Tests: tests/regex/code_points_test.cc
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace holotype::regex {

inline constexpr char32_t kLastCodePoint = 0x10FFFF;

// All code points from `first` to `last`, both included.
struct CodePointRange {
  char32_t first;
  char32_t last;
  friend bool operator==(const CodePointRange&, const CodePointRange&) = default;
};

class CodePoints {
 public:
  CodePoints() = default;
  CodePoints(std::initializer_list<CodePointRange> ranges);
  static CodePoints all() { return {{0, kLastCodePoint}}; }

  // Precondition: first <= last <= kLastCodePoint.
  void add(char32_t first, char32_t last);
  void add(char32_t one) { add(one, one); }
  void add(const CodePoints& others);

  // Every code point that is not in this set.
  CodePoints complement() const;
  bool contains(char32_t code_point) const;
  bool intersects(const CodePoints& others) const;

  bool empty() const { return ranges_.empty(); }
  // The number of code points.
  std::size_t size() const;
  // The only code point of the set, if it has exactly one.
  std::optional<char32_t> single() const;
  // Ascending, neither overlapping nor touching.
  std::span<const CodePointRange> ranges() const { return ranges_; }

  friend bool operator==(const CodePoints&, const CodePoints&) = default;

 private:
  std::vector<CodePointRange> ranges_;
};

}  // namespace holotype::regex
