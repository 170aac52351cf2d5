// RFC 3339 times, as flags and pages give them.
//
// Spec: RFC 3339 sections 5.6 and 5.7.
// Tests: tests/base/date_time_test.cc
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace holotype {

// A date-time, "2024-01-15T10:30:00Z" or "2024-01-15T12:30:00.5+02:00", as an instant. What is
// finer than a millisecond is cut. nullopt where it is none, or where its year in UTC has no four
// digits.
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace holotype
