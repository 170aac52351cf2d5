#include "tester/prober.h"

#include <algorithm>

#include "diagnostic/rules_tester.h"

namespace holotype::tester {
namespace {

std::optional<Wish> wish_of(const contract::Checked& checked, std::size_t errors) {
  using diagnostic::Verdict;
  switch (checked.verdict) {
    case Verdict::Valid:
      return errors == 0 ? std::optional(Wish::Accepted) : std::nullopt;
    case Verdict::Unauthorized:
      return Wish::Unauthorized;
    case Verdict::MethodNotAllowed:
      return Wish::MethodRefused;
    case Verdict::Invalid:
    case Verdict::UnsupportedMediaType:
      return errors == 1 ? std::optional(Wish::Refused) : std::nullopt;
    case Verdict::NotFound:
    case Verdict::NotAcceptable:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::string key_of(const http::Request& request) {
  std::string key = request.method + " " + request.raw_target + "\n" + request.body;
  for (const http::Header& header : request.headers) key += "\n" + header.name + ":" + header.value;
  return key;
}

std::optional<Prepared> Prober::prepare(const Draft& draft, const document::Node& about) {
  Drafter::Written written = drafter_.write(draft);
  obstacle_ = written.obstacle;
  if (!obstacle_.empty()) return std::nullopt;
  json::Arena arena;
  const contract::Checked checked = contract_.check_request(written.request, arena);
  const diagnostic::Diagnostic* first = nullptr;
  std::size_t errors = 0;
  for (const diagnostic::Diagnostic& finding : checked.findings) {
    if (finding.rule->severity != diagnostic::Severity::Error) continue;
    if (first == nullptr) first = &finding;
    ++errors;
  }
  const auto wish = wish_of(checked, errors);
  const bool is_astray = checked.contract != nullptr && checked.operation() != draft.operation;
  if (!wish || is_astray) {
    obstacle_ = is_astray          ? "its path is that of another operation"
                : first == nullptr ? "no path matches it"
                                   : to_line(*first);
    return std::nullopt;
  }
  Prepared prepared{.draft = draft, .request = std::move(written.request)};
  prepared.question = {.wish = *wish,
                       .method = draft.method,
                       .about = about,
                       .allow = checked.allow,
                       .accept = draft.accept,
                       .has_given_credentials = provider_.has_given_credentials(*draft.operation) ||
                                                drafter_.has_given_credentials(*draft.operation),
                       .paired_status = draft.paired_status};
  if (first != nullptr) prepared.question.broken = *first;
  return prepared;
}

bool Prober::ask(Attempt& attempt) {
  Result<http::Response> response = provider_.ask(attempt.wire);
  if (response) attempt.response = std::move(*response);
  if (observe_) observe_(attempt.prepared.request, attempt.response ? &*attempt.response : nullptr);
  if (attempt.response) return true;
  const openapi::Operation& operation = *attempt.prepared.draft.operation;
  attempt.judgement.findings.push_back({.rule = &diagnostic::rules::kTestNoAnswer,
                                        .message = "must be answered",
                                        .expected = "an answer",
                                        .found = response.error().message,
                                        .schema = operation.node.location(),
                                        .source = operation.node.source()});
  return false;
}

Attempt Prober::attempt(Prepared prepared, json::Arena& arena) {
  Attempt attempt{.prepared = std::move(prepared)};
  const openapi::Operation& operation = *attempt.prepared.draft.operation;
  attempt.wire =
      provider_.wire(attempt.prepared.request, operation,
                     attempt.prepared.draft.has_credentials ? Provider::Credentials::Given
                                                            : Provider::Credentials::LeftOut);
  if (ask(attempt)) {
    attempt.judgement = judge(contract_, *contract_.find(operation), attempt.prepared.question,
                              *attempt.response, arena);
  }
  return attempt;
}

std::optional<Attempt> Prober::follow(std::string_view reference, json::Arena& arena) {
  const auto target = provider_.target_of(reference);
  if (!target) return std::nullopt;
  http::Request request{"GET", provider_.described(*target), {}, ""};
  const contract::Checked unauthorized = contract_.check_request(request, arena);
  if (unauthorized.contract == nullptr) return std::nullopt;
  const openapi::Operation& operation = *unauthorized.operation();
  drafter_.authorize(operation, request);
  const auto verdict = contract_.check_request(request, arena).verdict;
  if (verdict != diagnostic::Verdict::Valid) return std::nullopt;
  Attempt attempt{.prepared = {.draft = {.operation = &operation, .method = "GET"},
                               .request = request,
                               .question = {.method = "GET"}}};
  attempt.wire = provider_.wire(request, operation, Provider::Credentials::Given);
  attempt.wire.raw_target = *target;
  if (ask(attempt)) {
    attempt.judgement = judge(contract_, *contract_.find(operation), attempt.prepared.question,
                              *attempt.response, arena);
  }
  return attempt;
}

}  // namespace holotype::tester
