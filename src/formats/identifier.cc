// What names things inside documents: UUIDs, JSON Pointers, and patterns.
#include "formats/cursor.h"
#include "formats/families.h"
#include "regex/syntax.h"

namespace holotype::formats {
namespace {

// RFC 4122 section 3: any version and variant.
bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') return false;
  std::size_t hex_digits = 0;
  for (const char c : text) hex_digits += is_hex_digit(c) ? 1 : 0;
  return hex_digits == 32;
}

// RFC 6901 section 3, not in its URI fragment form.
bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1');
    if (text[i] == '~' && !escaped) return false;
  }
  return true;
}

// 0, or digits without a leading zero.
bool accept_integer(Cursor& cursor) {
  return cursor.accept('0') ? !is_digit(cursor.peek()) : cursor.digits() > 0;
}

bool is_pointer_or_hash(std::string_view rest) { return rest == "#" || is_json_pointer(rest); }

bool is_relative_json_pointer(std::string_view text) {
  Cursor cursor(text);
  return accept_integer(cursor) && is_pointer_or_hash(cursor.rest());
}

// From draft-handrews-relative-json-pointer-02 on, the one that 2019-09 names: 0+1 is the next
// element.
bool is_relative_json_pointer_with_index(std::string_view text) {
  Cursor cursor(text);
  if (!accept_integer(cursor)) return false;
  if (cursor.accept_any("+-") && (cursor.peek() == '0' || !accept_integer(cursor))) return false;
  return is_pointer_or_hash(cursor.rest());
}

bool is_regex(std::string_view text) { return regex::parse(text).has_value(); }

constexpr Format kIdentifierFormats[] = {
    {"uuid", is_uuid, "RFC 4122 section 3", "2eb8aa08-aa98-11ea-b4aa-73b441d16380",
     Edition::Draft2019, Edition::OpenApi},
    {"json-pointer", is_json_pointer, "RFC 6901 section 3", "/a/0", Edition::Draft6,
     Edition::OpenApi},
    {"relative-json-pointer", is_relative_json_pointer,
     "draft-handrews-relative-json-pointer-01 section 3", "1/a", Edition::Draft7, Edition::Draft7},
    {"relative-json-pointer", is_relative_json_pointer_with_index,
     "draft-handrews-relative-json-pointer-02 section 3", "1/a", Edition::Draft2019,
     Edition::OpenApi},
    {"regex", is_regex, "ECMA-262 section 22.2.1", "^[a-z]+$", Edition::Draft7, Edition::OpenApi},
};

}  // namespace

std::span<const Format> identifier_formats() { return kIdentifierFormats; }

}  // namespace holotype::formats
