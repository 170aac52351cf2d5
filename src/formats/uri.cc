// URIs after RFC 3986 appendix A, IRIs after RFC 3987 section 2.2, templates after RFC 6570
// section 2.
//
// A reference is cut at its first "#", "?" and "/", as RFC 3986 appendix B does; what remains to be
// said of each part is which characters it may hold. A table gives each ASCII character the parts
// it may stand in.
#include <array>

#include "base/utf8.h"
#include "formats/cursor.h"
#include "formats/families.h"
#include "formats/host.h"

namespace holotype::formats {
namespace {

enum class Alphabet { Ascii, Unicode };

// Where a character may stand, as bits.
enum Part : std::uint8_t {
  kName = 1,      // reg-name: unreserved / sub-delims
  kUserInfo = 2,  // also ":"
  kPath = 4,      // pchar: also "@"; and "/"
  kQuery = 8,     // query and fragment: also "?"
  kLiteral = 16,  // of a template (RFC 6570 section 2.1)
};

constexpr std::array<std::uint8_t, 128> kParts = [] {
  std::array<std::uint8_t, 128> parts{};
  for (char c = 0x21; c < 0x7F; ++c) {
    const auto is_in = [c](std::string_view set) { return set.find(c) != std::string_view::npos; };
    std::uint8_t& bits = parts[static_cast<std::size_t>(c)];
    if (is_letter_or_digit(c) || is_in("-._~!$&'()*+,;=")) {
      bits = kName | kUserInfo | kPath | kQuery;
    }
    if (c == ':') bits = kUserInfo | kPath | kQuery;
    if (c == '@') bits = kPath | kQuery;
    if (c == '/') bits = kPath | kQuery;
    if (c == '?') bits = kQuery;
    if (!is_in("\"%<>\\^`{|}")) bits = bits | kLiteral;
  }
  return parts;
}();

// ucschar of RFC 3987 section 2.2.
constexpr bool is_ucschar(char32_t c) {
  if (c < 0x10000) {
    return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
           (c >= 0xFDF0 && c <= 0xFFEF);
  }
  return c < 0xF0000 && (c & 0xFFFF) <= 0xFFFD && (c < 0xE0000 || c >= 0xE1000);
}

// What sets the direction of text by itself, which is forbidden in IRIs (RFC 3987 section 4.1):
// LRM, RLM, and LRE to RLO.
constexpr bool is_bidirectional_formatting(char32_t c) {
  return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E);
}

// iprivate of RFC 3987 section 2.2, allowed in queries alone.
constexpr bool is_iprivate(char32_t c) {
  return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c <= 0xFFFFD) ||
         (c >= 0x100000 && c <= 0x10FFFD);
}

enum class Private { Refused, Allowed };

// The number of bytes of the character or percent-encoded triplet at the start of `text` that may
// stand in `part`; 0 where none may. Precondition: `text` is not empty.
std::size_t character_size(std::string_view text, Part part, Alphabet alphabet, Private iprivate) {
  const char c = text.front();
  if (c == '%') return text.size() >= 3 && is_hex_digit(text[1]) && is_hex_digit(text[2]) ? 3 : 0;
  if (is_ascii(c)) return (kParts[static_cast<std::size_t>(c)] & part) != 0 ? 1 : 0;
  if (alphabet == Alphabet::Ascii) return 0;
  const utf8::CodePoint next = utf8::decode(text);
  if (next.value == utf8::kInvalid) return 0;
  // Templates have the grammar of RFC 3987 alone (RFC 6570 section 2.1).
  if (part != kLiteral && is_bidirectional_formatting(next.value)) return 0;
  const bool allowed =
      is_ucschar(next.value) || (iprivate == Private::Allowed && is_iprivate(next.value));
  return allowed ? next.size : 0;
}

bool consists_of(std::string_view text, Part part, Alphabet alphabet,
                 Private iprivate = Private::Refused) {
  while (true) {
    std::size_t plain = 0;
    while (plain < text.size() && is_ascii(text[plain]) &&
           (kParts[static_cast<std::size_t>(text[plain])] & part) != 0) {
      ++plain;
    }
    text.remove_prefix(plain);
    if (text.empty()) return true;
    const std::size_t size = character_size(text, part, alphabet, iprivate);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
}

// "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
bool is_ip_future(std::string_view text) {
  Cursor cursor(text);
  if (!cursor.accept_any("vV") || cursor.accept_while(is_hex_digit) == 0 || !cursor.accept('.')) {
    return false;
  }
  const bool encoded = cursor.rest().find('%') != std::string_view::npos;
  return !cursor.at_end() && !encoded && consists_of(cursor.rest(), kUserInfo, Alphabet::Ascii);
}

// [ userinfo "@" ] host [ ":" port ]
bool is_authority(std::string_view text, Alphabet alphabet) {
  if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
    if (!consists_of(text.substr(0, at), kUserInfo, alphabet)) return false;
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view address = text.substr(1, end - 1);
    if (!is_ipv6(address) && !is_ip_future(address)) return false;
    port = text.substr(end + 1);
  } else {
    const std::size_t colon = text.find(':');
    if (!consists_of(text.substr(0, colon), kName, alphabet)) return false;
    if (colon != std::string_view::npos) port = text.substr(colon);
  }
  if (port.empty()) return true;
  Cursor cursor(port);
  if (!cursor.accept(':')) return false;
  cursor.digits();
  return cursor.at_end();
}

// The length of the scheme that `text` begins with, without its colon; 0 where there is none.
std::size_t scheme_size(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return 0;
  std::size_t size = 1;
  while (size < text.size() && (is_letter_or_digit(text[size]) || text[size] == '+' ||
                                text[size] == '-' || text[size] == '.')) {
    ++size;
  }
  return size < text.size() && text[size] == ':' ? size : 0;
}

// Behind the scheme: [ "//" authority ] path [ "?" query ] [ "#" fragment ]
bool is_hierarchy(std::string_view text, Alphabet alphabet) {
  if (const std::size_t hash = text.find('#'); hash != std::string_view::npos) {
    if (!consists_of(text.substr(hash + 1), kQuery, alphabet)) return false;
    text = text.substr(0, hash);
  }
  if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
    if (!consists_of(text.substr(mark + 1), kQuery, alphabet, Private::Allowed)) return false;
    text = text.substr(0, mark);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const std::size_t slash = text.find('/');
    if (!is_authority(text.substr(0, slash), alphabet)) return false;
    text = slash == std::string_view::npos ? std::string_view() : text.substr(slash);
  }
  return consists_of(text, kPath, alphabet);
}

bool is_absolute(std::string_view text, Alphabet alphabet) {
  const std::size_t size = scheme_size(text);
  return size > 0 && is_hierarchy(text.substr(size + 1), alphabet);
}

// Without a scheme the first segment holds no colon (path-noscheme), or it would be read as one.
bool is_reference(std::string_view text, Alphabet alphabet) {
  if (const std::size_t size = scheme_size(text); size > 0) {
    return is_hierarchy(text.substr(size + 1), alphabet);
  }
  const std::size_t stop = text.find_first_of(":/?#");
  if (stop != std::string_view::npos && text[stop] == ':') return false;
  return is_hierarchy(text, alphabet);
}

bool is_uri(std::string_view text) { return is_absolute(text, Alphabet::Ascii); }
bool is_uri_reference(std::string_view text) { return is_reference(text, Alphabet::Ascii); }
bool is_iri(std::string_view text) { return is_absolute(text, Alphabet::Unicode); }
bool is_iri_reference(std::string_view text) { return is_reference(text, Alphabet::Unicode); }

// varchar *( ["."] varchar )
bool accept_variable_name(Cursor& cursor) {
  const auto accept_varchar = [&cursor] {
    const std::string_view rest = cursor.rest();
    if (rest.size() >= 3 && rest[0] == '%' && is_hex_digit(rest[1]) && is_hex_digit(rest[2])) {
      cursor.skip(3);
      return true;
    }
    if (!is_letter_or_digit(cursor.peek()) && cursor.peek() != '_') return false;
    cursor.skip(1);
    return true;
  };
  if (!accept_varchar()) return false;
  while (true) {
    const bool dot = cursor.accept('.');
    if (!accept_varchar()) return !dot;
  }
}

// "{" [ operator ] variable-list "}" behind the brace. Operators reserved by the RFC are grammar
// too.
bool accept_expression(Cursor& cursor) {
  cursor.accept_any("+#./;?&=,!@|");
  do {
    if (!accept_variable_name(cursor)) return false;
    if (cursor.accept(':')) {  // max-length: 1 to 9999 without leading zeros
      const bool zero = cursor.peek() == '0';
      const std::size_t digits = cursor.digits();
      if (zero || digits == 0 || digits > 4) return false;
    } else {
      cursor.accept('*');
    }
  } while (cursor.accept(','));
  return cursor.accept('}');
}

bool is_uri_template(std::string_view text) {
  Cursor cursor(text);
  while (!cursor.at_end()) {
    if (cursor.accept('{')) {
      if (!accept_expression(cursor)) return false;
      continue;
    }
    const std::size_t size =
        character_size(cursor.rest(), kLiteral, Alphabet::Unicode, Private::Allowed);
    if (size == 0) return false;
    cursor.skip(size);
  }
  return true;
}

constexpr Format kFormats[] = {
    {"uri", is_uri, "RFC 3986 section 3", "https://example.com/a", Edition::Draft4,
     Edition::OpenApi},
    {"uri-reference", is_uri_reference, "RFC 3986 section 4.1", "/a?b=c", Edition::Draft6,
     Edition::OpenApi},
    {"iri", is_iri, "RFC 3987 section 2.2", "https://b\u00FCcher.example/", Edition::Draft7,
     Edition::OpenApi},
    {"iri-reference", is_iri_reference, "RFC 3987 section 2.2", "/b\u00FCcher", Edition::Draft7,
     Edition::OpenApi},
    {"uri-template", is_uri_template, "RFC 6570 section 2", "/a/{id}", Edition::Draft6,
     Edition::OpenApi},
};

}  // namespace

std::span<const Format> uri_formats() { return kFormats; }

}  // namespace holotype::formats
