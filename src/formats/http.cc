// Values of HTTP fields: media ranges (RFC 9110 section 12.5.1) and structured field items (RFC
// 8941).
#include "formats/cursor.h"
#include "formats/families.h"

namespace holotype::formats {
namespace {

// tchar of RFC 9110 section 5.6.2
bool is_token_character(char c) {
  return is_letter_or_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// quoted-string of RFC 9110 section 5.6.4
bool accept_quoted_string(Cursor& cursor) {
  if (!cursor.accept('"')) return false;
  while (!cursor.accept('"')) {
    cursor.accept('\\');
    const char c = cursor.peek();
    const bool allowed = c == '\t' || (c >= ' ' && c != 0x7F) || !is_ascii(c);
    if (cursor.at_end() || !allowed) return false;
    cursor.skip(1);
  }
  return true;
}

// parameters of RFC 9110 section 5.6.6, to the end
bool are_parameters(Cursor cursor) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!cursor.at_end()) {
    cursor.accept_while(is_blank);
    if (!cursor.accept(';')) return false;
    cursor.accept_while(is_blank);
    if (cursor.accept_while(is_token_character) == 0) continue;  // an empty parameter is allowed
    if (!cursor.accept('=')) return false;
    if (cursor.peek() == '"' ? !accept_quoted_string(cursor)
                             : cursor.accept_while(is_token_character) == 0) {
      return false;
    }
  }
  return true;
}

bool is_media_range(std::string_view text) {
  Cursor cursor(text);
  if (cursor.accept("*/*")) return are_parameters(cursor);
  if (cursor.accept_while(is_token_character) == 0 || !cursor.accept('/')) return false;
  if (cursor.accept_while(is_token_character) == 0) return false;
  return are_parameters(cursor);
}

bool is_sf_string(std::string_view text) {
  Cursor cursor(text);
  if (!cursor.accept('"')) return false;
  while (!cursor.accept('"')) {
    const bool escaped = cursor.accept('\\');
    const char c = cursor.peek();
    if (cursor.at_end() || c < ' ' || c > '~') return false;
    if (escaped && c != '"' && c != '\\') return false;
    cursor.skip(1);
  }
  return cursor.at_end();
}

bool is_sf_token(std::string_view text) {
  if (text.empty() || !(is_letter(text.front()) || text.front() == '*')) return false;
  Cursor cursor(text);
  cursor.accept_while([](char c) { return is_token_character(c) || c == ':' || c == '/'; });
  return cursor.at_end();
}

// ":" base64 ":"; RFC 8941 section 4.2.7 lets the padding be left out.
bool is_sf_binary(std::string_view text) {
  Cursor cursor(text);
  if (!cursor.accept(':')) return false;
  cursor.accept_while([](char c) { return is_letter_or_digit(c) || c == '+' || c == '/'; });
  cursor.accept_while([](char c) { return c == '='; });
  return cursor.accept(':') && cursor.at_end();
}

bool is_sf_boolean(std::string_view text) { return text == "?0" || text == "?1"; }

constexpr Format kHttpFormats[] = {
    {"media-range", is_media_range, "RFC 9110 section 12.5.1", "application/json", Edition::OpenApi,
     Edition::OpenApi},
    {"sf-string", is_sf_string, "RFC 8941 section 3.3.3", "\"a\"", Edition::OpenApi,
     Edition::OpenApi},
    {"sf-token", is_sf_token, "RFC 8941 section 3.3.4", "a", Edition::OpenApi, Edition::OpenApi},
    {"sf-binary", is_sf_binary, "RFC 8941 section 3.3.5", ":YQ==:", Edition::OpenApi,
     Edition::OpenApi},
    {"sf-boolean", is_sf_boolean, "RFC 8941 section 3.3.6", "?1", Edition::OpenApi,
     Edition::OpenApi},
};

}  // namespace

std::span<const Format> http_formats() { return kHttpFormats; }

}  // namespace holotype::formats
