// Metrics: how many exchanges a server has had since its start, by operation, status and verdict,
// and how long they took. Counted for all sessions together.
//
// Threads: safe from any thread, without a lock: what was counted once is found in a table that
// only grows. Memory: bounded by the operations; what one answers beyond kSlots ways is counted as
// status 0. Tests: tests/journal/metrics_test.cc
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/verdict.h"

namespace holotype::journal {

class Metrics {
 public:
  // Upper bounds of the histogram's buckets, in seconds; one without a bound comes behind them.
  static constexpr std::array<double, 10> kBounds = {0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                     0.0025,  0.005,  0.01,    0.1,    1};

  struct Row {
    std::string operation;  // "" where none matched
    int status = 0;         // 0: all the others
    diagnostic::Verdict verdict = diagnostic::Verdict::Valid;
    std::uint64_t count = 0;
  };

  struct Histogram {
    std::array<std::uint64_t, kBounds.size() + 1> counts = {};  // not cumulative
    std::uint64_t total = 0;
    double seconds = 0;  // all durations together
  };

  Metrics() = default;
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // One exchange.
  void count(std::string_view operation, int status, diagnostic::Verdict verdict,
             std::size_t unchecked, bool is_answer_invalid, std::chrono::nanoseconds duration);

  std::vector<Row> rows() const;  // by operation, status, verdict
  Histogram durations() const;
  std::uint64_t unchecked() const { return unchecked_.load(std::memory_order_relaxed); }
  std::uint64_t invalid_answers() const { return invalid_answers_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t kSlots = 24;
  struct Slot {
    std::atomic<std::uint32_t> key{0};  // status * 256 + verdict + 1; 0 is free
    std::atomic<std::uint64_t> count{0};
  };
  using Slots = std::array<Slot, kSlots>;
  // One operation; `next` has the same place in the table.
  struct Node {
    std::string operation;
    Slots slots = {};
    Node* next = nullptr;
  };
  static constexpr std::size_t kPlaces = 256;

  Slots& slots_of(std::string_view operation);

  std::array<std::atomic<Node*>, kPlaces> table_{};  // nodes are added, never changed or removed
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> nanoseconds_{0};
  std::atomic<std::uint64_t> unchecked_{0};
  std::atomic<std::uint64_t> invalid_answers_{0};
};

}  // namespace holotype::journal
