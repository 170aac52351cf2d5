#include "json/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "json/text.h"

namespace holotype::json {
namespace {

struct CompareRow {
  const char* a;
  const char* b;
  int order;  // -1, 0, 1
};

class NumberTest : public testing::Test {
 protected:
  Value number(const std::string& text) { return Value::number(arena_, text); }
  Arena arena_;
};

TEST_F(NumberTest, ComparesByMathematicalValue) {
  const CompareRow rows[] = {
      {"1", "1.0", 0},
      {"1", "1e0", 0},
      {"100", "1e2", 0},
      {"-0", "0", 0},
      {"0.0", "0e999999999999", 0},
      {"0.1", "0.10000000000000000", 0},
      {"0.1", "0.1000000000000000055511151231257827", -1},  // the double 0.1, written out further
      {"9007199254740993", "9007199254740992.0", 1},        // 2^53 + 1 is no double
      {"9223372036854775807", "9223372036854775808", -1},   // the end of int64
      {"18446744073709551616", "1.8446744073709551616e19", 0},
      {"1e400", "1e401", -1},
      {"-1e400", "1e-400", -1},
      {"1e999999999", "5", 1},
      {"1e-999999999", "0", 1},
      {"1e99999999999999999999", "1e5", 1},
      {"1e-99999999999999999999", "1e5", -1},
      {"123456789012345678901234567890", "123456789012345678901234567891", -1},
      {"-2", "-10", 1},
      {"0.5", "0.05", 1},
      {"12", "9", 1},
  };
  for (const CompareRow& row : rows) {
    const auto order = compare(number(row.a), number(row.b));
    EXPECT_EQ(order < 0 ? -1 : order > 0 ? 1 : 0, row.order) << row.a << " and " << row.b;
    const auto mirrored = compare(number(row.b), number(row.a));
    EXPECT_EQ(mirrored < 0 ? -1 : mirrored > 0 ? 1 : 0, -row.order) << row.b << " and " << row.a;
    EXPECT_EQ(equal(number(row.a), number(row.b)), row.order == 0) << row.a << " and " << row.b;
    if (row.order == 0) {
      EXPECT_EQ(hash(number(row.a)), hash(number(row.b))) << row.a << " and " << row.b;
    }
  }
}

TEST_F(NumberTest, TellsIntegers) {
  for (const char* text :
       {"0", "-5", "1.0", "1e3", "1.5e1", "1e400", "123456789012345678901234567890",
        "12345678901234567890.0", "-0.0", "1e308"}) {
    EXPECT_TRUE(is_integer(number(text))) << text;
  }
  for (const char* text :
       {"0.5", "1e-1", "1e-400", "12345678901234567890.5", "1.05e1", "123456789012345678.5"}) {
    EXPECT_FALSE(is_integer(number(text))) << text;
  }
}

TEST_F(NumberTest, DividesExactly) {
  struct Row {
    const char* number;
    const char* divisor;
    bool is_multiple;
  };
  const Row rows[] = {
      {"10", "2", true},
      {"7", "2", false},
      {"0", "0.01", true},
      {"0.0075", "0.0001", true},
      {"0.00751", "0.0001", false},
      {"19.99", "0.01", true},
      {"1e308", "0.123456789", false},
      {"1e308", "0.5", true},
      {"1e999999999", "7", false},
      {"1e999999999", "8", true},
      {"12391239123", "1e-8", true},
      {"4.5", "1.5", true},
      {"35", "1.5", false},
      {"-9", "3", true},
      {"9007199254740993", "3", true},
      {"1e-400", "1e-401", true},
      {"3", "1e-999999999", true},
      {"3", "1e999999999", false},
      {"123456789012345678901234567890", "10", true},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(is_multiple_of(number(row.number), number(row.divisor)), row.is_multiple)
        << row.number << " / " << row.divisor;
  }
}

TEST_F(NumberTest, ConvertsToInt64WhereItIsOne) {
  EXPECT_EQ(to_int64(number("1e3")), 1000);
  EXPECT_EQ(to_int64(number("-5.0")), -5);
  EXPECT_EQ(to_int64(number("0.0")), 0);
  EXPECT_EQ(to_int64(number("9223372036854775807")), 9223372036854775807);
  EXPECT_EQ(to_int64(number("9223372036854775808")), std::nullopt);
  EXPECT_EQ(to_int64(number("0.5")), std::nullopt);
  EXPECT_EQ(to_int64(number("1e400")), std::nullopt);
}

TEST_F(NumberTest, HoldsWhatWasWritten) {
  struct Row {
    const char* text;
    Kind kind;
    const char* written;
  };
  const Row rows[] = {
      {"1", Kind::Integer, "1"},
      {"-9223372036854775808", Kind::Integer, "-9223372036854775808"},
      {"9223372036854775808", Kind::Decimal, "9223372036854775808"},
      {"1.0", Kind::Double, "1.0"},
      {"1.50", Kind::Double, "1.5"},
      {"-0", Kind::Double, "-0.0"},
      {"0.1", Kind::Double, "0.1"},
      {"1e400", Kind::Decimal, "1e400"},
      {"0.12345678901234567890123", Kind::Decimal, "0.12345678901234567890123"},
      {"3.141592653589793", Kind::Double, "3.141592653589793"},
  };
  for (const Row& row : rows) {
    const Value value = number(row.text);
    EXPECT_EQ(value.kind(), row.kind) << row.text;
    EXPECT_EQ(write(value), row.written);
  }
  EXPECT_EQ(number("1e400").as_double(), HUGE_VAL);
  EXPECT_EQ(number("-1e400").as_double(), -HUGE_VAL);
  EXPECT_EQ(number("1e-400").as_double(), 0.0);
}

}  // namespace
}  // namespace holotype::json
