// Links: an answer whose response describes `links` leads to further operations, with what it said.
//
// Threads: one at a time. Spec: OpenAPI 3.1.1 "Link Object". Tests: tests/tester/links_test.cc
#pragma once

#include <functional>
#include <vector>

#include "tester/chains.h"

namespace holotype::tester {

using IsWanted = std::function<bool(const openapi::Operation&)>;

// Follows the links of the answer's response that lead to operations which `is_wanted` takes. Never
// a DELETE: what a link may destroy is left to the chains.
std::vector<Step> follow_links(const Attempt& attempt, const IsWanted& is_wanted, Prober& prober,
                               json::Arena& arena);

}  // namespace holotype::tester
