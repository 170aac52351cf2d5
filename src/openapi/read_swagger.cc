// What Swagger 2.0 writes in another way than OpenAPI 3, translated to the one model:
//
//     host, basePath, schemes                ->  servers
//     type, items, ... beside a parameter    ->  its schema: the Parameter Object is one as well
//     collectionFormat                       ->  style and explode
//     produces + schema + examples           ->  content
//
// The body is in read_form.cc.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "http/media_type.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

struct CollectionFormat {
  std::string_view name;
  Style in_query;
  bool explodes;
};
// Swagger 2.0, Parameter Object, collectionFormat. OpenAPI's styles write the same bytes.
constexpr CollectionFormat kCollectionFormats[] = {
    {"csv", Style::Form, false},         {"ssv", Style::SpaceDelimited, false},
    {"tsv", Style::TabDelimited, false}, {"pipes", Style::PipeDelimited, false},
    {"multi", Style::Form, true},
};

struct Location {
  std::string_view name;
  In in;
};
constexpr Location kLocations[] = {
    {"path", In::Path}, {"query", In::Query}, {"header", In::Header}};

}  // namespace

Serialisation read_collection_format(Reading& reading, const Node& object, Multi multi) {
  const Node field = reading.member(object, "collectionFormat", json::Type::String);
  const std::string_view name = field ? field.value->as_string() : "csv";
  for (const CollectionFormat& format : kCollectionFormats) {
    if (format.name != name || (format.explodes && multi == Multi::Refused)) continue;
    return {format.in_query, format.explodes};
  }
  reading.report(rules::kOpenApiInvalidValue, field,
                 {.message = fmt::format("collectionFormat must be one of csv, ssv, tsv, pipes{}",
                                         multi == Multi::Taken ? ", multi" : " here"),
                  .found = std::string(name)});
  return {Style::Form, false};
}

void check_items(Reading& reading, const Node& object) {
  for (Node items = object.member("items"); items && items.value->is_object();
       items = items.member("items")) {
    reading.check_fields(items, kItemsObject);
  }
}

std::vector<Example> read_vendor_examples(const Node& object) {
  std::vector<Example> examples;
  const Node example = object.member("x-example");
  if (example) examples.push_back({.node = example, .value = example.value});
  const Node map = object.member("x-examples");
  if (!map) return examples;
  for (const json::Member& member : map.value->members()) {
    const json::Value* value = member.value.find("value");
    const Node node{map.file, &member.value};
    examples.push_back({.name = std::string(member.name()),
                        .node = node,
                        .value = value == nullptr ? node.value : value});
  }
  return examples;
}

std::vector<Server> read_swagger_servers(Reading& reading, const Node& root) {
  std::vector<Server> servers;
  const std::string host = reading.text(root, "host");
  const std::string base = reading.text(root, "basePath");
  std::vector<std::string> schemes = reading.texts(root, "schemes");
  if (host.empty()) {
    schemes = {""};
  } else if (schemes.empty()) {
    schemes = {"http"};
  }
  for (const std::string& scheme : schemes) {
    Server server;
    server.base_path = path_of_url(base.starts_with("/") ? base : "/" + base);
    server.base_paths = {server.base_path};
    server.url = host.empty() ? (server.base_path.empty() ? "/" : server.base_path)
                              : scheme + "://" + host + server.base_path;
    server.node = root;
    servers.push_back(std::move(server));
  }
  return servers;
}

bool is_body_parameter(Reading& reading, const Node& node) {
  Node target = node;
  if (reading.member(node, "$ref", json::Type::String)) {
    const auto found = reading.follow(node);
    if (!found) return false;
    target = *found;
  }
  const std::string in = reading.text(target, "in");
  return in == "body" || in == "formData";
}

std::optional<Parameter> read_simple_parameter(Reading& reading, const Node& node,
                                               Direction direction) {
  const auto object = reading.map(node, kSimpleParameterObject);
  if (!object) return std::nullopt;
  return reading.once(reading.parameters, *object, direction, [&]() -> std::optional<Parameter> {
    reading.check_fields(*object, kSimpleParameterObject);
    const Node in = reading.member(*object, "in", json::Type::String);
    const Node name = reading.member(*object, "name", json::Type::String);
    if (!in || !name) return std::nullopt;
    const auto location = std::ranges::find(kLocations, in.value->as_string(), &Location::name);
    if (location == std::end(kLocations)) {
      reading.report(rules::kOpenApiInvalidValue, in,
                     {.message = "in of a Parameter Object must be one of path, query, header, "
                                 "formData, body",
                      .found = std::string(in.value->as_string())});
      return std::nullopt;
    }
    Parameter parameter;
    parameter.name = name.value->as_string();
    parameter.in = location->in;
    parameter.node = *object;
    parameter.is_required = reading.flag(*object, "required");
    if (location->in == In::Path && !parameter.is_required) {
      reading.report(rules::kOpenApiPathParameterOptional, *object,
                     {.message = fmt::format("the path parameter {} must have required: true",
                                             parameter.name)});
      parameter.is_required = true;
    }
    if (parameter.in == In::Header) check_header_name(reading, name, parameter.name);
    const bool is_query = location->in == In::Query;
    const Serialisation serialisation =
        read_collection_format(reading, *object, is_query ? Multi::Taken : Multi::Refused);
    // A scalar outside the query is written as it is, which is what simple does.
    const bool is_simple = !is_query && serialisation.style == Style::Form;
    parameter.style = is_simple ? Style::Simple : serialisation.style;
    parameter.explodes = serialisation.explodes;
    parameter.allows_empty_value = is_query && reading.flag(*object, "allowEmptyValue");
    check_items(reading, *object);
    parameter.schema = reading.schema(*object, direction);
    parameter.examples = read_vendor_examples(*object);
    return parameter;
  });
}

std::vector<Header> read_simple_headers(Reading& reading, const Node& map, Direction direction) {
  std::vector<Header> headers;
  if (!map) return headers;
  for (const json::Member& member : map.value->members()) {
    const auto object = reading.object({map.file, &member.value}, kSimpleHeaderObject);
    if (!object) continue;
    check_header_name(reading, *object, member.name());
    Header header;
    header.name = member.name();
    header.node = *object;
    read_collection_format(reading, *object, Multi::Refused);
    check_items(reading, *object);
    header.schema = reading.schema(*object, direction);
    header.examples = read_vendor_examples(*object);
    headers.push_back(std::move(header));
  }
  return headers;
}

namespace {

bool fits(const http::MediaType& range, const std::string& name) {
  const auto type = http::parse_media_type(name);
  return type && static_cast<bool>(http::fit(range, *type));
}

// The example of that media type: by its name, else by the closest range.
Node example_for(const Node& examples, const std::string& name) {
  if (!examples) return {};
  if (const Node exact = examples.member(name)) return exact;
  const auto type = http::parse_media_type(name);
  if (!type) return {};
  Node closest;
  http::Fit best;
  for (const json::Member& member : examples.value->members()) {
    const auto range = http::parse_media_range(member.name());
    if (!range || !range->is_range()) continue;
    const http::Fit its = http::fit(*range, *type);
    if (its > best) {
      best = its;
      closest = {examples.file, &member.value};
    }
  }
  return closest;
}

}  // namespace

std::vector<MediaType> read_swagger_content(Reading& reading, const Node& response,
                                            const std::vector<std::string>& produces,
                                            Direction direction) {
  std::vector<MediaType> content;
  const Node schema = reading.member(response, "schema", json::Type::Object);
  const Node examples = reading.member(response, "examples", json::Type::Object);
  if (!schema && !examples) return content;
  // `type: file` is any content at all: there is nothing to compile.
  const bool is_file = schema && reading.text(schema, "type") == "file";
  const SchemaUse use = schema && !is_file ? reading.schema(schema, direction) : SchemaUse{};
  std::vector<std::string> names = produces;
  if (examples) {
    for (const json::Member& member : examples.value->members()) {
      const std::string name(member.name());
      // An example of a range ("*/*") is one of each type that is produced and fits it.
      const auto range = http::parse_media_range(name);
      const bool is_range = range && range->is_range();
      if (is_range && std::ranges::any_of(
                          produces, [&](const std::string& type) { return fits(*range, type); })) {
        continue;
      }
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  }
  if (names.empty()) names = {is_file ? "application/octet-stream" : "application/json"};
  content.reserve(names.size());
  for (const std::string& name : names) {
    if (!check_media_type_name(reading, response, name, content)) continue;
    MediaType media_type{.name = name, .schema = use, .node = response};
    const Node example = example_for(examples, name);
    if (example) media_type.examples.push_back({.node = example, .value = example.value});
    content.push_back(std::move(media_type));
  }
  return content;
}

}  // namespace holotype::openapi
