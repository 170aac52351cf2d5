#include "journal/metrics.h"

#include <algorithm>
#include <memory>
#include <tuple>

#include "base/hash.h"

namespace holotype::journal {
namespace {

constexpr std::uint32_t key_of(int status, diagnostic::Verdict verdict) {
  return static_cast<std::uint32_t>(status) * 256 + static_cast<std::uint32_t>(verdict) + 1;
}

constexpr auto kRelaxed = std::memory_order_relaxed;

}  // namespace

Metrics::~Metrics() {
  for (std::atomic<Node*>& place : table_) {
    std::unique_ptr<Node> node(place.load(kRelaxed));
    while (node != nullptr) node.reset(node->next);
  }
}

Metrics::Slots& Metrics::slots_of(std::string_view operation) {
  std::atomic<Node*>& place = table_[hash_bytes(operation) % kPlaces];
  const auto find = [operation](Node* node) {
    while (node != nullptr && node->operation != operation) node = node->next;
    return node;
  };
  Node* first = place.load(std::memory_order_acquire);
  if (Node* found = find(first)) return found->slots;
  auto made = std::make_unique<Node>();
  made->operation = operation;
  made->next = first;
  // Another thread may have been faster, with this operation or another one of the place.
  while (!place.compare_exchange_weak(first, made.get(), std::memory_order_acq_rel)) {
    if (Node* found = find(first)) return found->slots;
    made->next = first;
  }
  return made.release()->slots;
}

void Metrics::count(std::string_view operation, int status, diagnostic::Verdict verdict,
                    std::size_t unchecked, bool is_answer_invalid,
                    std::chrono::nanoseconds duration) {
  Slots& slots = slots_of(operation);
  const std::uint32_t key = key_of(status, verdict);
  for (std::size_t i = 0; i < kSlots; ++i) {
    Slot& slot = slots[i];
    const bool is_last = i + 1 == kSlots;
    std::uint32_t there = slot.key.load(kRelaxed);
    const std::uint32_t wanted = is_last ? key_of(0, verdict) : key;
    if (there == 0 && slot.key.compare_exchange_strong(there, wanted, kRelaxed)) there = wanted;
    if (there != key && !is_last) continue;
    slot.count.fetch_add(1, kRelaxed);
    break;
  }
  const double seconds = static_cast<double>(duration.count()) / 1e9;
  const auto bucket = std::ranges::lower_bound(kBounds, seconds) - kBounds.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, kRelaxed);
  nanoseconds_.fetch_add(static_cast<std::uint64_t>(duration.count()), kRelaxed);
  if (unchecked > 0) unchecked_.fetch_add(unchecked, kRelaxed);
  if (is_answer_invalid) invalid_answers_.fetch_add(1, kRelaxed);
}

std::vector<Metrics::Row> Metrics::rows() const {
  std::vector<Row> rows;
  for (const std::atomic<Node*>& place : table_) {
    for (const Node* node = place.load(std::memory_order_acquire); node != nullptr;
         node = node->next) {
      for (const Slot& slot : node->slots) {
        const std::uint32_t key = slot.key.load(kRelaxed);
        if (key == 0) continue;
        rows.push_back({node->operation, static_cast<int>((key - 1) / 256),
                        static_cast<diagnostic::Verdict>((key - 1) % 256),
                        slot.count.load(kRelaxed)});
      }
    }
  }
  std::ranges::sort(rows, {}, [](const Row& row) {
    return std::make_tuple(std::string_view(row.operation), row.status, row.verdict);
  });
  return rows;
}

Metrics::Histogram Metrics::durations() const {
  Histogram histogram;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    histogram.counts[i] = buckets_[i].load(kRelaxed);
    histogram.total += histogram.counts[i];
  }
  histogram.seconds = static_cast<double>(nanoseconds_.load(kRelaxed)) / 1e9;
  return histogram;
}

}  // namespace holotype::journal
