// Candidates: the requests that are worth sending to one operation, before anybody judged them.
//
// First the plain ones (the examples, what is generated, with and without what is optional, each
// media type in and out), no credentials, a method that is not described; then one change at a
// time: each parameter and the body at and beyond each constraint, something required left out.
// Every constraint has its first turn before any has its second, so that a limit on their number
// leaves none untried.
//
// Threads: one at a time. Determinism: a function of operation and seed.
// Tests: tests/tester/candidates_test.cc
#pragma once

#include <string>
#include <vector>

#include "tester/draft.h"

namespace holotype::tester {

struct Candidate {
  std::string what;  // for people: "body title: 201 characters"; unique in the list
  Draft draft;
  document::Node about;                        // the keyword that it is made for
  const openapi::Parameter* varied = nullptr;  // whose value must stay as it is
  std::size_t rank = 0;                        // the turn of its constraint
};

struct CandidateOptions {
  std::uint64_t seed = 0;
  std::string undescribed_method;     // of the path; "" for none
  std::size_t max_variations = 2000;  // of the body
};

std::vector<Candidate> candidates(Drafter& drafter, const openapi::Operation& operation,
                                  const CandidateOptions& options, json::Arena& arena);

}  // namespace holotype::tester
