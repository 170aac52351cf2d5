#include "rows.h"

namespace holotype::formats {
namespace {

TEST(EncodingTest, Base64) {
  const std::vector<Row> kBoth = {{"", true},          {"YWJj", true},   {"YWI=", true},
                                  {"YQ==", true},      {"YQ===", false}, {"YQ=", false},
                                  {"Y", false},        {"Y===", false},  {"YWJj=", false},
                                  {"YQ==YQ==", false}, {"YW Jj", false}, {"YWJj\n", false}};
  expect_rows("byte", kBoth);
  expect_rows("base64url", kBoth);
  expect_rows("byte", {{"a+/b", true}, {"a-_b", false}, {"YQ", false}, {"YWI", false}});
  expect_rows("base64url", {{"a+/b", false}, {"a-_b", true}, {"YQ", true}, {"YWI", true}});
}

TEST(EncodingTest, Numbers) {
  expect_rows("decimal", {{"0", true},
                          {"-12.50", true},
                          {"+.5", true},
                          {"1.", true},
                          {"1E-3", true},
                          {"", false},
                          {".", false},
                          {"-", false},
                          {"1e", false},
                          {"1,5", false},
                          {"0x1", false},
                          {" 1", false},
                          {"NaN", false}});
  expect_rows("decimal128", {{"12.50", true},
                             {"INF", true},
                             {"-INF", true},
                             {"NaN", true},
                             {"inf", false},
                             {"000001234567890123456789012345678901234", true},
                             {"12345678901234567890123456789012345", false}});
  expect_rows("int64", {{"0", true},
                        {"-1", true},
                        {"9223372036854775807", true},
                        {"9223372036854775808", false},
                        {"-9223372036854775808", true},
                        {"-9223372036854775809", false},
                        {"01", false},
                        {"1.0", false},
                        {"", false},
                        {"-", false},
                        {"99999999999999999999", false}});
  expect_rows("uint64",
              {{"18446744073709551615", true}, {"18446744073709551616", false}, {"-1", false}});
}

TEST(EncodingTest, SingleCharacter) {
  expect_rows("char", {{"a", true},
                       {"\u00E9", true},
                       {"\U0001F409", true},
                       {"", false},
                       {"ab", false},
                       {"\xFF", false}});
}

TEST(EncodingTest, AnnotationsHoldForEverything) {
  for (const char* name : {"binary", "password", "html", "commonmark"})
    expect_rows(name, {{"", true}, {"\xFF", true}});
}

}  // namespace
}  // namespace holotype::formats
