// Rules about resources that earlier requests created (--stateful).
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kResourceUnknown{
    "state.resource-unknown",
    Severity::Error,
    404,
    "RFC 9110, section 15.5.5",
    "A request must name a resource that this session has.",
    "Create it first, or take an id that a list shows; with --stateful only what examples, "
    "fixtures "
    "and earlier requests made is there, and DELETE removes it with all that is in it.",
    "GET /v1/tasks/tsk_nobody"};
inline constexpr Rule kResourceTaken{"state.resource-taken",
                                     Severity::Error,
                                     409,
                                     "RFC 9110, section 15.5.10",
                                     "A new resource must not have the id of one that is there.",
                                     "Send another id, or none.",
                                     "POST /pets {\"id\": \"rex\"} twice"};
inline constexpr Rule kResourcePrecondition{
    "state.precondition",
    Severity::Error,
    412,
    "RFC 9110, sections 13.1.1, 13.1.2 and 15.5.13",
    "A change that names versions by If-Match or If-None-Match must meet what is there.",
    "Read the resource again and send the ETag that it has now; If-None-Match: * creates what is "
    "not "
    "there yet.",
    "If-Match: \"0\""};
inline constexpr Rule kPatchMalformed{
    "state.patch-malformed",
    Severity::Error,
    422,
    "RFC 6902, section 4; RFC 5789, section 2.2",
    "A JSON Patch is a list of operations: add, remove, replace, move, copy and test.",
    "Correct the operation; a patch that is an object is a merge patch, "
    "application/merge-patch+json.",
    "[{\"op\": \"add\", \"path\": \"title\", \"value\": \"x\"}]"};
inline constexpr Rule kPatchFailed{
    "state.patch-failed",
    Severity::Error,
    409,
    "RFC 6902, section 5; RFC 5789, sections 2 and 2.2",
    "A patch must fit the resource as it is, and leave what its schema allows.",
    "Read the resource again and write the patch for what it is now.",
    "[{\"op\": \"test\", \"path\": \"/title\", \"value\": \"what it was before\"}]"};
inline constexpr Rule kStateFull{"state.full",
                                 Severity::Error,
                                 507,
                                 "RFC 4918, section 11.5",
                                 "A session holds no more resources than --max-resources.",
                                 "Remove some, reset the session's state, use a session for each "
                                 "test, or raise --max-resources.",
                                 "--stateful --max-resources 1, and a second POST /pets"};
inline constexpr Rule kStateNotShown{
    "state.not-shown",
    Severity::Note,
    0,
    "OpenAPI 3.1.1, Media Type Object",
    "What a resource has become must fit the schema of the answer that shows it.",
    "The answer is the description's own instead; give the schemas of the operations on one "
    "resource "
    "a common part, or an example that satisfies both.",
    "GET /pets of no pets, described by {type: array, minItems: 1}"};

inline constexpr const Rule* kStateRules[] = {
    &kResourceUnknown, &kResourceTaken, &kResourcePrecondition, &kPatchMalformed,
    &kPatchFailed,     &kStateFull,     &kStateNotShown,
};

}  // namespace holotype::diagnostic::rules
