#include "state/fields.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace holotype::state {
namespace {

using document::Node;

// Keywords whose schemas speak about the same value.
constexpr std::array<std::string_view, 3> kLists = {"allOf", "anyOf", "oneOf"};
// Schemas looked through for one value: descriptions exist whose anyOf has hundreds of branches.
constexpr std::size_t kMostSchemas = 512;

bool is_true(const Node& node) {
  return node && node.value->is_boolean() && node.value->as_boolean();
}

bool has_reference(const Node& schema) {
  return schema && schema.value->is_object() && schema.value->find("$ref") != nullptr;
}

void add_type(TypeSet& types, std::string_view name) {
  types.has_string |= name == "string";
  types.has_integer |= name == "integer" || name == "number";
  types.has_boolean |= name == "boolean";
  types.has_array |= name == "array";
  types.has_object |= name == "object";
  types.has_null |= name == "null";
}

void add_types(TypeSet& types, const Node& schema) {
  if (const Node type = schema.member("type")) {
    if (type.value->is_string()) add_type(types, type.value->as_string());
    for (const json::Value& one : type.value->elements()) {
      if (one.is_string()) add_type(types, one.as_string());
    }
  }
  types.has_null |= is_true(schema.member("nullable"));
  types.has_object |= static_cast<bool>(schema.member("properties"));
  types.has_array |= static_cast<bool>(schema.member("items"));
}

}  // namespace

// The schemas that speak about one value, in the order in which they were met.
struct FieldReader::Reading {
  std::vector<Node> schemas;
  std::unordered_set<const json::Value*> seen;
};

const Field* Fields::find(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &Field::name);
  return found == members.end() ? nullptr : &*found;
}

Node FieldReader::follow(const Node& schema) const {
  const auto target = description_->compiler->follow_reference(schema, description_->dialect);
  return target ? *target : Node{};  // what refers to nothing was reported at load
}

void FieldReader::collect(const Node& schema, Reading& reading) const {
  if (!schema || !schema.value->is_object() || reading.schemas.size() >= kMostSchemas) return;
  if (!reading.seen.insert(schema.value).second) return;
  if (has_reference(schema)) collect(follow(schema), reading);
  reading.schemas.push_back(schema);
  for (const std::string_view keyword : kLists) {
    const Node list = schema.member(keyword);
    if (!list || !list.value->is_array()) continue;
    for (std::size_t i = 0; i < list.value->size(); ++i) collect(list.element(i), reading);
  }
}

std::shared_ptr<const Fields> FieldReader::read(const std::vector<Node>& schemas) {
  std::vector<const json::Value*> key;
  for (const Node& schema : schemas) key.push_back(schema.value);
  auto& known = known_[key];
  if (known != nullptr) return known;

  Reading reading;
  for (const Node& schema : schemas) collect(schema, reading);
  auto fields = std::make_shared<Fields>();
  bool allows_others = false;
  std::vector<std::string_view> required;
  for (const Node& schema : reading.schemas) {
    add_types(fields->types, schema);
    if (const Node items = schema.member("items"); items && items.value->is_object())
      fields->items.push_back(items);
    if (const Node more = schema.member("additionalProperties"))
      allows_others |= more.value->is_object() || is_true(more);
    if (const Node names = schema.member("required")) {
      for (const json::Value& name : names.value->elements()) {
        if (name.is_string()) required.push_back(name.as_string());
      }
    }
    const Node properties = schema.member("properties");
    if (!properties) continue;
    for (const json::Member& member : properties.value->members()) {
      auto found = std::ranges::find(fields->members, member.name(), &Field::name);
      if (found == fields->members.end())
        found = fields->members.insert(fields->members.end(), Field{.name = member.name()});
      found->schemas.push_back({properties.file, &member.value});
    }
  }
  for (Field& field : fields->members) {
    describe(field);
    field.is_required = std::ranges::find(required, field.name) != required.end();
  }
  fields->is_open = allows_others || fields->members.empty();
  known = std::move(fields);
  return known;
}

void FieldReader::describe(Field& field) const {
  Reading reading;
  for (const Node& schema : field.schemas) collect(schema, reading);
  for (const Node& schema : reading.schemas) {
    add_types(field.types, schema);
    field.is_read_only |= is_true(schema.member("readOnly"));
    field.is_write_only |= is_true(schema.member("writeOnly"));
    if (const Node format = schema.member("format"); format && format.value->is_string())
      field.format = format.value->as_string();
    if (const Node value = schema.member("default"); value && field.default_value == nullptr)
      field.default_value = value.value;
  }
}

TypeSet FieldReader::types_of(const Node& schema) const {
  Field field{.schemas = {schema}};
  describe(field);
  return field.types;
}

Node FieldReader::identity(Node schema) const {
  for (int step = 0; step < 16 && schema; ++step) {
    if (has_reference(schema)) {
      schema = follow(schema);
      continue;
    }
    Node only;
    for (const std::string_view keyword : kLists) {
      const Node list = schema.member(keyword);
      if (list && list.value->is_array() && list.value->size() == 1) only = list.element(0);
    }
    if (!only || schema.member("properties")) return schema;
    schema = only;
  }
  return schema;
}

}  // namespace holotype::state
