// The admin pages: one function an operation of admin.yaml, in a file for each subject.
//
// Internal to the module. A page is called with a request that satisfies the description, and
// answers with what it describes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "admin/admin.h"
#include "contract/contract.h"
#include "http/message.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::admin {

struct Call {
  const Parts& parts;
  const http::Request& request;
  const contract::Checked& checked;
  json::Arena& arena;

  // The value of a parameter; nullptr where the request has none.
  const json::Value* parameter(std::string_view name) const;
  // Of a parameter of type string; "" where there is none.
  std::string text(std::string_view name) const;
  // Of a parameter of type integer.
  std::optional<std::uint64_t> number(std::string_view name) const;
};

// about.cc
http::Response get_index(const Call& call);
http::Response get_health(const Call& call);
http::Response health(json::Arena& arena);  // what get_health() answers
http::Response get_description_as_yaml(const Call& call);
http::Response get_description_as_json(const Call& call);

// rules.cc
http::Response list_rules(const Call& call);
http::Response get_rule(const Call& call);

// metrics.cc
http::Response get_metrics(const Call& call);

// requests.cc
http::Response list_requests(const Call& call);
http::Response clear_requests(const Call& call);
http::Response get_report(const Call& call);

// verify.cc
http::Response verify(const Call& call);

// fixtures.cc
http::Response list_fixtures(const Call& call);
http::Response add_fixtures(const Call& call);
http::Response remove_all_fixtures(const Call& call);
http::Response remove_fixture(const Call& call);
http::Response get_state(const Call& call);
http::Response reset_state(const Call& call);
http::Response reset(const Call& call);

// sessions.cc
http::Response list_sessions(const Call& call);
http::Response get_session(const Call& call);
http::Response remove_session(const Call& call);

// settings.cc
http::Response get_settings(const Call& call);
http::Response change_settings(const Call& call);

// webhooks.cc
http::Response send_webhook(const Call& call);
http::Response list_attempts(const Call& call);

// coverage.cc
http::Response get_coverage(const Call& call);
http::Response clear_coverage(const Call& call);
http::Response get_session_report(const Call& call);

}  // namespace holotype::admin
