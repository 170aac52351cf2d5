// Chains: requests that follow from each other, and what must be true of them together.
//
//     POST /v1/tasks  ->  GET it  ->  PATCH or PUT it, GET it  ->  DELETE it, GET it
//     the Location of an answer  ->  GET it
//
// What was sent is compared with what is read. A service that keeps no state (a stand-in that
// answers from examples) breaks all of it and no contract: it is told by reads that show nothing of
// what was created and know every id, and its chains end there.
//
// Threads: one at a time. Spec: RFC 9110 section 9.3. Tests: tests/tester/chains_test.cc
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tester/subjects.h"

namespace holotype::tester {

// One request of a chain. What the answer itself breaks is in its judgement; `finding` is what it
// breaks together with those before.
struct Step {
  std::string what;  // "read after create"
  Attempt attempt;
  std::optional<diagnostic::Diagnostic> finding;
};

struct ChainResult {
  std::vector<Step> steps;
  bool keeps_no_state = false;
};

ChainResult run_chain(const state::Resource& resource, Subjects& subjects, Prober& prober,
                      json::Arena& arena);

}  // namespace holotype::tester
