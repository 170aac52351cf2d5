// Mock: the backend that answers as the description and the fixtures say.
//
// The first of these that applies is the answer (product terms; see the README):
//   1. what Prefer (or __code, __example, __dynamic) names;
//   2. a fixture whose `when` holds;
//   3. a response example whose namesake in the request holds;
//   4. with state, the resource that earlier requests created (state_answer.cc);
//   5. the success response's example, else a generated value.
// A request that is not valid is refused: by a fixture of its outcome, else with the body that the
// description has for the status, else with a problem document. Prefer does not change that, as no
// answer to a valid request would be true: of it only `wait` holds, and `example` where `code` is
// the status of the refusal.
//
// What differs between sessions (seed, clock, fixtures added at run time, and what changes) comes
// with each call as the Session; the Mock has only what all sessions share.
//
// Threads: what is not made at construction is made once (base/lazy.h); safe from any thread.
// Determinism: the answer is a function of (description, fixtures, options, session, request).
// Spec: RFC 7240 (Prefer), RFC 9110 section 12 (Accept), RFC 9457. Tests: tests/mock/,
// tests/exchanges/
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/lazy.h"
#include "contract/answer.h"
#include "contract/contract.h"
#include "fixtures/fixture_set.h"
#include "http/prefer.h"
#include "mock/operation_plan.h"
#include "mock/request_view.h"
#include "session/session.h"

namespace holotype::mock {

using contract::Answer;

struct Options {
  bool is_dynamic = false;        // -d: generate, whatever examples there are
  bool answers_problems = false;  // --errors: refusals are problem documents, whatever is described
  // Of what is made once for all sessions; a session that has another seed or another start_time()
  // gets its own.
  std::uint64_t seed = 0;
  Instant now = kDefaultNow;
  bool is_stateful = false;            // --stateful: what requests create is there afterwards
  std::size_t max_resources = 10'000;  // of one session; the next one is refused
};

class Mock {
 public:
  Mock(std::shared_ptr<const contract::Contract> contract, fixtures::FixtureSet fixtures,
       const Options& options = {});
  ~Mock();

  // The answer to a request that was matched and checked. Values in it live as long as the arena,
  // the Checked, the Mock and Answer::owner.
  Answer answer(const contract::Checked& checked, session::Session& session,
                json::Arena& arena) const;

  // Adds the fixtures of `text` (a fixture file) to those of a session; the names of what was
  // added. Fails with what is wrong with them, and adds none.
  Result<std::vector<std::string>, diagnostic::Diagnostics> add_fixtures(session::Session& session,
                                                                         std::string text) const;

  // What the description alone answers the operation with, which is one of this mock's contract.
  // Made on first use.
  const OperationPlan& plan_for(const contract::OperationContract& contract) const;

  // The requests of the webhook of that name, sent to `url`; empty where the description has none
  // of that name.
  std::vector<contract::OutgoingRequest> webhook(std::string_view name,
                                                 const std::string& url) const;
  // In the order of the description.
  std::vector<std::string> webhook_names() const;

  // The errors among `faults` that no operation declares: a finding for each (rule
  // fault.undeclared-status).
  diagnostic::Diagnostics check_faults(const faults::Faults& faults) const;

  // Renders each fixture for a request that it could meet and checks what comes out: a finding
  // (rule fixture.breaks-contract) for each that breaks the description.
  diagnostic::Diagnostics check_fixtures() const { return check_fixtures(fixtures_); }

  // The resources of a session as a fixture file that begins another one where this one is; nullopt
  // without state.
  std::optional<std::string> snapshot(session::Session& session) const;
  // Makes the resources of a session what they were at its start.
  void reset_state(session::Session& session) const;

  // A finding (rule generate.no-instance) for each answer that would have to be generated and
  // cannot be. It may take as long as loading; once `stopping` says so it returns what it has.
  diagnostic::Diagnostics check_generation(const std::stop_token& stopping = {}) const;

  // Those from files.
  const fixtures::FixtureSet& fixtures() const { return fixtures_; }

 private:
  // What an answer is made from.
  struct Call {
    const contract::Checked& checked;
    session::Session& session;
    json::Arena& arena;
    const OperationPlan* plan;  // nullptr where no operation matched
    // What goes wrong with it on purpose.
    faults::Draw fault = {};
  };
  // The fixture that answers, and what keeps it.
  struct Choice {
    fixtures::Found found;
    std::shared_ptr<const fixtures::FixtureSet> owner;
    std::optional<std::string> near_miss;  // where there is no fixture
  };

  struct State;            // what --stateful adds
  class FixtureAnswer;     // one answer from a fixture
  class StatefulExchange;  // one request that state answers

  Answer succeed(const Call& call) const;
  // What Prefer names; nullopt where it names nothing.
  std::optional<Answer> preferred(const http::Preferences& preferences, const Call& call) const;
  // 406 where nothing that can be written for the response is what the request accepts; nullopt
  // where something is.
  std::optional<Answer> unacceptable(const ResponsePlan& response, const Call& call) const;
  // The response with its example of that name; nullopt where there is none.
  std::optional<Answer> from_named(const ResponsePlan& response, int status,
                                   std::string_view example, const Call& call) const;
  // What the API sends itself because of that answer to a valid request.
  std::vector<contract::OutgoingRequest> callbacks(const Call& call, const Answer& answer) const;
  // The declared error that the request is dealt; nullopt where it is dealt none.
  std::optional<Answer> dealt_error(const Call& call) const;
  // What a valid request gets that asks for nothing in particular.
  Answer unasked(const Call& call) const;
  // The response example whose namesake in the request holds.
  std::optional<Answer> paired(const Call& call) const;
  // What state says; nullopt where the operation is about no resource, or a fixture goes before.
  std::optional<Answer> stateful(const Call& call, const RequestView& view,
                                 const Choice& choice) const;
  Answer refuse(const Call& call) const;
  Choice choose_fixture(const Call& call, const RequestView& view) const;
  std::string near_miss(fixtures::NearMiss nearest, const Call& call) const;
  // The answer of the fixture's turn.
  Answer from_fixture(const fixtures::Found& found, const Call& call,
                      const RequestView& view) const;
  static std::uint64_t seed_of(const Call& call, std::uint64_t seed);
  Answer from_plan(const ResponsePlan& response, int status, const Call& call) const;
  diagnostic::Diagnostics check_fixtures(const fixtures::FixtureSet& set) const;
  diagnostic::Diagnostics check_answer(const fixtures::Fixture& fixture, std::uint64_t turn) const;
  const OperationPlan* plan_of(const contract::Checked& checked) const;
  int refusal_status(const contract::Checked& checked, const OperationPlan* plan) const;

  std::shared_ptr<const contract::Contract> contract_;
  fixtures::FixtureSet fixtures_;
  Options options_;
  std::shared_ptr<GeneratorSource> generators_;
  generate::Options generation_;  // of what is made once for all sessions
  std::unordered_map<const contract::OperationContract*, Lazy<OperationPlan>> plans_;
  std::unique_ptr<const State> state_;  // nullptr without state
  std::vector<CallbackPlan> webhooks_;
};

}  // namespace holotype::mock
