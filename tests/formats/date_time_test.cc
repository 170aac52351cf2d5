#include "rows.h"

namespace holotype::formats {
namespace {

using namespace std::string_view_literals;

TEST(DateTimeTest, DateTime) {
  expect_rows("date-time", {
                               {"2024-01-15T10:30:00Z", true},
                               {"2024-01-15t10:30:00z", true},
                               {"2024-01-15T10:30:00.123456789012345678901234567890Z", true},
                               {"2024-01-15T10:30:00+23:59", true},
                               {"2024-01-15T10:30:00-00:00", true},
                               {"0000-01-01T00:00:00Z", true},
                               {"2024-02-29T00:00:00Z", true},
                               {"2023-02-29T00:00:00Z", false},
                               {"2024-01-15 10:30:00Z", false},
                               {"2024-01-15T10:30:00", false},
                               {"2024-01-15T10:30Z", false},
                               {"2024-01-15T10:30:00.Z", false},
                               {"2024-01-15T10:30:00,5Z", false},
                               {"2024-01-15T10:30:00+0100", false},
                               {"2024-01-15T10:30:00+24:00", false},
                               {"2024-01-15T10:30:00\u22120:00", false},
                               {"2024-01-15", false},
                               {"", false},
                               {"2024-01-15T10:30:00Z\0"sv, false},
                           });
}

TEST(DateTimeTest, LeapSecondsAreAtTheEndOfAMonthInUtc) {
  expect_rows("date-time",
              {
                  {"1990-12-31T23:59:60Z", true},        {"1990-12-31T15:59:60-08:00", true},
                  {"1991-01-01T08:59:60.5+09:00", true}, {"1990-12-31T23:59:60-08:00", false},
                  {"1990-12-31T22:59:60Z", false},       {"1990-12-31T23:59:61Z", false},
                  {"2024-06-30T23:59:60Z", true},        {"2024-02-29T23:59:60Z", true},
                  {"2024-02-28T23:59:60Z", false},       {"2023-02-28T23:59:60Z", true},
                  {"2024-03-15T23:59:60Z", false},       {"2024-07-01T01:59:60+02:00", true},
                  {"2024-06-30T01:59:60+02:00", false},  {"2024-07-02T01:59:60+02:00", false},
                  {"2024-06-30T18:59:60-05:00", true},   {"2024-07-01T18:59:60-05:00", false},
                  {"2024-06-29T23:58:60+23:59", false},  {"2024-06-29T23:58:60-00:01", false},
                  {"2024-06-30T23:58:60-00:01", true},   {"2024-06-30T00:00:60-23:59", true},
                  {"2024-07-01T23:58:60+23:59", true},
              });
  // A time by itself has no month.
  expect_rows("time", {
                          {"23:59:60Z", true},
                          {"15:59:60-08:00", true},
                          {"08:59:60.5+09:00", true},
                          {"23:59:60-08:00", false},
                          {"22:59:60Z", false},
                      });
}

TEST(DateTimeTest, Duration) {
  expect_rows("duration", {
                              {"P1Y2M3DT4H5M6S", true},
                              {"P2W", true},
                              {"PT1H2M", true},
                              {"P1Y2D", false},
                              {"PT1H2S", false},
                              {"P1W2D", false},
                              {"P1DT", false},
                              {"PT", false},
                              {"P1D1D", false},
                              {"P", false},
                              {"p1d", false},
                              {"P1Dx", false},
                              {"P1\0D"sv, false},
                          });
}

TEST(DateTimeTest, LocalTimes) {
  expect_rows("date-time-local", {
                                     {"2024-01-15T10:30:00", true},
                                     {"2024-01-15T10:30:00.5", true},
                                     {"2024-01-15T10:30:00Z", false},
                                     {"2024-01-15T10:30:00+01:00", false},
                                     {"2024-01-15", false},
                                 });
  expect_rows(
      "time-local",
      {{"10:30:00", true}, {"10:30:00.5", true}, {"10:30:00Z", false}, {"24:00:00", false}});
}

TEST(DateTimeTest, HttpDateHasThreeForms) {
  expect_rows("http-date", {
                               {"Sun, 06 Nov 1994 08:49:37 GMT", true},
                               {"Sunday, 06-Nov-94 08:49:37 GMT", true},
                               {"Sun Nov  6 08:49:37 1994", true},
                               {"Wed Nov 16 08:49:37 1994", true},
                               {"Sun, 31 Feb 1994 08:49:37 GMT", false},
                               {"Sun, 06 Nov 1994 08:49:37 UTC", false},
                               {"Sun, 06 Nov 1994 24:49:37 GMT", false},
                               {"Son, 06 Nov 1994 08:49:37 GMT", false},
                               {"sun, 06 nov 1994 08:49:37 GMT", false},
                               {"Sun, 6 Nov 1994 08:49:37 GMT", false},
                               {"Sunday, 06 Nov 1994 08:49:37 GMT", false},
                               {"1994-11-06T08:49:37Z", false},
                               {"", false},
                           });
}

}  // namespace
}  // namespace holotype::formats
