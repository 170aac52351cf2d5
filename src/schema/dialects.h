// The dialects as a table: what differs between them apart from their keywords (keywords.h).
//
// Internal to the module. Tests: tests/schema/dialect_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "formats/format.h"
#include "schema/dialect.h"

namespace holotype::schema {

// A set of dialects, one bit each.
using Dialects = std::uint8_t;
constexpr Dialects only(Dialect dialect) {
  return static_cast<Dialects>(1u << static_cast<unsigned>(dialect));
}
// Every dialect from `first` to `last` in the order of the enumeration.
constexpr Dialects from_to(Dialect first, Dialect last) {
  Dialects set = 0;
  for (auto d = static_cast<unsigned>(first); d <= static_cast<unsigned>(last); ++d) {
    set = static_cast<Dialects>(set | 1u << d);
  }
  return set;
}
inline constexpr Dialects kAll = from_to(Dialect::Draft4, Dialect::Swagger20);
inline constexpr Dialects kModern = from_to(Dialect::Draft2019, Dialect::OpenApi31);
inline constexpr Dialects kOpenApi = from_to(Dialect::OpenApi31, Dialect::Swagger20);
inline constexpr Dialects kOpenApiOld = from_to(Dialect::OpenApi30, Dialect::Swagger20);

// A set of vocabularies (core 2020-12 section 8.1.2), one bit each. Dialects before 2019-09 have
// all.
enum Vocabulary : std::uint16_t {
  kCore = 1 << 0,
  kApplicator = 1 << 1,
  kUnevaluated = 1 << 2,
  kValidation = 1 << 3,
  kMetaData = 1 << 4,
  kFormatAnnotation = 1 << 5,
  kFormatAssertion = 1 << 6,
  kContent = 1 << 7,
  kOasBase = 1 << 8,
};
using Vocabularies = std::uint16_t;

// How one dialect reads what is no keyword of its own.
struct DialectRow {
  Dialect dialect;
  std::string_view name;
  std::string_view uri;  // of the metaschema, without an empty fragment; "" where it has none
  std::string_view id;   // the keyword that names a schema resource; "" where there is none
  bool reference_stands_alone;  // beside `$ref` every other keyword is ignored
  bool fraction_decides;        // 1.0 is no integer
  formats::Edition edition;     // whose formats
  Vocabularies vocabularies;    // those of the dialect's own metaschema
};

const DialectRow& row_of(Dialect dialect);

// The vocabulary that `uri` names, in 2019-09 or 2020-12; 0 where it is unknown.
Vocabularies vocabulary_of(std::string_view uri);

}  // namespace holotype::schema
