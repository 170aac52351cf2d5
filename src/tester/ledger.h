// Ledger: what is written down while a run goes on: each case with its answer, each way to fail
// once, what could not be checked, what a person should be warned of.
//
// Threads: one at a time. Tests: tests/tester/tester_test.cc
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tester/chains.h"
#include "tester/prober.h"
#include "tester/report.h"

namespace holotype::tester {

class Ledger {
 public:
  // `stop_after` failures no more are taken; 0: never. The prober must outlive the Ledger.
  Ledger(Prober& prober, Report report, std::size_t stop_after)
      : prober_(prober), report_(std::move(report)), stop_after_(stop_after) {}

  // Before anything is recorded of an operation.
  void enter(const openapi::Operation& operation);
  bool has(const openapi::Operation& operation) const { return entries_.contains(&operation); }
  // Precondition: has().
  OperationReport& entry(const openapi::Operation& operation);

  // A case of an operation that was entered. Its first finding, where it is new, is told with a
  // request that is made smaller.
  void record(const std::string& what, const Attempt& attempt, json::Arena& arena);
  // Steps of a chain; those of operations that were not entered are on the way to what is tested.
  void record(const std::vector<Step>& steps, json::Arena& arena);
  // False where the very first request found nobody.
  bool note_unreachable(const Attempt& attempt);

  bool is_full() const { return stop_after_ != 0 && report_.failures.size() >= stop_after_; }
  // What the answers of one operation call for.
  void warn(const openapi::Operation& operation);
  // What those of all together do; false where they have nothing in common.
  bool warn_of_all(const std::string& base_path);

  Report& report() { return report_; }

 private:
  void note(const std::string& what, Kind kind, const Attempt& attempt);
  void note_answer(OperationReport& entry, Case& done, const Attempt& attempt) const;
  void record(const std::string& what, Kind kind, const Attempt& attempt, json::Arena& arena);
  // The failure that says the same; nullopt where there is none yet.
  std::optional<std::size_t> find(const std::string& operation,
                                  const diagnostic::Diagnostic& finding) const;
  // The failure of the same request in the same words; nullopt where there is none yet.
  std::optional<std::size_t> find_same(const std::string& operation,
                                       const diagnostic::Diagnostic& finding,
                                       const Attempt& attempt) const;
  void add_failure(const std::string& operation, const std::string& what,
                   diagnostic::Diagnostic finding, const Attempt& attempt,
                   std::vector<std::string> before = {});

  Prober& prober_;
  Report report_;
  const std::size_t stop_after_;
  std::map<const openapi::Operation*, std::size_t> entries_;
  std::map<std::string, std::size_t> known_failures_;
};

}  // namespace holotype::tester
