// Preferences of a request: Prefer, and the query parameters that stand in for it (__code=404).
//
// Costs a look for the header and for "__" where a request has neither.
//
// Threads: pure. Spec: RFC 7240, http/prefer.h. Tests: tests/exchanges/preferences/
#pragma once

#include "http/message.h"
#include "http/prefer.h"

namespace holotype::contract {

http::Preferences preferences_of(const http::Request& request);

}  // namespace holotype::contract
