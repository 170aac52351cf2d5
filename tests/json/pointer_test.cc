#include "json/pointer.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::json {
namespace {

// The document and the pointers of RFC 6901 section 5, and what must not resolve.
TEST(PointerTest, ResolvesAsTheStandardSays) {
  const auto tree = read(R"({"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4,
                             "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8, "deep": {"x": [{"y": 9}]}})");
  ASSERT_TRUE(tree);
  struct Row {
    const char* pointer;
    const char* value;  // nullptr: names nothing
  };
  const Row rows[] = {
      {"/foo", R"(["bar","baz"])"},
      {"/foo/0", R"("bar")"},
      {"/", "0"},
      {"/a~1b", "1"},
      {"/c%d", "2"},
      {"/e^f", "3"},
      {"/g|h", "4"},
      {"/i\\j", "5"},
      {"/k\"l", "6"},
      {"/ ", "7"},
      {"/m~0n", "8"},
      {"/deep/x/0/y", "9"},
      {"/foo/-", nullptr},
      {"/foo/2", nullptr},
      {"/foo/00", nullptr},
      {"/foo/01", nullptr},
      {"/foo/+1", nullptr},
      {"/foo/", nullptr},
      {"/foo/1e0", nullptr},
      {"/nothing", nullptr},
      {"foo", nullptr},
      {"/a~2b", nullptr},
      {"/m~", nullptr},
      {"/foo/0/x", nullptr},
      {"/foo/99999999999999999999999", nullptr},
  };
  for (const Row& row : rows) {
    const Value* value = resolve(tree->root(), row.pointer);
    ASSERT_EQ(value != nullptr, row.value != nullptr) << row.pointer;
    if (value != nullptr) EXPECT_EQ(write(*value), row.value) << row.pointer;
  }
  EXPECT_EQ(resolve(tree->root(), ""), &tree->root());
}

TEST(PointerTest, EscapesAndSplits) {
  EXPECT_EQ(escape_token("~/a~1"), "~0~1a~01");
  EXPECT_EQ(join("/paths", "/v1/tasks"), "/paths/~1v1~1tasks");
  EXPECT_EQ(join("", std::size_t{3}), "/3");
  EXPECT_EQ(tokens("/a~1b//c~0"), (std::vector<std::string>{"a/b", "", "c~"}));
  EXPECT_EQ(tokens(""), std::vector<std::string>{});
  EXPECT_EQ(tokens("a"), std::nullopt);
  for (const std::string token : {"", "/", "~", "~1", "plain", "~01/~"}) {
    EXPECT_EQ(tokens(join("", token)), std::vector<std::string>{token});
  }
}

}  // namespace
}  // namespace holotype::json
