// Which fields each object of a description has: tables, one row a field.
//
// A row says in which versions the field exists, which JSON types it may have and in which versions
// it is required. What depends on other fields (a schema or content, never both) is with the reader
// of the object. Internal to openapi.
//
// Spec: Swagger 2.0 "Specification"; OpenAPI 3.0.4, 3.1.1, 3.2.0 section 4 ("Fixed Fields").
// Tests: tests/openapi/rules_test.cc
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "json/value.h"
#include "openapi/version.h"

namespace holotype::openapi {

// A set of versions, one bit each.
using Versions = std::uint8_t;
constexpr Versions only(Version version) {
  return static_cast<Versions>(1u << static_cast<unsigned>(version));
}
inline constexpr Versions k20 = only(Version::Swagger20);
inline constexpr Versions k30 = only(Version::OpenApi30);
inline constexpr Versions k31 = only(Version::OpenApi31);
inline constexpr Versions k32 = only(Version::OpenApi32);
inline constexpr Versions kFrom31 = k31 | k32;
inline constexpr Versions kFrom30 = k30 | kFrom31;
inline constexpr Versions kAllVersions = k20 | kFrom30;

// A set of JSON types, one bit each.
using Types = std::uint8_t;
constexpr Types only(json::Type type) {
  return static_cast<Types>(1u << static_cast<unsigned>(type));
}
inline constexpr Types kBoolean = only(json::Type::Boolean);
inline constexpr Types kNumber = only(json::Type::Number);
inline constexpr Types kString = only(json::Type::String);
inline constexpr Types kArray = only(json::Type::Array);
inline constexpr Types kObject = only(json::Type::Object);
inline constexpr Types kAnyType = 0x3F;

// "a string", "an array or an object": for messages.
std::string to_string(Types types);

struct Field {
  std::string_view name;
  Versions versions;
  Types types;
  Versions required_in = 0;
};

struct ObjectKind {
  std::string_view name;  // the specification's: "Parameter Object"
  std::span<const Field> fields;
  // Where a Reference Object may stand in its place.
  Versions referable_in = 0;

  const Field* find(std::string_view field) const;
};

extern const ObjectKind kDescriptionObject;  // OpenAPI Object, Swagger Object
extern const ObjectKind kInfoObject;
extern const ObjectKind kContactObject;
extern const ObjectKind kLicenseObject;
extern const ObjectKind kServerObject;
extern const ObjectKind kServerVariableObject;
extern const ObjectKind kComponentsObject;
extern const ObjectKind kPathItemObject;
extern const ObjectKind kOperationObject;
extern const ObjectKind kExternalDocumentationObject;
extern const ObjectKind kParameterObject;        // OpenAPI 3
extern const ObjectKind kBodyParameterObject;    // Swagger 2.0, in: body
extern const ObjectKind kSimpleParameterObject;  // Swagger 2.0, everything else
extern const ObjectKind kItemsObject;            // Swagger 2.0
extern const ObjectKind kRequestBodyObject;
extern const ObjectKind kMediaTypeObject;
extern const ObjectKind kEncodingObject;
extern const ObjectKind kResponseObject;
extern const ObjectKind kHeaderObject;
extern const ObjectKind kSimpleHeaderObject;  // Swagger 2.0
extern const ObjectKind kExampleObject;
extern const ObjectKind kLinkObject;
extern const ObjectKind kTagObject;
extern const ObjectKind kSecuritySchemeObject;
extern const ObjectKind kOAuthFlowsObject;
extern const ObjectKind kOAuthFlowObject;
// Maps, whose keys are the user's.
extern const ObjectKind kPathsObject;
extern const ObjectKind kResponsesObject;
extern const ObjectKind kCallbackObject;

}  // namespace holotype::openapi
