// JSON, for programs: the whole Report, each finding with all that is known of it. Members without
// content are left out; names never change once released.
#include "diagnostic/problem.h"
#include "diagnostic/severity.h"
#include "json/members.h"
#include "json/text.h"
#include "report/coverage_json.h"
#include "report/report.h"
#include "report/wording.h"

namespace holotype::report {
namespace {

using diagnostic::Severity;
using json::Members;
using json::Value;

// What the diagnostic's own JSON has (rule, message, source, ...) follows what the report knows.
Value finding_json(const Finding& finding, json::Arena& arena) {
  Members members(arena);
  members.add("severity", diagnostic::to_string(finding.diagnostic.rule->severity))
      .add("about", to_string(finding.about))
      .add_unless_empty("subject", finding.subject);
  if (!finding.method.empty()) {
    members.add("method", std::string_view(diagnostic::as_utf8(finding.method)))
        .add("target", std::string_view(diagnostic::as_utf8(finding.raw_target)))
        .add("status", static_cast<std::uint64_t>(finding.status));
  }
  members.add_unless_empty("case", diagnostic::as_utf8(finding.situation))
      .add_unless_empty("reproduce", diagnostic::as_utf8(finding.command))
      .add("count", finding.count);
  const Value diagnostic = diagnostic::to_json(finding.diagnostic, arena);
  for (const json::Member& member : diagnostic.members()) members.add(member.name(), member.value);
  return members.finish();
}

Value subject_json(const Subject& subject, json::Arena& arena) {
  return Members(arena)
      .add("name", std::string_view(subject.name))
      .add_unless_empty("title", subject.title)
      .add_unless_empty("source", subject.place.to_string())
      .add("uses", subject.uses)
      .add_unless_empty("skipped", subject.skipped)
      .finish();
}

Value gate_json(const Gate& gate, json::Arena& arena) {
  return Members(arena)
      .add("of", gate.of())
      .add("wanted", Value::number(arena, percent_text(gate.wanted_percent)))
      .add("is", Value::number(arena, percent_text(gate.is_percent)))
      .add("met", gate.is_met())
      .finish();
}

template <typename Element, typename ToJson>
Value array_of(const std::vector<Element>& elements, ToJson to_value, json::Arena& arena) {
  std::vector<Value> values;
  values.reserve(elements.size());
  for (const Element& element : elements) values.push_back(to_value(element, arena));
  return Value::array(arena, values);
}

Value text_json(const std::string& text, json::Arena& arena) {
  return Value::string(arena, diagnostic::as_utf8(text));
}

Value counts_json(const Report& report, json::Arena& arena) {
  Members members(arena);
  members.add("errors", std::uint64_t{report.count(Severity::Error)})
      .add("warnings", std::uint64_t{report.count(Severity::Warning)})
      .add("notes", std::uint64_t{report.count(Severity::Note)});
  for (const Count& count : report.counts) members.add(count.name, count.value);
  return members.finish();
}

}  // namespace

std::string to_json(const Report& report, const WriteOptions&) {
  json::Arena arena;
  Members members(arena);
  members
      .add("tool", Members(arena).add("name", "holotype").add("version", HOLOTYPE_VERSION).finish())
      .add("command", std::string_view(report.command))
      .add("title", std::string_view(report.title))
      .add("descriptions", array_of(report.descriptions, text_json, arena))
      .add_unless_empty("target", report.target)
      .add("failed", report.has_failed())
      .add("counts", counts_json(report, arena))
      .add("findings", array_of(report.findings, finding_json, arena))
      .add("subjects", array_of(report.subjects, subject_json, arena));
  if (report.coverage) {
    Members coverage = coverage_members(*report.coverage, arena);
    coverage.add("percent", Value::number(arena, percent_text(percent(report.coverage->total()))));
    members.add("coverage", coverage.finish());
  }
  if (!report.gates.empty()) members.add("gates", array_of(report.gates, gate_json, arena));
  if (!report.remarks.empty()) members.add("remarks", array_of(report.remarks, text_json, arena));
  return json::write(members.finish(), json::Style::Pretty) + "\n";
}

}  // namespace holotype::report
