#include <fmt/format.h>

#include <algorithm>

#include "tester/report.h"

namespace holotype::tester {
namespace {

std::string plural(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string outcome(const OperationReport& operation) {
  if (operation.cases() == 0)
    return "not tested" + (operation.obstacle.empty() ? "" : ": " + operation.obstacle);
  std::string text = operation.failed == 0 ? "ok" : fmt::format("{} failed", operation.failed);
  if (operation.inconclusive != 0) text += fmt::format(", {} inconclusive", operation.inconclusive);
  if (operation.undocumented != 0)
    text += fmt::format(", {} refused with an undocumented 4xx", operation.undocumented);
  return text;
}

std::string place_of(const diagnostic::Diagnostic& finding) {
  std::string place(to_string(finding.in));
  if (!finding.name.empty()) place += " " + finding.name;
  if (!finding.pointer.empty()) place += " " + finding.pointer;
  return place;
}

void append_failure(std::string& out, std::size_t number, const Failure& failure) {
  const diagnostic::Diagnostic& finding = failure.finding;
  const auto row = [&out](std::string_view name, const std::string& text) {
    if (!text.empty()) out += fmt::format("   {:<10} {}\n", name, text);
  };
  out += fmt::format("\n{}. {}: {}\n", number, failure.operation, failure.what);
  const std::string place = place_of(finding);
  row("wanted", (place.empty() ? "" : place + " ") + finding.message);
  if (finding.message.find(finding.expected) == std::string::npos)
    row("expected", finding.expected);
  row("found", finding.found);
  if (failure.status != 0 && finding.found.find(std::to_string(failure.status)) != 0)
    row("status", std::to_string(failure.status));
  row("rule", std::string(finding.rule->id));
  row("described", finding.source.to_string());
  for (const diagnostic::Diagnostic& cause : finding.causes) row("because", to_line(cause));
  row("to do", finding.fix.empty() ? std::string(finding.rule->advice) : finding.fix);
  for (const std::string& line : failure.before) row("after", line);
  row("again", failure.curl);
  if (failure.count > 1)
    row("also", plural(failure.count - 1, "more case") + " failed in the same way");
}

// A line for each reason, with the first place that it is about.
void append_unchecked(std::string& out, const Report& report) {
  struct Reason {
    const diagnostic::Diagnostic* first;
    std::vector<std::string> operations;
  };
  std::vector<Reason> reasons;
  for (const OperationReport& operation : report.operations) {
    for (const diagnostic::Diagnostic& reason : operation.unchecked) {
      auto known = std::ranges::find_if(reasons, [&reason](const Reason& r) {
        return r.first->rule == reason.rule && r.first->message == reason.message;
      });
      if (known == reasons.end()) known = reasons.insert(known, {&reason, {}});
      if (known->operations.empty() || known->operations.back() != operation.id)
        known->operations.push_back(operation.id);
    }
  }
  if (!reasons.empty()) out += "\n";
  for (const Reason& reason : reasons) {
    const std::size_t others = reason.operations.size() - 1;
    out += fmt::format("not checked, of {}{}: {} ({}), {}\n", reason.operations.front(),
                       others == 0 ? "" : " and " + plural(others, "other operation"),
                       reason.first->message, reason.first->rule->id,
                       reason.first->source.to_string());
  }
}

}  // namespace

std::string to_text(const Report& report) {
  std::size_t id_width = 0, path_width = 0, cases = 0;
  for (const OperationReport& operation : report.operations) {
    id_width = std::max(id_width, operation.id.size());
    path_width = std::max(path_width, operation.method.size() + 1 + operation.path.size());
    cases += operation.cases();
  }
  std::string out = fmt::format("{} at {}, seed {}\n\n", report.title, report.origin, report.seed);
  for (const OperationReport& operation : report.operations) {
    const std::string where = operation.method + " " + operation.path;
    const bool has_id = operation.id != where;
    out +=
        fmt::format("  {:<{}}  {:<{}}  {:>4} cases  {}\n", has_id ? operation.id : "",
                    std::min<std::size_t>(id_width, 30), where,
                    std::min<std::size_t>(path_width, 50), operation.cases(), outcome(operation));
  }
  append_unchecked(out, report);
  std::size_t number = 0;
  for (const Failure& failure : report.failures) append_failure(out, ++number, failure);
  if (!report.warnings.empty()) out += "\n";
  for (const std::string& warning : report.warnings) out += "warning: " + warning + "\n";
  out += fmt::format(
      "\n{} of {}, {}: {}", plural(cases, "case"), plural(report.operations.size(), "operation"),
      plural(report.requests, "request"),
      report.failures.empty() ? "nothing found"
                              : fmt::format("{}, in {}", plural(report.failures.size(), "failure"),
                                            plural(report.failed(), "case")));
  if (report.is_interrupted) out += "; interrupted, so the rest was not tested";
  if (report.is_stopped) out += "; stopped there, as --stop-after says";
  return out;
}

}  // namespace holotype::tester
