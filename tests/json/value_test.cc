#include "json/value.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "json/text.h"

namespace holotype::json {
namespace {

Value parse(Arena& arena, std::string_view text) {
  const auto value = read(arena, text);
  EXPECT_TRUE(value) << text;
  return value.value_or(Value());
}

TEST(ValueTest, FindsMembersInObjectsOfEverySize) {
  for (const int count : {0, 1, 2, 15, 16, 17, 18, 100, 5000}) {
    std::string text = "{";
    for (int i = 0; i < count; ++i) {
      text +=
          (i ? "," : "") + std::string("\"name") + std::to_string(i) + "\":" + std::to_string(i);
    }
    text += "}";
    Arena arena;
    const Value object = parse(arena, text);
    ASSERT_EQ(object.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      const Value* found = object.find("name" + std::to_string(i));
      ASSERT_NE(found, nullptr) << i << " of " << count;
      EXPECT_EQ(found->as_integer(), i);
    }
    EXPECT_EQ(object.find("name"), nullptr);
    EXPECT_EQ(object.find(""), nullptr);
    EXPECT_EQ(write(object), text) << "order is kept";
  }
}

TEST(ValueTest, LastOfEqualNamesWinsAtTheFirstPlace) {
  Arena arena;
  EXPECT_EQ(write(parse(arena, R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
  std::string many = "{";
  for (int i = 0; i < 40; ++i)
    many += (i ? ",\"k" : "\"k") + std::to_string(i % 10) + "\":" + std::to_string(i);
  const Value object = parse(arena, many + "}");
  ASSERT_EQ(object.size(), 10u);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(object.find("k" + std::to_string(i))->as_integer(), 30 + i);
}

TEST(ValueTest, EqualityAndHashFollowJsonSchema) {
  struct Row {
    const char* a;
    const char* b;
    bool equal;
  };
  const Row rows[] = {
      {"null", "null", true},
      {"null", "false", false},
      {"0", "false", false},
      {"1", "1.0", true},
      {"[1,2]", "[2,1]", false},
      {"[]", "{}", false},
      {R"("a")", R"("\u0061")", true},
      {R"("1")", "1", false},
      {R"({"a":1,"b":[2]})", R"({"b":[2.0],"a":1e0})", true},
      {R"({"a":1})", R"({"a":1,"b":2})", false},
      {R"({"a":1})", R"({"b":1})", false},
      {"[[],[{}]]", "[[],[{}]]", true},
      {"9007199254740993", "9007199254740992", false},
  };
  Arena arena;
  for (const Row& row : rows) {
    const Value a = parse(arena, row.a);
    const Value b = parse(arena, row.b);
    EXPECT_EQ(equal(a, b), row.equal) << row.a << " and " << row.b;
    EXPECT_EQ(equal(b, a), row.equal) << row.b << " and " << row.a;
    if (row.equal) EXPECT_EQ(hash(a), hash(b)) << row.a << " and " << row.b;
  }
}

// RFC 7396 appendix A, every row.
TEST(ValueTest, MergesPatches) {
  const char* rows[][3] = {
      {R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
      {R"({"a":"b"})", R"({"a":null})", "{}"},
      {R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
      {R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
      {R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
      {R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
      {R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
      {R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
      {R"({"a":"b"})", R"(["c"])", R"(["c"])"},
      {R"({"a":"foo"})", "null", "null"},
      {R"({"a":"foo"})", R"("bar")", R"("bar")"},
      {R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
      {"[1,2]", R"({"a":"b","c":null})", R"({"a":"b"})"},
      {"{}", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
  };
  Arena arena;
  for (const auto& row : rows) {
    EXPECT_EQ(write(merge_patch(arena, parse(arena, row[0]), parse(arena, row[1]))), row[2])
        << row[0] << " with " << row[1];
  }
}

TEST(ValueTest, CopiesLiveInTheNewArena) {
  Arena target;
  Value copied;
  const std::string text = R"({"a":[1,2.5,"x",null,true,{"deep":123456789012345678901234567890}]})";
  {
    Arena source;
    copied = copy(target, parse(source, text));
  }
  EXPECT_EQ(write(copied), text);
}

// One block of that size is enough.
TEST(ValueTest, ACopyTakesWhatItIsSaidToTake) {
  std::string large = R"({"a0":0)";
  for (int i = 1; i < 300; ++i) large += fmt::format(R"(,"a{}":[{}.5,"{}"])", i, i, i);
  large += "}";
  const std::string texts[] = {
      "null",
      R"("text")",
      "[]",
      "{}",
      R"([[[["deep"]]]])",
      R"({"a":{"b":{"c":[1,"x",{}]}}})",
      R"({"a":[1,2.5,"x",null,true,{"deep":123456789012345678901234567890}]})",
      large};
  for (const std::string& text : texts) {
    Arena source;
    const Value value = parse(source, text);
    const std::size_t bytes = copied_bytes(value);
    Arena target(bytes);
    EXPECT_EQ(write(copy(target, value)), text);
    EXPECT_LE(target.capacity_bytes(), bytes) << text;
  }
}

TEST(ValueTest, OffsetsNameTheBeginningOfEachValue) {
  const std::string text = R"( {"a" : [ true, false,null , 12.5, "s\n", {} ], "b":-1e400})";
  Arena arena;
  const Value root = parse(arena, text);
  EXPECT_EQ(root.offset(), 1u);
  const Value& array = *root.find("a");
  const auto begins_with = [&](const Value& value, std::string_view token) {
    return text.compare(value.offset(), token.size(), token) == 0;
  };
  const char* tokens[] = {"true", "false", "null", "12.5", "\"s\\n\"", "{}"};
  EXPECT_TRUE(begins_with(array, "[ true"));
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_TRUE(begins_with(array.elements()[i], tokens[i])) << tokens[i];
  EXPECT_TRUE(begins_with(*root.find("b"), "-1e400"));
  EXPECT_EQ(root.find_member(HashedName("b"))->name_offset, text.find("\"b\""));
}

}  // namespace
}  // namespace holotype::json
