// Comparison: whether a service shows what was written, as far as it has to.
//
// Threads: pure. Tests: tests/tester/chains_test.cc
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "json/arena.h"
#include "json/value.h"
#include "state/resource.h"

namespace holotype::tester {

bool is_scalar(const json::Value& value);

struct Compared {
  std::size_t members = 0;  // that both have
  std::string different;    // the first that differs; "" for none
  std::string sent, shown;
};

// Whether an answer may show that value of a member.
using MayShow = std::function<bool(const json::Member& sent)>;

// Scalars alone: what a service makes of lists and objects is its own affair.
Compared compare(const json::Value& sent, const json::Value& shown, const MayShow& may_show = {});

// What the description lets the answers of `role` show, of which `body` is one: what a request may
// say and an answer must not (a department of any name, and one of five) cannot be shown as it was
// written; what is readOnly in the answer is the service's to say (OpenAPI 3.1.1 "Schema Object").
// Everything where that is not known. All must outlive the result.
MayShow shown_by(const state::OperationRole& role, const json::Value& body, json::Arena& arena);

}  // namespace holotype::tester
