// Secrets: what of an exchange nobody may read later, and exchanges without it.
//
// Secret are credentials (Authorization, cookies, the API keys that the description names, in
// header, query or cookie, and the names that services use for keys by custom) and what a schema
// calls so (`format: password`, `writeOnly`), in bodies and parameters. They are taken out before
// an exchange is written down anywhere: journal, reports, logs, problem documents.
//
//     POST /v1/users?api_key=(redacted)    {"name": "ann", "password": "(redacted)"}
//
// A body that may hold secrets and could not be read is left out whole. Where nothing is secret the
// bytes stay as they were.
//
// Threads: immutable, share freely. Spec: OpenAPI 3.1.1 "Security Scheme Object", RFC 6750 section
// 2.3 (access_token). Tests: tests/secrets/secrets_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "http/message.h"
#include "http/target.h"
#include "openapi/description.h"
#include "secrets/secret_shape.h"

namespace holotype::secrets {

// A request as far as it was understood.
struct Subject {
  const http::Request& request;
  const openapi::Operation* operation = nullptr;     // nullptr where none matched
  const std::vector<http::RawPair>* path = nullptr;  // undecoded, views into the request
  const openapi::MediaType* media_type = nullptr;    // of the body; nullptr where none was selected
  const json::Value* body = nullptr;                 // as it was read; nullptr where it was not
};

struct Redacted {
  http::Request request;
  std::vector<std::string> body_pointers;  // what of the body was replaced
  bool is_body_dropped = false;            // the whole body was replaced
};

// What one operation holds of secrets.
struct OperationSecrets {
  // By media type of the request body; those without secrets are absent.
  std::unordered_map<const openapi::MediaType*, const SecretShape*> bodies;
  std::vector<const openapi::Parameter*> parameters;
  // The query names of `parameters`, members of exploded objects included.
  std::vector<std::string> query_names;
  bool is_query_secret = false;  // one parameter is the whole query (OpenAPI 3.2 "querystring")
  bool has_query_pairs = false;  // which is written as a form
};

class Secrets {
 public:
  explicit Secrets(const openapi::Description& description);
  Secrets(const Secrets&) = delete;  // the shapes are pointed at
  Secrets& operator=(const Secrets&) = delete;

  Redacted redact(const Subject& subject) const;

  // Takes values out of findings about a request: of secret parameters, at and around secret
  // places of the body.
  void redact(diagnostic::Diagnostics& findings, const Subject& subject) const;

  // The target alone, for logs: "/v1/tasks?api_key=(redacted)".
  std::string redacted_target(const Subject& subject) const;

  // What the operation holds of secrets beyond credentials; nullptr where nothing.
  const OperationSecrets* of(const openapi::Operation* operation) const;

 private:
  bool is_secret_header(std::string_view name, const OperationSecrets* own) const;
  bool is_secret_query(std::string_view name, const OperationSecrets* own) const;
  void hide_parameters(diagnostic::Diagnostics& findings, const OperationSecrets* own) const;
  void redact_body(const Subject& subject, const OperationSecrets& own, Redacted& redacted) const;

  std::vector<std::string> header_names_;  // of API keys
  std::vector<std::string> query_names_;
  Shapes shapes_;
  std::unordered_map<const openapi::Operation*, OperationSecrets> by_operation_;
};

}  // namespace holotype::secrets
