#include "document/file.h"

#include <gtest/gtest.h>

#include <functional>
#include <unordered_set>

#include "document/loaded.h"
#include "json/pointer.h"

namespace holotype::document {
namespace {

// Calls `visit` with every value of the tree and its pointer; shared parts once for each way to
// them.
void visit_all(const json::Value& value, const std::string& pointer,
               const std::function<void(const json::Value&, const std::string&)>& visit) {
  visit(value, pointer);
  for (const json::Member& member : value.members()) {
    visit_all(member.value, json::join(pointer, member.name()), visit);
  }
  for (std::size_t i = 0; i < value.elements().size(); ++i) {
    visit_all(value.elements()[i], json::join(pointer, i), visit);
  }
}

TEST(FileTest, EveryValueHasItsPointer) {
  struct Row {
    const char* name;
    const char* text;
  };
  const Row rows[] = {
      {"a.json", R"({"a": {"b/c": [1, {"~": null}], "": {}}, "d": [[], [[2]]], "e": ""})"},
      {"b.json", R"({"a": {"x": [1]}, "b": 2, "a": {"y": [3]}})"},
      {"c.yaml", "a:\n  b: [1, 2, {c: d}]\n  e:\n  - f\n  - g: [h]\ni: 1"},
      {"d.json", "[1, [2, [3, [4]]], {\"a\": [5]}]"},
      {"e.json", "7"},
  };
  for (const Row& row : rows) {
    const Loaded loaded(row.text, row.name);
    ASSERT_TRUE(loaded.file) << loaded.lines();
    const File& file = **loaded.file;
    visit_all(file.root(), "", [&](const json::Value& value, const std::string& pointer) {
      EXPECT_EQ(file.pointer_to(&value), pointer) << row.name;
      EXPECT_EQ(json::resolve(file.root(), pointer), &value) << row.name;
    });
  }
}

TEST(FileTest, SharedValuesHaveThePointerOfOnePlace) {
  const Loaded loaded("z: &x {a: [1]}\nb: *x\nc: {<<: *x, d: 2}\ne: [*x, *x]", "a.yaml");
  ASSERT_TRUE(loaded.file) << loaded.lines();
  const File& file = **loaded.file;
  visit_all(file.root(), "", [&](const json::Value& value, const std::string& pointer) {
    const auto found = file.pointer_to(&value);
    ASSERT_TRUE(found) << pointer;
    EXPECT_EQ(json::resolve(file.root(), *found), &value) << pointer << " " << *found;
  });
  const json::Value* aliased = json::resolve(file.root(), "/b");
  EXPECT_EQ(file.pointer_to(aliased), "/b");
  EXPECT_EQ(file.locate(*aliased).to_string(), "a.yaml:2:4");
  const json::Value* below = json::resolve(file.root(), "/b/a");
  EXPECT_EQ(file.pointer_to(below), "/z/a");
  EXPECT_EQ(file.locate(*below).to_string(), "a.yaml:1:11");
}

TEST(FileTest, ForeignValuesHaveNoPointer) {
  const Loaded loaded("{\"a\": [1]}", "a.json");
  const Loaded other("{\"a\": [1]}", "b.json");
  EXPECT_EQ((*loaded.file)->pointer_to(&other.root()), std::nullopt);
  EXPECT_EQ((*loaded.file)->pointer_to(other.root().find("a")), std::nullopt);
  EXPECT_EQ((*loaded.file)->pointer_to(nullptr), std::nullopt);
  const json::Value copy = loaded.root();
  EXPECT_EQ((*loaded.file)->pointer_to(&copy), std::nullopt);
}

TEST(FileTest, LocatesWhatHasNoOffsetByTheFileAlone) {
  const Loaded loaded("{}", "a.json");
  EXPECT_EQ((*loaded.file)->locate(json::Value()).to_string(), "a.json");
  EXPECT_GT((*loaded.file)->memory_bytes(), 2u);
}

TEST(NodeTest, IsAPlace) {
  const Loaded loaded("paths:\n  /tasks/{id}:\n    get: [a, b c]\nother: [a]", "specs/a.yaml");
  const Node root{*loaded.file, &loaded.root()};
  const Node get = root.member("paths").member("/tasks/{id}").member("get");
  ASSERT_TRUE(get);
  EXPECT_EQ(get.pointer(), "/paths/~1tasks~1{id}/get");
  EXPECT_EQ(get.location(), "memory:specs/a.yaml#/paths/~1tasks~1%7Bid%7D/get");
  EXPECT_EQ(get.source().to_string(), "specs/a.yaml:3:10");
  EXPECT_EQ(get.element(1).pointer(), "/paths/~1tasks~1{id}/get/1");
  EXPECT_EQ(root.location(), "memory:specs/a.yaml#");

  EXPECT_FALSE(root.member("none"));
  EXPECT_FALSE(root.member("none").member("none"));
  EXPECT_FALSE(get.element(2));
  EXPECT_FALSE(root.element(0));
  EXPECT_EQ(root.member("none").source().to_string(), "specs/a.yaml");
  EXPECT_EQ(Node().source().to_string(), "");
  EXPECT_EQ(Node().location(), "");

  EXPECT_EQ(root.member("paths"), root.member("paths"));
  EXPECT_NE(get.element(0), root.member("other").element(0)) << "equal values, two places";
  const std::unordered_set<Node> nodes{root, get, root};
  EXPECT_EQ(nodes.size(), 2u);
}

}  // namespace
}  // namespace holotype::document
