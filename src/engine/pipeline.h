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
// In a conversation, bodies are held to be checked as a whole: the request's before it goes to the
// backend, the answer's before its head is sent. One that is too large, or does not come to its end
// in time, is passed on as it comes; it is checked at its end where it fits, and else said not to
// be. What was found too late for the head is told in trailer fields of the same names, where the
// answer has a place for them, and in any case in the log and the journal.
//
// Threads: handle() from any thread; what it returns is used up on the same one. Determinism: the
// answer is the backend's; nothing of time or thread is added.
// Tests: tests/engine/, tests/exchanges/, tests/proxy/streaming_test.cc
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "contract/answer.h"
#include "contract/contract.h"
#include "engine/passage.h"
#include "http/delivery.h"
#include "http/kept_stream.h"
#include "http/message.h"
#include "http/stream.h"
#include "secrets/secrets.h"
#include "session/session.h"

namespace holotype::engine {

// A checked request on its way to what answers it. Lives as long as the call.
struct Call {
  const contract::Checked& checked;
  session::Session& session;
  json::Arena& arena;  // of the exchange
  // Where the request's body was not held whole: all of it, from its first byte on.
  http::KeptStream* rest = nullptr;
  http::Conversation* conversation = nullptr;  // nullptr: nobody is there to be talked to meanwhile
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
  const diagnostic::Diagnostics* passed_on = nullptr;        // bodies that were not checked for it
};

struct Options {
  bool allows_origins = true;  // CORS
  // --errors: an answer that breaks the description becomes a 500, a real service's a 502.
  bool refuses_invalid_answers = false;
  // OPTIONS on a path that does not describe it says what there is. Not where a real service can.
  bool answers_undescribed_options = true;
  // Of a conversation: what is held of a request's body, and for how long.
  std::size_t max_request_bytes = std::size_t{10} << 20;
  http::Patience request_patience = http::kPatientForever;
  // Called once for each exchange, from the thread that handled it. Empty: nothing is logged.
  std::function<void(const LogRecord&)> log;
};

struct Handled {
  http::Response response;
  http::Delivery delivery = {};
  std::vector<contract::OutgoingRequest> outgoing = {};  // to be sent after it
  // The body that is passed on while it comes, in place of response.body. The exchange ends with
  // it; the pipeline, the session and the request outlive it.
  std::shared_ptr<http::BodyStream> rest = nullptr;
  http::Headers trailers = {};  // of response.body
};

class Pipeline {
 public:
  Pipeline(std::shared_ptr<const contract::Contract> contract, Backend backend,
           Options options = {});

  Handled handle(const http::Request& request, session::Session& session) const;
  // What it returns is for nobody where the request broke off before it could be answered.
  Handled handle(http::Conversation& conversation, session::Session& session) const;

  // The answer to what was refused before it could be handled: a problem document of that rule.
  // `received` is what had been understood. Recorded in that session's journal.
  http::Response refuse(const diagnostic::Rule& rule, const std::string& message, int status,
                        const http::Request& received, session::Session& session) const;

 private:
  class PassedOn;

  Handled guarded(const http::Request& request, session::Session& session,
                  http::Conversation* conversation) const;
  Handled run(std::unique_ptr<Passage> passage) const;
  // The steps. Whether the request is there; false where it broke off.
  bool receive(Passage& passage) const;
  void answer(Passage& passage) const;
  // Checks the body that came to its end only after the request was answered.
  void settle_request(Passage& passage) const;
  void check_answer(Passage& passage) const;
  void dress(Passage& passage) const;
  // At the end of an answer that was passed on: what of it can still be checked.
  void settle_answer(Passage& passage) const;
  // Counts, logs and records it.
  void conclude(Passage& passage) const;
  // Counts what of the description the exchange has met.
  void count(Passage& passage) const;

  std::shared_ptr<const contract::Contract> contract_;
  Backend backend_;
  Options options_;
};

}  // namespace holotype::engine
