// Mock: the backend that answers as the description and the fixtures say.
//
// The first of these that applies is the answer (product terms; see the README):
//   1. what Prefer (or __code, __example, __dynamic) names;
//   2. a fixture whose `when` holds;
//   3. a response example whose namesake in the request holds;
//   4. the success response's example, else a generated value.
// A request that is not valid is refused: by a fixture of its outcome, else with the body that the
// description has for the status, else with a problem document.
//
// Threads: immutable after construction, safe from any thread. Determinism: the answer is a
// function of (description, fixtures, options, request). Spec: RFC 7240 (Prefer), RFC 9110 section
// 12 (Accept), RFC 9457. Tests: tests/mock/, tests/exchanges/
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "contract/answer.h"
#include "contract/contract.h"
#include "fixtures/fixture_set.h"
#include "http/prefer.h"
#include "mock/operation_plan.h"
#include "mock/request_view.h"

namespace holotype::mock {

using contract::Answer;

struct Options {
  bool is_dynamic = false;        // -d: generate, whatever examples there are
  bool answers_problems = false;  // --errors: refusals are problem documents, whatever is described
  std::uint64_t seed = 0;
  Instant now = kDefaultNow;
};

class Mock {
 public:
  Mock(std::shared_ptr<const contract::Contract> contract, fixtures::FixtureSet fixtures,
       const Options& options = {});

  // The answer to a request that was matched and checked. Values in it live as long as the arena,
  // the Checked and the Mock.
  Answer answer(const contract::Checked& checked, json::Arena& arena) const;

  // Renders each fixture for a request that it could meet and checks what comes out: a finding
  // (rule fixture.breaks-contract) for each that breaks the description.
  diagnostic::Diagnostics check_fixtures() const;

  const fixtures::FixtureSet& fixtures() const { return fixtures_; }

 private:
  Answer succeed(const contract::Checked& checked, json::Arena& arena) const;
  // What Prefer names; nullopt where it names nothing.
  std::optional<Answer> preferred(const http::Preferences& preferences,
                                  const contract::Checked& checked, const OperationPlan& plan,
                                  json::Arena& arena) const;
  // What a valid request gets that asks for nothing in particular.
  Answer unasked(const contract::Checked& checked, const OperationPlan& plan,
                 json::Arena& arena) const;
  Answer refuse(const contract::Checked& checked, json::Arena& arena) const;
  Answer from_fixture(const fixtures::Fixture& fixture, const contract::Checked& checked,
                      const RequestView& view, json::Arena& arena) const;
  Answer from_plan(const ResponsePlan& response, int status,
                   const contract::Checked& checked) const;
  const OperationPlan* plan_of(const contract::Checked& checked) const;
  int refusal_status(const contract::Checked& checked, const OperationPlan* plan) const;

  std::shared_ptr<const contract::Contract> contract_;
  fixtures::FixtureSet fixtures_;
  Options options_;
  std::shared_ptr<GeneratorSource> generators_;
  std::unordered_map<const contract::OperationContract*, std::unique_ptr<OperationPlan>> plans_;
};

}  // namespace holotype::mock
