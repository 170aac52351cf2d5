// The examples of RFC 6902 appendix A, and what its sections say beyond them.
#include "json/patch.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::json {
namespace {

struct Row {
  const char* target;
  const char* patch;
  const char* result;  // or, with "!" before it, a part of the reason
};

constexpr Row kRows[] = {
    // A.1 to A.7
    {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])",
     R"({"foo":"bar","baz":"qux"})"},
    {R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])",
     R"({"foo":["bar","qux","baz"]})"},
    {R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])", R"({"foo":"bar"})"},
    {R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])",
     R"({"foo":["bar","baz"]})"},
    {R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])",
     R"({"baz":"boo","foo":"bar"})"},
    {R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
     R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])",
     R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})"},
    {R"({"foo":["all","grass","cows","eat"]})",
     R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])",
     R"({"foo":["all","cows","eat","grass"]})"},
    // A.8 to A.16
    {R"({"baz":"qux","foo":["a",2,"c"]})",
     R"([{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}])",
     R"({"baz":"qux","foo":["a",2,"c"]})"},
    {R"({"baz":"qux"})", R"([{"op":"test","path":"/baz","value":"bar"}])",
     "!/baz has another value"},
    {R"({"foo":"bar"})", R"([{"op":"add","path":"/child","value":{"grandchild":{}}}])",
     R"({"foo":"bar","child":{"grandchild":{}}})"},
    {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])",
     R"({"foo":"bar","baz":"qux"})"},
    {R"({"foo":"bar"})", R"([{"op":"add","path":"/baz/bat","value":"qux"}])",
     "!/baz/bat is not there"},
    {R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":10}])", R"({"/":9,"~1":10})"},
    {R"({"/":9,"~1":10})", R"([{"op":"test","path":"/~01","value":"10"}])",
     "!/~01 has another value"},
    {R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc","def"]}])",
     R"({"foo":["bar",["abc","def"]]})"},
    // The whole document.
    {R"({"a":1})", R"([{"op":"replace","path":"","value":[1]}])", "[1]"},
    {R"({"a":1})", R"([{"op":"copy","from":"","path":"/b"}])", R"({"a":1,"b":{"a":1}})"},
    {R"({"a":1})", R"([{"op":"add","path":"/a","value":null}])", R"({"a":null})"},
    {"[1]", R"([{"op":"add","path":"/1","value":2}])", "[1,2]"},
    {"{}", "[]", "{}"},
    // Places that are not there.
    {"[1]", R"([{"op":"add","path":"/2","value":2}])", "!/2 is not there"},
    {"[1]", R"([{"op":"add","path":"/01","value":2}])", "!/01 is not there"},
    {"[1]", R"([{"op":"remove","path":"/-"}])", "!/- is not there"},
    {"[1]", R"([{"op":"replace","path":"/1","value":2}])", "!/1 is not there"},
    {R"({"a":"b"})", R"([{"op":"remove","path":"/c"}])", "!/c is not there"},
    {R"({"a":"b"})", R"([{"op":"add","path":"/a/b","value":1}])",
     "!/a/b is not in an object or array"},
    {R"({"a":"b"})", R"([{"op":"move","from":"/c","path":"/d"}])", "!/c is not there"},
    {R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b"}])",
     "!/a cannot be moved into itself"},
    // Nothing counts where a later one fails.
    {R"({"a":1})",
     R"([{"op":"replace","path":"/a","value":2},{"op":"test","path":"/a","value":1}])",
     "!/a has another value"},
    // No patches.
    {"{}", R"({"op":"add"})", "!a patch must be a list of operations"},
    {"{}", "[1]", "!an operation must be an object"},
    {"{}", R"([{"path":"/a"}])", "!op must be add, remove, replace, move, copy or test"},
    {"{}", R"([{"op":"spam","path":"/a"}])", "!op must be add"},
    {"{}", R"([{"op":"add","path":"a","value":1}])", "!path must be a JSON Pointer"},
    {"{}", R"([{"op":"add","value":1}])", "!path must be a JSON Pointer"},
    {"{}", R"([{"op":"add","path":"/a"}])", "!value must be there"},
    {"{}", R"([{"op":"copy","path":"/a"}])", "!from must be a JSON Pointer"},
};

TEST(PatchTest, DoesWhatTheStandardSays) {
  for (const Row& row : kRows) {
    Arena arena;
    const auto target = read(arena, row.target);
    const auto patch = read(arena, row.patch);
    ASSERT_TRUE(target && patch) << row.patch;
    const auto result = apply_patch(arena, *target, *patch);
    if (row.result[0] != '!') {
      ASSERT_TRUE(result) << row.patch << ": " << result.error().reason;
      EXPECT_EQ(write(*result), row.result) << row.patch;
      continue;
    }
    ASSERT_FALSE(result) << row.patch;
    EXPECT_TRUE(result.error().reason.starts_with(row.result + 1)) << result.error().reason;
  }
}

TEST(PatchTest, TellsWhatIsWrongFromWhatDoesNotFit) {
  Arena arena;
  const auto malformed = apply_patch(arena, Value(), *read(arena, R"([{"op":"add"}])"));
  ASSERT_FALSE(malformed);
  EXPECT_EQ(malformed.error().kind, PatchError::Kind::Malformed);
  const auto failed =
      apply_patch(arena, *read(arena, R"({"a":1})"),
                  *read(arena, R"([{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}])"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, PatchError::Kind::Failed);
  EXPECT_EQ(failed.error().index, 1u);
}

// Forty copies of a value into itself would make a million million of them.
TEST(PatchTest, IsBounded) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += text.empty() ? "[" : ",";
    text += R"({"op":"copy","from":"","path":"/)" + std::to_string(i) + "\"}";
  }
  Arena arena;
  const auto patch = read(arena, text + "]");
  ASSERT_TRUE(patch);
  const auto result = apply_patch(arena, *read(arena, R"({"a":{}})"), *patch);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().reason, "the value grows too large");
  EXPECT_EQ(result.error().index, 15u);
}

}  // namespace
}  // namespace holotype::json
