#include "journal/totals.h"

namespace holotype::journal {

Totals::Counted Totals::counted(const std::shared_ptr<const openapi::Description>& description) {
  MutexLock lock(mutex_);
  const bool is_first = counted_.coverage == nullptr;
  if (is_first || counted_.coverage->description() != description) {
    if (!is_first) ++restarts_;
    counted_ = {std::make_shared<Coverage>(description), std::make_shared<Keywords>(description)};
  }
  return counted_;
}

CoverageReport Totals::coverage(const std::shared_ptr<const openapi::Description>& description) {
  const Counted counts = counted(description);
  CoverageReport report = counts.coverage->report();
  report.keywords = counts.keywords->report();
  return report;
}

std::size_t Totals::restarts() const {
  MutexLock lock(mutex_);
  return restarts_;
}

}  // namespace holotype::journal
