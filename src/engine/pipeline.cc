#include "engine/pipeline.h"

#include <fmt/format.h>

#include <exception>
#include <utility>

#include "base/check.h"
#include "diagnostic/problem.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"
#include "diagnostic/rules_upstream.h"
#include "engine/cors.h"
#include "engine/count.h"
#include "http/content_fields.h"
#include "json/text.h"

namespace holotype::engine {
namespace {

using Steady = std::chrono::steady_clock;
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

void strip_body_for_head(const http::Request& request, http::Response& response) {
  if (request.method != "HEAD" || response.body.empty()) return;
  response.headers.set("Content-Length", std::to_string(response.body.size()));
  response.body.clear();
}

}  // namespace

Pipeline::Pipeline(std::shared_ptr<const contract::Contract> contract, Backend backend,
                   Options options)
    : contract_(std::move(contract)), backend_(std::move(backend)), options_(std::move(options)) {}

// The body of an answer on its way to the client, and the end of its exchange.
class Pipeline::PassedOn final : public http::BodyStream {
 public:
  PassedOn(const Pipeline& pipeline, std::unique_ptr<Passage> passage)
      : pipeline_(pipeline), passage_(std::move(passage)) {}
  // Before the end: the client went away.
  ~PassedOn() override { end(); }

  Piece read(std::chrono::milliseconds patience) override {
    const Piece piece = body().read(patience);
    if (piece.state == State::Broken && !body().is_abandoned()) {
      passage_->answer_findings.push_back(
          {.rule = &diagnostic::rules::kUpstreamUnreachable,
           .message = fmt::format("the answer broke off after {} bytes: {}", body().received(),
                                  body().why_broken())});
    }
    if (piece.state != State::Open) end();
    return piece;
  }
  std::optional<std::uint64_t> length() const override { return body().length(); }
  const http::Headers& trailers() const override { return trailers_; }
  std::string why_broken() const override { return body().why_broken(); }
  bool is_abandoned() const override { return body().is_abandoned(); }
  int descriptor() const override { return body().descriptor(); }

 private:
  http::KeptStream& body() const { return *passage_->answer.rest; }

  void end() noexcept {
    if (std::exchange(has_ended_, true)) return;
    try {
      const http::Headers head = passage_->answer.response.headers;
      trailers_ = body().trailers();
      pipeline_.settle_request(*passage_);
      pipeline_.settle_answer(*passage_);
      say_fields(*passage_, [&](std::string_view name, std::string value) {
        const std::string* said = head.find(name);
        if (said == nullptr || *said != value) trailers_.add(std::string(name), std::move(value));
      });
      pipeline_.conclude(*passage_);
    } catch (const std::exception&) {
      // No memory, or a bug: the client has its answer, and nobody is left to be told.
    }
  }

  const Pipeline& pipeline_;
  const std::unique_ptr<Passage> passage_;
  http::Headers trailers_;
  bool has_ended_ = false;
};

Handled Pipeline::handle(const http::Request& request, session::Session& session) const {
  return guarded(request, session, nullptr);
}

Handled Pipeline::handle(http::Conversation& conversation, session::Session& session) const {
  return guarded(conversation.request(), session, &conversation);
}

Handled Pipeline::guarded(const http::Request& request, session::Session& session,
                          http::Conversation* conversation) const {
  try {
    return run(std::make_unique<Passage>(request, session, conversation));
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

Handled Pipeline::run(std::unique_ptr<Passage> passage) const {
  if (!receive(*passage)) return {};
  using Parts = contract::Contract::Parts;
  passage->checked = contract_->check_request(
      passage->request, passage->arena, passage->is_request_settled ? Parts::All : Parts::Head);
  answer(*passage);
  if (passage->rest && passage->rest->is_whole()) settle_request(*passage);
  contract::Answer& answer = passage->answer;
  if (answer.rest != nullptr) {
    passage->own_answer = answer.response;
    dress(*passage);
    Handled handled{answer.response, answer.delivery};
    handled.rest = std::make_shared<PassedOn>(*this, std::move(passage));
    return handled;
  }
  check_answer(*passage);
  dress(*passage);
  conclude(*passage);
  return {std::move(answer.response), answer.delivery, std::move(answer.outgoing), nullptr,
          std::move(answer.trailers)};
}

bool Pipeline::receive(Passage& passage) const {
  http::Conversation* conversation = passage.conversation;
  if (conversation == nullptr || conversation->rest() == nullptr) return true;
  passage.rest.emplace(*conversation->rest(), options_.max_request_bytes);
  switch (passage.rest->hold(options_.request_patience)) {
    case http::KeptStream::Held::Whole:
      conversation->request().body = passage.rest->take();
      passage.rest.reset();
      return true;
    case http::KeptStream::Held::Broken:
      return false;
    case http::KeptStream::Held::TooLarge:
    case http::KeptStream::Held::Unfinished:
      break;
  }
  passage.is_request_settled = false;
  return true;
}

namespace {

// What is no request to the API is valid, whatever the description would say of it.
void accept_unread(Passage& passage) {
  passage.checked.contract = nullptr;
  passage.checked.findings.clear();
  passage.checked.unchecked.clear();
  passage.checked.verdict = diagnostic::Verdict::Valid;
  passage.is_request_settled = true;
}

}  // namespace

void Pipeline::answer(Passage& passage) const {
  const http::Request& request = passage.request;
  contract::Checked& checked = passage.checked;
  const bool is_options = request.method == "OPTIONS";
  // RFC 9110 section 9.3.7: it asks the server in general, as a ping does, and no operation.
  const bool asks_in_general = is_options && request.raw_target == "*";
  if (options_.answers_undescribed_options && asks_in_general) {
    passage.answer.response = {.status = 204};
    passage.answer.source = "server";
    accept_unread(passage);
    return;
  }
  const bool is_undescribed =
      is_options && checked.verdict == diagnostic::Verdict::MethodNotAllowed;
  const bool is_undescribed_options = options_.answers_undescribed_options && is_undescribed;
  // A browser's question is never one for the API, whatever the description has on the path: it
  // comes without credentials, and a page whose question is refused cannot even read why.
  if (options_.allows_origins && (is_undescribed_options || is_preflight(request))) {
    passage.answer.response = preflight_response(request);
    if (!checked.allow.empty()) passage.answer.response.headers.set("Allow", checked.allow);
    passage.answer.source = "cors";
    accept_unread(passage);
    return;
  }
  // A real service answers what the mock would: what paths allow is not for descriptions to refuse.
  if (asks_in_general || (is_undescribed && !is_undescribed_options)) accept_unread(passage);
  passage.answer = backend_({checked, passage.session, passage.arena,
                             passage.rest ? &*passage.rest : nullptr, passage.conversation});
  if (diagnostic::has_errors(passage.answer.findings) &&
      checked.verdict == diagnostic::Verdict::Valid)
    checked.verdict = diagnostic::Verdict::Invalid;
  if (!passage.is_request_settled) passage.backend_findings = passage.answer.findings;
  diagnostic::append(checked.findings, std::move(passage.answer.findings));
  diagnostic::append(passage.answer_findings, std::move(passage.answer.breaches));
  diagnostic::append(checked.unchecked, std::move(passage.answer.unchecked));
}

void Pipeline::settle_request(Passage& passage) const {
  if (passage.is_request_settled || !passage.rest || !passage.rest->is_whole()) return;
  passage.is_request_settled = true;
  passage.conversation->request().body = passage.rest->take();
  const bool was_refused = diagnostic::has_errors(passage.backend_findings);
  passage.checked = contract_->check_request(passage.request, passage.arena);
  if (was_refused && passage.checked.verdict == diagnostic::Verdict::Valid)
    passage.checked.verdict = diagnostic::Verdict::Invalid;
  diagnostic::append(passage.checked.findings, std::move(passage.backend_findings));
}

void Pipeline::check_answer(Passage& passage) const {
  const contract::Checked& checked = passage.checked;
  contract::Answer& answer = passage.answer;
  const bool is_ours = answer.source == "problem" ||  // Holotype's own word is not the API's
                       answer.source == "cors";
  if (checked.contract == nullptr || answer.is_known_valid || is_ours) return;
  contract::CheckedResponse result =
      contract_->check_response(*checked.contract, checked.request->method, answer.response,
                                passage.arena, answer.body ? &*answer.body : nullptr);
  // What is true of the bytes is left out of what is made up, and never missing there.
  if (!answer.is_upstream) {
    std::erase_if(result.findings, [](const diagnostic::Diagnostic& finding) {
      return finding.rule == &diagnostic::rules::kResponseHeaderMissing &&
             http::is_of_the_bytes(finding.name);
    });
  }
  // A refusal that the description does not mention is the fixture's or the standard's word, and no
  // breach; nor is what HTTP answers itself.
  const bool is_silent =
      result.response == nullptr && contract::may_be_undescribed(checked, answer.response.status);
  if (is_silent) return;
  const bool is_refused = !result.findings.empty() && options_.refuses_invalid_answers &&
                          answer.rest == nullptr;  // else most of it has left
  if (is_refused) {
    const openapi::Operation& operation = *checked.operation();
    const diagnostic::Rule& rule = answer.is_upstream ? diagnostic::rules::kUpstreamAnswerInvalid
                                                      : diagnostic::rules::kResponseInvalid;
    answer.response =
        problem_response({.rule = &rule,
                          .title = "The answer breaks the description",
                          .status = rule.status,
                          .detail = fmt::format("The answer of {} from {} breaks its description",
                                                openapi::full_name(operation), answer.source),
                          .violations = &result.findings});
    answer.trailers = {};
    answer.outgoing.clear();  // they follow an answer of success, which this is no more
    answer.source = "problem";
    answer.is_upstream = false;
  }
  // What the contract found comes before what the backend did.
  diagnostic::append(result.findings, std::move(passage.answer_findings));
  passage.answer_findings = std::move(result.findings);
  diagnostic::append(passage.checked.unchecked, std::move(result.unchecked));
}

void Pipeline::dress(Passage& passage) const {
  http::Response& response = passage.answer.response;
  const contract::Checked& checked = passage.checked;
  const bool has_report = !checked.findings.empty() || !checked.unchecked.empty() ||
                          !passage.answer_findings.empty() || passage.answer.near_miss ||
                          passage.answer.rest != nullptr || passage.rest;
  if (has_report) {
    passage.report_id = report_id_of(
        passage.request, {&checked.findings, &checked.unchecked, &passage.answer_findings});
  }
  say_fields(passage, [&response](std::string_view name, std::string value) {
    response.headers.set(name, std::move(value));
  });
  // A real service's own word on origins stands.
  const bool is_settled = passage.answer.source == "cors" ||
                          (passage.answer.is_upstream && response.headers.contains(kAllowOrigin));
  if (options_.allows_origins && !is_settled) allow_origin(passage.request, response);
  strip_body_for_head(passage.request, response);
}

void Pipeline::settle_answer(Passage& passage) const {
  contract::Answer& answer = passage.answer;
  answer.response = std::move(passage.own_answer);
  const bool is_whole = answer.rest->is_whole();
  if (is_whole) {
    answer.response.body = answer.rest->take();
    check_answer(passage);
  }
  if (answer.at_end) answer.at_end(passage.checked, is_whole ? &answer.response : nullptr);
}

void Pipeline::count(Passage& passage) const {
  const contract::Checked& checked = passage.checked;
  if (checked.contract == nullptr) return;
  const contract::Answer& answer = passage.answer;
  const auto& description = contract_->shared_description();
  engine::count(checked, answer.response, answer.source, *passage.session.coverage(description));
  journal::Totals* const totals = passage.session.totals();
  if (totals == nullptr) return;
  const bool is_ours = answer.source == "problem";  // Holotype's own word is not the API's
  const http::Response none;
  count_keywords(*contract_, checked, is_ours ? none : answer.response,
                 answer.body ? &*answer.body : nullptr, *totals->counted(description).keywords,
                 passage.arena);
}

void Pipeline::conclude(Passage& passage) const {
  contract::Checked& checked = passage.checked;
  const contract::Answer& answer = passage.answer;
  const Diagnostics passed_on = passage.passed_on();
  diagnostic::append(checked.unchecked, Diagnostics(passed_on));
  secrets::Redacted redacted = contract_->secrets().redact(checked.secret_subject());
  const std::chrono::nanoseconds duration = Steady::now() - passage.begin;
  count(passage);
  passage.session.metrics().count(passage.operation_id(), answer.response.status, checked.verdict,
                                  checked.unchecked.size(), !passage.answer_findings.empty(),
                                  duration);
  if (options_.log) {
    options_.log({passage.request.method, redacted.request.raw_target, passage.operation_id(),
                  answer.response.status, answer.source, duration, &checked.findings,
                  &passage.answer_findings, &passed_on});
  }
  journal::Exchange exchange;
  exchange.request = std::move(redacted.request);
  exchange.secret_pointers = std::move(redacted.body_pointers);
  exchange.is_body_secret = redacted.is_body_dropped;
  exchange.operation_id = passage.operation_id();
  exchange.verdict = checked.verdict;
  exchange.status = answer.response.status;
  exchange.source = answer.source;
  exchange.step = answer.step;
  exchange.findings = std::move(checked.findings);
  exchange.unchecked = std::move(checked.unchecked);
  exchange.answer_findings = std::move(passage.answer_findings);
  exchange.near_miss = std::move(passage.answer.near_miss);
  if (passage.rest && !passage.rest->is_whole())
    exchange.passed_request_bytes = passage.rest->received();
  if (answer.rest != nullptr && !answer.rest->is_whole())
    exchange.passed_answer_bytes = answer.rest->received();
  exchange.report_id = passage.report_id;
  passage.session.journal().add(std::move(exchange));
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
  const std::string id = report_id_of(received, {&findings});
  response.headers.set("Holotype-Source", "problem");
  if (auto value = findings_value(findings, Severity::Error, session, id))
    response.headers.set("Holotype-Violations", *std::move(value));
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
                  &findings});
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
