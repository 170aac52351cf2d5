#include "mock/id_shape.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/random.h"
#include "formats/format.h"

namespace holotype::mock {
namespace {

bool is_uuid(std::string_view text) {
  static const formats::Format* const format = formats::find("uuid");
  return format->predicate(text);
}

bool is_date_time(std::string_view text) {
  static const formats::Format* const format = formats::find("date-time");
  return format->predicate(text);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string reshape_uuid(std::string_view example, Random& random) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out(example);
  // Positions 14 and 19 hold the version and the variant (RFC 9562 section 4).
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] != '-' && i != 14 && i != 19) out[i] = kHex[random.below(16)];
  }
  return out;
}

}  // namespace

std::string reshape(std::string_view example, std::uint64_t seed) {
  Random random(seed);
  if (is_uuid(example)) return reshape_uuid(example, random);
  static constexpr char kLower[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  const std::size_t underscore = example.rfind('_');
  const std::size_t begin = underscore == std::string_view::npos ? 0 : underscore + 1;
  const std::string_view tail = example.substr(begin);
  bool has_lower = false;
  bool has_upper = false;
  for (const char c : tail) {
    has_lower |= is_lower(c);
    has_upper |= is_upper(c);
  }
  std::string out(example);
  for (std::size_t i = begin; i < out.size(); ++i) {
    if (!is_digit(out[i]) && !is_lower(out[i]) && !is_upper(out[i])) continue;
    if (!has_lower && !has_upper) {
      out[i] = static_cast<char>('0' + random.below(10));  // a number stays one
    } else {
      const char c = kLower[random.below(36)];
      const bool raise = has_upper && (!has_lower || is_upper(out[i]));
      out[i] = raise ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    }
  }
  return out;
}

json::Value like(const json::Value& example, std::uint64_t seed, Instant now, json::Arena& arena) {
  if (example.is_string()) {
    if (is_date_time(example.as_string())) return json::Value::string(arena, to_rfc3339(now));
    return json::Value::string(arena, reshape(example.as_string(), seed));
  }
  if (example.is_number())
    return json::Value::integer(static_cast<std::int64_t>(1 + Random(seed).below(999'999)));
  return example;
}

// Written by hand: an answer says the time in several places, and a general formatter took a tenth
// of the whole request.
std::string to_rfc3339(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
  std::string out = "0000-00-00T00:00:00Z";
  const auto put = [&](std::size_t end, auto number) {
    for (auto rest = static_cast<unsigned>(number); rest != 0; rest /= 10)
      out[--end] = static_cast<char>('0' + rest % 10);
  };
  put(4, std::clamp(static_cast<int>(date.year()), 0, 9999));  // RFC 3339 knows no others
  put(7, static_cast<unsigned>(date.month()));
  put(10, static_cast<unsigned>(date.day()));
  put(13, time.hours().count());
  put(16, time.minutes().count());
  put(19, time.seconds().count());
  return out;
}

}  // namespace holotype::mock
