#include "base/date_time.h"

#include <gtest/gtest.h>

namespace holotype {
namespace {

TEST(DateTimeTest, ReadsATimeInUtc) {
  EXPECT_EQ(parse_rfc3339("2024-01-15T10:30:00Z"), kDefaultNow);
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:01Z"), Instant{std::chrono::milliseconds(1000)});
  EXPECT_TRUE(parse_rfc3339("2024-02-29T23:59:59Z"));
}

TEST(DateTimeTest, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "now", "2024-01-15", "2024-01-15T10:30:00", "2024-01-15t10:30:00Z",
        "2024-01-15T10:30:00+00:00", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-01-15T24:00:00Z", "2024-01-15T10:60:00Z", "2024-01-15T10:30:60Z",
        "-024-01-15T10:30:00Z", "2024-01-1xT10:30:00Z"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

}  // namespace
}  // namespace holotype
