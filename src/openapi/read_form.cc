// The body of an operation of Swagger 2.0: a `body` parameter, or all `formData` parameters
// together.
//
// formData parameters become the properties of one object schema, as OpenAPI 3 would write it. The
// schema is a document of its own, "holotype:form/...", in which every property is a $ref to the
// Parameter Object: findings point at the description, not at this document.
//
//     {name: tags, in: formData, type: array, items: {type: string}, required: true}
//       ->  {"type": "object", "required": ["tags"],
//            "properties": {"tags": {"$ref":
//            "file:///.../api.yaml#/paths/~1pets/post/parameters/0"}}}
#include <fmt/format.h>

#include <algorithm>

#include "base/percent.h"
#include "diagnostic/rules_openapi.h"
#include "http/media_type.h"
#include "json/text.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

constexpr std::string_view kUrlEncoded = "application/x-www-form-urlencoded";
constexpr std::string_view kMultipart = "multipart/form-data";

struct Part {
  std::string name;
  std::string in;
  Node node;
};

// The body and formData parameters of a list.
std::vector<Part> parts_of(Reading& reading, const Node& list) {
  std::vector<Part> parts;
  if (!list) return parts;
  for (std::size_t i = 0; i < list.value->size(); ++i) {
    const Node node = list.element(i);
    if (!is_body_parameter(reading, node)) continue;
    const auto target = reading.map(node, kBodyParameterObject);
    if (!target) continue;
    const std::string in = reading.text(*target, "in");
    reading.check_fields(*target, in == "body" ? kBodyParameterObject : kSimpleParameterObject);
    parts.push_back({reading.text(*target, "name"), in, *target});
  }
  return parts;
}

// The path item's parts, overridden by the operation's.
std::vector<Part> all_parts(Reading& reading, const Node& shared, const Node& own) {
  std::vector<Part> parts = parts_of(reading, shared);
  for (Part& part : parts_of(reading, own)) {
    std::erase_if(
        parts, [&](const Part& other) { return other.name == part.name && other.in == part.in; });
    parts.push_back(std::move(part));
  }
  return parts;
}

void report_conflicts(Reading& reading, const std::vector<Part>& parts) {
  const auto body = std::ranges::find(parts, "body", &Part::in);
  if (body == parts.end()) return;
  for (const Part& part : parts) {
    if (&part == &*body) continue;
    reading.report(rules::kOpenApiBodyConflict, part.node,
                   {.message = "an operation must have one body parameter, or formData parameters",
                    .found = fmt::format("{} in {} as well", part.name, part.in)});
  }
}

RequestBody read_body_parameter(Reading& reading, const Node& parameter,
                                std::vector<std::string> consumes, Direction direction) {
  RequestBody body;
  body.node = parameter;
  body.is_required = reading.flag(parameter, "required");
  const SchemaUse schema =
      reading.schema(reading.member(parameter, "schema", json::Type::Object), direction);
  const std::vector<Example> examples = read_vendor_examples(parameter);
  if (consumes.empty()) consumes = {"application/json"};
  for (const std::string& name : consumes) {
    if (!check_media_type_name(reading, parameter, name, body.content)) continue;
    MediaType media_type{.name = name, .schema = schema, .node = parameter};
    for (const Example& example : examples) {
      // x-examples is keyed by media types or by names of the author's.
      const bool is_for_type = example.name.find('/') != std::string::npos;
      if (is_for_type && example.name != name) continue;
      media_type.examples.push_back(example);
      if (is_for_type) media_type.examples.back().name.clear();
    }
    body.content.push_back(std::move(media_type));
  }
  return body;
}

bool is_file(const Reading& reading, const Part& part) {
  return reading.text(part.node, "type") == "file";
}

// The text of the object schema; see the head of this file.
std::string form_schema(const Reading& reading, const std::vector<Part>& parts) {
  std::string properties;
  std::string required;
  for (const Part& part : parts) {
    // A file may hold anything.
    const std::string schema =
        is_file(reading, part) ? "{}"
                               : fmt::format("{{\"$ref\": {}}}", json::quote(part.node.location()));
    properties += (properties.empty() ? "" : ", ") + json::quote(part.name) + ": " + schema;
    if (reading.flag(part.node, "required")) {
      required += (required.empty() ? "" : ", ") + json::quote(part.name);
    }
  }
  std::string text = "{\"type\": \"object\"";
  if (!required.empty()) text += ", \"required\": [" + required + "]";
  return text + ", \"properties\": {" + properties + "}}";
}

std::vector<Encoding> form_encodings(Reading& reading, const std::vector<Part>& parts) {
  std::vector<Encoding> encodings;
  for (const Part& part : parts) {
    Encoding encoding;
    encoding.property = part.name;
    encoding.node = part.node;
    if (reading.text(part.node, "type") == "array") {
      const Serialisation serialisation = read_collection_format(reading, part.node, Multi::Taken);
      encoding.has_style = true;
      encoding.style = serialisation.style;
      encoding.explodes = serialisation.explodes;
    } else if (is_file(reading, part)) {
      encoding.content_types = {"*/*"};
      // Swagger 2.0 "Items Object": "Files and models are not allowed", so several files under one
      // name cannot be described.
      encoding.is_single = true;
    } else {
      continue;
    }
    encodings.push_back(std::move(encoding));
  }
  return encodings;
}

// The form media types that the operation consumes; what it must mean where it names none.
std::vector<std::string> form_types(Reading& reading, const std::vector<Part>& parts,
                                    const std::vector<std::string>& consumes) {
  const bool has_file =
      std::ranges::any_of(parts, [&](const Part& part) { return is_file(reading, part); });
  std::vector<std::string> types;
  for (const std::string& name : consumes) {
    const auto parsed = http::parse_media_type(name);
    if (!parsed) continue;
    if (http::is_multipart(*parsed) || (http::is_form(*parsed) && !has_file)) {
      types.push_back(name);
    }
  }
  if (!types.empty()) return types;
  const std::string_view meant = has_file ? kMultipart : kUrlEncoded;
  if (!consumes.empty() || has_file) {
    reading.report(rules::kOpenApiFormConsumes, parts.front().node,
                   {.message = fmt::format("an operation with {} parameters should consume {}",
                                           has_file ? "file" : "formData", meant)});
  }
  return {std::string(meant)};
}

std::optional<RequestBody> read_form(Reading& reading, const std::vector<Part>& parts,
                                     const std::vector<std::string>& consumes,
                                     Direction direction) {
  RequestBody body;
  body.node = parts.front().node;
  body.is_required = std::ranges::any_of(
      parts, [&](const Part& part) { return reading.flag(part.node, "required"); });
  for (const Part& part : parts) check_items(reading, part.node);
  // The place tells forms apart, also where several descriptions share a Library.
  const std::string uri = "holotype:form/" + percent::encode(body.node.location()) +
                          fmt::format("/{}", reading.next_form());
  const auto file = reading.library().add(uri, uri, form_schema(reading, parts));
  if (!file) return std::nullopt;
  const SchemaUse schema = reading.schema({*file, &(*file)->root()}, direction);
  for (const std::string& name : form_types(reading, parts, consumes)) {
    MediaType media_type{.name = name, .schema = schema, .node = body.node};
    media_type.encodings = form_encodings(reading, parts);
    body.content.push_back(std::move(media_type));
  }
  return body;
}

}  // namespace

std::optional<RequestBody> read_swagger_body(Reading& reading, const Node& shared, const Node& own,
                                             const std::vector<std::string>& consumes,
                                             Direction direction) {
  const std::vector<Part> parts = all_parts(reading, shared, own);
  if (parts.empty()) return std::nullopt;
  report_conflicts(reading, parts);
  const auto body = std::ranges::find(parts, "body", &Part::in);
  if (body != parts.end()) return read_body_parameter(reading, body->node, consumes, direction);
  return read_form(reading, parts, consumes, direction);
}

}  // namespace holotype::openapi
