// RFC 3339 times, as flags and pages give them.
//
// Tests: tests/base/date_time_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace holotype {

// "2024-01-15T10:30:00Z" as an instant; nullopt for anything else: a time in UTC, to the second.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace holotype
