// What of a request a recording keeps: which fixture it is, and when that one answers.
//
// A request is known by its operation, what it amounted to (the outcome), its path and query values
// and its body; other header fields and credentials do not count. What is secret is left out, so
// that the condition holds for every key.
//
// Internal to the module. Threads: any. Tests: tests/proxy/recorder_test.cc
#pragma once

#include <string>

#include "contract/contract.h"

namespace holotype::proxy {

// "    operation: getTask\n    when:...": what identifies the request, as YAML.
std::string recorded_request(const contract::Contract& contract, const contract::Checked& checked);

}  // namespace holotype::proxy
