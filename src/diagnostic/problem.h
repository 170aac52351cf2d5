// Problem documents: findings as RFC 9457 has them, the body of a refusal.
//
//     {"type": "/__holotype/rules/request.invalid", "title": "The request breaks the description",
//     "status": 422,
//      "detail": "2 violations of createTask (POST /v1/tasks)", "violations": [{"rule":
//      "schema.required", ...}]}
//
// Spec: RFC 9457. Tests: tests/diagnostic/problem_test.cc
#pragma once

#include <string>
#include <string_view>

#include "diagnostic/diagnostic.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::diagnostic {

inline constexpr std::string_view kProblemMediaType = "application/problem+json";

struct Problem {
  const Rule* rule = nullptr;  // its page is `type`; never null
  std::string title;
  int status = 0;
  std::string detail;
  const Diagnostics* violations = nullptr;  // errors and warnings; nullptr or empty: left out
  const Diagnostics* unchecked = nullptr;   // what was not checked; nullptr or empty: left out
};

// The document as a value. Members without content are left out.
json::Value to_json(const Problem& problem, json::Arena& arena);

// One finding: rule, in, name, pointer, message, expected, found, fix, offset, schema, source,
// related, causes.
json::Value to_json(const Diagnostic& diagnostic, json::Arena& arena);
json::Value to_json(const Diagnostics& diagnostics, json::Arena& arena);

// Bytes of a request as JSON may hold them (RFC 8259 section 8.1): U+FFFD for each byte that is no
// UTF-8, as header fields may have.
std::string as_utf8(std::string_view bytes);

// "/__holotype/rules/schema.required"
std::string rule_path(const Rule& rule);

}  // namespace holotype::diagnostic
