// Rules about fixture files.
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kFixtureMalformed{
    "fixture.malformed",
    Severity::Error,
    0,
    "Holotype fixtures",
    "A fixture must have the members, and each member the type, that the format prescribes.",
    "Write a fixture as {name, operation, when, respond}; docs/fixtures.md has examples.",
    "respond: 201"};
inline constexpr Rule kFixtureUnknownField{
    "fixture.unknown-field",
    Severity::Error,
    0,
    "Holotype fixtures",
    "A fixture must not have members that the format does not know.",
    "Correct the name.",
    "response: {status: 201}"};
inline constexpr Rule kFixtureUnknownOperation{
    "fixture.unknown-operation",
    Severity::Error,
    0,
    "Holotype fixtures",
    "A fixture must name an operation of the description: an operationId, \"METHOD /path\" or "
    "\"*\".",
    "Correct the name.",
    "operation: creatTask"};
inline constexpr Rule kFixtureDuplicateName{
    "fixture.duplicate-name",
    Severity::Error,
    0,
    "Holotype fixtures",
    "Two fixtures must not have the same name for the same operation.",
    "Rename one of them.",
    "[{name: a, operation: getPet, respond: {}}, {name: a, operation: getPet, respond: {status: "
    "404}}]"};
inline constexpr Rule kFixtureExpression{
    "fixture.expression",
    Severity::Error,
    0,
    "OpenAPI 3.1.1, Runtime Expressions",
    "What stands in {$...} must be a runtime expression.",
    "Write {$request.body#/title}, {$request.path.taskId}, {$request.query.limit}, "
    "{$request.header.x-id}, {$method}, {$url} or {$generated}.",
    "{$request.bdy#/title}"};
inline constexpr Rule kFixtureSchema{"fixture.schema",
                                     Severity::Error,
                                     0,
                                     "Holotype fixtures; JSON Schema 2020-12",
                                     "A schema in `when` must be one that can be compiled.",
                                     "Mend the schema as the message says.",
                                     "when: {schema: {type: 5}}"};
inline constexpr Rule kFixtureBreaksContract{
    "fixture.breaks-contract",
    Severity::Error,
    0,
    "Holotype fixtures",
    "What a fixture answers must satisfy the response that its operation describes.",
    "Correct the fixture's status, headers or body, or the description.",
    "respond: {status: 201, merge: {status: 5}}"};
inline constexpr Rule kFixtureParameterUnknown{
    "fixture.parameter-unknown",
    Severity::Error,
    0,
    "Holotype fixtures",
    "A path parameter in `when` must be one of the operation's path template.",
    "Compare the name with the path template.",
    "when: {path: {id: 7}}"};
inline constexpr Rule kFixtureBodyFile{
    "fixture.body-file",
    Severity::Error,
    0,
    "Holotype fixtures",
    "The file that bodyFile names must be there, and below a folder that may be read.",
    "Write the path as seen from the fixture file; --allow-path allows further folders.",
    "respond: {bodyFile: ../../etc/passwd}"};
inline constexpr Rule kFixtureUnreachable{
    "fixture.unreachable",
    Severity::Warning,
    0,
    "Holotype fixtures",
    "A fixture should be one that some request can meet.",
    "Give it a `when` of its own, put `times` on the one before it, or remove it.",
    "{name: b, operation: listTasks, respond: {status: 200}}, after {name: a, operation: "
    "listTasks, ...}"};
inline constexpr Rule kFixtureNone{
    "fixture.none",
    Severity::Warning,
    0,
    "Holotype fixtures",
    "A folder of fixtures should hold a file that ends in .yaml, .yml or .json.",
    "Put the fixtures there, or name the folder where they are.",
    "holotype mock api.yaml --fixtures an-empty-folder"};
inline constexpr Rule kFixtureUnmatched{
    "fixture.unmatched",
    Severity::Note,
    0,
    "Holotype fixtures",
    "A fixture answers where all that its `when` says holds of the request.",
    "Send what the fixture asks for, or change its `when`.",
    "when: {body: {item: tea}}, and a request with {\"item\": \"milk\"}"};

inline constexpr const Rule* kFixtureRules[] = {
    &kFixtureMalformed,      &kFixtureUnknownField,     &kFixtureUnknownOperation,
    &kFixtureDuplicateName,  &kFixtureExpression,       &kFixtureSchema,
    &kFixtureBreaksContract, &kFixtureParameterUnknown, &kFixtureBodyFile,
    &kFixtureUnreachable,    &kFixtureUnmatched,        &kFixtureNone,
};

}  // namespace holotype::diagnostic::rules
