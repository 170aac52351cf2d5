#include "report/from_exchanges.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/wording.h"

namespace holotype::report {
namespace {

About about_of(journal::Side side) {
  switch (side) {
    case journal::Side::Request:
      return About::Request;
    case journal::Side::Answer:
      return About::Answer;
    case journal::Side::Unchecked:
      break;
  }
  return About::Unchecked;
}

SourceLocation beginning_of(const openapi::Description& description) {
  return description.entry == nullptr ? SourceLocation{}
                                      : SourceLocation{description.entry->name(), 1, 1};
}

Finding finding_of(const journal::Found& found, const openapi::Description& description) {
  Finding finding;
  finding.diagnostic = found.finding;
  finding.about = about_of(found.side);
  finding.subject = found.operation_id;
  finding.method = found.method;
  finding.raw_target = found.raw_target;
  finding.status = found.status;
  finding.count = found.count;
  SourceLocation& source = finding.diagnostic.source;
  if (!source.file.empty()) return finding;
  const openapi::Operation* operation = description.find(found.operation_id);
  source = operation == nullptr ? beginning_of(description) : operation->node.source();
  return finding;
}

}  // namespace

Report from_exchanges(const openapi::Description& description, const journal::LedgerPage& page,
                      journal::CoverageReport coverage) {
  Report report;
  report.title = description.title + " " + description.api_version;
  report.counts = {{"exchanges", page.exchanges}, {"valid", page.valid}};
  for (const journal::OperationCoverage& one : coverage.operations) {
    const openapi::Operation& operation = *one.operation;
    report.subjects.push_back({.name = operation.id,
                               .title = operation.method + " " + operation.path,
                               .place = operation.node.source(),
                               .uses = one.count,
                               .skipped = one.count == 0 ? "it was never called" : ""});
  }
  for (const journal::Found& found : page.found)
    report.findings.push_back(finding_of(found, description));
  if (page.left_out > 0) {
    report.remarks.push_back(
        fmt::format("There were {} distinct findings, and {} more that are not listed.",
                    page.found.size(), page.left_out));
  }
  report.coverage = std::move(coverage);
  arrange(report);
  return report;
}

Report from_journal(const openapi::Description& description, const journal::Journal& journal,
                    journal::CoverageReport coverage) {
  journal::Ledger ledger;
  for (const auto& exchange : journal.exchanges()) ledger.add(*exchange);
  Report report = from_exchanges(description, ledger.page(), std::move(coverage));
  if (const std::uint64_t evicted = journal.evicted(); evicted > 0) {
    report.remarks.push_back(
        fmt::format("{} gave way in the journal, and what was found in them is not "
                    "listed; --journal-requests and --journal-bytes keep more.",
                    counted(evicted, "older exchange")));
  }
  return report;
}

}  // namespace holotype::report
