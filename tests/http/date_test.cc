#include "http/date.h"

#include <gtest/gtest.h>

namespace holotype::http {
namespace {

TEST(DateTest, WritesImfFixdate) {
  using std::chrono::seconds;
  struct Row {
    std::int64_t since_1970;
    const char* expected;
  };
  const Row rows[] = {
      {0, "Thu, 01 Jan 1970 00:00:00 GMT"},
      {784111777, "Sun, 06 Nov 1994 08:49:37 GMT"},  // the example of RFC 9110
      {951868799, "Tue, 29 Feb 2000 23:59:59 GMT"},
      {-1, "Wed, 31 Dec 1969 23:59:59 GMT"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(to_date(std::chrono::sys_seconds(seconds(row.since_1970))), row.expected);
}

}  // namespace
}  // namespace holotype::http
