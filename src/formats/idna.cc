// libidn2 looks at one label at a time, as a registry would: the derived property of each code
// point, NFC, hyphens, leading combining marks, the contextual rules of RFC 5892 appendix A,
// lengths, and that an A-label is what its U-label encodes to. Two things are left: what a plain
// LDH label is, and the Bidi rule, which concerns all labels of a name as soon as one of them holds
// a character written from right to left.
#include "formats/idna.h"

#include <idn2.h>
#include <unictype.h>
#include <uninorm.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

#include "base/utf8.h"
#include "formats/cursor.h"
#include "formats/host.h"

namespace holotype::formats::idna {
namespace {

constexpr std::size_t kMaxName = 253;

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

struct Label {
  std::u32string characters;     // as a U-label, or as it was
  std::size_t encoded_size = 0;  // in octets, as an A-label or as it was
};

std::u32string to_utf32(std::string_view text) {
  std::u32string out;
  while (!text.empty()) {
    const utf8::CodePoint next = utf8::decode(text);
    out += next.value;
    text.remove_prefix(next.size);
  }
  return out;
}

std::string to_lower(std::string_view ascii) {
  std::string lower(ascii);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return lower;
}

const std::uint8_t* bytes_of(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.c_str());
}

// RFC 5891 section 4.4 backwards: the A-label must decode to a valid U-label that encodes to it
// again.
std::optional<Label> from_a_label(const std::string& label) {
  std::uint8_t* encoded = nullptr;
  const int registered = idn2_register_u8(nullptr, bytes_of(label), &encoded, 0);
  const Owned<std::uint8_t> owned(encoded);
  if (registered != IDN2_OK) return std::nullopt;
  std::uint32_t* decoded = nullptr;
  const int result = idn2_to_unicode_8z4z(label.c_str(), &decoded, 0);
  const Owned<std::uint32_t> characters(decoded);
  if (result != IDN2_OK) return std::nullopt;
  Label made{{}, label.size()};
  for (const std::uint32_t* c = decoded; *c != 0; ++c) made.characters += static_cast<char32_t>(*c);
  return made;
}

std::optional<Label> from_u_label(const std::string& label) {
  std::uint8_t* encoded = nullptr;
  const int registered = idn2_register_u8(bytes_of(label), nullptr, &encoded, 0);
  const Owned<std::uint8_t> owned(encoded);
  if (registered != IDN2_OK) return std::nullopt;
  return Label{to_utf32(label), std::string_view(reinterpret_cast<const char*>(encoded)).size()};
}

std::optional<Label> read_label(std::string_view text) {
  bool ascii = true;
  for (const char c : text) {
    if (c == '\0') return std::nullopt;  // libidn2 would read up to it
    ascii = ascii && is_ascii(c);
  }
  if (!ascii) return from_u_label(std::string(text));
  if (!is_ascii_hostname(text)) return std::nullopt;
  const std::string lower = to_lower(text);
  if (lower.starts_with("xn--")) return from_a_label(lower);
  return Label{to_utf32(lower), lower.size()};
}

// The size of the dot that `text` begins with, 0 where it begins with none.
std::size_t dot_size(std::string_view text) {
  for (const std::string_view dot : {".", "\u3002", "\uFF0E", "\uFF61"}) {
    if (text.starts_with(dot)) return dot.size();
  }
  return 0;
}

bool is_right_to_left(char32_t c) {
  const int category = uc_bidi_category(c);
  return category == UC_BIDI_R || category == UC_BIDI_AL || category == UC_BIDI_AN;
}

// RFC 5893 section 2, rules 1 to 6.
bool keeps_bidi_rule(const std::u32string& label) {
  const int first = uc_bidi_category(label.front());
  const bool right_to_left = first == UC_BIDI_R || first == UC_BIDI_AL;
  if (!right_to_left && first != UC_BIDI_L) return false;
  bool european_digits = false;
  bool arabic_digits = false;
  int last = first;  // but for nonspacing marks
  for (const char32_t c : label) {
    const int category = uc_bidi_category(c);
    switch (category) {
      case UC_BIDI_EN:
        european_digits = true;
        break;
      case UC_BIDI_AN:
        arabic_digits = true;
        [[fallthrough]];
      case UC_BIDI_R:
      case UC_BIDI_AL:
        if (!right_to_left) return false;
        break;
      case UC_BIDI_L:
        if (right_to_left) return false;
        break;
      case UC_BIDI_ES:
      case UC_BIDI_CS:
      case UC_BIDI_ET:
      case UC_BIDI_ON:
      case UC_BIDI_BN:
      case UC_BIDI_NSM:
        break;
      default:
        return false;
    }
    if (category != UC_BIDI_NSM) last = category;
  }
  if (!right_to_left) return last == UC_BIDI_L || last == UC_BIDI_EN;
  const bool ends_well =
      last == UC_BIDI_R || last == UC_BIDI_AL || last == UC_BIDI_EN || last == UC_BIDI_AN;
  return ends_well && !(european_digits && arabic_digits);
}

}  // namespace

bool is_name(std::string_view text) {
  if (text.empty() || !utf8::is_valid(text)) return false;
  std::vector<Label> labels;
  std::size_t encoded_size = 0;
  while (true) {
    std::size_t end = 0;
    while (end < text.size() && dot_size(text.substr(end)) == 0) ++end;
    std::optional<Label> label = read_label(text.substr(0, end));
    if (!label || label->characters.empty()) return false;
    encoded_size += label->encoded_size + (labels.empty() ? 0 : 1);
    if (encoded_size > kMaxName) return false;
    labels.push_back(*std::move(label));
    if (end == text.size()) break;
    text.remove_prefix(end + dot_size(text.substr(end)));
  }
  bool bidi = false;
  for (const Label& label : labels) {
    for (const char32_t c : label.characters) bidi = bidi || is_right_to_left(c);
  }
  if (!bidi) return true;
  for (const Label& label : labels) {
    if (!keeps_bidi_rule(label.characters)) return false;
  }
  return true;
}

std::string to_nfc(std::string_view text) {
  if (!utf8::is_valid(text)) return {};
  std::size_t size = 0;
  const Owned<std::uint8_t> normal(u8_normalize(UNINORM_NFC,
                                                reinterpret_cast<const std::uint8_t*>(text.data()),
                                                text.size(), nullptr, &size));
  if (normal == nullptr) return {};
  return std::string(reinterpret_cast<const char*>(normal.get()), size);
}

}  // namespace holotype::formats::idna
