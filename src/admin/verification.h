// Verification: a question about what was received, and its answer.
//
//     {"operation": "createTask", "when": {"body": {"title": "Rotate keys"}}, "exactly": 1}
//     {"order": [{"operation": "createTask"}, {"operation": "getTask"}]}
//     {"onlyValid": true}        {"onlyDeclared": true}
//
// What `when` says is what it says in a fixture, and is read and compared by the same code.
//
// Answers are yes, no, or that it cannot be known: because exchanges gave way to later ones that
// could have been among those asked for, or because the question is about a secret, which the
// journal does not keep. What cannot be known does not hold. A question without `when` is answered
// from tallies, which forget nothing but what a session received that ended long ago
// (session/ended.h).
//
// Threads: safe from any thread. Tests: tests/admin/verification_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "contract/contract.h"
#include "diagnostic/diagnostic.h"
#include "diagnostic/verdict.h"
#include "fixtures/fixture_set.h"
#include "journal/journal.h"
#include "json/value.h"

namespace holotype::admin {

// One kind of request.
struct Expected {
  const openapi::Operation* operation = nullptr;  // nullptr: any
  std::optional<diagnostic::Verdict> outcome;     // absent: any
  // Its only fixture has the `when`; nullptr: anything.
  std::shared_ptr<const fixtures::FixtureSet> matcher;
  const json::Value* when = nullptr;  // as it was written, in the matcher's memory
  std::string words;                  // "createTask with {"body":{"title":"Rotate keys"}}"
};

struct Times {
  std::uint64_t at_least = 1;
  std::optional<std::uint64_t> at_most;

  bool allows(std::uint64_t count) const {
    return count >= at_least && (!at_most || count <= *at_most);
  }
};

struct Verification {
  enum class Question { Count, Order, OnlyValid, OnlyDeclared };
  Question question = Question::Count;
  std::vector<Expected> expected;  // one for Count, one or more for Order
  Times times;
  std::uint64_t since = 0;  // only requests with a higher sequence number
};

// Precondition: `value` satisfies the schema Verification of admin.yaml. Fails where an operation
// is unknown or a `when` is faulty (rules fixture.*), and where no number can be both as great and
// as small as is asked (rule request.invalid).
Result<Verification, diagnostic::Diagnostics> read_verification(
    const std::shared_ptr<const openapi::Description>& description, const json::Value& value);

// The request that came nearest, and what differed.
struct Closest {
  journal::ExchangePointer exchange;
  std::vector<std::string> misses;  // never empty
};

struct Verified {
  bool holds = false;
  bool is_certain = true;
  std::string message;  // some lines, the first is the answer
  std::optional<std::uint64_t> count;
  std::vector<std::uint64_t> sequences;  // of the first requests that match, or that break the rule
  std::optional<Closest> closest;
};

Verified verify(const Verification& verification, const contract::Contract& contract,
                const journal::Journal& journal);

}  // namespace holotype::admin
