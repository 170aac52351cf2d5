// How a description is read: which version it is, then what operations refer to (security schemes,
// servers), then the operations with everything below them, at last the components for faults that
// no operation showed. References are followed where they stand; what they lead to is read once.
//
// Cost: one pass over the document's objects, a schema is compiled for each direction in which it
// travels.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "openapi/description.h"
#include "openapi/detect_version.h"
#include "openapi/readers.h"
#include "schema/compiler.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

schema::Dialect default_dialect(Version version) {
  switch (version) {
    case Version::Swagger20:
      return schema::Dialect::Swagger20;
    case Version::OpenApi30:
      return schema::Dialect::OpenApi30;
    case Version::OpenApi31:
    case Version::OpenApi32:
      break;
  }
  return schema::Dialect::OpenApi31;
}

// OpenAPI 3.1.1, OpenAPI Object, jsonSchemaDialect. One that is not known is reported below.
schema::Dialect dialect_of(Version version, const Node& root) {
  const Node field = root.member("jsonSchemaDialect");
  const bool counts = version == Version::OpenApi31 || version == Version::OpenApi32;
  if (!counts || !field || !field.value->is_string()) return default_dialect(version);
  return schema::dialect_of(field.value->as_string()).value_or(default_dialect(version));
}

void check_dialect(Reading& reading, const Node& root) {
  const Node field = reading.member(root, "jsonSchemaDialect", json::Type::String);
  if (!field || !reading.is_in(kFrom31) || schema::dialect_of(field.value->as_string())) return;
  reading.report(rules::kOpenApiDialectUnknown, field,
                 {.message = "jsonSchemaDialect should name a dialect of JSON Schema that is known",
                  .found = std::string(field.value->as_string())});
}

// Since 3.1 a description may be without paths, but not without anything.
void check_has_content(Reading& reading, const Node& root) {
  if (!reading.is_in(kFrom31) || root.member("paths") || root.member("webhooks") ||
      root.member("components")) {
    return;
  }
  reading.report(rules::kOpenApiMissingField, root,
                 {.message = "an OpenAPI Object must have paths, webhooks or components"});
}

void read_description_servers(Reading& reading, const Node& root, Description& description) {
  description.servers =
      reading.is_swagger()
          ? read_swagger_servers(reading, root)
          : read_servers(reading, reading.member(root, "servers", json::Type::Array));
  if (description.servers.empty()) description.servers.push_back(server_at_root());
}

void read_all_schemes(Reading& reading, const Node& root, Description& description) {
  const Node parent = reading.is_swagger() ? root : root.member("components");
  description.security_schemes = read_security_schemes(
      reading,
      reading.member(parent, reading.is_swagger() ? "securityDefinitions" : "securitySchemes",
                     json::Type::Object));
  std::unordered_map<std::string, const SecurityScheme*> by_name;
  for (const auto& scheme : description.security_schemes) {
    by_name.emplace(scheme->name, scheme.get());
  }
  reading.set_security_schemes(std::move(by_name));
}

Surroundings read_surroundings(Reading& reading, const Node& root, const Description& description) {
  Surroundings surroundings;
  surroundings.servers = description.servers;
  surroundings.security =
      read_security(reading, reading.member(root, "security", json::Type::Array));
  surroundings.security_unchecked = reading.take_unchecked();
  if (reading.is_swagger()) {
    surroundings.consumes = reading.texts(root, "consumes");
    surroundings.produces = reading.texts(root, "produces");
  }
  return surroundings;
}

void read_everything(Reading& reading, const Node& root, Description& description) {
  reading.check_fields(root, kDescriptionObject);
  check_has_content(reading, root);
  check_dialect(reading, root);
  check_info(reading, root);
  const Node info = reading.member(root, "info", json::Type::Object);
  description.title = reading.text(info, "title");
  description.api_version = reading.text(info, "version");
  read_description_servers(reading, root, description);
  read_all_schemes(reading, root, description);
  const Surroundings surroundings = read_surroundings(reading, root, description);
  if (const Node paths = reading.member(root, "paths", json::Type::Object)) {
    const auto map = reading.map(paths, kPathsObject);
    if (map) description.operations = read_paths(reading, *map, surroundings);
  }
  if (reading.is_in(kFrom31)) {
    description.webhooks =
        read_webhooks(reading, reading.member(root, "webhooks", json::Type::Object), surroundings);
  }
  check_components(reading, root, surroundings);
  for (auto& scheme : reading.take_added_schemes()) {
    description.security_schemes.push_back(std::move(scheme));
  }
  check_links(reading, description);
}

tl::unexpected<Diagnostics> failure(Diagnostic&& finding) {
  Diagnostics findings;
  findings.push_back(std::move(finding));
  return tl::unexpected<Diagnostics>(std::move(findings));
}

}  // namespace

Result<std::shared_ptr<const Description>, Diagnostics> load(
    std::shared_ptr<document::Library> library, const std::string& path_or_uri,
    const LoadOptions& options) {
  const auto file = library->open(path_or_uri);
  if (!file) return tl::unexpected<Diagnostics>(file.error());
  const Node root{*file, &(*file)->root()};
  auto detected = detect_version(root);
  if (!detected) return failure(std::move(detected).error());

  auto description = std::make_shared<Description>();
  description->version = detected->version;
  description->version_text = detected->text;
  description->entry = *file;
  description->library = library;
  description->compiler = std::make_shared<schema::Compiler>(*library);
  description->dialect = dialect_of(detected->version, root);

  const schema::Options schema_options{.dialect = description->dialect, .format = options.format};
  Reading reading(*library, *description->compiler, detected->version, schema_options);
  for (Diagnostic& finding : detected->findings) reading.add(std::move(finding));
  read_everything(reading, root, *description);
  for (Diagnostic finding : library->findings()) reading.add(std::move(finding));
  description->findings = reading.take_findings();
  return std::shared_ptr<const Description>(std::move(description));
}

const Operation* Description::find(std::string_view operation) const {
  const auto by_id = std::ranges::find(operations, operation, &Operation::id);
  if (by_id != operations.end()) return &*by_id;
  const auto by_place = std::ranges::find_if(operations, [operation](const Operation& candidate) {
    return operation.size() == candidate.method.size() + 1 + candidate.path.size() &&
           operation.starts_with(candidate.method) && operation.ends_with(candidate.path) &&
           operation[candidate.method.size()] == ' ';
  });
  return by_place == operations.end() ? nullptr : &*by_place;
}

}  // namespace holotype::openapi
