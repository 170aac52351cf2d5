// Session: one isolated world of a stand-in. Two tests in two sessions never see each other.
//
// What changes at run time belongs to a session; what does not (the description, its contract, the
// operation plans, generators, fixtures from files) is server::Loaded, which all sessions share and
// which hot reload replaces. Each exchange takes one Loaded and one Session at its start and keeps
// both to its end; nothing in a Session may point into a Loaded beyond the exchange. What a session
// keeps about the description is therefore kept as text (ids, names, paths), or made again when the
// description that it was made for is no longer the one in use (AddedFixtures shows how).
//
//     engine::Pipeline::handle(request, session)      journal, report links
//       -> mock::Mock::answer(checked, session, arena)   seed, clock, fixtures, state, faults
//     admin::Admin(Parts{.session, .sessions, ...})       /__holotype/ pages of that session
//
// To give sessions something more (a store of resources, counters of sequences): a class of the
// lower level that owns it, safe from any thread; a member and an accessor here; a line in reset().
// Allocate on first use: most sessions of a parallel test suite live for one test.
//
// One step: whoever answers from what changes (state, sequences, `times`) holds step_mutex() from
// the match to the change, so that two requests of one session never both consume the same thing.
// Answers that depend on nothing that changes do not take it; nobody sends, sleeps or waits under
// it.
//
// Threads: safe from any thread. Determinism: nothing here depends on other sessions or on time.
// Tests: tests/session/session_test.cc
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/published.h"
#include "journal/attempts.h"
#include "journal/coverage.h"
#include "journal/journal.h"
#include "journal/metrics.h"
#include "journal/totals.h"
#include "session/added_fixtures.h"
#include "session/session_faults.h"
#include "state/store.h"

namespace holotype::session {

// What sessions begin with.
struct Options {
  std::uint64_t seed = 0;
  Instant now = kDefaultNow;
  faults::Faults faults = {};
  journal::Limits journal = {};
  // Of all sessions together; nullptr: the session has its own.
  std::shared_ptr<journal::Metrics> metrics = nullptr;
  // The same; nullptr: nobody asks for a report of the run.
  std::shared_ptr<journal::Totals> totals = nullptr;
};

class Session {
 public:
  Session(std::string name, const Options& options);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const std::string& name() const { return name_; }
  // What stands before the targets of this session's own pages: "" for the default session,
  // "/__holotype/sessions/NAME" for others.
  const std::string& path_prefix() const { return path_prefix_; }

  journal::Journal& journal() { return journal_; }
  const journal::Journal& journal() const { return journal_; }

  // What the session has sent itself: callbacks and webhooks.
  journal::Attempts& attempts() { return attempts_; }
  const journal::Attempts& attempts() const { return attempts_; }

  // What of that description was met in this session. Begins anew with another description, as
  // after a reload.
  std::shared_ptr<journal::Coverage> coverage(
      const std::shared_ptr<const openapi::Description>& description) EXCLUDES(coverage_mutex_);
  void clear_coverage() EXCLUDES(coverage_mutex_);

  journal::Metrics& metrics() { return *metrics_; }
  // Of all sessions, for the report of the run; nullptr where nobody asks for one.
  journal::Totals* totals() { return options_.totals.get(); }

  // Fixtures that were added at run time; those from files are in the Mock.
  AddedFixtures& added_fixtures() { return added_fixtures_; }

  // The resources that requests created, changed and removed.
  state::Store& store() { return store_; }

  // How often the fixtures that are counted have answered, those from files included.
  fixtures::Tally& tally() { return tally_; }

  // What goes wrong on purpose.
  SessionFaults& faults() { return faults_; }

  // Of generated values.
  std::uint64_t seed() const { return seed_.load(std::memory_order_relaxed); }
  void set_seed(std::uint64_t seed) { seed_.store(seed, std::memory_order_relaxed); }

  // The time at which the session begins: what generated values lie around.
  Instant start_time() const { return Instant{std::chrono::milliseconds{start_.load()}}; }
  // What time it is now: start_time(), advanced by writes to state. What is created says so.
  FrozenClock& clock() { return clock_; }
  // Puts both to `now`.
  void set_time(Instant now);

  Mutex& step_mutex() { return step_mutex_; }

  // Lets go of what was made for the description that was in use before, so that idle sessions keep
  // no old description alive.
  void description_changed() {
    added_fixtures_.forget_compiled();
    clear_coverage();  // it holds the description that it counts for
  }

  // Makes the session what it was when it was created, but for its name.
  void reset();

 private:
  const std::string name_;
  const std::string path_prefix_;
  const Options options_;
  std::atomic<std::uint64_t> seed_;
  std::atomic<std::int64_t> start_;  // milliseconds of the Unix epoch
  FrozenClock clock_;
  Mutex step_mutex_;
  journal::Journal journal_;
  journal::Attempts attempts_;
  const std::shared_ptr<journal::Metrics> metrics_;
  // Each exchange takes it, so it is not kept behind one lock; made on first use.
  struct Counted {
    std::shared_ptr<journal::Coverage> coverage;
  };
  Published<Counted> counted_;
  Mutex coverage_mutex_;  // of who makes or clears it
  AddedFixtures added_fixtures_;
  state::Store store_;
  fixtures::Tally tally_;
  SessionFaults faults_;
};

}  // namespace holotype::session
