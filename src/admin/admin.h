// Admin: what a running stand-in says about itself under /__holotype/.
//
//     /__holotype/                  what there is
//     /__holotype/health            200 while it serves
//     /__holotype/rules             every rule;  /rules/ID  one, explained: the `type` of problem
//     documents
//     /__holotype/reports/ID        the full report on one exchange
//     /__holotype/requests          the journal, the oldest first; DELETE clears it
//
// Behind /__holotype/sessions/NAME the same pages show that session; the caller chooses it and
// hands over the request without that prefix.
//
// Pages are HTML where the client prefers it (a browser), JSON otherwise; nothing is loaded from
// elsewhere.
//
// Threads: safe from any thread. Tests: tests/exchanges/admin/
#pragma once

#include <string_view>

#include "http/message.h"
#include "mock/mock.h"
#include "openapi/description.h"
#include "session/session.h"
#include "session/sessions.h"

namespace holotype::admin {

inline constexpr std::string_view kPrefix = "/__holotype/";

// What the pages show. All outlive the Admin, which lives as long as one request.
struct Parts {
  const openapi::Description& description;
  const mock::Mock& mock;  // add_fixtures()
  session::Session& session;
  session::Sessions& sessions;
};

class Admin {
 public:
  explicit Admin(const Parts& parts) : parts_(parts) {}

  // Whether the request is for this module and not for the API.
  static bool is_for(const http::Request& request);

  http::Response handle(const http::Request& request) const;

 private:
  Parts parts_;
};

}  // namespace holotype::admin
