// What of the description was met, and what not.
#include "journal/coverage.h"

#include <fmt/format.h>

#include <algorithm>

#include "admin/answers.h"
#include "admin/pages.h"

namespace holotype::admin {
namespace {

using journal::Aspect;
using journal::CoverageReport;
using journal::Covered;
using journal::OperationCoverage;
using journal::Share;

// The aspects that items have, in the order of the pages.
constexpr Aspect kItemAspects[] = {Aspect::Status, Aspect::MediaType, Aspect::Parameter,
                                   Aspect::Example};

json::Value item_json(const Covered& item, json::Arena& arena) {
  return Object(arena)
      .add_unless_empty("in", item.where)
      .add("name", std::string_view(item.name))
      .add("count", item.count)
      .finish();
}

json::Value operation_json(const OperationCoverage& covered, json::Arena& arena) {
  Object object(arena);
  object.add("operation", std::string_view(covered.operation->id))
      .add("method", std::string_view(covered.operation->method))
      .add("path", std::string_view(covered.operation->path))
      .add("count", covered.count);
  for (const Aspect aspect : kItemAspects) {
    std::vector<json::Value> items;
    for (const Covered& item : covered.items) {
      if (item.aspect == aspect) items.push_back(item_json(item, arena));
    }
    object.add(to_string(aspect), json::Value::array(arena, items));
  }
  return object.finish();
}

http::Response coverage_json(const CoverageReport& report, json::Arena& arena) {
  Object object(arena);
  for (const Aspect aspect : journal::kAspects) {
    const Share share = report.share(aspect);
    object.add(to_string(aspect), Object(arena)
                                      .add("met", std::uint64_t{share.met})
                                      .add("declared", std::uint64_t{share.declared})
                                      .finish());
  }
  std::vector<json::Value> details;
  for (const OperationCoverage& operation : report.operations)
    details.push_back(operation_json(operation, arena));
  return json_response(object.add("details", json::Value::array(arena, details)).finish());
}

std::string percent(const Share& share) {
  return share.declared == 0 ? "none declared"
                             : fmt::format("{} of {} ({} %)", share.met, share.declared,
                                           100 * share.met / share.declared);
}

std::string_view title_of(Aspect aspect) {
  static constexpr std::string_view kTitles[] = {"Operations", "Statuses", "Media types",
                                                 "Parameters", "Examples"};
  return kTitles[static_cast<std::size_t>(aspect)];
}

std::string items_html(const OperationCoverage& covered, Aspect aspect) {
  std::string items;
  for (const Covered& item : covered.items) {
    if (item.aspect != aspect) continue;
    items += fmt::format(
        "<li class=\"{}\" title=\"{}\">{} {}{}</li>", item.is_met() ? "met" : "unmet",
        item.is_met() ? fmt::format("{} times", item.count) : "not met",
        item.is_met() ? "&#10003;" : "&#10007;",
        item.where.empty() ? "" : escape_html(item.where) + " ", escape_html(item.name));
  }
  if (items.empty()) return "";
  return fmt::format("<tr><td class=\"dim what\">{}<td><ul class=\"marks\">{}</ul>",
                     title_of(aspect), items);
}

http::Response coverage_html(const CoverageReport& report, const std::string& title) {
  std::string body = "<table><tr><th>Of the description<th>met";
  for (const Aspect aspect : journal::kAspects)
    body += fmt::format("<tr><td>{}<td>{}", title_of(aspect), percent(report.share(aspect)));
  body +=
      "</table><p class=\"dim\">&#10003; was met, &#10007; was not. Parameters, and media types "
      "and examples of requests, are met by valid requests alone.</p>";
  for (const OperationCoverage& covered : report.operations) {
    body += fmt::format(
        "<h2 class=\"{}\">{} <code>{} {}</code> <small class=\"dim\">{}</small></h2><table>",
        covered.count > 0 ? "met" : "unmet", escape_html(covered.operation->id),
        escape_html(covered.operation->method), escape_html(covered.operation->path),
        covered.count == 0   ? "never called"
        : covered.count == 1 ? "1 request"
                             : fmt::format("{} requests", covered.count));
    for (const Aspect aspect : kItemAspects) body += items_html(covered, aspect);
    body += "</table>";
  }
  return html_response("Coverage of " + title, body);
}

}  // namespace

http::Response get_coverage(const Call& call) {
  const CoverageReport report =
      call.parts.session.coverage(call.parts.contract.shared_description())->report();
  return prefers_html(call.request) ? coverage_html(report, call.parts.description.title)
                                    : coverage_json(report, call.arena);
}

http::Response clear_coverage(const Call& call) {
  call.parts.session.clear_coverage();
  return no_content();
}

}  // namespace holotype::admin
