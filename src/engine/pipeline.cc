#include "engine/pipeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "diagnostic/problem.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"
#include "diagnostic/rules_upstream.h"
#include "engine/cors.h"
#include "engine/count.h"
#include "json/text.h"

namespace holotype::engine {
namespace {

using Steady = std::chrono::steady_clock;
using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Severity;

constexpr std::string_view kAllowOrigin = "Access-Control-Allow-Origin";

http::Response problem_response(const diagnostic::Problem& problem) {
  json::Arena arena;
  http::Response response;
  response.status = problem.status;
  response.headers.add("Content-Type", std::string(diagnostic::kProblemMediaType));
  response.body = json::write(diagnostic::to_json(problem, arena));
  return response;
}

// The same request gets the same report id, so that the bytes of its answer are the same.
std::string report_id(const http::Request& request) {
  std::uint64_t hash =
      hash_bytes(request.body, hash_bytes(request.raw_target, hash_bytes(request.method)));
  for (const http::Header& header : request.headers)
    hash = hash_bytes(header.value, hash_bytes(header.name, hash));
  return fmt::format("{:016x}", hash);
}

// A header field's value must be visible ASCII and spaces; everything else becomes "?".
std::string field_value(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return out;
}

// Where a report is found; the link leads to the session that has it.
struct ReportLink {
  const session::Session& session;
  std::string_view id;
};

void say_findings(const Diagnostics& findings, Severity severity, std::string_view header,
                  const ReportLink& report, http::Response& response) {
  std::size_t count = 0;
  const Diagnostic* first = nullptr;
  for (const Diagnostic& finding : findings) {
    if (finding.rule->severity != severity) continue;
    if (count++ == 0) first = &finding;
  }
  if (first == nullptr) return;
  response.headers.set(header,
                       fmt::format("{}; first={}; report=\"{}/__holotype/reports/{}\"", count,
                                   first->rule->id, report.session.path_prefix(), report.id));
}

void say_near_miss(std::string_view near_miss, const ReportLink& report, http::Response& response) {
  const std::string_view name = near_miss.substr(0, near_miss.find(": "));
  response.headers.set("Holotype-Nearest-Fixture",
                       fmt::format("{}; report=\"{}/__holotype/reports/{}\"", field_value(name),
                                   report.session.path_prefix(), report.id));
}

void strip_body_for_head(const http::Request& request, http::Response& response) {
  if (request.method != "HEAD" || response.body.empty()) return;
  response.headers.set("Content-Length", std::to_string(response.body.size()));
  response.body.clear();
}

}  // namespace

Pipeline::Pipeline(std::shared_ptr<const contract::Contract> contract, Backend backend,
                   Options options)
    : contract_(std::move(contract)), backend_(std::move(backend)), options_(std::move(options)) {}

Handled Pipeline::handle(const http::Request& request, session::Session& session) const {
  try {
    return handle_checked(request, session);
  } catch (const Bug& bug) {
    return {refuse(diagnostic::rules::kBug,
                   fmt::format("{} is a bug of Holotype; please report it", bug.what()), 500,
                   request, session)};
  } catch (const std::exception& error) {
    return {refuse(diagnostic::rules::kBug,
                   fmt::format("Holotype could not answer: {}", error.what()), 500, request,
                   session)};
  }
}

void Pipeline::count(const contract::Checked& checked, const contract::Answer& answer,
                     session::Session& session, json::Arena& arena) const {
  if (checked.contract == nullptr) return;
  const auto& description = contract_->shared_description();
  engine::count(checked, answer.response, answer.source, *session.coverage(description));
  const bool is_ours = answer.source == "problem";  // Holotype's own word is not the API's
  if (session.totals() == nullptr) return;
  const http::Response none;
  count_keywords(*contract_, checked, is_ours ? none : answer.response,
                 answer.body ? &*answer.body : nullptr,
                 *session.totals()->counted(description).keywords, arena);
}

void Pipeline::check_answer(const contract::Checked& checked, contract::Answer& answer,
                            json::Arena& arena, Diagnostics& findings,
                            Diagnostics& unchecked) const {
  const bool is_ours = answer.source == "problem";  // Holotype's own word is not the API's
  if (checked.contract == nullptr || answer.is_known_valid || is_ours) return;
  contract::CheckedResponse result =
      contract_->check_response(*checked.contract, checked.request->method, answer.response, arena,
                                answer.body ? &*answer.body : nullptr);
  // A refusal that the description does not mention is the fixture's or the standard's word, and no
  // breach.
  const bool is_silent =
      result.response == nullptr && checked.verdict != diagnostic::Verdict::Valid;
  if (is_silent) return;
  findings = std::move(result.findings);
  unchecked = std::move(result.unchecked);
  if (findings.empty() || !options_.refuses_invalid_answers) return;
  const openapi::Operation& operation = *checked.operation();
  const diagnostic::Rule& rule = answer.is_upstream ? diagnostic::rules::kUpstreamAnswerInvalid
                                                    : diagnostic::rules::kResponseInvalid;
  answer.response = problem_response(
      {.rule = &rule,
       .title = "The answer breaks the description",
       .status = rule.status,
       .detail = fmt::format("The answer of {} ({} {}) from {} breaks its description",
                             operation.id, operation.method, operation.path, answer.source),
       .violations = &findings});
  answer.source = "problem";
  answer.is_upstream = false;
}

Handled Pipeline::handle_checked(const http::Request& request, session::Session& session) const {
  // One arena a thread: its memory is used again by the thread's next exchange.
  thread_local json::Arena arena(16 * 1024);
  arena.reset();
  const Steady::time_point begin = Steady::now();

  contract::Checked checked = contract_->check_request(request, arena);
  contract::Answer answer;
  Diagnostics answer_findings;
  const bool is_undescribed_options = options_.answers_undescribed_options &&
                                      request.method == "OPTIONS" &&
                                      checked.verdict == diagnostic::Verdict::MethodNotAllowed;
  // A browser's question is never one for the API, whatever the description has on the path: it
  // comes without credentials, and a page whose question is refused cannot even read why.
  if (options_.allows_origins && (is_undescribed_options || is_preflight(request))) {
    answer.response = preflight_response(request);
    if (!checked.allow.empty()) answer.response.headers.set("Allow", checked.allow);
    answer.source = "cors";
    checked.contract = nullptr;
    checked.findings.clear();
    checked.unchecked.clear();
    checked.verdict = diagnostic::Verdict::Valid;
  } else {
    answer = backend_({checked, session, arena});
    if (diagnostic::has_errors(answer.findings) && checked.verdict == diagnostic::Verdict::Valid)
      checked.verdict = diagnostic::Verdict::Invalid;
    diagnostic::append(checked.findings, std::move(answer.findings));
    Diagnostics unchecked;
    check_answer(checked, answer, arena, answer_findings, unchecked);
    diagnostic::append(answer_findings, std::move(answer.breaches));
    diagnostic::append(checked.unchecked, std::move(answer.unchecked));
    diagnostic::append(checked.unchecked, std::move(unchecked));
  }

  http::Response& response = answer.response;
  const std::string_view operation_id =
      checked.operation() == nullptr ? std::string_view() : checked.operation()->id;
  response.headers.set("Holotype-Source", field_value(answer.source));
  if (!operation_id.empty()) response.headers.set("Holotype-Operation", field_value(operation_id));
  const bool has_report = !checked.findings.empty() || !checked.unchecked.empty() ||
                          !answer_findings.empty() || answer.near_miss;
  const std::string id = has_report ? report_id(request) : std::string();
  const bool warnings_count =  // --strict
      checked.verdict != diagnostic::Verdict::Valid && !diagnostic::has_errors(checked.findings);
  say_findings(checked.findings, Severity::Error, "Holotype-Violations", {session, id}, response);
  say_findings(checked.findings, Severity::Warning,
               warnings_count ? "Holotype-Violations" : "Holotype-Warnings", {session, id},
               response);
  say_findings(answer_findings, Severity::Error, "Holotype-Answer-Violations", {session, id},
               response);
  if (!checked.unchecked.empty())
    response.headers.set("Holotype-Unchecked", std::to_string(checked.unchecked.size()));
  if (answer.near_miss) say_near_miss(*answer.near_miss, {session, id}, response);
  // A real service's own word on origins stands.
  const bool is_settled =
      answer.source == "cors" || (answer.is_upstream && response.headers.contains(kAllowOrigin));
  if (options_.allows_origins && !is_settled) allow_origin(request, response);
  strip_body_for_head(request, response);

  secrets::Redacted redacted = contract_->secrets().redact(checked.secret_subject());
  const std::chrono::nanoseconds duration = Steady::now() - begin;
  count(checked, answer, session, arena);
  session.metrics().count(operation_id, response.status, checked.verdict, checked.unchecked.size(),
                          !answer_findings.empty(), duration);
  if (options_.log) {
    options_.log({request.method, redacted.request.raw_target, operation_id, response.status,
                  answer.source, duration, &checked.findings, &answer_findings});
  }
  journal::Exchange exchange;
  exchange.request = std::move(redacted.request);
  exchange.secret_pointers = std::move(redacted.body_pointers);
  exchange.is_body_secret = redacted.is_body_dropped;
  exchange.operation_id = operation_id;
  exchange.verdict = checked.verdict;
  exchange.status = response.status;
  exchange.source = answer.source;
  exchange.step = answer.step;
  exchange.findings = std::move(checked.findings);
  exchange.unchecked = std::move(checked.unchecked);
  exchange.answer_findings = std::move(answer_findings);
  exchange.near_miss = std::move(answer.near_miss);
  exchange.report_id = id;
  session.journal().add(std::move(exchange));
  return {std::move(response), answer.delivery, std::move(answer.outgoing)};
}

http::Response Pipeline::refuse(const diagnostic::Rule& rule, const std::string& message,
                                int status, const http::Request& received,
                                session::Session& session) const {
  Diagnostics findings = {{.rule = &rule, .message = message}};
  http::Response response = problem_response({.rule = &rule,
                                              .title = std::string(rule.summary),
                                              .status = status,
                                              .detail = message,
                                              .violations = &findings});
  const std::string id = report_id(received);
  response.headers.set("Holotype-Source", "problem");
  say_findings(findings, Severity::Error, "Holotype-Violations", {session, id}, response);
  if (options_.allows_origins) allow_origin(received, response);
  secrets::Redacted redacted = contract_->secrets().redact({.request = received});
  strip_body_for_head(received, response);
  if (options_.log) {
    options_.log({received.method,
                  redacted.request.raw_target,
                  {},
                  status,
                  "problem",
                  std::chrono::nanoseconds(0),
                  &findings,
                  nullptr});
  }
  journal::Exchange exchange;
  exchange.request = std::move(redacted.request);
  exchange.verdict = diagnostic::Verdict::Invalid;
  exchange.status = status;
  exchange.source = "problem";
  exchange.findings = std::move(findings);
  exchange.report_id = id;
  session.metrics().count({}, status, exchange.verdict, 0, false, {});
  session.journal().add(std::move(exchange));
  return response;
}

}  // namespace holotype::engine
