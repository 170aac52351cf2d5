// Report: what a run of the tester found, and the ways to write it down.
//
// Threads: pure values. Determinism: the same run gives the same text, whatever time it took.
// Tests: tests/tester/report_test.cc
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "tester/provider.h"

namespace holotype::tester {

struct Failure {
  std::string operation;  // operationId, or "GET /v1/tasks"
  std::string what;       // the case: "body title: 201 characters"
  diagnostic::Diagnostic finding;
  int status = 0;                   // 0: no answer
  std::vector<std::string> before;  // of a chain: curl lines of what it wrote before
  std::string curl;
  std::size_t count = 1;  // cases of the operation that failed in the same way
  ShownRequest request;   // the smallest that fails so
};

// What a case asks, and what came of it.
enum class Kind : std::uint8_t { Valid, Invalid, NoCredentials, OtherMethod, Chained };
enum class Outcome : std::uint8_t { Passed, Failed, Inconclusive };
std::string_view to_string(Kind kind);
std::string_view to_string(Outcome outcome);

// One request that was sent as a case; those on the way to one, and of shrinking, are not here.
struct Case {
  std::size_t operation = 0;  // in Report::operations
  std::string what;
  Kind kind = Kind::Valid;
  Outcome outcome = Outcome::Passed;
  int status = 0;          // of the answer; 0 where there was none
  std::string media_type;  // of the answer, without parameters; "" where it had none
  std::string keyword;     // what it is made for: a location in the description, "" for the whole
};

struct OperationReport {
  std::string id;
  std::string method;
  std::string path;
  std::size_t positive = 0;  // cases sent
  std::size_t negative = 0;
  std::size_t steps = 0;  // of chains that end in it
  std::size_t failed = 0;
  std::size_t inconclusive = 0;
  std::size_t invalid = 0;  // of `negative`: not about credentials or methods
  std::size_t invalid_inconclusive = 0;
  std::size_t undocumented = 0;  // refusals as wished, of a status that is not described
  std::map<int, int> statuses;   // of the answers to positive cases
  std::map<int, int> answers;    // statuses of all answers
  // The keys of the description's responses ("201", "4XX", "default"), in order, and how many
  // answers each described.
  std::vector<std::pair<std::string, std::size_t>> responses;
  diagnostic::Diagnostics unchecked;  // what of answers could not be checked: each once
  std::string obstacle;               // why nothing valid could be sent; "" where something was

  std::size_t cases() const { return positive + negative + steps; }
};

struct Report {
  std::string title;
  std::string origin;
  std::uint64_t seed = 0;
  std::vector<OperationReport> operations;  // tested, in the order of the description
  std::vector<Case> cases;                  // in the order sent
  std::vector<Failure> failures;            // each way to fail once
  std::vector<std::string> warnings;        // full sentences
  std::size_t requests = 0;
  std::string unreachable;      // why the service could not be reached at all; "" where it was
  bool is_stopped = false;      // by the limit of failures
  bool is_interrupted = false;  // by the user

  std::size_t failed() const;
};

std::string to_text(const Report& report);
std::string to_json(const Report& report);
std::string to_junit(const Report& report);

}  // namespace holotype::tester
