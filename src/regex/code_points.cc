#include "regex/code_points.h"

#include <algorithm>

namespace holotype::regex {

CodePoints::CodePoints(std::initializer_list<CodePointRange> ranges) {
  for (const CodePointRange& range : ranges) add(range.first, range.last);
}

void CodePoints::add(char32_t first, char32_t last) {
  // All ranges that overlap or touch the new one become one with it.
  const auto begin = std::lower_bound(
      ranges_.begin(), ranges_.end(), first,
      [](const CodePointRange& range, char32_t value) { return range.last + 1 < value; });
  auto end = begin;
  for (; end != ranges_.end() && end->first <= last + 1; ++end) {
    first = std::min(first, end->first);
    last = std::max(last, end->last);
  }
  if (begin == end) {
    ranges_.insert(begin, {first, last});
  } else {
    *begin = {first, last};
    ranges_.erase(begin + 1, end);
  }
}

void CodePoints::add(const CodePoints& others) {
  for (const CodePointRange& range : others.ranges_) add(range.first, range.last);
}

CodePoints CodePoints::complement() const {
  CodePoints rest;
  char32_t next = 0;
  for (const CodePointRange& range : ranges_) {
    if (range.first > next) rest.ranges_.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) rest.ranges_.push_back({next, kLastCodePoint});
  return rest;
}

bool CodePoints::contains(char32_t code_point) const {
  const auto at = std::lower_bound(
      ranges_.begin(), ranges_.end(), code_point,
      [](const CodePointRange& range, char32_t value) { return range.last < value; });
  return at != ranges_.end() && at->first <= code_point;
}

bool CodePoints::intersects(const CodePoints& others) const {
  return std::any_of(ranges_.begin(), ranges_.end(), [&](const CodePointRange& range) {
    const auto at = std::lower_bound(
        others.ranges_.begin(), others.ranges_.end(), range.first,
        [](const CodePointRange& other, char32_t value) { return other.last < value; });
    return at != others.ranges_.end() && at->first <= range.last;
  });
}

std::size_t CodePoints::size() const {
  std::size_t count = 0;
  for (const CodePointRange& range : ranges_) count += range.last - range.first + 1;
  return count;
}

std::optional<char32_t> CodePoints::single() const {
  if (ranges_.size() != 1 || ranges_[0].first != ranges_[0].last) return std::nullopt;
  return ranges_[0].first;
}

}  // namespace holotype::regex
