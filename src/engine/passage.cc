#include "engine/passage.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "diagnostic/rules_upstream.h"

namespace holotype::engine {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Severity;

// The memory of a thread's latest passage is used again by its next one.
json::Arena& spare_arena() {
  thread_local json::Arena arena(16 * 1024);
  return arena;
}

// A header field's value must be visible ASCII and spaces; everything else becomes "?".
std::string field_value(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return out;
}

// Why a body that was passed on was not checked.
std::string why_unchecked(const http::KeptStream& body, std::string_view option) {
  const std::uint64_t received = body.received();
  if (body.is_too_large() && body.has_ended())
    return fmt::format("{} bytes are more than {}: passed on as they came", received, option);
  if (body.is_too_large() && body.length())
    return fmt::format("{} bytes are more than {}: {} of them were passed on", *body.length(),
                       option, received);
  const std::string so_far = fmt::format("{} bytes of it were passed on", received);
  if (body.is_too_large()) return fmt::format("it is larger than {}: {}", option, so_far);
  if (body.is_broken()) return fmt::format("it broke off ({}): {}", body.why_broken(), so_far);
  return fmt::format("the exchange ended before it did: {}", so_far);
}

}  // namespace

Passage::Passage(const http::Request& asked, session::Session& asked_in,
                 http::Conversation* asked_by)
    : request(asked),
      session(asked_in),
      conversation(asked_by),
      begin(std::chrono::steady_clock::now()),
      arena(std::move(spare_arena())) {}

Passage::~Passage() {
  arena.reset();
  spare_arena() = std::move(arena);
}

Diagnostics Passage::passed_on() const {
  Diagnostics notes;
  const bool is_request_unseen =
      rest && !rest->is_whole() && (rest->received() > 0 || rest->is_too_large());
  if (is_request_unseen) {
    notes.push_back({.rule = &diagnostic::rules::kUpstreamRequestUnchecked,
                     .message = "the body of the request was not checked: " +
                                why_unchecked(*rest, "--max-body-bytes"),
                     .in = diagnostic::Place::Body});
  }
  if (answer.rest != nullptr && !answer.rest->is_whole()) {
    notes.push_back({.rule = &diagnostic::rules::kUpstreamAnswerUnchecked,
                     .message = "the body of the answer was not checked: " +
                                why_unchecked(*answer.rest, "--max-answer-bytes"),
                     .in = diagnostic::Place::Body});
  }
  return notes;
}

std::string report_id_of(const http::Request& request,
                         std::initializer_list<const Diagnostics*> findings) {
  std::uint64_t hash =
      hash_bytes(request.body, hash_bytes(request.raw_target, hash_bytes(request.method)));
  for (const http::Header& header : request.headers)
    hash = hash_bytes(header.value, hash_bytes(header.name, hash));
  for (const Diagnostics* list : findings) {
    for (const Diagnostic& finding : *list) {
      hash = hash_bytes(to_string(finding.in), hash_bytes(finding.rule->id, hash));
      for (const std::string* text : {&finding.name, &finding.pointer, &finding.message})
        hash = hash_bytes(*text, hash);
    }
  }
  return fmt::format("{:016x}", hash);
}

std::optional<std::string> findings_value(const Diagnostics& findings, Severity severity,
                                          const session::Session& session,
                                          std::string_view report_id) {
  std::size_t count = 0;
  const Diagnostic* first = nullptr;
  for (const Diagnostic& finding : findings) {
    if (finding.rule->severity != severity) continue;
    if (count++ == 0) first = &finding;
  }
  if (first == nullptr) return std::nullopt;
  return fmt::format("{}; first={}; report=\"{}/__holotype/reports/{}\"", count, first->rule->id,
                     session.path_prefix(), report_id);
}

void say_fields(const Passage& passage,
                const std::function<void(std::string_view, std::string)>& say) {
  const contract::Checked& checked = passage.checked;
  const contract::Answer& answer = passage.answer;
  const auto say_findings = [&](const Diagnostics& findings, Severity severity,
                                std::string_view name) {
    auto value = findings_value(findings, severity, passage.session, passage.report_id);
    if (value) say(name, *std::move(value));
  };
  say("Holotype-Source", field_value(answer.source));
  if (!passage.operation_id().empty())
    say("Holotype-Operation", field_value(passage.operation_id()));
  const bool warnings_count =  // --strict
      checked.verdict != diagnostic::Verdict::Valid && !diagnostic::has_errors(checked.findings);
  say_findings(checked.findings, Severity::Error, "Holotype-Violations");
  say_findings(checked.findings, Severity::Warning,
               warnings_count ? "Holotype-Violations" : "Holotype-Warnings");
  say_findings(passage.answer_findings, Severity::Error, "Holotype-Answer-Violations");
  // What is still on its way is counted where it is known that it will not be checked.
  std::size_t unchecked = checked.unchecked.size();
  if (passage.rest && passage.rest->is_too_large()) ++unchecked;
  if (answer.rest != nullptr && answer.rest->is_too_large()) ++unchecked;
  if (unchecked > 0) say("Holotype-Unchecked", std::to_string(unchecked));
  if (!answer.near_miss) return;
  const std::string_view name =
      std::string_view(*answer.near_miss).substr(0, answer.near_miss->find(": "));
  say("Holotype-Nearest-Fixture",
      fmt::format("{}; report=\"{}/__holotype/reports/{}\"", field_value(name),
                  passage.session.path_prefix(), passage.report_id));
}

}  // namespace holotype::engine
