#include "schema/dialects.h"

#include <algorithm>
#include <iterator>

namespace holotype::schema {
namespace {

constexpr Vocabularies kEverything = 0xFFFF & ~kFormatAssertion;
constexpr Vocabularies k2020 =
    kCore | kApplicator | kUnevaluated | kValidation | kMetaData | kFormatAnnotation | kContent;

using formats::Edition;
constexpr DialectRow kDialects[] = {
    {Dialect::Draft4, "JSON Schema draft 4", "http://json-schema.org/draft-04/schema", "id", true,
     true, Edition::Draft4, kEverything},
    {Dialect::Draft6, "JSON Schema draft 6", "http://json-schema.org/draft-06/schema", "$id", true,
     false, Edition::Draft6, kEverything},
    {Dialect::Draft7, "JSON Schema draft 7", "http://json-schema.org/draft-07/schema", "$id", true,
     false, Edition::Draft7, kEverything},
    {Dialect::Draft2019, "JSON Schema 2019-09", "https://json-schema.org/draft/2019-09/schema",
     "$id", false, false, Edition::Draft2019, k2020},
    {Dialect::Draft2020, "JSON Schema 2020-12", "https://json-schema.org/draft/2020-12/schema",
     "$id", false, false, Edition::Draft2020, k2020},
    {Dialect::OpenApi31, "OpenAPI 3.1", "https://spec.openapis.org/oas/3.1/dialect/base", "$id",
     false, false, Edition::OpenApi, k2020 | kOasBase},
    // Draft 5 by reference, of which OpenAPI 3.0 takes over neither `id` nor `$schema`.
    {Dialect::OpenApi30, "OpenAPI 3.0", "", "", true, false, Edition::OpenApi, kEverything},
    {Dialect::Swagger20, "Swagger 2.0", "", "", true, false, Edition::OpenApi, kEverything},
};
static_assert(std::size(kDialects) == kDialectCount);

// Metaschemas of a dialect under another name.
constexpr struct {
  std::string_view uri;
  Dialect dialect;
} kAliases[] = {
    {"https://spec.openapis.org/oas/3.1/dialect/2024-10-25", Dialect::OpenApi31},
    {"https://spec.openapis.org/oas/3.1/dialect/2024-11-10", Dialect::OpenApi31},
    {"https://spec.openapis.org/oas/3.2/dialect/2025-09-17", Dialect::OpenApi31},
    {"https://json-schema.org/draft-04/schema", Dialect::Draft4},
    {"https://json-schema.org/draft-06/schema", Dialect::Draft6},
    {"https://json-schema.org/draft-07/schema", Dialect::Draft7},
};

constexpr struct {
  std::string_view name;
  Vocabularies vocabularies;
} kVocabularies[] = {
    {"https://json-schema.org/draft/2020-12/vocab/core", kCore},
    {"https://json-schema.org/draft/2020-12/vocab/applicator", kApplicator},
    {"https://json-schema.org/draft/2020-12/vocab/unevaluated", kUnevaluated},
    {"https://json-schema.org/draft/2020-12/vocab/validation", kValidation},
    {"https://json-schema.org/draft/2020-12/vocab/meta-data", kMetaData},
    {"https://json-schema.org/draft/2020-12/vocab/format-annotation", kFormatAnnotation},
    {"https://json-schema.org/draft/2020-12/vocab/format-assertion", kFormatAssertion},
    {"https://json-schema.org/draft/2020-12/vocab/content", kContent},
    {"https://json-schema.org/draft/2019-09/vocab/core", kCore},
    // In 2019-09 the applicator vocabulary holds unevaluatedItems and unevaluatedProperties.
    {"https://json-schema.org/draft/2019-09/vocab/applicator", kApplicator | kUnevaluated},
    {"https://json-schema.org/draft/2019-09/vocab/validation", kValidation},
    {"https://json-schema.org/draft/2019-09/vocab/meta-data", kMetaData},
    {"https://json-schema.org/draft/2019-09/vocab/format", kFormatAnnotation},
    {"https://json-schema.org/draft/2019-09/vocab/content", kContent},
    {"https://spec.openapis.org/oas/3.1/vocab/base", kOasBase},
    {"https://spec.openapis.org/oas/3.2/vocab/base", kOasBase},
};

}  // namespace

const DialectRow& row_of(Dialect dialect) { return kDialects[static_cast<std::size_t>(dialect)]; }

std::string_view to_string(Dialect dialect) { return row_of(dialect).name; }

std::optional<Dialect> dialect_of(std::string_view uri) {
  if (uri.ends_with('#')) uri.remove_suffix(1);
  if (uri.empty()) return std::nullopt;
  for (const DialectRow& row : kDialects) {
    if (row.uri == uri) return row.dialect;
  }
  for (const auto& alias : kAliases) {
    if (alias.uri == uri) return alias.dialect;
  }
  return std::nullopt;
}

Vocabularies vocabulary_of(std::string_view uri) {
  const auto* row =
      std::ranges::find_if(kVocabularies, [uri](const auto& r) { return r.name == uri; });
  return row == std::end(kVocabularies) ? Vocabularies{0} : row->vocabularies;
}

}  // namespace holotype::schema
