#include "tester/to_report.h"

namespace holotype::tester {
namespace {

report::Finding finding_of(const Failure& failure, const openapi::Description& description) {
  report::Finding finding{.diagnostic = failure.finding,
                          .about = report::About::Answer,
                          .subject = failure.operation,
                          .method = failure.request.method,
                          .raw_target = failure.request.url,
                          .status = failure.status,
                          .situation = failure.what,
                          .count = failure.count};
  for (const std::string& command : failure.before) finding.command += command + "\n";
  finding.command += failure.curl;
  SourceLocation& source = finding.diagnostic.source;
  const openapi::Operation* operation = description.find(failure.operation);
  if (source.file.empty() && operation != nullptr) source = operation->node.source();
  return finding;
}

}  // namespace

report::Report to_report(const Report& run, const openapi::Description& description) {
  report::Report report;
  report.command = "test";
  report.title = description.title + " " + description.api_version;
  report.target = run.origin;
  std::size_t cases = 0;
  for (const OperationReport& entry : run.operations) {
    const openapi::Operation* operation = description.find(entry.id);
    report.subjects.push_back(
        {.name = entry.id,
         .title = entry.method + " " + entry.path,
         .place = operation == nullptr ? SourceLocation{} : operation->node.source(),
         .uses = entry.cases(),
         .skipped = entry.cases() > 0         ? ""
                    : !entry.obstacle.empty() ? entry.obstacle
                                              : "no case was sent"});
    cases += entry.cases();
  }
  report.counts = {{"requests", run.requests}, {"cases", cases}};
  for (const Failure& failure : run.failures)
    report.findings.push_back(finding_of(failure, description));
  report.remarks = run.warnings;
  if (run.is_stopped) report.remarks.push_back("The run was stopped by --stop-after.");
  if (run.is_interrupted) report.remarks.push_back("The run was interrupted.");
  report::arrange(report);
  return report;
}

}  // namespace holotype::tester
