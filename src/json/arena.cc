#include "json/arena.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/check.h"

namespace holotype::json {
namespace {
constexpr std::size_t kLargestGrowth = std::size_t{1} << 20;
}  // namespace

Arena::Arena(Arena&& other) noexcept
    : at_(std::exchange(other.at_, nullptr)),
      end_(std::exchange(other.end_, nullptr)),
      next_block_bytes_(other.next_block_bytes_),
      capacity_bytes_(std::exchange(other.capacity_bytes_, 0)),
      blocks_(std::move(other.blocks_)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  at_ = std::exchange(other.at_, nullptr);
  end_ = std::exchange(other.end_, nullptr);
  next_block_bytes_ = other.next_block_bytes_;
  capacity_bytes_ = std::exchange(other.capacity_bytes_, 0);
  blocks_ = std::move(other.blocks_);
  return *this;
}

void* Arena::allocate(std::size_t bytes, std::size_t alignment) {
  HOLOTYPE_CHECK(alignment <= alignof(std::max_align_t) && (alignment & (alignment - 1)) == 0);
  const auto misalignment = reinterpret_cast<std::uintptr_t>(at_) & (alignment - 1);
  const std::size_t padding = misalignment == 0 ? 0 : alignment - misalignment;
  if (at_ == nullptr || static_cast<std::size_t>(end_ - at_) < padding + bytes) {
    // A new block is aligned for everything, so it needs no padding.
    const std::size_t size = std::max(bytes, next_block_bytes_);
    blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
    capacity_bytes_ += size;
    next_block_bytes_ = std::min(std::max(next_block_bytes_ * 2, std::size_t{256}), kLargestGrowth);
    at_ = blocks_.back().bytes.get();
    end_ = at_ + size;
  } else {
    at_ += padding;
  }
  return std::exchange(at_, at_ + bytes);
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {"", 0};
  char* bytes = allocate_array<char>(text.size());
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

void Arena::absorb(Arena&& other) {
  // In front: allocation goes on in the last block.
  blocks_.insert(blocks_.begin(), std::make_move_iterator(other.blocks_.begin()),
                 std::make_move_iterator(other.blocks_.end()));
  capacity_bytes_ += std::exchange(other.capacity_bytes_, 0);
  other.blocks_.clear();
  other.at_ = other.end_ = nullptr;
}

void Arena::reset() {
  if (blocks_.empty()) return;
  const auto largest =
      std::max_element(blocks_.begin(), blocks_.end(),
                       [](const Block& a, const Block& b) { return a.size < b.size; });
  std::swap(*largest, blocks_.front());
  blocks_.resize(1);
  at_ = blocks_.front().bytes.get();
  end_ = at_ + blocks_.front().size;
  capacity_bytes_ = blocks_.front().size;
}

}  // namespace holotype::json
