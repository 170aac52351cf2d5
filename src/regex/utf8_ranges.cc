// A range of code points is one sequence of byte ranges if all of it has the same length and if,
// from the first byte in which its ends differ, all later bytes run over their whole span (80-BF).
// A range that is not like that is cut where it stops being so, and both parts are tried again (Ken
// Thompson's construction, as in re2 and utf8-ranges).
#include "regex/utf8_ranges.h"

#include <string>

#include "base/utf8.h"

namespace holotype::regex {
namespace {

void append_ranges(CodePointRange range, std::vector<ByteSequence>& out) {
  if (range.first > range.last) return;
  const auto cut_behind = [&](char32_t last_of_first_part) {
    append_ranges({range.first, last_of_first_part}, out);
    append_ranges({last_of_first_part + 1, range.last}, out);
  };
  // Surrogates, and the largest code points of one, two and three bytes.
  if (range.first <= 0xD7FF && range.last > 0xD7FF && range.first > 0x7FF)
    return cut_behind(0xD7FF);
  if (range.first >= 0xD800 && range.first <= 0xDFFF)
    return append_ranges({0xE000, range.last}, out);
  for (const char32_t last_of_length : {U'\x7F', U'\x7FF', U'\xFFFF'}) {
    if (range.first <= last_of_length && range.last > last_of_length)
      return cut_behind(last_of_length);
  }
  for (int bytes = 1; bytes < 4; ++bytes) {
    const char32_t low_bits = (char32_t{1} << (6 * bytes)) - 1;
    const bool same_prefix = (range.first & ~low_bits) == (range.last & ~low_bits);
    if (range.last <= 0x7F || same_prefix) continue;
    if ((range.first & low_bits) != 0) return cut_behind(range.first | low_bits);
    if ((range.last & low_bits) != low_bits) return cut_behind((range.last & ~low_bits) - 1);
  }
  std::string first;
  std::string last;
  utf8::append(first, range.first);
  utf8::append(last, range.last);
  ByteSequence sequence{{}, static_cast<std::uint8_t>(first.size())};
  for (std::size_t i = 0; i < first.size(); ++i) {
    sequence.bytes[i] = {static_cast<std::uint8_t>(first[i]), static_cast<std::uint8_t>(last[i])};
  }
  out.push_back(sequence);
}

}  // namespace

std::vector<ByteSequence> utf8_ranges(const CodePoints& set) {
  std::vector<ByteSequence> out;
  for (const CodePointRange& range : set.ranges()) append_ranges(range, out);
  return out;
}

}  // namespace holotype::regex
