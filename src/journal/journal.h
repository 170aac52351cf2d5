// Journal: the latest exchanges with what was found about them, bounded by number and by bytes.
//
// The oldest exchanges give way. What gave way is still counted, by operation and verdict, so that
// whoever asks how often something happened can be told what cannot be known any more. Reports are
// found by their id, which is a function of the request alone.
//
// Secrets are taken out before an exchange gets here (secrets/secrets.h).
//
// Threads: safe to call from any thread; one lock, held for a move of pointers and a few counts.
// Tests: tests/journal/journal_test.cc
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "diagnostic/diagnostic.h"
#include "diagnostic/verdict.h"
#include "http/message.h"
#include "journal/ledger.h"

namespace holotype::journal {

// One exchange as it happened, without its secrets.
struct Exchange {
  std::uint64_t sequence = 0;  // from 1, in the order of completion
  http::Request request;
  std::string operation_id;  // "" where no operation matched
  diagnostic::Verdict verdict = diagnostic::Verdict::Valid;
  int status = 0;
  std::string source;  // "fixture access-controls", "example", "generated", "problem", ...
  diagnostic::Diagnostics findings;
  diagnostic::Diagnostics unchecked;
  diagnostic::Diagnostics answer_findings;
  std::string_view step;  // which source that was (static storage); see contract::Answer
  std::optional<std::string> near_miss;  // the fixture that came nearest and what differed
  std::string report_id;
  // What of the body was secret, as JSON Pointers; with is_body_secret the whole body was.
  std::vector<std::string> secret_pointers;
  bool is_body_secret = false;
  // How long a body was that was passed on and is not kept here for that: of the request, of the
  // answer (which is never kept, but is not checked either then).
  std::optional<std::uint64_t> passed_request_bytes;
  std::optional<std::uint64_t> passed_answer_bytes;
  // The exchange alone was larger than the journal: its body, then its findings were cut.
  bool is_cut = false;

  // How much memory it takes: itself, every string, header and finding, what the allocator adds.
  std::size_t size_bytes() const;
};

using ExchangePointer = std::shared_ptr<const Exchange>;

// How many requests, by verdict.
struct Tally {
  static constexpr std::size_t kVerdicts = 7;
  std::array<std::uint64_t, kVerdicts> by_verdict = {};

  std::uint64_t of(diagnostic::Verdict verdict) const {
    return by_verdict[static_cast<std::size_t>(verdict)];
  }
  std::uint64_t total() const;
};

// By operation; "" are the requests that no operation matched.
using Tallies = std::map<std::string, Tally, std::less<>>;

// What outlives a journal that is given up, for the next one of its name to go on from.
struct Past {
  Tallies received;            // since the last clear()
  std::uint64_t recorded = 0;  // since the start: the sequence numbers go on from it
  bool is_unknown = false;     // there was more, and not even its number is known

  bool is_empty() const { return recorded == 0 && !is_unknown; }
};

// All that the journal knows, at one moment.
struct Snapshot {
  std::vector<ExchangePointer> exchanges;  // the oldest first
  Tallies received;                        // since the last clear(), those that gave way included
  Tallies evicted;                         // of them, those that gave way
  std::uint64_t last_evicted = 0;          // their highest sequence number; 0: none gave way
  bool has_past = false;                   // some of them went with a journal that was given up
  bool is_past_unknown = false;            // there were more, nobody knows how many
};

struct Query {
  std::string_view operation;  // the operationId; "" is any
  std::optional<int> status;
  std::optional<diagnostic::Verdict> verdict;
  std::uint64_t since = 0;                           // only those with a higher sequence number
  std::size_t limit = static_cast<std::size_t>(-1);  // the first so many of them
};

struct Page {
  std::vector<ExchangePointer> exchanges;  // the oldest first
  bool has_more = false;                   // more match than the limit let through
  std::uint64_t recorded = 0;              // since the start
  std::uint64_t evicted = 0;
};

struct Limits {
  std::size_t max_exchanges = 1000;
  std::size_t max_bytes = std::size_t{8} << 20;
};

class Journal {
 public:
  // What is added is added to `ledger`, too; it may be nullptr.
  explicit Journal(const Limits& limits = {}, std::shared_ptr<Ledger> ledger = nullptr)
      : limits_(limits), ledger_(std::move(ledger)) {}

  // Records one; numbers it.
  void add(Exchange exchange) EXCLUDES(mutex_);

  // All that are kept, the oldest first.
  std::vector<ExchangePointer> exchanges() const EXCLUDES(mutex_);
  Page query(const Query& query) const EXCLUDES(mutex_);
  Snapshot snapshot() const EXCLUDES(mutex_);

  // The latest with that report id, or nullptr.
  ExchangePointer find(std::string_view report_id) const EXCLUDES(mutex_);

  // What is to be known of this journal when it is gone.
  Past past() const EXCLUDES(mutex_);
  // Takes what another journal received for received here, and given way. Precondition: nothing was
  // added yet.
  void go_on_from(Past past) EXCLUDES(mutex_);

  // Forgets the exchanges and their tallies, and what was before. Sequence numbers go on.
  void clear() EXCLUDES(mutex_);

  // How many were recorded since the start, and how many of them gave way.
  std::uint64_t recorded() const EXCLUDES(mutex_);
  std::uint64_t evicted() const EXCLUDES(mutex_);
  // What the exchanges that are kept take.
  std::size_t bytes() const EXCLUDES(mutex_);
  const Limits& limits() const { return limits_; }

 private:
  struct Entry {
    ExchangePointer exchange;
    std::size_t bytes;
  };

  const Limits limits_;
  const std::shared_ptr<Ledger> ledger_;
  mutable Mutex mutex_;
  std::deque<Entry> entries_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::uint64_t recorded_ GUARDED_BY(mutex_) = 0;
  std::uint64_t evicted_ GUARDED_BY(mutex_) = 0;
  std::uint64_t last_evicted_ GUARDED_BY(mutex_) = 0;
  Tallies received_tallies_ GUARDED_BY(mutex_);
  Tallies evicted_tallies_ GUARDED_BY(mutex_);
  bool has_past_ GUARDED_BY(mutex_) = false;
  bool is_past_unknown_ GUARDED_BY(mutex_) = false;
};

}  // namespace holotype::journal
