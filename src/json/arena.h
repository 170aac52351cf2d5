// Memory for values that live and die together: allocation is a pointer bump, release is one step.
//
// Threads: one at a time. What was built in an arena may be read from any thread once building
// ended.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace holotype::json {

class Arena {
 public:
  // The first block has `first_block_bytes`; later ones double up to 1 MiB.
  explicit Arena(std::size_t first_block_bytes = 1024) : next_block_bytes_(first_block_bytes) {}
  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() = default;

  // Uninitialised memory, aligned to `alignment` (a power of two, at most 16).
  void* allocate(std::size_t bytes, std::size_t alignment);

  // Uninitialised room for `count` objects of a trivially destructible type.
  template <typename T>
  T* allocate_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
    return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
  }

  // A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text);

  // Forgets everything and keeps the largest block for use again. Invalidates what was allocated.
  void reset();

  // Takes over what was allocated in `other`, which stays where it is and is then empty.
  void absorb(Arena&& other);

  // The bytes held from the system.
  std::size_t capacity_bytes() const { return capacity_bytes_; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  std::byte* at_ = nullptr;
  std::byte* end_ = nullptr;
  std::size_t next_block_bytes_;
  std::size_t capacity_bytes_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace holotype::json
