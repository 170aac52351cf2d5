// Rule: a check with a stable id. Every finding that Holotype prints, serialises or answers names
// one.
//
// Ids are a contract: once released they never change, wording may. The status of an answer and the
// exit code of a command come from the rule, never from text. Rules are constexpr objects in the
// rules_*.h headers beside this one, one header for each family; registry.h lists them all.
//
// Tests: tests/diagnostic/registry_test.cc
#pragma once

#include <string_view>

namespace holotype::diagnostic {

enum class Severity {
  Error,    // the contract is broken
  Warning,  // legal, and very likely not what was meant
  Note,     // something was not checked, and why
};

struct Rule {
  std::string_view id;  // "schema.required": family, dot, kebab-case
  Severity severity;
  int status;                // of the answer to a request that breaks it; 0 where none applies
  std::string_view section;  // "JSON Schema Validation 2020-12, section 6.5.3"
  std::string_view summary;  // one sentence: what must hold
  std::string_view advice;   // one or two sentences: what to do when it does not
  std::string_view example;  // a short input that breaks it
};

}  // namespace holotype::diagnostic
