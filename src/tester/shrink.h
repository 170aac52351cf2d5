// Shrinking: the smallest request that still fails in the same way, for people to read.
//
// Threads: one at a time. Determinism: as that of the service. Tests: tests/tester/tester_test.cc
#pragma once

#include "tester/prober.h"

namespace holotype::tester {

// `failing` with parts left out, one after the other, as long as each request asks the same
// question and its answer breaks the same rule. Sends at most `max_requests`.
Attempt shrink(Prober& prober, Attempt failing, std::size_t max_requests, json::Arena& arena);

}  // namespace holotype::tester
