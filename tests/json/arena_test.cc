#include "json/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace holotype::json {
namespace {

TEST(ArenaTest, AlignsEveryAllocation) {
  Arena arena(32);
  for (std::size_t alignment : {1u, 2u, 4u, 8u, 16u}) {
    for (std::size_t bytes : {1u, 3u, 17u, 1000u}) {
      void* at = arena.allocate(bytes, alignment);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(at) % alignment, 0u) << alignment << " " << bytes;
      std::memset(at, 0xAB, bytes);
    }
  }
}

TEST(ArenaTest, CopiesLiveAcrossBlocks) {
  Arena arena(16);
  const std::string_view first = arena.copy("first");
  for (int i = 0; i < 1000; ++i) arena.copy(std::string(100, 'x'));
  EXPECT_EQ(first, "first");
  EXPECT_EQ(arena.copy(""), "");
}

TEST(ArenaTest, ResetKeepsOneBlock) {
  Arena arena(16);
  for (int i = 0; i < 1000; ++i) arena.copy(std::string(100, 'x'));
  const std::size_t before = arena.capacity_bytes();
  arena.reset();
  EXPECT_LT(arena.capacity_bytes(), before);
  const std::size_t kept = arena.capacity_bytes();
  for (int i = 0; i < 100; ++i) {
    arena.reset();
    arena.copy(std::string(kept / 2, 'y'));
  }
  EXPECT_EQ(arena.capacity_bytes(), kept) << "reuse does not grow";
}

TEST(ArenaTest, MovesKeepValuesValid) {
  Arena arena;
  const std::string_view text = arena.copy("still here");
  Arena other = std::move(arena);
  EXPECT_EQ(text, "still here");
  EXPECT_EQ(other.copy("more"), "more");
}

TEST(ArenaTest, AbsorbKeepsBoth) {
  Arena arena(64);
  const std::string_view mine = arena.copy("mine");
  Arena other(64);
  const std::string_view theirs = other.copy("theirs");
  const std::size_t both = arena.capacity_bytes() + other.capacity_bytes();
  arena.absorb(std::move(other));
  EXPECT_EQ(arena.capacity_bytes(), both);
  EXPECT_EQ(arena.copy("more"), "more");
  EXPECT_EQ(mine, "mine");
  EXPECT_EQ(theirs, "theirs");
}

}  // namespace
}  // namespace holotype::json
