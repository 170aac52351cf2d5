// Keywords about the members of an object.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_set>
#include <utility>

#include "diagnostic/rules_schema.h"
#include "schema/build.h"
#include "schema/scalar.h"

namespace holotype::schema {
namespace {

// The names in an array of strings; nullopt after a fault.
std::optional<Names> names_in(Build& build, const json::Value& array) {
  Names names;
  for (const json::Value& element : array.elements()) {
    if (!element.is_string()) break;
    names.emplace_back(element.as_string());
  }
  if (!array.is_array() || names.size() != array.size()) {
    build.malformed("an array of property names", array);
    return std::nullopt;
  }
  // Validation 2020-12 section 6.5.3: each once. Draft 4, validation section 5.4.3.1: one at least;
  // later drafts ask for none.
  constexpr Dialects kFilled = only(Dialect::Draft4) | kOpenApiOld;
  if ((only(build.dialect().dialect) & kFilled) != 0 && names.empty())
    build.report_malformed("an array of one name at least", array);
  if (const auto repetition = find_repetition(array.elements()))
    build.report_malformed("an array of names, each once", array.elements()[repetition->later]);
  return names;
}

// The properties that are not sent in this direction, as far as `schema`, its references and its
// allOf say.
std::unordered_set<std::string_view> withheld_by(Build& build, const document::Node& schema) {
  std::unordered_set<std::string_view> names;
  for (const document::Node& one : build.assembler().registry().together(schema)) {
    const json::Value* properties = one.value->find("properties");
    if (properties == nullptr) continue;
    for (const json::Member& member : properties->members()) {
      if (build.withholds({one.file, &member.value})) names.insert(member.name());
    }
  }
  return names;
}

void add_dependent_names(Build& build, DependentNames names) {
  if (!names.entries.empty()) build.add(Op::DependentRequired, build.keep(std::move(names)));
}

void add_dependent_schemas(Build& build, DependentSubschemas schemas) {
  if (!schemas.entries.empty()) build.add(Op::DependentSchemas, build.keep(std::move(schemas)));
}

}  // namespace

PropertyMap::PropertyMap(Unit& unit, const std::vector<Property>& in_order)
    : properties(unit.keep_all(in_order)) {
  std::vector<std::uint32_t> places(properties.size());
  std::iota(places.begin(), places.end(), 0u);
  std::ranges::sort(places, {}, [this](std::uint32_t at) { return properties[at].name.hash; });
  by_hash = unit.keep_all(places);
}

const PropertyMap::Property* PropertyMap::find(const json::HashedName& name) const {
  const auto hash_of = [this](std::uint32_t at) { return properties[at].name.hash; };
  for (auto at = std::ranges::lower_bound(by_hash, name.hash, {}, hash_of);
       at != by_hash.end() && hash_of(*at) == name.hash; ++at) {
    if (properties[*at].name.name == name.name) return &properties[*at];
  }
  return nullptr;
}

const PropertyMap* Build::properties() {
  if (properties_) return *properties_;
  properties_ = nullptr;
  const json::Member* member = sibling("properties");
  if (member == nullptr || !member->value.is_object()) return nullptr;
  // Who asks may be additionalProperties.
  const json::Member* const asking = std::exchange(keyword_, member);
  std::vector<PropertyMap::Property> properties;
  properties.reserve(member->value.size());
  for (const json::Member& property : member->value.members()) {
    const Subschema* one = subschema(property.value);
    if (one == nullptr) continue;
    properties.push_back({json::HashedName(property.name(), property.hash), one,
                          withholds(node_of(property.value))});
  }
  keyword_ = asking;
  properties_ = keep(PropertyMap(assembler_.unit(), properties));
  return *properties_;
}

const PatternMap* Build::patterns() {
  if (patterns_) return *patterns_;
  patterns_ = nullptr;
  const json::Member* member = sibling("patternProperties");
  if (member == nullptr || !member->value.is_object()) return nullptr;
  const json::Member* const asking = std::exchange(keyword_, member);
  PatternMap map;
  for (const json::Member& entry : member->value.members()) {
    const Subschema* one = subschema(entry.value);
    if (one == nullptr) continue;
    auto pattern = regex::Pattern::compile(entry.name());
    if (!pattern) {
      auto finding = fault(diagnostic::rules::kSchemaPatternMalformed, entry.value,
                           "patternProperties must have regular expressions of ECMA-262 as names");
      finding.found = entry.name();
      finding.fix =
          fmt::format("at offset {}: {}", pattern.error().offset, pattern.error().message);
      finding.source = target_.place.file->locate_member(entry);
      report(std::move(finding));
      map.entries.push_back({std::nullopt, entry.name(), one});
      continue;
    }
    map.entries.push_back({std::move(*pattern), entry.name(), one});
  }
  keyword_ = asking;
  patterns_ = keep(std::move(map));
  return *patterns_;
}

void build_properties(Build& build) {
  if (!build.value().is_object()) return build.malformed("an object of schemas");
  if (const PropertyMap* map = build.properties()) build.add(Op::Properties, map);
}

void build_pattern_properties(Build& build) {
  if (!build.value().is_object()) return build.malformed("an object of schemas");
  if (const PatternMap* map = build.patterns()) build.add(Op::PatternProperties, map);
}

void build_additional_properties(Build& build) {
  if (const Subschema* subschema = build.subschema(build.value())) {
    build.add(Op::AdditionalProperties,
              build.keep(Additional{subschema, build.properties(), build.patterns()}));
  }
}

void build_property_names(Build& build) {
  if (const Subschema* subschema = build.subschema(build.value())) {
    build.add(Op::PropertyNames, subschema);
  }
}

// OpenAPI: what is not sent in this direction is not required in it, whatever `required` says. In
// an allOf one branch may require what another one calls readOnly; in a oneOf it must not count, or
// the branches could not be told apart.
void build_required(Build& build) {
  // A Parameter Object of Swagger 2.0 is its own schema; its `required` is about the parameter.
  if (build.dialect().dialect == Dialect::Swagger20 && build.value().is_boolean() &&
      build.schema().find("in") != nullptr) {
    return;
  }
  auto names = names_in(build, build.value());
  if (!names) return;
  if (build.options().direction != Direction::None) {
    const Subschema* whole = &build.target();
    while (whole->composed_in != nullptr) whole = whole->composed_in;
    const std::unordered_set<std::string_view> withheld = withheld_by(build, whole->place);
    std::erase_if(*names,
                  [&](const json::HashedName& name) { return withheld.contains(name.name); });
  }
  if (!names->empty()) build.add(Op::Required, build.keep(std::move(*names)));
}

void build_dependent_required(Build& build) {
  if (!build.value().is_object()) return build.malformed("an object of arrays of names");
  DependentNames dependent;
  for (const json::Member& entry : build.value().members()) {
    auto names = names_in(build, entry.value);
    if (!names) return;
    dependent.entries.push_back({json::HashedName(entry.name()), std::move(*names)});
  }
  add_dependent_names(build, std::move(dependent));
}

void build_dependent_schemas(Build& build) {
  if (!build.value().is_object()) return build.malformed("an object of schemas");
  DependentSubschemas dependent;
  for (const json::Member& entry : build.value().members()) {
    if (const Subschema* subschema = build.subschema(entry.value)) {
      dependent.entries.push_back({json::HashedName(entry.name()), subschema});
    }
  }
  add_dependent_schemas(build, std::move(dependent));
}

// Before 2019-09 both in one keyword.
void build_dependencies(Build& build) {
  if (!build.value().is_object())
    return build.malformed("an object of schemas and arrays of names");
  DependentNames names;
  DependentSubschemas schemas;
  for (const json::Member& entry : build.value().members()) {
    const json::HashedName name(entry.name());
    if (!entry.value.is_array()) {
      if (const Subschema* subschema = build.subschema(entry.value)) {
        schemas.entries.push_back({name, subschema});
      }
    } else if (auto required = names_in(build, entry.value)) {
      names.entries.push_back({name, std::move(*required)});
    }
  }
  add_dependent_names(build, std::move(names));
  add_dependent_schemas(build, std::move(schemas));
}

void build_unevaluated_properties(Build& build) {
  if (const Subschema* subschema = build.subschema(build.value())) {
    build.target().tracks = true;
    build.add(Op::UnevaluatedProperties, subschema);
  }
}

}  // namespace holotype::schema
