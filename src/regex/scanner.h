// Scanner: the text of a pattern, read code point by code point, and the first error found in it.
//
// Tests: tests/regex/syntax_test.cc
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "regex/syntax.h"

namespace holotype::regex {

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The value of a hexadecimal digit, -1 of any other code point.
inline int hex_digit(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A' + 10);
  return -1;
}

class Scanner {
 public:
  explicit Scanner(std::string_view source) : source_(source) {}

 protected:
  static constexpr char32_t kNothing = utf8::kInvalid;  // what peek() and next() see at the end

  bool at_end() const { return at_ >= source_.size(); }

  char32_t peek() const { return at_end() ? kNothing : utf8::decode(source_.substr(at_)).value; }

  char32_t next() {
    if (at_end()) return kNothing;
    const utf8::CodePoint one = utf8::decode(source_.substr(at_));
    at_ += one.size;
    return one.value;
  }

  // Moves behind `expected` if it comes next.
  bool accept(std::string_view expected) {
    if (!source_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  // The decimal number at `offset`, which moves behind it. Numbers beyond 32 bits are cut to the
  // largest.
  std::optional<std::uint32_t> number_at(std::size_t& offset) const {
    const std::size_t begin = offset;
    std::uint64_t number = 0;
    for (; offset < source_.size() && is_digit(static_cast<unsigned char>(source_[offset]));
         ++offset) {
      number = number * 10 + static_cast<std::uint64_t>(source_[offset] - '0');
      number = std::min<std::uint64_t>(number, Repeat::kUnbounded - 1);
    }
    if (offset == begin) return std::nullopt;
    return static_cast<std::uint32_t>(number);
  }

  // Exactly `count` hexadecimal digits; nullopt, possibly having moved, where there are fewer.
  std::optional<char32_t> hex(int count) {
    char32_t value = 0;
    for (; count > 0; --count) {
      if (hex_digit(peek()) < 0) return std::nullopt;
      value = value * 16 + static_cast<char32_t>(hex_digit(next()));
    }
    return value;
  }

  // Keeps the first error, and moves to the end of the text, so that every loop over it ends.
  void fail(std::size_t offset, std::string message) {
    if (!error_) error_ = CompileError{offset, std::move(message)};
    at_ = source_.size();
  }

  std::string_view source_;
  std::size_t at_ = 0;  // the offset of the next code point
  std::optional<CompileError> error_;
};

}  // namespace holotype::regex
