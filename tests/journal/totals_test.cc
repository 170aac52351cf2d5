// Sessions count apart and together; another description begins anew.
#include "journal/totals.h"

#include <gtest/gtest.h>

#include "openapi/loaded.h"

namespace holotype::journal {
namespace {

std::shared_ptr<const openapi::Description> pets() {
  return *openapi::load_text(
      "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"
      "paths: {/pets: {get: {operationId: listPets, responses: {'200': {description: All.}}}}}\n");
}

TEST(TotalsTest, WhatSessionsCountIsCountedTogether) {
  Totals totals;
  const auto description = pets();
  Coverage first(description, totals.counted(description).coverage);
  Coverage second(description, totals.counted(description).coverage);
  first.of(description->operations[0]).request();
  second.of(description->operations[0]).request();
  second.of(description->operations[0]).response(200, {}, "example");
  EXPECT_EQ(first.report().operations[0].count, 1u);
  EXPECT_EQ(totals.coverage(description).operations[0].count, 2u);
  EXPECT_EQ(totals.coverage(description).share(Aspect::Status).met, 1u);
  ASSERT_TRUE(totals.coverage(description).keywords.has_value());
  EXPECT_FALSE(first.report().keywords.has_value());
  EXPECT_EQ(totals.restarts(), 0u);
}

TEST(TotalsTest, AnotherDescriptionBeginsAnew) {
  Totals totals;
  const auto before = pets();
  totals.counted(before).coverage->of(before->operations[0]).request();
  const auto after = pets();
  EXPECT_EQ(totals.coverage(after).operations[0].count, 0u);
  EXPECT_EQ(totals.restarts(), 1u);
}

}  // namespace
}  // namespace holotype::journal
