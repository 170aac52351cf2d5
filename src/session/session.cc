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
      counted_(std::make_shared<const Counted>()),
      faults_(options.faults) {}

std::shared_ptr<journal::Coverage> Session::coverage(
    const std::shared_ptr<const openapi::Description>& description) {
  const auto known = [&]() -> std::shared_ptr<journal::Coverage> {
    const auto counted = counted_.get();
    const bool is_it =
        counted->coverage != nullptr && counted->coverage->description() == description;
    return is_it ? counted->coverage : nullptr;
  };
  if (auto coverage = known()) return coverage;
  MutexLock lock(coverage_mutex_);
  if (auto coverage = known()) return coverage;  // another exchange was faster
  auto made = std::make_shared<journal::Coverage>(
      description,
      options_.totals == nullptr ? nullptr : options_.totals->counted(description).coverage);
  counted_.set(std::make_shared<const Counted>(Counted{made}));
  return made;
}

void Session::clear_coverage() {
  MutexLock lock(coverage_mutex_);
  counted_.set(std::make_shared<const Counted>());
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
