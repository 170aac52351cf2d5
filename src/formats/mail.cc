// Mailboxes after RFC 5321 section 4.1.2, and with characters beyond ASCII after RFC 6531
// section 3.3.
//
// Of address literals only IPv4 and IPv6 are accepted: no other tag has been registered
// (section 4.1.3).
#include <algorithm>

#include "base/utf8.h"
#include "formats/cursor.h"
#include "formats/families.h"
#include "formats/host.h"

namespace holotype::formats {
namespace {

// Octets, RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3. The brackets of a path count, and are no part
// of the mailbox in them. RFC 6531 leaves both as they are.
constexpr std::size_t kMaxLocalPart = 64;
constexpr std::size_t kMaxPath = 256;
constexpr std::size_t kMaxMailbox = kMaxPath - std::string_view("<>").size();

enum class Alphabet { Ascii, Utf8 };

bool is_atext(char c, Alphabet alphabet) {
  if (!is_ascii(c)) return alphabet == Alphabet::Utf8;
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// Dot-string: atoms between single dots.
bool accept_dot_string(Cursor& cursor, Alphabet alphabet) {
  do {
    if (cursor.accept_while([alphabet](char c) { return is_atext(c, alphabet); }) == 0)
      return false;
  } while (cursor.accept('.'));
  return true;
}

// Quoted-string: between the quotes all printable ASCII, with \ before a quote or a \ itself.
bool accept_quoted_string(Cursor& cursor, Alphabet alphabet) {
  const auto is_printable = [alphabet](char c) {
    return is_ascii(c) ? c >= ' ' && c <= '~' : alphabet == Alphabet::Utf8;
  };
  if (!cursor.accept('"')) return false;
  while (!cursor.accept('"')) {
    const bool escaped = cursor.accept('\\');
    if (cursor.at_end() || !is_printable(cursor.peek())) return false;
    if (escaped && !is_ascii(cursor.peek())) return false;
    cursor.skip(1);
  }
  return true;
}

bool is_address_literal(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return false;
  text = text.substr(1, text.size() - 2);
  constexpr std::string_view kTag = "ipv6:";
  const bool tagged = text.size() > kTag.size() &&
                      std::equal(kTag.begin(), kTag.end(), text.begin(), [](char tag, char c) {
                        return tag == (is_letter(c) ? static_cast<char>(c | 0x20) : c);
                      });
  return tagged ? is_ipv6(text.substr(kTag.size())) : is_ipv4(text);
}

bool is_mailbox(std::string_view text, Alphabet alphabet) {
  if (text.size() > kMaxMailbox) return false;
  Cursor cursor(text);
  const bool quoted = cursor.peek() == '"';
  if (!(quoted ? accept_quoted_string(cursor, alphabet) : accept_dot_string(cursor, alphabet))) {
    return false;
  }
  if (text.size() - cursor.rest().size() > kMaxLocalPart || !cursor.accept('@')) return false;
  if (cursor.peek() == '[') return is_address_literal(cursor.rest());
  return alphabet == Alphabet::Ascii ? is_ascii_hostname(cursor.rest())
                                     : is_mail_domain(cursor.rest());
}

bool is_email(std::string_view text) { return is_mailbox(text, Alphabet::Ascii); }

bool is_idn_email(std::string_view text) {
  return utf8::is_valid(text) && is_mailbox(text, Alphabet::Utf8);
}

constexpr Format kMailFormats[] = {
    {"email", is_email, "RFC 5321 section 4.1.2", "user@example.com", Edition::Draft4,
     Edition::OpenApi},
    {"idn-email", is_idn_email, "RFC 6531 section 3.3", "user@b\u00FCcher.example", Edition::Draft7,
     Edition::OpenApi},
};

}  // namespace

std::span<const Format> mail_formats() { return kMailFormats; }

}  // namespace holotype::formats
