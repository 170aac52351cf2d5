// Exact arithmetic on JSON numbers: what validation needs, for integers of any size and decimals.
//
// Spec: JSON Schema Validation 2020-12 section 6.2 (multipleOf, maximum, ...), core section 4.2.3.
// Tests: tests/json/number_test.cc
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

#include "json/value.h"

namespace holotype::json {

// Order by mathematical value. Preconditions: both are numbers.
std::strong_ordering compare(const Value& a, const Value& b);

// Whether the number has no fractional part (1.0 and 1e3 have none). Precondition: a number.
bool is_integer(const Value& number);

// Whether `number` / `divisor` is an integer, exactly. Preconditions: numbers, `divisor` > 0.
bool is_multiple_of(const Value& number, const Value& divisor);

// The number as a 64-bit integer, where it is one (also from 1.0 and 1e3).
std::optional<std::int64_t> to_int64(const Value& number);

}  // namespace holotype::json
