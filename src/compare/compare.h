// Compare: two versions of a description, and which clients of the older one the newer one breaks.
//
//     Diagnostics findings = compare::compare(*older, *newer);
//
// A client keeps to the older description: it sends what that allows, and copes with what that
// promises. A finding (rules compat.*) is a request that it may send and that is refused now, or an
// answer that it may get now and could not before; it points into the newer description and is
// related to its place in the older one. Operations are paired by method and path, whatever the
// variables of the path are called; versions of OpenAPI may differ. What cannot be decided is a
// note, never a guess.
//
// A description compared with itself gives nothing.
//
// Threads: one comparison at a time for a description (schemas are compiled). Determinism: in the
// order of the newer description's text, file by file.
// Spec: OpenAPI 3.2.0 and earlier. Tests: tests/compare/
#pragma once

#include "diagnostic/diagnostic.h"
#include "openapi/description.h"

namespace holotype::compare {

struct Options {
  bool tells_compatible = false;  // changes that break nobody as well, as notes
};

diagnostic::Diagnostics compare(const openapi::Description& older,
                                const openapi::Description& newer, const Options& options = {});

}  // namespace holotype::compare
