#include "formats/host.h"

#include "formats/cursor.h"
#include "formats/families.h"
#include "formats/idna.h"

namespace holotype::formats {
namespace {

constexpr std::size_t kMaxLabel = 63;
constexpr std::size_t kMaxName = 253;  // RFC 1035's 255 octets without the root and a length octet

bool is_ldh_label(std::string_view label) {
  if (label.empty() || label.size() > kMaxLabel) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  for (const char c : label) {
    if (!is_letter_or_digit(c) && c != '-') return false;
  }
  return true;
}

bool may_be_a_label(std::string_view label) {
  return label.size() >= 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n' &&
         label[2] == '-' && label[3] == '-';
}

// decimal octet without leading zeros
bool accept_octet(Cursor& cursor) {
  int value = 0;
  std::size_t count = 0;
  const bool leading_zero = cursor.peek() == '0';
  for (; is_digit(cursor.peek()) && count < 4; ++count) {
    value = value * 10 + (cursor.peek() - '0');
    cursor.skip(1);
  }
  return count > 0 && value <= 255 && !(leading_zero && count > 1);
}

// Splits what `is_address` holds for from a decimal prefix length behind a slash.
template <typename IsAddress>
bool is_cidr(std::string_view text, IsAddress is_address, int longest) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || !is_address(text.substr(0, slash))) return false;
  const std::string_view length = text.substr(slash + 1);
  if (length.empty() || length.size() > 3 || (length.size() > 1 && length[0] == '0')) return false;
  const int value = Cursor(length).number(length.size());
  return value >= 0 && value <= longest;
}

bool is_ipv4_cidr(std::string_view text) { return is_cidr(text, is_ipv4, 32); }
bool is_ipv6_cidr(std::string_view text) { return is_cidr(text, is_ipv6, 128); }

constexpr Format kHostFormats[] = {
    {"hostname", is_ascii_hostname, "RFC 1034 section 3.1", "example.com", Edition::Draft4,
     Edition::Draft6},
    {"hostname", is_hostname, "RFC 1123 section 2.1, RFC 5891 section 4.4", "example.com",
     Edition::Draft7, Edition::OpenApi},
    {"idn-hostname", is_idn_hostname, "RFC 5890 section 2.3.2.3", "b\u00FCcher.example",
     Edition::Draft7, Edition::OpenApi},
    {"ipv4", is_ipv4, "RFC 2673 section 3.2", "192.0.2.1", Edition::Draft4, Edition::OpenApi},
    {"ipv6", is_ipv6, "RFC 4291 section 2.2", "2001:db8::1", Edition::Draft4, Edition::OpenApi},
    {"ipv4-cidr", is_ipv4_cidr, "RFC 4632 section 3.1", "10.0.0.0/8", Edition::OpenApi,
     Edition::OpenApi},
    {"ipv6-cidr", is_ipv6_cidr, "RFC 4291 section 2.3", "2001:db8::/32", Edition::OpenApi,
     Edition::OpenApi},
};

}  // namespace

bool is_ascii_hostname(std::string_view text) {
  if (text.size() > kMaxName) return false;
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_ldh_label(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_hostname(std::string_view text) {
  if (!is_ascii_hostname(text)) return false;
  for (std::size_t begin = 0; begin < text.size();) {
    if (may_be_a_label(text.substr(begin))) return idna::is_name(text);
    const std::size_t dot = text.find('.', begin);
    if (dot == std::string_view::npos) break;
    begin = dot + 1;
  }
  return true;
}

bool is_idn_hostname(std::string_view text) {
  for (const char c : text) {
    if (!is_ascii(c)) return idna::is_name(text);
  }
  return is_hostname(text);
}

bool is_mail_domain(std::string_view text) {
  for (const char c : text) {
    if (!is_ascii(c)) return idna::is_name(idna::to_nfc(text));
  }
  return is_ascii_hostname(text);
}

bool is_ipv4(std::string_view text) {
  Cursor cursor(text);
  for (int i = 0; i < 4; ++i) {
    if (i > 0 && !cursor.accept('.')) return false;
    if (!accept_octet(cursor)) return false;
  }
  return cursor.at_end();
}

bool is_ipv6(std::string_view text) {
  constexpr int kGroups = 8;
  Cursor cursor(text);
  int groups = 0;
  bool shortened = cursor.accept("::");
  if (shortened && cursor.at_end()) return true;
  while (true) {
    // The last two groups may be written as an IPv4 address.
    const std::size_t separator = cursor.rest().find_first_of(".:");
    if (separator != std::string_view::npos && cursor.rest()[separator] == '.') {
      groups += 2;
      if (!is_ipv4(cursor.rest())) return false;
      break;
    }
    const std::size_t digits = cursor.accept_while(is_hex_digit);
    if (digits == 0 || digits > 4) return false;
    ++groups;
    if (cursor.at_end()) break;
    if (cursor.accept("::")) {
      if (shortened) return false;
      shortened = true;
      if (cursor.at_end()) break;
    } else if (!cursor.accept(':')) {
      return false;
    }
    if (groups > kGroups) return false;
  }
  return shortened ? groups < kGroups : groups == kGroups;
}

std::span<const Format> host_formats() { return kHostFormats; }

}  // namespace holotype::formats
