// A fast 64-bit hash of bytes, the same on every platform and in every run.
//
// It keys member names, seeds generated values and fingerprints requests, so its values are part of
// what users see (ids, generated data): changing it changes answers. Not for adversarial tables; a
// lookup always compares the bytes after the hash.
//
// Tests: tests/base/hash_test.cc
#pragma once

#include <cstdint>
#include <string_view>

namespace holotype {

// The hash of `bytes`, started from `seed`; chaining hash(b, hash(a)) depends on both and their
// order.
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);

// Mixes two 64-bit values into one; every input bit affects every output bit (probably).
std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b);

}  // namespace holotype
