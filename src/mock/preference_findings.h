// Findings about what a request prefers, at the place where it says so.
//
// Internal to the module. Threads: pure. Spec: RFC 7240.
// Tests: tests/exchanges/preferences/refused.exchange
#pragma once

#include <string>
#include <string_view>

#include "diagnostic/diagnostic.h"
#include "http/message.h"
#include "http/prefer.h"

namespace holotype::mock {

// About the preference of that name.
diagnostic::Diagnostic preference_finding(const diagnostic::Rule& rule, std::string_view name,
                                          std::string message, const http::Request& request);

// One for each preference that could not be understood.
diagnostic::Diagnostics malformed_preferences(const http::Preferences& preferences,
                                              const http::Request& request);

}  // namespace holotype::mock
