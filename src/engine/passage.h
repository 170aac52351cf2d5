// Passage: one exchange on its way through the pipeline, and what is said of it at its end.
//
// Threads: one. Tests: tests/engine/, tests/proxy/streaming_test.cc
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "contract/answer.h"
#include "contract/contract.h"
#include "diagnostic/diagnostic.h"
#include "http/kept_stream.h"
#include "http/message.h"
#include "json/arena.h"
#include "session/session.h"

namespace holotype::engine {

struct Passage {
  // All outlive it. The arena is the thread's, lent to one passage at a time.
  Passage(const http::Request& request, session::Session& session,
          http::Conversation* conversation);
  ~Passage();
  Passage(const Passage&) = delete;
  Passage& operator=(const Passage&) = delete;

  std::string_view operation_id() const {
    return checked.operation() == nullptr ? std::string_view() : checked.operation()->id;
  }
  // What was passed on and could not be checked, as of now.
  diagnostic::Diagnostics passed_on() const;

  const http::Request& request;
  session::Session& session;
  http::Conversation* const conversation;  // whose request it is; nullptr: there is none
  const std::chrono::steady_clock::time_point begin;
  json::Arena arena;
  // The body of the request, where it was not held whole. The answer may read it, and goes first.
  std::optional<http::KeptStream> rest;
  bool is_request_settled = true;  // all of it that will ever be checked was checked
  contract::Checked checked;
  diagnostic::Diagnostics backend_findings;  // of the request, and among those of `checked`
  contract::Answer answer;
  http::Response own_answer;  // where it is passed on: as it came, without its body
  diagnostic::Diagnostics answer_findings;
  std::string report_id;  // "" where there is nothing to report
};

// Calls `say` with the name and value of each field that tells a client where its answer came from
// and what was found.
void say_fields(const Passage& passage,
                const std::function<void(std::string_view name, std::string value)>& say);

// The same request of which the same is found gets the same report id, so that the bytes of its
// answer are the same. The findings count: of two heads that could not be read, little more is
// there to tell them apart.
std::string report_id_of(const http::Request& request,
                         std::initializer_list<const diagnostic::Diagnostics*> findings);

// "2; first=schema.type; report=..." of the findings of that severity; nullopt where there are
// none.
std::optional<std::string> findings_value(const diagnostic::Diagnostics& findings,
                                          diagnostic::Severity severity,
                                          const session::Session& session,
                                          std::string_view report_id);

}  // namespace holotype::engine
