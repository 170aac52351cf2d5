#include "mock/mock.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "contract/preferences.h"
#include "diagnostic/problem.h"
#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"
#include "http/content_coding.h"
#include "json/text.h"
#include "mock/mock_state.h"
#include "mock/preference_findings.h"
#include "mock/problem_answer.h"

namespace holotype::mock {

Answer problem_answer(const diagnostic::Problem& problem, json::Arena& arena) {
  Answer answer;
  answer.response.status = problem.status;
  answer.response.headers.add("Content-Type", std::string(diagnostic::kProblemMediaType));
  answer.response.body = json::write(diagnostic::to_json(problem, arena));
  answer.source = "problem";
  answer.step = "problem";
  answer.is_known_valid = true;  // a problem document is Holotype's own word, not the API's
  return answer;
}

namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Place;
using diagnostic::Severity;
using diagnostic::Verdict;
namespace rules = diagnostic::rules;

// The rule whose page a problem document's type is.
const diagnostic::Rule& rule_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::NotFound:
      return rules::kPathUnknown;
    case Verdict::MethodNotAllowed:
      return rules::kMethodUnknown;
    case Verdict::Unauthorized:
      return rules::kCredentialMissing;
    case Verdict::UnsupportedMediaType:
      return rules::kMediaTypeUnsupported;
    case Verdict::NotAcceptable:
      return rules::kNotAcceptable;
    default:
      return rules::kRequestInvalid;
  }
}

std::string_view title_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::NotFound:
      return "The description has no such path";
    case Verdict::MethodNotAllowed:
      return "The description has no such method on this path";
    case Verdict::Unauthorized:
      return "The request carries no credentials that the operation accepts";
    case Verdict::UnsupportedMediaType:
      return "The operation does not take this media type";
    case Verdict::NotAcceptable:
      return "The operation has no answer in an accepted media type";
    default:
      return "The request breaks the description";
  }
}

// "2 violations": the errors; where warnings alone made a request invalid (--strict), those.
std::string count_of(const Diagnostics& findings) {
  const auto errors = static_cast<std::size_t>(std::ranges::count_if(
      findings, [](const Diagnostic& f) { return f.rule->severity == Severity::Error; }));
  const std::size_t count = errors == 0 ? findings.size() : errors;
  return count == 1 ? "1 violation" : fmt::format("{} violations", count);
}

std::string detail_of(const contract::Checked& checked, const Diagnostics& violations) {
  const openapi::Operation* operation = checked.operation();
  if (operation == nullptr) {
    const Diagnostic& first = checked.findings.front();
    return fmt::format("{} {}: {}{}", checked.request->method, checked.request->raw_path(),
                       first.message, first.fix.empty() ? "" : "; " + first.fix);
  }
  return fmt::format("{} of {}", count_of(violations), openapi::full_name(*operation));
}

bool has_no_content(int status) { return status == 204 || status == 304 || status / 100 == 1; }

// A problem document for findings about preferences, of which the first is the detail.
Answer refuse_preferences(Diagnostics&& findings, json::Arena& arena) {
  const Diagnostic& first = findings.front();
  Answer answer = problem_answer({.rule = first.rule,
                                  .title = std::string(first.rule->summary),
                                  .status = first.rule->status,
                                  .detail = first.message,
                                  .violations = &findings},
                                 arena);
  answer.findings = std::move(findings);
  return answer;
}

// What a body of a range is served as: another type than the plan's own has other bytes.
void write_as(const ResponsePlan::Offer& offer, Answer& answer, json::Arena& arena) {
  if (offer.content_type == offer.body->content_type()) return;
  if (answer.source == "generated") {
    if (auto file = offer.body->generated_as(offer.content_type, arena)) {
      answer.response.body = std::move(file->bytes);
      answer.body = file->value;
      answer.is_known_valid = answer.is_known_valid && file->is_valid;
      return;
    }
  }
  if (!answer.body || offer.body->is_alike(offer.content_type)) return;
  answer.response.body = offer.body->write_again(*answer.body, offer.content_type);
  answer.is_known_valid = false;  // it was judged as what it no longer is
}

void put_body(const PlannedBody& planned, const ResponsePlan& response,
              const ResponsePlan::Offer& offer, Answer& answer, json::Arena& arena) {
  answer.response.body = planned.bytes;
  answer.body = planned.value;
  answer.source = planned.source;
  answer.is_known_valid = planned.is_valid && response.has_sound_headers();
  if (!planned.content_type.empty())
    answer.response.headers.set("Content-Type", planned.content_type);
  write_as(offer, answer, arena);
}

// What a request is dealt, on top of what its answer says itself.
void add_delivery(const http::Delivery& dealt, http::Delivery& delivery) {
  delivery.delay += dealt.delay;
  delivery.body_time = std::max(delivery.body_time, dealt.body_time);
  if (delivery.fault == http::WireFault::None) delivery.fault = dealt.fault;
}

}  // namespace

Mock::~Mock() = default;

Mock::Mock(std::shared_ptr<const contract::Contract> contract, fixtures::FixtureSet fixtures,
           const Options& options)
    : contract_(std::move(contract)), fixtures_(std::move(fixtures)), options_(options) {
  const openapi::Description& description = contract_->description();
  generators_ = std::make_shared<GeneratorSource>(*description.compiler);
  generation_.seed = options.seed;
  generation_.now = options.now;
  generation_.mode = options.is_dynamic ? generate::Mode::Dynamic : generate::Mode::Static;
  plans_.reserve(contract_->operations().size());
  for (const auto& operation : contract_->operations()) plans_.try_emplace(operation.get());
  if (options.is_stateful) {
    state_ = std::make_unique<State>(*this, state::Model::derive(contract_->shared_description()));
  }
  for (const openapi::Callback& webhook : description.webhooks) {
    for (const openapi::Operation& operation : webhook.operations)
      webhooks_.emplace_back(webhook, operation, generators_, generation_);
  }
}

const OperationPlan& Mock::plan_for(const contract::OperationContract& contract) const {
  const auto found = plans_.find(&contract);
  HOLOTYPE_CHECK(found != plans_.end());
  return found->second.get([&] { return OperationPlan(contract, generators_, generation_); });
}

const OperationPlan* Mock::plan_of(const contract::Checked& checked) const {
  return checked.contract == nullptr ? nullptr : &plan_for(*checked.contract);
}

Answer Mock::answer(const contract::Checked& checked, session::Session& session,
                    json::Arena& arena) const {
  const std::optional<faults::Draw> dealt = session.faults().next(session.seed());
  const Call call{checked, session, arena, plan_of(checked), dealt.value_or(faults::Draw{})};
  Answer answer = checked.verdict == Verdict::Valid ? succeed(call) : refuse(call);
  if (dealt) add_delivery(dealt->delivery, answer.delivery);
  const bool may_call_back = call.plan != nullptr && !call.plan->callbacks().empty() &&
                             checked.verdict == Verdict::Valid && answer.response.status / 100 == 2;
  if (may_call_back) answer.outgoing = callbacks(call, answer);
  if (call.plan == nullptr || call.plan->lifecycle().empty()) return answer;
  for (const http::Header& field : call.plan->lifecycle()) {
    // What the description or a fixture says of the field itself is better known.
    if (!answer.response.headers.contains(field.name))
      answer.response.headers.add(field.name, field.value);
  }
  return answer;
}

Answer Mock::succeed(const Call& call) const {
  const http::Preferences preferences = contract::preferences_of(*call.checked.request);
  std::optional<Answer> answer = preferred(preferences, call);
  if (answer) {
    answer->step = "preference";
  } else {
    answer = dealt_error(call);
  }
  if (!answer) answer = unasked(call);
  if (preferences.wait) answer->delivery.delay = *preferences.wait;
  return std::move(*answer);
}

Mock::Choice Mock::choose_fixture(const Call& call, const RequestView& view) const {
  session::AddedFixtures& added = call.session.added_fixtures();
  if (fixtures_.empty() && added.empty()) return {};
  const fixtures::Subject subject = view.subject();
  const auto in_session = added.set(contract_->shared_description());
  fixtures::Tally& tally = call.session.tally();
  if (in_session != nullptr) {
    if (const fixtures::Found found = in_session->find(subject, tally))
      return {found, in_session, std::nullopt};
  }
  if (const fixtures::Found found = fixtures_.find(subject, tally)) return {found, nullptr, {}};
  auto nearest = fixtures_.nearest(subject, tally);
  if (in_session != nullptr) {
    auto own = in_session->nearest(subject, tally);
    if (own && (!nearest || own->misses.size() <= nearest->misses.size())) nearest = std::move(own);
  }
  if (!nearest) return {};
  return {{}, nullptr, near_miss(std::move(*nearest), call)};
}

// As text for reports, without what is secret of the request.
std::string Mock::near_miss(fixtures::NearMiss nearest, const Call& call) const {
  contract_->secrets().redact(nearest.misses, call.checked.secret_subject());
  return nearest.to_text();
}

Answer Mock::unasked(const Call& call) const {
  const contract::Checked& checked = call.checked;
  const OperationPlan& plan = *call.plan;
  const RequestView view(checked);
  Choice choice = choose_fixture(call, view);
  if (!choice.found && plan.success() != nullptr && !has_no_content(plan.success()->status())) {
    if (auto refused = unacceptable(*plan.success(), call)) return *std::move(refused);
  }
  if (state_ != nullptr) {
    if (auto answer = stateful(call, view, choice)) {
      if (answer->source == "state") answer->step = "state";
      return *std::move(answer);
    }
  }
  if (choice.found) {
    Answer answer = from_fixture(choice.found, call, view);
    answer.owner = std::move(choice.owner);
    return answer;
  }
  if (auto answer = paired(call)) {
    answer->near_miss = std::move(choice.near_miss);
    return *std::move(answer);
  }
  if (plan.success() == nullptr) {
    // OpenAPI 3.1 lets `responses` be left out: nothing is promised but an answer. Those of 1xx
    // promise no more.
    Answer answer;
    answer.source = "generated";
    answer.step = "description";
    answer.is_known_valid = true;
    answer.near_miss = std::move(choice.near_miss);
    return answer;
  }
  Answer answer = from_plan(*plan.success(), plan.success()->status(), call);
  answer.near_miss = std::move(choice.near_miss);
  return answer;
}

std::optional<Answer> Mock::paired(const Call& call) const {
  for (const ExamplePair& pair : call.plan->pairs()) {
    if (!pair.matches(call.checked)) continue;
    const ResponsePlan::Offer offer = pair.response->offer(call.checked.request->headers);
    const std::optional<PlannedBody> planned =
        offer.body == nullptr ? std::nullopt : offer.body->named(pair.name, call.arena);
    if (!planned) continue;
    Answer answer = from_plan(*pair.response, pair.response->status(), call);
    put_body(*planned, *pair.response, offer, answer, call.arena);
    answer.step = "pair";
    return answer;
  }
  return std::nullopt;
}

// What a generated value depends on besides its place: the seed, the operation, the request.
std::uint64_t Mock::seed_of(const Call& call, std::uint64_t seed) {
  const openapi::Operation* operation = call.checked.operation();
  return generate::seed_for(seed, operation == nullptr ? "" : operation->id,
                            RequestView(call.checked).fingerprint());
}

Answer Mock::from_plan(const ResponsePlan& response, int status, const Call& call) const {
  Answer answer;
  answer.step = "description";
  answer.response.status = status;
  answer.response.headers = response.headers();
  const ResponsePlan::Offer offer = response.offer(call.checked.request->headers);
  const BodyPlan* body = offer.body;
  if (body == nullptr || has_no_content(status)) {
    answer.source = "example";  // the description says all there is: no content
    answer.is_known_valid = response.has_sound_headers();
    return answer;
  }
  if (!answer.response.headers.contains("Content-Type"))
    answer.response.headers.add("Content-Type", offer.content_type);
  const session::Session& session = call.session;
  const bool is_shared = session.seed() == options_.seed && session.start_time() == options_.now;
  const auto put = [&](const PlannedBody& planned) {
    put_body(planned, response, offer, answer, call.arena);
  };
  if (options_.is_dynamic) {
    put(body->dynamic(seed_of(call, session.seed()), session.start_time(), call.arena));
  } else if (is_shared || body->standard().source != "generated") {
    put(body->standard());
  } else {
    put(body->generated_for(session.seed(), session.start_time(), call.arena));
  }
  return answer;
}

// RFC 9110 section 15.5.7, where the contract could not tell: of a range the mock writes some types
// and not others.
std::optional<Answer> Mock::unacceptable(const ResponsePlan& response, const Call& call) const {
  if (!response.has_ranges()) return std::nullopt;
  const http::Request& request = *call.checked.request;
  if (response.offer(request.headers).is_acceptable) return std::nullopt;
  const contract::BodyContract& body = response.contract().body;
  const std::string& type = response.bodies().front()->content_type();
  Diagnostics findings = {
      {.rule = &rules::kNotAcceptable,
       .message = fmt::format("must allow a type of {} that a mock can write for it, as {}",
                              body.names(), type),
       .expected = body.names(),
       .found = request.headers.combined("Accept").value_or(""),
       .fix = fmt::format("send Accept: {}", type),
       .in = Place::Header,
       .name = "Accept",
       .source = response.described().node.source()}};
  Answer answer = problem_answer({.rule = &rule_of(Verdict::NotAcceptable),
                                  .title = std::string(title_of(Verdict::NotAcceptable)),
                                  .status = rules::kNotAcceptable.status,
                                  .detail = detail_of(call.checked, findings),
                                  .violations = &findings},
                                 call.arena);
  answer.findings = std::move(findings);
  return answer;
}

std::optional<Answer> Mock::from_named(const ResponsePlan& response, int status,
                                       std::string_view example, const Call& call) const {
  const ResponsePlan::Offer offer = response.offer(call.checked.request->headers);
  const auto named = offer.body == nullptr ? std::nullopt : offer.body->named(example, call.arena);
  if (!named) return std::nullopt;
  Answer answer = from_plan(response, status, call);
  if (!has_no_content(status)) put_body(*named, response, offer, answer, call.arena);
  return answer;
}

std::optional<Answer> Mock::preferred(const http::Preferences& preferences,
                                      const Call& call) const {
  const contract::Checked& checked = call.checked;
  const OperationPlan& plan = *call.plan;
  json::Arena& arena = call.arena;
  const http::Request& request = *checked.request;
  const auto unsatisfied = [&](std::string_view name, std::string message) {
    return refuse_preferences(
        {preference_finding(rules::kPreferenceUnsatisfied, name, std::move(message), request)},
        arena);
  };
  if (!preferences.invalid.empty())
    return refuse_preferences(malformed_preferences(preferences, request), arena);
  if (!preferences.code && !preferences.example && !preferences.dynamic && !preferences.seed)
    return std::nullopt;

  const ResponsePlan* response =
      preferences.code ? plan.response_for(*preferences.code) : plan.success();
  if (response == nullptr || response->status(preferences.code.value_or(0)) / 100 == 1) {
    std::string keys;
    for (const auto& r : plan.responses()) {
      if (!r->described().is_interim()) keys += (keys.empty() ? "" : ", ") + r->described().key;
    }
    return unsatisfied(
        "code", fmt::format("{} describes no response {}; it describes {}", checked.operation()->id,
                            preferences.code.value_or(200), keys.empty() ? "none" : keys));
  }
  const int status = response->status(preferences.code.value_or(0));
  if (status < 400 && !has_no_content(status)) {
    if (auto refused = unacceptable(*response, call)) return refused;
  }
  const ResponsePlan::Offer offer = response->offer(request.headers);
  const BodyPlan* body = offer.body;
  if (preferences.example) {
    if (auto named = from_named(*response, status, *preferences.example, call)) return named;
    return unsatisfied("example", fmt::format("the response {} of {} has no example {}; it has {}",
                                              response->described().key, checked.operation()->id,
                                              *preferences.example,
                                              body == nullptr ? "none" : body->example_names()));
  }
  const bool is_dynamic =
      preferences.dynamic.value_or(preferences.seed.has_value() || options_.is_dynamic);
  Answer answer = from_plan(*response, status, call);
  if (body == nullptr || has_no_content(status)) return answer;
  if (is_dynamic) {
    const std::uint64_t seed = seed_of(call, preferences.seed.value_or(call.session.seed()));
    put_body(body->dynamic(seed, call.session.start_time(), arena), *response, offer, answer,
             arena);
  } else if (options_.is_dynamic) {
    // Whatever --dynamic says: the request knows better.
    put_body(body->fixed(call.session.seed(), call.session.start_time(), arena), *response, offer,
             answer, arena);
  }
  return answer;
}

int Mock::refusal_status(const contract::Checked& checked, const OperationPlan* plan) const {
  switch (checked.verdict) {
    case Verdict::NotFound:
      return 404;
    case Verdict::MethodNotAllowed:
      return 405;
    case Verdict::Unauthorized:
      return 401;
    case Verdict::UnsupportedMediaType:
      return 415;
    case Verdict::NotAcceptable:
      return 406;
    default:
      break;
  }
  // The operation's own 422, else 400, else "4XX", else `default`; 422 where it has none of them.
  if (plan == nullptr) return 400;  // a path that cannot be decoded belongs to no operation
  const auto is_too_large = [](const Diagnostic& f) { return f.rule == &rules::kBodyTooLarge; };
  if (std::ranges::any_of(checked.findings, is_too_large)) return rules::kBodyTooLarge.status;
  for (const int status : {422, 400}) {
    const contract::ResponseContract* own = plan->contract().response_for(status);
    if (own != nullptr && own->described->status == status && !own->described->is_range)
      return status;
  }
  return 422;
}

Answer Mock::refuse(const Call& call) const {
  const contract::Checked& checked = call.checked;
  const OperationPlan* plan = call.plan;
  const int status = refusal_status(checked, plan);
  const http::Preferences preferences = contract::preferences_of(*checked.request);
  Diagnostics malformed = malformed_preferences(preferences, *checked.request);
  std::optional<Answer> answer;
  std::optional<std::string> near_miss;
  if (!options_.answers_problems) {
    const ResponsePlan* response = plan == nullptr ? nullptr : plan->response_for(status);
    // An example of the refusal by its name: a fixture gives way, as where the request is valid.
    if (preferences.code == status && preferences.example && response != nullptr)
      answer = from_named(*response, status, *preferences.example, call);
    if (answer) {
      answer->step = "preference";
    } else {
      const RequestView view(checked);
      Choice choice = choose_fixture(call, view);
      near_miss = std::move(choice.near_miss);
      if (choice.found) {
        answer = from_fixture(choice.found, call, view);
        answer->owner = std::move(choice.owner);
      } else if (response != nullptr && !response->bodies().empty()) {
        answer = from_plan(*response, status, call);
      }
    }
  }
  if (!answer) {
    Diagnostics violations = checked.findings;
    violations.insert(violations.end(), malformed.begin(), malformed.end());
    answer = problem_answer({.rule = &rule_of(checked.verdict),
                             .title = std::string(title_of(checked.verdict)),
                             .status = status,
                             .detail = detail_of(checked, violations),
                             .violations = &violations,
                             .unchecked = &checked.unchecked},
                            call.arena);
  }
  answer->findings = std::move(malformed);
  answer->near_miss = std::move(near_miss);
  if (preferences.wait) answer->delivery.delay = *preferences.wait;
  // RFC 9110: 405 must name the methods (section 15.5.6), 401 must challenge (section 15.5.2).
  if (checked.verdict == Verdict::MethodNotAllowed)
    answer->response.headers.set("Allow", checked.allow);
  // A coding that is refused names those that are not (section 15.5.16).
  const auto is_coding = [](const Diagnostic& finding) {
    return finding.rule == &rules::kContentCodingUnsupported;
  };
  if (std::ranges::any_of(checked.findings, is_coding))
    answer->response.headers.set("Accept-Encoding", std::string(http::kSupportedCodings));
  if (checked.verdict == Verdict::Unauthorized && checked.contract != nullptr) {
    answer->response.headers.set("WWW-Authenticate", checked.contract->security().challenges());
  }
  return std::move(*answer);
}

}  // namespace holotype::mock
