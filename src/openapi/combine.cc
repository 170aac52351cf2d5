#include "openapi/combine.h"

#include <algorithm>
#include <unordered_map>

#include "base/check.h"
#include "diagnostic/rules_openapi.h"

namespace holotype::openapi {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using Parts = std::vector<std::shared_ptr<const Description>>;

// What a file is the fault of is said once, though it is read for several.
void add_new(Diagnostics& all, const Diagnostics& more) {
  for (const Diagnostic& finding : more) {
    if (std::ranges::find(all, finding) == all.end()) all.push_back(finding);
  }
}

void report_taken_ids(const Parts& parts, Diagnostics& findings) {
  std::unordered_map<std::string_view, const Operation*> owners;
  for (const auto& part : parts) {
    for (const Operation& operation : part->operations) {
      if (!operation.has_operation_id) continue;
      const auto [owner, is_new] = owners.emplace(operation.id, &operation);
      if (is_new || owner->second->node.file == operation.node.file) continue;
      const document::Node id = operation.node.member("operationId");
      findings.push_back(
          {.rule = &diagnostic::rules::kOpenApiOperationIdDuplicate,
           .message = "an operationId must be unique among descriptions that are "
                      "served together",
           .found = operation.id,
           .fix = "the name means the operation at " + owner->second->node.source().to_string(),
           .schema = id.location(),
           .source = id.source()});
    }
  }
}

void add_part(const std::shared_ptr<const Description>& part, Description& whole) {
  whole.operations.insert(whole.operations.end(), part->operations.begin(), part->operations.end());
  whole.webhooks.insert(whole.webhooks.end(), part->webhooks.begin(), part->webhooks.end());
  for (const auto& scheme : part->security_schemes)
    whole.security_schemes.push_back(std::make_unique<SecurityScheme>(*scheme));
  add_new(whole.findings, part->findings);
}

}  // namespace

Result<std::shared_ptr<const Description>, Diagnostics> load_several(
    const std::shared_ptr<document::Library>& library, std::span<const std::string> paths_or_uris,
    const LoadOptions& options) {
  HOLOTYPE_CHECK(!paths_or_uris.empty());
  Parts parts;
  Diagnostics failures;
  auto whole = std::make_shared<Description>();
  for (const std::string& path : paths_or_uris) {
    auto part = load(library, path, options);
    if (!part) {
      diagnostic::append(failures, std::move(part.error()));
      continue;
    }
    for (const document::File* file : library->files())
      whole->dialects.emplace(file, (*part)->dialect);  // the first that reads it
    parts.push_back(std::move(*part));
  }
  if (!failures.empty()) return tl::unexpected(std::move(failures));
  if (parts.size() == 1) return parts.front();
  const Description& first = *parts.front();
  whole->version = first.version;
  whole->version_text = first.version_text;
  whole->title = first.title;
  whole->api_version = first.api_version;
  whole->servers = first.servers;
  whole->entry = first.entry;
  whole->library = library;
  whole->compiler = first.compiler;
  whole->dialect = first.dialect;
  for (const auto& part : parts) add_part(part, *whole);
  report_taken_ids(parts, whole->findings);
  whole->parts = std::move(parts);
  return std::shared_ptr<const Description>(std::move(whole));
}

}  // namespace holotype::openapi
