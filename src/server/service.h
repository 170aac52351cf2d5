// Service: the parts wired together, from files to a function that answers requests.
//
// The binary and the C++ library both serve through it, so there is one wiring. Each exchange
// takes, at its start, one Loaded (what was read from files) and one Session (what changes), and
// keeps both to its end; reload() publishes another Loaded and disturbs nobody.
//
// Threads: handle(), refuse() and reload() from any thread; open() once. Tests: tests/server/,
// tests/exchanges/
#pragma once

#include <memory>

#include "base/mutex.h"
#include "base/published.h"
#include "base/result.h"
#include "journal/journal.h"
#include "server/loaded.h"
#include "session/address.h"
#include "session/sessions.h"
#include "transport/fault.h"

namespace holotype::server {

class Service {
 public:
  // Loads everything; fails as load() does.
  static Result<std::unique_ptr<Service>, diagnostic::Diagnostics> open(Settings settings);

  engine::Handled handle(const http::Request& request) const;
  http::Response refuse(const transport::Fault& fault) const;

  // Reads everything again. Where that fails, what was there before keeps serving.
  Result<std::shared_ptr<const Loaded>, diagnostic::Diagnostics> reload() EXCLUDES(reloading_);

  // The generation in use.
  std::shared_ptr<const Loaded> loaded() const { return loaded_.get(); }
  session::Sessions& sessions() const { return sessions_; }

  // Of the generation in use.
  std::shared_ptr<const openapi::Description> description() const { return loaded()->description; }
  diagnostic::Diagnostics findings() const { return loaded()->findings; }
  std::size_t fixture_count() const { return loaded()->mock->fixtures().fixtures().size(); }
  // Of the default session.
  journal::Journal& journal() const { return sessions_.default_session().journal(); }

 private:
  Service(Settings settings, std::shared_ptr<const Loaded> loaded);
  engine::Handled handle_in_session(const Loaded& loaded, const http::Request& request,
                                    const session::Address& address) const;
  engine::Handled handle_in(const Loaded& loaded, const http::Request& request,
                            session::Session& session) const;

  const Settings settings_;
  mutable session::Sessions sessions_;
  Published<Loaded> loaded_;
  Mutex reloading_;
};

}  // namespace holotype::server
