#include "base/boxed.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace holotype {
namespace {

TEST(Boxed, IsEmptyAtFirst) {
  const Boxed<std::string> box;
  EXPECT_FALSE(box);
  EXPECT_FALSE(box.has_value());
  EXPECT_EQ(sizeof box, sizeof(void*));
}

TEST(Boxed, CopiesAreDeep) {
  Boxed<std::string> box = std::string("a");
  const Boxed<std::string> copy = box;
  *box += "b";
  EXPECT_EQ(*box, "ab");
  EXPECT_EQ(*copy, "a");
  const Boxed<std::string> empty_copy = Boxed<std::string>();
  EXPECT_FALSE(empty_copy);
}

TEST(Boxed, MovesAndAssigns) {
  Boxed<std::string> box = std::string("a");
  Boxed<std::string> other = std::move(box);
  EXPECT_EQ(other->size(), 1u);
  other = std::string("longer");
  EXPECT_EQ(*other, "longer");
  other = other;  // NOLINT: on purpose
  EXPECT_EQ(*other, "longer");
  other = {};
  EXPECT_FALSE(other);
}

}  // namespace
}  // namespace holotype
