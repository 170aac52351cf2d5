// Values of an example's shape.
#include "mock/id_shape.h"

#include <gtest/gtest.h>

#include <regex>

#include "json/text.h"

namespace holotype::mock {
namespace {

TEST(IdShapeTest, KeepsTheShape) {
  struct Row {
    const char* example;
    const char* shape;  // a regular expression
  };
  const Row rows[] = {
      {"tsk_abc123def456", "tsk_[a-z0-9]{12}"},
      {"a_b_c1", "a_b_[a-z0-9]{2}"},
      {"ABC-123", "[A-Z0-9]{3}-[A-Z0-9]{3}"},
      {"12345", "[0-9]{5}"},
      {"INV-2024/001", "[A-Z0-9]{3}-[A-Z0-9]{4}/[A-Z0-9]{3}"},
      {"aB3", "[a-z0-9][A-Z0-9][a-z0-9]"},
      {"0b9a9f4e-1c2d-4e3f-8a5b-6c7d8e9f0a1b",
       "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"},
      {"", ""},
      {"-_-", "-_-"},
      {"tsk_", "tsk_"},
      {"gr\xc3\xbc\xc3\x9f", "[a-z0-9]{2}\xc3\xbc\xc3\x9f"},  // what is not ASCII stays
  };
  for (const Row& row : rows) {
    const std::string made = reshape(row.example, 7);
    EXPECT_TRUE(std::regex_match(made, std::regex(row.shape))) << row.example << " " << made;
    EXPECT_EQ(reshape(row.example, 7), made) << "the seed decides";
  }
  EXPECT_NE(reshape("tsk_abc123def456", 7), reshape("tsk_abc123def456", 8));
}

TEST(IdShapeTest, MakesValuesLikeAnother) {
  const char* rows[][2] = {
      {R"("tsk_abc123")", R"("tsk_[a-z0-9]{6}")"},
      {R"("1999-12-31T23:59:59Z")", R"("2024-01-15T10:30:00Z")"},
      {"7", "[1-9][0-9]{0,5}"},
      {"1.5", "[1-9][0-9]{0,5}"},
      {"true", "true"},
      {"null", "null"},
      {R"(["a"])", R"(\["a"\])"},
  };
  json::Arena arena;
  for (const auto& row : rows) {
    const auto example = json::read(row[0]);
    ASSERT_TRUE(example);
    const std::string made = json::write(like(example->root(), 3, kDefaultNow, arena));
    EXPECT_TRUE(std::regex_match(made, std::regex(row[1]))) << row[0] << " " << made;
  }
}

TEST(IdShapeTest, WritesTimes) {
  using namespace std::chrono;
  EXPECT_EQ(to_rfc3339(kDefaultNow), "2024-01-15T10:30:00Z");
  EXPECT_EQ(to_rfc3339(Instant{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(Instant{sys_days(2024y / 2 / 29) + 23h + 59min + 59s}),
            "2024-02-29T23:59:59Z");
}

}  // namespace
}  // namespace holotype::mock
