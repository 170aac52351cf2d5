#include "document/encoding.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "base/utf8.h"
#include "diagnostic/rules_document.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

struct Encoding {
  std::string_view name;
  std::string_view mark;  // the byte order mark
  std::uint8_t width;     // bytes of a code unit
  bool is_big_endian;
  std::uint8_t zeros;  // of the first four bytes those that are NUL where ASCII begins the text:
                       // bit i is byte i
};

// In the order of YAML 1.2.2, table 5.1: UTF-32 before UTF-16, whose marks it begins with.
constexpr Encoding kEncodings[] = {
    {"UTF-32BE", {"\x00\x00\xFE\xFF", 4}, 4, true, 0b0111},
    {"UTF-32LE", {"\xFF\xFE\x00\x00", 4}, 4, false, 0b1110},
    {"UTF-16BE", {"\xFE\xFF", 2}, 2, true, 0b0101},
    {"UTF-16LE", {"\xFF\xFE", 2}, 2, false, 0b1010},
};
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

const Encoding* wide_encoding(std::string_view bytes) {
  for (const Encoding& encoding : kEncodings) {
    if (bytes.starts_with(encoding.mark)) return &encoding;
  }
  if (bytes.size() < 4) return nullptr;
  unsigned zeros = 0;
  for (unsigned i = 0; i < 4; ++i) zeros |= static_cast<unsigned>(bytes[i] == '\0') << i;
  for (const Encoding& encoding : kEncodings) {
    if (zeros == encoding.zeros) return &encoding;
  }
  return nullptr;
}

Fault fault(std::size_t offset, std::string_view encoding, std::string found) {
  return {&rules::kDocumentEncoding, static_cast<std::uint32_t>(offset),
          fmt::format("the text must be {} throughout", encoding), std::move(found)};
}

// The code units of a text in UTF-16 or UTF-32.
class Units {
 public:
  Units(std::string_view bytes, const Encoding& encoding) : bytes_(bytes), encoding_(encoding) {}

  bool is_at_end() const { return at_ == bytes_.size(); }
  std::size_t offset() const { return at_; }

  // The next unit; nullopt where fewer bytes than one are left.
  std::optional<char32_t> next() {
    if (bytes_.size() - at_ < encoding_.width) return std::nullopt;
    char32_t unit = 0;
    for (unsigned i = 0; i < encoding_.width; ++i) {
      const unsigned shift = 8 * (encoding_.is_big_endian ? encoding_.width - 1 - i : i);
      unit |= static_cast<char32_t>(static_cast<unsigned char>(bytes_[at_ + i])) << shift;
    }
    at_ += encoding_.width;
    return unit;
  }

  // The next code point; nullopt where there is none (a lone surrogate, half a unit, beyond
  // U+10FFFF).
  std::optional<char32_t> next_code_point() {
    const auto first = next();
    if (!first || *first > 0x10FFFF) return std::nullopt;
    if (*first < 0xD800 || *first > 0xDFFF) return first;
    if (encoding_.width == 4 || *first > 0xDBFF) return std::nullopt;
    const auto second = next();
    if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
    return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
  }

 private:
  std::string_view bytes_;
  const Encoding& encoding_;
  std::size_t at_ = 0;
};

Result<std::string, Fault> transcode(std::string_view bytes, const Encoding& encoding) {
  const std::size_t mark = bytes.starts_with(encoding.mark) ? encoding.mark.size() : 0;
  Units units(bytes.substr(mark), encoding);
  std::string text;
  text.reserve(bytes.size() / encoding.width);
  while (!units.is_at_end()) {
    const std::size_t at = units.offset();
    const auto code_point = units.next_code_point();
    if (!code_point) {
      return tl::unexpected<Fault>(
          fault(0, encoding.name, fmt::format("an invalid code unit at byte {}", mark + at)));
    }
    utf8::append(text, *code_point);
  }
  return text;
}

}  // namespace

Result<std::string, Fault> to_utf8(const std::string& bytes) {
  if (const Encoding* encoding = wide_encoding(bytes)) return transcode(bytes, *encoding);
  const std::size_t valid = utf8::valid_prefix(bytes);
  if (valid == bytes.size()) {
    return bytes.substr(bytes.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0);
  }
  return tl::unexpected<Fault>(fault(
      valid, "UTF-8", fmt::format("the byte 0x{:02X}", static_cast<unsigned char>(bytes[valid]))));
}

}  // namespace holotype::document
