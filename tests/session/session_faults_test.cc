#include "session/session_faults.h"

#include <gtest/gtest.h>

namespace holotype::session {
namespace {

faults::Faults delays() {
  return {.delay = *faults::DelaySpec::parse("0ms..1000ms"), .body_time = {}, .rates = {}};
}

TEST(SessionFaultsTest, NothingGoesWrongByItself) {
  SessionFaults faults{{}};
  EXPECT_FALSE(faults.next(1));
  faults.set(delays());
  EXPECT_TRUE(faults.next(1));
  faults.set({});
  EXPECT_FALSE(faults.next(1));
}

TEST(SessionFaultsTest, SettingThemBeginsTheSequenceAgain) {
  SessionFaults faults{delays()};
  const auto five = [&faults] {
    std::vector<std::chrono::milliseconds> out;
    for (int i = 0; i < 5; ++i) out.push_back(faults.next(7)->delivery.delay);
    return out;
  };
  const auto first = five();
  EXPECT_NE(five(), first);
  faults.set(faults.get());
  EXPECT_EQ(five(), first);
}

}  // namespace
}  // namespace holotype::session
