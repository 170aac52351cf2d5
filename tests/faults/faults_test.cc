#include "faults/faults.h"

#include <gtest/gtest.h>

namespace holotype::faults {
namespace {

TEST(FaultsTest, AreReadAsTheyAreWritten) {
  struct Row {
    std::string_view text;
    int status;
    http::WireFault wire;
    double rate;
  };
  const Row rows[] = {
      {"503", 503, http::WireFault::None, 1},         {"429@10%", 429, http::WireFault::None, 0.1},
      {"400@0.25", 400, http::WireFault::None, 0.25}, {"599@0", 599, http::WireFault::None, 0},
      {"truncate", 0, http::WireFault::Truncate, 1},  {"reset@1%", 0, http::WireFault::Reset, 0.01},
      {"reset@100%", 0, http::WireFault::Reset, 1},
  };
  for (const Row& row : rows) {
    const auto spec = FaultSpec::parse(row.text);
    ASSERT_TRUE(spec) << row.text;
    EXPECT_EQ(spec->status, row.status) << row.text;
    EXPECT_EQ(spec->wire, row.wire) << row.text;
    EXPECT_DOUBLE_EQ(spec->rate, row.rate) << row.text;
  }
}

TEST(FaultsTest, WhatIsNoneIsSaidToBeNone) {
  for (const std::string_view text : {"", "@10%", "200", "399", "600", "50x", "503@", "503@110%",
                                      "503@-1", "503@x", "Reset", "truncate@2", "503@10%@5%"}) {
    const auto spec = FaultSpec::parse(text);
    ASSERT_FALSE(spec) << text;
    EXPECT_NE(spec.error().message.find("is no fault"), std::string::npos) << text;
  }
}

Faults make(std::vector<std::string_view> rates) {
  Faults faults;
  for (const std::string_view text : rates) faults.rates.push_back(*FaultSpec::parse(text));
  return faults;
}

TEST(FaultsTest, HitAtTheirRateAndTheFirstCounts) {
  const Faults faults = make({"503@20%", "reset@50%"});
  int errors = 0, resets = 0;
  for (std::uint64_t n = 0; n < 10'000; ++n) {
    const Draw draw = faults.draw(1, n);
    errors += draw.status == 503 ? 1 : 0;
    resets += draw.delivery.fault == http::WireFault::Reset ? 1 : 0;
    EXPECT_FALSE(draw.status && draw.delivery.fault != http::WireFault::None);
  }
  EXPECT_NEAR(errors, 2'000, 150);
  EXPECT_NEAR(resets, 4'000, 200);
}

TEST(FaultsTest, ADrawIsAFunctionOfSeedAndNumber) {
  Faults faults = make({"503@50%"});
  faults.delay = *DelaySpec::parse("0ms..1000ms");
  int same = 0;
  for (std::uint64_t n = 0; n < 100; ++n) {
    const Draw draw = faults.draw(7, n);
    EXPECT_EQ(faults.draw(7, n).status, draw.status);
    EXPECT_EQ(faults.draw(7, n).delivery.delay, draw.delivery.delay);
    same += faults.draw(8, n).delivery.delay == draw.delivery.delay ? 1 : 0;
  }
  EXPECT_LT(same, 10);
}

TEST(FaultsTest, AnotherFaultMovesNoDelay) {
  Faults one, two = make({"503@50%"});
  one.delay = two.delay = *DelaySpec::parse("0ms..1000ms");
  for (std::uint64_t n = 0; n < 100; ++n)
    EXPECT_EQ(one.draw(7, n).delivery.delay, two.draw(7, n).delivery.delay);
}

}  // namespace
}  // namespace holotype::faults
