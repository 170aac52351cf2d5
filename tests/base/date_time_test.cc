#include "base/date_time.h"

#include <gtest/gtest.h>

namespace holotype {
namespace {

TEST(DateTimeTest, ReadsEveryDateTime) {
  struct Row {
    std::string_view text;
    std::chrono::milliseconds after;  // kDefaultNow
  };
  using std::chrono::milliseconds, std::chrono::seconds, std::chrono::hours, std::chrono::minutes;
  const Row rows[] = {
      {"2024-01-15T10:30:00Z", seconds(0)},
      {"2024-01-15t10:30:00z", seconds(0)},
      {"2024-01-15T12:30:00+02:00", seconds(0)},
      {"2024-01-15T05:00:00-05:30", seconds(0)},
      {"2024-01-16T10:29:00+23:59", seconds(0)},
      {"2024-01-15T10:30:00-00:00", seconds(0)},  // section 4.3: where it is, nobody knows
      {"2024-01-15T10:30:00.25Z", milliseconds(250)},
      {"2024-01-15T12:30:00.0019999999999999999+02:00", milliseconds(1)},
      {"2024-01-15T00:30:00+02:00", hours(-12)},
  };
  for (const Row& row : rows)
    EXPECT_EQ(parse_rfc3339(row.text), kDefaultNow + row.after) << row.text;
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01Z"), Instant{seconds(1)});
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00+00:01"), Instant{minutes(-1)});
  EXPECT_TRUE(parse_rfc3339("2024-02-29T23:59:59Z"));
  EXPECT_TRUE(parse_rfc3339("0000-01-01T00:00:00Z"));
  EXPECT_TRUE(parse_rfc3339("9999-12-31T23:59:59.999Z"));
}

TEST(DateTimeTest, ReadsLeapSecondsAtTheEndOfAMonth) {
  EXPECT_EQ(parse_rfc3339("1990-12-31T23:59:60Z"), parse_rfc3339("1991-01-01T00:00:00Z"));
  EXPECT_EQ(parse_rfc3339("1990-12-31T15:59:60.5-08:00"), parse_rfc3339("1991-01-01T00:00:00.5Z"));
  for (const std::string_view text : {"1990-12-30T23:59:60Z", "1990-12-31T22:59:60Z",
                                      "1990-12-31T23:59:60-08:00", "1990-12-31T23:59:61Z"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(DateTimeTest, RefusesEverythingElse) {
  for (const std::string_view text : {"",
                                      "now",
                                      "2024-01-15",
                                      "2024-01-15T10:30:00",
                                      "2024-01-15 10:30:00Z",
                                      "2024-01-15T10:30Z",
                                      "2023-02-29T00:00:00Z",
                                      "2024-13-01T00:00:00Z",
                                      "2024-00-01T00:00:00Z",
                                      "2024-01-15T24:00:00Z",
                                      "2024-01-15T10:60:00Z",
                                      "-024-01-15T10:30:00Z",
                                      "2024-01-1xT10:30:00Z",
                                      "2024-1-15T10:30:00Z",
                                      "2024-01-15T10:30:00.Z",
                                      "2024-01-15T10:30:00,5Z",
                                      "2024-01-15T10:30:00+24:00",
                                      "2024-01-15T10:30:00+02:60",
                                      "2024-01-15T10:30:00+0200",
                                      "2024-01-15T10:30:00+02",
                                      "2024-01-15T10:30:00+2:00",
                                      "2024-01-15T10:30:00Z ",
                                      " 2024-01-15T10:30:00Z",
                                      "2024-01-15T10:30:00ZZ",
                                      "2024-01-15T10:30:00+02:00Z",
                                      "+024-01-15T10:30:00Z",
                                      "0000-01-01T00:00:00+00:01",
                                      "9999-12-31T23:59:59-00:01"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace
}  // namespace holotype
