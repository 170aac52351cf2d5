#include "session/added_fixtures.h"

#include <gtest/gtest.h>

#include "document/reader.h"

namespace holotype::session {
namespace {

std::shared_ptr<const openapi::Description> describe(std::string_view operation = "getPet") {
  auto library = std::make_shared<document::Library>(std::make_shared<document::MemoryReader>());
  const std::string text = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /pets:
    get: {operationId: )" + std::string(operation) +
                           R"(, responses: {"200": {description: A pet.}}}
    post: {operationId: createPet, responses: {"200": {description: A pet.}}}
)";
  EXPECT_TRUE(library->add("memory:a.yaml", "a.yaml", text));
  return *openapi::load(library, "memory:a.yaml");
}

class AddedFixturesTest : public testing::Test {
 protected:
  void add(std::string text) {
    const auto loaded = fixtures::load_text(description_, "added fixtures", text);
    ASSERT_TRUE(loaded) << text;
    added_.add(std::move(text), *loaded);
  }

  std::vector<std::string> names(const AddedFixtures::Description& description) {
    std::vector<std::string> out;
    const auto set = added_.set(description);
    if (set == nullptr) return out;
    for (const fixtures::Fixture& fixture : set->fixtures()) out.push_back(fixture.name);
    return out;
  }

  std::shared_ptr<const openapi::Description> description_ = describe();
  AddedFixtures added_;
};

using Names = std::vector<std::string>;

TEST_F(AddedFixturesTest, TheLaterOnesComeFirst) {
  EXPECT_TRUE(added_.empty());
  add("[{name: a, operation: getPet, respond: {}}, {name: b, operation: getPet, respond: {}}]");
  add("[{name: c, operation: getPet, respond: {}}]");
  EXPECT_FALSE(added_.empty());
  EXPECT_EQ(names(description_), (Names{"c", "a", "b"}));
}

TEST_F(AddedFixturesTest, TheSameNameReplacesWithinItsOperation) {
  add("[{name: a, operation: getPet, respond: {}}, {name: b, operation: getPet, respond: {}}]");
  add("[{name: a, operation: createPet, respond: {}}]");
  add("[{name: a, operation: getPet, respond: {status: 201}}]");
  EXPECT_EQ(names(description_), (Names{"a", "a", "b"}));
  EXPECT_EQ(added_.set(description_)->fixtures().front().responds.front().status, 201);
}

TEST_F(AddedFixturesTest, AreRemovedByName) {
  add("[{name: a, operation: getPet, respond: {}}, {name: b, operation: getPet, respond: {}}]");
  EXPECT_EQ(added_.remove("a"), 1u);
  EXPECT_EQ(added_.remove("a"), 0u);
  EXPECT_EQ(names(description_), (Names{"b"}));
  added_.clear();
  EXPECT_TRUE(added_.empty());
  EXPECT_EQ(added_.set(description_), nullptr);
}

TEST_F(AddedFixturesTest, AnotherDescriptionCompilesThemAgain) {
  add("[{name: a, operation: getPet, respond: {}}]");
  add("[{name: b, operation: createPet, respond: {}}]");
  const auto before = added_.set(description_);
  EXPECT_EQ(added_.set(description_), before);  // once

  const auto renamed = describe("fetchPet");
  EXPECT_EQ(names(renamed), (Names{"b"}));
  ASSERT_EQ(added_.faults(renamed).size(), 1u);
  EXPECT_EQ(added_.faults(renamed).front().rule->id, "fixture.unknown-operation");
  EXPECT_EQ(added_.set(renamed)->fixtures().front().operation, renamed->find("createPet"));

  const auto mended = describe();
  EXPECT_EQ(names(mended), (Names{"b", "a"}));
  EXPECT_TRUE(added_.faults(mended).empty());
}

// Of one text only those go that the description does not allow; what they share is still there.
TEST_F(AddedFixturesTest, OnlyWhatIsNotAllowedIsLeftOut) {
  add(R"(
x-free: {type: object}
fixtures:
  - {name: a, operation: getPet, respond: {}}
  - name: b
    operation: createPet
    when: {schema: {$ref: "#/x-free"}}
    respond: {status: 201}
  - {name: c, operation: GET /pets, respond: {}}
)");
  EXPECT_EQ(names(description_), (Names{"a", "b", "c"}));
  const auto renamed = describe("fetchPet");
  EXPECT_EQ(names(renamed), (Names{"b", "c"}));
  ASSERT_EQ(added_.faults(renamed).size(), 1u);
  EXPECT_EQ(added_.faults(renamed).front().message,
            "the fixture a, which was added at run time, is left out: the description has no "
            "operation getPet");
  EXPECT_EQ(names(describe()), (Names{"a", "b", "c"}));
}

}  // namespace
}  // namespace holotype::session
