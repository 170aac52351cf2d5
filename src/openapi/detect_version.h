// Which specification a document follows, told by its first fields. Internal to openapi.
//
// Tests: tests/openapi/rules_test.cc
#pragma once

#include <string>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "document/file.h"
#include "openapi/version.h"

namespace holotype::openapi {

struct Detected {
  Version version = Version::OpenApi31;
  std::string text;                  // as written: "3.1.0"
  diagnostic::Diagnostics findings;  // warnings: a number in place of a string, a newer version
};

// Fails with openapi.not-a-description or openapi.unsupported-version.
Result<Detected, diagnostic::Diagnostic> detect_version(const document::Node& root);

}  // namespace holotype::openapi
