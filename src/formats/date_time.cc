// Dates and times after RFC 3339 section 5.6, durations after its appendix A, and HTTP's dates.
//
// RFC 3339 allows a second 60 only where a leap second may be, which is the last second of a month
// in UTC; the offset is therefore part of the question, and the date where there is one (section
// 5.7). In which months there were leap seconds is not known to the grammar, nor in which there
// will be.
#include <array>
#include <optional>

#include "formats/cursor.h"
#include "formats/families.h"

namespace holotype::formats {
namespace {

constexpr int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

constexpr bool is_day_of(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

struct Day {
  int year;
  int month;
  int day;
};

// full-date
std::optional<Day> accept_date(Cursor& cursor) {
  const int year = cursor.number(4);
  if (year < 0 || !cursor.accept('-')) return std::nullopt;
  const int month = cursor.number(2);
  if (month < 0 || !cursor.accept('-')) return std::nullopt;
  const int day = cursor.number(2);
  return is_day_of(year, month, day) ? std::optional(Day{year, month, day}) : std::nullopt;
}

struct TimeOfDay {
  int hour;
  int minute;
  int second;
};

// hh:mm:ss, second 60 included.
std::optional<TimeOfDay> accept_clock(Cursor& cursor) {
  const int hour = cursor.number(2);
  if (hour < 0 || hour > 23 || !cursor.accept(':')) return std::nullopt;
  const int minute = cursor.number(2);
  if (minute < 0 || minute > 59 || !cursor.accept(':')) return std::nullopt;
  const int second = cursor.number(2);
  if (second < 0 || second > 60) return std::nullopt;
  return TimeOfDay{hour, minute, second};
}

// partial-time
std::optional<TimeOfDay> accept_partial_time(Cursor& cursor) {
  const std::optional<TimeOfDay> time = accept_clock(cursor);
  if (cursor.accept('.') && cursor.digits() == 0) return std::nullopt;
  return time;
}

// time-offset in minutes
std::optional<int> accept_offset(Cursor& cursor) {
  if (cursor.accept_any("Zz")) return 0;
  const bool ahead = cursor.peek() == '+';
  if (!cursor.accept_any("+-")) return std::nullopt;
  const int hours = cursor.number(2);
  if (hours < 0 || hours > 23 || !cursor.accept(':')) return std::nullopt;
  const int minutes = cursor.number(2);
  if (minutes < 0 || minutes > 59) return std::nullopt;
  return (hours * 60 + minutes) * (ahead ? 1 : -1);
}

// A full-time; `minute` is of the local day.
struct Time {
  int minute;
  int second;
  int offset;
};

std::optional<Time> accept_time(Cursor& cursor) {
  const std::optional<TimeOfDay> time = accept_partial_time(cursor);
  if (!time) return std::nullopt;
  const std::optional<int> offset = accept_offset(cursor);
  if (!offset) return std::nullopt;
  return Time{time->hour * 60 + time->minute, time->second, *offset};
}

constexpr int kMinutesOfDay = 24 * 60;

// Whether it is the last minute of a day in UTC.
bool ends_day(const Time& time) { return (time.minute - time.offset + 1) % kMinutesOfDay == 0; }

// Whether that day ends its month. It is `day` or the one before: no offset is large enough for the
// last minute of the one after.
bool ends_month(const Day& day, const Time& time) {
  const bool is_day_before = time.minute < time.offset;
  return is_day_before ? day.day == 1 : day.day == days_in_month(day.year, day.month);
}

bool is_date(std::string_view text) {
  Cursor cursor(text);
  return accept_date(cursor) && cursor.at_end();
}

bool is_time(std::string_view text) {
  Cursor cursor(text);
  const std::optional<Time> time = accept_time(cursor);
  return time && cursor.at_end() && (time->second < 60 || ends_day(*time));
}

bool is_date_time(std::string_view text) {
  Cursor cursor(text);
  const std::optional<Day> day = accept_date(cursor);
  if (!day || !cursor.accept_any("Tt")) return false;
  const std::optional<Time> time = accept_time(cursor);
  return time && cursor.at_end() &&
         (time->second < 60 || (ends_day(*time) && ends_month(*day, *time)));
}

// Without an offset nobody knows where UTC's day ends, so second 60 may stand in any last minute of
// an hour or half hour; only the range is checked.
bool is_time_local(std::string_view text) {
  Cursor cursor(text);
  return accept_partial_time(cursor) && cursor.at_end();
}

bool is_date_time_local(std::string_view text) {
  Cursor cursor(text);
  return accept_date(cursor) && cursor.accept_any("Tt") && accept_partial_time(cursor) &&
         cursor.at_end();
}

// One or more of `designators`, in order, each after digits. None may be left out between two
// others: dur-year is followed by dur-month, dur-hour by dur-minute.
bool accept_units(Cursor& cursor, std::string_view designators) {
  std::size_t next = std::string_view::npos;  // the only designator allowed, but for the first time
  while (is_digit(cursor.peek())) {
    cursor.digits();
    const std::size_t at =
        cursor.at_end() ? std::string_view::npos : designators.find(cursor.peek());
    if (at == std::string_view::npos || (next != std::string_view::npos && at != next))
      return false;
    cursor.skip(1);
    next = at + 1;
  }
  return next != std::string_view::npos;
}

bool is_duration(std::string_view text) {
  Cursor cursor(text);
  if (!cursor.accept('P')) return false;
  if (Cursor weeks = cursor; accept_units(weeks, "W")) return weeks.at_end();
  if (cursor.peek() != 'T' && !accept_units(cursor, "YMD")) return false;
  return cursor.at_end() || (cursor.accept('T') && accept_units(cursor, "HMS") && cursor.at_end());
}

constexpr std::array<std::string_view, 7> kDayNames{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonthNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

int accept_month_name(Cursor& cursor) {
  for (std::size_t i = 0; i < kMonthNames.size(); ++i) {
    if (cursor.accept(kMonthNames[i])) return static_cast<int>(i + 1);
  }
  return 0;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", behind the name of the day.
bool is_rest_of_imf_fixdate(Cursor cursor) {
  if (!cursor.accept(", ")) return false;
  const int day = cursor.number(2);
  if (!cursor.accept(' ')) return false;
  const int month = accept_month_name(cursor);
  if (!cursor.accept(' ')) return false;
  const int year = cursor.number(4);
  return year >= 0 && is_day_of(year, month, day) && cursor.accept(' ') && accept_clock(cursor) &&
         cursor.accept(" GMT") && cursor.at_end();
}

// "Sunday, 06-Nov-94 08:49:37 GMT", behind the name of the day. Of a year in two digits it is not
// known whether it is a leap year (RFC 9110 section 5.6.7), so 29 February is let through.
bool is_rest_of_rfc850_date(Cursor cursor) {
  if (!cursor.accept(", ")) return false;
  const int day = cursor.number(2);
  if (!cursor.accept('-')) return false;
  const int month = accept_month_name(cursor);
  if (!cursor.accept('-') || cursor.number(2) < 0) return false;
  return is_day_of(2000, month, day) && cursor.accept(' ') && accept_clock(cursor) &&
         cursor.accept(" GMT") && cursor.at_end();
}

// "Sun Nov  6 08:49:37 1994", behind the name of the day.
bool is_rest_of_asctime_date(Cursor cursor) {
  if (!cursor.accept(' ')) return false;
  const int month = accept_month_name(cursor);
  if (!cursor.accept(' ')) return false;
  const int day = cursor.accept(' ') ? cursor.number(1) : cursor.number(2);
  if (!cursor.accept(' ') || !accept_clock(cursor) || !cursor.accept(' ')) return false;
  const int year = cursor.number(4);
  return year >= 0 && is_day_of(year, month, day) && cursor.at_end();
}

// HTTP-date: the current form and both obsolete ones, which recipients must accept.
bool is_http_date(std::string_view text) {
  for (const std::string_view day : kDayNames) {
    Cursor cursor(text);
    if (cursor.accept(day)) return is_rest_of_rfc850_date(cursor);
    if (cursor.accept(day.substr(0, 3))) {
      return is_rest_of_imf_fixdate(cursor) || is_rest_of_asctime_date(cursor);
    }
  }
  return false;
}

constexpr Format kFormats[] = {
    {"date-time", is_date_time, "RFC 3339 section 5.6", "2024-01-15T10:30:00Z", Edition::Draft4,
     Edition::OpenApi},
    {"date", is_date, "RFC 3339 section 5.6", "2024-01-15", Edition::Draft7, Edition::OpenApi},
    {"time", is_time, "RFC 3339 section 5.6", "10:30:00Z", Edition::Draft7, Edition::OpenApi},
    {"duration", is_duration, "RFC 3339 appendix A", "P1DT12H", Edition::Draft2019,
     Edition::OpenApi},
    {"date-time-local", is_date_time_local, "RFC 9557 section 4.1", "2024-01-15T10:30:00",
     Edition::OpenApi, Edition::OpenApi},
    {"time-local", is_time_local, "RFC 9557 section 4.1", "10:30:00", Edition::OpenApi,
     Edition::OpenApi},
    {"http-date", is_http_date, "RFC 9110 section 5.6.7", "Sun, 06 Nov 1994 08:49:37 GMT",
     Edition::OpenApi, Edition::OpenApi},
};

}  // namespace

std::span<const Format> date_time_formats() { return kFormats; }

}  // namespace holotype::formats
