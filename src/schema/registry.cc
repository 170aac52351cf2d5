#include "schema/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/percent.h"
#include "diagnostic/rules_schema.h"
#include "document/uri.h"
#include "json/pointer.h"
#include "json/text.h"
#include "schema/keywords.h"
#include "schema/metaschemas.h"

namespace holotype::schema {
namespace {

using diagnostic::Diagnostic;
using document::Node;
namespace rules = diagnostic::rules;

// "http://a/b#c" -> "http://a/b" and "c", the fragment still encoded.
std::pair<std::string, std::string> split_fragment(std::string_view uri) {
  const std::size_t hash = uri.find('#');
  if (hash == std::string_view::npos) return {std::string(uri), ""};
  return {std::string(uri.substr(0, hash)), std::string(uri.substr(hash + 1))};
}

const json::Value* string_member(const Node& schema, std::string_view name) {
  if (name.empty() || !schema.value->is_object()) return nullptr;
  const json::Value* value = schema.value->find(name);
  return value != nullptr && value->is_string() ? value : nullptr;
}

Diagnostic finding(const diagnostic::Rule& rule, const Node& at, std::string message) {
  Diagnostic result;
  result.rule = &rule;
  result.message = std::move(message);
  result.schema = at.location();
  result.source = at.source();
  return result;
}

bool is_description(const json::Value& root) {
  return root.find("openapi") != nullptr || root.find("swagger") != nullptr;
}

}  // namespace

Registry::Registry(document::Library& library, Dialect fallback)
    : library_(library), fallback_(fallback) {}

Resource* Registry::add_resource(std::string uri, const Node& root, Meta meta) {
  auto resource = std::make_unique<Resource>();
  resource->uri = std::move(uri);
  resource->root = root;
  resource->dialect = meta.dialect;
  resource->vocabularies = meta.vocabularies;
  resource->official = !find_metaschema(resource->uri).text.empty();
  resources_.push_back(std::move(resource));
  return resources_.back().get();
}

// The resource of a whole file. What it holds is walked: all of it where it is a schema, the named
// schemas where it is an OpenAPI description, so that `$id` and `$anchor` are known before anything
// refers to them.
Resource* Registry::file_resource(const document::File& file) {
  if (const auto known = by_file_.find(&file); known != by_file_.end()) return known->second;
  const Node root{&file, &file.root()};
  Resource* resource = add_resource(file.uri(), root, {fallback_, row_of(fallback_).vocabularies});
  by_file_[&file] = resource;
  by_uri_.try_emplace(file.uri(), resource);
  if (!is_description(file.root())) {
    walk(root, resource);
    return by_file_[&file];
  }
  // OpenAPI 3.2 "Base URIs": `$self` is the document's own.
  if (const json::Value* self = string_member(root, "$self")) {
    if (auto uri = document::resolve_uri(file.uri(), self->as_string())) {
      resource->uri = split_fragment(*uri).first;
      by_uri_.try_emplace(resource->uri, resource);
      library_.add_name(resource->uri, file);
    }
  }
  constexpr std::pair<std::string_view, std::string_view> kHolders[] = {{"components", "schemas"},
                                                                        {"definitions", ""}};
  for (const auto& [outer, inner] : kHolders) {
    Node holder = root.member(outer);
    if (holder && !inner.empty()) holder = holder.member(inner);
    if (!holder) continue;
    for (const json::Member& member : holder.value->members()) {
      walk({&file, &member.value}, resource);
    }
  }
  return resource;
}

const Resource& Registry::resource_of(const Node& place) {
  if (const Walked known = by_schema_.find(place.value); known.resource != nullptr)
    return *known.resource;
  walk(place, file_resource(*place.file));
  return *by_schema_.find(place.value).resource;
}

void Registry::walk(const Node& place, Resource* resource) {
  if (by_schema_.find(place.value).place != nullptr) return;
  const bool is_schema = place.value->is_object();
  if (is_schema) resource = identify(place, resource);
  by_schema_.put({place.value, resource});
  if (!is_schema) return;
  note_anchors(place, *resource);
  walk_children(place, resource);
}

void Registry::walk_children(const Node& place, Resource* resource) {
  for (const json::Member& member : place.value->members()) {
    const KeywordRow* row = find_keyword(resource->dialect, member.name());
    if (row == nullptr || row->shape == Shape::None) continue;
    const json::Value& value = member.value;
    if (row->shape == Shape::Schema ||
        (row->shape == Shape::SchemaOrSchemas && !value.is_array())) {
      walk({place.file, &value}, resource);
      continue;
    }
    for (const json::Value& element : value.elements()) walk({place.file, &element}, resource);
    for (const json::Member& entry : value.members()) {
      if (row->shape == Shape::SchemaOrNames && entry.value.is_array()) continue;
      walk({place.file, &entry.value}, resource);
    }
  }
}

// The resource that the schema at `place` belongs to: a new one where `$id` says so.
Resource* Registry::identify(const Node& place, Resource* resource) {
  const bool root_of_file = place.value == &place.file->root();
  Meta meta{resource->dialect, resource->vocabularies};
  const bool may_choose = !row_of(resource->dialect).id.empty() || root_of_file;
  const json::Value* chosen = may_choose ? string_member(place, "$schema") : nullptr;
  if (chosen != nullptr) {
    meta = meta_of({place.file, chosen}, chosen->as_string(), resource);
  }
  const DialectRow& row = row_of(meta.dialect);
  const json::Value* id = string_member(place, row.id);
  if (row.reference_stands_alone && string_member(place, "$ref") != nullptr) id = nullptr;

  const auto [own, fragment] = split_fragment(id == nullptr ? "" : id->as_string());
  const auto uri = own.empty() ? std::nullopt : document::resolve_uri(resource->uri, own);
  if (uri) {
    const bool first = root_of_file && resource->root == place;
    resource = add_resource(split_fragment(*uri).first, place, meta);
    by_uri_.try_emplace(resource->uri, resource);
    if (first) {
      // The file's own URI keeps naming it.
      by_uri_[place.file->uri()] = resource;
      by_file_[place.file] = resource;
    }
  } else if (chosen != nullptr && resource->root == place) {
    resource->dialect = meta.dialect;
    resource->vocabularies = meta.vocabularies;
  } else if (chosen != nullptr && is_description(place.file->root())) {
    // OpenAPI 3.1 "Schema Object": `$schema` holds for the Schema Object that it stands in, with or
    // without `$id`. References from there still have the document's base URI.
    const Node root = resource->root;
    resource = add_resource(resource->uri, root, meta);
  }
  // Drafts 4 to 7: an identifier that is only a fragment names a place, as $anchor does later.
  if (!fragment.empty() && fragment[0] != '/') {
    resource->anchors.try_emplace(fragment, place.value);
  }
  return resource;
}

// Core 2020-12 section 8.2.2: what the same name means a second time in a resource is undefined,
// and implementations may raise an error. The first one keeps it.
void Registry::note_anchor(const Node& place, const json::Value& name, Resource& resource) {
  const auto [known, is_new] =
      resource.anchors.try_emplace(std::string(name.as_string()), place.value);
  if (is_new || known->second == place.value || resource.official) return;
  Diagnostic repeated =
      finding(rules::kSchemaMalformed, {place.file, &name},
              "an anchor must have a name that no other schema of the same resource has");
  repeated.found = json::quote(name.as_string());
  repeated.fix = fmt::format("the first one is at {}",
                             Node{resource.root.file, known->second}.source().to_string());
  findings_.push_back(std::move(repeated));
}

void Registry::note_anchors(const Node& place, Resource& resource) {
  if ((only(resource.dialect) & kModern) == 0) return;
  if (const json::Value* anchor = string_member(place, "$anchor")) {
    note_anchor(place, *anchor, resource);
  }
  if (resource.dialect == Dialect::Draft2019) {
    const json::Value* recursive = place.value->find("$recursiveAnchor");
    if (recursive != nullptr && recursive->is_boolean() && recursive->as_boolean()) {
      resource.dynamic_anchors.try_emplace("", place.value);
    }
    return;
  }
  if (const json::Value* anchor = string_member(place, "$dynamicAnchor")) {
    note_anchor(place, *anchor, resource);
    resource.dynamic_anchors.try_emplace(std::string(anchor->as_string()), place.value);
  }
}

// What `$schema: uri` means. A metaschema that is not official is read for its `$vocabulary`, and
// for the dialect that it is itself written in (core 2020-12 section 8.1.2).
Registry::Meta Registry::meta_of(const Node& at, std::string_view uri, const Resource* resource) {
  if (const auto dialect = dialect_of(uri)) return {*dialect, row_of(*dialect).vocabularies};
  Meta meta{resource->dialect, resource->vocabularies};
  Diagnostic failure;
  const auto absolute = document::resolve_uri(resource->uri, uri);
  Resource* metaschema =
      absolute ? find_resource(split_fragment(*absolute).first, at, failure) : nullptr;
  if (metaschema == nullptr) {
    Diagnostic unknown = finding(
        rules::kSchemaUnknownDialect, at,
        fmt::format("$schema names a metaschema that cannot be read; the schema is read as {}",
                    to_string(meta.dialect)));
    unknown.found = uri;
    if (failure.rule != nullptr) unknown.causes.push_back(std::move(failure));
    findings_.push_back(std::move(unknown));
    return meta;
  }
  meta.dialect = metaschema->dialect;
  meta.vocabularies = row_of(meta.dialect).vocabularies;
  const json::Value* vocabularies = metaschema->root.value->find("$vocabulary");
  if (vocabularies == nullptr || !vocabularies->is_object()) return meta;
  meta.vocabularies = kCore;
  for (const json::Member& member : vocabularies->members()) {
    const Vocabularies known = vocabulary_of(member.name());
    meta.vocabularies |= known;
    if (known == 0 && member.value.is_boolean() && member.value.as_boolean()) {
      Diagnostic unknown = finding(rules::kSchemaUnknownVocabulary, at,
                                   "the metaschema requires a vocabulary that is not known here");
      unknown.found = member.name();
      findings_.push_back(std::move(unknown));
    }
  }
  return meta;
}

Resource* Registry::find_resource(const std::string& uri, const Node& from, Diagnostic& failure) {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) return known->second;
  const document::File* file = library_.find(uri);
  if (const Metaschema metaschema = find_metaschema(uri);
      file == nullptr && !metaschema.text.empty()) {
    if (auto added = library_.add(uri, uri, std::string(metaschema.text))) file = *added;
  }
  if (file == nullptr) {
    auto root = library_.resolve_at(uri, from, uri);
    if (!root) {
      failure = std::move(root.error());
      return nullptr;
    }
    file = root->file;
  }
  file_resource(*file);
  // The walk may have given the file's URI to the resource that its `$id` makes.
  Resource* resource = by_file_[file];
  by_uri_.try_emplace(uri, resource);
  return resource;
}

std::vector<Node> Registry::together(const Node& schema) {
  std::vector<Node> found;
  std::vector<Node> open;
  std::unordered_set<const json::Value*> seen;
  const auto enter = [&](const Node& node) {
    if (node.value->is_object() && seen.insert(node.value).second) open.push_back(node);
  };
  enter(schema);
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    const json::Value* reference = node.value->find("$ref");
    const bool refers = reference != nullptr && reference->is_string();
    const Resource& resource = resource_of(node);
    if (!refers || !row_of(resource.dialect).reference_stands_alone) {
      found.push_back(node);
      const json::Value* all = node.value->find("allOf");
      if (all != nullptr && all->is_array()) {
        for (const json::Value& branch : all->elements()) enter({node.file, &branch});
      }
    }
    if (!refers) continue;
    const auto target = resolve(resource, {node.file, reference}, reference->as_string());
    if (target) enter(*target);
  }
  return found;
}

bool Registry::says(const Node& schema, std::string_view keyword) {
  if (!schema.value->is_object()) return false;
  const auto is_true = [keyword](const Node& node) {
    const json::Value* flag = node.value->find(keyword);
    return flag != nullptr && flag->is_boolean() && flag->as_boolean();
  };
  // Most say it themselves or are all there is.
  const bool is_alone =
      schema.value->find("$ref") == nullptr && schema.value->find("allOf") == nullptr;
  return is_alone ? is_true(schema) : std::ranges::any_of(together(schema), is_true);
}

// Most references stay in their document, and name one of few schemas again and again.
Result<Node, Diagnostic> Registry::resolve(const Resource& resource, const Node& from,
                                           std::string_view reference) {
  if (!reference.starts_with('#') || from.file != resource.root.file)
    return resolve_anew(resource, from, reference);
  auto& known = resolved_[&resource];
  if (const auto found = known.find(std::string(reference)); found != known.end())
    return found->second;
  Result<Node, Diagnostic> node = resolve_anew(resource, from, reference);
  if (node) known.emplace(reference, *node);
  return node;
}

Result<Node, Diagnostic> Registry::resolve_anew(const Resource& resource, const Node& from,
                                                std::string_view reference) {
  const auto unresolved = [&](std::string message) {
    Diagnostic result = finding(rules::kSchemaUnresolvedReference, from, std::move(message));
    result.found = reference;
    return result;
  };
  const auto absolute = document::resolve_uri(resource.uri, reference);
  if (!absolute) return tl::unexpected(unresolved("must be a URI reference"));
  const auto [uri, encoded] = split_fragment(*absolute);
  Diagnostic failure;
  Resource* target = find_resource(uri, from, failure);
  if (target == nullptr) {
    Diagnostic result = unresolved("must name a schema; " + failure.message);
    result.causes.push_back(std::move(failure));
    return tl::unexpected(std::move(result));
  }
  const Node root = target->root;
  const std::string fragment = percent::decode(encoded).value_or(encoded);
  if (fragment.empty()) return root;
  if (fragment[0] != '/') {
    const auto anchor = target->anchors.find(fragment);
    if (anchor == target->anchors.end()) {
      return tl::unexpected(unresolved("must name a schema; no $anchor has that name"));
    }
    return Node{root.file, anchor->second};
  }
  std::string missing;
  if (const json::Value* value = follow_pointer(target, fragment, missing))
    return Node{root.file, value};
  // NON-STANDARD: in an OpenAPI description, "#/components/..." inside a schema with an `$id` of
  // its own names nothing by the letter (core 2020-12 section 8.2.1). Authors mean the description,
  // and other tools read it so.
  if (is_description(from.file->root()) && root.file == from.file) {
    std::string ignored;
    const json::Value* value = follow_pointer(file_resource(*from.file), fragment, ignored);
    if (value != nullptr) return Node{from.file, value};
  }
  Diagnostic result = unresolved("must name a schema; there is nothing at that place");
  result.fix = std::move(missing);
  return tl::unexpected(std::move(result));
}

// The value at `pointer` below the resource's root, walked as a schema of the resource that it lies
// in. Where there is none, `advice` may receive the name that was probably meant.
const json::Value* Registry::follow_pointer(Resource* resource, std::string_view pointer,
                                            std::string& advice) {
  const auto tokens = json::tokens(pointer);
  if (!tokens) return nullptr;
  const document::File* file = resource->root.file;
  const json::Value* value = resource->root.value;
  for (const std::string& token : *tokens) {
    const json::Value* next = json::resolve(*value, json::join("", token));
    if (next == nullptr) {
      std::vector<std::string_view> names;
      for (const json::Member& member : value->members()) names.push_back(member.name());
      const std::string_view near = diagnostic::nearest(token, names);
      if (!near.empty()) advice = fmt::format("{} is probably meant", near);
      return nullptr;
    }
    value = next;
    if (const Walked known = by_schema_.find(value); known.resource != nullptr)
      resource = known.resource;
  }
  walk({file, value}, resource);
  return value;
}

void Registry::enter(Reached& schema) {
  const Resource* resource = &resource_of(schema.schema);
  if (resource->dynamic_anchors.empty()) return;
  const auto& scope = schema.scope;
  if (std::ranges::find(scope, resource) == scope.end()) schema.scope.push_back(resource);
}

const json::Member* Registry::reference_in(const Node& schema) {
  for (const std::string_view name : {"$ref", "$dynamicRef", "$recursiveRef"}) {
    const json::Member* member = schema.value->find_member(json::HashedName(name));
    if (member != nullptr && member->value.is_string()) return member;
  }
  return nullptr;
}

Result<Node, Diagnostic> Registry::follow(const Reached& from, const json::Member& reference) {
  const std::string_view text = reference.value.as_string();
  auto target = resolve(resource_of(from.schema), {from.schema.file, &reference.value}, text);
  if (!target || reference.name() == "$ref") return target;
  return dynamic_target(from.scope, *target, text);
}

// The outermost resource with the anchor; `initial` itself where it does not carry it.
Node Registry::dynamic_target(const std::vector<const Resource*>& scope, const Node& initial,
                              std::string_view reference) {
  // "#" of $recursiveRef means what $recursiveAnchor is kept as, the empty name.
  const std::string anchor = split_fragment(reference).second;
  const auto& own = resource_of(initial).dynamic_anchors;
  const auto carried = own.find(anchor);
  if (carried == own.end() || carried->second != initial.value) return initial;
  for (const Resource* resource : scope) {
    const auto found = resource->dynamic_anchors.find(anchor);
    if (found != resource->dynamic_anchors.end()) return {resource->root.file, found->second};
  }
  return initial;
}

diagnostic::Diagnostics Registry::take_findings() { return std::exchange(findings_, {}); }

}  // namespace holotype::schema
