// Rules about what is legal in a description and very likely not what was meant: only
// `holotype check` looks.
//
// Tests: tests/review/review_test.cc
#pragma once

#include "diagnostic/rule.h"

namespace holotype::diagnostic::rules {

inline constexpr Rule kOpenApiComponentUnused{
    "openapi.component-unused",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Components Object",
    "A component is referred to from outside of the components.",
    "Remove the component, or refer to it: what is not referred to describes nothing.",
    "components: {schemas: {Task: {}}} without a $ref to it"};
inline constexpr Rule kOpenApiPathOverlap{
    "openapi.path-overlap",
    Severity::Warning,
    0,
    "OpenAPI 3.1.1, Paths Object, Path Templating Matching",
    "No request matches two paths of which neither is the more concrete.",
    "Change one of the two: which of them answers is up to each tool. Here it is the one with the "
    "more concrete segment from the left.",
    "/{entity}/me and /books/{id}"};
inline constexpr Rule kSchemaContradiction{
    "schema.contradiction",
    Severity::Warning,
    0,
    "JSON Schema core 2020-12, section 4.2",
    "The keywords of a schema can be satisfied together.",
    "Correct one of the keywords that contradict each other.",
    "{\"minLength\": 5, \"maxLength\": 2}"};

inline constexpr const Rule* kReviewRules[] = {
    &kOpenApiComponentUnused,
    &kOpenApiPathOverlap,
    &kSchemaContradiction,
};

}  // namespace holotype::diagnostic::rules
