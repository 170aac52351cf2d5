// The keywords of OpenAPI's base vocabulary. They change nothing about what is valid (the
// discriminator names the branch that a finding is about, `xml` how a value is written), but must
// be what the specification says they are.
#include <algorithm>

#include "schema/build.h"

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
  const json::Value* mapping = value.find("mapping");
  if (mapping == nullptr) return;
  const bool is_map = mapping->is_object() &&
                      std::ranges::all_of(mapping->members(), [](const json::Member& member) {
                        return member.value.is_string();
                      });
  if (!is_map) build.report_malformed("an object whose mapping has strings alone", *mapping);
}

void build_xml(Build& build) {
  if (!build.value().is_object()) return build.report_malformed("an object", build.value());
  for (const auto& field : kXmlFields) {
    const json::Value* value = build.value().find(field.name);
    if (value != nullptr && !field.is_right(*value)) build.report_malformed(field.expected, *value);
  }
}

}  // namespace holotype::schema
