// Paging: what the parameters of a list operation ask for, and what its answer says about pages.
//
// Both are known by their names, for no standard describes them: `limit` and `offset`, `page` and
// `per_page`, `cursor` and `starting_after`; `total`, `has_more`, `next`. The tables are in
// paging.cc.
//
// Threads: pure. Determinism: a page is a function of the list and the parameters.
// Tests: tests/state/paging_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/arena.h"
#include "json/value.h"
#include "openapi/operation.h"
#include "state/document.h"
#include "state/fields.h"

namespace holotype::state {

// What a query parameter of a list operation is for.
enum class ListUse : std::uint8_t {
  Filter,     // an item's property has this value
  Limit,      // at most so many
  Offset,     // after so many
  Page,       // the so many-th page
  After,      // after the item of this id
  Before,     // before the item of this id
  SortBy,     // ordered by this property
  SortOrder,  // "asc" or "desc"
};

struct ListParameter {
  const openapi::Parameter* parameter = nullptr;
  ListUse use = ListUse::Filter;
  std::string property;                        // Filter: of the item
  std::vector<std::string> properties;         // SortBy: of the item
  const json::Value* default_value = nullptr;  // what its schema says
  std::int64_t first_page = 1;                 // Page: 0 where the schema's default or minimum is 0
};

using ListParameters = std::vector<ListParameter>;

// Which parameters of a list operation mean what. `item` is what the list holds.
ListParameters list_parameters(const openapi::Operation& operation, const Fields& item,
                               FieldReader& reader);

// A parameter as a request gives it.
struct Given {
  const openapi::Parameter* parameter = nullptr;
  json::Value value;
};

// What a request asks of a list.
struct ListQuery {
  struct Filter {
    std::string_view property;
    json::Value value;
  };
  std::vector<Filter> filters;
  std::optional<std::int64_t> limit;
  std::int64_t offset = 0;
  std::optional<std::int64_t> page;
  std::int64_t first_page = 1;
  std::string after;  // an id; "" for none
  std::string before;
  std::string sort_by;  // a property; "" for the order of creation
  bool is_descending = false;
};

ListQuery read_query(const ListParameters& parameters, std::span<const Given> given);

// Whether an item's property has that value. Texts compare with numbers and booleans as they are
// written; an array has it where one of its elements has it, and of an array of values any one
// does.
bool has_value(const json::Value& property, const json::Value& wanted);

bool passes(const ListQuery& query, const json::Value& item);

// Puts documents into the order that a query asks for; stable, so what is equal stays in the order
// of creation. What lacks the property comes last.
void sort(const ListQuery& query, std::vector<DocumentPtr>& documents);

// One page of a list.
struct Page {
  std::size_t begin = 0;  // [begin, end) of the list
  std::size_t end = 0;
  std::size_t total = 0;
  std::int64_t number = 1;            // of the page
  std::optional<std::int64_t> limit;  // nullopt: everything is on one page
  bool has_more() const { return end < total; }
  bool has_less() const { return begin > 0; }
};

// The page that a query asks for of `ids`, the ids of what passed, in order. `gap`: before how many
// of them the one was that the query's `after` or `before` names, where it is not there any more;
// nullopt: nobody knows, and there is nothing beyond it.
Page page_of(const ListQuery& query, std::span<const std::string_view> ids,
             std::optional<std::size_t> gap = std::nullopt);

// What a page says about itself and its neighbours.
struct PageFacts {
  Page page;
  std::string_view first_id;  // of the page; "" where it is empty
  std::string_view last_id;
  std::string_view raw_target;  // of the request, for links to other pages
  const ListParameters* parameters = nullptr;
};

// What stands where there is no next page.
enum class Absent : std::uint8_t { Null, LeftOut, Empty };
// What names a neighbour where the wrapper has null, as an example of one page alone has.
enum class Neighbour : std::uint8_t { Text, Number };

// How a page is told of; which of them fits is the schema's to say.
struct PageStyle {
  Absent absent = Absent::Null;
  Neighbour unseen = Neighbour::Text;
};

// `wrapper` with `list` at `list_pointer`, and all that it says about pages (total, has_more,
// next_cursor, links; also one or two levels down, as in "meta") made true. `next` is what the
// parameter takes that leads there: an id, the number of a page, an offset.
json::Value with_page(const json::Value& wrapper, std::string_view list_pointer,
                      const json::Value& list, const PageFacts& facts, const PageStyle& style,
                      json::Arena& arena);

// The target of the next (previous) page; nullopt where there is none or no parameter leads there.
std::optional<std::string> next_target(const PageFacts& facts);
std::optional<std::string> previous_target(const PageFacts& facts);

// "filter status; limit limit; after cursor", for people.
std::string to_string(const ListParameters& parameters);

}  // namespace holotype::state
