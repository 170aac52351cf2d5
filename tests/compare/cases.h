// Descriptions that differ in one point, and what comparing them finds, for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "compare/compared.h"
#include "diagnostic/findings.h"

namespace holotype::compare {

using diagnostic::AreFindings;
using Lines = std::vector<std::string>;

inline const std::string kHead = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

inline std::string with_paths(const std::string& paths) {
  return kHead + "paths:\n" + paths +
         "components:\n"
         "  securitySchemes:\n"
         "    key: {type: apiKey, in: header, name: X-Key}\n"
         "    renamed: {type: apiKey, in: header, name: x-key}\n"
         "    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://a/', scopes: "
         "{read: R, write: W}}}}\n";
}

// One operation with those members, besides its answer where they have none.
inline std::string with_operation(const std::string& members) {
  const bool has_responses =
      members.starts_with("responses:") || members.find("\n      responses:") != std::string::npos;
  return with_paths("  /a:\n    post:\n      operationId: make\n      " + members + "\n" +
                    (has_responses ? "" : "      responses: {'204': {description: Done.}}\n"));
}

struct Case {
  const char* what;
  std::string before;
  std::string now;
  Lines findings;
};

inline void expect_findings(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const auto findings = compare(*older_of(one.before), *newer_of(one.now));
    EXPECT_THAT(findings, AreFindings(one.findings)) << one.what;
    for (const auto& finding : findings) {
      EXPECT_NE(finding.source.line, 0u) << one.what << to_line(finding);
      ASSERT_TRUE(finding.related) << one.what;
      EXPECT_NE(finding.related->source.line, 0u) << one.what << to_line(finding);
    }
  }
}

}  // namespace holotype::compare
