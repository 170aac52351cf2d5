#include "report/wording.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/problem.h"

namespace holotype::report {

using diagnostic::Severity;

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

std::string summary(const Report& report) {
  std::string text;
  const auto add = [&](Severity severity, std::string_view noun) {
    const std::size_t number = report.count(severity);
    if (number > 0) text += (text.empty() ? "" : ", ") + counted(number, noun);
  };
  add(Severity::Error, "error");
  add(Severity::Warning, "warning");
  add(Severity::Note, "note");
  return text.empty() ? "no findings" : text;
}

std::string statement(const diagnostic::Diagnostic& diagnostic) {
  std::string text(to_string(diagnostic.in));
  for (const std::string* part : {&diagnostic.name, &diagnostic.pointer}) {
    if (!part->empty()) text += (text.empty() ? "" : " ") + *part;
  }
  text += (text.empty() ? "" : ": ") + diagnostic.message;
  if (!diagnostic.found.empty()) text += "; found " + diagnostic.found;
  return diagnostic::as_utf8(text);
}

std::string related_to(const diagnostic::Diagnostic& diagnostic) {
  if (!diagnostic.related) return "";
  return diagnostic::as_utf8(
      fmt::format("{} at {}", diagnostic.related->message, diagnostic.related->source.to_string()));
}

std::string advice(const diagnostic::Diagnostic& diagnostic) {
  std::string text = diagnostic.fix.empty() ? std::string(diagnostic.rule->advice)
                                            : diagnostic::as_utf8(diagnostic.fix);
  // "descripton looks like a misspelling of it" begins with a name, which is written as it is.
  const std::size_t word = text.find(' ');
  const bool is_name =
      word != std::string::npos && std::string_view(text).substr(word).starts_with(" looks like ");
  const bool has_small_start = !text.empty() && text.front() >= 'a' && text.front() <= 'z';
  if (has_small_start && !is_name) text.front() = static_cast<char>(text.front() - 'a' + 'A');
  if (!text.empty() && !text.ends_with('.') && !text.ends_with('?')) text += '.';
  return text;
}

std::string exchange_of(const Finding& finding) {
  if (finding.method.empty()) return "";
  std::string text = diagnostic::as_utf8(finding.method + " " + finding.raw_target);
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return text + (finding.status == 0 ? std::string(", not answered")
                                     : fmt::format(", answered {}", finding.status));
}

std::string_view title_of(journal::Aspect aspect) {
  static constexpr std::string_view kTitles[] = {"Operations", "Statuses", "Media types",
                                                 "Parameters", "Keywords", "Examples"};
  return kTitles[static_cast<std::size_t>(aspect)];
}

std::string sentence(const Gate& gate) {
  return fmt::format("Coverage of {} is {} %, {} the {} % asked for.", gate.of(),
                     percent_text(gate.is_percent), gate.is_met() ? "at least" : "under",
                     percent_text(gate.wanted_percent));
}

}  // namespace holotype::report
