// The examples of a description, checked against the schemas that they illustrate.
//
// An author's example is what clients of the stand-in meet, so one that contradicts its schema is
// served and reported: once for each example, with the place of the example.
//
// Spec: OpenAPI 3.1.1 "Media Type Object" and "Parameter Object", example and examples.
// Tests: tests/contract/examples_test.cc
#pragma once

#include <stop_token>

#include "diagnostic/diagnostic.h"
#include "openapi/description.h"

namespace holotype::contract {

// A finding (rule example.invalid) for each example of a request body, response, parameter or
// header that its schema does not accept, in the order of the operations; `causes` holds what the
// schema found. It may take as long as loading; once `stopping` says so it returns what it has.
diagnostic::Diagnostics check_examples(const openapi::Description& description,
                                       const std::stop_token& stopping = {});

}  // namespace holotype::contract
