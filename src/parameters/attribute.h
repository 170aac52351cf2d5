// What a finding about a parameter says of its place, which its schema does not know.
//
// Tests: tests/parameters/decoder_test.cc
#pragma once

#include "diagnostic/diagnostic.h"
#include "openapi/parameter.h"

namespace holotype::parameters {

diagnostic::Place place_of(openapi::In in);

// Sets `in` and `name`, in causes too. What a cookie holds is a secret more often than not, so
// `found` is emptied there.
void attribute(diagnostic::Diagnostics& findings, const openapi::Parameter& parameter);

}  // namespace holotype::parameters
