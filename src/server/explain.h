// Explain: what a request would get, and why: the pipeline's own answer with every decision on the
// way to it.
//
//     server::Explanation told = server::explain(*service, request);
//     print(server::to_text(told));
//
// Nothing is decided here: the contract checks, the mock answers, and this says what they did. The
// service behaves as one that has answered nothing yet: of answers in turn the first is told.
//
// Threads: any. Determinism: as the answer's. Tests: tests/server/explain_test.cc
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "diagnostic/verdict.h"
#include "http/message.h"
#include "json/arena.h"
#include "json/value.h"
#include "openapi/operation.h"
#include "server/service.h"

namespace holotype::server {

// One kind of thing that a request is checked for.
struct ExplainedCheck {
  enum class Result { Satisfied, Broken, Unchecked, NothingDeclared };

  std::string name;                  // "security", "path", "query", "header", ..., "Accept"
  std::string subject;               // what was looked at: "limit = 10; page is not sent"
  diagnostic::Diagnostics findings;  // errors and warnings
  diagnostic::Diagnostics unchecked;

  Result result() const;
};

// One of the places that an answer can come from, in the order in which they are asked.
struct ExplainedStep {
  std::string name;  // "Prefer", "fixture", "example pair", "state", "description", "problem"
  std::string why;   // why it answered or did not
  bool is_answer = false;
};

struct Explanation {
  http::Request request;
  std::shared_ptr<const Loaded> loaded;           // what it was told about
  const openapi::Operation* operation = nullptr;  // nullptr where none matched; of `loaded`
  diagnostic::Verdict verdict = diagnostic::Verdict::Valid;
  diagnostic::Diagnostics unmatched;  // why no operation matched, with the nearest paths
  std::vector<ExplainedCheck> checks;
  std::vector<ExplainedStep> steps;
  std::optional<std::string> nearest;  // the nearest fixture and what differed, where none matched
  http::Response answer;
  diagnostic::Diagnostics answer_findings;  // what is wrong with the answer itself

  bool is_valid() const { return verdict == diagnostic::Verdict::Valid; }
};

Explanation explain(const Service& service, const http::Request& request);

// For a terminal: a block each for match, checks, sources and the answer.
std::string to_text(const Explanation& told);
// The same as one object, for programs. The answer's body is in "body", as JSON where it is JSON,
// else as a text; in "bodyBase64" where it is no UTF-8.
json::Value to_json(const Explanation& told, json::Arena& arena);

}  // namespace holotype::server
