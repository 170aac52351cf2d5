// Dialect: which keywords a schema may use and what they mean there.
//
// Spec: JSON Schema core 2020-12 section 8.1.1 ($schema); OpenAPI 3.1 "Schema Object", OpenAPI 3.0
// "Schema Object", Swagger 2.0 "Schema Object". Tests: tests/schema/dialect_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace holotype::schema {

enum class Dialect : std::uint8_t {
  Draft4,
  Draft6,
  Draft7,
  Draft2019,
  Draft2020,
  OpenApi31,  // the OpenAPI 3.1 base dialect (and 3.2's): 2020-12 with the OAS base vocabulary
  OpenApi30,  // the Schema Object of OpenAPI 3.0: nullable, boolean exclusive bounds, $ref alone
  Swagger20,  // the Schema Object of Swagger 2.0
};
inline constexpr std::size_t kDialectCount = 8;

// The dialect that a `$schema` or `jsonSchemaDialect` URI names, with or without an empty fragment;
// nullopt where it is none of the official ones (a custom metaschema, perhaps).
std::optional<Dialect> dialect_of(std::string_view uri);

// "JSON Schema 2020-12", "OpenAPI 3.0": for messages.
std::string_view to_string(Dialect dialect);

}  // namespace holotype::schema
