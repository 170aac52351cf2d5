#include "report/from_findings.h"

#include <algorithm>

namespace holotype::report {

Report from_findings(const diagnostic::Diagnostics& findings,
                     const std::vector<std::string>& files) {
  Report report;
  const auto has = [&report](const std::string& file) {
    return std::ranges::find(report.subjects, file, &Subject::name) != report.subjects.end();
  };
  const auto add_subject = [&](const std::string& file) {
    if (!file.empty() && !has(file))
      report.subjects.push_back({.name = file, .place = {file, 0, 0}});
  };
  for (const std::string& file : files) add_subject(file);
  for (const diagnostic::Diagnostic& diagnostic : findings) {
    Finding finding{.diagnostic = diagnostic};
    SourceLocation& source = finding.diagnostic.source;
    if (source.file.empty() && !files.empty()) source = {files.front(), 1, 1};
    add_subject(source.file);
    finding.subject = source.file;
    report.findings.push_back(std::move(finding));
  }
  arrange(report);
  return report;
}

}  // namespace holotype::report
