// Admin: what a running stand-in says about itself under /__holotype/, and how it is told what to
// answer.
//
// admin.yaml describes the pages. Requests are matched and checked by that description, as those
// for any API, then handed to the page's function by the operation's id; what a page answers is
// checked against it by the tests. Bodies may be JSON or YAML, whatever their Content-Type says:
// they are typed at a prompt as often as not.
//
// Behind /__holotype/sessions/NAME the same pages show that session; the caller chooses it and
// hands over the request without that prefix.
//
// Pages are HTML where the client prefers it (a browser), JSON otherwise; nothing is loaded from
// elsewhere.
//
// Threads: safe from any thread. Tests: tests/admin/, tests/exchanges/admin/
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "admin/access.h"
#include "base/result.h"
#include "contract/contract.h"
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
  const contract::Contract& contract;
  const mock::Mock& mock;
  session::Session& session;
  session::Sessions& sessions;
  const Access& access;
  // Sends the webhook of that name to a URL, for the session.
  std::function<Result<void>(std::string_view name, const std::string& url)> send_webhook;
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
