// Rules about the schemas of two versions of a description; see rules_compat.h.
//
// Tests: tests/compare/schemas_test.cc (each rule is raised there by name)
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

// What clients send.
inline constexpr Rule kCompatRequestTypeRemoved{"compat.request-type-removed",
                                                Severity::Error,
                                                0,
                                                "JSON Schema Validation 2020-12, section 6.1.1",
                                                "A type that was accepted still is.",
                                                "Keep the type beside the new one.",
                                                "type: integer, which was [integer, string]"};
inline constexpr Rule kCompatRequestNullRemoved{
    "compat.request-null-removed",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.1.1; OpenAPI 3.0.4, Schema Object, "
    "nullable",
    "null is accepted where it was.",
    "Keep null among the types.",
    "type: string, which was nullable"};
inline constexpr Rule kCompatRequestEnumValueRemoved{
    "compat.request-enum-value-removed",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.1.2",
    "A value that was accepted still is.",
    "Keep the value; it may be marked as deprecated in the description.",
    "enum: [low, high], which had medium"};
inline constexpr Rule kCompatRequestBoundTightened{"compat.request-bound-tightened",
                                                   Severity::Error,
                                                   0,
                                                   "JSON Schema Validation 2020-12, section 6",
                                                   "A bound admits what it admitted.",
                                                   "Keep the bound as wide as it was.",
                                                   "maxLength: 40, which was 80"};
inline constexpr Rule kCompatRequestPatternAdded{
    "compat.request-pattern-added",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.3.3",
    "A string that was accepted still is.",
    "Describe the pattern in words, or admit what was admitted.",
    "pattern: ^[a-z]+$, where there was none"};
inline constexpr Rule kCompatRequestFormatAdded{
    "compat.request-format-added",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 7.3",
    "A string or number of any form is accepted where it was.",
    "Describe the format in words, or admit what was admitted.",
    "format: date, which was date-time"};
inline constexpr Rule kCompatRequestPropertyRequired{
    "compat.request-property-required",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.5.3",
    "A property that could be left out still can.",
    "Leave the property optional, with a default.",
    "required: [title, owner], which was [title]"};
inline constexpr Rule kCompatRequestPropertyRefused{
    "compat.request-property-refused",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Schema Object, readOnly; JSON Schema core 2020-12, section "
    "10.3.2.3",
    "A property that was accepted still is.",
    "Keep the property, and do nothing with it if it means nothing any more.",
    "owner with readOnly: true, which clients could send"};
inline constexpr Rule kCompatRequestPropertyRemoved{
    "compat.request-property-removed",
    Severity::Warning,
    0,
    "JSON Schema core 2020-12, section 10.3.2.1",
    "A property that clients send is still described.",
    "Keep the property, marked as deprecated: what is sent without being described is"
    " lost in silence.",
    "no property owner, which the older description has"};
inline constexpr Rule kCompatRequestAdditionalClosed{
    "compat.request-additional-closed",
    Severity::Error,
    0,
    "JSON Schema core 2020-12, section 10.3.2.3",
    "Properties beyond those described are accepted where they were.",
    "Leave the object open.",
    "additionalProperties: false, where there was nothing"};
inline constexpr Rule kCompatRequestBranchRemoved{
    "compat.request-branch-removed",
    Severity::Error,
    0,
    "JSON Schema core 2020-12, section 10.2.1",
    "A kind of value that was accepted still is.",
    "Keep the branch.",
    "oneOf without Cat, which the older description has"};
inline constexpr Rule kCompatRequestSchemaNarrowed{"compat.request-schema-narrowed",
                                                   Severity::Error,
                                                   0,
                                                   "JSON Schema core 2020-12, section 10",
                                                   "A value that was accepted still is.",
                                                   "Admit what was admitted.",
                                                   "not: {const: 0}, where there was nothing"};

// What clients receive.
inline constexpr Rule kCompatResponseTypeAdded{"compat.response-type-added",
                                               Severity::Error,
                                               0,
                                               "JSON Schema Validation 2020-12, section 6.1.1",
                                               "An answer has values of types that clients know.",
                                               "Give the new type to a new property.",
                                               "type: [integer, string], which was integer"};
inline constexpr Rule kCompatResponseNullAdded{
    "compat.response-null-added",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.1.1; OpenAPI 3.0.4, Schema Object, "
    "nullable",
    "An answer has null only where clients expect it.",
    "Leave out an optional property rather than making it null.",
    "nullable: true, where there was nothing"};
inline constexpr Rule kCompatResponseEnumValueAdded{
    "compat.response-enum-value-added",
    Severity::Warning,
    0,
    "JSON Schema Validation 2020-12, section 6.1.2",
    "An answer has values that clients know.",
    "Tell clients beforehand to expect values that they do not know. It is a warning,"
    " because that is how an API grows, and no description says whether its clients "
    "were told; --strict makes it fail.",
    "enum: [open, done, late], which had no late"};
inline constexpr Rule kCompatResponseBoundLoosened{
    "compat.response-bound-loosened",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6",
    "An answer stays within the bounds that clients rely on.",
    "Keep the bound.",
    "maxLength: 80, which was 40"};
inline constexpr Rule kCompatResponsePatternRemoved{
    "compat.response-pattern-removed",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.3.3",
    "A string in an answer has the form that clients read.",
    "Keep the pattern.",
    "no pattern, where there was ^tsk_"};
inline constexpr Rule kCompatResponseFormatRemoved{
    "compat.response-format-removed",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 7.3",
    "A value in an answer has the format that clients read.",
    "Keep the format.",
    "format: date-time, which was date"};
inline constexpr Rule kCompatResponsePropertyOptional{
    "compat.response-property-optional",
    Severity::Error,
    0,
    "JSON Schema Validation 2020-12, section 6.5.3",
    "A property that was always in an answer still is.",
    "Keep the property required.",
    "required: [id], which was [id, title]"};
inline constexpr Rule kCompatResponsePropertyRemoved{
    "compat.response-property-removed",
    Severity::Error,
    0,
    "JSON Schema core 2020-12, section 10.3.2.1",
    "A property that was always in an answer still is.",
    "Keep the property, marked as deprecated, until nobody reads it.",
    "no property title, which was required"};
inline constexpr Rule kCompatResponseOptionalPropertyRemoved{
    "compat.response-optional-property-removed",
    Severity::Warning,
    0,
    "JSON Schema core 2020-12, section 10.3.2.1",
    "A property that clients may read is still described.",
    "Keep the property, marked as deprecated, until nobody reads it. It was optional,"
    " so clients should do without.",
    "no property note, which was optional"};
inline constexpr Rule kCompatResponseAdditionalOpened{
    "compat.response-additional-opened",
    Severity::Warning,
    0,
    "JSON Schema core 2020-12, section 10.3.2.3",
    "An answer has the properties alone that clients were told of.",
    "Leave additionalProperties out of answers from the beginning: a client that "
    "refuses unknown properties is one that was told to.",
    "additionalProperties: true, which was false"};
inline constexpr Rule kCompatResponseBranchAdded{
    "compat.response-branch-added",
    Severity::Error,
    0,
    "JSON Schema core 2020-12, section 10.2.1",
    "A value in an answer is of a kind that clients know.",
    "Give the new kind to a new property or operation.",
    "oneOf with Dog, which the older description has not"};
inline constexpr Rule kCompatResponseSchemaWidened{"compat.response-schema-widened",
                                                   Severity::Error,
                                                   0,
                                                   "JSON Schema core 2020-12, section 10",
                                                   "A value in an answer is one that clients know.",
                                                   "Keep what the schema ruled out.",
                                                   "no not, where there was not: {const: 0}"};

inline constexpr const Rule* kCompatSchemaRules[] = {
    &kCompatRequestTypeRemoved,
    &kCompatRequestNullRemoved,
    &kCompatRequestEnumValueRemoved,
    &kCompatRequestBoundTightened,
    &kCompatRequestPatternAdded,
    &kCompatRequestFormatAdded,
    &kCompatRequestPropertyRequired,
    &kCompatRequestPropertyRefused,
    &kCompatRequestPropertyRemoved,
    &kCompatRequestAdditionalClosed,
    &kCompatRequestBranchRemoved,
    &kCompatRequestSchemaNarrowed,
    &kCompatResponseTypeAdded,
    &kCompatResponseNullAdded,
    &kCompatResponseEnumValueAdded,
    &kCompatResponseBoundLoosened,
    &kCompatResponsePatternRemoved,
    &kCompatResponseFormatRemoved,
    &kCompatResponsePropertyOptional,
    &kCompatResponsePropertyRemoved,
    &kCompatResponseOptionalPropertyRemoved,
    &kCompatResponseAdditionalOpened,
    &kCompatResponseBranchAdded,
    &kCompatResponseSchemaWidened,
};

}  // namespace holotype::diagnostic::rules
