#include "base/hash.h"

#include <gtest/gtest.h>

#include <bit>
#include <set>
#include <string>

#include "base/random.h"

namespace holotype {
namespace {

struct Row {
  std::string_view bytes;
  std::uint64_t seed;
  std::uint64_t hash;
};

// Golden values: ids and generated data come from them, so a change here changes what users see.
// One row for each way the tail is read: none, 1 to 3, 4 to 7, 8 to 16 bytes, and after a full
// block.
const Row kGolden[] = {
    {"", 0, 0xce2bd854fc9da66bu},
    {"a", 0, 0x6ba0e6ca1daa4e75u},
    {"a", 1, 0x26c0d4f253999bedu},
    {"ab", 0, 0xb3419f89113a739fu},
    {"abc", 0, 0xb8c091447c0f776bu},
    {"abcd", 0, 0x36a17b32a1f84360u},
    {"abcdefg", 0, 0x1df37c89dc80a006u},
    {"abcdefgh", 0, 0x006f59dda32b9b3fu},
    {"abcdefghijklmno", 0, 0x09a75a5075718e0du},
    {"abcdefghijklmnop", 0, 0xbae9592a37099831u},
    {"abcdefghijklmnopq", 0, 0x327c3a1f244db0a5u},
    {"The quick brown fox jumps over the lazy dog", 0, 0x216e96b920a69166u},
};

TEST(Hash, NeverChanges) {
  for (const Row& row : kGolden) {
    EXPECT_EQ(hash_bytes(row.bytes, row.seed), row.hash) << row.bytes << ", seed " << row.seed;
  }
  EXPECT_EQ(hash_mix(0, 0), 0xc9d874ca57d9e055u);
  EXPECT_EQ(hash_mix(1, 2), 0xbd6066e6b2aeea0cu);
  EXPECT_EQ(hash_mix(2, 1), 0xd876f001e1766145u);
}

TEST(Hash, ChainingDependsOnOrder) {
  EXPECT_NE(hash_bytes("b", hash_bytes("a")), hash_bytes("a", hash_bytes("b")));
  EXPECT_NE(hash_bytes("b", hash_bytes("a")), hash_bytes("ab"));
}

TEST(Hash, ReadsEveryByteAndTheLength) {
  for (const std::size_t size : {1u, 3u, 4u, 7u, 8u, 15u, 16u, 17u, 31u, 32u, 33u, 100u}) {
    const std::string zeros(size, '\0');
    EXPECT_NE(hash_bytes(zeros), hash_bytes(zeros + '\0')) << size;
    for (std::size_t i = 0; i < size; ++i) {
      std::string changed = zeros;
      changed[i] = 1;
      EXPECT_NE(hash_bytes(zeros), hash_bytes(changed)) << "byte " << i << " of " << size;
    }
  }
}

TEST(Hash, ShortKeysDoNotCollide) {
  std::set<std::uint64_t> seen;
  std::size_t count = 0;
  for (int first = 0; first < 256; ++first) {
    seen.insert(hash_bytes(std::string(1, static_cast<char>(first))));
    ++count;
    for (int second = 0; second < 256; ++second, ++count) {
      seen.insert(hash_bytes(std::string{static_cast<char>(first), static_cast<char>(second)}));
    }
  }
  EXPECT_EQ(seen.size(), count);
}

// Every input bit flips about half of the 64 output bits, on the average over many keys.
TEST(Hash, Avalanches) {
  constexpr int kKeys = 200;
  Random random(1);
  for (const std::size_t size : {1u, 2u, 3u, 5u, 8u, 11u, 16u, 20u}) {
    for (std::size_t bit = 0; bit < size * 8; ++bit) {
      int flips = 0;
      for (int i = 0; i < kKeys; ++i) {
        std::string key;
        while (key.size() < size) key += static_cast<char>(random.below(256));
        const std::uint64_t before = hash_bytes(key);
        key[bit / 8] = static_cast<char>(key[bit / 8] ^ (1 << (bit % 8)));
        flips += std::popcount(before ^ hash_bytes(key));
      }
      EXPECT_GT(flips, 24 * kKeys) << "bit " << bit << " of " << size << " bytes";
      EXPECT_LT(flips, 40 * kKeys) << "bit " << bit << " of " << size << " bytes";
    }
  }
}

}  // namespace
}  // namespace holotype
