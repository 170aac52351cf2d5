#include "openapi/reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_document.h"
#include "diagnostic/rules_openapi.h"
#include "document/uri.h"
#include "json/text.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

const json::HashedName kRef("$ref");

bool is_extension(std::string_view name) { return name.starts_with("x-"); }

// The words that `version` uses in messages.
std::string_view name_of(Version version) {
  switch (version) {
    case Version::Swagger20:
      return "Swagger 2.0";
    case Version::OpenApi30:
      return "OpenAPI 3.0";
    case Version::OpenApi31:
      return "OpenAPI 3.1";
    case Version::OpenApi32:
      return "OpenAPI 3.2";
  }
  return "";
}

// "OpenAPI 3.1 and later", "Swagger 2.0".
std::string names_of(Versions versions) {
  std::string text;
  for (const Version version :
       {Version::Swagger20, Version::OpenApi30, Version::OpenApi31, Version::OpenApi32}) {
    if ((versions & only(version)) == 0) continue;
    text += (text.empty() ? "" : ", ") + std::string(name_of(version));
  }
  return text;
}

// "a Parameter Object", "an Operation Object".
std::string with_article(const ObjectKind& kind) {
  const bool is_vowel = std::string_view("AEIOU").find(kind.name.front()) != std::string_view::npos;
  return fmt::format("{} {}", is_vowel ? "an" : "a", kind.name);
}

std::string type_name(const json::Value& value) { return to_string(only(value.type())); }

}  // namespace

Reading::Reading(document::Library& library, schema::Compiler& compiler, Version version,
                 const schema::Options& schema_options)
    : library_(library), compiler_(compiler), version_(version), schema_options_(schema_options) {}

void Reading::report(const Rule& rule, const Node& where, Fault fault) {
  Diagnostic finding;
  finding.rule = &rule;
  finding.message = std::move(fault.message);
  finding.found = std::move(fault.found);
  finding.fix = std::move(fault.fix);
  finding.schema = where.location();
  finding.source = where.source();
  add(std::move(finding));
}

void Reading::report_name(const Rule& rule, const Node& object, const json::Member& member,
                          Fault fault) {
  report(rule, {object.file, &member.value}, std::move(fault));
  findings_.back().source = object.file->locate_member(member);
}

Diagnostics Reading::take_findings() {
  // The order of the text; files in the order in which they were read. Before them those that could
  // not be: they are why others are at fault.
  std::unordered_map<std::string_view, std::size_t> order;
  for (const document::File* file : library_.files()) order.emplace(file->name(), order.size() + 1);
  const auto key = [&](const Diagnostic& finding) {
    const auto file = order.find(finding.source.file);
    return std::tuple(file == order.end() ? 0 : file->second, finding.source.line,
                      finding.source.column);
  };
  std::ranges::stable_sort(findings_, {}, key);
  // What several operations share is read for each; its faults are said once.
  Diagnostics once;
  for (Diagnostic& finding : findings_) {
    const auto same_place = std::ranges::find_if(
        once.rbegin(), once.rend(),
        [&](const Diagnostic& earlier) { return earlier.source != finding.source; });
    // A field of the wrong type is seen by the reader of the parent and by its own.
    const auto same = [&](const Diagnostic& earlier) {
      return earlier == finding ||
             (earlier.rule == finding.rule && finding.rule == &rules::kOpenApiWrongType);
    };
    if (std::find_if(once.rbegin(), same_place, same) == same_place) {
      once.push_back(std::move(finding));
    }
  }
  findings_.clear();
  return once;
}

void Reading::leave_unchecked(const Rule& rule, const Node& where, std::string message) {
  Diagnostic note;
  note.rule = &rule;
  note.message = std::move(message);
  note.source = where.source();
  unchecked_.push_back(std::move(note));
}

void Reading::report_recursion(const Node& node) {
  report(rules::kOpenApiReferenceRecursive, node,
         {.message = "an object that is no schema must not contain itself by way of references"});
}

// The base of references is the file's own URI, or its `$self` (OpenAPI 3.2.0, Establishing the
// Base URI).
Result<Node, Diagnostic> Reading::resolve(const Node& from, std::string_view reference) {
  if (version_ != Version::OpenApi32) return library_.resolve(from, reference);
  const auto [base, is_new] = bases_.try_emplace(from.file);
  if (is_new) {
    const json::Value* self = from.file->root().find("$self");
    base->second = from.file->uri();
    if (self != nullptr && self->is_string()) {
      const auto uri = document::resolve_uri(from.file->uri(), self->as_string());
      if (uri && library_.add_name(*uri, *from.file)) base->second = *uri;
    }
  }
  return library_.resolve_at(base->second, from, reference);
}

std::optional<Node> Reading::follow(const Node& start) {
  Node node = start;
  std::vector<const json::Value*> way;
  while (node) {
    const Node reference = node.member(kRef);
    if (!reference || !reference.value->is_string()) return node;
    if (std::ranges::find(way, node.value) != way.end()) {
      report(rules::kReferenceCycle, reference,
             {.message = "a chain of references must end at a value that is no reference",
              .found = std::string(reference.value->as_string())});
      return std::nullopt;
    }
    way.push_back(node.value);
    const auto target = follow_once(node);
    if (!target) return std::nullopt;
    node = *target;
  }
  return std::nullopt;
}

std::optional<Node> Reading::follow_once(const Node& node) {
  const Node reference = node.member(kRef);
  auto& targets = targets_[node.file];
  const std::string_view text = reference.value->as_string();
  if (const auto known = targets.find(text); known != targets.end()) return known->second;
  auto target = resolve(reference, text);
  if (target) return targets.emplace(text, *target).first->second;
  add(std::move(target).error());
  return std::nullopt;
}

// Fields beside a $ref count for nothing, apart from summary and description since 3.1. In 3.0
// those two are harmless and very common, so they are not worth a word.
void Reading::check_reference(const Node& node, const ObjectKind& kind) {
  if (!is_in(kind.referable_in)) {
    report(rules::kOpenApiReferenceMisplaced, node.member(kRef),
           {.message = fmt::format("{} has no references in the place of its {}", name_of(version_),
                                   kind.name)});
  }
  for (const json::Member& member : node.value->members()) {
    const std::string_view name = member.name();
    if (name == "$ref" || name == "summary" || name == "description" || is_extension(name)) {
      continue;
    }
    report_name(
        rules::kOpenApiReferenceSiblings, node, member,
        {.message = "there must be no other fields beside $ref", .found = std::string(name)});
  }
}

namespace {

// The kind of object that a reference names by the section of the components that it leads into;
// nullptr where it leads elsewhere.
const ObjectKind* kind_of_section(std::string_view reference) {
  static constexpr std::pair<std::string_view, const ObjectKind*> kSections[] = {
      {"responses", &kResponseObject}, {"parameters", &kParameterObject},
      {"examples", &kExampleObject},   {"requestBodies", &kRequestBodyObject},
      {"headers", &kHeaderObject},     {"securitySchemes", &kSecuritySchemeObject},
      {"links", &kLinkObject},         {"callbacks", &kCallbackObject},
      {"pathItems", &kPathItemObject}, {"mediaTypes", &kMediaTypeObject},
  };
  constexpr std::string_view kComponents = "#/components/";
  const std::size_t at = reference.find(kComponents);
  if (at == std::string_view::npos) return nullptr;
  const std::string_view rest = reference.substr(at + kComponents.size());
  const std::size_t end = rest.find('/');
  if (end == std::string_view::npos || rest.find('/', end + 1) != std::string_view::npos)
    return nullptr;
  const auto* row = std::ranges::find(kSections, rest.substr(0, end),
                                      [](const auto& pair) { return pair.first; });
  return row == std::end(kSections) ? nullptr : row->second;
}

}  // namespace

std::optional<Node> Reading::map(const Node& node, const ObjectKind& kind) {
  if (!node) return std::nullopt;
  const json::Value* reference = node.value->find(kRef);
  const bool is_reference = reference != nullptr && reference->is_string();
  if (is_reference) {
    check_reference(node, kind);
    // Told of the reference: the component is as it should be.
    const ObjectKind* named = kind_of_section(reference->as_string());
    if (named != nullptr && named->name != kind.name) {
      report(rules::kOpenApiWrongType, node.member(kRef),
             {.message = fmt::format("the reference must lead to {}", with_article(kind)),
              .found = with_article(*named)});
      return std::nullopt;
    }
  }
  const auto target = is_reference ? follow(node) : node;
  if (!target) return std::nullopt;
  if (target->value->is_object()) return target;
  report(
      rules::kOpenApiWrongType, *target,
      {.message = with_article(kind) + " must be an object", .found = type_name(*target->value)});
  return std::nullopt;
}

std::optional<Node> Reading::object(const Node& node, const ObjectKind& kind) {
  const auto target = map(node, kind);
  if (target) check_fields(*target, kind);
  return target;
}

void Reading::report_unknown_field(const Node& object, const json::Member& member,
                                   const ObjectKind& kind) {
  std::vector<std::string_view> names;
  for (const Field& field : kind.fields) {
    if (is_in(field.versions) && object.value->find(field.name) == nullptr) {
      names.push_back(field.name);
    }
  }
  const std::string_view meant = diagnostic::nearest(member.name(), names);
  report_name(
      rules::kOpenApiUnknownField, object, member,
      {.message = fmt::format("{} of {} has no such field", with_article(kind), name_of(version_)),
       .found = std::string(member.name()),
       .fix = meant.empty() ? "" : fmt::format("did you mean {}?", meant)});
}

void Reading::check_fields(const Node& object, const ObjectKind& kind) {
  for (const json::Member& member : object.value->members()) {
    if (is_extension(member.name())) continue;
    const Field* field = kind.find(member.name());
    if (field == nullptr) {
      report_unknown_field(object, member, kind);
    } else if (!is_in(field->versions)) {
      report_name(rules::kOpenApiFieldOfOtherVersion, object, member,
                  {.message = fmt::format("{} of {} is a field of {}, not of {}", field->name,
                                          with_article(kind), names_of(field->versions),
                                          name_of(version_))});
    } else if ((only(member.value.type()) & field->types) == 0) {
      report(rules::kOpenApiWrongType, {object.file, &member.value},
             {.message = fmt::format("{} of {} must be {}", field->name, with_article(kind),
                                     to_string(field->types)),
              .found = type_name(member.value)});
    }
  }
  for (const Field& field : kind.fields) {
    if (!is_in(field.required_in) || object.value->find(field.name) != nullptr) continue;
    report(rules::kOpenApiMissingField, object,
           {.message = fmt::format("{} must have the field {}", with_article(kind), field.name)});
  }
  check_forms(*this, object, kind);
  check_object(*this, object, kind);
}

std::string Reading::text(const Node& object, std::string_view name) const {
  const Node found = member(object, name, json::Type::String);
  return found ? std::string(found.value->as_string()) : std::string();
}

bool Reading::flag(const Node& object, std::string_view name, bool absent) const {
  const Node found = member(object, name, json::Type::Boolean);
  return found ? found.value->as_boolean() : absent;
}

Node Reading::member(const Node& object, std::string_view name, json::Type type) const {
  const Node found = object.member(name);
  return found && found.value->type() == type ? found : Node{object.file, nullptr};
}

std::vector<std::string> Reading::texts(const Node& object, std::string_view name) {
  std::vector<std::string> texts;
  const Node list = member(object, name, json::Type::Array);
  if (!list) return texts;
  for (const json::Value& element : list.value->elements()) {
    if (element.is_string()) {
      texts.emplace_back(element.as_string());
    } else {
      report(rules::kOpenApiWrongType, {list.file, &element},
             {.message = fmt::format("each element of {} must be a string", name),
              .found = type_name(element)});
    }
  }
  return texts;
}

std::string Reading::text_of_reference(const Node& reference, const Node& target,
                                       std::string_view name) {
  if (is_in(kFrom31) && reference != target && member(reference, name, json::Type::String)) {
    return text(reference, name);
  }
  return text(target, name);
}

SchemaUse Reading::schema(const Node& node, Direction direction) {
  if (!node) return {};
  const bool is_schema = node.value->is_object() || (node.value->is_boolean() && is_in(kFrom31));
  if (!is_schema) {
    // What can be said of its type in every version, the table of fields has said.
    if (node.value->is_boolean()) {
      report(rules::kOpenApiWrongType, node,
             {.message = "a Schema Object must be an object", .found = "a boolean"});
    }
    return {};
  }
  schema::Options options = schema_options_;
  options.direction = direction;
  schema::Compiled compiled = compiler_.compile(node, options);
  for (Diagnostic& finding : compiled.findings) add(std::move(finding));
  return {node, std::move(compiled.schema)};
}

void Reading::add_security_scheme(std::unique_ptr<SecurityScheme> scheme) {
  schemes_.emplace(scheme->name, scheme.get());
  added_schemes_.push_back(std::move(scheme));
}

const SecurityScheme* Reading::security_scheme(const std::string& name) const {
  const auto found = schemes_.find(name);
  return found == schemes_.end() ? nullptr : found->second;
}

}  // namespace holotype::openapi
