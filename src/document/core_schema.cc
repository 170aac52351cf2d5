#include "document/core_schema.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace holotype::document {
namespace {

using json::Arena;
using json::Value;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t digit_count(std::string_view text) {
  const auto end =
      std::find_if_not(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return static_cast<std::size_t>(end - text.begin());
}

// The parts of [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
struct Decimal {
  bool is_negative = false;
  std::string_view integer;  // digits, may be empty
  bool has_point = false;
  std::string_view fraction;  // digits, may be empty
  std::string_view exponent;  // with "e" and sign, may be empty
};

std::optional<Decimal> parse_decimal(std::string_view text) {
  Decimal decimal;
  if (text.starts_with('-') || text.starts_with('+')) {
    decimal.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const auto take_digits = [&text] {
    const std::string_view digits = text.substr(0, digit_count(text));
    text.remove_prefix(digits.size());
    return digits;
  };
  decimal.integer = take_digits();
  if (text.starts_with('.')) {
    decimal.has_point = true;
    text.remove_prefix(1);
    decimal.fraction = take_digits();
  }
  if (decimal.integer.empty() && decimal.fraction.empty()) return std::nullopt;
  if (text.empty()) return decimal;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  decimal.exponent = text;
  text.remove_prefix(1);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || digit_count(text) != text.size()) return std::nullopt;
  return decimal;
}

// As RFC 8259 section 6 writes it: no "+", no leading zeros, digits on both sides of the point.
Value number(Arena& arena, const Decimal& decimal) {
  std::string text = decimal.is_negative ? "-" : "";
  const std::size_t zeros =
      std::min(decimal.integer.find_first_not_of('0'), decimal.integer.size());
  const std::string_view integer = decimal.integer.substr(zeros);
  text += integer.empty() ? "0" : integer;
  if (decimal.has_point) {
    text += '.';
    text += decimal.fraction.empty() ? "0" : decimal.fraction;
  }
  text += decimal.exponent;
  return Value::number(arena, text);
}

// 0o or 0x and digits of that base: the base, else 0.
int prefixed_base(std::string_view text) {
  const int base = text.starts_with("0o") ? 8 : text.starts_with("0x") ? 16 : 0;
  if (base == 0 || text.size() == 2) return 0;
  const std::string_view digits =
      std::string_view("0123456789abcdefABCDEF").substr(0, base == 8 ? 8 : 22);
  return text.find_first_not_of(digits, 2) == std::string_view::npos ? base : 0;
}

bool is_infinity_or_nan(std::string_view text) {
  if (is_one_of(text, {".nan", ".NaN", ".NAN"})) return true;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return is_one_of(text, {".inf", ".Inf", ".INF"});
}

// Most scalars are words; their first character tells that they can be nothing but strings.
bool may_be_typed(std::string_view text) {
  return text.empty() ||
         std::string_view("0123456789-+.~nNtTfF").find(text.front()) != std::string_view::npos;
}

}  // namespace

std::optional<Value> core_null(std::string_view text) {
  if (text.empty() || is_one_of(text, {"null", "Null", "NULL", "~"})) return Value();
  return std::nullopt;
}

std::optional<Value> core_boolean(std::string_view text) {
  if (is_one_of(text, {"true", "True", "TRUE"})) return Value::boolean(true);
  if (is_one_of(text, {"false", "False", "FALSE"})) return Value::boolean(false);
  return std::nullopt;
}

std::optional<Value> core_integer(Arena& arena, std::string_view text) {
  if (const int base = prefixed_base(text)) {
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(text.data() + 2, text.data() + text.size(), value, base);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return Value::number(arena, std::to_string(value));
  }
  const auto decimal = parse_decimal(text);
  if (!decimal || decimal->has_point || !decimal->exponent.empty()) return std::nullopt;
  return number(arena, *decimal);
}

std::optional<Value> core_float(Arena& arena, std::string_view text) {
  const auto decimal = parse_decimal(text);
  if (!decimal) return std::nullopt;
  return number(arena, *decimal);
}

bool is_beyond_json(std::string_view text) {
  if (const int base = prefixed_base(text)) {
    std::uint64_t value = 0;
    return std::from_chars(text.data() + 2, text.data() + text.size(), value, base).ec !=
           std::errc();
  }
  return is_infinity_or_nan(text);
}

std::optional<Value> core_no_string(Arena& arena, std::string_view text) {
  if (!may_be_typed(text)) return std::nullopt;
  if (const auto value = core_null(text)) return value;
  if (const auto value = core_boolean(text)) return value;
  if (const auto value = core_integer(arena, text)) return value;
  return core_float(arena, text);
}

Value core_scalar(Arena& arena, std::string_view text) {
  const auto value = core_no_string(arena, text);
  return value ? *value : Value::string(arena, text);
}

}  // namespace holotype::document
