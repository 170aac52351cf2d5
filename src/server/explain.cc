#include "server/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "http/field.h"
#include "json/text.h"
#include "mock/request_view.h"

namespace holotype::server {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Place;
using diagnostic::Verdict;
using openapi::In;

constexpr std::size_t kShownBytes = 40;  // of a value that was sent

// The kinds of checks in the order in which they are made, and whose findings they are.
struct Kind {
  std::string_view name;
  bool (*owns)(const Diagnostic&);
};

bool is_security(const Diagnostic& finding) {
  return finding.rule->status == 401 || finding.in == Place::Security ||
         finding.rule == &diagnostic::rules::kSecurityUnchecked;
}
template <Place place>
bool is_at(const Diagnostic& finding) {
  return !is_security(finding) && finding.rule->status != 406 && finding.rule->status != 415 &&
         finding.in == place;
}
bool is_of_body(const Diagnostic& finding) {
  return finding.rule->status == 415 || is_at<Place::Body>(finding);
}
bool is_accept(const Diagnostic& finding) { return finding.rule->status == 406; }
bool is_other(const Diagnostic& finding);

constexpr Kind kKinds[] = {
    {"security", is_security},
    {"path", is_at<Place::Path>},
    {"query", is_at<Place::Query>},
    {"header", is_at<Place::Header>},
    {"cookie", is_at<Place::Cookie>},
    {"body", is_of_body},
    {"Accept", is_accept},
    {"description", is_other},
};

// What belongs to the operation as a whole: a part of it that could not be read.
bool is_other(const Diagnostic& finding) {
  return std::none_of(std::begin(kKinds), std::prev(std::end(kKinds)),
                      [&](const Kind& kind) { return kind.owns(finding); });
}

std::string shown(std::string_view text) {
  const std::string_view cut = utf8::prefix(text, kShownBytes);
  return json::quote(cut) + (cut.size() < text.size() ? "..." : "");
}

// Whether what the parameter holds must not be shown.
bool is_secret(const contract::Checked& checked, const secrets::Secrets& secrets,
               const openapi::Parameter& parameter) {
  const openapi::Operation& operation = *checked.operation();
  const secrets::OperationSecrets* own = secrets.of(&operation);
  const In in = parameter.in;
  const std::string_view name = parameter.name;
  if (in == In::Cookie || http::equal_ignoring_case(name, "Authorization")) return true;
  if (own != nullptr && std::ranges::find(own->parameters, &parameter) != own->parameters.end())
    return true;
  for (const openapi::SecurityRequirement& requirement : operation.security) {
    for (const openapi::SecurityUse& use : requirement.uses) {
      if (use.scheme != nullptr && http::equal_ignoring_case(use.scheme->parameter_name, name))
        return true;
    }
  }
  return false;
}

// "limit = "10"; page is not sent": the declared parameters of one place.
std::string parameters_at(const contract::Checked& checked, const secrets::Secrets& secrets, In in,
                          std::string_view what) {
  const mock::RequestView view(checked);
  const openapi::Operation& operation = *checked.operation();
  std::string text;
  for (const openapi::Parameter& parameter : operation.parameters) {
    if (parameter.in != in) continue;
    const std::vector<std::string> texts = view.texts(in, parameter.name);
    // Members that are sent under their own names.
    const json::Value* members = texts.empty() ? view.parameter(in, parameter.name) : nullptr;
    text += text.empty() ? "" : "; ";
    if (members != nullptr && !is_secret(checked, secrets, parameter)) {
      text += fmt::format("{} = {}", parameter.name, json::shorten(*members));
    } else if (texts.empty() && members == nullptr) {
      text += fmt::format("{} is not sent{}", parameter.name,
                          parameter.is_required ? "" : " (optional)");
    } else if (is_secret(checked, secrets, parameter)) {
      text += parameter.name + " is sent";
    } else {
      text +=
          fmt::format("{} = {}", parameter.name, shown(fmt::format("{}", fmt::join(texts, ","))));
    }
  }
  return text.empty() ? fmt::format("no {} is declared", what) : text;
}

std::string security_of(const openapi::Operation& operation) {
  std::string text;
  for (const openapi::SecurityRequirement& requirement : operation.security) {
    std::string all;
    for (const openapi::SecurityUse& use : requirement.uses)
      all += (all.empty() ? "" : " and ") + use.name;
    text += (text.empty() ? "" : ", or ") + (all.empty() ? std::string("nothing") : all);
  }
  return text.empty() ? "open to everybody" : "asks for " + text;
}

std::string body_of(const contract::Checked& checked) {
  const openapi::Operation& operation = *checked.operation();
  const std::string& sent = checked.request->body;
  if (!operation.request_body)
    return sent.empty() ? "no body is declared" : "no body is declared; the one sent is ignored";
  std::string names;
  for (const openapi::MediaType& media_type : operation.request_body->content)
    names += (names.empty() ? "" : ", ") + media_type.name;
  if (sent.empty()) {
    return fmt::format("none is sent; {} as {}",
                       operation.request_body->is_required ? "required" : "optional", names);
  }
  if (checked.body_media_type == nullptr)
    return fmt::format("{} bytes; takes {}", sent.size(), names);
  return fmt::format("{} bytes, read as {}", sent.size(), checked.body_media_type->name);
}

std::string accept_of(const contract::Checked& checked) {
  const auto field = checked.request->headers.combined("Accept");
  const contract::ResponseContract* success = checked.contract->success();
  if (success == nullptr || success->body.content().empty()) return "the answer has no content";
  return fmt::format("{}; answers in {}", field ? *field : "not sent", success->body.names());
}

std::string subject_of(std::string_view kind, const contract::Checked& checked,
                       const secrets::Secrets& secrets) {
  if (kind == "security") return security_of(*checked.operation());
  if (kind == "path") return parameters_at(checked, secrets, In::Path, "path parameter");
  if (kind == "query") return parameters_at(checked, secrets, In::Query, "query parameter");
  if (kind == "header") return parameters_at(checked, secrets, In::Header, "header");
  if (kind == "cookie") return parameters_at(checked, secrets, In::Cookie, "cookie");
  if (kind == "body") return body_of(checked);
  if (kind == "Accept") return accept_of(checked);
  return "";
}

std::vector<ExplainedCheck> checks_of(const contract::Checked& checked,
                                      const secrets::Secrets& secrets) {
  std::vector<ExplainedCheck> checks;
  for (const Kind& kind : kKinds) {
    ExplainedCheck check{.name = std::string(kind.name),
                         .subject = subject_of(kind.name, checked, secrets)};
    std::ranges::copy_if(checked.findings, std::back_inserter(check.findings), kind.owns);
    std::ranges::copy_if(checked.unchecked, std::back_inserter(check.unchecked), kind.owns);
    const bool has_something =
        !check.subject.empty() || !check.findings.empty() || !check.unchecked.empty();
    if (has_something) checks.push_back(std::move(check));
  }
  return checks;
}

std::string fixture_why(const Explanation& told, const Service& service, bool is_answer) {
  if (is_answer) return std::string(told.answer.headers.find("Holotype-Source")->substr(8));
  if (service.fixture_count() == 0) return "there are none; --fixtures FILE gives some";
  if (!told.nearest) {
    return told.is_valid()
               ? "none is of this operation"
               : fmt::format("none has outcome: {}", diagnostic::to_string(told.verdict));
  }
  return "none matches; the nearest is " + *told.nearest;
}

// The sources of an answer, by the words of journal::Exchange::step.
struct Source {
  std::string_view step;
  std::string_view name;
  std::string_view passed;  // why it did not answer
};
constexpr Source kOfValid[] = {
    {"preference", "Prefer", "the request prefers nothing"},
    {"fixture", "fixture", ""},
    {"pair", "example pair", "no request example that has a namesake in a response is met"},
    {"state", "state", "has no answer, or is off; --stateful turns it on"},
    {"description", "description", "no response is described"},
};
constexpr Source kOfInvalid[] = {
    {"preference", "Prefer", "the request prefers no example of this refusal"},
    {"fixture", "fixture", ""},
    {"description", "description", "describes no body for this refusal, or --errors passes it by"},
    {"problem", "problem document", ""},
};

void add_steps(std::span<const Source> sources, std::string_view step, std::string_view source,
               const Service& service, Explanation& told) {
  for (const Source& at : sources) {
    const bool is_answer = at.step == step;
    std::string why(is_answer ? source : at.passed);
    if (at.step == "fixture") why = fixture_why(told, service, is_answer);
    if (at.step == "problem") why = "Holotype's own words (RFC 9457)";
    told.steps.push_back({std::string(at.name), std::move(why), is_answer});
    if (is_answer) return;
  }
  told.steps.push_back({std::string(source), "before the API is asked", true});  // CORS
}

}  // namespace

ExplainedCheck::Result ExplainedCheck::result() const {
  if (diagnostic::has_errors(findings)) return Result::Broken;
  if (!unchecked.empty()) return Result::Unchecked;
  const bool is_silent = subject.starts_with("no ") && findings.empty();
  return is_silent ? Result::NothingDeclared : Result::Satisfied;
}

Explanation explain(const Service& service, const http::Request& request) {
  Explanation told;
  told.request = request;
  json::Arena arena;
  told.loaded = service.loaded();
  contract::Checked checked = told.loaded->contract->check_request(request, arena);
  told.operation = checked.operation();
  told.request.raw_target =
      told.loaded->contract->secrets().redacted_target(checked.secret_subject());
  const std::uint64_t recorded = service.journal().recorded();
  told.answer = service.handle(request).response;
  const auto exchanges = service.journal().exchanges();
  if (service.journal().recorded() == recorded) {  // one of Holotype's own pages
    told.operation = nullptr;
    told.steps.push_back({"admin page", "its path begins with /__holotype/", true});
    return told;
  }
  const journal::Exchange& exchange = *exchanges.back();
  told.nearest = exchange.near_miss;
  // The answer may have added findings: a preference that nothing satisfies.
  checked.findings = exchange.findings;
  checked.unchecked = exchange.unchecked;
  told.verdict = exchange.verdict;
  if (told.operation == nullptr) {
    told.unmatched = checked.findings;
  } else {
    told.checks = checks_of(checked, told.loaded->contract->secrets());
  }
  told.answer_findings = exchange.answer_findings;
  if (told.is_valid()) {
    add_steps(kOfValid, exchange.step, exchange.source, service, told);
  } else {
    add_steps(kOfInvalid, exchange.step, exchange.source, service, told);
  }
  return told;
}

}  // namespace holotype::server
