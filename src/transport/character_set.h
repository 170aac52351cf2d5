// Sets of bytes that a grammar allows, as tables.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace holotype::transport {

using CharacterSet = std::array<bool, 256>;

constexpr bool is_alphanumeric(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Letters, digits and `others`.
constexpr CharacterSet characters(std::string_view others) {
  CharacterSet set{};
  for (int c = 0; c < 256; ++c) set[c] = is_alphanumeric(static_cast<unsigned char>(c));
  for (char c : others) set[static_cast<unsigned char>(c)] = true;
  return set;
}

// The offset of the first byte outside the set, or npos.
inline std::size_t find_outside(const CharacterSet& set, std::string_view text) {
  const auto outside = std::find_if(text.begin(), text.end(),
                                    [&](char c) { return !set[static_cast<unsigned char>(c)]; });
  return outside == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(outside - text.begin());
}

}  // namespace holotype::transport
