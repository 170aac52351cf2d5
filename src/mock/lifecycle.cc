#include "mock/lifecycle.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "formats/format.h"
#include "http/date.h"

namespace holotype::mock {
namespace {

using Seconds = std::chrono::sys_seconds;

// Precondition: `text` has that many digits at `at`.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + count, number);
  return number;
}

bool has_format(std::string_view text, std::string_view format) {
  const formats::Format* found = formats::find(format);
  return found != nullptr && found->predicate(text);
}

// RFC 3339's full-date, or date-time with its offset.
std::optional<Seconds> parse_instant(std::string_view text) {
  const bool has_time = has_format(text, "date-time");
  if (!has_time && !has_format(text, "date")) return std::nullopt;
  const std::chrono::year_month_day day{
      std::chrono::year(digits(text, 0, 4)),
      std::chrono::month(static_cast<unsigned>(digits(text, 5, 2))),
      std::chrono::day(static_cast<unsigned>(digits(text, 8, 2)))};
  Seconds instant{std::chrono::sys_days(day)};
  if (!has_time) return instant;
  instant += std::chrono::hours(digits(text, 11, 2)) + std::chrono::minutes(digits(text, 14, 2)) +
             std::chrono::seconds(digits(text, 17, 2));
  if (text.back() == 'Z' || text.back() == 'z') return instant;
  const std::size_t sign = text.size() - 6;  // "+hh:mm"
  const auto offset = std::chrono::hours(digits(text, sign + 1, 2)) +
                      std::chrono::minutes(digits(text, sign + 4, 2));
  return text[sign] == '-' ? instant + offset : instant - offset;
}

std::optional<Seconds> extension(const openapi::Operation& operation, std::string_view name) {
  const document::Node node = operation.node.member(name);
  if (!node || !node.value->is_string()) return std::nullopt;
  return parse_instant(node.value->as_string());
}

}  // namespace

http::Headers lifecycle_fields(const openapi::Operation& operation, Instant now) {
  http::Headers fields;
  if (operation.is_deprecated) {
    const Seconds since = extension(operation, "x-deprecated-since")
                              .value_or(std::chrono::floor<std::chrono::seconds>(now));
    fields.add("Deprecation", fmt::format("@{}", since.time_since_epoch().count()));
  }
  if (const auto end = extension(operation, "x-sunset")) fields.add("Sunset", http::to_date(*end));
  return fields;
}

}  // namespace holotype::mock
