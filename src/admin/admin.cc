#include "admin/admin.h"

#include <fmt/format.h>

#include <algorithm>

#include "admin/answers.h"
#include "admin/api.h"
#include "admin/pages.h"
#include "base/check.h"
#include "diagnostic/rules_request.h"
#include "document/library.h"
#include "document/reader.h"
#include "json/number.h"
#include "json/text.h"

namespace holotype::admin {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Verdict;
namespace rules = diagnostic::rules;

enum class For { Everybody, TheAllowed };

struct Page {
  std::string_view operation;  // its id in admin.yaml
  http::Response (*answer)(const Call&);
  For whom = For::TheAllowed;
};

constexpr Page kPages[] = {
    {"getIndex", get_index},
    {"getHealth", get_health, For::Everybody},
    {"getDescriptionAsYaml", get_description_as_yaml, For::Everybody},
    {"getDescriptionAsJson", get_description_as_json, For::Everybody},
    {"listRules", list_rules, For::Everybody},
    {"getRule", get_rule, For::Everybody},
    {"getMetrics", get_metrics},
    {"listRequests", list_requests},
    {"clearRequests", clear_requests},
    {"getReport", get_report},
    {"verify", verify},
    {"listFixtures", list_fixtures},
    {"addFixtures", add_fixtures},
    {"removeAllFixtures", remove_all_fixtures},
    {"removeFixture", remove_fixture},
    {"getState", get_state},
    {"resetState", reset_state},
    {"reset", reset},
    {"listSessions", list_sessions},
    {"getSession", get_session},
    {"removeSession", remove_session},
    {"getSettings", get_settings},
    {"changeSettings", change_settings},
    {"sendWebhook", send_webhook},
    {"listAttempts", list_attempts},
    {"getCoverage", get_coverage},
    {"clearCoverage", clear_coverage},
    {"getSessionReport", get_session_report},
};

const Page& page_of(const openapi::Operation& operation) {
  const auto page = std::ranges::find(kPages, std::string_view(operation.id), &Page::operation);
  HOLOTYPE_CHECK(page != std::end(kPages));
  return *page;
}

// The request with its body, JSON or YAML, as JSON.
Result<http::Request, Diagnostics> with_json_body(const http::Request& request) {
  http::Request copy = request;
  if (request.body.empty()) return copy;
  document::Library library(std::make_shared<document::MemoryReader>());
  const auto file = library.add("memory:/body", "body", request.body);
  if (!file) return tl::unexpected(file.error());
  if (diagnostic::has_errors(library.findings())) return tl::unexpected(library.findings());
  copy.body = json::write((*file)->root());
  copy.headers.set("Content-Type", "application/json");
  copy.headers.remove("Content-Encoding");
  return copy;
}

std::string sentence(const Diagnostic& finding) {
  std::string text(to_string(finding.in));
  for (const std::string* part : {&finding.name, &finding.pointer}) {
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  }
  text += (text.empty() ? "" : ": ") + finding.message;
  if (!finding.found.empty()) text += ", found " + finding.found;
  if (!finding.fix.empty()) text += "; " + finding.fix;
  return text + ".";
}

// What asks whether the server serves, as the first thing that it is asked. The answer needs no
// description of the pages, which takes longer to read than many a description that is served.
bool is_plain_health_check(const http::Request& request) {
  const std::string_view target = request.raw_target;
  const std::string* accept = request.headers.find("Accept");
  return request.method == "GET" && request.body.empty() && target.starts_with(kPrefix) &&
         target.substr(kPrefix.size()) == "health" && (accept == nullptr || *accept == "*/*");
}

// The name of what is to be removed is missing. A slash too many at the end of a path is forgiven
// elsewhere; here it would be a request to remove everything.
bool removes_without_name(const http::Request& request) {
  const std::string_view path = request.raw_path();
  return request.method == "DELETE" && path.ends_with('/') && path != kPrefix;
}

http::Response refuse(const contract::Checked& checked, const http::Request& request) {
  const Diagnostic& first = checked.findings.front();
  switch (checked.verdict) {
    case Verdict::NotFound:
      return not_found(fmt::format("There is no page {}; {}. All pages: {}", request.raw_path(),
                                   first.fix, kPrefix));
    case Verdict::MethodNotAllowed: {
      http::Response response = problem_response(
          rules::kMethodUnknown, 405, "This page has no such method",
          fmt::format("{} has {}, not {}.", request.raw_path(), checked.allow, request.method));
      response.headers.set("Allow", checked.allow);
      return response;
    }
    case Verdict::NotAcceptable:
      return problem_response(rules::kNotAcceptable, 406, "This page has no such media type",
                              sentence(first));
    default:
      return problem_response(rules::kRequestInvalid, 400, "The request cannot be understood",
                              sentence(first), &checked.findings);
  }
}

}  // namespace

const json::Value* Call::parameter(std::string_view name) const {
  for (const parameters::NamedValue& value : checked.parameters) {
    if (value.parameter->name == name) return &value.value;
  }
  return nullptr;
}

std::string Call::text(std::string_view name) const {
  const json::Value* value = parameter(name);
  return value == nullptr ? std::string() : std::string(value->as_string());
}

std::optional<std::uint64_t> Call::number(std::string_view name) const {
  const json::Value* value = parameter(name);
  const auto number = value == nullptr ? std::nullopt : json::to_int64(*value);
  return number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

bool Admin::is_for(const http::Request& request) {
  const std::string_view path = request.raw_path();
  return path.starts_with(kPrefix) || path == kPrefix.substr(0, kPrefix.size() - 1);
}

http::Response Admin::handle(const http::Request& request) const {
  json::Arena arena;
  if (is_plain_health_check(request)) return health(arena);
  if (removes_without_name(request)) {
    return not_found(
        fmt::format("There is no page {}: a name is missing behind its last slash. All pages: {}",
                    request.raw_path(), kPrefix));
  }
  auto received = with_json_body(request);
  if (!received) {
    return problem_response(rules::kBodyMalformed, 400, "The body is neither JSON nor YAML",
                            to_line(received.error().front()), &received.error());
  }
  if (request.raw_path().size() < kPrefix.size())
    received->raw_target.insert(kPrefix.size() - 1, "/");
  const contract::Checked checked = api().check_request(*received, arena);
  if (checked.operation() == nullptr) return refuse(checked, request);
  const Page& page = page_of(*checked.operation());
  if (page.whom == For::TheAllowed) {
    if (auto refused = refusal(parts_.access, request)) return std::move(*refused);
  }
  if (checked.verdict != Verdict::Valid) return refuse(checked, request);
  return page.answer({parts_, request, checked, arena});
}

}  // namespace holotype::admin
