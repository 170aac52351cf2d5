// Contract::check_request: match, then security, parameters, body, Accept, in that order, all of
// them.
#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "contract/contract.h"
#include "contract/preferences.h"
#include "diagnostic/rules_request.h"
#include "http/accept.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
using diagnostic::Severity;
namespace rules = diagnostic::rules;

// The routing outcomes without an operation, as findings.
void refuse(const routing::UnknownPath& unknown, const http::Request& request, Checked& checked) {
  Diagnostic finding{.rule = &rules::kPathUnknown,
                     .message = "must be a path of the description",
                     .found = std::string(utf8::prefix(request.raw_path(), 200)),
                     .in = Place::Path};
  std::vector<std::string> nearest;
  for (const routing::NearPath& path : unknown.nearest) {
    nearest.push_back(fmt::format("{} ({})", path.path, fmt::join(path.methods, ", ")));
  }
  if (nearest.empty()) finding.fix = "the description has no path that is like it";
  if (nearest.size() == 1) finding.fix = fmt::format("did you mean {}?", nearest.front());
  if (nearest.size() > 1) finding.fix = fmt::format("the nearest are {}", fmt::join(nearest, "; "));
  checked.findings.push_back(std::move(finding));
  checked.verdict = Verdict::NotFound;
}

void refuse(const routing::UnknownMethod& unknown, const http::Request& request, Checked& checked) {
  checked.allow = fmt::format("{}", fmt::join(unknown.allowed, ", "));
  checked.findings.push_back(
      {.rule = &rules::kMethodUnknown,
       .message = fmt::format("must be one of {} for {}", checked.allow, unknown.path),
       .expected = checked.allow,
       .found = request.method,
       .in = Place::Method});
  checked.verdict = Verdict::MethodNotAllowed;
}

void refuse(const routing::MalformedPath& malformed, const http::Request&, Checked& checked) {
  Diagnostic finding{
      .rule = &rules::kPathMalformed,
      .message = fmt::format("must be percent-encoded; the % at byte {} is followed by no two "
                             "hexadecimal digits",
                             malformed.offset),
      .in = Place::Path};
  finding.offset = static_cast<std::uint32_t>(malformed.offset);
  checked.findings.push_back(std::move(finding));
  checked.verdict = Verdict::Invalid;
}

// RFC 9110 sections 9.3.1 to 9.3.8: what GET and its like carry "has no generally defined
// semantics".
bool gives_content_meaning(std::string_view method) {
  static constexpr std::string_view kWithout[] = {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"};
  return std::ranges::find(kWithout, method) == std::end(kWithout);
}

// RFC 9110 section 15.5.16: content in a format that the method does not support on the target. A
// client that sends a body to an operation without one means another operation, or lost a file.
Diagnostic undescribed_body(const OperationContract& contract, const http::Request& request) {
  const std::string* type = request.headers.find("Content-Type");
  return {
      .rule = &rules::kBodyUndescribed,
      .message = "must not be there: the operation describes no request body",
      .found = fmt::format("{} bytes{}", request.body.size(),
                           type == nullptr ? "" : " of " + std::string(utf8::prefix(*type, 60))),
      .in = Place::Body,
      .schema = contract.operation().node.location(),
      .source = contract.operation().node.source()};
}

// A Content-Type that a body could have: what the client named if that is one of those described,
// else the first of those that is a type, or one in the first that is a range.
std::string type_to_send(const openapi::RequestBody& described, const BodyContract& contract,
                         const http::Request& request) {
  const openapi::MediaType* named = contract.media_type_of(request.headers);
  const std::string* field = request.headers.find("Content-Type");
  if (named != nullptr && field != nullptr) {
    const auto sent = http::parse_media_type(*field);
    const auto key = http::parse_media_range(named->name);
    return sent && key && key->is_range() ? sent->to_string() : named->name;
  }
  for (const openapi::MediaType& media_type : described.content) {
    if (http::parse_media_type(media_type.name)) return media_type.name;
  }
  const http::MediaType* range = contract.ranges().empty() ? nullptr : &contract.ranges().front();
  if (range == nullptr) return "application/json";
  static constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {"*", "application/octet-stream"}, {"text", "text/plain"}, {"image", "image/png"},
      {"audio", "audio/mpeg"},           {"video", "video/mp4"}, {"font", "font/ttf"}};
  const auto* row =
      std::ranges::find(kTypes, range->type, [](const auto& pair) { return pair.first; });
  return row == std::end(kTypes) ? "application/json" : row->second;
}

Diagnostic missing_body(const openapi::RequestBody& described, const BodyContract& contract,
                        const http::Request& request) {
  const std::string names = contract.names();
  return {.rule = &rules::kBodyMissing,
          .message = fmt::format("must be there, as {}", names),
          .expected = names,
          .found = "nothing",
          .fix = fmt::format("send a body with Content-Type: {}",
                             type_to_send(described, contract, request)),
          .in = Place::Body,
          .schema = described.node.location(),
          .source = described.node.source()};
}

// The most pressing of the findings decides. Credentials come first, as a service asks for them
// before it reads anything; Accept comes last, as it is about an answer that an invalid request
// does not get.
Verdict verdict_of(const diagnostic::Diagnostics& findings, bool is_strict) {
  Verdict verdict = Verdict::Valid;
  const auto urgency = [](Verdict v) {
    switch (v) {
      case Verdict::Unauthorized:
        return 4;
      case Verdict::UnsupportedMediaType:
        return 3;
      case Verdict::Invalid:
        return 2;
      case Verdict::NotAcceptable:
        return 1;
      default:
        return 0;
    }
  };
  for (const Diagnostic& finding : findings) {
    const bool counts =
        finding.rule->severity == Severity::Error ||
        (is_strict && finding.rule->severity == Severity::Warning && finding.rule->status != 0);
    if (!counts) continue;
    const Verdict its = finding.rule->status == 401   ? Verdict::Unauthorized
                        : finding.rule->status == 415 ? Verdict::UnsupportedMediaType
                        : finding.rule->status == 406 ? Verdict::NotAcceptable
                                                      : Verdict::Invalid;
    if (urgency(its) > urgency(verdict)) verdict = its;
  }
  return verdict;
}

}  // namespace

void Contract::check_parameters(Checked& checked, json::Arena& arena) const {
  const parameters::RawParameters raw(*checked.request, checked.path_values, arena);
  parameters::Checked result = checked.contract->parameters().check(raw, arena);
  checked.parameters = std::move(result.values);
  diagnostic::append(checked.findings, std::move(result.findings));
  diagnostic::append(checked.unchecked, std::move(result.unchecked));
}

void Contract::check_body(Checked& checked, json::Arena& arena) const {
  const OperationContract& contract = *checked.contract;
  const http::Request& request = *checked.request;
  const BodyContract* body_contract = contract.request_body();
  if (body_contract == nullptr) {
    if (request.body.empty()) return;
    if (gives_content_meaning(request.method)) {
      checked.findings.push_back(undescribed_body(contract, request));
    } else {
      checked.unchecked.push_back(undescribed_body(contract, request));
      checked.unchecked.back().rule = &rules::kBodyUnchecked;
      checked.unchecked.back().message =
          fmt::format("the body was not looked at: none is described, and {} gives it no meaning",
                      request.method);
    }
    return;
  }
  const openapi::RequestBody& described = *contract.operation().request_body;
  Body body;
  if (request.body.empty()) {
    // No bytes are no JSON text, but they are a body where a Content-Type of text, bytes or a form
    // says so (RFC 9110 section 8.3: it is the type of the content that is there).
    auto nothing = body_contract->read_empty(request.headers, arena);
    const bool is_missing = !nothing || !nothing->findings.empty();
    if (is_missing && described.is_required) {
      checked.findings.push_back(missing_body(described, *body_contract, request));
      return;
    }
    if (!nothing) return;
    body = *std::move(nothing);
  } else {
    body = body_contract->read(request.headers, request.body, arena, options_.max_body_bytes);
  }
  checked.body = body.value;
  checked.body_media_type = body.media_type;
  diagnostic::append(checked.findings, std::move(body.findings));
  diagnostic::append(checked.unchecked, std::move(body.unchecked));
}

// The answer to a valid request is the success response, or what the request prefers. Who prefers
// an error gets it in whatever type it has.
void Contract::check_accept(Checked& checked) const {
  const auto field = checked.request->headers.combined("Accept");
  if (!field || *field == "*/*") return;
  const ResponseContract* response = checked.contract->success();
  if (const std::optional<int> code = preferences_of(*checked.request).code) {
    if (*code >= 400) return;
    if (const ResponseContract* preferred = checked.contract->response_for(*code))
      response = preferred;
  }
  if (response == nullptr || response->body.content().empty()) return;
  const BodyContract& body = response->body;
  if (http::negotiate(http::parse_accept(*field), body.ranges())) return;
  checked.findings.push_back({.rule = &rules::kNotAcceptable,
                              .message = fmt::format("must allow one of {}", body.names()),
                              .expected = body.names(),
                              .found = *field,
                              .fix = fmt::format("send Accept: {}", body.content().front().name),
                              .in = Place::Header,
                              .name = "Accept",
                              .schema = response->described->node.location(),
                              .source = response->described->node.source()});
}

Checked Contract::check_request(const http::Request& request, json::Arena& arena,
                                Parts parts) const {
  Checked checked;
  checked.request = &request;
  routing::Outcome outcome =
      router_.match(request.method, request.raw_path(), request.raw_query().value_or(""));
  auto* match = std::get_if<routing::Match>(&outcome);
  if (match == nullptr) {
    std::visit(
        [&](const auto& refused) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(refused)>, routing::Match>) {
            refuse(refused, request, checked);
          }
        },
        outcome);
    return checked;
  }
  checked.contract = find(*match->operation);
  checked.is_head_of_get = match->is_head_from_get;
  checked.path_values = std::move(match->values);
  checked.unchecked = checked.contract->unchecked();
  SecurityCheck::Outcome security = checked.contract->security().check(request);
  diagnostic::append(checked.findings, std::move(security.findings));
  diagnostic::append(checked.unchecked, std::move(security.unchecked));
  check_parameters(checked, arena);
  if (parts == Parts::All) check_body(checked, arena);
  check_accept(checked);
  shorten_locations(checked.findings);
  shorten_locations(checked.unchecked);
  secrets_.redact(checked.findings, checked.secret_subject());
  checked.verdict = verdict_of(checked.findings, options_.is_strict);
  return checked;
}

}  // namespace holotype::contract
