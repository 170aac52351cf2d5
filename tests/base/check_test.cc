#include "base/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace holotype {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(Check, PassesWithoutEffect) { EXPECT_NO_THROW(HOLOTYPE_CHECK(1 + 1 == 2)); }

TEST(Check, ThrowsBugWithPlaceAndCondition) {
  try {
    HOLOTYPE_CHECK(1 + 1 == 3);
    FAIL() << "HOLOTYPE_CHECK let a false condition pass";
  } catch (const Bug& bug) {
    EXPECT_THAT(bug.what(), HasSubstr("check_test.cc:"));
    EXPECT_THAT(bug.what(), EndsWith(": 1 + 1 == 3"));
  }
}

TEST(Check, EvaluatesItsConditionOnce) {
  int calls = 0;
  HOLOTYPE_CHECK(++calls == 1);
  EXPECT_EQ(calls, 1);
}

// It must be one expression, so that it cannot steal the else of a caller's if.
TEST(Check, IsAnExpression) {
  bool is_else_taken = false;
  if (false)
    HOLOTYPE_CHECK(true);
  else
    is_else_taken = true;
  EXPECT_TRUE(is_else_taken);
}

}  // namespace
}  // namespace holotype
