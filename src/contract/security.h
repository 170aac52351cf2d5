// SecurityCheck: whether a request carries the credentials that its operation asks for.
//
// A mock knows no passwords, so a credential is checked for its presence and its form, never for
// its value: any non-empty key, any well-formed Basic, Bearer or Digest credential will do. A
// requirement whose scheme is not defined, or that TLS client certificates would have to meet,
// cannot be checked; that is said in `unchecked`, and the requirement counts as met.
//
// Threads: immutable. Determinism: findings in the order of the description.
// Spec: OpenAPI 3.1.1 "Security Requirement Object" (all of one requirement, any of the list); RFC
// 9110 section 11, RFC 7617, RFC 6750, RFC 7616. Tests: tests/contract/security_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "http/message.h"
#include "openapi/operation.h"

namespace holotype::contract {

class SecurityCheck {
 public:
  explicit SecurityCheck(const openapi::Operation& operation);

  struct Outcome {
    diagnostic::Diagnostics findings;  // of the requirement that is nearest to being met
    diagnostic::Diagnostics unchecked;
  };
  Outcome check(const http::Request& request) const;

  // The value of WWW-Authenticate for a request that fails (RFC 9110 section 11.6.1): one challenge
  // for each authentication scheme that any requirement names, or where there are only API keys,
  // for each of those. "" where the operation is open to everybody.
  const std::string& challenges() const { return challenges_; }

 private:
  const openapi::Operation* operation_;
  std::string challenges_;
};

}  // namespace holotype::contract
