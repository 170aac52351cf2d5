#include "state/paging.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "state/workbench.h"

namespace holotype::state {
namespace {

ListQuery with(std::optional<std::int64_t> limit, std::int64_t offset = 0,
               std::optional<std::int64_t> page = std::nullopt, std::string after = "",
               std::string before = "") {
  ListQuery query;
  query.limit = limit;
  query.offset = offset;
  query.page = page;
  query.after = std::move(after);
  query.before = std::move(before);
  return query;
}

// "[begin,end) page" of five elements a to e.
std::string page_text(const ListQuery& query) {
  const std::string_view ids[] = {"a", "b", "c", "d", "e"};
  const Page page = page_of(query, ids);
  return fmt::format("{}-{} page {}", page.begin, page.end, page.number);
}

TEST(Paging, Pages) {
  const struct {
    ListQuery query;
    std::string_view expected;
  } rows[] = {
      {with(std::nullopt), "0-5 page 1"},
      {with(2), "0-2 page 1"},
      {with(9), "0-5 page 1"},
      {with(0), "0-0 page 1"},
      {with(2, 2), "2-4 page 2"},
      {with(2, 4), "4-5 page 3"},
      {with(2, 5), "5-5 page 3"},
      {with(2, 99), "5-5 page 3"},
      {with(2, 0, 1), "0-2 page 1"},
      {with(2, 0, 3), "4-5 page 3"},
      {with(2, 0, 4), "5-5 page 4"},
      {with(2, 0, 9'000'000'000'000'000'000), "5-5 page 9000000000000000000"},
      {with(2, 0, 0), "0-2 page 1"},
      {with(std::nullopt, 0, 1), "0-5 page 1"},
      {with(std::nullopt, 0, 2), "5-5 page 2"},
      {with(std::nullopt, 2, 1), "2-5 page 1"},
      {with(2, 0, std::nullopt, "b"), "2-4 page 1"},
      {with(2, 0, std::nullopt, "e"), "5-5 page 1"},
      {with(2, 0, std::nullopt, "unknown"), "5-5 page 1"},
      {with(2, 0, std::nullopt, "", "d"), "1-3 page 1"},
      {with(2, 0, std::nullopt, "", "b"), "0-1 page 1"},
      {with(std::nullopt, 0, std::nullopt, "", "c"), "0-2 page 1"},
  };
  for (const auto& row : rows) EXPECT_EQ(page_text(row.query), row.expected);
}

// Who reads page after page and deletes what it read goes on where that was.
TEST(Paging, WhatIsNamedIsNotThereAnyMore) {
  const std::string_view ids[] = {"a", "b", "c"};
  const Page after = page_of(with(2, 0, std::nullopt, "gone"), ids, 1);
  EXPECT_EQ(fmt::format("{}-{}", after.begin, after.end), "1-3");
  const Page before = page_of(with(2, 0, std::nullopt, "", "gone"), ids, 1);
  EXPECT_EQ(fmt::format("{}-{}", before.begin, before.end), "0-1");
}

TEST(Paging, PagesFromZero) {
  ListQuery query = with(2, 0, 1);
  query.first_page = 0;
  EXPECT_EQ(page_text(query), "2-4 page 1");
}

TEST(Paging, Values) {
  const struct {
    std::string_view property;
    std::string_view wanted;
    bool has;
  } rows[] = {
      {R"("todo")", R"("todo")", true},
      {R"("todo")", R"("done")", false},
      {"5", R"("5")", true},
      {"5.0", "5", true},
      {"true", R"("true")", true},
      {"null", R"("null")", false},
      {R"(["a","b"])", R"("b")", true},
      {R"(["a","b"])", R"("c")", false},
      {R"("todo")", R"(["done","todo"])", true},
      {R"("todo")", R"([])", false},
      {R"([{"id":1,"name":"cute"}])", R"("cute")", true},
      {R"([{"id":1,"name":"cute"}])", R"("1")", true},
      {R"([{"id":1,"name":"cute"}])", R"("ugly")", false},
      {"5", R"({"gte":5,"lt":9})", true},
      {"9", R"({"gte":5,"lt":9})", false},
      {"5", R"({"gt":5})", false},
      {R"("2024-01-02")", R"({"gt":"2024-01-01"})", true},
      {R"({"director":true,"owner":false})", R"({"director":true})", true},
      {R"({"director":true,"owner":false})", R"({"owner":true})", false},
  };
  for (const auto& row : rows) {
    json::Arena arena;
    EXPECT_EQ(has_value(parsed(arena, row.property), parsed(arena, row.wanted)), row.has)
        << row.property << " " << row.wanted;
  }
}

// What a wrapper says of the page [2,4) of 5.
std::string wrapped(std::string_view wrapper, std::string_view pointer, const PageStyle& style = {},
                    Page page = {2, 4, 5, 2, 2}, std::string_view turned_by = "") {
  json::Arena arena;
  const Workbench bench;
  ListParameters parameters = bench.model->role_of(*bench.model->roles().front()->operation)->list;
  openapi::Parameter other;
  if (!turned_by.empty()) {
    other.name = turned_by;
    std::erase_if(parameters, [](const auto& one) { return one.use == ListUse::Offset; });
    if (turned_by == "page") parameters.push_back({&other, ListUse::Page});
    if (turned_by == "cursor") parameters.push_back({&other, ListUse::After});
  }
  const PageFacts facts{page, "c", "d", "/pets?limit=2&offset=2&kind=cat", &parameters};
  return json::write(with_page(parsed(arena, wrapper), pointer, parsed(arena, R"(["c","d"])"),
                               facts, style, arena));
}

TEST(Paging, Wrappers) {
  EXPECT_EQ(wrapped(R"(["x"])", ""), R"(["c","d"])");
  EXPECT_EQ(wrapped(R"({"data":[],"has_more":false,"object":"list"})", "/data"),
            R"({"data":["c","d"],"has_more":true,"object":"list"})");
  EXPECT_EQ(
      wrapped(R"({"data":[],"meta":{"total":9,"page":9,"perPage":50,"totalPages":1}})", "/data"),
      R"({"data":["c","d"],"meta":{"total":5,"page":2,"perPage":2,"totalPages":3}})");
  EXPECT_EQ(wrapped(R"({"items":[],"next":"","nextCursor":"x"})", "/items"),
            R"({"items":["c","d"],"next":"4","nextCursor":"4"})");
  EXPECT_EQ(
      wrapped(R"({"items":[],"links":{"next":"https://a.example/x?y=1","prev":null}})", "/items"),
      R"({"items":["c","d"],"links":{"next":"https://a.example/pets?limit=2&kind=cat&offset=4","prev":"0"}})");
  // Links of the list's pages: of the list alone, where they are called so.
  EXPECT_EQ(
      wrapped(
          R"({"items":[],"links":{"self":"https://a.example/x","first":"string","last":"string"},"self":"/p"})",
          "/items"),
      R"({"items":["c","d"],"links":{"self":"https://a.example/pets?limit=2&offset=2&kind=cat",)"
      R"("first":"/pets?limit=2&kind=cat&offset=0","last":"/pets?limit=2&kind=cat&offset=4"},"self":"/p"})");
  EXPECT_EQ(
      wrapped(R"({"_links":{"first":"s","last":"s"}})", "/none/here", {}, {2, 4, 5, 2, 2}, "page"),
      R"({"_links":{"first":"/pets?limit=2&offset=2&kind=cat&page=1","last":"/pets?limit=2&offset=2&kind=cat&page=3"}})");
  EXPECT_EQ(wrapped(R"({"links":{"first":"s","last":"s"}})", "/none/here", {Absent::LeftOut},
                    {2, 4, 5, 2, 2}, "cursor"),
            R"({"links":{"first":"/pets?limit=2&offset=2&kind=cat"}})");
  EXPECT_EQ(wrapped(R"({"next":"https://a.example/v1/pets?x=1"})", "/none/here"),
            R"({"next":"https://a.example/v1/pets?limit=2&kind=cat&offset=4"})");
  // Beyond the end, too.
  EXPECT_EQ(
      wrapped(R"({"links":{"first":"s","last":"s"}})", "/none/here", {}, {5, 5, 5, 9, 2}),
      R"({"links":{"first":"/pets?limit=2&kind=cat&offset=0","last":"/pets?limit=2&kind=cat&offset=4"}})");
  EXPECT_EQ(
      wrapped(R"({"links":{"first":"s","last":"s"}})", "/none/here", {}, {5, 5, 5, 9, 2}, "page"),
      R"({"links":{"first":"/pets?limit=2&offset=2&kind=cat&page=1","last":"/pets?limit=2&offset=2&kind=cat&page=3"}})");
  // A total that the API sends as a text stays one; what says nothing of pages stays.
  EXPECT_EQ(wrapped(R"({"items":[],"total":"9","note":"n"})", "/items"),
            R"({"items":["c","d"],"total":"5","note":"n"})");
  // A list that the example left out is there.
  EXPECT_EQ(wrapped(R"({"total":0})", "/items"), R"({"total":5,"items":["c","d"]})");
}

// What the parameter takes that leads there: "?" is a parameter that nobody knows.
TEST(Paging, Neighbours) {
  const PageStyle number{Absent::Null, Neighbour::Number};
  const struct {
    std::string_view turned_by;
    std::string_view wrapper;
    PageStyle style;
    std::string_view expected;
  } rows[] = {
      {"page", R"({"next":"x","previous":"x"})", {}, R"({"next":"3","previous":"1"})"},
      {"page", R"({"next":7,"next_page":7})", {}, R"({"next":3,"next_page":3})"},
      {"page", R"({"next":null})", {}, R"({"next":"3"})"},
      {"page", R"({"next":null})", number, R"({"next":3})"},
      {"", R"({"next":"x","prev":"x"})", {}, R"({"next":"4","prev":"0"})"},
      {"", R"({"next":7,"prev":7,"next_page":7})", {}, R"({"next":4,"prev":0,"next_page":3})"},
      {"cursor", R"({"next":"x","previous":"x"})", {}, R"({"next":"d","previous":null})"},
      {"cursor", R"({"next":7})", {}, R"({"next":3})"},
      {"?", R"({"next":"x","previous":"x"})", {}, R"({"next":"d","previous":"c"})"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(wrapped(row.wrapper, "/none/here", row.style, {2, 4, 5, 2, 2}, row.turned_by),
              row.expected)
        << row.turned_by << " " << row.wrapper;
  }
}

TEST(Paging, WhereNothingFollows) {
  const Page last{4, 5, 5, 3, 2};
  EXPECT_EQ(wrapped(R"({"items":[],"next":"x"})", "/items", {Absent::Null}, last),
            R"({"items":["c","d"],"next":null})");
  EXPECT_EQ(wrapped(R"({"items":[],"next":"x"})", "/items", {Absent::LeftOut}, last),
            R"({"items":["c","d"]})");
  EXPECT_EQ(wrapped(R"({"items":[],"next":"x"})", "/items", {Absent::Empty}, last),
            R"({"items":["c","d"],"next":""})");
}

TEST(Paging, Queries) {
  const Workbench bench;
  const OperationRole& list = *bench.model->role_of(
      *std::ranges::find_if(bench.model->roles(),
                            [](const auto& role) { return role->operation->id == "listPets"; })
           ->get()
           ->operation);
  EXPECT_EQ(to_string(list.list),
            "limit limit; offset offset; filter kind; sort sortBy; order sortOrder");
  const ListQuery by_default = read_query(list.list, {});
  EXPECT_EQ(by_default.limit, 3);  // what the schema says
  EXPECT_TRUE(by_default.filters.empty());
  json::Arena arena;
  std::vector<Given> given;
  for (const ListParameter& parameter : list.list) {
    if (parameter.use == ListUse::Limit)
      given.push_back({parameter.parameter, json::Value::integer(1)});
    if (parameter.use == ListUse::SortBy)
      given.push_back({parameter.parameter, json::Value::string_view("name")});
    if (parameter.use == ListUse::SortOrder)
      given.push_back({parameter.parameter, json::Value::string_view("desc")});
    if (parameter.use == ListUse::Filter)
      given.push_back({parameter.parameter, parsed(arena, R"(["cat"])")});
  }
  const ListQuery query = read_query(list.list, given);
  EXPECT_EQ(query.limit, 1);
  EXPECT_EQ(query.sort_by, "name");
  EXPECT_TRUE(query.is_descending);
  EXPECT_TRUE(passes(query, parsed(arena, R"({"kind":"cat"})")));
  EXPECT_FALSE(passes(query, parsed(arena, R"({"kind":"dog"})")));
  EXPECT_FALSE(passes(query, parsed(arena, R"({})")));
}

}  // namespace
}  // namespace holotype::state
