#include "session/ended.h"

#include <gtest/gtest.h>

namespace holotype::session {
namespace {

journal::Past past(std::uint64_t recorded) {
  journal::Past past;
  past.recorded = recorded;
  past.received["getPet"].by_verdict[0] = recorded;
  return past;
}

TEST(EndedTest, TellsTheCountsOnce) {
  Ended ended;
  ended.remember("a", past(3));
  ended.remember("b", past(5));
  EXPECT_EQ(ended.take("a").received.at("getPet").total(), 3u);
  EXPECT_EQ(ended.take("a").recorded, 0u);
  EXPECT_FALSE(ended.take("a").is_unknown);
  EXPECT_FALSE(ended.take("c").is_unknown);
  EXPECT_EQ(ended.take("b").recorded, 5u);
}

TEST(EndedTest, OfThoseBeforeItKnowsThatTheyWere) {
  Ended ended(3);
  for (int i = 0; i < 1000; ++i) ended.remember("s" + std::to_string(i), past(1));
  for (int i = 0; i < 997; ++i) {
    const journal::Past known = ended.take("s" + std::to_string(i));
    EXPECT_TRUE(known.is_unknown) << i;
    EXPECT_TRUE(known.received.empty()) << i;
  }
  for (int i = 997; i < 1000; ++i) {
    const journal::Past known = ended.take("s" + std::to_string(i));
    EXPECT_FALSE(known.is_unknown) << i;
    EXPECT_EQ(known.recorded, 1u) << i;
  }
  int mistaken = 0;
  for (int i = 1000; i < 2000; ++i) mistaken += ended.take("s" + std::to_string(i)).is_unknown;
  EXPECT_EQ(mistaken, 0);
}

TEST(EndedTest, APastThatIsTooLargeLeavesItsName) {
  Ended ended(2);
  journal::Past large = past(1);
  large.received["listPets"];
  large.received["createPet"];
  ended.remember("a", large);
  EXPECT_TRUE(ended.take("a").is_unknown);
}

}  // namespace
}  // namespace holotype::session
