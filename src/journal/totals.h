// Totals: what all sessions of a server together have found and met, for the report of a whole run.
//
// Sessions come and go, and journals forget; this does not. It is there only where a run is to be
// reported (--report, --fail-under), because counting keywords checks every value once more.
//
// Threads: safe from any thread. Tests: tests/journal/totals_test.cc
#pragma once

#include <memory>

#include "base/mutex.h"
#include "journal/coverage.h"
#include "journal/keywords.h"
#include "journal/ledger.h"

namespace holotype::journal {

class Totals {
 public:
  const std::shared_ptr<Ledger>& ledger() const { return ledger_; }

  // What of a description was met. Begins anew with another one, as after a reload.
  struct Counted {
    std::shared_ptr<Coverage> coverage;
    std::shared_ptr<Keywords> keywords;
  };
  Counted counted(const std::shared_ptr<const openapi::Description>& description) EXCLUDES(mutex_);

  // The coverage with its keywords.
  CoverageReport coverage(const std::shared_ptr<const openapi::Description>& description)
      EXCLUDES(mutex_);
  // How often counting has begun anew.
  std::size_t restarts() const EXCLUDES(mutex_);

 private:
  const std::shared_ptr<Ledger> ledger_ = std::make_shared<Ledger>();
  mutable Mutex mutex_;
  Counted counted_ GUARDED_BY(mutex_);
  std::size_t restarts_ GUARDED_BY(mutex_) = 0;
};

}  // namespace holotype::journal
