#include "admin/admin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/percent.h"
#include "diagnostic/problem.h"
#include "diagnostic/registry.h"
#include "diagnostic/rules_request.h"
#include "http/accept.h"
#include "json/text.h"

namespace holotype::admin {
namespace {

using diagnostic::Rule;
using json::Member;
using json::Value;

http::Response json_response(const Value& value, int status = 200) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = json::write(value, json::Style::Pretty) + "\n";
  return response;
}

http::Response not_found(std::string detail) {
  json::Arena arena;
  http::Response response = json_response(
      diagnostic::to_json(diagnostic::Problem{.rule = &diagnostic::rules::kPathUnknown,
                                              .title = "There is no such page",
                                              .status = 404,
                                              .detail = std::move(detail)},
                          arena),
      404);
  response.headers.set("Content-Type", std::string(diagnostic::kProblemMediaType));
  return response;
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

http::Response html_response(std::string_view title, std::string_view body) {
  static constexpr std::string_view kStyle =
      "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 "
      "1rem;color:#1c2430}"
      "code,pre{font-family:ui-monospace,monospace;background:#f2f4f7;border-radius:4px;padding:."
      "1em .3em}"
      "pre{padding:.8em;overflow-x:auto}h1{font-size:1.5rem}dt{font-weight:600;margin-top:.8em}dd{"
      "margin:0}"
      "a{color:#0b5cad}td{padding:.15em .8em .15em 0;vertical-align:top}";
  http::Response response;
  response.headers.add("Content-Type", "text/html; charset=utf-8");
  response.body = fmt::format(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{0}</title><style>{1}</style><h1>{0}</h1>{2}</html>\n",
      escape_html(title), kStyle, body);
  return response;
}

bool prefers_html(const http::Request& request) {
  const auto accept = request.headers.combined("Accept");
  if (!accept) return false;
  static const std::array<http::MediaType, 2> kOffers = {
      *http::parse_media_type("application/json"), *http::parse_media_type("text/html")};
  return http::negotiate(http::parse_accept(*accept), kOffers) == 1u;
}

std::string_view to_string(diagnostic::Severity severity) {
  switch (severity) {
    case diagnostic::Severity::Error:
      return "error";
    case diagnostic::Severity::Warning:
      return "warning";
    default:
      return "note";
  }
}

Value rule_json(const Rule& rule, json::Arena& arena) {
  std::vector<Member> members = {
      {"id", Value::string_view(rule.id)},
      {"severity", Value::string_view(to_string(rule.severity))},
      {"summary", Value::string_view(rule.summary)},
      {"advice", Value::string_view(rule.advice)},
      {"section", Value::string_view(rule.section)},
  };
  if (rule.status != 0) members.emplace_back("status", Value::integer(rule.status));
  if (!rule.example.empty()) members.emplace_back("example", Value::string_view(rule.example));
  return Value::object(arena, members);
}

http::Response rule_page(const http::Request& request, std::string_view id) {
  const Rule* rule = diagnostic::find_rule(id);
  if (rule == nullptr) {
    std::vector<std::string_view> ids;
    for (const Rule* known : diagnostic::all_rules()) ids.push_back(known->id);
    const std::string_view nearest = diagnostic::nearest(id, ids);
    return not_found(
        fmt::format("There is no rule {}{}", id,
                    nearest.empty() ? "." : fmt::format("; did you mean {}?", nearest)));
  }
  if (!prefers_html(request)) {
    json::Arena arena;
    return json_response(rule_json(*rule, arena));
  }
  std::string body = fmt::format("<p>{}</p><dl><dt>What to do</dt><dd>{}</dd>",
                                 escape_html(rule->summary), escape_html(rule->advice));
  if (!rule->example.empty())
    body += fmt::format("<dt>Breaks it</dt><dd><code>{}</code></dd>", escape_html(rule->example));
  body += fmt::format(
      "<dt>Where the standard says so</dt><dd>{}</dd><dt>Severity</dt><dd>{}</dd></dl>"
      "<p><a href=\"/__holotype/rules\">All rules</a></p>",
      escape_html(rule->section), to_string(rule->severity));
  return html_response(rule->id, body);
}

http::Response rules_page(const http::Request& request) {
  if (prefers_html(request)) {
    std::string body = "<table>";
    for (const Rule* rule : diagnostic::all_rules()) {
      body += fmt::format("<tr><td><a href=\"/__holotype/rules/{0}\"><code>{0}</code></a><td>{1}",
                          rule->id, escape_html(rule->summary));
    }
    return html_response("Rules", body + "</table>");
  }
  json::Arena arena;
  std::vector<Value> rules;
  for (const Rule* rule : diagnostic::all_rules()) rules.push_back(rule_json(*rule, arena));
  return json_response(Value::array(arena, rules));
}

Value exchange_json(const journal::Exchange& exchange, json::Arena& arena) {
  const auto text = [&arena](std::string_view t) { return Value::string(arena, t); };
  std::vector<Member> members = {
      {"sequence", Value::integer(static_cast<std::int64_t>(exchange.sequence))},
      {"method", text(exchange.request.method)},
      {"target", text(exchange.request.raw_target)},
  };
  if (!exchange.operation_id.empty())
    members.emplace_back("operation", text(exchange.operation_id));
  members.emplace_back("verdict", Value::string_view(diagnostic::to_string(exchange.verdict)));
  members.emplace_back("status", Value::integer(exchange.status));
  members.emplace_back("source", text(exchange.source));
  const auto add = [&](std::string_view name, const diagnostic::Diagnostics& list) {
    if (!list.empty()) members.emplace_back(name, diagnostic::to_json(list, arena));
  };
  add("violations", exchange.findings);
  add("unchecked", exchange.unchecked);
  add("answerViolations", exchange.answer_findings);
  if (exchange.near_miss) members.emplace_back("nearestFixture", text(*exchange.near_miss));
  if (!exchange.report_id.empty())
    members.emplace_back("report", text("/__holotype/reports/" + exchange.report_id));
  return Value::object(arena, members);
}

http::Response report_page(const journal::Journal& journal, std::string_view id) {
  const auto exchange = journal.find(id);
  if (exchange == nullptr) {
    return not_found(
        fmt::format("There is no report {}: the journal keeps the latest exchanges, and {} older "
                    "ones gave way.",
                    id, journal.evicted()));
  }
  json::Arena arena;
  return json_response(exchange_json(*exchange, arena));
}

http::Response requests_page(const http::Request& request, journal::Journal& journal) {
  if (request.method == "DELETE") {
    journal.clear();
    return {.status = 204, .headers = {}, .body = {}};
  }
  json::Arena arena;
  std::vector<Value> exchanges;
  for (const auto& exchange : journal.exchanges())
    exchanges.push_back(exchange_json(*exchange, arena));
  const auto count = [](std::uint64_t n) { return Value::integer(static_cast<std::int64_t>(n)); };
  const std::vector<Member> members = {{"recorded", count(journal.recorded())},
                                       {"evicted", count(journal.evicted())},
                                       {"requests", Value::array(arena, exchanges)}};
  return json_response(Value::object(arena, members));
}

http::Response index_page(const openapi::Description& description) {
  json::Arena arena;
  const auto text = [&arena](std::string_view t) { return Value::string(arena, t); };
  const std::vector<Member> members = {
      {"title", text(description.title)},
      {"version", text(description.api_version)},
      {"operations", Value::integer(static_cast<std::int64_t>(description.operations.size()))},
      {"rules", text("/__holotype/rules")},
      {"requests", text("/__holotype/requests")},
      {"health", text("/__holotype/health")},
  };
  return json_response(Value::object(arena, members));
}

}  // namespace

bool Admin::is_for(const http::Request& request) {
  const std::string_view path = request.raw_path();
  return path.starts_with(kPrefix) || path == kPrefix.substr(0, kPrefix.size() - 1);
}

http::Response Admin::handle(const http::Request& request) const {
  std::string_view path = request.raw_path();
  path.remove_prefix(std::min(kPrefix.size(), path.size()));
  const bool is_clear = path == "requests" && request.method == "DELETE";
  if (request.method != "GET" && request.method != "HEAD" && !is_clear) {
    http::Response response = not_found("These pages are read with GET.");
    response.status = 405;
    response.headers.set("Allow", path == "requests" ? "GET, HEAD, DELETE" : "GET, HEAD");
    return response;
  }
  if (path.empty()) return index_page(parts_.description);
  if (path == "health") {
    json::Arena arena;
    return json_response(
        Value::object(arena, std::vector<Member>{{"status", Value::string_view("ok")}}));
  }
  if (path == "rules") return rules_page(request);
  if (path == "requests") return requests_page(request, parts_.session.journal());
  if (path.starts_with("rules/")) return rule_page(request, path.substr(6));
  if (path.starts_with("reports/")) return report_page(parts_.session.journal(), path.substr(8));
  return not_found(fmt::format("There is no {} here; see {}.", path, kPrefix));
}

}  // namespace holotype::admin
