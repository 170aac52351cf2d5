#include "state/draft.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "state/document.h"
#include "state/workbench.h"

namespace holotype::state {
namespace {

const OperationRole& role_of(const Workbench& bench, std::string_view operation) {
  return **std::ranges::find_if(bench.model->roles(), [operation](const auto& role) {
    return role->operation->id == operation;
  });
}

constexpr std::string_view kBase =
    R"({"id":"pet_1","name":"Rex","kind":"dog","tags":["x"],"owner":{"name":"Ann","city":"Bonn"},)"
    R"("rank":3,"createdAt":"2024-01-01T00:00:00Z","updatedAt":"2024-01-01T00:00:00Z"})";

std::string text_of(const Changes& changes) {
  std::string out;
  for (const Change& change : changes) {
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", change.name,
                       change.value ? json::write(*change.value) : "-");
  }
  return out;
}

TEST(Draft, WhatACreateTakesFromTheRequest) {
  const Workbench bench;
  const OperationRole& role = role_of(bench, "createPet");
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"({"name":"Tom"})", R"(kind="cat" name="Tom")"},
      {R"({"name":"Tom","kind":"dog"})", R"(name="Tom" kind="dog")"},
      // Not what the client may not set, nor what the answer does not have.
      {R"({"id":"x","rank":1,"secret":"s","colour":"red"})", R"(kind="cat")"},
      {R"({"nickname":null})", R"(kind="cat" nickname=null)"},
      {R"([1])", R"(kind="cat")"},
  };
  for (const auto& [body, expected] : rows) {
    json::Arena arena;
    EXPECT_EQ(text_of(changes_to_create(role, parsed(arena, body))), expected) << body;
  }
}

TEST(Draft, WhatAMergeChanges) {
  const Workbench bench;
  const OperationRole& role = role_of(bench, "updatePet");
  const std::pair<std::string_view, std::string_view> rows[] = {
      {R"({"name":"Tom"})", R"(name="Tom")"},
      {R"({"age":null})", "age=-"},
      {R"({"nickname":null})", "nickname=null"},
      {R"({"owner":{"city":"Rome"}})", R"(owner={"name":"Ann","city":"Rome"})"},
      {R"({"owner":{"city":null}})", R"(owner={"name":"Ann"})"},
      {R"({"tags":["a","b"]})", R"(tags=["a","b"])"},
      {R"({"id":"x","rank":1})", ""},
  };
  for (const auto& [body, expected] : rows) {
    json::Arena arena;
    EXPECT_EQ(text_of(changes_to_merge(role, parsed(arena, body), parsed(arena, kBase),
                                       Nulls::MayStay, arena)),
              expected)
        << body;
  }
}

// RFC 7396 as it is written, for who says that it is a merge patch.
TEST(Draft, AMergePatchRemovesByNull) {
  const Workbench bench;
  json::Arena arena;
  EXPECT_EQ(text_of(changes_to_merge(role_of(bench, "updatePet"),
                                     parsed(arena, R"({"nickname":null,"age":null})"),
                                     parsed(arena, kBase), Nulls::Remove, arena)),
            "nickname=- age=-");
}

// All of it or nothing: the id and what is readOnly are not the client's, and what the schema
// forbids refuses the rest as well.
TEST(Draft, WhatAPatchLeaves) {
  const Workbench bench;
  const OperationRole& role = role_of(bench, "updatePet");
  const std::string times =
      R"("createdAt":"2024-01-01T00:00:00Z","updatedAt":"2024-01-01T00:00:00Z"})";
  const std::string old = R"({"id":"a","name":"Tom","age":3,"tags":["a"],"rank":1,)" + times;
  const std::pair<std::string, std::string> rows[] = {
      {R"({"id":"a","name":"Rex","tags":["a"],"rank":1,"kind":"cat",)" + times,
       R"({"id":"a","name":"Rex","tags":["a"],"rank":1,)" + times.substr(0, times.size() - 1) +
           R"(,"kind":"cat"})"},
      {R"({"id":"b","name":"Rex","rank":1,)" + times, "/id is not the client's to change"},
      {R"({"id":"a","name":"Rex","rank":2,)" + times, "/rank is not the client's to change"},
      {R"({"id":"a","name":"Rex",)" + times, "/rank is not the client's to change"},
      {R"({"id":"a","name":"Rex","age":-1,"rank":1,)" + times, "/age must be at least 0"},
      {R"({"id":"a","age":3,"rank":1,)" + times, " must have property name"},
  };
  for (const auto& [wanted, expected] : rows) {
    json::Arena arena;
    const auto made = patched(role, parsed(arena, old), parsed(arena, wanted), {}, arena);
    EXPECT_EQ(made ? json::write(*made)
                   : made.error().front().pointer + " " + made.error().front().message,
              expected)
        << wanted;
  }
  json::Arena arena;
  const json::Value before = parsed(arena, old);
  const auto made = patched(role, before, before, {{"createdAt", json::Value::integer(5)}}, arena);
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().empty()) << "not the patch's fault";
}

TEST(Draft, AMergePatchIsToldWhatIsNotItsToChange) {
  const Workbench bench;
  const OperationRole& role = role_of(bench, "updatePet");
  json::Arena arena;
  const json::Value old = parsed(arena, R"({"id":"a","name":"Tom","rank":1})");
  const std::pair<std::string, std::size_t> rows[] = {{R"({"name":"Rex"})", 0},
                                                      {R"({"id":"a","rank":1})", 0},
                                                      {R"({"id":"b"})", 1},
                                                      // What is writeOnly may be sent.
                                                      {R"({"secret":"s3cret"})", 0},
                                                      {R"({"rank":null})", 1},
                                                      {R"({"id":null,"rank":2})", 2}};
  for (const auto& [body, count] : rows)
    EXPECT_EQ(withheld_changes_of_merge(role, old, parsed(arena, body), arena).size(), count)
        << body;
}

TEST(Draft, WhatAReplaceChanges) {
  const Workbench bench;
  json::Arena arena;
  EXPECT_EQ(text_of(changes_to_replace(role_of(bench, "replacePet"),
                                       parsed(arena, R"({"name":"Tom","tags":[]})"))),
            R"(kind="cat" age=- owner=- nickname=- name="Tom" tags=[])");
}

// The base with what is wanted, and nothing that the schema forbids: name has at most 10 letters.
TEST(Draft, ChangesThatBreakTheSchemaAreNotMade) {
  const Workbench bench;
  json::Arena arena;
  const json::Value base = parsed(arena, kBase);
  const Changes wanted = {{"name", json::Value::string_view("much too long")},
                          {"kind", json::Value::string_view("cat")},
                          {"age", json::Value::integer(-1)}};
  const auto made = apply(bench.pets, Base::Stored, base, {}, wanted, arena);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->find("name")->as_string(), "Rex");
  EXPECT_EQ(made->find("kind")->as_string(), "cat");
  EXPECT_EQ(made->find("age"), nullptr);
  // A required member stays.
  const auto without_name =
      apply(bench.pets, Base::Stored, base, {}, {{"name", std::nullopt}}, arena);
  ASSERT_TRUE(without_name);
  EXPECT_EQ(without_name->find("name")->as_string(), "Rex");
  // What must be there and cannot is no representation.
  EXPECT_FALSE(
      apply(bench.pets, Base::Stored, base, {{"createdAt", json::Value::integer(5)}}, {}, arena));
}

// The model of one resource, whose schema A is `schema`.
std::shared_ptr<const Model> model_of(std::string_view schema) {
  const auto description = openapi::load_text(fmt::format(R"(
openapi: 3.1.0
info: {{title: T, version: "1"}}
paths:
  /a:
    post:
      responses: {{"201": {{description: A, content: {{application/json: {{schema: {{$ref: "#/components/schemas/A"}}}}}}}}}}
  /a/{{aId}}:
    get:
      parameters: [{{name: aId, in: path, required: true, schema: {{type: string}}}}]
      responses: {{"200": {{description: A, content: {{application/json: {{schema: {{$ref: "#/components/schemas/A"}}}}}}}}}}
components:
  schemas:
    A: {}
)",
                                                          schema));
  return Model::derive(*description);
}

// An id that the schema does not require stays, whatever else has to go.
TEST(Draft, TheIdIsNeverGivenUp) {
  const auto model = model_of(
      R"({oneOf: [
        {properties: {id: {type: string}, card: {type: string}}, required: [card], additionalProperties: false},
        {properties: {id: {type: string}, bank: {type: string}}, required: [bank], additionalProperties: false}]})");
  const Resource& resource = *model->resources().front();
  json::Arena arena;
  const auto made =
      apply(resource, Base::Described, parsed(arena, R"({"id":"a_1","note":"n","card":"c"})"), {},
            {{"card", json::Value::string_view("d")}}, arena);
  ASSERT_TRUE(made);
  EXPECT_EQ(json::write(*made), R"({"id":"a_1","card":"d"})");
}

// What was generated gives way to what a client sends; what is stored does not.
TEST(Draft, OnlyWhatWasDescribedGivesWay) {
  const auto model = model_of(
      R"({type: object, required: [id], properties: {id: {type: string}, card: {type: string}, bank: {type: string}}, not: {required: [card, bank]}})");
  const Resource& resource = *model->resources().front();
  json::Arena arena;
  const json::Value card = parsed(arena, R"({"id":"a_1","card":"c"})");
  const Changes bank = {{"bank", json::Value::string_view("b")}};
  EXPECT_EQ(json::write(*apply(resource, Base::Described, card, {}, bank, arena)),
            R"({"id":"a_1","bank":"b"})");
  EXPECT_EQ(json::write(*apply(resource, Base::Stored, card, {}, bank, arena)),
            R"({"id":"a_1","card":"c"})");
  const auto whole = merged_whole(resource, card, {}, bank, arena);
  ASSERT_FALSE(whole);
  EXPECT_FALSE(whole.error().empty());  // says why
}

TEST(Draft, TimeStamps) {
  const Workbench bench;
  json::Arena arena;
  const json::Value base = parsed(arena, kBase);
  EXPECT_EQ(text_of(time_stamps(bench.pets, base, Moment::Creation, kDefaultNow, arena)),
            R"(createdAt="2024-01-15T10:30:00Z" updatedAt="2024-01-15T10:30:00Z")");
  EXPECT_EQ(text_of(time_stamps(bench.pets, base, Moment::Change, kDefaultNow, arena)),
            R"(updatedAt="2024-01-15T10:30:00Z")");
}

TEST(Draft, TheNewIdIsWhereTheOldOneWas) {
  const Workbench bench;
  json::Arena arena;
  const json::Value base = parsed(
      arena, R"({"id":"pet_1","url":"https://a.example/pets/pet_1","toys":["/pets/pet_1/toys"],)"
             R"("other":"pet_12","text":"not pet_1"})");
  EXPECT_EQ(json::write(with_id(bench.pets, base, json::Value::string_view("pet_2"), arena)),
            R"({"id":"pet_2","url":"https://a.example/pets/pet_2","toys":["/pets/pet_2/toys"],)"
            R"("other":"pet_12","text":"not pet_1"})");
  // A name that a path has to write in another way, and back.
  const json::Value named = parsed(arena, R"({"id":"a b","url":"/pets/a%20b","raw":"/pets/a b"})");
  EXPECT_EQ(json::write(with_id(bench.pets, named, json::Value::string_view("c/d"), arena)),
            R"({"id":"c/d","url":"/pets/c%2Fd","raw":"/pets/c%2Fd"})");
}

TEST(Draft, AnotherOperationShowsWhatItHas) {
  const Workbench bench;
  json::Arena arena;
  const OperationRole& toy = role_of(bench, "createToy");
  EXPECT_EQ(json::write(projected(*toy.fields, parsed(arena, R"({"id":1,"name":"ball"})"),
                                  parsed(arena, R"({"id":7,"petId":"p","colour":"red"})"), arena)),
            R"({"id":7,"name":"ball","petId":"p"})");
}

TEST(Draft, WithPart) {
  const struct {
    std::string_view value;
    std::string_view pointer;
    std::string_view expected;
  } rows[] = {
      {R"({"a":1})", "", "9"},
      {R"({"a":1,"b":2})", "/a", R"({"a":9,"b":2})"},
      {R"({"a":{"b":1,"c":2}})", "/a/b", R"({"a":{"b":9,"c":2}})"},
      {R"({})", "/a/b", R"({"a":{"b":9}})"},
      {R"([1,2])", "/0", "[9]"},
      {R"({"data":[]})", "/data/0", R"({"data":[9]})"},
  };
  for (const auto& row : rows) {
    json::Arena arena;
    EXPECT_EQ(json::write(
                  with_part(parsed(arena, row.value), row.pointer, json::Value::integer(9), arena)),
              row.expected)
        << row.value << row.pointer;
  }
}

}  // namespace
}  // namespace holotype::state
