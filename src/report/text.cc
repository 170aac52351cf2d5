// For a terminal: findings as compilers print them (file:line:column first, so that editors jump
// there), then coverage as bars, then one line that says how it went.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/problem.h"
#include "diagnostic/severity.h"
#include "report/report.h"
#include "report/wording.h"

namespace holotype::report {
namespace {

using diagnostic::Severity;

enum class Paint : std::uint8_t { Bold, Dim, Red, Yellow, Cyan, Green };

class Painter {
 public:
  explicit Painter(bool has_colour) : has_colour_(has_colour) {}
  // Select Graphic Rendition (ECMA-48 section 8.3.117).
  std::string operator()(Paint paint, std::string_view text) const {
    static constexpr int kCodes[] = {1, 2, 31, 33, 36, 32};
    if (!has_colour_ || text.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(paint)], text);
  }

 private:
  bool has_colour_;
};

Paint paint_of(Severity severity) {
  static constexpr Paint kPaints[] = {Paint::Red, Paint::Yellow, Paint::Cyan};
  return kPaints[static_cast<std::size_t>(severity)];
}

// The bytes of a request must not move the cursor or hide a line.
std::string printable(std::string text) {
  text = diagnostic::as_utf8(text);
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text;
}

std::string finding_lines(const Finding& finding, const Painter& paint) {
  const diagnostic::Diagnostic& one = finding.diagnostic;
  std::string lines;
  if (!one.source.file.empty()) lines = paint(Paint::Bold, one.source.to_string()) + ": ";
  lines +=
      fmt::format("{}: {} {}\n", paint(paint_of(one.rule->severity), to_string(one.rule->severity)),
                  printable(statement(one)), paint(Paint::Dim, fmt::format("({})", one.rule->id)));
  const auto more = [&lines](std::string_view label, const std::string& text) {
    if (!text.empty()) lines += fmt::format("    {}: {}\n", label, text);
  };
  std::string where = printable(exchange_of(finding));
  if (finding.count > 1 && !where.empty())
    where += fmt::format(" (and {} more)", finding.count - 1);
  more(finding.about == About::Answer ? "answer to" : "request", where);
  more("see", printable(related_to(one)));
  more("case", printable(finding.situation));
  more("fix", printable(advice(one)));
  std::string_view label = "again";  // a command a line
  for (std::size_t at = 0; at < finding.command.size();) {
    const std::size_t end = std::min(finding.command.find('\n', at), finding.command.size());
    more(label, printable(finding.command.substr(at, end - at)));
    label = " then";
    at = end + 1;
  }
  return lines;
}

std::string bar(const journal::Share& share) {
  constexpr std::size_t kWidth = 24;
  const std::size_t full = share.declared == 0 ? kWidth : kWidth * share.met / share.declared;
  std::string text;
  for (std::size_t i = 0; i < kWidth; ++i) text += i < full ? "\u2588" : "\u2591";
  return text;
}

std::string coverage_lines(const journal::CoverageReport& coverage, const Painter& paint) {
  std::string lines = "Coverage of the description\n";
  const auto row = [&](std::string_view name, const journal::Share& share) {
    const Paint colour = share.met == share.declared ? Paint::Green
                         : share.met == 0            ? Paint::Red
                                                     : Paint::Yellow;
    lines += fmt::format("  {:<12} {}  {:>5} % ({} of {})\n", name, paint(colour, bar(share)),
                         percent_text(percent(share)), share.met, share.declared);
  };
  const auto aspect_row = [&](journal::Aspect aspect) {
    const journal::Share share = coverage.share(aspect);
    if (share.declared > 0) row(title_of(aspect), share);
  };
  for (const journal::Aspect aspect : journal::kAspects) {
    if (aspect != journal::Aspect::Example) aspect_row(aspect);
  }
  row("Together", coverage.total());
  aspect_row(journal::Aspect::Example);  // they do not count
  std::string never;
  for (const journal::OperationCoverage& one : coverage.operations) {
    if (one.count == 0) never += fmt::format("  {}\n", openapi::full_name(*one.operation));
  }
  if (!never.empty()) lines += "Never called\n" + never;
  return lines;
}

// "Shop 1 (shop.yaml), in front of http://127.0.0.1:3000: 2 errors, 1 warning; 12 exchanges"
std::string verdict_line(const Report& report, const Painter& paint) {
  std::string line = fmt::format("{}", fmt::join(report.descriptions, " "));
  if (!report.title.empty()) line = line.empty() ? report.title : report.title + " (" + line + ")";
  if (!report.target.empty()) line += ", " + report.target;
  line += ": " + paint(report.has_failed() ? Paint::Red : Paint::Green, summary(report));
  for (const Count& count : report.counts) line += fmt::format(", {} {}", count.value, count.name);
  return line + "\n";
}

}  // namespace

std::string to_line(const diagnostic::Diagnostic& diagnostic, bool has_colour) {
  const Painter paint(has_colour);
  const std::string_view severity = diagnostic::to_string(diagnostic.rule->severity);
  const std::string place = diagnostic.source.file.empty() ? "" : diagnostic.source.to_string();
  std::string line = diagnostic::to_line(diagnostic);
  const std::size_t at = place.empty() ? 0 : place.size() + 2;  // behind "place: "
  line.replace(at, severity.size(), paint(paint_of(diagnostic.rule->severity), severity));
  return line.replace(0, place.size(), paint(Paint::Bold, place));
}

std::string to_text(const Report& report, const WriteOptions& options) {
  const Painter paint(options.has_colour);
  std::string text;
  for (const Finding& finding : report.findings) text += finding_lines(finding, paint);
  const auto part = [&text](const std::string& lines) {
    if (!text.empty() && !lines.empty()) text += "\n";
    text += lines;
  };
  if (report.coverage) part(coverage_lines(*report.coverage, paint));
  std::string last;
  for (const std::string& remark : report.remarks) last += printable(remark) + "\n";
  for (const Gate& gate : report.gates)
    last += paint(gate.is_met() ? Paint::Green : Paint::Red, sentence(gate)) + "\n";
  part(last + verdict_line(report, paint));
  return text;
}

}  // namespace holotype::report
