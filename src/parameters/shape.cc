// A shape is that of several schemas at once: a property "a" that two branches of an anyOf describe
// has the shape of both. So shapes are keyed by the list of schemas that they stand for, which is
// what makes recursive schemas end: the same list gives the shape that is already being made.
//
// Types are a set: `type` (with `nullable`), `enum` and `const`, met (intersected) with those of
// $ref and allOf and with the union of anyOf's and of oneOf's. An empty set means contradiction,
// which is the schema's business, so it counts as "everything".
#include "parameters/shape.h"

#include <algorithm>
#include <unordered_set>

#include "json/number.h"

namespace holotype::parameters {
namespace {

using document::Node;
using schema::Reached;

constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxShapes = 100'000;

constexpr std::string_view kReferences[] = {"$ref", "$dynamicRef", "$recursiveRef"};
// Applicators whose schemas hold for the same value. `not` says nothing about what is allowed.
constexpr std::string_view kLists[] = {"allOf", "anyOf", "oneOf"};
constexpr std::string_view kBranches[] = {"if", "then", "else"};

struct NamedTypes {
  std::string_view name;
  std::uint8_t bits;
};
constexpr NamedTypes kTypes[] = {
    {"null", Types::Null},       {"boolean", Types::Boolean},
    {"integer", Types::Integer}, {"number", Types::Integer | Types::Fraction},
    {"string", Types::String},   {"array", Types::Array},
    {"object", Types::Object},   {"file", Types::String},  // Swagger 2.0 "Parameter Object"
};

// What a keyword lets one guess where no type is given.
constexpr NamedTypes kHints[] = {
    {"properties", Types::Object},
    {"additionalProperties", Types::Object},
    {"patternProperties", Types::Object},
    {"required", Types::Object},
    {"items", Types::Array},
    {"prefixItems", Types::Array},
    {"minItems", Types::Array},
    {"maxItems", Types::Array},
    {"minimum", Types::Integer | Types::Fraction | Types::String},
    {"maximum", Types::Integer | Types::Fraction | Types::String},
    {"exclusiveMinimum", Types::Integer | Types::Fraction | Types::String},
    {"exclusiveMaximum", Types::Integer | Types::Fraction | Types::String},
    {"multipleOf", Types::Integer | Types::Fraction | Types::String},
};

bool has_reference(const Node& schema) {
  return std::ranges::any_of(kReferences, [&](std::string_view keyword) {
    return static_cast<bool>(schema.member(keyword));
  });
}

bool is_true(const Node& node) {
  return node && node.value->is_boolean() && node.value->as_boolean();
}
bool is_false(const Node& node) {
  return node && node.value->is_boolean() && !node.value->as_boolean();
}

Types named(std::string_view name) {
  const auto* row = std::ranges::find(kTypes, name, &NamedTypes::name);
  return row == std::end(kTypes) ? Types() : Types(row->bits);
}

Types type_of(const json::Value& value) {
  switch (value.type()) {
    case json::Type::Null:
      return Types::Null;
    case json::Type::Boolean:
      return Types::Boolean;
    case json::Type::Number:
      return json::is_integer(value) ? Types::Integer : Types::Fraction;
    case json::Type::String:
      return Types::String;
    case json::Type::Array:
      return Types::Array;
    case json::Type::Object:
      return Types::Object;
  }
  return {};
}

std::string_view text_of(const Node& node) {
  return node && node.value->is_string() ? node.value->as_string() : std::string_view();
}

struct NamedXmlNode {
  std::string_view name;
  Xml::Node node;
};
constexpr NamedXmlNode kXmlNodes[] = {
    {"element", Xml::Node::Element}, {"attribute", Xml::Node::Attribute}, {"text", Xml::Node::Text},
    {"cdata", Xml::Node::Cdata},     {"none", Xml::Node::None},
};

Xml xml_of(const Node& object) {
  Xml xml{.name = text_of(object.member("name")),
          .namespace_uri = text_of(object.member("namespace")),
          .prefix = text_of(object.member("prefix"))};
  if (is_true(object.member("wrapped"))) xml.node = Xml::Node::Element;
  if (is_true(object.member("attribute"))) xml.node = Xml::Node::Attribute;
  const auto* row =
      std::ranges::find(kXmlNodes, text_of(object.member("nodeType")), &NamedXmlNode::name);
  if (row != std::end(kXmlNodes)) xml.node = row->node;
  return xml;
}

// "Pet" of "#/components/schemas/Pet" or "pets.yaml#/definitions/Pet"; "" of other references.
std::string_view component_of(std::string_view reference) {
  const std::size_t slash = reference.rfind('/');
  if (slash == std::string_view::npos) return "";
  const std::string_view folder = reference.substr(0, slash);
  const bool is_component = folder.ends_with("#/components/schemas") ||
                            folder.ends_with("#/definitions") || folder.ends_with("#/$defs");
  return is_component ? reference.substr(slash + 1) : "";
}

// What `type`, `nullable`, `enum` and `const` of this schema object itself allow.
Types own_types(const Node& schema) {
  Types types;
  if (const Node type = schema.member("type")) {
    if (type.value->is_string()) types = named(type.value->as_string());
    if (type.value->is_array()) {
      types = std::uint8_t{0};
      for (const json::Value& one : type.value->elements()) {
        if (one.is_string()) types = types | named(one.as_string());
      }
    }
    if (is_true(schema.member("nullable"))) types = types | Types::Null;
  }
  if (const Node values = schema.member("enum"); values && values.value->is_array()) {
    Types listed = std::uint8_t{0};
    for (const json::Value& value : values.value->elements()) listed = listed | type_of(value);
    types = types & listed;
  }
  if (const Node constant = schema.member("const")) types = types & type_of(*constant.value);
  return types;
}

}  // namespace

namespace {
// `part`, which lies in the same resource as `whole` or in one of its own.
Reached at(const Reached& whole, const Node& part) { return {part, whole.scope}; }
}  // namespace

// Every schema object that speaks about one value, and what they say about its parts.
struct ShapeCompiler::Flat {
  struct Part {
    std::string_view name;
    std::vector<Reached> schemas;
  };
  std::vector<Node> objects;
  std::unordered_set<const json::Value*> seen;
  std::vector<Part> properties;
  std::map<std::string_view, std::size_t> index;
  std::vector<Reached> items;
  std::vector<std::vector<Reached>> prefix;
  std::vector<Reached> additional;
  std::unordered_set<std::string_view> required;
  bool asks_for_more = false;
  bool forbids_more = false;

  void add_property(std::string_view name, const Reached& schema) {
    const auto [entry, is_new] = index.try_emplace(name, properties.size());
    if (is_new) properties.push_back({name, {}});
    properties[entry->second].schemas.push_back(schema);
  }
  void add_prefix(const Reached& list) {
    const std::size_t size = list.schema.value->size();
    if (prefix.size() < size) prefix.resize(size);
    for (std::size_t i = 0; i < size; ++i) prefix[i].push_back(at(list, list.schema.element(i)));
  }
  void add_parts_of(const Reached& reached);
};

void ShapeCompiler::Flat::add_parts_of(const Reached& reached) {
  const Node& schema = reached.schema;
  if (const Node named_schemas = schema.member("properties")) {
    for (const json::Member& member : named_schemas.value->members()) {
      add_property(member.name(), at(reached, {schema.file, &member.value}));
    }
  }
  if (const Node names = schema.member("required"); names && names.value->is_array()) {
    for (const json::Value& name : names.value->elements()) {
      if (name.is_string()) required.insert(name.as_string());
    }
  }
  if (const Node more = schema.member("additionalProperties")) {
    forbids_more = forbids_more || is_false(more);
    asks_for_more = asks_for_more || !is_false(more);
    if (more.value->is_object()) additional.push_back(at(reached, more));
  }
  if (const Node patterns = schema.member("patternProperties")) {
    for (const json::Member& member : patterns.value->members()) {
      asks_for_more = true;
      additional.push_back(at(reached, {schema.file, &member.value}));
    }
  }
  if (const Node list = schema.member("prefixItems"); list && list.value->is_array()) {
    add_prefix(at(reached, list));
  }
  const Node items_keyword = schema.member("items");
  if (items_keyword && items_keyword.value->is_array()) {  // before 2020-12
    add_prefix(at(reached, items_keyword));
    if (const Node rest = schema.member("additionalItems")) items.push_back(at(reached, rest));
  } else if (items_keyword) {
    items.push_back(at(reached, items_keyword));
  }
}

const Shape& Shape::member(std::string_view name) const {
  // Forms of hundreds of properties are rare, and each field is looked up once.
  const auto property = std::ranges::find(properties, name, &Property::name);
  return property != properties.end() ? *property->shape : *additional;
}

const Shape& Shape::element(std::size_t index) const {
  return index < prefix.size() ? *prefix[index] : *items;
}

bool Shape::names(std::string_view property) const {
  return std::ranges::find(properties, property, &Property::name) != properties.end();
}

ShapeCompiler::ShapeCompiler(schema::Compiler& compiler, DialectOf dialect_of)
    : compiler_(compiler), dialect_of_(std::move(dialect_of)) {}

Reached ShapeCompiler::enter(const Reached& schema) const {
  if (!schema || !schema.schema.value->is_object()) return {};
  return compiler_.enter(schema, dialect_of_(schema.schema));
}

Reached ShapeCompiler::follow(const Reached& schema) const {
  return compiler_.referred_to(schema, dialect_of_(schema.schema));
}

const Shape& ShapeCompiler::any() {
  // Points at itself, so that every level allows everything.
  static Shape shape;
  static const bool is_closed = [] {
    shape.items = shape.additional = &shape;
    return true;
  }();
  static_cast<void>(is_closed);
  return shape;
}

const Shape& ShapeCompiler::compile(const Node& schema) {
  if (!schema) return any();
  const MutexLock lock(mutex_);
  return *shape_of({Reached{schema}}, 0);
}

ShapeCompiler::Key ShapeCompiler::key_of(const std::vector<Reached>& schemas) {
  Key key;
  for (const Reached& reached : schemas) {
    key.push_back(reached.schema.value);
    if (reached.scope.empty()) continue;
    key.push_back(nullptr);  // no schema: the scope of the one before
    key.insert(key.end(), reached.scope.begin(), reached.scope.end());
    key.push_back(nullptr);
  }
  return key;
}

const Shape* ShapeCompiler::shape_of(const std::vector<Reached>& schemas, int depth) {
  if (schemas.empty() || depth > kMaxDepth || shapes_.size() >= kMaxShapes) return &any();
  Key key = key_of(schemas);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  Shape& shape = shapes_.emplace_back();
  shape.items = shape.additional = &any();
  known_.emplace(std::move(key), &shape);

  Flat flat;
  for (const Reached& schema : schemas) {
    shape.types = shape.types & types_of(schema, 0);
    flatten(schema, flat);
  }
  if (shape.types.none()) shape.types = Types();
  for (const Node& schema : flat.objects) {
    if (const Node empty = schema.member("allowEmptyValue")) {
      shape.forbids_empty |= is_false(empty);
      shape.allows_empty |= empty.value->is_boolean() && empty.value->as_boolean();
    }
    if (!shape.types.any()) continue;
    const auto* hint = std::ranges::find_if(
        kHints, [&](const NamedTypes& row) { return static_cast<bool>(schema.member(row.name)); });
    if (hint != std::end(kHints)) shape.types = hint->bits;
  }
  for (const Flat::Part& part : flat.properties) {
    shape.properties.push_back(
        {part.name, shape_of(part.schemas, depth + 1), flat.required.contains(part.name)});
  }
  for (const auto& part : flat.prefix) shape.prefix.push_back(shape_of(part, depth + 1));
  shape.items = shape_of(flat.items, depth + 1);
  shape.additional = shape_of(flat.additional, depth + 1);
  shape.is_open = !flat.forbids_more && (flat.asks_for_more || flat.properties.empty());
  for (const Reached& schema : schemas) find_naming(schema, shape, 0);
  return &shape;
}

// The name of an element is that of the whole value: the branches of anyOf and oneOf have no say,
// unless there is but one besides null.
void ShapeCompiler::find_naming(const Reached& reached, Shape& shape, int depth) {
  if (depth > kMaxDepth || shape.xml != nullptr) return;
  const Reached entered = enter(reached);
  if (!entered) return;
  const Node& schema = entered.schema;
  if (const Node object = schema.member("xml"); object && object.value->is_object()) {
    shape.xml = &xmls_.emplace_back(xml_of(object));
    return;
  }
  if (has_reference(schema)) {
    if (shape.component.empty()) shape.component = component_of(text_of(schema.member("$ref")));
    find_naming(follow(entered), shape, depth + 1);
  }
  for (const std::string_view keyword : kLists) {
    const Node list = schema.member(keyword);
    if (!list || !list.value->is_array()) continue;
    std::vector<Reached> branches;
    for (std::size_t i = 0; i < list.value->size(); ++i) {
      Reached branch = at(entered, list.element(i));
      if (types_of(branch, 0) != Types(Types::Null)) branches.push_back(std::move(branch));
    }
    if (keyword != "allOf" && branches.size() != 1) continue;
    const std::string_view before = shape.component;
    for (const Reached& branch : branches) find_naming(branch, shape, depth + 1);
    if (branches.size() > 1) shape.component = before;  // a whole of several components is none
  }
}

void ShapeCompiler::flatten(const Reached& reached, Flat& flat) const {
  const Reached entered = enter(reached);
  if (!entered || !flat.seen.insert(entered.schema.value).second) return;
  const Node& schema = entered.schema;
  flat.objects.push_back(schema);
  flat.add_parts_of(entered);
  if (has_reference(schema)) flatten(follow(entered), flat);
  for (const std::string_view keyword : kLists) {
    const Node list = schema.member(keyword);
    if (!list || !list.value->is_array()) continue;
    for (std::size_t i = 0; i < list.value->size(); ++i) {
      flatten(at(entered, list.element(i)), flat);
    }
  }
  for (const std::string_view keyword : kBranches)
    flatten(at(entered, schema.member(keyword)), flat);
}

Types ShapeCompiler::types_of(const Reached& reached, int depth) const {
  if (depth > kMaxDepth) return {};
  const Reached entered = enter(reached);
  if (!entered) return {};
  const Node& schema = entered.schema;
  Types types = own_types(schema);
  if (has_reference(schema)) types = types & types_of(follow(entered), depth + 1);
  for (const std::string_view keyword : kLists) {
    const Node list = schema.member(keyword);
    if (!list || !list.value->is_array() || list.value->size() == 0) continue;
    Types either = std::uint8_t{0};
    for (std::size_t i = 0; i < list.value->size(); ++i) {
      const Types one = types_of(at(entered, list.element(i)), depth + 1);
      if (keyword == "allOf") types = types & one;
      either = either | one;
    }
    if (keyword != "allOf") types = types & either;
  }
  return types;
}

}  // namespace holotype::parameters
