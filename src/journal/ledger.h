// Ledger: every distinct finding of the exchanges that went by, with how often and where first.
//
// The Journal keeps exchanges and forgets the oldest; a ledger keeps what they come to, so that a
// report at the end of a long run leaves nothing out. Findings are the same where operation, side,
// place, rule, deciding keyword and wording are; the value that broke it does not count. Bounded:
// beyond kMost distinct findings, others are counted and not kept.
//
// Threads: safe from any thread; exchanges without findings take the lock for a count.
// Determinism: the order is that of first occurrence. Tests: tests/journal/ledger_test.cc
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "diagnostic/diagnostic.h"

namespace holotype::journal {

struct Exchange;

// What a finding is about.
enum class Side : std::uint8_t {
  Request,
  Answer,
  Unchecked,  // what could not be checked of either
};

struct Found {
  diagnostic::Diagnostic finding;  // of the first exchange
  Side side = Side::Request;
  std::string operation_id;  // "" where no operation matched
  std::string method;
  std::string raw_target;
  int status = 0;
  std::uint64_t count = 1;  // exchanges
};

// All that a ledger knows, at one moment.
struct LedgerPage {
  std::vector<Found> found;
  std::uint64_t exchanges = 0;
  std::uint64_t valid = 0;     // neither request nor answer broke anything
  std::uint64_t left_out = 0;  // findings beyond kMost
};

class Ledger {
 public:
  static constexpr std::size_t kMost = 1000;

  void add(const Exchange& exchange) EXCLUDES(mutex_);
  LedgerPage page() const EXCLUDES(mutex_);

 private:
  void add(const diagnostic::Diagnostics& findings, Side side, const Exchange& exchange)
      REQUIRES(mutex_);

  mutable Mutex mutex_;
  LedgerPage page_ GUARDED_BY(mutex_);
  std::map<std::string, std::size_t> by_key_ GUARDED_BY(mutex_);  // to the index in page_.found
};

}  // namespace holotype::journal
