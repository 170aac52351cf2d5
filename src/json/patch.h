// JSON Patch (RFC 6902): a list of operations on a JSON value. (Merge patches, RFC 7396, are in
// value.h.)
//
//     [{"op": "replace", "path": "/title", "value": "x"}, {"op": "remove", "path": "/tags/0"}]
//
// Threads: pure. Cost: each operation makes again what is on the way to its place, the rest is
// shared. Bounded: copies that would make a value of more than kMostPatchedNodes values or
// kMostPatchedLevels levels are refused. Tests: tests/json/patch_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::json {

inline constexpr std::size_t kMostPatchedNodes = 100'000;
inline constexpr std::size_t kMostPatchedLevels = 500;

// Why a patch was not applied.
struct PatchError {
  enum class Kind : std::uint8_t {
    Malformed,  // it is no JSON Patch
    Failed,     // it is one, but not for this value: a place that is not there, a test that fails
  };
  Kind kind = Kind::Malformed;
  std::size_t index = 0;  // of the operation, from 0
  std::string reason;     // a sentence part: "/a/b is not there"
};

// `target` after all operations, or, where one fails, why (section 5: nothing of it counts then).
// New parts are built in `arena`, the others are shared handles: both inputs must outlive the
// result.
Result<Value, PatchError> apply_patch(Arena& arena, const Value& target, const Value& patch);

}  // namespace holotype::json
