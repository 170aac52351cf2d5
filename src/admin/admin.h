// Admin: what a running stand-in says about itself under /__holotype/.
//
//     /__holotype/                  what there is
//     /__holotype/health            200 while it serves
//     /__holotype/rules             every rule;  /rules/ID  one, explained: the `type` of problem
//     documents
//     /__holotype/reports/ID        the full report on one exchange
//     /__holotype/requests          the journal, the oldest first; DELETE clears it
//
// Pages are HTML where the client prefers it (a browser), JSON otherwise; nothing is loaded from
// elsewhere.
//
// Threads: safe from any thread. Tests: tests/admin/admin_test.cc
#pragma once

#include <memory>
#include <string_view>

#include "http/message.h"
#include "journal/journal.h"
#include "openapi/description.h"

namespace holotype::admin {

inline constexpr std::string_view kPrefix = "/__holotype/";

class Admin {
 public:
  Admin(std::shared_ptr<const openapi::Description> description,
        std::shared_ptr<journal::Journal> journal)
      : description_(std::move(description)), journal_(std::move(journal)) {}

  // Whether the request is for this module and not for the API.
  static bool is_for(const http::Request& request);

  http::Response handle(const http::Request& request) const;

 private:
  std::shared_ptr<const openapi::Description> description_;
  std::shared_ptr<journal::Journal> journal_;
};

}  // namespace holotype::admin
