// The idea: read eight bytes at a time and fold each word in with one 64x64->128 multiplication
// whose halves are xor-ed, as in the multiply-mix family (wyhash, rapidhash). The tail is read as
// two overlapping words, so a short key costs two loads and two multiplications and no loop.
#include "base/hash.h"

#include <bit>
#include <cstring>

namespace holotype {
namespace {

constexpr std::uint64_t kOdd1 = 0x9e3779b97f4a7c15u;  // 2^64 / golden ratio
constexpr std::uint64_t kOdd2 = 0xd6e8feb86659fd93u;

std::uint64_t load64(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

std::uint64_t load32(const char* bytes) {
  std::uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap32(word);
  return word;
}

}  // namespace

std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ kOdd1) * (b ^ kOdd2);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t state = hash_mix(seed, bytes.size());
  while (left > 16) {
    state = hash_mix(load64(at) ^ state, load64(at + 8));
    at += 16;
    left -= 16;
  }
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  if (left >= 8) {
    first = load64(at);
    second = load64(at + left - 8);
  } else if (left >= 4) {
    first = load32(at);
    second = load32(at + left - 4);
  } else if (left > 0) {
    const auto byte = [at](std::size_t i) {
      return static_cast<std::uint64_t>(static_cast<unsigned char>(at[i]));
    };
    first = byte(0) | byte(left / 2) << 8 | byte(left - 1) << 16;
  }
  // Not kOdd2, which hash_mix() would cancel: a factor of zero would forget the key and the seed.
  return hash_mix(first ^ state, second ^ kOdd1);
}

}  // namespace holotype
