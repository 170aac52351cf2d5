#include "http/charset.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf8.h"
#include "http/message.h"

namespace holotype::http {
namespace {

enum class Order { Marked, Big, Little };

struct Charset;
using Decode = Result<std::string, CharsetError> (*)(const Charset&, std::string_view);

struct Charset {
  std::string_view name;  // as IANA prefers it
  std::array<std::string_view, 4> names;
  Decode decode;
  Order order = Order::Marked;
  std::size_t width = 1;  // bytes of a code unit
};

tl::unexpected<CharsetError> malformed(const Charset& charset, std::size_t offset,
                                       std::string_view why) {
  return tl::unexpected(CharsetError{CharsetError::Kind::Malformed, offset,
                                     fmt::format("must be {} throughout; {}", charset.name, why)});
}

Result<std::string, CharsetError> decode_utf8(const Charset& charset, std::string_view bytes) {
  if (const std::size_t at = utf8::valid_prefix(bytes); at != bytes.size()) {
    return malformed(charset, at, "these bytes are no character");
  }
  return std::string(bytes);
}

Result<std::string, CharsetError> decode_ascii(const Charset& charset, std::string_view bytes) {
  const auto* at = std::ranges::find_if(bytes, [](char c) { return (c & 0x80) != 0; });
  if (at == bytes.end()) return std::string(bytes);
  return malformed(charset, static_cast<std::size_t>(at - bytes.begin()), "this byte is above 127");
}

Result<std::string, CharsetError> decode_latin1(const Charset&, std::string_view bytes) {
  std::string text;
  for (const char c : bytes) utf8::append(text, static_cast<unsigned char>(c));
  return text;
}

Result<std::string, CharsetError> decode_windows1252(const Charset&, std::string_view bytes) {
  // 0x80 to 0x9F; what the code page leaves free stands for the control character of that number.
  static constexpr char16_t kHigh[32] = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    utf8::append(text, byte >= 0x80 && byte < 0xA0 ? kHigh[byte - 0x80] : byte);
  }
  return text;
}

// The code units of a text in UTF-16 or UTF-32.
class Units {
 public:
  Units(std::string_view bytes, std::size_t width, bool is_little)
      : bytes_(bytes), width_(width), is_little_(is_little) {}

  std::size_t offset() const { return at_; }
  bool at_end() const { return at_ == bytes_.size(); }
  bool has_next() const { return bytes_.size() - at_ >= width_; }
  char32_t next() {
    char32_t unit = 0;
    for (std::size_t i = 0; i < width_; ++i) {
      const std::size_t from = at_ + (is_little_ ? width_ - 1 - i : i);
      unit = unit << 8 | static_cast<unsigned char>(bytes_[from]);
    }
    at_ += width_;
    return unit;
  }

 private:
  std::string_view bytes_;
  std::size_t width_;
  bool is_little_;
  std::size_t at_ = 0;
};

bool is_high_surrogate(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low_surrogate(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

Result<std::string, CharsetError> decode_units(const Charset& charset, std::string_view bytes) {
  bool is_little = charset.order == Order::Little;
  if (charset.order == Order::Marked && bytes.size() >= charset.width) {
    is_little = Units(bytes, charset.width, true).next() == 0xFEFF;
  }
  Units units(bytes, charset.width, is_little);
  std::string text;
  while (!units.at_end()) {
    const std::size_t offset = units.offset();
    if (!units.has_next()) return malformed(charset, offset, "the last character is cut off");
    char32_t unit = units.next();
    if (offset == 0 && unit == 0xFEFF) continue;
    if (charset.width == 2 && is_high_surrogate(unit)) {
      const char32_t low = units.has_next() ? units.next() : 0;
      if (!is_low_surrogate(low)) return malformed(charset, offset, "a surrogate stands alone");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else if (is_high_surrogate(unit) || is_low_surrogate(unit) || unit > 0x10FFFF) {
      return malformed(charset, offset, "this is no character");
    }
    utf8::append(text, unit);
  }
  return text;
}

constexpr Charset kCharsets[] = {
    {"UTF-8", {"utf-8", "utf8"}, decode_utf8},
    {"US-ASCII", {"us-ascii", "ascii"}, decode_ascii},
    {"ISO-8859-1", {"iso-8859-1", "latin1", "iso_8859-1", "l1"}, decode_latin1},
    {"windows-1252", {"windows-1252", "cp1252"}, decode_windows1252},
    {"UTF-16", {"utf-16", "utf16"}, decode_units, Order::Marked, 2},
    {"UTF-16BE", {"utf-16be"}, decode_units, Order::Big, 2},
    {"UTF-16LE", {"utf-16le"}, decode_units, Order::Little, 2},
    {"UTF-32", {"utf-32", "utf32"}, decode_units, Order::Marked, 4},
    {"UTF-32BE", {"utf-32be"}, decode_units, Order::Big, 4},
    {"UTF-32LE", {"utf-32le"}, decode_units, Order::Little, 4},
};

const Charset* find_charset(std::string_view name) {
  for (const Charset& charset : kCharsets) {
    for (const std::string_view known : charset.names) {
      if (!known.empty() && equal_ignoring_case(known, name)) return &charset;
    }
  }
  return nullptr;
}

}  // namespace

bool is_utf8(std::string_view charset) {
  const Charset* found = find_charset(charset);
  return found == &kCharsets[0] || found == &kCharsets[1];
}

Result<std::string, CharsetError> to_utf8(std::string_view charset, std::string_view bytes) {
  const Charset* found = find_charset(charset);
  if (found != nullptr) return found->decode(*found, bytes);
  return tl::unexpected(CharsetError{CharsetError::Kind::Unsupported, 0,
                                     "must be in a charset that is read, UTF-8 or UTF-16 say"});
}

}  // namespace holotype::http
