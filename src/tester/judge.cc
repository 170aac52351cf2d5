#include "tester/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_response.h"
#include "diagnostic/rules_tester.h"
#include "http/field.h"
#include "http/media_type.h"

namespace holotype::tester {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
namespace rules = diagnostic::rules;

// Statuses that say of the request itself that it is wrong (RFC 9110 section 15.5, RFC 4918).
bool says_invalid(int status) {
  constexpr int kStatuses[] = {400, 405, 406, 411, 413, 414, 415, 417, 422, 431};
  return std::ranges::find(kStatuses, status) != std::end(kStatuses);
}

std::string words(int status) {
  const std::string_view reason = http::reason_phrase(status);
  return reason.empty() ? std::to_string(status) : fmt::format("{} {}", status, reason);
}

// The elements of a list as "GET, POST".
std::vector<std::string_view> elements_of(std::string_view list) {
  std::vector<std::string_view> elements;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    elements.push_back(http::trim(list.substr(0, comma)));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return elements;
}

class Judging {
 public:
  Judging(const contract::Contract& contract, const contract::OperationContract& operation,
          const Question& question, const http::Response& response, json::Arena& arena)
      : contract_(contract),
        operation_(operation),
        question_(question),
        response_(response),
        status_(response.status),
        arena_(arena) {}

  Judgement run() {
    switch (question_.wish) {
      case Wish::Accepted:
        accepted();
        break;
      case Wish::Refused:
        refused();
        break;
      case Wish::Unauthorized:
        unauthorized();
        break;
      case Wish::MethodRefused:
        method_refused();
        break;
    }
    return std::move(judgement_);
  }

 private:
  // Whether the description has nothing better than such a status.
  bool is_the_success() const {
    return operation_.success() != nullptr && !operation_.success()->described->is_default() &&
           operation_.success()->described->covers(status_);
  }
  const openapi::Response* described() const {
    const contract::ResponseContract* response = operation_.response_for(status_);
    return response == nullptr ? nullptr : response->described;
  }

  void report(const diagnostic::Rule& rule, std::string message, std::string expected) {
    Diagnostic finding{.rule = &rule,
                       .message = std::move(message),
                       .expected = std::move(expected),
                       .found = words(status_),
                       .in = Place::Status};
    const document::Node node = question_.about ? question_.about : operation_.operation().node;
    finding.schema = node.location();
    finding.source = node.source();
    if (question_.broken && question_.wish != Wish::MethodRefused) {
      finding.schema = question_.broken->schema;
      finding.source = question_.broken->source;
      finding.causes.push_back(*question_.broken);
      if (finding.source.file.empty()) finding.source = operation_.operation().node.source();
    }
    judgement_.findings.push_back(std::move(finding));
  }

  void check_answer() {
    // OpenAPI 3.1 lets `responses` be left out: nothing is promised then, nor by those of 1xx.
    if (!openapi::describes_end(operation_.operation())) return;
    contract::CheckedResponse checked =
        contract_.check_response(operation_, question_.method, response_, arena_);
    judgement_.body = checked.body;
    judgement_.unchecked = std::move(checked.unchecked);
    for (Diagnostic& finding : checked.findings) {
      if (finding.rule->severity == diagnostic::Severity::Error)
        judgement_.findings.push_back(std::move(finding));
    }
  }

  void server_error(std::string_view what) {
    report(rules::kTestServerError, fmt::format("must be no 5xx for {}", what), "no 5xx");
  }

  void accepted() {
    // A schema does not tell why an example is refused, but the pair of examples says that it is.
    if (status_ == question_.paired_status) return check_answer();
    if (status_ / 100 == 5 && !is_the_success()) return server_error("a valid request");
    if (says_invalid(status_) && !is_the_success()) {
      return report(rules::kTestValidRefused, "must not refuse a valid request",
                    "2xx, or a 4xx that is about something else");
    }
    const bool is_refusal = status_ == 401 || status_ == 403 || status_ == 404 || status_ == 409 ||
                            status_ == 410 || status_ == 412 || status_ == 429;
    judgement_.is_inconclusive = is_refusal && !is_the_success();
    // Without the user's credentials the service can do no better, described or not.
    const bool is_ours = (status_ == 429 || ((status_ == 401 || status_ == 403) &&
                                             !question_.has_given_credentials)) &&
                         described() == nullptr;
    if (!is_ours) check_answer();
    if (status_ / 100 == 2 && judgement_.findings.empty()) check_accept();
  }

  // A service may disregard Accept (RFC 9110 section 12.5.1), but then it does not offer what the
  // description says it offers.
  void check_accept() {
    const std::string* type = response_.headers.find("Content-Type");
    if (question_.accept.empty() || type == nullptr) return;
    const auto wanted = http::parse_media_range(question_.accept);
    const auto got = http::parse_media_type(*type);
    if (!wanted || !got || http::fit(*wanted, *got)) return;
    report(rules::kTestAcceptIgnored, "must be of the type asked for, which is described",
           "Content-Type: " + question_.accept);
    Diagnostic& finding = judgement_.findings.back();
    finding.found = got->essence();
    finding.in = Place::Header;
    finding.name = "Content-Type";
  }

  void refused() {
    if (status_ / 100 == 5) return server_error("an invalid request");
    if (status_ / 100 == 2) {
      return report(rules::kTestInvalidAccepted, "must refuse an invalid request",
                    "4xx: " + (question_.broken ? question_.broken->message : ""));
    }
    const bool is_about_path = question_.broken && question_.broken->in == Place::Path;
    judgement_.is_inconclusive = status_ / 100 != 4 || status_ == 401 || status_ == 403 ||
                                 status_ == 405 || status_ == 429 ||
                                 (status_ == 404 && !is_about_path);
    check_refusal();
  }

  void check_refusal() {
    judgement_.is_undocumented = described() == nullptr && !judgement_.is_inconclusive;
    if (described() != nullptr) check_answer();
  }

  void unauthorized() {
    if (status_ / 100 == 5) return server_error("a request without credentials");
    judgement_.is_inconclusive = status_ / 100 == 3 || status_ == 404 || status_ == 429;
    if (status_ != 401 && status_ != 403 && !judgement_.is_inconclusive) {
      return report(rules::kTestCredentialIgnored, "must refuse a request without credentials",
                    "401 or 403");
    }
    check_refusal();
  }

  void method_refused() {
    if (status_ == 501) return;
    if (status_ / 100 == 5) return server_error("a method that is not described");
    if (status_ / 100 == 2) {
      return report(rules::kTestMethodAccepted, "must refuse a method that is not described",
                    "405 with Allow: " + question_.allow);
    }
    judgement_.is_inconclusive = status_ != 405 && status_ != 404;
    if (status_ == 405) check_allow();
  }

  void check_allow() {
    const auto allow = response_.headers.combined("Allow");
    if (!allow) {
      return report(rules::kTestAllowMissing,
                    "must come with Allow: a 405 says which methods there are",
                    "Allow: " + question_.allow);
    }
    const std::vector<std::string_view> said = elements_of(*allow);
    const auto is_said = [&said](std::string_view method) {
      return std::ranges::find(said, method) != said.end();
    };
    bool is_right = !is_said(question_.method);
    for (const std::string_view method : elements_of(question_.allow)) {
      // Answered wherever GET is, and by servers themselves: often left out.
      if (method != "HEAD" && method != "OPTIONS") is_right = is_right && is_said(method);
    }
    if (is_right) return;
    report(rules::kTestAllowWrong, "must name the methods described, and not the one refused",
           question_.allow);
    Diagnostic& finding = judgement_.findings.back();
    finding.found = *allow;
    finding.in = Place::Header;
    finding.name = "Allow";
  }

  const contract::Contract& contract_;
  const contract::OperationContract& operation_;
  const Question& question_;
  const http::Response& response_;
  const int status_;
  json::Arena& arena_;
  Judgement judgement_;
};

}  // namespace

Judgement judge(const contract::Contract& contract, const contract::OperationContract& operation,
                const Question& question, const http::Response& response, json::Arena& arena) {
  return Judging(contract, operation, question, response, arena).run();
}

}  // namespace holotype::tester
