// Examining one exchange: is it what was asked for, and what differs?
//
// Internal to the module. Threads: pure. Tests: tests/admin/verification_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/verification.h"

namespace holotype::admin {

// Unknown: it differs, or agrees, in what the journal does not keep alone.
enum class Fit { Yes, No, Unknown };

struct Examined {
  Fit fit = Fit::Yes;
  std::vector<std::string> misses;  // of No: what differs
};

// Whether requests of that operation ("": none) are meant.
bool is_of(const Expected& expected, std::string_view operation_id);

// Precondition: is_of().
Examined examine(const Expected& expected, const contract::Contract& contract,
                 const journal::Exchange& exchange);

// Keeps the request that misses fewer conditions; of two that miss as many the one that resembles
// what was asked for more, then the later one.
void keep_closer(const Expected& expected, const journal::ExchangePointer& exchange,
                 Examined& examined, std::optional<Closest>& closest);

// The errors among findings, each on a line of its own, indented.
std::string lines_of(const diagnostic::Diagnostics& findings);

}  // namespace holotype::admin
