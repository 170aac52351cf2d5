// The keywords as a table: name, where it applies, where sub-schemas are in its value, how it is
// compiled.
//
// Internal to the module. Tests: tests/schema/dialect_test.cc
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/dialects.h"

namespace holotype::schema {

class Build;

// Where a keyword's value holds sub-schemas.
enum class Shape : std::uint8_t {
  None,             // nowhere
  Schema,           // it is one
  Schemas,          // an array of them
  SchemaMap,        // an object of them
  SchemaOrSchemas,  // one, or an array (`items` before 2020-12)
  SchemaOrNames,    // an object of schemas and arrays of names (`dependencies`)
};

struct KeywordRow {
  std::string_view name;
  Dialects dialects;
  Vocabularies vocabulary;
  Shape shape;
  // Adds what the keyword asks for to the sub-schema, where it asks for anything by itself, and
  // says where its value is not what the dialect's metaschema asks for; nullptr where any value
  // will do.
  void (*compile)(Build& build);
};

// The row for `name` in `dialect`; nullptr where that dialect does not know it.
const KeywordRow* find_keyword(Dialect dialect, std::string_view name);

// Some row for `name` in any dialect, or nullptr.
const KeywordRow* find_in_any_dialect(std::string_view name);

// What `dialect` has in place of `name`, a keyword of another one: "write type: [string,
// \"null\"]". "" where there is nothing to say.
std::string_view replacement_of(std::string_view name, Dialect dialect);

// The names that `dialect` knows, for misspellings.
const std::vector<std::string_view>& keyword_names(Dialect dialect);

}  // namespace holotype::schema
