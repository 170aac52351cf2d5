// Sessions: every session of a server by its name, bounded in number and age.
//
// A session begins with the first request that names it. It ends when it is removed, when no
// request named it for Limits::idle, or when a new one needs its place and it is the one that was
// used least recently. A session with an exchange under way never ends, nor does one that somebody
// else holds; where all are in use, a new one is refused. The default session is always there and
// counts for nothing.
//
// Of a session that was not removed its counts are remembered (ended.h), so that the next one of
// its name cannot claim that nothing was received.
//
// Threads: safe from any thread; one lock, held for a look-up. Tests:
// tests/session/sessions_test.cc
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "diagnostic/rule.h"
#include "session/ended.h"
#include "session/session.h"

namespace holotype::session {

struct Limits {
  std::size_t max_sessions = 1000;  // besides the default one
  std::chrono::milliseconds idle{std::chrono::hours{1}};
  // Of each session but the default one.
  journal::Limits journal = {.max_exchanges = 1000, .max_bytes = std::size_t{1} << 20};
};

// Why a request cannot have the session that it names. The status is the rule's.
struct Refusal {
  const diagnostic::Rule* rule = nullptr;
  std::string message;
};

class Sessions {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Now = std::function<Time()>;

  Sessions(const Options& options, const Limits& limits, Now now = std::chrono::steady_clock::now);

  // Of requests that name none. Lives as long as this object.
  Session& default_session() { return default_; }
  const Session& default_session() const { return default_; }

  // The session of that name, which is created where there is none; kDefaultName is the default
  // one. Rules: session.name-malformed, session.limit-reached.
  Result<std::shared_ptr<Session>, Refusal> get(std::string_view name) EXCLUDES(mutex_);

  // The same without creating one: nullptr where there is none. Does not count as use.
  std::shared_ptr<Session> find(std::string_view name) EXCLUDES(mutex_);

  // Ends a session and forgets it; whether there was one. Exchanges under way keep theirs to their
  // end.
  bool remove(std::string_view name) EXCLUDES(mutex_);

  // Tells every session that another description is in use. A finding for each added fixture that
  // it does not allow.
  diagnostic::Diagnostics description_changed(
      const std::shared_ptr<const openapi::Description>& description) EXCLUDES(mutex_);

  // All but the default one, the latest used first.
  std::vector<std::shared_ptr<Session>> all() EXCLUDES(mutex_);

  struct Counts {
    std::uint64_t created = 0;
    std::uint64_t evicted = 0;  // gave way to another
    std::uint64_t expired = 0;  // were idle for too long
    std::size_t live = 0;
  };
  Counts counts() const EXCLUDES(mutex_);
  const Limits& limits() const { return limits_; }

 private:
  struct Entry {
    std::shared_ptr<Session> session;
    Time used;
  };
  using Order = std::list<Entry>;  // the latest used first

  void expire(Time now, std::vector<std::shared_ptr<Session>>& gone) REQUIRES(mutex_);
  void drop(Order::iterator entry) REQUIRES(mutex_);
  // The same for one that was not asked to end.
  void displace(Order::iterator entry) REQUIRES(mutex_);

  const Options options_;
  const Limits limits_;
  const Now now_;
  Session default_;
  mutable Mutex mutex_;
  Order order_ GUARDED_BY(mutex_);
  // Keys are the sessions' own names.
  std::unordered_map<std::string_view, Order::iterator> by_name_ GUARDED_BY(mutex_);
  Ended ended_ GUARDED_BY(mutex_);
  Counts counts_ GUARDED_BY(mutex_);
};

}  // namespace holotype::session
