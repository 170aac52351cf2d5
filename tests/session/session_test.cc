#include "session/session.h"

#include <gtest/gtest.h>

namespace holotype::session {
namespace {

using std::chrono::seconds;

TEST(SessionTest, PagesOfANamedSessionAreBehindItsPath) {
  EXPECT_EQ(Session("default", {}).path_prefix(), "");
  EXPECT_EQ(Session("a", {}).path_prefix(), "/__holotype/sessions/a");
}

TEST(SessionTest, TheClockStartsAtTheStartTimeAndIsPutWithIt) {
  const Instant start = kDefaultNow + seconds(5);
  Session session("a", {.seed = 1, .now = start, .journal = {}});
  EXPECT_EQ(session.start_time(), start);
  EXPECT_EQ(session.clock().now(), start);
  session.clock().advance(seconds(2));
  EXPECT_EQ(session.start_time(), start);
  EXPECT_EQ(session.clock().now(), start + seconds(2));
  session.set_time(kDefaultNow);
  EXPECT_EQ(session.start_time(), kDefaultNow);
  EXPECT_EQ(session.clock().now(), kDefaultNow);
}

TEST(SessionTest, ResetMakesItNew) {
  Session session("a", {.seed = 1, .now = kDefaultNow, .journal = {}});
  session.set_seed(7);
  session.set_time(kDefaultNow + seconds(60));
  session.clock().advance(seconds(1));
  session.journal().add({});
  session.reset();
  EXPECT_EQ(session.seed(), 1u);
  EXPECT_EQ(session.start_time(), kDefaultNow);
  EXPECT_EQ(session.clock().now(), kDefaultNow);
  EXPECT_TRUE(session.journal().exchanges().empty());
  EXPECT_TRUE(session.added_fixtures().empty());
}

}  // namespace
}  // namespace holotype::session
