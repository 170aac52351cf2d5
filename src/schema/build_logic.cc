// Keywords that apply other schemas to the same value: allOf and its kin, if, references.
#include <fmt/format.h>

#include "diagnostic/rules_schema.h"
#include "schema/build.h"

namespace holotype::schema {
namespace {

std::string_view string_in(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  return value != nullptr && value->is_string() ? value->as_string() : std::string_view();
}

// What the reference names; nullopt after a fault.
std::optional<document::Node> resolve(Build& build, std::string_view reference) {
  auto target = build.assembler().registry().resolve(*build.target().resource,
                                                     build.node_of(build.value()), reference);
  if (target && !target->value->is_object() && !target->value->is_boolean()) {
    auto finding = build.fault(diagnostic::rules::kSchemaUnresolvedReference, build.value(),
                               "must name a schema; what is there is none");
    finding.found = reference;
    target = tl::unexpected(std::move(finding));
  }
  if (target) return *target;
  build.report(std::move(target.error()));
  build.unchecked(fmt::format("{} names no schema: {}", build.keyword().name(), reference));
  return std::nullopt;
}

// Whether a mapping names the schema that `reference` names: a bare component name is allowed in
// place of a reference.
bool names(const json::Value& mapped, std::string_view reference) {
  if (!mapped.is_string() || reference.empty()) return false;
  const std::string_view target = mapped.as_string();
  return target == reference || reference.ends_with(fmt::format("/{}", target));
}

// OpenAPI "Discriminator Object": the value of one property names the branch, by `mapping` or by
// the name of the component; what neither names, `defaultMapping` (3.2). It never changes what is
// valid, only which branch a finding is about.
void read_discriminator(Build& build, Branches& branches) {
  const json::Member* member = build.sibling("discriminator");
  if (member == nullptr || !member->value.is_object()) return;
  branches.discriminator = string_in(member->value, "propertyName");
  if (branches.discriminator.empty()) return;
  const json::Value* mapping = member->value.find("mapping");
  const json::Value* fallback = member->value.find("defaultMapping");
  std::vector<Branches::Mapping> by_component;  // what `mapping` says goes first
  for (std::size_t i = 0; i < build.value().elements().size(); ++i) {
    const std::string_view reference = string_in(build.value().elements()[i], "$ref");
    if (reference.empty()) continue;
    if (mapping != nullptr) {
      for (const json::Member& entry : mapping->members()) {
        if (names(entry.value, reference)) branches.mapping.push_back({entry.name(), i});
      }
    }
    if (fallback != nullptr && names(*fallback, reference)) branches.fallback = i;
    by_component.push_back({reference.substr(reference.rfind('/') + 1), i});
  }
  branches.mapping.insert(branches.mapping.end(), by_component.begin(), by_component.end());
}

void build_branches(Build& build, Op op) {
  auto subschemas = build.subschemas(build.value());
  if (!subschemas) return;
  Branches branches{std::move(*subschemas), {}, {}, {}};
  read_discriminator(build, branches);
  build.add(op, build.keep(std::move(branches)));
}

void build_dynamic(Build& build, std::string_view reference, std::string_view anchor) {
  const auto target = resolve(build, reference);
  if (!target) return;
  const Subschema* initial = build.assembler().subschema_at(*target);
  const auto& anchors = initial->resource->dynamic_anchors;
  const auto found = anchors.find(std::string(anchor));
  if (found == anchors.end() || found->second != target->value) {
    // Core 2020-12 section 8.2.3.2: without the dynamic anchor it is a plain $ref.
    build.add(Op::Reference, initial);
    return;
  }
  build.assembler().note_dynamic(anchor);
  build.add(Op::DynamicReference, build.keep(Dynamic{found->first, initial}));
}

}  // namespace

void build_all_of(Build& build) {
  auto all = build.subschemas(build.value());
  if (!all) return;
  for (const json::Value& branch : build.value().elements()) {
    build.assembler().subschema_at(build.node_of(branch))->composed_in = &build.target();
  }
  build.add(Op::AllOf, build.keep(std::move(*all)));
}

void build_any_of(Build& build) { build_branches(build, Op::AnyOf); }
void build_one_of(Build& build) { build_branches(build, Op::OneOf); }

void build_not(Build& build) {
  if (const Subschema* subschema = build.subschema(build.value())) build.add(Op::Not, subschema);
}

void build_if(Build& build) {
  Conditional conditional{build.subschema(build.value()), nullptr, nullptr};
  if (conditional.condition == nullptr) return;
  if (const json::Member* then = build.sibling("then")) {
    conditional.consequence = build.subschema(then->value);
  }
  if (const json::Member* otherwise = build.sibling("else")) {
    conditional.alternative = build.subschema(otherwise->value);
  }
  build.add(Op::Conditional, build.keep(conditional));
}

void build_ref(Build& build) {
  if (!build.value().is_string()) return build.malformed("a URI reference");
  if (const auto target = resolve(build, build.value().as_string())) {
    build.add(Op::Reference, build.assembler().subschema_at(*target));
  }
}

void build_dynamic_ref(Build& build) {
  if (!build.value().is_string()) return build.malformed("a URI reference");
  const std::string_view reference = build.value().as_string();
  const std::size_t hash = reference.find('#');
  build_dynamic(build, reference, hash == std::string_view::npos ? "" : reference.substr(hash + 1));
}

// 2019-09 core section 8.2.4.2: the target is always the root of the resource.
void build_recursive_ref(Build& build) {
  if (!build.value().is_string()) return build.malformed("\"#\"");
  build_dynamic(build, "#", "");
}

}  // namespace holotype::schema
