// Judge: what must be answered to a request whose validity is known, and whether an answer is so.
//
//     valid                2xx, or a refusal that the description cannot foresee (401, 403, 404,
//                          409, ...), documented; never 400, 415, 422, never 5xx
//     invalid              4xx, never 2xx or 5xx
//     without credentials  401 or 403
//     method not described 405 with the Allow that is described, 404 or 501
//     Accept of one type   that type, which the description offers
//
// A documented answer is checked against its response whatever was asked. An answer that tells
// nothing about the question (404 to an invalid body of a resource that is not there) is
// inconclusive, neither passed nor failed.
//
// Threads: pure. Spec: RFC 9110 section 15. Tests: tests/tester/judge_test.cc
#pragma once

#include <optional>
#include <string>

#include "contract/contract.h"

namespace holotype::tester {

enum class Wish : std::uint8_t { Accepted, Refused, Unauthorized, MethodRefused };

// What is known of a request before it is sent.
struct Question {
  Wish wish = Wish::Accepted;
  std::string method;
  // Refused: the one finding that makes the request invalid.
  std::optional<diagnostic::Diagnostic> broken;
  document::Node about;  // Accepted: the constraint that the request goes to the edge of
  std::string allow;     // MethodRefused: the methods described
  std::string accept;    // the media type asked for; "" for any
  bool has_given_credentials = false;
  // Accepted: the status that an example of the same name says the request is answered with; 0 for
  // none.
  int paired_status = 0;
};

struct Judgement {
  diagnostic::Diagnostics findings;  // empty: passed, or inconclusive
  bool is_inconclusive = false;
  bool is_undocumented = false;       // a refusal as wished, of a status that is not described
  diagnostic::Diagnostics unchecked;  // what of the answer could not be checked, and why
  std::optional<json::Value> body;
};

Judgement judge(const contract::Contract& contract, const contract::OperationContract& operation,
                const Question& question, const http::Response& response, json::Arena& arena);

}  // namespace holotype::tester
