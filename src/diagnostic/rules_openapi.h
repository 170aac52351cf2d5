// Rules about the objects of a description: what OpenAPI and Swagger ask of each, schemas aside.
//
// Tests: tests/openapi/rules_test.cc (each rule is raised there by name)
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

// The document as a whole.
inline constexpr Rule kOpenApiNotADescription{
    "openapi.not-a-description",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, OpenAPI Object; Swagger 2.0, Swagger Object",
    "A description says at its top which specification it follows.",
    "Begin the document with openapi: 3.1.1 (or swagger: \"2.0\").",
    "title: Tasks"};
inline constexpr Rule kOpenApiUnsupportedVersion{
    "openapi.unsupported-version",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Versions and Deprecation",
    "A description follows Swagger 2.0 or OpenAPI 3.",
    "Convert the description to OpenAPI 3.1; for Swagger 1.2 there are converters.",
    "swagger: \"1.2\""};
inline constexpr Rule kOpenApiNewerVersion{
    "openapi.newer-version",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Versions and Deprecation",
    "The minor version of a description is one that Holotype knows.",
    "It is read as the newest known version; check what the message says about unknown fields.",
    "openapi: 3.9.0"};
inline constexpr Rule kOpenApiVersionForm{
    "openapi.version-form",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, OpenAPI Object, openapi; Swagger 2.0, Swagger Object, swagger",
    "The version is a string: major.minor.patch, or 2.0 for Swagger.",
    "Write openapi: 3.1.1, or swagger: \"2.0\" in quotes.",
    "openapi: 3.1"};
inline constexpr Rule kOpenApiDialectUnknown{
    "openapi.dialect-unknown",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, OpenAPI Object, jsonSchemaDialect",
    "jsonSchemaDialect names a dialect of JSON Schema that Holotype knows.",
    "Schemas are read by the OpenAPI dialect; leave the field out if that is meant.",
    "jsonSchemaDialect: https://example.com/dialect"};

// Fields of objects.
inline constexpr Rule kOpenApiUnknownField{
    "openapi.unknown-field",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Specification Extensions",
    "An object has only the fields of its specification and extensions that begin with x-.",
    "Correct the name, or begin it with x- if it is an extension. The field is ignored.",
    "get: {operatonId: listTasks}"};
inline constexpr Rule kOpenApiFieldOfOtherVersion{
    "openapi.field-of-other-version",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Versions and Deprecation",
    "A field belongs to the version of OpenAPI that the description follows.",
    "Raise the version at the top of the description, or remove the field. It is ignored.",
    "openapi: 3.0.4\nwebhooks: {}"};
inline constexpr Rule kOpenApiMissingField{
    "openapi.missing-field",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, section 4 (fields marked REQUIRED)",
    "An object has the fields that its specification requires.",
    "Add the field.",
    "responses: {200: {}}"};
inline constexpr Rule kOpenApiWrongType{
    "openapi.wrong-type",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, section 4 (the type of each field)",
    "A field has the JSON type that its specification says.",
    "Write a value of that type. In YAML, quote what should be a string. The value is ignored.",
    "required: \"yes\""};
inline constexpr Rule kOpenApiInvalidValue{
    "openapi.invalid-value",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, section 4 (the values of each field)",
    "A field has one of the values that its specification lists.",
    "Use one of the values named in the message.",
    "in: headers"};
inline constexpr Rule kOpenApiFieldNotApplicable{"openapi.field-not-applicable",
                                                 Severity::Warning,
                                                 0,
                                                 "OpenAPI 3.1.1, Parameter Object, Encoding Object",
                                                 "A field stands where it has a meaning.",
                                                 "Remove the field; it changes nothing here.",
                                                 "{in: header, name: X-Page, allowReserved: true}"};

// References.
inline constexpr Rule kOpenApiReferenceMisplaced{
    "openapi.reference-misplaced",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Reference Object",
    "A $ref stands where the specification allows a Reference Object.",
    "It is followed all the same; other tools may refuse it. Refer to a component that may be "
    "referenced, or write the object in place.",
    "get: {$ref: \"#/x-operations/list\"}"};
inline constexpr Rule kOpenApiReferenceSiblings{
    "openapi.reference-siblings",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Reference Object",
    "A Reference Object has no other fields than $ref, and from 3.1 on summary and description.",
    "Remove the field, or write the object in place. The field is ignored.",
    "{$ref: \"#/components/parameters/Limit\", required: true}"};
inline constexpr Rule kOpenApiReferenceRecursive{
    "openapi.reference-recursive",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Reference Object",
    "An object that is no schema does not contain itself by way of references.",
    "Break the circle: only schemas and callbacks can be recursive.",
    "headers: {X: {content: {multipart/form-data: {encoding: {a: {headers: {X: {$ref: "
    "\"#/components/headers/X\"}}}}}}}}"};

// Paths.
inline constexpr Rule kOpenApiPathSlash{
    "openapi.path-slash",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Paths Object",
    "A path begins with a slash.",
    "Put / in front of the path. It is read as if it were there.",
    "paths: {tasks: {}}"};
inline constexpr Rule kOpenApiPathMalformed{
    "openapi.path-malformed",
    Severity::Error,
    0,
    "OpenAPI 3.2.0, Path Templating",
    "A template expression in a path is a name between braces.",
    "Close each { with a }, and put a name between them.",
    "/tasks/{taskId"};
inline constexpr Rule kOpenApiPathQuery{"openapi.path-query",
                                        Severity::Warning,
                                        0,
                                        "OpenAPI 3.1.1, Path Templating",
                                        "A path has no query and no fragment.",
                                        "Describe what follows the ? as query parameters.",
                                        "/tasks?state=open"};
inline constexpr Rule kOpenApiPathAmbiguous{
    "openapi.path-ambiguous",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Paths Object",
    "Two paths differ in more than the names of their parameters.",
    "Move the operations of both under one path.",
    "/tasks/{id} and /tasks/{taskId}"};
inline constexpr Rule kOpenApiPathItemOverlap{
    "openapi.path-item-overlap",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Path Item Object, $ref",
    "A field stands either in a path item or in the one that it refers to.",
    "Remove one of the two. The one beside the $ref is used.",
    "/tasks: {$ref: shared.yaml#/tasks, get: {}}"};
inline constexpr Rule kOpenApiMethodMalformed{
    "openapi.method-malformed",
    Severity::Error,
    0,
    "OpenAPI 3.2.0, Path Item Object, additionalOperations; RFC 9110, section 9.1",
    "An additional operation is keyed by an HTTP method that has no field of its own.",
    "Use the fixed field (get, post, query, ...) for the methods that have one.",
    "additionalOperations: {POST: {}}"};
inline constexpr Rule kOpenApiOperationIdDuplicate{
    "openapi.operation-id-duplicate",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Operation Object, operationId",
    "An operationId is unique in the description.",
    "Rename one of the two. The later operation goes by its method and path meanwhile.",
    "two operations with operationId: listTasks"};
inline constexpr Rule kOpenApiTagDuplicate{"openapi.tag-duplicate",
                                           Severity::Error,
                                           0,
                                           "OpenAPI 3.1.1, OpenAPI Object, tags",
                                           "The name of a tag is unique in the description.",
                                           "Merge the two tags.",
                                           "tags: [{name: a}, {name: a}]"};

// Parameters.
inline constexpr Rule kOpenApiPathParameterUndeclared{
    "openapi.path-parameter-undeclared",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Path Templating",
    "Each template expression in a path has a path parameter of that name.",
    "Add a parameter {name: NAME, in: path, required: true, schema: {type: string}}. Any value is "
    "accepted meanwhile.",
    "/tasks/{taskId} without a parameter taskId"};
inline constexpr Rule kOpenApiPathParameterUnused{
    "openapi.path-parameter-unused",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, name",
    "A path parameter has the name of a template expression in its path.",
    "Correct the name, or remove the parameter. It is ignored.",
    "/tasks with {name: taskId, in: path}"};
inline constexpr Rule kOpenApiPathParameterOptional{"openapi.path-parameter-optional",
                                                    Severity::Error,
                                                    0,
                                                    "OpenAPI 3.1.1, Parameter Object, required",
                                                    "A path parameter is required, and says so.",
                                                    "Add required: true. It is taken as required.",
                                                    "{name: id, in: path}"};
inline constexpr Rule kOpenApiPathParameterRepeated{"openapi.path-parameter-repeated",
                                                    Severity::Error,
                                                    0,
                                                    "OpenAPI 3.2.0, Path Templating",
                                                    "A template expression occurs once in a path.",
                                                    "Rename one of the two parameters.",
                                                    "/{id}/copies/{id}"};
inline constexpr Rule kOpenApiParameterDuplicate{
    "openapi.parameter-duplicate",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Operation Object, parameters",
    "A list of parameters holds one for each combination of name and location.",
    "Remove one of the two. The first is used.",
    "parameters: [{name: a, in: query}, {name: a, in: query}]"};
inline constexpr Rule kOpenApiHeaderDuplicate{
    "openapi.header-duplicate",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Response Object, headers; RFC 9110 section 5.1",
    "The names of headers differ by more than upper and lower case.",
    "Remove one of the two. The first is used.",
    "headers: {X-Total: {schema: {type: integer}}, x-total: {schema: {type: string}}}"};
inline constexpr Rule kOpenApiHeaderIgnored{
    "openapi.header-ignored",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Parameter Object, in; Response Object, headers",
    "Accept, Content-Type and Authorization are described by media types and security.",
    "Remove the parameter or header: the specification says that it is ignored.",
    "{name: Authorization, in: header}"};
inline constexpr Rule kOpenApiSchemaOrContent{
    "openapi.schema-or-content",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, Header Object",
    "A parameter or header has either a schema or content.",
    "Give it one of the two. Of both, schema is used.",
    "{name: a, in: query}"};
inline constexpr Rule kOpenApiContentSingle{
    "openapi.content-single",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, content",
    "The content of a parameter or header has exactly one media type.",
    "Keep one media type. The first is used.",
    "content: {}"};
inline constexpr Rule kOpenApiStyleLocation{
    "openapi.style-location",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, Style Values",
    "The style of a parameter is one that its location allows.",
    "Use one of the styles named in the message. The default is used meanwhile.",
    "{in: path, style: deepObject}"};
inline constexpr Rule kOpenApiQuerystringConflict{
    "openapi.querystring-conflict",
    Severity::Error,
    0,
    "OpenAPI 3.2.0, Parameter Object, Parameter Locations",
    "An operation has at most one querystring parameter, and no query parameters beside it.",
    "Describe the whole query in the one, or each field in the others.",
    "parameters: [{in: querystring}, {in: query}]"};

// Media types, bodies and examples.
inline constexpr Rule kOpenApiExampleConflict{
    "openapi.example-conflict",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Media Type Object, Example Object",
    "example and examples, like value and externalValue, exclude each other.",
    "Keep one of the two.",
    "{example: 1, examples: {}}"};
inline constexpr Rule kOpenApiMediaTypeMalformed{
    "openapi.media-type-malformed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Media Types; RFC 9110, section 8.3.1",
    "Content is keyed by media types or media ranges.",
    "Write type/subtype, for example application/json. The entry is ignored.",
    "content: {json: {}}"};
inline constexpr Rule kOpenApiMediaTypeDuplicate{
    "openapi.media-type-duplicate",
    Severity::Error,
    0,
    "RFC 9110, section 8.3.1",
    "Content has one entry for each media type; case makes no difference.",
    "Remove one of the two. The first is used.",
    "content: {text/plain: {}, Text/Plain: {}}"};
inline constexpr Rule kOpenApiEncodingProperty{"openapi.encoding-property",
                                               Severity::Warning,
                                               0,
                                               "OpenAPI 3.1.1, Media Type Object, encoding",
                                               "An encoding is for a property that the schema has.",
                                               "Correct the name. The encoding is ignored.",
                                               "encoding: {profileImge: {contentType: image/png}}"};
inline constexpr Rule kOpenApiBodySemantics{
    "openapi.body-semantics",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Operation Object, requestBody; RFC 9110, section 9.3",
    "A required request body belongs to a method that gives it a meaning: POST, PUT, PATCH, QUERY.",
    "Use another method. The body is checked as described, but clients and proxies may drop it.",
    "get: {requestBody: {required: true, content: {}}}"};
inline constexpr Rule kOpenApiBodyConflict{
    "openapi.body-conflict",
    Severity::Error,
    0,
    "Swagger 2.0, Parameter Object, in",
    "An operation has at most one body parameter, and none beside formData parameters.",
    "Keep one of them. The body parameter is used, of several the first.",
    "parameters: [{in: body}, {in: formData}]"};
inline constexpr Rule kOpenApiFormConsumes{
    "openapi.form-consumes",
    Severity::Warning,
    0,
    "Swagger 2.0, Parameter Object, in; Operation Object, consumes",
    "An operation with formData parameters consumes a form media type, for files "
    "multipart/form-data.",
    "Add consumes: [multipart/form-data] or application/x-www-form-urlencoded. It is read so.",
    "{consumes: [application/json], parameters: [{in: formData}]}"};

// Responses.
inline constexpr Rule kOpenApiResponsesEmpty{"openapi.responses-empty",
                                             Severity::Error,
                                             0,
                                             "OpenAPI 3.1.1, Responses Object",
                                             "An operation describes at least one response.",
                                             "Describe the response of a successful call.",
                                             "responses: {}"};
inline constexpr Rule kOpenApiStatusMalformed{
    "openapi.status-malformed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Responses Object; RFC 9110, section 15",
    "Responses are keyed by a status from 100 to 599, by 1XX to 5XX (from 3.0 on), or by default.",
    "Correct the key. The response is ignored where no status can be read from it.",
    "responses: {2000: {}}"};
inline constexpr Rule kOpenApiLinkTarget{
    "openapi.link-target",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Link Object",
    "A link names the operation that it leads to, by operationId or by operationRef.",
    "Give the operationId of an operation of this description.",
    "links: {next: {operationId: nextTsk}}"};

// Servers and security.
inline constexpr Rule kOpenApiServerVariable{
    "openapi.server-variable",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Server Object, Server Variable Object",
    "Each variable in the URL of a server is defined, with a default that its enum holds.",
    "Define the variable in the server's variables; correct its default or enum.",
    "{url: \"https://{region}.example.com\"}"};
inline constexpr Rule kOpenApiSecurityUndefined{
    "openapi.security-undefined",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Security Requirement Object",
    "A security requirement names schemes that are defined.",
    "Define the scheme in components.securitySchemes (Swagger 2.0: securityDefinitions), or "
    "correct "
    "the name. Credentials for it are not checked meanwhile.",
    "security: [{bearer: []}]"};
inline constexpr Rule kOpenApiScopeUndefined{
    "openapi.scope-undefined",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Security Requirement Object; OAuth Flow Object, scopes",
    "A scope that an OAuth 2 requirement asks for is one that the scheme defines.",
    "Add the scope to the flows of the scheme, or correct its name.",
    "security: [{oauth: [\"tasks:raed\"]}]"};

// What of an operation is not checked because of a fault above.
inline constexpr Rule kOpenApiUnchecked{"openapi.unchecked",
                                        Severity::Note,
                                        0,
                                        "OpenAPI 3.1.1, Operation Object",
                                        "A part of an operation cannot be checked.",
                                        "Mend the fault of the description that the message names.",
                                        "parameters: [5]"};

inline constexpr const Rule* kOpenApiRules[] = {
    &kOpenApiNotADescription,
    &kOpenApiUnsupportedVersion,
    &kOpenApiNewerVersion,
    &kOpenApiVersionForm,
    &kOpenApiDialectUnknown,
    &kOpenApiUnknownField,
    &kOpenApiFieldOfOtherVersion,
    &kOpenApiMissingField,
    &kOpenApiWrongType,
    &kOpenApiInvalidValue,
    &kOpenApiFieldNotApplicable,
    &kOpenApiReferenceMisplaced,
    &kOpenApiReferenceSiblings,
    &kOpenApiReferenceRecursive,
    &kOpenApiPathSlash,
    &kOpenApiPathMalformed,
    &kOpenApiPathQuery,
    &kOpenApiPathAmbiguous,
    &kOpenApiPathItemOverlap,
    &kOpenApiMethodMalformed,
    &kOpenApiOperationIdDuplicate,
    &kOpenApiTagDuplicate,
    &kOpenApiPathParameterUndeclared,
    &kOpenApiPathParameterUnused,
    &kOpenApiPathParameterOptional,
    &kOpenApiPathParameterRepeated,
    &kOpenApiParameterDuplicate,
    &kOpenApiHeaderDuplicate,
    &kOpenApiHeaderIgnored,
    &kOpenApiSchemaOrContent,
    &kOpenApiContentSingle,
    &kOpenApiStyleLocation,
    &kOpenApiQuerystringConflict,
    &kOpenApiExampleConflict,
    &kOpenApiMediaTypeMalformed,
    &kOpenApiMediaTypeDuplicate,
    &kOpenApiEncodingProperty,
    &kOpenApiBodySemantics,
    &kOpenApiBodyConflict,
    &kOpenApiFormConsumes,
    &kOpenApiResponsesEmpty,
    &kOpenApiStatusMalformed,
    &kOpenApiLinkTarget,
    &kOpenApiServerVariable,
    &kOpenApiSecurityUndefined,
    &kOpenApiScopeUndefined,
    &kOpenApiUnchecked,
};

}  // namespace holotype::diagnostic::rules
