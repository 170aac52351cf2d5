// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
//
// Tests: tests/base/utf8_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace holotype::utf8 {

inline constexpr char32_t kInvalid = 0xFFFFFFFF;

// One decoded code point; `size` is its length in bytes, 1 where the byte is invalid.
struct CodePoint {
  char32_t value = kInvalid;
  std::uint8_t size = 1;
};

// The code point that begins at `text[0]`; kInvalid where no valid sequence does.
// Precondition: `text` is not empty.
CodePoint decode(std::string_view text);

// The byte offset of the first invalid sequence, or text.size() where all of it is valid.
std::size_t valid_prefix(std::string_view text);

inline bool is_valid(std::string_view text) { return valid_prefix(text) == text.size(); }

// The number of code points. Invalid bytes count one each.
std::size_t length(std::string_view text);

// Appends the UTF-8 form of `code_point`; U+FFFD in place of what is no Unicode scalar value.
void append(std::string& out, char32_t code_point);

// At most `max_bytes` of `text`, never cutting a sequence in two.
std::string_view prefix(std::string_view text, std::size_t max_bytes);

}  // namespace holotype::utf8
