// Strings that stand for something else: base64, numbers in text, a single character; and the
// formats that say something about a string without restricting it.
#include "base/base64.h"
#include "base/utf8.h"
#include "formats/cursor.h"
#include "formats/families.h"

namespace holotype::formats {
namespace {

bool is_annotation(std::string_view) { return true; }

bool is_base64(std::string_view text) { return base64::decode(text).has_value(); }

bool is_base64url(std::string_view text) {
  return base64::decode(text, base64::Alphabet::Url).has_value();
}

bool is_single_character(std::string_view text) {
  return !text.empty() && utf8::is_valid(text) && utf8::length(text) == 1;
}

// The digits of a decimal number, for the formats that bound them.
struct Decimal {
  bool valid = false;
  std::size_t significant_digits = 0;  // without leading zeros
};

// <signed numeric literal> of ISO/IEC 9075-2: +12, -.5, 3.14, 1E-3
Decimal read_decimal(std::string_view text) {
  Cursor cursor(text);
  Decimal decimal;
  cursor.accept_any("+-");
  const std::string_view mantissa = cursor.rest();
  std::size_t digits = cursor.digits();
  if (cursor.accept('.')) digits += cursor.digits();
  bool leading = true;
  for (const char c : mantissa.substr(0, mantissa.size() - cursor.rest().size())) {
    leading = leading && (c == '0' || c == '.');
    if (!leading && c != '.') ++decimal.significant_digits;
  }
  decimal.valid = digits > 0;
  if (cursor.accept_any("eE")) {
    cursor.accept_any("+-");
    decimal.valid = decimal.valid && cursor.digits() > 0;
  }
  decimal.valid = decimal.valid && cursor.at_end();
  return decimal;
}

bool is_decimal(std::string_view text) { return read_decimal(text).valid; }

bool is_decimal128(std::string_view text) {
  if (text == "NaN" || text == "INF" || text == "-INF") return true;
  const Decimal decimal = read_decimal(text);
  return decimal.valid && decimal.significant_digits <= 34;
}

// Whether `text` is digits without leading zeros and no larger than `largest`, which is the same in
// digits.
bool is_integer_up_to(std::string_view text, std::string_view largest) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return false;
  for (const char c : text) {
    if (!is_digit(c)) return false;
  }
  return text.size() < largest.size() || (text.size() == largest.size() && text <= largest);
}

bool is_int64(std::string_view text) {
  if (text.starts_with('-')) return is_integer_up_to(text.substr(1), "9223372036854775808");
  return is_integer_up_to(text, "9223372036854775807");
}

bool is_uint64(std::string_view text) { return is_integer_up_to(text, "18446744073709551615"); }

constexpr Format kEncodingFormats[] = {
    {"byte", is_base64, "RFC 4648 section 4", "aG9sb3R5cGU=", Edition::OpenApi, Edition::OpenApi},
    {"base64url", is_base64url, "RFC 4648 section 5", "aG9sb3R5cGU", Edition::OpenApi,
     Edition::OpenApi},
    {"char", is_single_character, "OpenAPI Format Registry: char", "a", Edition::OpenApi,
     Edition::OpenApi},
    {"decimal", is_decimal, "ISO/IEC 9075-2, signed numeric literal", "12.50", Edition::OpenApi,
     Edition::OpenApi},
    {"decimal128", is_decimal128, "OpenAPI Format Registry: decimal128", "12.50", Edition::OpenApi,
     Edition::OpenApi},
    {"int64", is_int64, "OpenAPI Format Registry: int64", "9007199254740993", Edition::OpenApi,
     Edition::OpenApi},
    {"uint64", is_uint64, "OpenAPI Format Registry: uint64", "9007199254740993", Edition::OpenApi,
     Edition::OpenApi},
    {"binary", is_annotation, "OpenAPI 3.0 section 4.4", "", Edition::OpenApi, Edition::OpenApi},
    {"password", is_annotation, "OpenAPI 3.0 section 4.4", "", Edition::OpenApi, Edition::OpenApi},
    {"html", is_annotation, "OpenAPI Format Registry: html", "", Edition::OpenApi,
     Edition::OpenApi},
    {"commonmark", is_annotation, "OpenAPI Format Registry: commonmark", "", Edition::OpenApi,
     Edition::OpenApi},
};

}  // namespace

std::span<const Format> encoding_formats() { return kEncodingFormats; }

}  // namespace holotype::formats
