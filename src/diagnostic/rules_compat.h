// Rules about two versions of a description: what a client of the older one can rely on no longer.
//
// "Request" rules are about what clients send: the newer description refuses something that the
// older one accepted. "Response" rules are about what they receive: the newer description allows
// something that the older one did not. An error is a change that breaks a client which keeps to
// the older description; a warning one of which the descriptions cannot tell whether it does.
//
// Tests: tests/compare/ (each rule is raised there by name)
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

// Operations.
inline constexpr Rule kCompatPathRemoved{
    "compat.path-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Paths Object",
    "A path that clients call is still there.",
    "Keep the path, marked as deprecated, until nobody calls it.",
    "paths without /tasks, which the older description has"};
inline constexpr Rule kCompatMethodRemoved{
    "compat.method-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Path Item Object",
    "A method that clients call is still there.",
    "Keep the operation, marked as deprecated, until nobody calls it.",
    "/tasks without delete, which the older description has"};
inline constexpr Rule kCompatOperationMoved{
    "compat.operation-moved",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Operation Object, operationId",
    "An operation answers at the path and the method that clients know.",
    "Keep the operation at its old place as well, marked as deprecated.",
    "operationId: listTasks at /v2/tasks, which was at /tasks"};
inline constexpr Rule kCompatOperationIdChanged{
    "compat.operation-id-changed",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Operation Object, operationId",
    "An operation keeps its operationId.",
    "Keep the name: generated clients call their functions by it. What goes over the wire is the "
    "same.",
    "operationId: getTasks, which was listTasks"};
inline constexpr Rule kCompatWebhookRemoved{
    "compat.webhook-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, OpenAPI Object, webhooks; Callback Object",
    "A webhook or callback that clients wait for is still sent.",
    "Keep it until nobody waits for it.",
    "webhooks without taskDone, which the older description has"};
inline constexpr Rule kCompatWebhookPartOptional{
    "compat.webhook-part-optional",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, required; Request Body Object, required",
    "A parameter or body that a webhook or callback always had still comes.",
    "Keep it required: clients that wait for it are called without it.",
    "the header X-Signature of a webhook without required: true, which it had"};
inline constexpr Rule kCompatWebhookPartRemoved{
    "compat.webhook-part-removed",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Parameter Object",
    "A parameter of a webhook or callback that clients may read is still described.",
    "Keep the parameter, if it is still sent. It was optional, so clients should do without.",
    "a webhook without X-Trace, which the older description has"};
inline constexpr Rule kCompatWebhookStatusRemoved{
    "compat.webhook-status-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Responses Object; Callback Object",
    "A status with which clients answer a webhook or callback is still one that is expected.",
    "Keep the status: what is not expected may be taken for a failure and sent again.",
    "204, where the older description has 200"};
inline constexpr Rule kCompatServerChanged{
    "compat.server-changed",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Server Object",
    "A server that clients call is still listed.",
    "Keep the server in the list as long as it answers.",
    "servers without https://api.example.com/v1, which the older description has"};

// Security.
inline constexpr Rule kCompatSecurityAdded{
    "compat.security-added",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Security Requirement Object",
    "An operation that was open to everybody still is.",
    "Allow requests without credentials as well: add an empty requirement, {}.",
    "security: [{key: []}] where there was none"};
inline constexpr Rule kCompatSecurityTightened{
    "compat.security-tightened",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Security Requirement Object",
    "Credentials that were enough still are.",
    "Keep the older requirement as an alternative.",
    "security: [{oauth: [read, write]}] where [read] was enough"};

// Parameters and request bodies.
inline constexpr Rule kCompatParameterRequiredAdded{
    "compat.parameter-required-added",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, required",
    "A parameter that is new is optional.",
    "Make the parameter optional, with a default that does what was done before.",
    "{name: team, in: query, required: true}, which is new"};
inline constexpr Rule kCompatParameterBecameRequired{
    "compat.parameter-became-required",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, required",
    "A parameter that could be left out still can.",
    "Keep the parameter optional, with a default.",
    "{name: limit, in: query, required: true}, which was optional"};
inline constexpr Rule kCompatParameterMoved{"compat.parameter-moved",
                                            Severity::Error,
                                            0,
                                            "OpenAPI 3.1.1, Parameter Object, in",
                                            "A parameter is read where clients send it.",
                                            "Keep the parameter at its old place as well.",
                                            "{name: key, in: header}, which was in: query"};
inline constexpr Rule kCompatParameterStyleChanged{
    "compat.parameter-style-changed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Parameter Object, style and explode; Encoding Object",
    "A value is written as clients write it.",
    "Keep style, explode and content as they were.",
    "ids=1,2 (explode: false), which was ids=1&ids=2"};
inline constexpr Rule kCompatParameterRemoved{
    "compat.parameter-removed",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Parameter Object",
    "A parameter that clients send is still described.",
    "Keep the parameter, marked as deprecated: a service may refuse what it does not know, or do "
    "something else without it.",
    "no parameter limit, which the older description has"};
inline constexpr Rule kCompatDefaultChanged{
    "compat.default-changed",
    Severity::Warning,
    0,
    "JSON Schema Validation 2020-12, section 9.2",
    "What a client leaves out means what it meant.",
    "Keep the default; the same request does something else now.",
    "default: 100, which was 20"};
inline constexpr Rule kCompatRequestBodyRequired{
    "compat.request-body-required",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Request Body Object, required",
    "A request that was complete without a body still is.",
    "Leave the body optional.",
    "requestBody: {required: true}, which was optional"};
inline constexpr Rule kCompatRequestBodyRemoved{
    "compat.request-body-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Operation Object, requestBody",
    "A body that clients send is still taken.",
    "Keep the request body.",
    "no requestBody, where the older description has one"};
inline constexpr Rule kCompatRequestMediaTypeRemoved{
    "compat.request-media-type-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Request Body Object, content; RFC 9110, section 15.5.16",
    "A media type that clients send is still taken.",
    "Keep the media type.",
    "content without application/xml, which the older description has"};

// Answers.
inline constexpr Rule kCompatResponseStatusRemoved{
    "compat.response-status-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Responses Object",
    "A status of success that clients wait for is still answered.",
    "Keep the status: clients take another one for a failure.",
    "200, where the older description has 201"};
inline constexpr Rule kCompatErrorStatusRemoved{
    "compat.error-status-removed",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Responses Object",
    "A status of failure that clients know is still described.",
    "Describe the status if it is still answered; if another one takes its place, clients do not "
    "know it.",
    "no 404, which the older description has"};
inline constexpr Rule kCompatResponseStatusAdded{
    "compat.response-status-added",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Responses Object",
    "A status of success is one that clients know.",
    "Answer the new status only to requests that ask for what is new.",
    "202, where the older description has 200 alone"};
inline constexpr Rule kCompatResponseMediaTypeRemoved{
    "compat.response-media-type-removed",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Response Object, content; RFC 9110, section 15.5.7",
    "A media type that clients ask for is still answered.",
    "Keep the media type.",
    "content without application/xml, which the older description has"};
inline constexpr Rule kCompatResponseHeaderOptional{
    "compat.response-header-optional",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Header Object, required",
    "A header that was promised still is.",
    "Keep the header, with required: true.",
    "Location without required: true, which it had"};
inline constexpr Rule kCompatResponseHeaderRemoved{
    "compat.response-header-removed",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Response Object, headers",
    "A header that clients may read is still described.",
    "Keep the header, if it is still sent. It was optional, so clients should do without.",
    "no X-Total-Count, which the older description has"};

// What cannot be told, and what does no harm.
inline constexpr Rule kCompatUndecided{
    "compat.undecided",
    Severity::Note,
    0,
    "JSON Schema core 2020-12, section 10",
    "Whether a change breaks clients can be decided.",
    "Read the two places: the change is one that no rule decides, such as another pattern.",
    "pattern: ^[a-z]+$, which was ^[a-y]+$"};
inline constexpr Rule kCompatCompatible{"compat.compatible",
                                        Severity::Note,
                                        0,
                                        "OpenAPI 3.1.1",
                                        "A change that breaks no client is told on request.",
                                        "Nothing needs to be done.",
                                        "a new operation"};

inline constexpr const Rule* kCompatRules[] = {
    &kCompatPathRemoved,
    &kCompatMethodRemoved,
    &kCompatOperationMoved,
    &kCompatOperationIdChanged,
    &kCompatWebhookRemoved,
    &kCompatWebhookPartOptional,
    &kCompatWebhookPartRemoved,
    &kCompatWebhookStatusRemoved,
    &kCompatServerChanged,
    &kCompatSecurityAdded,
    &kCompatSecurityTightened,
    &kCompatParameterRequiredAdded,
    &kCompatParameterBecameRequired,
    &kCompatParameterMoved,
    &kCompatParameterStyleChanged,
    &kCompatParameterRemoved,
    &kCompatDefaultChanged,
    &kCompatRequestBodyRequired,
    &kCompatRequestBodyRemoved,
    &kCompatRequestMediaTypeRemoved,
    &kCompatResponseStatusRemoved,
    &kCompatErrorStatusRemoved,
    &kCompatResponseStatusAdded,
    &kCompatResponseMediaTypeRemoved,
    &kCompatResponseHeaderOptional,
    &kCompatResponseHeaderRemoved,
    &kCompatUndecided,
    &kCompatCompatible,
};

}  // namespace holotype::diagnostic::rules
