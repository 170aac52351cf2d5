// Rules about strings and names in a description that must have a form, and about several
// descriptions on one port.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kOpenApiFormMalformed{
    "openapi.form-malformed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Info, Contact, License, External Documentation, OAuth Flow Object",
    "A field that holds a URL or an email address must have the form of one.",
    "Correct the text, or leave the field out.",
    "contact: {email: nobody}"};
inline constexpr Rule kOpenApiFieldsExclusive{
    "openapi.fields-exclusive",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, License Object, Link Object",
    "Fields that exclude each other must not stand in one object.",
    "Keep one of the two.",
    "license: {name: MIT, identifier: MIT, url: https://opensource.org/licenses/MIT}"};
inline constexpr Rule kOpenApiExpressionMalformed{
    "openapi.expression-malformed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Runtime Expressions",
    "A runtime expression must follow the grammar of the specification.",
    "Write it like $request.body#/id, $request.query.page or $response.header.Location.",
    "callbacks: {done: {'{$request.body.url}': {}}}"};
inline constexpr Rule kOpenApiComponentName{
    "openapi.component-name",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Components Object",
    "The name of a component is made of letters, digits, \".\", \"-\" and \"_\".",
    "Rename the component, and what refers to it.",
    "components: {schemas: {my pet: {}}}"};
inline constexpr Rule kOpenApiTagParent{"openapi.tag-parent",
                                        Severity::Error,
                                        0,
                                        "OpenAPI 3.2.0, Tag Object, parent",
                                        "The parent of a tag is another tag, without a circle.",
                                        "Name a tag that is listed under tags.",
                                        "tags: [{name: cats, parent: pets}]"};

inline constexpr Rule kOpenApiLinkParameter{
    "openapi.link-parameter",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Link Object, parameters",
    "The parameters that a link gives are parameters of the operation that it leads to.",
    "Name a parameter of that operation, alone or with its place before it, as in path.id.",
    "links: {pet: {operationId: getPet, parameters: {pteId: $response.body#/id}}}"};

inline constexpr Rule kOpenApiHeaderName{
    "openapi.header-name",
    Severity::Error,
    0,
    "RFC 9110, section 5.1; OpenAPI 3.1.1, Parameter, Header and Security Scheme Object",
    "The name of a header is a token: letters, digits and some marks, without spaces.",
    "Write the name as it is sent, without a colon.",
    "parameters: [{name: 'Request Id', in: header}]"};
inline constexpr Rule kOpenApiServerName{"openapi.server-name",
                                         Severity::Error,
                                         0,
                                         "OpenAPI 3.2.0, Server Object, name",
                                         "The names of servers are unique.",
                                         "Rename one of them.",
                                         "servers: [{url: /a, name: x}, {url: /b, name: x}]"};
inline constexpr Rule kOpenApiScopesMisplaced{
    "openapi.scopes-misplaced",
    Severity::Error,
    0,
    "OpenAPI 3.0.4, Security Requirement Object; Swagger 2.0",
    "Only OAuth 2 and OpenID Connect have scopes; the list of every other scheme is empty.",
    "Leave the list empty.",
    "security: [{apiKey: [read]}]"};
inline constexpr Rule kOpenApiStyleType{
    "openapi.style-type",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Style Values",
    "spaceDelimited and pipeDelimited are styles of arrays and objects, deepObject of objects.",
    "Leave style out, or describe an array or an object.",
    "{name: filter, in: query, style: deepObject, schema: {type: string}}"};

inline constexpr Rule kOpenApiResponsesInterim{
    "openapi.responses-interim",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Responses Object; RFC 9110, section 15.2",
    "The responses of an operation include one that ends the exchange: one of 1xx does not.",
    "Describe the response of a successful call.",
    "responses: {100: {description: Go on.}}"};
inline constexpr Rule kOpenApiOperationClash{
    "openapi.operation-clash",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Paths Object",
    "Descriptions that are served on one port must not have operations for the same requests.",
    "Serve one of them on another port, or give it a base path under servers.",
    "holotype mock pets.yaml cats.yaml, both with GET /pets"};

inline constexpr const Rule* kOpenApiFormRules[] = {
    &kOpenApiFormMalformed, &kOpenApiFieldsExclusive,  &kOpenApiExpressionMalformed,
    &kOpenApiComponentName, &kOpenApiTagParent,        &kOpenApiLinkParameter,
    &kOpenApiHeaderName,    &kOpenApiServerName,       &kOpenApiScopesMisplaced,
    &kOpenApiStyleType,     &kOpenApiResponsesInterim, &kOpenApiOperationClash,
};

}  // namespace holotype::diagnostic::rules
