// Who may call an operation.
#pragma once

#include <string>
#include <vector>

#include "document/file.h"
#include "openapi/parameter.h"

namespace holotype::openapi {

// Spec: Security Scheme Object (https://spec.openapis.org/oas/v3.1.1#security-scheme-object)
struct SecurityScheme {
  enum class Type : std::uint8_t { ApiKey, Http, OAuth2, OpenIdConnect, MutualTls };

  std::string name;  // the key in components.securitySchemes
  Type type = Type::ApiKey;
  In in = In::Header;          // ApiKey
  std::string parameter_name;  // ApiKey: of the header, query parameter or cookie
  std::string http_scheme;     // Http: lower case, "basic", "bearer", "digest", ...
  std::string bearer_format;
  document::Node node;
};

// One scheme that a requirement names. `scheme` is nullptr where no such scheme is defined: what it
// asks for cannot be checked (rule openapi.security-undefined, reported at load).
struct SecurityUse {
  std::string name;
  const SecurityScheme* scheme = nullptr;
  std::vector<std::string> scopes;
  document::Node node;
};

// All of `uses` are needed (AND); an empty one lets everybody in.
// Spec: Security Requirement Object
// (https://spec.openapis.org/oas/v3.1.1#security-requirement-object)
struct SecurityRequirement {
  std::vector<SecurityUse> uses;
};

}  // namespace holotype::openapi
