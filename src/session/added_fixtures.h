// AddedFixtures: the fixtures that a session was given at run time, beside those from files.
//
// They are kept as the text that was sent and compiled for the description in use; after a hot
// reload they are compiled again when they are next needed. One that the new description no longer
// allows is left out until a description comes that does (faults() says why); the others of its
// text stay.
//
// Of several that match a request the most specific wins, then the one added later. A fixture of
// the same operation and name as an older one replaces it.
//
// Threads: safe from any thread. Tests: tests/session/added_fixtures_test.cc
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "diagnostic/diagnostic.h"
#include "fixtures/fixture_set.h"
#include "openapi/description.h"

namespace holotype::session {

class AddedFixtures {
 public:
  using Description = std::shared_ptr<const openapi::Description>;

  // Whether there are none; costs next to nothing.
  bool empty() const { return !has_any_.load(std::memory_order_acquire); }

  // All of them, compiled for that description. Whoever answers from the set keeps it as long as
  // the answer. nullptr where there are none.
  std::shared_ptr<const fixtures::FixtureSet> set(const Description& description) EXCLUDES(mutex_);

  // Adds what `text` (a fixture file, YAML or JSON) holds; `loaded` is what fixtures::load_text
  // made of it. mock::Mock::add_fixtures checks it first, and calls this.
  void add(std::string text, const fixtures::FixtureSet& loaded) EXCLUDES(mutex_);

  // Removes those of that name; returns how many.
  std::size_t remove(std::string_view name) EXCLUDES(mutex_);
  void clear() EXCLUDES(mutex_);
  // They are compiled again when they are next asked for.
  void forget_compiled() EXCLUDES(mutex_);

  // Why fixtures are not in the set for that description: a finding for each that is left out.
  diagnostic::Diagnostics faults(const Description& description) const EXCLUDES(mutex_);

 private:
  struct Entry {
    std::string operation;  // its id; "*"
    std::string written;    // what its text calls the operation, whose id may change
    std::string name;
    std::shared_ptr<const std::string> text;   // the file that it came with
    std::shared_ptr<const std::string> alone;  // the same without the other fixtures
  };
  struct Compiled {
    std::vector<fixtures::FixtureSet> sets;  // the latest first
    diagnostic::Diagnostics faults;
  };

  static Compiled compiled(const std::vector<Entry>& entries, const Description& description);
  void compile(const Description& description) REQUIRES(mutex_);
  void entries_have_changed() REQUIRES(mutex_);

  std::atomic<bool> has_any_{false};
  mutable Mutex mutex_;
  std::vector<Entry> entries_ GUARDED_BY(mutex_);  // the oldest first
  std::weak_ptr<const openapi::Description> compiled_for_ GUARDED_BY(mutex_);
  std::shared_ptr<const fixtures::FixtureSet> set_ GUARDED_BY(mutex_);
};

}  // namespace holotype::session
