#include "base/date_time.h"

#include <charconv>

namespace holotype {

std::optional<Instant> parse_rfc3339(std::string_view text) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
  const bool has_shape = text.size() == 20 && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
                         text[13] == ':' && text[16] == ':' && text[19] == 'Z';
  const auto number = [&text](std::size_t at, std::size_t size, auto& out) {
    const char* begin = text.data() + at;
    const bool has_sign = *begin == '-';
    return !has_sign && std::from_chars(begin, begin + size, out).ptr == begin + size;
  };
  if (!has_shape || !number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day) ||
      !number(11, 2, hour) || !number(14, 2, minute) || !number(17, 2, second)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return Instant{std::chrono::sys_days(date) + std::chrono::hours(hour) +
                 std::chrono::minutes(minute) + std::chrono::seconds(second)};
}

}  // namespace holotype
