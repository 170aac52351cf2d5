#include "report/report.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace holotype::report {

using diagnostic::Severity;

std::string_view to_string(About about) {
  static constexpr std::string_view kNames[] = {"description", "request", "answer", "unchecked"};
  return kNames[static_cast<std::size_t>(about)];
}

std::size_t Report::count(Severity severity) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      findings, [severity](const Finding& f) { return f.diagnostic.rule->severity == severity; }));
}

bool Report::findings_fail() const {
  return count(Severity::Error) > 0 || (is_strict && count(Severity::Warning) > 0);
}

bool Report::has_failed() const {
  return findings_fail() || !std::ranges::all_of(gates, &Gate::is_met);
}

void arrange(Report& report) {
  std::unordered_map<std::string_view, std::size_t> order;
  for (const Subject& subject : report.subjects) order.emplace(subject.name, order.size());
  const auto rank = [&order](const Finding& finding) {
    const auto known = order.find(finding.subject);
    return known == order.end() ? order.size() : known->second;
  };
  std::ranges::stable_sort(report.findings, [&rank](const Finding& a, const Finding& b) {
    const auto key = [&rank](const Finding& f) {
      const SourceLocation& at = f.diagnostic.source;
      return std::tuple(rank(f), f.about, std::string_view(at.file), at.line, at.column,
                        f.diagnostic.rule->id, std::string_view(f.diagnostic.message));
    };
    return key(a) < key(b);
  });
}

std::span<const Format> formats() {
  static constexpr std::array kFormats = {
      Format{"text", "text/plain; charset=utf-8", to_text},
      Format{"json", "application/json", to_json},
      Format{"junit", "application/xml", to_junit},
      Format{"sarif", "application/sarif+json", to_sarif},
      Format{"html", "text/html; charset=utf-8", to_html},
  };
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto format = std::ranges::find(formats(), name, &Format::name);
  return format == formats().end() ? nullptr : &*format;
}

}  // namespace holotype::report
