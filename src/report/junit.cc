// JUnit's XML, for build servers: a test case for each subject (an operation, a file), failed where
// it has an error, skipped where nothing was looked at; and one for each gate.
//
// Of what readers of the format disagree about, the common part is written: one <failure> in a
// <testcase>, whose text holds all of them; warnings and notes in <system-out>.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/problem.h"
#include "report/report.h"
#include "report/wording.h"
#include "xml/element.h"

namespace holotype::report {
namespace {

using diagnostic::Severity;
// Bytes of a request as XML may hold them.
std::string escape(std::string_view text) { return xml::escape(diagnostic::as_utf8(text)); }

struct Case {
  std::string name;
  SourceLocation place;
  std::string skipped;
  std::string failure_type;  // of the first failure; "" where it passed
  std::string failure_message;
  std::string failures;
  std::size_t failure_count = 0;
  std::string output;
};

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, escape(value));
}

std::string lines_of(const Finding& finding) {
  const diagnostic::Diagnostic& one = finding.diagnostic;
  std::string lines = one.source.file.empty() ? "" : one.source.to_string() + ": ";
  lines += fmt::format("{} ({})\n", statement(one), one.rule->id);
  if (const std::string exchange = exchange_of(finding); !exchange.empty())
    lines += fmt::format("  {}, {}\n", exchange, counted(finding.count, "time"));
  if (const std::string related = related_to(one); !related.empty())
    lines += fmt::format("  see: {}\n", related);
  if (!finding.situation.empty()) lines += fmt::format("  case: {}\n", finding.situation);
  lines += fmt::format("  fix: {}\n", advice(one));
  if (!finding.command.empty()) lines += fmt::format("  again: {}\n", finding.command);
  return lines;
}

void add(Case& one, const Finding& finding, bool is_strict) {
  const Severity severity = finding.diagnostic.rule->severity;
  if (severity != Severity::Error && !(is_strict && severity == Severity::Warning)) {
    one.output += lines_of(finding);
    return;
  }
  if (one.failure_count++ == 0) {
    one.failure_type = finding.diagnostic.rule->id;
    one.failure_message = statement(finding.diagnostic);
  }
  one.failures += lines_of(finding);
}

std::vector<Case> cases_of(const Report& report) {
  std::vector<Case> cases;
  for (const Subject& subject : report.subjects) {
    const std::string name =
        subject.title.empty() ? subject.name : subject.title + " (" + subject.name + ")";
    Case one{.name = name, .place = subject.place, .skipped = subject.skipped};
    for (const Finding& finding : report.findings) {
      if (finding.subject == subject.name) add(one, finding, report.is_strict);
    }
    cases.push_back(std::move(one));
  }
  Case others{.name = "what belongs to no operation"};
  for (const Finding& finding : report.findings) {
    const bool is_known = std::ranges::find(report.subjects, finding.subject, &Subject::name) !=
                          report.subjects.end();
    if (!is_known) add(others, finding, report.is_strict);
  }
  if (others.failure_count > 0 || !others.output.empty()) cases.push_back(std::move(others));
  for (const Gate& gate : report.gates) {
    Case one{.name = fmt::format("coverage of {}", gate.of())};
    if (gate.is_met()) {
      one.output = sentence(gate) + "\n";
    } else {
      one.failure_count = 1;
      one.failure_type = "coverage";
      one.failure_message = sentence(gate);
      one.failures = sentence(gate) + "\n";
    }
    cases.push_back(std::move(one));
  }
  return cases;
}

bool is_skipped(const Case& one) { return one.failure_count == 0 && !one.skipped.empty(); }

std::string case_xml(const Case& one, const Report& report) {
  const std::string_view about = report.title.empty() ? report.command : report.title;
  std::string text = "    <testcase" + attribute("classname", about) + attribute("name", one.name);
  if (!one.place.file.empty()) text += attribute("file", one.place.file);
  if (one.place.line != 0) text += attribute("line", std::to_string(one.place.line));
  text += " time=\"0\"";
  std::string inner;
  if (one.failure_count > 0) {
    std::string message = one.failure_message;
    if (one.failure_count > 1) message += fmt::format(" (and {} more)", one.failure_count - 1);
    inner += fmt::format("      <failure{}{}>{}</failure>\n", attribute("type", one.failure_type),
                         attribute("message", message), escape(one.failures));
  } else if (is_skipped(one)) {
    inner += fmt::format("      <skipped{}/>\n", attribute("message", one.skipped));
  }
  if (!one.output.empty())
    inner += fmt::format("      <system-out>{}</system-out>\n", escape(one.output));
  return inner.empty() ? text + "/>\n" : text + ">\n" + inner + "    </testcase>\n";
}

std::string properties_xml(const Report& report) {
  std::string text;
  const auto add = [&text](std::string_view name, std::string_view value) {
    if (!value.empty())
      text += "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
  };
  for (const std::string& description : report.descriptions) add("description", description);
  add("target", report.target);
  for (const Count& count : report.counts) add(count.name, std::to_string(count.value));
  if (report.coverage) add("coverage", percent_text(percent(report.coverage->total())));
  return text.empty() ? "" : "    <properties>\n" + text + "    </properties>\n";
}

}  // namespace

std::string to_junit(const Report& report, const WriteOptions&) {
  const std::vector<Case> cases = cases_of(report);
  const auto number = [&cases](auto is_counted) {
    return std::to_string(std::ranges::count_if(cases, is_counted));
  };
  const std::string totals =
      attribute("tests", std::to_string(cases.size())) +
      attribute("failures", number([](const Case& one) { return one.failure_count > 0; })) +
      " errors=\"0\"" + attribute("skipped", number(is_skipped)) + " time=\"0\"";
  const std::string name = "holotype " + report.command;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += "<testsuites" + attribute("name", name) + totals + ">\n";
  text += "  <testsuite" + attribute("name", report.title.empty() ? name : report.title) + totals +
          ">\n" + properties_xml(report);
  for (const Case& one : cases) text += case_xml(one, report);
  std::string remarks;
  for (const std::string& remark : report.remarks) remarks += remark + "\n";
  if (!remarks.empty()) text += "    <system-out>" + escape(remarks) + "</system-out>\n";
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace holotype::report
