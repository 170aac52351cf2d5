// What of a request a recording keeps: which fixture it is, and when that one answers.
//
// A request is known by its operation, what it amounted to (the outcome), its path and query values
// and its body; other header fields and credentials do not count. What is secret is left out, so
// that the condition holds for every key.
//
// A query name that is sent several times, or that may be (an array's whose elements are sent so,
// one that is not declared), is known by all of its values in their order, any other by the one
// that it has.
//
// Internal to the module. Threads: any. Tests: tests/proxy/recorder_test.cc
#pragma once

#include <string>

#include "base/result.h"
#include "contract/contract.h"
#include "proxy/left_out.h"

namespace holotype::proxy {

// "    operation: getTask\n    when:...": what identifies the request, as YAML. Fails where no
// condition could tell it from others: YAML has no bytes that are not UTF-8.
Result<std::string, LeftOut> recorded_request(const contract::Contract& contract,
                                              const contract::Checked& checked);

}  // namespace holotype::proxy
