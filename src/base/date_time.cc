#include "base/date_time.h"

#include <algorithm>
#include <charconv>

namespace holotype {
namespace {

// Reads a text from its beginning. What does not fit leaves it failed, for good.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool is_fine() const { return is_fine_; }
  bool is_at_end() const { return rest_.empty(); }

  // Exactly that many digits, which say a number from `least` to `most`.
  int number(std::size_t digits, int least, int most) {
    const std::string_view text = rest_.substr(0, digits);
    int value = 0;
    const bool fits = text.size() == digits && std::ranges::all_of(text, is_digit) &&
                      std::from_chars(text.data(), text.data() + digits, value).ec == std::errc();
    is_fine_ = is_fine_ && fits && least <= value && value <= most;
    rest_.remove_prefix(text.size());
    return value;
  }

  // One of these characters, which is returned; '\0' where it is another.
  char any_of(std::string_view characters) {
    if (!takes_any_of(characters)) is_fine_ = false;
    return is_fine_ ? taken_ : '\0';
  }
  bool takes_any_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_.front()) == characters.npos) return false;
    taken_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }

  // One digit or more behind a point, cut to milliseconds.
  std::chrono::milliseconds fraction() {
    int milliseconds = 0;
    int unit = 100;
    is_fine_ = is_fine_ && !rest_.empty() && is_digit(rest_.front());
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), unit /= 10)
      milliseconds += (rest_.front() - '0') * unit;
    return std::chrono::milliseconds(milliseconds);
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
  char taken_ = '\0';
  bool is_fine_ = true;
};

// A minute has a 61st second where one is inserted: at the end of a month in UTC, if at all
// (RFC 3339 section 5.7). On the clock of the epoch it is the next second.
bool may_be_leap_second(Instant next) {
  const auto day = std::chrono::floor<std::chrono::days>(next);
  return next < day + std::chrono::seconds(1) &&
         std::chrono::year_month_day(day).day() == std::chrono::day(1);
}

bool has_year_of_four_digits(Instant time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  return date.year() >= std::chrono::year(0) && date.year() <= std::chrono::year(9999);
}

}  // namespace

std::optional<Instant> parse_rfc3339(std::string_view text) {
  Scanner scan(text);
  const int year = scan.number(4, 0, 9999);
  scan.any_of("-");
  const int month = scan.number(2, 1, 12);
  scan.any_of("-");
  const int day = scan.number(2, 1, 31);
  scan.any_of("Tt");
  const int hour = scan.number(2, 0, 23);
  scan.any_of(":");
  const int minute = scan.number(2, 0, 59);
  scan.any_of(":");
  const int second = scan.number(2, 0, 60);
  const std::chrono::milliseconds fraction =
      scan.takes_any_of(".") ? scan.fraction() : std::chrono::milliseconds(0);
  std::chrono::minutes offset(0);
  const char zone = scan.any_of("Zz+-");
  if (zone == '+' || zone == '-') {
    offset = std::chrono::hours(scan.number(2, 0, 23));
    scan.any_of(":");
    offset += std::chrono::minutes(scan.number(2, 0, 59));
    if (zone == '-') offset = -offset;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!scan.is_fine() || !scan.is_at_end() || !date.ok()) return std::nullopt;
  const Instant time{std::chrono::sys_days(date) + std::chrono::hours(hour) +
                     std::chrono::minutes(minute) + std::chrono::seconds(second) + fraction -
                     offset};
  if (second == 60 && !may_be_leap_second(time)) return std::nullopt;
  if (!has_year_of_four_digits(time)) return std::nullopt;
  return time;
}

}  // namespace holotype
