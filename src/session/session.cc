#include "session/session.h"

#include "session/address.h"

namespace holotype::session {

Session::Session(std::string name, const Options& options)
    : name_(std::move(name)),
      path_prefix_(name_ == kDefaultName ? std::string() : std::string(kPathPrefix) + name_),
      options_(options),
      seed_(options.seed),
      start_(options.now.time_since_epoch().count()),
      clock_(options.now),
      journal_(options.journal, options.totals == nullptr ? nullptr : options.totals->ledger()),
      metrics_(options.metrics != nullptr ? options.metrics : std::make_shared<journal::Metrics>()),
      faults_(options.faults) {}

std::shared_ptr<journal::Coverage> Session::coverage(
    const std::shared_ptr<const openapi::Description>& description) {
  MutexLock lock(coverage_mutex_);
  if (coverage_ == nullptr || coverage_->description() != description) {
    coverage_ = std::make_shared<journal::Coverage>(
        description,
        options_.totals == nullptr ? nullptr : options_.totals->counted(description).coverage);
  }
  return coverage_;
}

void Session::clear_coverage() {
  MutexLock lock(coverage_mutex_);
  coverage_.reset();
}

void Session::set_time(Instant now) {
  start_.store(now.time_since_epoch().count());
  clock_.advance(now - clock_.now());
}

void Session::reset() {
  set_seed(options_.seed);
  set_time(options_.now);
  journal_.clear();
  attempts_.clear();
  clear_coverage();
  added_fixtures_.clear();
  store_.reset();
  tally_.reset();
  faults_.set(options_.faults);
}

}  // namespace holotype::session
