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
      journal_(options.journal),
      faults_(options.faults) {}

void Session::set_time(Instant now) {
  start_.store(now.time_since_epoch().count());
  clock_.advance(now - clock_.now());
}

void Session::reset() {
  set_seed(options_.seed);
  set_time(options_.now);
  journal_.clear();
  attempts_.clear();
  added_fixtures_.clear();
  store_.reset();
  tally_.reset();
  faults_.set(options_.faults);
}

}  // namespace holotype::session
