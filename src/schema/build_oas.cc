// The keywords of OpenAPI's base vocabulary. They change nothing about what is valid (the
// discriminator names the branch that a finding is about, `xml` how a value is written), but must
// be what the specification says they are.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "diagnostic/rules_schema.h"
#include "schema/build.h"
#include "schema/registry.h"

namespace holotype::schema {
namespace {

bool is_boolean(const json::Value& value) { return value.is_boolean(); }
bool is_text(const json::Value& value) { return value.is_string(); }

bool is_node_type(const json::Value& value) {
  static constexpr std::string_view kNames[] = {"element", "attribute", "text", "cdata", "none"};
  return value.is_string() && std::ranges::find(kNames, value.as_string()) != std::end(kNames);
}

// Namespaces in XML have no relative references (section 2.1 of their errata), so OpenAPI wants a
// URI with its scheme.
bool is_absolute(const json::Value& value) {
  return value.is_string() && value.as_string().find(':') != std::string_view::npos;
}

// Spec: OpenAPI 3.2.0 "XML Object".
constexpr struct {
  std::string_view name;
  bool (*is_right)(const json::Value&);
  std::string_view expected;
} kXmlFields[] = {
    {"name", is_text, "an object whose name is a string"},
    {"namespace", is_absolute, "an object whose namespace is a URI with a scheme"},
    {"prefix", is_text, "an object whose prefix is a string"},
    {"attribute", is_boolean, "an object whose attribute is a boolean"},
    {"wrapped", is_boolean, "an object whose wrapped is a boolean"},
    {"nodeType", is_node_type,
     "an object whose nodeType is element, attribute, text, cdata or none"},
};

constexpr std::string_view kXmlNames[] = {"name",      "namespace", "prefix",
                                          "attribute", "wrapped",   "nodeType"};
constexpr std::string_view kDiscriminatorNames[] = {"propertyName", "mapping", "defaultMapping"};
constexpr std::string_view kDocsNames[] = {"description", "url"};

// Fields that the object of a keyword has not; extensions are taken everywhere.
void check_names(Build& build, std::span<const std::string_view> names) {
  for (const json::Member& member : build.value().members()) {
    const bool is_known = std::ranges::find(names, member.name()) != names.end();
    if (is_known || member.name().starts_with("x-")) continue;
    diagnostic::Diagnostic finding = build.fault(
        diagnostic::rules::kSchemaUnknownKeyword, member.value,
        fmt::format("{} is no field of {} and is ignored", member.name(), build.keyword().name()));
    const std::string_view meant = diagnostic::nearest(
        member.name(), std::vector<std::string_view>(names.begin(), names.end()));
    if (!meant.empty()) finding.fix = fmt::format("write {}", meant);
    build.report(std::move(finding));
  }
}

// OpenAPI 3.1.1 "Discriminator Object": a value of the mapping is the name of a schema of the
// components, else a URI-reference.
void check_mapping(Build& build, const json::Value& mapping) {
  Registry& registry = build.assembler().registry();
  for (const json::Member& entry : mapping.members()) {
    const std::string text(entry.value.as_string());
    const document::Node place = build.node_of(entry.value);
    const Resource& resource = *build.target().resource;
    const bool may_be_name = text.find_first_of("/#") == std::string::npos;
    if (may_be_name && registry.resolve(resource, place, "#/components/schemas/" + text)) continue;
    auto target = registry.resolve(resource, place, text);
    if (target) continue;
    if (!may_be_name) {
      build.report(std::move(target.error()));
      continue;
    }
    diagnostic::Diagnostic finding =
        build.fault(diagnostic::rules::kSchemaUnresolvedReference, entry.value,
                    "mapping must name a schema of the components, or refer to one");
    finding.found = text;
    build.report(std::move(finding));
  }
}

}  // namespace

void build_discriminator(Build& build) {
  const json::Value& value = build.value();
  // Swagger 2.0: the property's name alone.
  if (build.target().resource->dialect == Dialect::Swagger20) {
    if (!value.is_string()) build.report_malformed("the name of a property", value);
    return;
  }
  const json::Value* name = value.find("propertyName");
  if (name == nullptr || !name->is_string()) {
    return build.report_malformed("an object with propertyName, a string", value);
  }
  check_names(build, kDiscriminatorNames);
  const json::Value* mapping = value.find("mapping");
  if (mapping == nullptr) return;
  const bool is_map = mapping->is_object() &&
                      std::ranges::all_of(mapping->members(), [](const json::Member& member) {
                        return member.value.is_string();
                      });
  if (!is_map) return build.report_malformed("an object whose mapping has strings alone", *mapping);
  check_mapping(build, *mapping);
}

void build_xml(Build& build) {
  if (!build.value().is_object()) return build.report_malformed("an object", build.value());
  check_names(build, kXmlNames);
  for (const auto& field : kXmlFields) {
    const json::Value* value = build.value().find(field.name);
    if (value != nullptr && !field.is_right(*value)) build.report_malformed(field.expected, *value);
  }
  // OpenAPI 3.2.0 "XML Object": where nodeType is present, these MUST NOT be.
  if (build.value().find("nodeType") == nullptr) return;
  for (const std::string_view old : {"attribute", "wrapped"}) {
    const json::Value* value = build.value().find(old);
    if (value != nullptr)
      build.report_malformed(fmt::format("without {}, which nodeType replaces", old), *value);
  }
}

// Spec: OpenAPI 3.1.1 "External Documentation Object".
void build_external_docs(Build& build) {
  const json::Value* url = build.value().find("url");
  if (url == nullptr || !url->is_string())
    return build.report_malformed("an object with url, a string", build.value());
  check_names(build, kDocsNames);
}

}  // namespace holotype::schema
