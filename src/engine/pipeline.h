// Pipeline: one exchange from request to answer. The product in one function.
//
//     request -> match and check (contract) -> backend -> check the answer (contract) -> journal ->
//     answer
//
// The backend is the one replaceable step: the mock's responder, or a real service behind the
// proxy. Every answer says where it came from (Holotype-Source, Holotype-Operation) and what was
// found (Holotype-Violations, Holotype-Warnings, Holotype-Unchecked, and of the answer
// Holotype-Answer-Violations); the full report is in the
// journal under the id that the header names.
//
// A Pipeline has what is shared and immutable (the contract, the backend); what one session has of
// its own (its journal, and what the backend answers from) comes with each call.
//
// A bug of ours ends one exchange (500), never the process.
//
// Threads: handle() from any thread. Determinism: the answer is the backend's; nothing of time or
// thread is added. Tests: tests/engine/, tests/exchanges/
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "contract/answer.h"
#include "contract/contract.h"
#include "http/delivery.h"
#include "http/message.h"
#include "secrets/secrets.h"
#include "session/session.h"

namespace holotype::engine {

// A checked request on its way to what answers it. Lives as long as the call.
struct Call {
  const contract::Checked& checked;
  session::Session& session;
  json::Arena& arena;  // of the exchange
};

// What answers a checked request. Values of the answer may live in the arena.
using Backend = std::function<contract::Answer(const Call& call)>;

// One line of the log. Views live as long as the call.
struct LogRecord {
  std::string_view method;
  std::string_view raw_target;    // without its secrets
  std::string_view operation_id;  // "" where none matched
  int status = 0;
  std::string_view source;
  std::chrono::nanoseconds duration{0};
  const diagnostic::Diagnostics* findings = nullptr;         // of the request
  const diagnostic::Diagnostics* answer_findings = nullptr;  // of the answer
};

struct Options {
  bool allows_origins = true;  // CORS
  // --errors: an answer that breaks the description becomes a 500, a real service's a 502.
  bool refuses_invalid_answers = false;
  // OPTIONS on a path that does not describe it says what there is. Not where a real service can.
  bool answers_undescribed_options = true;
  // Called once for each exchange, from the thread that handled it. Empty: nothing is logged.
  std::function<void(const LogRecord&)> log;
};

struct Handled {
  http::Response response;
  http::Delivery delivery = {};
  std::vector<contract::OutgoingRequest> outgoing = {};  // to be sent after it
};

class Pipeline {
 public:
  Pipeline(std::shared_ptr<const contract::Contract> contract, Backend backend,
           Options options = {});

  Handled handle(const http::Request& request, session::Session& session) const;

  // The answer to what was refused before it could be handled: a problem document of that rule.
  // `received` is what had been understood. Recorded in that session's journal.
  http::Response refuse(const diagnostic::Rule& rule, const std::string& message, int status,
                        const http::Request& received, session::Session& session) const;

 private:
  Handled handle_checked(const http::Request& request, session::Session& session) const;
  // Counts what of the description the exchange has met.
  void count(const contract::Checked& checked, const contract::Answer& answer,
             session::Session& session, json::Arena& arena) const;
  void check_answer(const contract::Checked& checked, contract::Answer& answer, json::Arena& arena,
                    diagnostic::Diagnostics& findings, diagnostic::Diagnostics& unchecked) const;

  std::shared_ptr<const contract::Contract> contract_;
  Backend backend_;
  Options options_;
};

}  // namespace holotype::engine
