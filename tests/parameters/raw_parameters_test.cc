#include "parameters/raw_parameters.h"

#include <gtest/gtest.h>

namespace holotype::parameters {
namespace {

TEST(RawParametersTest, SplitsARequestOnce) {
  http::Request request;
  request.raw_target = "/pets/7?a=1&b%5Bc%5D=%20x&d&e=&%zz=1";
  request.headers = {{"Cookie", "one=1; two=%32"}, {"X", "y"}};
  json::Arena arena;
  const RawParameters raw(request, {{"id", "7", 6}}, arena);
  ASSERT_EQ(raw.path.size(), 1u);
  ASSERT_EQ(raw.query.size(), 5u);
  EXPECT_EQ(raw.query[1].name, "b[c]");
  EXPECT_EQ(raw.query[1].raw_value, "%20x");
  EXPECT_EQ(raw.query[2].raw_value, std::nullopt);
  EXPECT_EQ(raw.query[3].raw_value, "");
  EXPECT_TRUE(raw.query[3].has_valid_name);
  EXPECT_FALSE(raw.query[4].has_valid_name);
  EXPECT_EQ(raw.query[4].name, "%zz");
  ASSERT_EQ(raw.cookies.size(), 2u);
  EXPECT_EQ(raw.cookies[1].value, "%32");
}

TEST(RawParametersTest, IsEmptyWhereTheRequestIs) {
  http::Request request;
  request.raw_target = "/";
  json::Arena arena;
  const RawParameters raw(request, {}, arena);
  EXPECT_FALSE(raw.raw_query);
  EXPECT_TRUE(raw.query.empty());
  EXPECT_TRUE(raw.cookies.empty());
  EXPECT_EQ(arena.capacity_bytes(), 0u);
}

}  // namespace
}  // namespace holotype::parameters
