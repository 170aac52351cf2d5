// Encodings are keyed by property. Whether the schema has the property can be told only where the
// schema lists all it has: one that is an object of properties, without combining keywords, and
// whose further members are not described. A $ref is followed first.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

constexpr std::string_view kOpenEnded[] = {"allOf",
                                           "anyOf",
                                           "oneOf",
                                           "if",
                                           "$ref",
                                           "$dynamicRef",
                                           "patternProperties",
                                           "additionalProperties",
                                           "unevaluatedProperties",
                                           "dependentSchemas"};

// The properties that the schema lists, where it lists all; else nothing.
const json::Value* all_properties(Reading& reading, const Node& schema) {
  Node target = schema;
  if (const Node reference = schema.member("$ref")) {
    if (!reference.value->is_string()) return nullptr;
    const auto found = reading.library().follow(schema);
    if (!found) return nullptr;  // the schema's compilation reports it
    target = *found;
  }
  const bool open = std::ranges::any_of(kOpenEnded, [&](std::string_view keyword) {
    return static_cast<bool>(target.member(keyword));
  });
  return open ? nullptr : reading.member(target, "properties", json::Type::Object).value;
}

std::vector<std::string> split_content_types(std::string_view text) {
  std::vector<std::string> types;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view type = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (type.starts_with(' ')) type.remove_prefix(1);
    while (type.ends_with(' ')) type.remove_suffix(1);
    if (!type.empty()) types.emplace_back(type);
  }
  return types;
}

}  // namespace

Encoding read_encoding(Reading& reading, const std::string& property, const Node& object,
                       Direction direction) {
  Encoding encoding;
  encoding.property = property;
  encoding.node = object;
  encoding.content_types = split_content_types(reading.text(object, "contentType"));
  encoding.has_style =
      object.member("style") || object.member("explode") || object.member("allowReserved");
  encoding.style = read_style(reading, object,
                              {.where = "an encoding",
                               .allowed = {{"form", Style::Form},
                                           {"spaceDelimited", Style::SpaceDelimited},
                                           {"pipeDelimited", Style::PipeDelimited},
                                           {"deepObject", Style::DeepObject}},
                               .absent = Style::Form});
  const bool explodes = encoding.style == Style::Form || encoding.style == Style::DeepObject;
  encoding.explodes = reading.flag(object, "explode", explodes);
  encoding.allows_reserved = reading.flag(object, "allowReserved");
  encoding.headers =
      read_headers(reading, reading.member(object, "headers", json::Type::Object), direction);
  return encoding;
}

std::vector<Encoding> read_encodings(Reading& reading, const Node& media_type,
                                     Direction direction) {
  std::vector<Encoding> encodings;
  const Node map = reading.member(media_type, "encoding", json::Type::Object);
  if (!map) return encodings;
  const json::Value* properties = all_properties(reading, media_type.member("schema"));
  for (const json::Member& member : map.value->members()) {
    if (properties != nullptr && properties->find(member.name()) == nullptr) {
      std::vector<std::string_view> names;
      for (const json::Member& property : properties->members()) names.push_back(property.name());
      const std::string_view meant = diagnostic::nearest(member.name(), names);
      reading.report_name(rules::kOpenApiEncodingProperty, map, member,
                          {.message = "an encoding must be for a property of the schema",
                           .found = std::string(member.name()),
                           .fix = meant.empty() ? "" : fmt::format("did you mean {}?", meant)});
      continue;
    }
    const auto object = reading.object({map.file, &member.value}, kEncodingObject);
    if (!object) continue;
    encodings.push_back(read_encoding(reading, std::string(member.name()), *object, direction));
  }
  return encodings;
}

}  // namespace holotype::openapi
