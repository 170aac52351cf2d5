// Store: the resources of one session, and everything that may happen to them.
//
// Each call is one atomic step under one lock: matching, consuming and changing cannot be torn
// apart, so the history of a session is linearizable. What a request makes of a resource belongs to
// that step, for its id and its time do. A new resource is made outside the lock, as if its turn
// were now; where that has changed when it is to be stored, it is made again.
//
// A collection that nobody has changed is not copied: its resources are the seeds, which all
// sessions share. The first write to it makes it the session's own.
//
// What is stored has memory of its own and is found by texts (collection, scope, id), so that it
// outlives the description it was made for (hot reload).
//
// Threads: any. Determinism: ids, order and time depend on the writes of this session alone.
// Tests: tests/state/store_test.cc, tests/state/race_test.cc
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "json/arena.h"
#include "state/document.h"
#include "state/resource.h"

namespace holotype::state {

// What a collection has before anybody writes to it.
struct Seed {
  // The values of the scope's path parameters; nullopt: any.
  std::vector<std::optional<std::string>> scope;
  DocumentPtr document;

  bool is_in(const std::vector<std::string>& actual) const;
};

// Where seeds come from; asked once for each resource.
class Seeds {
 public:
  virtual ~Seeds() = default;
  // In order. The reference lives as long as this.
  virtual const std::vector<Seed>& of(const Resource& resource) const = 0;
};

// The world that a step happens in.
struct World {
  std::uint64_t seed = 0;  // of ids
  FrozenClock& clock;      // advanced one second by each write
  const Seeds& seeds;
  std::size_t max_resources = 10'000;
};

// A place in the store.
struct Target {
  const Resource* resource = nullptr;
  std::vector<std::string> scope;  // decoded values of the path parameters
  std::string id;                  // "" for a collection
};

enum class Outcome : std::uint8_t {
  Done,
  Created,
  NotFound,    // the resource, or one that it is in
  Conflict,    // there is one of that id already
  Full,        // max_resources
  Refused,     // the precondition does not hold
  Impossible,  // nothing that the schema allows could be made
};

struct Result {
  Outcome outcome = Outcome::Done;
  DocumentPtr document;  // as it is after the step; what was removed
};

// How a resource changes: what it will be, from what it is; nullopt where nothing is possible.
using Edit = std::function<std::optional<json::Value>(const json::Value& old, Instant now,
                                                      json::Arena& arena)>;
// Whether a change may happen to what is there now, nullptr where there is nothing (If-Match,
// If-None-Match); empty: always.
using Precondition = std::function<bool(const Document* now)>;

// What a new resource is made of. What is called here has no effect of its own: it may be called
// more than once for one resource.
struct Creation {
  std::optional<json::Value> id;  // the client's; nullopt: mint() makes one
  enum class Taken : std::uint8_t { Conflicts, Replaced, GetsAnother };
  Taken when_taken = Taken::Conflicts;
  Precondition precondition = {};  // of what has the client's id now
  Edit replace = {};               // of what has the id already, for Taken::Replaced
  // The id of a seed; `attempt` counts from 0 where earlier ones were taken or not allowed.
  std::function<json::Value(std::uint64_t seed, int attempt, json::Arena& arena)> mint;
  // The representation; nullopt where the schema allows none with that id.
  std::function<std::optional<json::Value>(const json::Value& id, Instant now, json::Arena& arena)>
      build;
};

class Store {
 public:
  // Of which a collection remembers where they were.
  static constexpr std::size_t kMostRemoved = 1000;

  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Result read(const Target& target, const World& world) const EXCLUDES(mutex_);
  struct Listing {
    std::vector<DocumentPtr> documents;  // in the order of creation
    // How many of them come before where a removed one was; nullopt where it was not there, or was
    // removed too long ago (kMostRemoved).
    std::optional<std::size_t> place;
  };
  // nullopt where what the collection is in does not exist. `removed`: the id that Listing::place
  // is of, as a client knows it that reads page after page.
  std::optional<Listing> list(const Target& target, const World& world,
                              const std::string& removed = {}) const EXCLUDES(mutex_);
  Result create(const Target& target, const Creation& creation, const World& world)
      EXCLUDES(mutex_);
  Result change(const Target& target, const Edit& edit, const Precondition& precondition,
                const World& world) EXCLUDES(mutex_);
  // With everything that is in it.
  Result remove(const Target& target, const Precondition& precondition, const World& world)
      EXCLUDES(mutex_);

  // As if nothing had happened.
  void reset() EXCLUDES(mutex_);

  // One collection of a snapshot.
  struct Listed {
    const Resource* resource = nullptr;
    std::vector<std::optional<std::string>> scope;
    std::vector<DocumentPtr> documents;
  };
  // All that there is, seeds included; by resource, then by scope.
  std::vector<Listed> contents(const Model& model, const World& world) const EXCLUDES(mutex_);

  std::size_t size() const EXCLUDES(mutex_);  // resources that are this session's own

 private:
  struct Collection {
    std::map<std::uint64_t, DocumentPtr> in_order;
    std::unordered_map<std::string, std::uint64_t> by_id;
    std::unordered_map<std::string, std::uint64_t> removed;  // where they were
    std::uint64_t next = 0;

    void add(DocumentPtr document);
    void remove(const std::string& id);
    DocumentPtr find(const std::string& id) const;
  };
  using Scope = std::vector<std::string>;
  using Table = std::map<Scope, Collection>;  // ordered: what is below a scope lies together

  bool exists(const Resource& resource, const Scope& scope, const std::string& id,
              const World& world) const REQUIRES(mutex_);
  bool parent_exists(const Target& target, const World& world) const REQUIRES(mutex_);
  const Collection* find(const Resource& resource, const Scope& scope) const REQUIRES(mutex_);
  DocumentPtr find(const Target& target, const World& world) const REQUIRES(mutex_);
  // The session's own collection, copied from the seeds where it is not there yet.
  // nullptr where there is no room for it and `more` resources.
  Collection* own(const Resource& resource, const Scope& scope, std::size_t more,
                  const World& world) REQUIRES(mutex_);
  bool is_taken(const Resource& resource, const Scope& scope, const std::string& id,
                const World& world) const REQUIRES(mutex_);
  std::int64_t next_number(const Resource& resource, const World& world) const REQUIRES(mutex_);
  Result add(const Target& target, DocumentPtr document, const World& world) REQUIRES(mutex_);
  Result replace(const Target& target, const DocumentPtr& old, const Edit& edit, const World& world)
      REQUIRES(mutex_);
  // What the id and the time of the next new resource come from.
  struct Turn {
    std::uint64_t creates = 0;
    std::int64_t number = 0;  // of ids that are numbers, else 0
    Instant now;

    bool operator==(const Turn&) const = default;
  };
  Turn turn(const Resource& resource, const World& world) const REQUIRES(mutex_);
  // The same in passing: where others write meanwhile, it may be of no moment at all.
  Turn likely_turn(const Resource& resource, const World& world) const EXCLUDES(mutex_);
  static json::Value minted(const Resource& resource, const Creation& creation, const Turn& turn,
                            int attempt, const World& world, json::Arena& arena);
  // nullopt: with what was made outside the lock it cannot be done.
  std::optional<Result> create_quickly(const Target& target, const Creation& creation,
                                       const World& world) EXCLUDES(mutex_);
  // Scope and id of each that there is, seeds of one scope included.
  std::vector<Scope> items(const Resource& resource, const World& world) const REQUIRES(mutex_);
  void remove_below(const Resource& resource, const Scope& prefix, const World& world)
      REQUIRES(mutex_);
  static void wrote(const World& world) { world.clock.advance(std::chrono::seconds(1)); }

  mutable Mutex mutex_;
  std::unordered_map<std::string, Table> tables_ GUARDED_BY(mutex_);  // by collection template
  std::unordered_map<std::string, std::int64_t> highest_ GUARDED_BY(mutex_);  // numeric ids given
  std::atomic<std::uint64_t> creates_ = 0;  // written under the lock
  std::size_t size_ GUARDED_BY(mutex_) = 0;
};

}  // namespace holotype::state
