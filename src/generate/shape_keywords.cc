// Every keyword is read by a row of a table. Keywords are read by the form of their value rather
// than by dialect (`exclusiveMinimum: true` is draft 4's, `exclusiveMinimum: 3` the later one),
// because the judge knows the dialect: what is read too generously can make a value narrower, never
// invalid. The exceptions change what a value may be, and are not here: `$ref` that stands alone,
// `nullable`.

#include <algorithm>
#include <string>
#include <utility>

#include "generate/sample_file.h"
#include "generate/shape_graph.h"
#include "json/number.h"

namespace holotype::generate {

namespace {

using document::Node;
using json::Value;
using Reading = ShapeGraph::Reading;

struct TypeRow {
  std::string_view name;
  Types types;
};
constexpr TypeRow kTypeRows[] = {
    {"null", types::kNull},     {"boolean", types::kBoolean}, {"integer", types::kInteger},
    {"number", types::kNumber}, {"string", types::kString},   {"array", types::kArray},
    {"object", types::kObject}, {"file", types::kString},  // Swagger 2.0's answer that is a file
};

Types types_named(const Value& name) {
  if (!name.is_string()) return 0;
  const auto row = std::ranges::find(kTypeRows, name.as_string(), &TypeRow::name);
  return row == std::end(kTypeRows) ? Types{0} : row->types;
}

// A limit such as maxLength; `otherwise` where it is none.
std::uint64_t count_of(const Value& value, std::uint64_t otherwise) {
  if (!value.is_number()) return otherwise;
  const auto number = json::to_int64(value);
  return number && *number >= 0 ? static_cast<std::uint64_t>(*number) : otherwise;
}

PatternShape pattern_of(std::string_view source) {
  PatternShape result{source, std::nullopt, nullptr};
  if (auto pattern = regex::Pattern::compile(source)) {
    if (auto syntax = regex::parse(source)) {
      result.pattern = std::move(*pattern);
      result.syntax = std::make_shared<const regex::Node>(std::move(*syntax));
    }
  }
  return result;
}

void read_type(Reading& r) {
  Types allowed = 0;
  const auto add = [&](const Value& name) {
    const Types named = types_named(name);
    allowed |= named;
    if (r.shape.listed == 0 && named != types::kNull) r.shape.listed = named;
  };
  if (r.value.value->is_array()) {
    for (const Value& name : r.value.value->elements()) add(name);
  } else {
    add(*r.value.value);
  }
  if (allowed != 0) r.shape.types &= allowed;
}

void read_enum(Reading& r) {
  if (!r.value.value->is_array()) return;
  r.shape.has_enum = true;
  const auto elements = r.value.value->elements();
  r.shape.choices.assign(elements.begin(), elements.end());
}

// A bound and its exclusive form: draft 4's boolean beside it, or a number of its own.
template <std::vector<Bound> Shape::*bounds>
void read_bound(Reading& r, std::string_view exclusive_name) {
  if (!r.value.value->is_number()) return;
  const Value* flag = r.shape.place.value->find(exclusive_name);
  const bool exclusive = flag != nullptr && flag->is_boolean() && flag->as_boolean();
  (r.shape.*bounds).push_back({r.value.value, exclusive});
}
void read_minimum(Reading& r) { read_bound<&Shape::lower>(r, "exclusiveMinimum"); }
void read_maximum(Reading& r) { read_bound<&Shape::upper>(r, "exclusiveMaximum"); }
void read_exclusive_minimum(Reading& r) {
  if (r.value.value->is_number()) r.shape.lower.push_back({r.value.value, true});
}
void read_exclusive_maximum(Reading& r) {
  if (r.value.value->is_number()) r.shape.upper.push_back({r.value.value, true});
}
void read_multiple_of(Reading& r) {
  if (r.value.value->is_number()) r.shape.multiple_of = r.value.value;
}

template <std::uint64_t Shape::*limit>
void read_least(Reading& r) {
  r.shape.*limit = count_of(*r.value.value, r.shape.*limit);
}

void read_pattern(Reading& r) {
  if (r.value.value->is_string()) r.shape.pattern = pattern_of(r.value.value->as_string());
}
void read_format(Reading& r) {
  if (r.value.value->is_string()) r.shape.format = r.value.value->as_string();
}
// Base64 is what format byte says as well.
void read_content_encoding(Reading& r) {
  const bool is_base64 = r.value.value->is_string() && r.value.value->as_string() == "base64";
  if (is_base64 && r.shape.format.empty()) r.shape.format = "byte";
  r.shape.is_encoded = is_base64;
}
void read_content_media_type(Reading& r) {
  const bool is_json =
      r.value.value->is_string() && r.value.value->as_string() == "application/json";
  r.shape.is_json_text = is_json && !r.shape.place.member("contentEncoding");
  if (!r.value.value->is_string()) return;
  const std::string_view type = r.value.value->as_string();
  if (const auto file = sample_file(type.substr(0, type.find(';')))) r.shape.file = *file;
}
void read_content_schema(Reading& r) {
  const document::Node type = r.shape.place.member("contentMediaType");
  const document::Node encoding = r.shape.place.member("contentEncoding");
  const auto is = [](const document::Node& node, std::string_view text) {
    return node && node.value->is_string() && node.value->as_string() == text;
  };
  const bool can_be_written = is(type, "application/json") && (!encoding || is(encoding, "base64"));
  if (can_be_written && is_schema(r.value)) r.shape.content = r.graph.shape_of(r.value);
}
void read_unique(Reading& r) {
  r.shape.unique_items = r.value.value->is_boolean() && r.value.value->as_boolean();
}

template <const Shape* Shape::*field>
void read_schema(Reading& r) {
  if (is_schema(r.value)) r.shape.*field = r.graph.shape_of(r.value);
}
template <std::vector<const Shape*> Shape::*field>
void read_schemas(Reading& r) {
  if (r.value.value->is_array()) r.shape.*field = r.graph.shapes_of(r.value);
}

// An array of schemas is prefixItems before 2020-12.
void read_items(Reading& r) {
  if (r.value.value->is_array()) {
    r.shape.prefix_items = r.graph.shapes_of(r.value);
  } else {
    read_schema<&Shape::items>(r);
  }
}
void read_additional_items(Reading& r) {
  const Value* items = r.shape.place.value->find("items");
  if (items != nullptr && items->is_array()) read_schema<&Shape::items>(r);
}

void read_properties(Reading& r) {
  for (const json::Member& member : r.value.value->members()) {
    const Node node{r.value.file, &member.value};
    if (!is_schema(node)) continue;
    r.shape.properties.push_back({json::HashedName(member.name(), member.hash),
                                  r.graph.shape_of(node), r.graph.is_withheld(node)});
  }
}
void read_pattern_properties(Reading& r) {
  for (const json::Member& member : r.value.value->members()) {
    const Node node{r.value.file, &member.value};
    if (!is_schema(node)) continue;
    r.shape.pattern_properties.push_back({pattern_of(member.name()), r.graph.shape_of(node)});
  }
}

std::vector<std::string_view> names_of(const Value& list) {
  std::vector<std::string_view> names;
  for (const Value& name : list.elements()) {
    if (name.is_string()) names.push_back(name.as_string());
  }
  return names;
}
void read_required(Reading& r) { r.shape.required = names_of(*r.value.value); }

// dependentRequired, dependentSchemas and `dependencies`, which is both.
void read_dependencies(Reading& r) {
  for (const json::Member& member : r.value.value->members()) {
    const Node node{r.value.file, &member.value};
    Shape::Dependency dependency{member.name(), names_of(member.value)};
    if (is_schema(node)) dependency.shape = r.graph.shape_of(node);
    if (member.value.is_string()) dependency.required.push_back(member.value.as_string());
    r.shape.dependencies.push_back(std::move(dependency));
  }
}

void read_discriminator(Reading& r) {
  if (r.value.value->is_string()) r.shape.discriminator = r.value.value->as_string();
  const Node property = r.value.member("propertyName");
  if (!property || !property.value->is_string()) return;
  r.shape.discriminator = property.value->as_string();
  const Node mapping = r.value.member("mapping");
  if (!mapping) return;
  for (const json::Member& member : mapping.value->members()) {
    if (!member.value.is_string()) continue;
    // "dog: Dog" and "dog: '#/components/schemas/Dog'" (OpenAPI 3.1.1 "Discriminator Object").
    const std::string_view target = member.value.as_string();
    const bool is_name = target.find_first_of("#/.") == std::string_view::npos;
    const std::string reference =
        is_name ? "#/components/schemas/" + std::string(target) : std::string(target);
    const auto node = r.graph.compiler().resolve({r.value.file, &member.value}, reference,
                                                 r.graph.options().dialect);
    if (node && is_schema(*node)) {
      r.shape.mapping.push_back({member.name(), r.graph.shape_of(*node)});
    }
  }
}

constexpr KeywordReader kReaders[] = {
    {"type", read_type},
    {"enum", read_enum},
    {"const", [](Reading& r) { r.shape.constant = r.value.value; }},
    {"minimum", read_minimum},
    {"maximum", read_maximum},
    {"exclusiveMinimum", read_exclusive_minimum},
    {"exclusiveMaximum", read_exclusive_maximum},
    {"multipleOf", read_multiple_of},
    {"divisibleBy", read_multiple_of},
    {"minLength", read_least<&Shape::min_length>},
    {"maxLength", read_least<&Shape::max_length>},
    {"pattern", read_pattern},
    {"format", read_format},
    {"contentEncoding", read_content_encoding},
    {"contentMediaType", read_content_media_type},
    {"contentSchema", read_content_schema},
    {"minItems", read_least<&Shape::min_items>},
    {"maxItems", read_least<&Shape::max_items>},
    {"uniqueItems", read_unique},
    {"prefixItems", read_schemas<&Shape::prefix_items>},
    {"items", read_items},
    {"additionalItems", read_additional_items},
    {"contains", read_schema<&Shape::contains>},
    {"minContains", read_least<&Shape::min_contains>},
    {"maxContains", read_least<&Shape::max_contains>},
    {"unevaluatedItems", read_schema<&Shape::unevaluated_items>},
    {"properties", read_properties},
    {"patternProperties", read_pattern_properties},
    {"additionalProperties", read_schema<&Shape::additional_properties>},
    {"unevaluatedProperties", read_schema<&Shape::unevaluated_properties>},
    {"propertyNames", read_schema<&Shape::property_names>},
    {"required", read_required},
    {"dependentRequired", read_dependencies},
    {"dependentSchemas", read_dependencies},
    {"dependencies", read_dependencies},
    {"minProperties", read_least<&Shape::min_properties>},
    {"maxProperties", read_least<&Shape::max_properties>},
    {"allOf", read_schemas<&Shape::all_of>},
    {"anyOf", read_schemas<&Shape::any_of>},
    {"oneOf", read_schemas<&Shape::one_of>},
    {"not", read_schema<&Shape::negated>},
    {"if", read_schema<&Shape::condition>},
    {"then", read_schema<&Shape::consequence>},
    {"else", read_schema<&Shape::alternative>},
    {"discriminator", read_discriminator},
};

}  // namespace

const KeywordReader* find_reader(std::string_view name) {
  static const auto* const readers = [] {
    auto* table = new std::unordered_map<std::string_view, const KeywordReader*>;
    for (const KeywordReader& reader : kReaders) table->emplace(reader.name, &reader);
    return table;
  }();
  const auto found = readers->find(name);
  return found == readers->end() ? nullptr : found->second;
}

}  // namespace holotype::generate
