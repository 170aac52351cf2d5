#include "document/core_schema.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::document {
namespace {

TEST(CoreSchemaTest, TypesPlainScalars) {
  struct Row {
    const char* text;
    const char* json;
  };
  const Row rows[] = {
      // YAML 1.2.2 section 10.3.2.
      {"", "null"},
      {"~", "null"},
      {"null", "null"},
      {"Null", "null"},
      {"NULL", "null"},
      {"nULL", "\"nULL\""},
      {"true", "true"},
      {"True", "true"},
      {"TRUE", "true"},
      {"tRUE", "\"tRUE\""},
      {"false", "false"},
      {"False", "false"},
      {"FALSE", "false"},
      {"0", "0"},
      {"-19", "-19"},
      {"+5", "5"},
      {"012", "12"},
      {"-007", "-7"},
      {"00", "0"},
      {"0o7", "7"},
      {"0o14", "12"},
      {"0x3A", "58"},
      {"0x1f", "31"},
      {"0xFFFFFFFFFFFFFFFF", "18446744073709551615"},
      {"0.", "0.0"},
      {"-0.0", "-0.0"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"5.", "5.0"},
      {"5.e3", "5000.0"},
      {"12e03", "12000.0"},
      {"-2E+05", "-200000.0"},
      {"007.50", "7.50"},
      // Exact, however long.
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"0.1234567890123456789012345", "0.1234567890123456789012345"},
      {"1e400", "1e400"},
      // Strings, among them YAML 1.1's other types.
      {"no", "\"no\""},
      {"No", "\"No\""},
      {"yes", "\"yes\""},
      {"on", "\"on\""},
      {"off", "\"off\""},
      {"y", "\"y\""},
      {"2024-01-01", "\"2024-01-01\""},
      {"2024-01-15T10:30:00Z", "\"2024-01-15T10:30:00Z\""},
      {"12:30:45", "\"12:30:45\""},
      {"1_000", "\"1_000\""},
      {"0b101", "\"0b101\""},
      {"0o8", "\"0o8\""},
      {"0o", "\"0o\""},
      {"0xG", "\"0xG\""},
      {"-0x1", "\"-0x1\""},
      {"+0o7", "\"+0o7\""},
      {"1.2.3", "\"1.2.3\""},
      {".", "\".\""},
      {"-", "\"-\""},
      {"+", "\"+\""},
      {"+.", "\"+.\""},
      {"e5", "\"e5\""},
      {".e5", "\".e5\""},
      {"1e", "\"1e\""},
      {"1e+", "\"1e+\""},
      {"--1", "\"--1\""},
      {"1 2", "\"1 2\""},
      {"inf", "\"inf\""},
      {"nan", "\"nan\""},
      {"trueish", "\"trueish\""},
      {"<<", "\"<<\""},
  };
  json::Arena arena;
  for (const Row& row : rows) {
    const auto expected = json::read(row.json);
    ASSERT_TRUE(expected) << row.json;
    const json::Value value = core_scalar(arena, row.text);
    EXPECT_TRUE(json::equal(value, expected->root()))
        << row.text << " must be " << row.json << ", is " << json::write(value);
    EXPECT_FALSE(is_beyond_json(row.text)) << row.text;
  }
}

TEST(CoreSchemaTest, KnowsWhatJsonDoesNotHave) {
  const char* const texts[] = {".inf",
                               ".Inf",
                               ".INF",
                               "-.inf",
                               "+.inf",
                               ".nan",
                               ".NaN",
                               ".NAN",
                               "0x10000000000000000",
                               "0o7777777777777777777777777"};
  json::Arena arena;
  for (const char* text : texts) {
    EXPECT_TRUE(is_beyond_json(text)) << text;
    EXPECT_EQ(core_scalar(arena, text).as_string(), text);
  }
  for (const char* text : {"-.nan", ".iNF", "0x", "inf"})
    EXPECT_FALSE(is_beyond_json(text)) << text;
}

}  // namespace
}  // namespace holotype::document
