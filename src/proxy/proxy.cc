#include "proxy/proxy.h"

#include <fmt/format.h>

#include "contract/sequence.h"
#include "diagnostic/problem.h"
#include "diagnostic/rules_upstream.h"
#include "http/media_type.h"
#include "mock/problem_answer.h"
#include "proxy/forwarding.h"

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
    case SendFailure::Abandoned:
    case SendFailure::Unsendable:
    case SendFailure::Unreachable:
    case SendFailure::Closed:
    case SendFailure::Broken:
      break;
  }
  return rules::kUpstreamUnreachable;
}

// "http://127.0.0.1:3000 gave no answer: nothing listens there". Not the error's own message: it
// has the target, and so the secrets in it.
std::string explain(const Upstream& upstream, const transport::SendError& error) {
  return fmt::format("{} gave no answer: {}", upstream.url(), error.reason);
}

// Answers that go on for as long as somebody listens.
bool is_row_of_events(const http::Headers& headers) {
  const std::string* field = headers.find("Content-Type");
  if (field == nullptr) return false;
  const auto type = http::parse_media_type(*field);
  return type && (contract::is_sequence(*type) ||
                  (type->type == "multipart" && type->subtype == "x-mixed-replace"));
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
  if (ends_here(*checked.request)) return not_forwarded(checked);
  auto reply = options_.upstream->send(
      {.request = *checked.request, .rest = call.rest, .conversation = call.conversation});
  if (!reply) return in_its_place(call, reply.error());
  if ((*reply)->head().status == 501 && checked.contract != nullptr)
    return replaced(call, "the service answered 501 Not Implemented");
  return passed_on(call, *std::move(reply));
}

contract::Answer Proxy::passed_on(const engine::Call& call, std::shared_ptr<Reply> reply) const {
  contract::Answer answer;
  answer.response = std::move(reply->head());
  answer.source = "upstream";
  answer.is_upstream = true;
  if (reply->has_content()) {
    // The end of a row of events is waited for by nobody.
    const bool is_row = is_row_of_events(answer.response.headers);
    if (is_row) reply->allow_silence();
    const http::Patience at_once{};
    auto body = std::make_shared<http::KeptStream>(reply, options_.max_answer_bytes);
    switch (body->hold(is_row                      ? at_once
                       : refuses_invalid_requests_ ? http::kPatientForever
                                                   : options_.patience)) {
      case http::KeptStream::Held::Broken:
        return in_its_place(call, reply->error());
      case http::KeptStream::Held::Whole:
        answer.response.body = body->take();
        answer.trailers = body->trailers();
        break;
      case http::KeptStream::Held::TooLarge:
      case http::KeptStream::Held::Unfinished:
        answer.rest = std::move(body);
        break;
    }
  }
  if (options_.recorder == nullptr) return answer;
  if (answer.rest == nullptr) {
    options_.recorder->record(*contract_, *mock_, call.checked, answer.response);
  } else {
    answer.at_end = [recorder = options_.recorder, contract = contract_, mock = mock_](
                        const contract::Checked& checked, const http::Response* whole) {
      if (whole != nullptr) return recorder->record(*contract, *mock, checked, *whole);
      recorder->leave_out();
    };
  }
  return answer;
}

contract::Answer Proxy::not_forwarded(const contract::Checked& checked) const {
  contract::Answer answer;
  answer.response = answer_at_the_end(
      *checked.request, contract_->secrets().redact(checked.secret_subject()).request);
  answer.source = "server";
  answer.is_known_valid = true;  // it is the standard's word, whatever the API says to the method
  return answer;
}

contract::Answer Proxy::in_its_place(const engine::Call& call,
                                     const transport::SendError& error) const {
  const bool is_for_somebody = error.failure != SendFailure::Abandoned;
  if (options_.falls_back && is_for_somebody)
    return replaced(call, explain(*options_.upstream, error));
  return no_answer(call, error);
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
  // Where nobody waits for an answer any more, the service is not to blame.
  if (error.failure != SendFailure::Abandoned) answer.breaches = std::move(breaches);
  return answer;
}

}  // namespace holotype::proxy
