#include "base/base64.h"

#include <array>
#include <cstdint>

namespace holotype::base64 {
namespace {

constexpr std::string_view kStandardDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::int8_t kNoDigit = -1;

using Values = std::array<std::int8_t, 256>;

constexpr Values values_of(std::string_view digits) {
  Values values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}

constexpr Values kStandardValues = values_of(kStandardDigits);
constexpr Values kUrlValues = values_of(kUrlDigits);

// `text` without its padding; nullopt where there is padding and it is not complete, or where there
// is none and the alphabet requires it.
std::optional<std::string_view> without_padding(std::string_view text, Alphabet alphabet) {
  const std::size_t last = text.find_last_not_of('=');
  const std::size_t size = last == std::string_view::npos ? 0 : last + 1;
  const std::size_t padding = text.size() - size;
  const bool is_complete = padding <= 2 && text.size() % 4 == 0;
  const bool is_left_out = padding == 0 && alphabet == Alphabet::Url;
  if (!is_complete && !is_left_out) return std::nullopt;
  return text.substr(0, size);
}

}  // namespace

std::optional<std::string> decode(std::string_view text, Alphabet alphabet) {
  const Values& values = alphabet == Alphabet::Standard ? kStandardValues : kUrlValues;
  const std::optional<std::string_view> digits = without_padding(text, alphabet);
  if (!digits || digits->size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(digits->size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned count = 0;  // of bits that are not written yet
  for (const char c : *digits) {
    const std::int8_t value = values[static_cast<unsigned char>(c)];
    if (value == kNoDigit) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  // RFC 4648 section 3.5: pad bits are zero, so that no two texts stand for the same bytes.
  if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;
  return out;
}

std::string encode(std::string_view bytes, Alphabet alphabet) {
  const std::string_view digits = alphabet == Alphabet::Standard ? kStandardDigits : kUrlDigits;
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) {
      count -= 6;
      out += digits[bits >> count & 63];
    }
  }
  if (count > 0) out += digits[bits << (6 - count) & 63];
  if (alphabet == Alphabet::Standard) out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

}  // namespace holotype::base64
