// Description: one API description as one model, whatever version it is written in.
//
// load() reads the entry document and everything that it refers to, reports every fault with its
// place, and confines each to the operations that touch it: only a document that is no OpenAPI
// document at all fails to load. The result is immutable; strings and nodes in it live as long as
// it does. Operations are in the order of the text.
//
// Threads: immutable after load, share freely.
// Spec: OpenAPI 3.2.0, 3.1.1, 3.0.4, Swagger 2.0. Tests: tests/openapi/
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "diagnostic/diagnostic.h"
#include "document/library.h"
#include "openapi/operation.h"
#include "openapi/version.h"
#include "schema/compiler.h"
#include "schema/schema.h"

namespace holotype::openapi {

struct Description {
  Version version = Version::OpenApi31;
  std::string version_text;  // "3.1.0", as written
  std::string title;
  std::string api_version;
  std::vector<Server> servers;  // never empty: "/" where none is given
  std::vector<Operation> operations;
  std::vector<Callback> webhooks;
  // Stable addresses: SecurityUse points here.
  std::vector<std::unique_ptr<SecurityScheme>> security_schemes;
  // Every fault of the description, in the order of the text; errors and warnings.
  diagnostic::Diagnostics findings;
  const document::File* entry = nullptr;
  std::shared_ptr<document::Library> library;
  // For whoever compiles further schemas against this description (fixtures, examples).
  std::shared_ptr<schema::Compiler> compiler;
  schema::Dialect dialect = schema::Dialect::OpenApi31;
  // Of several that are served together: theirs, by file; and what keeps them alive.
  std::unordered_map<const document::File*, schema::Dialect> dialects;
  std::vector<std::shared_ptr<const Description>> parts;

  // The dialect of schemas there that do not name one themselves.
  schema::Dialect dialect_of(const document::Node& node) const {
    const auto found = dialects.find(node.file);
    return found == dialects.end() ? dialect : found->second;
  }

  // The operation of that operationId, or of "METHOD /path"; nullptr where there is none.
  const Operation* find(std::string_view operation) const;
};

struct LoadOptions {
  schema::Format format = schema::Format::Assert;
};

// The description whose entry document is at `path_or_uri`. Fails with the findings where the
// document cannot be read or is no OpenAPI document (rules document.*, openapi.not-a-description,
// openapi.unsupported-version).
Result<std::shared_ptr<const Description>, diagnostic::Diagnostics> load(
    std::shared_ptr<document::Library> library, const std::string& path_or_uri,
    const LoadOptions& options = {});

}  // namespace holotype::openapi
