// Prefer: what a client wants of one answer, as in
//
//   Prefer: code=404, example="no such task", dynamic=true, seed=7, wait=200
//
// Spec: RFC 7240. NON-STANDARD: `code`, `example` and `dynamic` are Prism's, `seed` is ours, and
// `wait` counts milliseconds and is waited for, where RFC 7240 section 4.3 has seconds that a
// client is willing to wait.
// Tests: tests/http/prefer_test.cc
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holotype::http {

// A preference that was named and could not be understood. It is not applied.
struct InvalidPreference {
  std::string name;    // lower-case; "" where not even a name could be read
  std::string reason;  // a full sentence

  friend bool operator==(const InvalidPreference&, const InvalidPreference&) = default;
};

// Only what was asked for is set.
struct Preferences {
  std::optional<int> code;             // 100..599
  std::optional<std::string> example;  // the name of an example; never empty
  std::optional<bool> dynamic;         // `dynamic` alone is true
  std::optional<std::uint64_t> seed;
  std::optional<std::chrono::milliseconds> wait;  // at most kMaxWait
  std::vector<InvalidPreference> invalid;         // in the order of the field, one for a name

  static constexpr std::chrono::milliseconds kMaxWait{60'000};

  // Sets one preference by its name (without case), for other places that carry them, as
  // `?__code=404`. A name that is set already is left as it is (RFC 7240 section 2: the first one
  // wins), a name that nobody knows is ignored, a value that cannot be read goes to `invalid`.
  void set(std::string_view name, std::string_view value);

  friend bool operator==(const Preferences&, const Preferences&) = default;
};

// Reads a Prefer field (several fields joined by ","). Parameters of a preference (";...") are
// ignored, as are preferences of other standards. Never fails: what breaks the grammar is listed in
// `invalid`.
Preferences parse_prefer(std::string_view field);

}  // namespace holotype::http
