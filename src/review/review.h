// Review: what of a description is legal and very likely not what was meant.
//
// Loading a description reports what breaks the specification. This reports what contradicts itself
// or leads nowhere: components that nothing refers to, paths of which two match the same request,
// schemas whose keywords nothing satisfies, and the parameters and request bodies that nobody can
// send. It costs more than loading does, so only `holotype check` asks.
//
// Threads: one at a time for a description (schemas are compiled). Determinism: findings by the
// checks in that order, in the order of the text.
// Spec: OpenAPI 3.2.0 and earlier; JSON Schema 2020-12. Tests: tests/review/review_test.cc
#pragma once

#include "diagnostic/diagnostic.h"
#include "openapi/description.h"

namespace holotype::review {

diagnostic::Diagnostics review(const openapi::Description& description);

// The parts, each a check of its own.

// Rule openapi.component-unused. A description without paths and webhooks is there for its
// components, and none of them is unused.
diagnostic::Diagnostics unused_components(const openapi::Description& description);
// Rule openapi.path-overlap.
diagnostic::Diagnostics overlapping_paths(const openapi::Description& description);
// Rule schema.contradiction.
diagnostic::Diagnostics contradictory_schemas(const openapi::Description& description);
// Rule generate.no-instance.
diagnostic::Diagnostics unsatisfiable_requests(const openapi::Description& description);

}  // namespace holotype::review
