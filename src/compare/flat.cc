// Keywords are a table: what each adds to the Flat that is being built. Those that a Flat has no
// member for are kept by name (`others`), and compared as a whole.
#include "compare/flat.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "json/number.h"

namespace holotype::compare {

const std::array<BoundRow, kBoundCount> kBounds = {{
    {"minimum", "exclusiveMinimum", true, kNumber},
    {"maximum", "exclusiveMaximum", false, kNumber},
    {"minLength", "", true, kString},
    {"maxLength", "", false, kString},
    {"minItems", "", true, kArray},
    {"maxItems", "", false, kArray},
    {"minProperties", "", true, kObject},
    {"maxProperties", "", false, kObject},
}};

struct Flattener::Building {
  const View& view;
  Flat flat;
  std::unordered_set<const json::Value*> seen;  // allOf may lead back
};

namespace {

using schema::Dialect;

struct TypeName {
  std::string_view name;
  Types types;
};
constexpr TypeName kTypeNames[] = {
    {"null", kNull},     {"boolean", kBoolean}, {"number", kNumber}, {"integer", kInteger},
    {"string", kString}, {"array", kArray},     {"object", kObject},
};

// Of a name that is no type nothing is known. A file of Swagger 2.0 is a string of bytes in
// OpenAPI 3.0.
Types types_named(const json::Value& name) {
  if (!name.is_string()) return kAnyType;
  if (name.as_string() == "file") return kString;
  const auto row = std::ranges::find(kTypeNames, name.as_string(), &TypeName::name);
  return row == std::end(kTypeNames) ? kAnyType : row->types;
}

bool keeps_siblings(Dialect dialect) {
  return dialect == Dialect::Draft2019 || dialect == Dialect::Draft2020 ||
         dialect == Dialect::OpenApi31;
}

bool has_boolean_exclusives(Dialect dialect) {
  return dialect == Dialect::Draft4 || dialect == Dialect::OpenApi30 ||
         dialect == Dialect::Swagger20;
}

// One keyword of one schema, on its way into a Flat.
struct Keyword {
  const Node& schema;
  std::string_view name;
  Node value;
  Dialect dialect;
  Flat& flat;
};

void add_type(const Keyword& keyword) {
  Types types = 0;
  if (keyword.value.value->is_array()) {
    for (const json::Value& name : keyword.value.value->elements()) types |= types_named(name);
  } else {
    types = types_named(*keyword.value.value);
  }
  const json::Value* nullable = keyword.schema.value->find("nullable");
  const bool adds_null = keyword.dialect == Dialect::OpenApi30 && nullable != nullptr &&
                         nullable->is_boolean() && nullable->as_boolean();
  if (adds_null) types |= kNull;
  keyword.flat.types &= types;
  keyword.flat.types_at = keyword.value;
}

void add_values(const Keyword& keyword) {
  std::vector<const json::Value*> values;
  if (keyword.name == "const") {
    values.push_back(keyword.value.value);
  } else if (keyword.value.value->is_array()) {
    for (const json::Value& value : keyword.value.value->elements()) values.push_back(&value);
  } else {
    return;
  }
  Flat& flat = keyword.flat;
  if (!flat.values_at) {
    flat.values = std::move(values);
  } else {
    std::erase_if(flat.values, [&values](const json::Value* kept) {
      return std::ranges::none_of(
          values, [kept](const json::Value* value) { return json::equal(*kept, *value); });
    });
  }
  flat.values_at = keyword.value;
}

// Keeps the tighter of two bounds.
void tighten(Bound& bound, const Bound& other, bool is_lower) {
  if (!bound.node) {
    bound = other;
    return;
  }
  const auto order = json::compare(*other.node.value, *bound.node.value);
  const bool is_tighter = is_lower ? order > 0 : order < 0;
  if (is_tighter || (order == 0 && other.is_exclusive)) bound = other;
}

void add_bound(const Keyword& keyword) {
  if (!keyword.value.value->is_number()) return;  // a boolean exclusive is read by its bound
  for (std::size_t i = 0; i < kBoundCount; ++i) {
    const BoundRow& row = kBounds[i];
    if (row.keyword != keyword.name && row.exclusive != keyword.name) continue;
    const json::Value* flag =
        row.exclusive.empty() ? nullptr : keyword.schema.value->find(row.exclusive);
    const bool is_exclusive = row.exclusive == keyword.name ||
                              (has_boolean_exclusives(keyword.dialect) && flag != nullptr &&
                               flag->is_boolean() && flag->as_boolean());
    tighten(keyword.flat.bounds[i], {keyword.value, is_exclusive}, row.is_lower);
  }
}

void add_multiple(const Keyword& keyword) {
  if (keyword.value.value->is_number()) keyword.flat.multiples.push_back(keyword.value);
}
void add_unique(const Keyword& keyword) {
  if (keyword.value.value->is_boolean() && keyword.value.value->as_boolean())
    keyword.flat.unique = keyword.value;
}
void add_pattern(const Keyword& keyword) {
  if (keyword.value.value->is_string()) keyword.flat.patterns.push_back(keyword.value);
}
void add_format(const Keyword& keyword) {
  if (keyword.value.value->is_string()) keyword.flat.formats.push_back(keyword.value);
}

void add_to(std::vector<Property>& properties, std::string_view name, const Node& schema) {
  auto known = std::ranges::find(properties, name, &Property::name);
  if (known == properties.end())
    known = properties.insert(properties.end(), {std::string(name), {}});
  known->view.nodes.push_back(schema);
}

void add_properties(const Keyword& keyword) {
  for (const json::Member& member : keyword.value.value->members())
    add_to(keyword.flat.properties, member.name(), {keyword.value.file, &member.value});
}
void add_pattern_properties(const Keyword& keyword) {
  for (const json::Member& member : keyword.value.value->members())
    add_to(keyword.flat.pattern_properties, member.name(), {keyword.value.file, &member.value});
}

void add_required(const Keyword& keyword) {
  for (const json::Value& name : keyword.value.value->elements()) {
    if (!name.is_string() || keyword.flat.requires_property(name.as_string()) != nullptr) continue;
    keyword.flat.required.emplace_back(name.as_string(), Node{keyword.value.file, &name});
  }
}

// additionalProperties sees the names beside it; unevaluatedProperties those of all parts, which
// flatten() puts in when they are known.
void add_rest(const Keyword& keyword) {
  Rest rest{.names = {},
            .patterns = {},
            .sees_all = keyword.name == "unevaluatedProperties",
            .node = keyword.value};
  if (const json::Value* own = keyword.schema.value->find("patternProperties")) {
    for (const json::Member& member : own->members()) rest.patterns.emplace_back(member.name());
  }
  if (const json::Value* own = keyword.schema.value->find("properties")) {
    for (const json::Member& member : own->members()) rest.names.emplace_back(member.name());
  }
  keyword.flat.rests.push_back(std::move(rest));
}

void add_prefix(const Keyword& keyword) {
  std::size_t i = 0;
  for (const json::Value& element : keyword.value.value->elements()) {
    if (keyword.flat.prefix.size() <= i) keyword.flat.prefix.emplace_back();
    keyword.flat.prefix[i++].nodes.push_back({keyword.value.file, &element});
  }
}

void add_items(const Keyword& keyword) {
  if (keyword.value.value->is_array()) return add_prefix(keyword);  // before 2020-12
  keyword.flat.items.nodes.push_back(keyword.value);
  keyword.flat.items_at = keyword.value;
}

void add_additional_items(const Keyword& keyword) {
  const json::Value* items = keyword.schema.value->find("items");
  const bool counts =
      items != nullptr && items->is_array() && keyword.dialect != Dialect::Draft2020;
  if (!counts) return;
  keyword.flat.items.nodes.push_back(keyword.value);
  keyword.flat.items_at = keyword.value;
}

void add_group(const Keyword& keyword) {
  if (!keyword.value.value->is_array()) return;
  Group group{.node = keyword.value,
              .is_exclusive = keyword.name == "oneOf",
              .has_discriminator = keyword.schema.value->find("discriminator") != nullptr,
              .branches = {}};
  for (const json::Value& branch : keyword.value.value->elements())
    group.branches.push_back({keyword.value.file, &branch});
  keyword.flat.groups.push_back(std::move(group));
}

void add_default(const Keyword& keyword) {
  if (!keyword.flat.fallback) keyword.flat.fallback = keyword.value;
}

void add_other(const Keyword& keyword) {
  keyword.flat.others.emplace_back(keyword.name, keyword.value);
}

struct KeywordRow {
  std::string_view name;
  void (*add)(const Keyword& keyword);
};
// What is not here restricts nothing. $ref and allOf are followed by the Flattener.
constexpr KeywordRow kKeywords[] = {
    {"type", add_type},
    {"enum", add_values},
    {"const", add_values},
    {"minimum", add_bound},
    {"exclusiveMinimum", add_bound},
    {"maximum", add_bound},
    {"exclusiveMaximum", add_bound},
    {"minLength", add_bound},
    {"maxLength", add_bound},
    {"minItems", add_bound},
    {"maxItems", add_bound},
    {"minProperties", add_bound},
    {"maxProperties", add_bound},
    {"multipleOf", add_multiple},
    {"uniqueItems", add_unique},
    {"pattern", add_pattern},
    {"format", add_format},
    {"properties", add_properties},
    {"patternProperties", add_pattern_properties},
    {"required", add_required},
    {"additionalProperties", add_rest},
    {"unevaluatedProperties", add_rest},
    {"prefixItems", add_prefix},
    {"items", add_items},
    {"additionalItems", add_additional_items},
    {"unevaluatedItems", add_other},
    {"anyOf", add_group},
    {"oneOf", add_group},
    {"default", add_default},
    {"not", add_other},
    {"if", add_other},
    {"then", add_other},
    {"else", add_other},
    {"contains", add_other},
    {"minContains", add_other},
    {"maxContains", add_other},
    {"propertyNames", add_other},
    {"dependentRequired", add_other},
    {"dependentSchemas", add_other},
    {"dependencies", add_other},
    {"contentEncoding", add_other},
    {"contentMediaType", add_other},
};

}  // namespace

std::string to_string(Types types) {
  if (types == kAnyType) return "any";
  std::string text;
  const auto add = [&text](std::string_view name) {
    text += (text.empty() ? "" : " or ") + std::string(name);
  };
  for (const TypeName& row : kTypeNames) {
    if (row.types == kNumber    ? (types & kNumber) == kNumber
        : row.types == kInteger ? (types & kNumber) == kInteger
                                : (types & row.types) != 0) {
      add(row.name);
    }
  }
  if ((types & kNumber) == kFraction) add("number with a fraction");
  return text.empty() ? "none" : text;
}

Types type_of(const json::Value& value) {
  switch (value.type()) {
    case json::Type::Null:
      return kNull;
    case json::Type::Boolean:
      return kBoolean;
    case json::Type::Number:
      return json::is_integer(value) ? kInteger : kFraction;
    case json::Type::String:
      return kString;
    case json::Type::Array:
      return kArray;
    case json::Type::Object:
      return kObject;
  }
  return kAnyType;
}

std::string View::key() const {
  std::vector<const void*> parts;
  for (const Node& node : nodes) parts.push_back(node.value);
  std::ranges::sort(parts);
  parts.push_back(nullptr);
  const auto begin = static_cast<std::ptrdiff_t>(parts.size());
  for (const json::Value* one : chosen) parts.push_back(one);
  std::sort(parts.begin() + begin, parts.end());
  std::string key(reinterpret_cast<const char*>(parts.data()), parts.size() * sizeof(void*));
  return key + static_cast<char>(types);
}

const Property* Flat::property(std::string_view name) const {
  const auto found = std::ranges::find(properties, name, &Property::name);
  return found == properties.end() ? nullptr : &*found;
}

bool Flat::is_bytes() const {
  const bool is_of_binary = std::ranges::all_of(
      formats, [](const Node& format) { return format.value->as_string() == "binary"; });
  const bool is_any = types == kAnyType && formats.empty();
  const bool is_unbound =
      std::ranges::none_of(bounds, [](const Bound& bound) { return bool(bound.node); });
  const auto is_of_media_type = [](const auto& other) { return other.first == "contentMediaType"; };
  return (is_any || types == kString) && is_of_binary && is_unbound && !is_nothing && !unresolved &&
         !values_at && patterns.empty() && groups.empty() && properties.empty() &&
         required.empty() && rests.empty() && items.nodes.empty() &&
         std::ranges::all_of(others, is_of_media_type);
}

const Node* Flat::requires_property(std::string_view name) const {
  const auto found = std::ranges::find(required, name,
                                       [](const auto& one) { return std::string_view(one.first); });
  return found == required.end() ? nullptr : &found->second;
}

Dialect Flattener::dialect_of(const Node& node) const {
  return description_->compiler->dialect_at(node, description_->dialect_of(node));
}

Node Flattener::target(const Node& node) const {
  if (!node || !node.value->is_object()) return node;
  auto target = description_->compiler->follow_reference(node, dialect_of(node));
  return target ? *target : node;
}

bool Flattener::is_withheld(const View& property, std::string_view keyword) const {
  return std::ranges::any_of(property.nodes, [&](const Node& node) {
    return description_->compiler->says(node, keyword, dialect_of(node));
  });
}

void Flattener::add_keywords(const Node& node, Dialect dialect, Building& building) const {
  const auto chosen = [&building](const json::Value& value) {
    return std::ranges::find(building.view.chosen, &value) != building.view.chosen.end();
  };
  for (const json::Member& member : node.value->members()) {
    const auto row = std::ranges::find(kKeywords, member.name(), &KeywordRow::name);
    if (row == std::end(kKeywords) || chosen(member.value)) continue;
    row->add({node, row->name, {node.file, &member.value}, dialect, building.flat});
  }
}

void Flattener::add(const Node& node, Building& building) const {
  Flat& flat = building.flat;
  if (!node || !building.seen.insert(node.value).second) return;
  if (node.value->is_boolean()) {
    flat.is_nothing |= !node.value->as_boolean();
    if (!flat.place) flat.place = node;
    return;
  }
  if (!node.value->is_object()) return;
  const Dialect dialect = dialect_of(node);
  const json::Value* reference = node.value->find("$ref");
  if (reference == nullptr || !reference->is_string()) reference = node.value->find("$dynamicRef");
  if (reference == nullptr) reference = node.value->find("$recursiveRef");
  if (reference != nullptr && reference->is_string()) {
    const bool is_plain = node.value->find("$ref") == reference;
    auto target = is_plain ? description_->compiler->resolve(node, reference->as_string(), dialect)
                           : description_->compiler->follow_reference(node, dialect);
    if (target) {
      add(*target, building);
    } else if (!flat.unresolved) {
      flat.unresolved = {node.file, reference};
    }
    if (is_plain && !keeps_siblings(dialect)) return;
  }
  if (!flat.place) flat.place = node;
  add_keywords(node, dialect, building);
  if (const Node parts = node.member("allOf")) {
    for (const json::Value& part : parts.value->elements()) add({parts.file, &part}, building);
  }
}

const Flat& Flattener::flatten(const View& view) {
  const auto [known, is_new] = known_.try_emplace(view.key());
  if (!is_new) return *known->second;
  Building building{.view = view, .flat = {}, .seen = {}};
  for (const Node& node : view.nodes) add(node, building);
  Flat& flat = building.flat;
  flat.types &= view.types;
  if (!flat.place && !view.nodes.empty()) flat.place = view.nodes.front();
  for (Rest& rest : flat.rests) {
    if (!rest.sees_all) continue;
    // What a branch or a condition names counts as well, and is not known here.
    rest.may_name_more = !flat.groups.empty() || !flat.others.empty();
    rest.patterns.clear();
    for (const Property& one : flat.pattern_properties) rest.patterns.push_back(one.name);
    rest.names.clear();
    for (const Property& property : flat.properties) rest.names.push_back(property.name);
  }
  known->second = std::make_unique<Flat>(std::move(flat));
  return *known->second;
}

}  // namespace holotype::compare
