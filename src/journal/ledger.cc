#include "journal/ledger.h"

#include <fmt/format.h>

#include "journal/journal.h"

namespace holotype::journal {
namespace {

using diagnostic::Diagnostic;

// A message never holds the user's value; a pointer does where it leads through a map.
std::string key_of(const Diagnostic& finding, Side side, const std::string& operation_id) {
  const std::string_view pointer =
      finding.schema.empty() ? std::string_view(finding.pointer) : std::string_view();
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", static_cast<int>(side), operation_id,
                     finding.rule->id, static_cast<int>(finding.in), finding.name, pointer,
                     finding.schema, finding.message);
}

}  // namespace

void Ledger::add(const Exchange& exchange) {
  MutexLock lock(mutex_);
  ++page_.exchanges;
  if (exchange.verdict == diagnostic::Verdict::Valid &&
      !diagnostic::has_errors(exchange.answer_findings))
    ++page_.valid;
  add(exchange.findings, Side::Request, exchange);
  add(exchange.answer_findings, Side::Answer, exchange);
  add(exchange.unchecked, Side::Unchecked, exchange);
}

void Ledger::add(const diagnostic::Diagnostics& findings, Side side, const Exchange& exchange) {
  for (const Diagnostic& finding : findings) {
    const std::string key = key_of(finding, side, exchange.operation_id);
    const auto known = by_key_.find(key);
    if (known != by_key_.end()) {
      ++page_.found[known->second].count;
    } else if (page_.found.size() >= kMost) {
      ++page_.left_out;
    } else {
      by_key_.emplace(key, page_.found.size());
      page_.found.push_back({finding, side, exchange.operation_id, exchange.request.method,
                             exchange.request.raw_target, exchange.status});
    }
  }
}

LedgerPage Ledger::page() const {
  MutexLock lock(mutex_);
  return page_;
}

}  // namespace holotype::journal
