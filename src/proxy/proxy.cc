#include "proxy/proxy.h"

#include <fmt/format.h>

#include "diagnostic/problem.h"
#include "diagnostic/rules_upstream.h"
#include "mock/problem_answer.h"

namespace holotype::proxy {
namespace {

namespace rules = diagnostic::rules;
using transport::SendFailure;

const diagnostic::Rule& rule_of(SendFailure failure) {
  switch (failure) {
    case SendFailure::TimedOut:
      return rules::kUpstreamTimeout;
    case SendFailure::Malformed:
      return rules::kUpstreamMalformed;
    case SendFailure::TooLarge:
      return rules::kUpstreamTooLarge;
    case SendFailure::Unsendable:
    case SendFailure::Unreachable:
    case SendFailure::Closed:
    case SendFailure::Broken:
    case SendFailure::Abandoned:
      break;
  }
  return rules::kUpstreamUnreachable;
}

// "http://127.0.0.1:3000 gave no answer: nothing listens there". Not the error's own message: it
// has the target, and so the secrets in it.
std::string explain(const Upstream& upstream, const transport::SendError& error) {
  return fmt::format("{} gave no answer: {}", upstream.url(), error.reason);
}

}  // namespace

Proxy::Proxy(std::shared_ptr<const contract::Contract> contract,
             std::shared_ptr<const mock::Mock> mock, Options options, bool refuses_invalid_requests)
    : contract_(std::move(contract)),
      mock_(std::move(mock)),
      options_(std::move(options)),
      refuses_invalid_requests_(refuses_invalid_requests) {}

contract::Answer Proxy::answer(const engine::Call& call) const {
  const contract::Checked& checked = call.checked;
  if (refuses_invalid_requests_ && checked.verdict != diagnostic::Verdict::Valid)
    return mock_->answer(checked, call.session, call.arena);
  auto sent = options_.upstream->send(*checked.request);
  if (!sent) {
    if (options_.falls_back) return replaced(call, explain(*options_.upstream, sent.error()));
    return no_answer(call, sent.error());
  }
  if (sent->status == 501 && checked.contract != nullptr)
    return replaced(call, "the service answered 501 Not Implemented");
  if (options_.recorder != nullptr) options_.recorder->record(*contract_, checked, *sent);
  contract::Answer answer;
  answer.response = *std::move(sent);
  answer.source = "upstream";
  answer.is_upstream = true;
  return answer;
}

contract::Answer Proxy::replaced(const engine::Call& call, std::string reason) const {
  contract::Answer answer = mock_->answer(call.checked, call.session, call.arena);
  answer.findings.push_back(
      {.rule = &rules::kUpstreamReplaced, .message = std::move(reason), .fix = ""});
  return answer;
}

contract::Answer Proxy::no_answer(const engine::Call& call,
                                  const transport::SendError& error) const {
  const diagnostic::Rule& rule = rule_of(error.failure);
  const std::string reason = explain(*options_.upstream, error);
  diagnostic::Diagnostics breaches = {{.rule = &rule, .message = reason}};
  contract::Answer answer = mock::problem_answer({.rule = &rule,
                                                  .title = std::string(rule.summary),
                                                  .status = rule.status,
                                                  .detail = reason + ".",
                                                  .violations = &breaches},
                                                 call.arena);
  answer.breaches = std::move(breaches);
  return answer;
}

}  // namespace holotype::proxy
