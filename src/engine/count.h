// Counting what of a description an exchange has met: the one way to do so, for whoever answers and
// for whoever asks.
//
// Threads: safe from any thread. Tests: tests/journal/, tests/engine/pipeline_test.cc
#pragma once

#include <string_view>

#include "contract/contract.h"
#include "http/message.h"
#include "journal/coverage.h"
#include "journal/keywords.h"

namespace holotype::engine {

// Precondition: an operation matched, and `coverage` is of its description. `source` is where the
// answer came from: "example small" meets that example.
void count(const contract::Checked& checked, const http::Response& response,
           std::string_view source, journal::Coverage& coverage);

// The same of keywords. `body` is the instance that the answer's body writes, where it is known;
// otherwise it is read.
void count_keywords(const contract::Contract& contract, const contract::Checked& checked,
                    const http::Response& response, const json::Value* body,
                    journal::Keywords& keywords, json::Arena& arena);

}  // namespace holotype::engine
