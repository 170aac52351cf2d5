// Values of an example's shape: what "{$generated}" and created resources are given.
//
//     "tsk_abc123def456"  ->  "tsk_9k2mw07vx4qe"        "0b9a..-.." (a UUID)  ->  another UUID
//
// Letters and digits change, everything else stays: punctuation, and what stands before the last
// "_", which names the kind of thing. Times and numbers have their own rules.
//
// Determinism: the seed decides. Tests: tests/mock/id_shape_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::mock {

// A text of the same shape. Lower-case letters and digits become lower-case letters and digits, so
// that an id keeps its alphabet; UUIDs keep their version and variant.
std::string reshape(std::string_view example, std::uint64_t seed);

// A value like `example`: text by reshape(), an RFC 3339 time becomes `now`, a number becomes a
// positive integer, everything else stays as it is.
json::Value like(const json::Value& example, std::uint64_t seed, Instant now, json::Arena& arena);

// "2024-01-15T10:30:00Z"
std::string to_rfc3339(Instant instant);

}  // namespace holotype::mock
