#include "schema/dialect.h"

#include <gtest/gtest.h>

#include "schema/keywords.h"

namespace holotype::schema {
namespace {

TEST(Dialect, IsNamedByItsMetaschema) {
  constexpr struct {
    const char* uri;
    std::optional<Dialect> dialect;
  } kRows[] = {
      {"http://json-schema.org/draft-04/schema#", Dialect::Draft4},
      {"http://json-schema.org/draft-06/schema#", Dialect::Draft6},
      {"http://json-schema.org/draft-07/schema", Dialect::Draft7},
      {"https://json-schema.org/draft/2019-09/schema", Dialect::Draft2019},
      {"https://json-schema.org/draft/2020-12/schema", Dialect::Draft2020},
      {"https://spec.openapis.org/oas/3.1/dialect/base", Dialect::OpenApi31},
      {"https://spec.openapis.org/oas/3.2/dialect/2025-09-17", Dialect::OpenApi31},
      {"https://example.com/mine", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& row : kRows) EXPECT_EQ(dialect_of(row.uri), row.dialect) << row.uri;
}

TEST(Dialect, DecidesWhatAKeywordIs) {
  constexpr struct {
    Dialect dialect;
    const char* keyword;
    bool known;
  } kRows[] = {
      {Dialect::Draft4, "const", false},
      {Dialect::Draft6, "const", true},
      {Dialect::Draft6, "if", false},
      {Dialect::Draft7, "if", true},
      {Dialect::Draft7, "$defs", false},
      {Dialect::Draft2019, "$recursiveRef", true},
      {Dialect::Draft2020, "$recursiveRef", false},
      {Dialect::Draft2020, "prefixItems", true},
      {Dialect::Draft2020, "example", false},
      {Dialect::OpenApi31, "example", true},
      {Dialect::OpenApi31, "nullable", false},
      {Dialect::OpenApi30, "nullable", true},
      {Dialect::OpenApi30, "patternProperties", false},
      {Dialect::Swagger20, "anyOf", false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(find_keyword(row.dialect, row.keyword) != nullptr, row.known)
        << row.keyword << " in " << to_string(row.dialect);
  }
}

}  // namespace
}  // namespace holotype::schema
