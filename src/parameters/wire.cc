#include "parameters/wire.h"

#include <algorithm>

#include "base/percent.h"
#include "base/utf8.h"
#include "json/number.h"

namespace holotype::parameters {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_triplet(std::string_view raw, std::size_t at) {
  return at + 2 < raw.size() && raw[at] == '%' && hex_value(raw[at + 1]) >= 0 &&
         hex_value(raw[at + 2]) >= 0;
}

std::size_t find_broken_triplet(std::string_view raw) {
  std::size_t at = raw.find('%');
  while (at != std::string_view::npos && is_triplet(raw, at)) at = raw.find('%', at + 3);
  return at;
}

bool is_encoded(std::string_view raw, Coding coding) {
  switch (coding) {
    case Coding::Plain:
      return false;
    case Coding::Percent:
      return raw.find('%') != std::string_view::npos;
    case Coding::Form:
      return raw.find_first_of("%+") != std::string_view::npos;
  }
  return false;
}

// The size of the delimiter at `at`: 0 where there is none.
std::size_t delimiter_size(std::string_view raw, std::size_t at, char delimiter, Coding coding,
                           EncodedDelimiter encoded) {
  if (raw[at] == delimiter) return 1;
  if (coding == Coding::Plain || encoded == EncodedDelimiter::IsText) return 0;
  if (coding == Coding::Form && delimiter == ' ' && raw[at] == '+') return 1;
  const bool is_match =
      is_triplet(raw, at) && hex_value(raw[at + 1]) * 16 + hex_value(raw[at + 2]) == delimiter;
  return is_match ? 3 : 0;
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

}  // namespace

Wire<std::string_view> decode_text(std::string_view raw, Coding coding, json::Arena& arena) {
  std::string_view text = raw;
  if (is_encoded(raw, coding)) {
    const auto decoded = percent::decode(
        raw, coding == Coding::Form ? percent::Plus::Space : percent::Plus::Literal);
    if (!decoded) {
      return fault("must be percent-encoded: two hexadecimal digits follow each %",
                   find_broken_triplet(raw));
    }
    text = arena.copy(*decoded);
  }
  if (!utf8::is_valid(text)) return fault("must be UTF-8");
  return text;
}

std::vector<Piece> split(std::string_view raw, char delimiter, Coding coding,
                         EncodedDelimiter encoded) {
  std::vector<Piece> pieces;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t size = delimiter_size(raw, at, delimiter, coding, encoded);
    if (size > 0) {
      pieces.push_back({raw.substr(begin, at - begin), begin});
      begin = at + size;
    }
    at += std::max<std::size_t>(size, 1);
  }
  pieces.push_back({raw.substr(begin), begin});
  return pieces;
}

bool has_delimiter(std::string_view raw, char delimiter, Coding coding, EncodedDelimiter encoded) {
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (delimiter_size(raw, at, delimiter, coding, encoded) > 0) return true;
  }
  return false;
}

// number = [ minus ] int [ frac ] [ exp ]
bool is_json_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t integer_end = skip_digits(text, at);
  if (integer_end == at || (text[at] == '0' && integer_end > at + 1)) return false;
  at = integer_end;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t end = skip_digits(text, at);
    if (end == at) return false;
    at = end;
  }
  return at == text.size();
}

json::Value read_scalar(std::string_view text, Types types, Reading::Scalars scalars,
                        json::Arena& arena) {
  const bool may_be_string = types.has(Types::String);
  if (types.any() && scalars != Reading::Scalars::Null) return json::Value::string_view(text);
  if (scalars == Reading::Scalars::Text && may_be_string) return json::Value::string_view(text);
  const bool reads_null = scalars == Reading::Scalars::Null || !may_be_string;
  if (types.has(Types::Null) && reads_null && (text.empty() || text == "null")) return {};
  if (types.has(Types::Boolean) && (text == "true" || text == "false")) {
    return json::Value::boolean(text == "true");
  }
  const bool may_be_number = types.has(Types::Integer) || types.has(Types::Fraction);
  if (may_be_number && is_json_number(text)) {
    const json::Value number = json::Value::number(arena, text);
    const bool fits = types.has(Types::Fraction) || json::is_integer(number);
    // 1.5 for an integer: a number all the same, unless it may be a string.
    if (fits || !may_be_string) return number;
  }
  return json::Value::string_view(text);
}

}  // namespace holotype::parameters
