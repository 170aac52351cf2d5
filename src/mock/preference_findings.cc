#include "mock/preference_findings.h"

#include <fmt/format.h>

#include "diagnostic/rules_request.h"

namespace holotype::mock {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Place;

Diagnostic preference_finding(const diagnostic::Rule& rule, std::string_view name,
                              std::string message, const http::Request& request) {
  if (request.headers.contains("Prefer")) {
    return {.rule = &rule, .message = std::move(message), .in = Place::Header, .name = "Prefer"};
  }
  return {.rule = &rule,
          .message = std::move(message),
          .in = Place::Query,
          .name = fmt::format("__{}", name)};
}

Diagnostics malformed_preferences(const http::Preferences& preferences,
                                  const http::Request& request) {
  Diagnostics findings;
  for (const http::InvalidPreference& invalid : preferences.invalid) {
    findings.push_back(preference_finding(
        rules::kPreferenceMalformed, invalid.name,
        invalid.name.empty() ? invalid.reason : fmt::format("{}: {}", invalid.name, invalid.reason),
        request));
  }
  return findings;
}

}  // namespace holotype::mock
