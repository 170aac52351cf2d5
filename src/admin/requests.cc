// What was received: the journal and its reports.
#include <fmt/format.h>

#include "admin/answers.h"
#include "admin/pages.h"
#include "diagnostic/verdict.h"

namespace holotype::admin {
namespace {

using journal::Exchange;

json::Value headers_json(const http::Headers& headers, json::Arena& arena) {
  std::vector<json::Member> members;
  for (const http::Header& header : headers) {
    members.emplace_back(arena.copy(header.name),
                         json::Value::string(arena, *headers.combined(header.name)));
  }
  return json::Value::object(arena, members);
}

json::Value exchange_json(const Exchange& exchange, const std::string& prefix, json::Arena& arena) {
  Object object(arena);
  object.add("sequence", exchange.sequence)
      .add("method", std::string_view(exchange.request.method))
      .add("target", std::string_view(exchange.request.raw_target));
  if (!exchange.request.headers.empty())
    object.add("headers", headers_json(exchange.request.headers, arena));
  object.add_unless_empty("body", exchange.request.body);
  if (exchange.is_cut) object.add("isCut", true);
  if (exchange.passed_request_bytes) object.add("passedBodyBytes", *exchange.passed_request_bytes);
  if (exchange.passed_answer_bytes) object.add("passedAnswerBytes", *exchange.passed_answer_bytes);
  object.add_unless_empty("operation", exchange.operation_id)
      .add("verdict", diagnostic::to_string(exchange.verdict))
      .add("status", static_cast<std::uint64_t>(exchange.status))
      .add("source", std::string_view(exchange.source))
      .add_unless_empty("violations", exchange.findings)
      .add_unless_empty("unchecked", exchange.unchecked)
      .add_unless_empty("answerViolations", exchange.answer_findings);
  if (exchange.near_miss) object.add("nearestFixture", std::string_view(*exchange.near_miss));
  if (!exchange.report_id.empty())
    object.add("report", std::string_view(prefix + "/__holotype/reports/" + exchange.report_id));
  return object.finish();
}

http::Response page_html(const journal::Page& page, const std::string& prefix) {
  std::string body = fmt::format(
      "<p>{} recorded since the start, {} of them gave way to later ones.</p>"
      "<table><tr><th class=\"n\">#<th>request<th>operation<th class=\"n\">status<th>verdict<th>"
      "answered by",
      page.recorded, page.evicted);
  for (const auto& exchange : page.exchanges) {
    const bool is_valid = exchange->verdict == diagnostic::Verdict::Valid;
    std::string verdict(diagnostic::to_string(exchange->verdict));
    if (!exchange->report_id.empty())
      verdict = fmt::format("<a href=\"{}/__holotype/reports/{}\">{}</a>", prefix,
                            exchange->report_id, verdict);
    body += fmt::format(
        "<tr><td class=\"n\">{}<td><code>{} {}</code><td>{}<td class=\"n\">{}<td "
        "class=\"{}\">{}<td>{}",
        exchange->sequence, escape_html(exchange->request.method),
        escape_html(exchange->request.raw_target), escape_html(exchange->operation_id),
        exchange->status, is_valid ? "met" : "unmet", verdict, escape_html(exchange->source));
    if (!exchange->findings.empty()) {
      body += fmt::format("<tr><td><td colspan=\"5\" class=\"dim\">{}",
                          escape_html(to_line(exchange->findings.front())));
    }
  }
  return html_response("Requests", body + "</table>");
}

}  // namespace

http::Response list_requests(const Call& call) {
  journal::Query query;
  const json::Value* operation = call.parameter("operation");
  if (operation != nullptr) query.operation = operation->as_string();
  if (const auto status = call.number("status")) query.status = static_cast<int>(*status);
  if (call.parameter("verdict") != nullptr)
    query.verdict = diagnostic::verdict_from_string(call.text("verdict"));
  query.since = call.number("since").value_or(0);
  if (const auto limit = call.number("limit")) query.limit = static_cast<std::size_t>(*limit);
  const journal::Page page = call.parts.session.journal().query(query);
  const std::string& prefix = call.parts.session.path_prefix();
  if (prefers_html(call.request)) return page_html(page, prefix);
  std::vector<json::Value> requests;
  for (const auto& exchange : page.exchanges)
    requests.push_back(exchange_json(*exchange, prefix, call.arena));
  return json_response(Object(call.arena)
                           .add("recorded", page.recorded)
                           .add("evicted", page.evicted)
                           .add("hasMore", page.has_more)
                           .add("requests", json::Value::array(call.arena, requests))
                           .finish());
}

http::Response clear_requests(const Call& call) {
  call.parts.session.journal().clear();
  return no_content();
}

http::Response get_report(const Call& call) {
  const std::string id = call.text("id");
  const journal::Journal& journal = call.parts.session.journal();
  const auto exchange = journal.find(id);
  if (exchange == nullptr) {
    return not_found(
        fmt::format("There is no report {}: the journal keeps the latest exchanges, and {} older "
                    "ones gave way.",
                    id, journal.evicted()));
  }
  return json_response(exchange_json(*exchange, call.parts.session.path_prefix(), call.arena));
}

}  // namespace holotype::admin
