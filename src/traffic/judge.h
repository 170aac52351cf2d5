// Judge: recorded traffic against a contract, each exchange in both directions.
//
// The contract is the one that the proxy checks live traffic with, so a recording gives the
// findings that the proxy would have given. Each finding is at its place in the description, where
// it has one, and related to its entry in the recording. What could not be checked is a note, one
// for all entries that have it in common.
//
//     traffic::Judgement judgement = traffic::judge(contract, recording, {.base =
//     "http://localhost"});
//
// Threads: one call at a time for a recording. Determinism: findings are in the order of the
// recording, notes behind them. Tests: tests/traffic/judge_test.cc
#pragma once

#include <cstddef>
#include <string>

#include "contract/contract.h"
#include "diagnostic/diagnostic.h"
#include "traffic/har.h"

namespace holotype::traffic {

struct Options {
  std::string base;  // where the API was; "" where the description's servers tell
};

// What became of the entries.
struct Tally {
  std::size_t judged = 0;
  std::size_t elsewhere = 0;   // of other hosts, or of no http URL
  std::size_t preflights = 0;  // a browser's questions about origins: not for the API
  std::size_t unanswered = 0;  // of those judged: no answer was recorded
};

struct Judgement {
  diagnostic::Diagnostics findings;
  Tally tally;

  // "session.har: 12 entries, 9 judged, 3 of other addresses."
  std::string summary(const Recording& recording) const;
};

Judgement judge(const contract::Contract& contract, const Recording& recording,
                const Options& options = {});

}  // namespace holotype::traffic
