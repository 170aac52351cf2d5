#include "schema/keywords.h"

#include <array>
#include <unordered_map>

#include "schema/build.h"

namespace holotype::schema {
namespace {

using enum Dialect;
constexpr Dialects kFrom6 = from_to(Draft6, OpenApi31);
constexpr Dialects kFrom7 = from_to(Draft7, OpenApi31);
constexpr Dialects kJsonSchema = from_to(Draft4, OpenApi31);
constexpr Dialects k2020 = from_to(Draft2020, OpenApi31);
constexpr Dialects kTo2019 = from_to(Draft4, Draft2019);
constexpr Dialects kFlagged = only(Draft4) | kOpenApiOld;  // exclusiveMinimum is a boolean there

constexpr Dialects kContentAsserted = only(Draft7) | only(OpenApi31);
constexpr Dialects kContentDescribed = from_to(Draft2019, Draft2020);

constexpr KeywordRow kKeywords[] = {
    // Core.
    {"$schema", kJsonSchema, kCore, Shape::None, build_uri},
    {"id", only(Draft4), kCore, Shape::None, build_id},
    {"$id", kFrom6, kCore, Shape::None, build_id},
    {"$anchor", kModern, kCore, Shape::None, build_anchor},
    {"$dynamicAnchor", k2020, kCore, Shape::None, build_anchor},
    {"$recursiveAnchor", only(Draft2019), kCore, Shape::None, build_truth},
    {"$vocabulary", kModern, kCore, Shape::None, build_vocabulary},
    {"$comment", kFrom7, kCore, Shape::None, build_text},
    {"$ref", kAll, kCore, Shape::None, build_ref},
    {"$dynamicRef", k2020, kCore, Shape::None, build_dynamic_ref},
    {"$recursiveRef", only(Draft2019), kCore, Shape::None, build_recursive_ref},
    {"$defs", kModern, kCore, Shape::SchemaMap, build_definitions},
    // Renamed to $defs; later metaschemas keep it for old schemas.
    {"definitions", kJsonSchema, kCore, Shape::SchemaMap, build_definitions},
    // Logic.
    {"allOf", kAll, kApplicator, Shape::Schemas, build_all_of},
    {"anyOf", kJsonSchema | only(OpenApi30), kApplicator, Shape::Schemas, build_any_of},
    {"oneOf", kJsonSchema | only(OpenApi30), kApplicator, Shape::Schemas, build_one_of},
    {"not", kJsonSchema | only(OpenApi30), kApplicator, Shape::Schema, build_not},
    {"if", kFrom7, kApplicator, Shape::Schema, build_if},
    {"then", kFrom7, kApplicator, Shape::Schema, build_branch_of_if},  // read by `if`
    {"else", kFrom7, kApplicator, Shape::Schema, build_branch_of_if},
    // Any type.
    {"type", kJsonSchema, kValidation, Shape::None, build_type},
    {"type", kOpenApiOld, kValidation, Shape::None, build_nullable_type},
    {"nullable", only(OpenApi30), kValidation, Shape::None, build_truth},  // read by `type`
    {"enum", kAll, kValidation, Shape::None, build_enum},
    {"const", kFrom6, kValidation, Shape::None, build_const},
    // Numbers.
    {"multipleOf", kAll, kValidation, Shape::None, build_multiple_of},
    {"maximum", kFrom6, kValidation, Shape::None, build_maximum},
    {"minimum", kFrom6, kValidation, Shape::None, build_minimum},
    {"maximum", kFlagged, kValidation, Shape::None, build_maximum_with_flag},
    {"minimum", kFlagged, kValidation, Shape::None, build_minimum_with_flag},
    {"exclusiveMaximum", kFrom6, kValidation, Shape::None, build_exclusive_maximum},
    {"exclusiveMinimum", kFrom6, kValidation, Shape::None, build_exclusive_minimum},
    // Read by `maximum` and `minimum`.
    {"exclusiveMaximum", kFlagged, kValidation, Shape::None, build_flag},
    {"exclusiveMinimum", kFlagged, kValidation, Shape::None, build_flag},
    // Strings.
    {"maxLength", kAll, kValidation, Shape::None, build_max_length},
    {"minLength", kAll, kValidation, Shape::None, build_min_length},
    {"pattern", kAll, kValidation, Shape::None, build_pattern},
    {"format", kAll, kFormatAnnotation | kFormatAssertion, Shape::None, build_format},
    // Draft 7 lets validators assert them (validation section 8.2); from 2019-09 on they only
    // describe, unless an implementation that is asked to does more (section 8.1): in a description
    // they are part of what an API takes.
    {"contentEncoding", kContentAsserted, kContent, Shape::None, build_content_encoding},
    {"contentMediaType", kContentAsserted, kContent, Shape::None, build_content_media_type},
    {"contentEncoding", kContentDescribed, kContent, Shape::None, build_text},
    {"contentMediaType", kContentDescribed, kContent, Shape::None, build_text},
    {"contentSchema", only(OpenApi31), kContent, Shape::Schema, build_content_schema},
    {"contentSchema", kContentDescribed, kContent, Shape::Schema, build_described_schema},
    // Arrays.
    {"maxItems", kAll, kValidation, Shape::None, build_max_items},
    {"minItems", kAll, kValidation, Shape::None, build_min_items},
    {"uniqueItems", kAll, kValidation, Shape::None, build_unique_items},
    {"prefixItems", k2020, kApplicator, Shape::Schemas, build_prefix_items},
    {"items", k2020, kApplicator, Shape::Schema, build_items},
    {"items", kTo2019, kApplicator, Shape::SchemaOrSchemas, build_items_or_list},
    {"items", kOpenApiOld, kApplicator, Shape::Schema, build_items},
    {"additionalItems", kTo2019, kApplicator, Shape::Schema, build_additional_items},
    {"contains", kFrom6, kApplicator, Shape::Schema, build_contains},
    // Read by `contains`.
    {"minContains", kModern, kValidation, Shape::None, build_bound_of_contains},
    {"maxContains", kModern, kValidation, Shape::None, build_bound_of_contains},
    {"unevaluatedItems", kModern, kUnevaluated, Shape::Schema, build_unevaluated_items},
    // Objects.
    {"maxProperties", kAll, kValidation, Shape::None, build_max_properties},
    {"minProperties", kAll, kValidation, Shape::None, build_min_properties},
    {"required", kAll, kValidation, Shape::None, build_required},
    {"properties", kAll, kApplicator, Shape::SchemaMap, build_properties},
    {"patternProperties", kJsonSchema, kApplicator, Shape::SchemaMap, build_pattern_properties},
    {"additionalProperties", kAll, kApplicator, Shape::Schema, build_additional_properties},
    {"propertyNames", kFrom6, kApplicator, Shape::Schema, build_property_names},
    {"dependentRequired", kModern, kValidation, Shape::None, build_dependent_required},
    {"dependentSchemas", kModern, kApplicator, Shape::SchemaMap, build_dependent_schemas},
    // Split in 2019-09; later metaschemas keep it for old schemas.
    {"dependencies", kJsonSchema, kApplicator, Shape::SchemaOrNames, build_dependencies},
    {"unevaluatedProperties", kModern, kUnevaluated, Shape::Schema, build_unevaluated_properties},
    // Annotations.
    {"title", kAll, kMetaData, Shape::None, build_text},
    {"description", kAll, kMetaData, Shape::None, build_text},
    {"default", kAll, kMetaData, Shape::None, nullptr},
    {"examples", kFrom6, kMetaData, Shape::None, build_list},
    {"deprecated", kModern | only(OpenApi30), kMetaData, Shape::None, build_truth},
    {"readOnly", kFrom7 | kOpenApiOld, kMetaData, Shape::None, build_truth},
    {"writeOnly", kFrom7 | only(OpenApi30), kMetaData, Shape::None, build_write_only},
    // OpenAPI's own.
    {"discriminator", kOpenApi, kOasBase, Shape::None, build_discriminator},
    {"xml", kOpenApi, kOasBase, Shape::None, build_xml},
    {"externalDocs", kOpenApi, kOasBase, Shape::None, build_external_docs},
    {"example", kOpenApi, kOasBase, Shape::None, nullptr},
};

// What to write for a keyword of another dialect.
constexpr struct {
  std::string_view name;
  Dialects dialects;
  std::string_view advice;
} kReplacements[] = {
    {"nullable", kJsonSchema, "add \"null\" to type: type: [string, \"null\"]"},
    {"const", kFlagged, "write enum with one value"},
    {"examples", kOpenApiOld, "write example"},
    {"prefixItems", kTo2019, "write items with an array of schemas"},
    {"additionalItems", k2020, "write items, and prefixItems for the first elements"},
    {"$recursiveRef", k2020, "write $dynamicRef"},
    {"$recursiveAnchor", k2020, "write $dynamicAnchor"},
    {"$dynamicRef", only(Draft2019), "write $recursiveRef"},
    {"$dynamicAnchor", only(Draft2019), "write $recursiveAnchor"},
    {"$defs", from_to(Draft4, Draft7), "write definitions"},
    {"id", kFrom6, "write $id"},
    {"$id", only(Draft4), "write id"},
    {"dependentRequired", from_to(Draft4, Draft7), "write dependencies"},
    {"dependentSchemas", from_to(Draft4, Draft7), "write dependencies"},
    {"patternProperties", kOpenApiOld, "use additionalProperties"},
};

using Rows = std::unordered_map<std::string_view, const KeywordRow*>;

const std::array<Rows, kDialectCount>& rows_by_dialect() {
  static const std::array<Rows, kDialectCount> tables = [] {
    std::array<Rows, kDialectCount> result;
    for (const KeywordRow& row : kKeywords) {
      for (std::size_t dialect = 0; dialect < kDialectCount; ++dialect) {
        if ((row.dialects >> dialect & 1) != 0) result[dialect][row.name] = &row;
      }
    }
    return result;
  }();
  return tables;
}

}  // namespace

const KeywordRow* find_keyword(Dialect dialect, std::string_view name) {
  const Rows& rows = rows_by_dialect()[static_cast<std::size_t>(dialect)];
  const auto found = rows.find(name);
  return found == rows.end() ? nullptr : found->second;
}

const KeywordRow* find_in_any_dialect(std::string_view name) {
  for (const KeywordRow& row : kKeywords) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string_view replacement_of(std::string_view name, Dialect dialect) {
  for (const auto& row : kReplacements) {
    if (row.name == name && (row.dialects & only(dialect)) != 0) return row.advice;
  }
  return {};
}

const std::vector<std::string_view>& keyword_names(Dialect dialect) {
  static const std::array<std::vector<std::string_view>, kDialectCount> names = [] {
    std::array<std::vector<std::string_view>, kDialectCount> result;
    for (const KeywordRow& row : kKeywords) {
      for (std::size_t d = 0; d < kDialectCount; ++d) {
        if ((row.dialects >> d & 1) != 0) result[d].push_back(row.name);
      }
    }
    return result;
  }();
  return names[static_cast<std::size_t>(dialect)];
}

}  // namespace holotype::schema
