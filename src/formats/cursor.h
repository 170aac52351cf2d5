// Cursor: reads a string from the front, one grammar production at a time. No format's own
// knowledge.
//
// Tests: through every format
#pragma once

#include <cstddef>
#include <string_view>

namespace holotype::formats {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

class Cursor {
 public:
  explicit constexpr Cursor(std::string_view text) : rest_(text) {}

  constexpr bool at_end() const { return rest_.empty(); }
  // The next character, or NUL at the end. NUL in the text is told apart by at_end() alone.
  constexpr char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  constexpr std::string_view rest() const { return rest_; }
  constexpr void skip(std::size_t count) { rest_.remove_prefix(count); }

  // Each of these moves only where it returns true (or a count above zero).
  constexpr bool accept(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  constexpr bool accept(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  constexpr bool accept_any(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  template <typename Predicate>
  constexpr std::size_t accept_while(Predicate holds) {
    std::size_t count = 0;
    while (count < rest_.size() && holds(rest_[count])) ++count;
    rest_.remove_prefix(count);
    return count;
  }

  // Exactly `count` digits as a number; -1 where there are fewer. Precondition: count <= 9.
  constexpr int number(std::size_t count) {
    if (rest_.size() < count) return -1;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(rest_[i])) return -1;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }
  constexpr std::size_t digits() { return accept_while(is_digit); }

 private:
  std::string_view rest_;
};

}  // namespace holotype::formats
