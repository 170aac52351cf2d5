// What a Model answers; derive.cc makes it.
#include <fmt/format.h>

#include <algorithm>

#include "state/resource.h"

namespace holotype::state {

const OperationRole* Model::role_of(const openapi::Operation& operation) const {
  const auto found = by_operation_.find(&operation);
  return found == by_operation_.end() ? nullptr : found->second;
}

const Resource* Model::find(std::string_view collection) const {
  const auto found = std::ranges::find_if(
      resources_, [collection](const auto& r) { return r->collection == collection; });
  return found == resources_.end() ? nullptr : found->get();
}

std::string_view to_string(Role role) {
  constexpr std::string_view kNames[] = {"create", "list", "read", "merge", "replace", "delete"};
  return kNames[static_cast<std::size_t>(role)];
}

namespace {

std::string line_of(const OperationRole& role) {
  std::string line =
      fmt::format("  {} {} {}", to_string(role.role), role.operation->method, role.operation->path);
  if (role.response != nullptr) line += " -> " + role.response->key;
  if (role.pointer) line += fmt::format(" {}", role.pointer->empty() ? "body" : *role.pointer);
  if (role.pointer && !role.shows_stored) line += " (another schema)";
  if (role.has_id_in_body) line += ", id in the body";
  if (role.creates_missing) line += ", creates";
  if (!role.request_pointer.empty()) line += ", request " + role.request_pointer;
  if (!role.list.empty()) line += ", " + to_string(role.list);
  return line;
}

}  // namespace

std::string Model::to_text() const {
  std::string text;
  for (const auto& resource : resources_) {
    text += fmt::format("{} {{{}}} is {}{}", resource->collection, resource->id_parameter,
                        resource->id_pointer, resource->has_numeric_ids ? ", a number" : "");
    if (resource->parent != nullptr) text += ", in " + resource->parent->item;
    if (!resource->parent_property.empty()) text += " by " + resource->parent_property;
    text += "\n";
    for (const auto& role : roles_) {
      if (role->resource == resource.get()) text += line_of(*role) + "\n";
    }
  }
  return text;
}

}  // namespace holotype::state
