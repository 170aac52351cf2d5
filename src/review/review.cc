#include "review/review.h"

namespace holotype::review {

diagnostic::Diagnostics review(const openapi::Description& description) {
  diagnostic::Diagnostics findings = unused_components(description);
  diagnostic::append(findings, overlapping_paths(description));
  diagnostic::append(findings, contradictory_schemas(description));
  diagnostic::append(findings, unsatisfiable_requests(description));
  return findings;
}

}  // namespace holotype::review
