#include "openapi/fields.h"

#include <algorithm>
#include <iterator>

namespace holotype::openapi {
namespace {

constexpr Field kDescriptionFields[] = {
    {"swagger", k20, kAnyType, k20},  // its type is version.cc's to judge
    {"openapi", kFrom30, kAnyType, kFrom30},
    {"$self", k32, kString},
    {"info", kAllVersions, kObject, kAllVersions},
    {"jsonSchemaDialect", kFrom31, kString},
    {"servers", kFrom30, kArray},
    {"host", k20, kString},
    {"basePath", k20, kString},
    {"schemes", k20, kArray},
    {"consumes", k20, kArray},
    {"produces", k20, kArray},
    {"paths", kAllVersions, kObject, k20 | k30},
    {"webhooks", kFrom31, kObject},
    {"components", kFrom30, kObject},
    {"definitions", k20, kObject},
    {"parameters", k20, kObject},
    {"responses", k20, kObject},
    {"securityDefinitions", k20, kObject},
    {"security", kAllVersions, kArray},
    {"tags", kAllVersions, kArray},
    {"externalDocs", kAllVersions, kObject},
};

constexpr Field kInfoFields[] = {
    {"title", kAllVersions, kString, kAllVersions},
    {"summary", kFrom31, kString},
    {"description", kAllVersions, kString},
    {"termsOfService", kAllVersions, kString},
    {"contact", kAllVersions, kObject},
    {"license", kAllVersions, kObject},
    {"version", kAllVersions, kString, kAllVersions},
};

constexpr Field kContactFields[] = {
    {"name", kAllVersions, kString},
    {"url", kAllVersions, kString},
    {"email", kAllVersions, kString},
};

constexpr Field kLicenseFields[] = {
    {"name", kAllVersions, kString, kAllVersions},
    {"identifier", kFrom31, kString},
    {"url", kAllVersions, kString},
};

constexpr Field kServerFields[] = {
    {"url", kFrom30, kString, kFrom30},
    {"description", kFrom30, kString},
    {"name", k32, kString},
    {"variables", kFrom30, kObject},
};

constexpr Field kServerVariableFields[] = {
    {"enum", kFrom30, kArray},
    {"default", kFrom30, kString, kFrom30},
    {"description", kFrom30, kString},
};

constexpr Field kComponentsFields[] = {
    {"schemas", kFrom30, kObject},         {"responses", kFrom30, kObject},
    {"parameters", kFrom30, kObject},      {"examples", kFrom30, kObject},
    {"requestBodies", kFrom30, kObject},   {"headers", kFrom30, kObject},
    {"securitySchemes", kFrom30, kObject}, {"links", kFrom30, kObject},
    {"callbacks", kFrom30, kObject},       {"pathItems", kFrom31, kObject},
    {"mediaTypes", k32, kObject},
};

constexpr Field kPathItemFields[] = {
    {"$ref", kAllVersions, kString},
    {"summary", kFrom30, kString},
    {"description", kFrom30, kString},
    {"get", kAllVersions, kObject},
    {"put", kAllVersions, kObject},
    {"post", kAllVersions, kObject},
    {"delete", kAllVersions, kObject},
    {"options", kAllVersions, kObject},
    {"head", kAllVersions, kObject},
    {"patch", kAllVersions, kObject},
    {"trace", kFrom30, kObject},
    {"query", k32, kObject},
    {"additionalOperations", k32, kObject},
    {"servers", kFrom30, kArray},
    {"parameters", kAllVersions, kArray},
};

constexpr Field kOperationFields[] = {
    {"tags", kAllVersions, kArray},
    {"summary", kAllVersions, kString},
    {"description", kAllVersions, kString},
    {"externalDocs", kAllVersions, kObject},
    {"operationId", kAllVersions, kString},
    {"consumes", k20, kArray},
    {"produces", k20, kArray},
    {"schemes", k20, kArray},
    {"parameters", kAllVersions, kArray},
    {"requestBody", kFrom30, kObject},
    {"responses", kAllVersions, kObject, k20 | k30},
    {"callbacks", kFrom30, kObject},
    {"deprecated", kAllVersions, kBoolean},
    {"security", kAllVersions, kArray},
    {"servers", kFrom30, kArray},
};

constexpr Field kExternalDocumentationFields[] = {
    {"description", kAllVersions, kString},
    {"url", kAllVersions, kString, kAllVersions},
};

constexpr Field kParameterFields[] = {
    {"name", kFrom30, kString, kFrom30},  {"in", kFrom30, kString, kFrom30},
    {"description", kFrom30, kString},    {"required", kFrom30, kBoolean},
    {"deprecated", kFrom30, kBoolean},    {"allowEmptyValue", kFrom30, kBoolean},
    {"style", kFrom30, kString},          {"explode", kFrom30, kBoolean},
    {"allowReserved", kFrom30, kBoolean}, {"schema", kFrom30, kObject | kBoolean},
    {"example", kFrom30, kAnyType},       {"examples", kFrom30, kObject},
    {"content", kFrom30, kObject},
};

constexpr Field kBodyParameterFields[] = {
    {"name", k20, kString, k20}, {"in", k20, kString, k20},     {"description", k20, kString},
    {"required", k20, kBoolean}, {"schema", k20, kObject, k20},
};

// Swagger 2.0 writes the schema of a simple value beside the other fields. The values of these
// keywords are the schema compiler's to judge.
#define HOLOTYPE_SIMPLE_SCHEMA_FIELDS                                                             \
  {"type", k20, kString, k20}, {"format", k20, kString}, {"items", k20, kObject},                 \
      {"collectionFormat", k20, kString}, {"default", k20, kAnyType}, {"maximum", k20, kAnyType}, \
      {"exclusiveMaximum", k20, kAnyType}, {"minimum", k20, kAnyType},                            \
      {"exclusiveMinimum", k20, kAnyType}, {"maxLength", k20, kAnyType},                          \
      {"minLength", k20, kAnyType}, {"pattern", k20, kAnyType}, {"maxItems", k20, kAnyType},      \
      {"minItems", k20, kAnyType}, {"uniqueItems", k20, kAnyType}, {"enum", k20, kAnyType}, {     \
    "multipleOf", k20, kAnyType                                                                   \
  }

constexpr Field kSimpleParameterFields[] = {
    {"name", k20, kString, k20}, {"in", k20, kString, k20},          {"description", k20, kString},
    {"required", k20, kBoolean}, {"allowEmptyValue", k20, kBoolean}, HOLOTYPE_SIMPLE_SCHEMA_FIELDS,
};
constexpr Field kItemsFields[] = {HOLOTYPE_SIMPLE_SCHEMA_FIELDS};
constexpr Field kSimpleHeaderFields[] = {
    {"description", k20, kString},
    HOLOTYPE_SIMPLE_SCHEMA_FIELDS,
};
#undef HOLOTYPE_SIMPLE_SCHEMA_FIELDS

constexpr Field kRequestBodyFields[] = {
    {"description", kFrom30, kString},
    {"content", kFrom30, kObject, kFrom30},
    {"required", kFrom30, kBoolean},
};

constexpr Field kMediaTypeFields[] = {
    {"schema", kFrom30, kObject | kBoolean}, {"itemSchema", k32, kObject | kBoolean},
    {"example", kFrom30, kAnyType},          {"examples", kFrom30, kObject},
    {"encoding", kFrom30, kObject},          {"prefixEncoding", k32, kArray},
    {"itemEncoding", k32, kObject},
};

constexpr Field kEncodingFields[] = {
    {"contentType", kFrom30, kString},    {"headers", kFrom30, kObject},
    {"style", kFrom30, kString},          {"explode", kFrom30, kBoolean},
    {"allowReserved", kFrom30, kBoolean}, {"encoding", k32, kObject},
    {"prefixEncoding", k32, kArray},      {"itemEncoding", k32, kObject},
};

constexpr Field kResponseFields[] = {
    {"summary", k32, kString},   {"description", kAllVersions, kString, k20 | k30 | k31},
    {"schema", k20, kObject},    {"headers", kAllVersions, kObject},
    {"examples", k20, kObject},  {"content", kFrom30, kObject},
    {"links", kFrom30, kObject},
};

constexpr Field kHeaderFields[] = {
    {"description", kFrom30, kString},
    {"required", kFrom30, kBoolean},
    {"deprecated", kFrom30, kBoolean},
    {"allowEmptyValue", k30 | k31, kBoolean},  // "follows the structure of the Parameter Object"
    {"style", kFrom30, kString},
    {"explode", kFrom30, kBoolean},
    {"allowReserved", k30 | k31, kBoolean},
    {"schema", kFrom30, kObject | kBoolean},
    {"example", kFrom30, kAnyType},
    {"examples", kFrom30, kObject},
    {"content", kFrom30, kObject},
};

constexpr Field kExampleFields[] = {
    {"summary", kFrom30, kString}, {"description", kFrom30, kString},
    {"value", kFrom30, kAnyType},  {"externalValue", kFrom30, kString},
    {"dataValue", k32, kAnyType},  {"serializedValue", k32, kString},
};

constexpr Field kLinkFields[] = {
    {"operationRef", kFrom30, kString}, {"operationId", kFrom30, kString},
    {"parameters", kFrom30, kObject},   {"requestBody", kFrom30, kAnyType},
    {"description", kFrom30, kString},  {"server", kFrom30, kObject},
};

constexpr Field kTagFields[] = {
    {"name", kAllVersions, kString, kAllVersions},
    {"summary", k32, kString},
    {"description", kAllVersions, kString},
    {"externalDocs", kAllVersions, kObject},
    {"parent", k32, kString},
    {"kind", k32, kString},
};

constexpr Field kSecuritySchemeFields[] = {
    {"type", kAllVersions, kString, kAllVersions},
    {"description", kAllVersions, kString},
    {"name", kAllVersions, kString},
    {"in", kAllVersions, kString},
    {"scheme", kFrom30, kString},
    {"bearerFormat", kFrom30, kString},
    {"flows", kFrom30, kObject},
    {"openIdConnectUrl", kFrom30, kString},
    {"oauth2MetadataUrl", k32, kString},
    {"deprecated", k32, kBoolean},
    {"flow", k20, kString},
    {"authorizationUrl", k20, kString},
    {"tokenUrl", k20, kString},
    {"scopes", k20, kObject},
};

constexpr Field kOAuthFlowsFields[] = {
    {"implicit", kFrom30, kObject},          {"password", kFrom30, kObject},
    {"clientCredentials", kFrom30, kObject}, {"authorizationCode", kFrom30, kObject},
    {"deviceAuthorization", k32, kObject},
};

constexpr Field kOAuthFlowFields[] = {
    {"authorizationUrl", kFrom30, kString}, {"deviceAuthorizationUrl", k32, kString},
    {"tokenUrl", kFrom30, kString},         {"refreshUrl", kFrom30, kString},
    {"scopes", kFrom30, kObject, kFrom30},
};

}  // namespace

constinit const ObjectKind kDescriptionObject{"OpenAPI Object", kDescriptionFields};
constinit const ObjectKind kInfoObject{"Info Object", kInfoFields};
constinit const ObjectKind kContactObject{"Contact Object", kContactFields};
constinit const ObjectKind kLicenseObject{"License Object", kLicenseFields};
constinit const ObjectKind kServerObject{"Server Object", kServerFields};
constinit const ObjectKind kServerVariableObject{"Server Variable Object", kServerVariableFields};
constinit const ObjectKind kComponentsObject{"Components Object", kComponentsFields};
constinit const ObjectKind kPathItemObject{"Path Item Object", kPathItemFields, kAllVersions};
constinit const ObjectKind kOperationObject{"Operation Object", kOperationFields};
constinit const ObjectKind kExternalDocumentationObject{"External Documentation Object",
                                                        kExternalDocumentationFields};
constinit const ObjectKind kParameterObject{"Parameter Object", kParameterFields, kFrom30};
constinit const ObjectKind kBodyParameterObject{"Parameter Object", kBodyParameterFields, k20};
constinit const ObjectKind kSimpleParameterObject{"Parameter Object", kSimpleParameterFields, k20};
constinit const ObjectKind kItemsObject{"Items Object", kItemsFields};
constinit const ObjectKind kRequestBodyObject{"Request Body Object", kRequestBodyFields, kFrom30};
constinit const ObjectKind kMediaTypeObject{"Media Type Object", kMediaTypeFields, k32};
constinit const ObjectKind kEncodingObject{"Encoding Object", kEncodingFields};
constinit const ObjectKind kResponseObject{"Response Object", kResponseFields, kAllVersions};
constinit const ObjectKind kHeaderObject{"Header Object", kHeaderFields, kFrom30};
constinit const ObjectKind kSimpleHeaderObject{"Header Object", kSimpleHeaderFields};
constinit const ObjectKind kExampleObject{"Example Object", kExampleFields, kFrom30};
constinit const ObjectKind kLinkObject{"Link Object", kLinkFields, kFrom30};
constinit const ObjectKind kTagObject{"Tag Object", kTagFields};
constinit const ObjectKind kSecuritySchemeObject{"Security Scheme Object", kSecuritySchemeFields,
                                                 kFrom30};
constinit const ObjectKind kOAuthFlowsObject{"OAuth Flows Object", kOAuthFlowsFields};
constinit const ObjectKind kOAuthFlowObject{"OAuth Flow Object", kOAuthFlowFields};
constinit const ObjectKind kPathsObject{"Paths Object", {}};
constinit const ObjectKind kResponsesObject{"Responses Object", {}};
constinit const ObjectKind kCallbackObject{"Callback Object", {}, kFrom30};

const Field* ObjectKind::find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &Field::name);
  return found == fields.end() ? nullptr : &*found;
}

std::string to_string(Types types) {
  struct Name {
    Types type;
    std::string_view text;
  };
  constexpr Name kNames[] = {
      {only(json::Type::Null), "null"},
      {kBoolean, "a boolean"},
      {kNumber, "a number"},
      {kString, "a string"},
      {kArray, "an array"},
      {kObject, "an object"},
  };
  std::string text;
  for (const Name& name : kNames) {
    if ((types & name.type) == 0) continue;
    if (!text.empty()) text += " or ";
    text += name.text;
  }
  return text;
}

}  // namespace holotype::openapi
