// Service: the parts wired together, from files to a function that answers requests.
//
// The binary and the C++ library both serve through it, so there is one wiring. Each exchange
// takes, at its start, one Loaded (what was read from files) and one Session (what changes), and
// keeps both to its end; reload() publishes another Loaded and disturbs nobody.
//
// watch() reloads whenever a file that took part has changed.
//
// Threads: handle(), refuse() and reload() from any thread; open() and watch() once.
// Tests: tests/server/, tests/exchanges/
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/published.h"
#include "base/result.h"
#include "callbacks/dispatcher.h"
#include "journal/journal.h"
#include "journal/totals.h"
#include "report/report.h"
#include "server/loaded.h"
#include "session/address.h"
#include "session/sessions.h"
#include "transport/fault.h"
#include "watch/watcher.h"

namespace holotype::server {

// One reload, for whoever tells the user.
struct Reload {
  std::vector<std::string> changed;  // the files that it was for; empty where it was asked for
  Result<std::shared_ptr<const Loaded>, diagnostic::Diagnostics> loaded;
  std::chrono::nanoseconds duration{0};
  // Of fixtures that sessions were given at run time and the new description does not allow.
  diagnostic::Diagnostics left_out = {};
};

class Service {
 public:
  // Loads everything; fails as load() does.
  static Result<std::unique_ptr<Service>, diagnostic::Diagnostics> open(Settings settings);
  // Also ends what is still being looked for.
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  engine::Handled handle(const http::Request& request) const;
  // The same for a request whose body may still be on its way. What it returns is used up on the
  // same thread, while the conversation lasts.
  engine::Handled handle(http::Conversation& conversation) const;
  http::Response refuse(const transport::Fault& fault) const;

  // Reads everything again. Where that fails, what was there before keeps serving.
  Reload reload() EXCLUDES(reloading_);

  // Sends the requests of a webhook to `url` for that session. Fails with a sentence where there is
  // no such webhook or no such URL.
  Result<void> send_webhook(session::Session& session, std::string_view name,
                            const std::string& url) const;
  // Whether every callback and webhook was sent or given up, at the latest after `timeout`.
  bool wait_for_callbacks(std::chrono::milliseconds timeout) const {
    return dispatcher_.wait_until_idle(timeout);
  }

  // What all sessions have found and met since the start, as of the description in use.
  // Precondition: Settings::keeps_totals.
  report::Report run_report() const;

  // From now on reloads when a file that takes part is changed, added or removed: the description,
  // what it refers to, fixtures. `report` is called after each, from one thread.
  void watch(std::function<void(const Reload&)> report);

  // The generation in use.
  std::shared_ptr<const Loaded> loaded() const { return loaded_.get(); }
  session::Sessions& sessions() const { return sessions_; }

  // Of the generation in use. The findings are waited for.
  std::shared_ptr<const openapi::Description> description() const { return loaded()->description; }
  diagnostic::Diagnostics findings() const { return loaded()->findings(); }
  std::size_t fixture_count() const { return loaded()->mock->fixtures().fixtures().size(); }
  // Of the default session.
  journal::Journal& journal() const { return sessions_.default_session().journal(); }

 private:
  Service(Settings settings, LoadAttempt first);
  Reload reload(std::vector<std::string> changed) EXCLUDES(reloading_);
  engine::Handled handle_in_session(const Loaded& loaded, const http::Request& request,
                                    const session::Address& address) const;
  // For what answers from the whole request: waits for its body. An answer where there is none to
  // be had.
  std::optional<engine::Handled> complete(const Loaded& loaded, http::Conversation& conversation,
                                          session::Session& session) const;
  void send_callbacks(const session::Session& session, engine::Handled& handled) const;
  engine::Handled handle_in(const Loaded& loaded, const http::Request& request,
                            session::Session& session) const;

  const Settings settings_;
  const std::shared_ptr<journal::Totals> totals_;  // nullptr where nobody asks for a report
  mutable session::Sessions sessions_;
  mutable callbacks::Dispatcher dispatcher_;  // after the sessions, to which it reports
  Published<Loaded> loaded_;
  Mutex reloading_;
  watch::Paths paths_ GUARDED_BY(reloading_);
  std::int64_t began_ GUARDED_BY(reloading_) = 0;  // when the latest attempt did
  std::unique_ptr<watch::Watcher> watcher_;        // the last: its thread reloads
};

}  // namespace holotype::server
