// Components are read where an operation refers to them. This reads each of them as well, for its
// faults alone: a component that nothing refers to yet can be wrong, too. What was read before
// comes from the Reading's cache.
#include <fmt/format.h>

#include <array>

#include "diagnostic/rules_openapi.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

void check_schema(Reading& reading, const Node& node) {
  if (!node.value->is_object() && !node.value->is_boolean()) {
    reading.report(rules::kOpenApiWrongType, node,
                   {.message = "a Schema Object must be an object"});
  }
  reading.schema(node, Direction::Response);
}
void check_response(Reading& reading, const Node& node) {
  read_response(reading, node, Direction::Response, {});
}
void check_parameter(Reading& reading, const Node& node) {
  if (!reading.is_swagger() || !is_body_parameter(reading, node)) {
    read_parameter(reading, node, Direction::Request);
  }
}
void check_request_body(Reading& reading, const Node& node) {
  read_request_body(reading, node, Direction::Request);
}

void check_header(Reading& reading, const Node& node) {
  read_header(reading, node, Direction::Response);
}

struct Group {
  std::string_view field;
  Versions versions;
  void (*check)(Reading& reading, const Node& component);
};
// Security schemes are read before.
constexpr Group kGroups[] = {
    {"schemas", kFrom30, check_schema},       {"responses", kFrom30, check_response},
    {"parameters", kFrom30, check_parameter}, {"requestBodies", kFrom30, check_request_body},
    {"headers", kFrom30, check_header},
};
constexpr Group kSwaggerGroups[] = {
    {"definitions", k20, check_schema},
    {"parameters", k20, check_parameter},
    {"responses", k20, check_response},
};

void check_groups(Reading& reading, const Node& components, std::span<const Group> groups) {
  for (const Group& group : groups) {
    const Node map = reading.member(components, group.field, json::Type::Object);
    if (!map || !reading.is_in(group.versions)) continue;
    for (const json::Member& member : map.value->members()) {
      if (member.name().starts_with("x-") && !member.value.is_object()) continue;
      group.check(reading, {map.file, &member.value});
    }
  }
}

void check_tags(Reading& reading, const Node& list) {
  if (!list) return;
  std::unordered_set<std::string> names;
  std::vector<Node> tags;
  for (std::size_t i = 0; i < list.value->size(); ++i) {
    const auto tag = reading.object(list.element(i), kTagObject);
    if (!tag) continue;
    tags.push_back(*tag);
    const std::string name = reading.text(*tag, "name");
    if (const Node docs = tag->member("externalDocs")) {
      reading.object(docs, kExternalDocumentationObject);
    }
    if (name.empty() || names.insert(name).second) continue;
    reading.report(rules::kOpenApiTagDuplicate, *tag,
                   {.message = "the name of a tag must be unique", .found = name});
  }
  if (reading.is_in(k32)) check_tag_parents(reading, tags);
}

// What nothing refers to is read as if a callback did: no path says what its parameters are.
void check_path_items(Reading& reading, const Node& components, const Surroundings& surroundings) {
  const Node callbacks = reading.member(components, "callbacks", json::Type::Object);
  read_callbacks(reading, callbacks, surroundings);
  if (!reading.is_in(kFrom31)) return;
  const Node items = reading.member(components, "pathItems", json::Type::Object);
  read_webhooks(reading, items, surroundings);
}

}  // namespace

void check_components(Reading& reading, const Node& root, const Surroundings& surroundings) {
  if (reading.is_swagger()) {
    check_groups(reading, root, kSwaggerGroups);
  } else if (const Node components = root.member("components")) {
    const auto object = reading.object(components, kComponentsObject);
    if (!object) return;
    check_component_names(reading, *object);
    check_groups(reading, *object, kGroups);
    read_links(reading, reading.member(*object, "links", json::Type::Object));
    read_examples(reading, *object);
    check_path_items(reading, *object, surroundings);
  }
  reading.take_unchecked();
}

void check_info(Reading& reading, const Node& root) {
  if (const Node node = root.member("info")) {
    const auto info = reading.object(node, kInfoObject);
    const Node contact = info ? info->member("contact") : Node{};
    const Node license = info ? info->member("license") : Node{};
    if (contact) reading.object(contact, kContactObject);
    if (license) reading.object(license, kLicenseObject);
  }
  if (const Node docs = root.member("externalDocs")) {
    reading.object(docs, kExternalDocumentationObject);
  }
  check_tags(reading, reading.member(root, "tags", json::Type::Array));
}

}  // namespace holotype::openapi
