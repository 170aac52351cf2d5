#include "document/yaml_body.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::document {
namespace {

TEST(YamlBodyTest, ReadsAValue) {
  struct Row {
    const char* text;
    const char* value;
  };
  const Row rows[] = {
      {"name: Rex\nage: 3\ntags: [a, b]\n", R"({"name":"Rex","age":3,"tags":["a","b"]})"},
      {R"({"name": "Rex"})", R"({"name":"Rex"})"},
      {"a: 1\r\nb: |\r\n  x\r\n  y\r\n", R"({"a":1,"b":"x\ny\n"})"},
      {"a: |\n  no end", R"({"a":"no end\n"})"},
      {"a: &x {b: 1}\nc: *x\n", R"({"a":{"b":1},"c":{"b":1}})"},
      {"--- yes\n...\n", R"("yes")"},  // a word: the core schema of 1.2 has true and false
      {"'5'", R"("5")"},
      {"5", "5"},
      {"", "null"},
      {"# nothing\n", "null"},
      {"a: 1\na: 2\n", R"({"a":2})"},
  };
  for (const Row& row : rows) {
    json::Arena arena;
    const auto value = read_yaml_body(arena, row.text);
    ASSERT_TRUE(value) << row.text << ": " << value.error().message;
    EXPECT_EQ(json::write(*value), row.value) << row.text;
  }
}

TEST(YamlBodyTest, SaysWhereAndWhyNot) {
  struct Row {
    std::string text;
    std::uint32_t offset;
  };
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string n = std::to_string(i);
    bomb += "a" + n + ": &a" + n + " [";
    for (int k = 0; k < 10; ++k) bomb += (k == 0 ? "*a" : ", *a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  const Row rows[] = {
      {"a: [1, 2\n", 9},
      {"a: 1\r\nb: 2\r\nc: .inf\r\n", 15},
      {"a: 1\n--- 2\n", 5},
      {std::string(100'000, '['), 0},
      {bomb, 0},
  };
  for (const Row& row : rows) {
    json::Arena arena;
    const auto value = read_yaml_body(arena, row.text);
    ASSERT_FALSE(value) << row.text.substr(0, 30);
    EXPECT_FALSE(value.error().message.empty());
    if (row.offset != 0) EXPECT_EQ(value.error().offset, row.offset) << row.text.substr(0, 30);
    EXPECT_LE(value.error().offset, row.text.size());
  }
}

}  // namespace
}  // namespace holotype::document
