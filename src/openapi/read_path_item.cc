// A path item may be written in place, elsewhere ($ref), or both: then the fields in place win, one
// by one, and a field in both is reported (OpenAPI 3.1.1 leaves the meaning open).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "diagnostic/rules_document.h"
#include "diagnostic/rules_openapi.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

struct Method {
  std::string_view field;
  std::string_view name;
  Versions versions;
};
constexpr Method kMethods[] = {
    {"get", "GET", kAllVersions},
    {"put", "PUT", kAllVersions},
    {"post", "POST", kAllVersions},
    {"delete", "DELETE", kAllVersions},
    {"options", "OPTIONS", kAllVersions},
    {"head", "HEAD", kAllVersions},
    {"patch", "PATCH", kAllVersions},
    {"trace", "TRACE", kFrom30},
    {"query", "QUERY", k32},
};

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != kMarks.npos;
  });
}

void report_circle(Reading& reading, const Node& reference) {
  reading.report(rules::kReferenceCycle, reference,
                 {.message = "a chain of references must end at a path item that has no $ref",
                  .found = std::string(reference.value->as_string())});
}

// The path item with its $ref followed; each layer overrides those behind it.
std::vector<Node> layers_of(Reading& reading, const Node& start) {
  std::vector<Node> layers;
  for (Node node = start; node;) {
    if (!node.value->is_object()) {
      reading.report(rules::kOpenApiWrongType, node,
                     {.message = "a Path Item Object must be an object"});
      break;
    }
    reading.check_fields(node, kPathItemObject);
    layers.push_back(node);
    const Node reference = reading.member(node, "$ref", json::Type::String);
    if (!reference) break;
    const auto target = reading.follow_once(node);
    if (!target) {
      reading.leave_unchecked(rules::kOpenApiUnchecked, reference,
                              "a part of the path item is not read: its $ref leads to nothing");
      break;
    }
    if (std::ranges::find(layers, *target) != layers.end()) {
      report_circle(reading, reading.member(*target, "$ref", json::Type::String));
      reading.leave_unchecked(rules::kOpenApiUnchecked, reference,
                              "a part of the path item is not read: its $ref leads to itself");
      break;
    }
    node = *target;
  }
  return layers;
}

// The value of a field, from the first layer that has it.
Node field_of(Reading& reading, const std::vector<Node>& layers, std::string_view field) {
  Node found;
  for (const Node& layer : layers) {
    const Node value = layer.member(field);
    if (!value) continue;
    if (!found) {
      found = value;
      continue;
    }
    reading.report(rules::kOpenApiPathItemOverlap, found,
                   {.message = fmt::format("{} should not stand beside a $ref whose path item has "
                                           "it as well",
                                           field)});
    break;
  }
  return found;
}

void read_methods(Reading& reading, const std::vector<Node>& layers, const PathItem& item,
                  const Surroundings& surroundings, std::vector<Operation>& operations) {
  struct Found {
    Node node;
    const json::Member* member;
  };
  // In the order of the text.
  std::vector<std::string_view> done;
  for (const Node& layer : layers) {
    for (const json::Member& member : layer.value->members()) {
      const auto method = std::ranges::find(kMethods, member.name(), &Method::field);
      if (method == std::end(kMethods) || !reading.is_in(method->versions)) continue;
      if (std::ranges::find(done, method->field) != done.end()) continue;
      done.push_back(method->field);
      const Node node = field_of(reading, layers, method->field);
      const auto object = reading.object(node, kOperationObject);
      if (!object) continue;
      operations.push_back(
          read_operation(reading, *object, std::string(method->name), item, surroundings));
    }
  }
}

// OpenAPI 3.2.0, Path Item Object, additionalOperations.
void read_additional(Reading& reading, const Node& map, const PathItem& item,
                     const Surroundings& surroundings, std::vector<Operation>& operations) {
  if (!map) return;
  for (const json::Member& member : map.value->members()) {
    const bool is_fixed =
        std::ranges::find(kMethods, member.name(), &Method::name) != std::end(kMethods);
    if (is_fixed || !is_token(member.name())) {
      reading.report_name(
          rules::kOpenApiMethodMalformed, map, member,
          {.message = is_fixed ? "a method that has a field of its own must be described there"
                               : "an additional operation must be keyed by an HTTP method",
           .found = std::string(member.name())});
      if (!is_fixed) continue;
    }
    const auto object = reading.object({map.file, &member.value}, kOperationObject);
    if (!object) continue;
    operations.push_back(
        read_operation(reading, *object, std::string(member.name()), item, surroundings));
  }
}

// Reports names that only one of the path and its parameters has, and takes out of the operation
// what can never be given.
void match_parameters(Reading& reading, const Node& paths, const json::Member& member,
                      const std::vector<std::string>& names, std::vector<Operation>& operations) {
  for (Operation& operation : operations) {
    const auto is_unused = [&](const Parameter& parameter) {
      return parameter.in == In::Path && std::ranges::find(names, parameter.name) == names.end();
    };
    for (const Parameter& parameter : operation.parameters) {
      if (!is_unused(parameter)) continue;
      std::vector<std::string_view> candidates(names.begin(), names.end());
      const std::string_view meant = diagnostic::nearest(parameter.name, candidates);
      reading.report(
          rules::kOpenApiPathParameterUnused, parameter.node,
          {.message = fmt::format("a path parameter must be named in its path, {}", member.name()),
           .found = parameter.name,
           .fix = meant.empty() ? "" : fmt::format("did you mean {}?", meant)});
    }
    std::erase_if(operation.parameters, is_unused);
    for (const std::string& name : names) {
      const bool is_declared =
          std::ranges::any_of(operation.parameters, [&](const Parameter& parameter) {
            return parameter.in == In::Path && parameter.name == name;
          });
      if (is_declared) continue;
      reading.report(rules::kOpenApiPathParameterUndeclared, operation.node,
                     {.message = fmt::format("the operation must have a parameter for {{{}}} of "
                                             "its path, {}",
                                             name, member.name())});
      Diagnostic note;
      note.rule = &rules::kOpenApiUnchecked;
      note.message =
          fmt::format("{{{}}} of the path is not checked: no parameter describes it", name);
      note.source = paths.file->locate_member(member);
      operation.unchecked.push_back(std::move(note));
    }
  }
}

}  // namespace

std::vector<Operation> read_path_item(Reading& reading, const Node& node, const std::string& path,
                                      const Surroundings& surroundings) {
  std::vector<Operation> operations;
  Diagnostics outer = reading.take_unchecked();
  const std::vector<Node> layers = layers_of(reading, node);
  const Diagnostics unread = reading.take_unchecked();
  // What has this path item among its callbacks is not read as a whole either.
  diagnostic::append(outer, Diagnostics(unread));
  reading.restore_unchecked(std::move(outer));
  if (layers.empty()) return operations;
  // A callback may lead back to the path item that it belongs to; one turn of the circle is enough.
  if (!reading.open_path_items.insert(layers.back().value).second) return operations;
  PathItem item{.node = node, .object = layers.back(), .path = path, .shared = {}, .servers = {}};
  item.shared = field_of(reading, layers, "parameters");
  if (item.shared && !item.shared.value->is_array()) item.shared = {};
  if (!reading.is_swagger()) {
    item.servers = read_servers(reading, field_of(reading, layers, "servers"));
  }
  read_methods(reading, layers, item, surroundings, operations);
  if (reading.is_in(k32)) {
    const Node map = field_of(reading, layers, "additionalOperations");
    if (map && map.value->is_object()) {
      read_additional(reading, map, item, surroundings, operations);
    }
  }
  reading.open_path_items.erase(layers.back().value);
  for (Operation& operation : operations)
    diagnostic::append(operation.unchecked, Diagnostics(unread));
  return operations;
}

std::vector<Operation> read_paths(Reading& reading, const Node& paths,
                                  const Surroundings& surroundings) {
  std::vector<Operation> all;
  if (!paths) return all;
  std::unordered_map<std::string, std::string_view> shapes;
  for (const json::Member& member : paths.value->members()) {
    if (member.name().starts_with("x-")) continue;
    std::string path(member.name());
    if (!path.starts_with("/")) {
      reading.report_name(rules::kOpenApiPathSlash, paths, member,
                          {.message = "a path must begin with /", .found = path});
      path.insert(path.begin(), '/');
    }
    const std::vector<std::string> names = check_path_template(reading, paths, member);
    const auto [earlier, is_new] = shapes.emplace(template_shape(path), member.name());
    if (!is_new) {
      reading.report_name(
          rules::kOpenApiPathAmbiguous, paths, member,
          {.message = fmt::format("the path must match other requests than {}", earlier->second),
           .found = path});
    }
    auto operations = read_path_item(reading, {paths.file, &member.value}, path, surroundings);
    match_parameters(reading, paths, member, names, operations);
    std::move(operations.begin(), operations.end(), std::back_inserter(all));
  }
  // What growing left over is kept as long as the description, here and in the lists below it.
  all.shrink_to_fit();
  return all;
}

}  // namespace holotype::openapi
