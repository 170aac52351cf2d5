// Prober: from a draft to a judged answer: written, judged for validity by the contract, sent,
// judged again.
//
// Threads: one at a time. Tests: tests/tester/tester_test.cc
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "contract/contract.h"
#include "tester/draft.h"
#include "tester/judge.h"
#include "tester/provider.h"

namespace holotype::tester {

// A request that is ready to be sent, and what is known of it.
struct Prepared {
  Draft draft;
  http::Request request;  // below the description's base path
  Question question;
};

// A text that is the same for equal requests alone.
std::string key_of(const http::Request& request);

struct Attempt {
  Prepared prepared;
  http::Request wire;
  std::optional<http::Response> response;  // nullopt: there was none
  Judgement judgement;

  int status() const { return response ? response->status : 0; }
  bool has_succeeded() const { return status() / 100 == 2; }
};

// Sees every exchange, as it is below the description's paths: for coverage. nullptr: the request
// was sent, and there was no answer.
using Observe = std::function<void(const http::Request&, const http::Response*)>;

class Prober {
 public:
  // All must outlive the Prober.
  Prober(const contract::Contract& contract, Drafter& drafter, Provider& provider,
         Observe observe = {})
      : contract_(contract), drafter_(drafter), provider_(provider), observe_(std::move(observe)) {}

  // nullopt where the draft has no form on the wire, leads to another operation, or is invalid for
  // more than one reason; `obstacle()` says why.
  std::optional<Prepared> prepare(const Draft& draft, const document::Node& about);
  const std::string& obstacle() const { return obstacle_; }

  Attempt attempt(Prepared prepared, json::Arena& arena);
  // Gets what a reference in an answer leads to (Location). nullopt where that is another origin,
  // which is never asked, or no operation that needs nothing more than its path.
  std::optional<Attempt> follow(std::string_view reference, json::Arena& arena);

  const contract::Contract& contract() const { return contract_; }
  Drafter& drafter() { return drafter_; }
  Provider& provider() { return provider_; }

 private:
  // False where there was no answer, which is a finding then.
  bool ask(Attempt& attempt);

  const contract::Contract& contract_;
  Drafter& drafter_;
  Provider& provider_;
  const Observe observe_;
  std::string obstacle_;
};

}  // namespace holotype::tester
