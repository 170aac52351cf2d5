#include "traffic/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_request.h"
#include "diagnostic/rules_response.h"
#include "diagnostic/rules_traffic.h"
#include "engine/cors.h"
#include "traffic/addresses.h"

namespace holotype::traffic {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Place;

// The hosts of a recording, in the order in which they occur.
std::vector<std::string> origins_of(const Recording& recording) {
  std::vector<std::string> origins;
  for (const document::Node& entry : recording.entries) {
    const document::Node text = entry.member("request").member("url");
    if (!text || !text.value->is_string()) continue;
    auto url = Url::parse(text.value->as_string());
    if (url && std::ranges::find(origins, url->origin) == origins.end())
      origins.push_back(std::move(url->origin));
  }
  return origins;
}

bool has_field(const document::Node& message, std::initializer_list<std::string_view> names) {
  const document::Node headers = message.member("headers");
  if (!headers) return false;
  return std::ranges::any_of(headers.value->elements(), [&names](const json::Value& header) {
    const json::Value* name = header.find("name");
    return name != nullptr && name->is_string() &&
           std::ranges::any_of(names, [name](std::string_view one) {
             return http::equal_ignoring_case(one, name->as_string());
           });
  });
}

// Whether the recording program wrote down credentials at all. Chrome's usual export leaves out
// these three fields of every entry.
bool has_credentials(const Recording& recording) {
  return std::ranges::any_of(recording.entries, [](const document::Node& entry) {
    return has_field(entry.member("request"), {"Authorization", "Cookie"}) ||
           has_field(entry.member("response"), {"Set-Cookie"});
  });
}

class Judge {
 public:
  Judge(const contract::Contract& contract, const Recording& recording, const Options& options)
      : contract_(contract),
        origins_(origins_of(recording)),
        addresses_(contract.description(), options.base, origins_),
        has_credentials_(has_credentials(recording)) {}

  void judge(const document::Node& entry);
  Judgement finish(const Recording& recording);

 private:
  void judge(Exchange& exchange);
  void judge_answer(const contract::Checked& checked, const Exchange& exchange,
                    std::string_view asked);
  // Puts findings of one message into the judgement; `what` names the message.
  void add(Diagnostics&& findings, const openapi::Operation* operation, const Exchange& exchange,
           const std::string& what);
  void add_notes(Diagnostics&& notes, const Exchange& exchange, const std::string& what);
  void note_lost_body(Diagnostic&& finding, const Exchange& exchange, const std::string& what);
  bool is_left_out(const Diagnostic& finding, const Exchange& exchange) const;

  const contract::Contract& contract_;
  std::vector<std::string> origins_;
  Addresses addresses_;
  bool has_credentials_;
  Judgement judgement_;
  struct Note {
    Diagnostic note;
    std::size_t count = 1;
  };
  std::vector<Note> notes_;
};

void Judge::judge(const document::Node& entry) {
  auto exchange = read_exchange(entry);
  if (!exchange) {
    judgement_.findings.push_back(std::move(exchange.error()));
    return;
  }
  const auto url = Url::parse(exchange->url);
  auto target = url ? addresses_.target_of(*url) : std::nullopt;
  if (!target) {
    ++judgement_.tally.elsewhere;
  } else if (engine::is_preflight(exchange->request)) {
    ++judgement_.tally.preflights;
  } else {
    exchange->request.raw_target = *std::move(target);
    judge(*exchange);
  }
}

void Judge::judge(Exchange& exchange) {
  json::Arena arena;
  contract::Checked checked = contract_.check_request(exchange.request, arena);
  if (checked.contract == nullptr && !addresses_.is_certain()) {
    ++judgement_.tally.elsewhere;
    return;
  }
  ++judgement_.tally.judged;
  const std::string asked =
      fmt::format("{} {}", exchange.request.method,
                  contract_.secrets().redacted_target(checked.secret_subject()));
  const std::string what = "in the request " + asked;
  if (exchange.is_request_body_lost && checked.contract != nullptr &&
      checked.contract->request_body() != nullptr) {
    std::erase_if(checked.findings,
                  [](const Diagnostic& one) { return one.rule == &rules::kBodyMissing; });
    note_lost_body({.message = "the request body was not checked: the recording does not have it",
                    .source = checked.operation()->request_body->node.source()},
                   exchange, what);
  }
  add(std::move(checked.findings), checked.operation(), exchange, what);
  add_notes(std::move(checked.unchecked), exchange, what);
  if (!exchange.response) ++judgement_.tally.unanswered;
  const bool has_answer = exchange.response && checked.contract != nullptr;
  if (has_answer) judge_answer(checked, exchange, asked);
}

void Judge::judge_answer(const contract::Checked& checked, const Exchange& exchange,
                         std::string_view asked) {
  json::Arena arena;
  const http::Response& response = *exchange.response;
  contract::CheckedResponse result =
      contract_.check_response(*checked.contract, exchange.request.method, response, arena);
  // As behind the proxy.
  const bool is_silent =
      result.response == nullptr && contract::may_be_undescribed(checked, response.status);
  if (is_silent) return;
  const std::string what = fmt::format("in the answer {} to {}", response.status, asked);
  if (exchange.is_response_body_lost) {
    const auto lost = std::ranges::find(result.findings, &rules::kResponseBodyMissing,
                                        [](const Diagnostic& one) { return one.rule; });
    if (lost != result.findings.end()) {
      note_lost_body({.message = "the body of the answer was not checked: the recording does not "
                                 "have it",
                      .source = lost->source},
                     exchange, what);
      result.findings.erase(lost);
    }
  }
  add(std::move(result.findings), checked.operation(), exchange, what);
  add_notes(std::move(result.unchecked), exchange, what);
}

// A request that was answered had what it needed: its credentials are only not in the recording.
bool Judge::is_left_out(const Diagnostic& finding, const Exchange& exchange) const {
  if (has_credentials_ || finding.rule != &rules::kCredentialMissing) return false;
  const bool is_hidden = finding.name == "Authorization" || finding.in == Place::Cookie;
  const bool was_welcome = exchange.response && exchange.response->status < 400;
  return is_hidden && was_welcome;
}

void Judge::add(Diagnostics&& findings, const openapi::Operation* operation,
                const Exchange& exchange, const std::string& what) {
  for (Diagnostic& finding : findings) {
    if (is_left_out(finding, exchange)) {
      finding.rule = &rules::kTrafficCredentialsLeftOut;
      finding.message =
          "the credentials were not checked: the recording has no Authorization, Cookie and "
          "Set-Cookie at all, and the request was answered";
      finding.found.clear();
      finding.fix.clear();
      Diagnostics notes;
      notes.push_back(std::move(finding));
      add_notes(std::move(notes), exchange, what);
      continue;
    }
    const SourceLocation entry = exchange.node.source();
    if (finding.source.file.empty())
      finding.source = operation == nullptr ? entry : operation->node.source();
    finding.related = {what, entry};
    judgement_.findings.push_back(std::move(finding));
  }
}

void Judge::add_notes(Diagnostics&& notes, const Exchange& exchange, const std::string& what) {
  for (Diagnostic& note : notes) {
    const auto known = std::ranges::find_if(notes_, [&note](const Note& one) {
      return one.note.rule == note.rule && one.note.source == note.source &&
             one.note.message == note.message && one.note.pointer == note.pointer;
    });
    if (known != notes_.end()) {
      ++known->count;
      continue;
    }
    note.related = {what, exchange.node.source()};
    notes_.push_back({.note = std::move(note), .count = 1});
  }
}

void Judge::note_lost_body(Diagnostic&& finding, const Exchange& exchange,
                           const std::string& what) {
  finding.rule = &rules::kTrafficBodyLost;
  finding.in = Place::Body;
  Diagnostics notes;
  notes.push_back(std::move(finding));
  add_notes(std::move(notes), exchange, what);
}

Judgement Judge::finish(const Recording& recording) {
  const Tally& tally = judgement_.tally;
  if (!addresses_.is_certain() && tally.elsewhere > 0 && tally.judged > 0) {
    judgement_.findings.push_back(
        {.rule = &rules::kTrafficBaseUnknown,
         .message = fmt::format(
             "the description names no host, so {} requests that match no operation were left out",
             tally.elsewhere),
         .found = fmt::format("{}", fmt::join(origins_, ", ")),
         .fix = "name the API's address with --base",
         .source = recording.root.member("log").member("entries").source()});
  }
  if (tally.judged == 0) {
    const std::string wanted = addresses_.to_string();
    judgement_.findings.push_back(
        {.rule = &rules::kTrafficNothingJudged,
         .message = fmt::format("the recording must have a request to the API{}{}",
                                wanted.empty() ? "" : " at ", wanted),
         .found = origins_.empty() ? "none to any" : fmt::format("{}", fmt::join(origins_, ", ")),
         .fix = "name the API's address in the recording with --base",
         .source = recording.root.member("log").member("entries").source()});
  }
  for (Note& one : notes_) {
    if (one.count > 1) {
      one.note.related->message += fmt::format(" and {} more, first", one.count - 1);
    }
    judgement_.findings.push_back(std::move(one.note));
  }
  return std::move(judgement_);
}

}  // namespace

std::string Judgement::summary(const Recording& recording) const {
  std::string text = fmt::format("{}: {} entries, {} judged", recording.name,
                                 recording.entries.size(), tally.judged);
  const auto add = [&text](std::size_t count, std::string_view what) {
    if (count > 0) text += fmt::format(", {} {}", count, what);
  };
  add(tally.unanswered, "of them without an answer");
  add(tally.elsewhere, "of other addresses");
  add(tally.preflights, "that ask for permission (CORS)");
  return text + ".";
}

Judgement judge(const contract::Contract& contract, const Recording& recording,
                const Options& options) {
  Judge judge(contract, recording, options);
  for (const document::Node& entry : recording.entries) judge.judge(entry);
  Judgement judgement = judge.finish(recording);
  Diagnostics faults = recording.findings;
  diagnostic::append(faults, std::move(judgement.findings));
  judgement.findings = std::move(faults);
  return judgement;
}

}  // namespace holotype::traffic
