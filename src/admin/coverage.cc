// What of the description was met, and what not; and the report that this is a part of.
#include "journal/coverage.h"

#include "admin/answers.h"
#include "admin/pages.h"
#include "base/check.h"
#include "http/accept.h"
#include "report/coverage_json.h"
#include "report/from_exchanges.h"
#include "report/html_coverage.h"

namespace holotype::admin {
namespace {

journal::CoverageReport coverage_of(const Call& call) {
  return call.parts.session.coverage(call.parts.contract.shared_description())->report();
}

http::Response coverage_html(const journal::CoverageReport& coverage, const std::string& title) {
  std::string body = report::shares_html(coverage);
  body +=
      "<p class=\"dim\">&#10003; was met, &#10007; was not. Parameters, and media types and "
      "examples of requests, are met by valid requests alone.</p>";
  body += report::operations_html(coverage);
  return html_response("Coverage of " + title, body);
}

// The one that Accept wants most; JSON for those who do not care.
std::string_view preferred_format(const http::Request& request) {
  static constexpr std::string_view kOffered[] = {"json", "html", "text", "junit", "sarif"};
  const auto accept = request.headers.combined("Accept");
  if (!accept) return kOffered[0];
  std::vector<http::MediaType> offers;
  for (const std::string_view name : kOffered)
    offers.push_back(*http::parse_media_type(report::find_format(name)->media_type));
  return kOffered[http::negotiate(http::parse_accept(*accept), offers).value_or(0)];
}

// By the parameter, else by Accept.
const report::Format& format_of(const Call& call) {
  const std::string given = call.text("format");
  const report::Format* format =
      report::find_format(given.empty() ? preferred_format(call.request) : given);
  HOLOTYPE_CHECK(format != nullptr);  // the description of the page has no others
  return *format;
}

}  // namespace

http::Response get_coverage(const Call& call) {
  const journal::CoverageReport coverage = coverage_of(call);
  return prefers_html(call.request)
             ? coverage_html(coverage, call.parts.description.title)
             : json_response(report::coverage_members(coverage, call.arena).finish());
}

http::Response get_session_report(const Call& call) {
  const session::Session& session = call.parts.session;
  report::Report report =
      report::from_journal(call.parts.description, session.journal(), coverage_of(call));
  report.command = "journal";
  const report::Format& format = format_of(call);
  return text_response(std::string(format.media_type), format.write(report, {}));
}

http::Response clear_coverage(const Call& call) {
  call.parts.session.clear_coverage();
  return no_content();
}

}  // namespace holotype::admin
