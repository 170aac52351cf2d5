// One page for people: how it went, what of the description was met, what was found, and all the
// details, in this order. No scripts, no fonts, nothing from elsewhere: it can be mailed and kept.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/problem.h"
#include "diagnostic/severity.h"
#include "report/html_coverage.h"
#include "report/report.h"
#include "report/wording.h"
#include "xml/element.h"

namespace holotype::report {
namespace {

using diagnostic::Severity;

// Bytes of a request as HTML may hold them.
std::string safe(std::string_view text) { return xml::escape(diagnostic::as_utf8(text)); }

std::string tile(std::uint64_t number, std::string_view name, std::string_view css) {
  return fmt::format("<li{}><strong>{}</strong> {}</li>", css, number, name);
}

std::string head_html(const Report& report) {
  const bool has_failed = report.has_failed();
  std::string text = fmt::format(
      "<header><p class=\"dim\">holotype {}</p>\n<h1>{}</h1>\n<p class=\"dim\">", report.command,
      safe(report.title.empty() ? fmt::format("{}", fmt::join(report.descriptions, " "))
                                : report.title));
  for (const std::string& description : report.descriptions)
    text += "<code>" + safe(description) + "</code> ";
  if (!report.target.empty()) text += "against <code>" + safe(report.target) + "</code>";
  text +=
      fmt::format("</p>\n<p class=\"verdict {}\"><span aria-hidden=\"true\">{}</span> {}: {}</p>\n",
                  has_failed ? "bad" : "good", has_failed ? "\u2717" : "\u2713",
                  has_failed ? "Failed" : "Passed", summary(report));
  text += "<ul class=\"tiles\">";
  for (const Count& count : report.counts) text += tile(count.value, count.name, "");
  const auto of = [&report](Severity severity) { return std::uint64_t{report.count(severity)}; };
  text += tile(of(Severity::Error), "errors", of(Severity::Error) > 0 ? " class=\"error\"" : "");
  text += tile(of(Severity::Warning), "warnings",
               of(Severity::Warning) > 0 ? " class=\"warning\"" : "");
  text += tile(of(Severity::Note), "notes", "") + "</ul>\n";
  for (const Gate& gate : report.gates)
    text +=
        fmt::format("<p class=\"{}\">{}</p>\n", gate.is_met() ? "met" : "unmet", sentence(gate));
  for (const std::string& remark : report.remarks) text += "<p>" + safe(remark) + "</p>\n";
  return text + "</header>\n";
}

std::string causes_html(const diagnostic::Diagnostics& causes) {
  if (causes.empty()) return "";
  std::string text = "<ul>";
  for (const diagnostic::Diagnostic& cause : causes)
    text += fmt::format("<li>{} <code>{}</code>{}</li>", safe(statement(cause)),
                        safe(cause.source.to_string()), causes_html(cause.causes));
  return text + "</ul>";
}

std::string finding_html(const Finding& finding) {
  const diagnostic::Diagnostic& one = finding.diagnostic;
  const std::string_view severity = diagnostic::to_string(one.rule->severity);
  std::string text = fmt::format(
      "<li class=\"finding {0}\"><p><strong class=\"badge\">{0}</strong> {1}</p>"
      "<dl><dt>Rule</dt><dd><code>{2}</code> <span class=\"dim\">{3}</span></dd>",
      severity, safe(statement(one)), one.rule->id, safe(one.rule->summary));
  const auto row = [&text](std::string_view name, const std::string& html) {
    if (!html.empty()) text += fmt::format("<dt>{}</dt><dd>{}</dd>", name, html);
  };
  const auto code = [](const std::string& words) {
    return words.empty() ? "" : "<code>" + safe(words) + "</code>";
  };
  row("Place", code(one.source.to_string()));
  std::string exchange = code(exchange_of(finding));
  if (!exchange.empty() && finding.count > 1)
    exchange += fmt::format(" <span class=\"dim\">and {} more</span>", finding.count - 1);
  row(finding.about == About::Answer ? "Answer to" : "Request", exchange);
  row("See", code(related_to(one)));
  row("Case", safe(finding.situation));
  row("What to do", safe(advice(one)));
  row("Because", causes_html(one.causes));
  row("Again", finding.command.empty() ? "" : "<pre>" + safe(finding.command) + "</pre>");
  return text + "</dl></li>\n";
}

std::string title_of(const Report& report, const std::string& subject) {
  if (subject.empty()) return "Other";
  const auto known = std::ranges::find(report.subjects, subject, &Subject::name);
  if (known == report.subjects.end() || known->title.empty())
    return "<code>" + safe(subject) + "</code>";
  return fmt::format("<code>{}</code> <small class=\"dim\">{}</small>", safe(known->title),
                     safe(subject));
}

// Findings come in the order of their subjects: arrange().
std::string findings_html(const Report& report) {
  if (report.findings.empty()) return "<p>None.</p>\n";
  std::string text;
  const std::string* subject = nullptr;
  for (const Finding& finding : report.findings) {
    if (subject == nullptr || *subject != finding.subject) {
      text += subject == nullptr ? "" : "</ul>\n";
      text += "<h3>" + title_of(report, finding.subject) + "</h3>\n<ul class=\"findings\">\n";
      subject = &finding.subject;
    }
    text += finding_html(finding);
  }
  return text + "</ul>\n";
}

std::string section(std::string_view title, const std::string& html) {
  return html.empty() ? "" : fmt::format("<section><h2>{}</h2>\n{}</section>\n", title, html);
}

}  // namespace

// The empty icon keeps browsers from asking for /favicon.ico, which would be a request that the
// description does not have.
std::string html_page(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" "
      "content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>{}</title><style>{}"
      "</style></head>\n<body><main>\n{}</main></body>\n</html>\n",
      safe(title), kStyle, body);
}

std::string to_html(const Report& report, const WriteOptions&) {
  std::string body = head_html(report);
  if (report.coverage) body += section("Coverage", shares_html(*report.coverage));
  body += section("Findings", findings_html(report));
  if (report.coverage) {
    body += section("Operations",
                    "<p class=\"dim\">\u2713 was met, \u2717 was not. Parameters and "
                    "media types of requests are met by valid requests alone.</p>\n" +
                        operations_html(*report.coverage));
    body += section("Keywords of schemas", keywords_html(*report.coverage));
  }
  return html_page(report.title.empty() ? "holotype " + report.command
                                        : report.title + ": holotype " + report.command,
                   body);
}

}  // namespace holotype::report
