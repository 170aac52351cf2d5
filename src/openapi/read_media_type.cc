#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "http/media_type.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// OpenAPI 3.2.0 "Encoding By Position"; it excludes the one by name.
void read_positional_encodings(Reading& reading, const Node& object, Direction direction,
                               MediaType& media_type) {
  const Node prefix = reading.member(object, "prefixEncoding", json::Type::Array);
  for (std::size_t i = 0; prefix && i < prefix.value->size(); ++i) {
    const auto encoding = reading.object(prefix.element(i), kEncodingObject);
    media_type.prefix_encodings.push_back(
        encoding ? read_encoding(reading, "", *encoding, direction) : Encoding{});
  }
  const Node item = object.member("itemEncoding");
  const auto encoding = item ? reading.object(item, kEncodingObject) : std::nullopt;
  if (encoding) media_type.item_encoding = read_encoding(reading, "", *encoding, direction);
}

// What style and explode of an encoding are in that media type. 3.0.3 "Encoding Object": ignored
// where it is no form. 3.1.0: of multipart/form-data as well, and where one is given contentType is
// ignored.
// NON-STANDARD: `allowReserved: false` holds in parts too, of every version, as Prism has it.
void settle_encodings(Version version, const http::MediaType& type, MediaType& media_type) {
  const auto settle = [&](Encoding& encoding) {
    const document::Node reserved = encoding.node ? encoding.node.member("allowReserved") : Node();
    const bool is_false = reserved && reserved.value->is_boolean() && !reserved.value->as_boolean();
    encoding.forbids_reserved = is_false && (http::is_form(type) || http::is_multipart(type));
    if (version == Version::OpenApi30 && http::is_multipart(type)) {
      encoding.has_style = false;
      encoding.style = Style::Form;
      encoding.explodes = true;
      encoding.allows_reserved = false;
    }
    if (version >= Version::OpenApi31 && encoding.has_style) encoding.content_types.clear();
  };
  std::ranges::for_each(media_type.encodings, settle);
  std::ranges::for_each(media_type.prefix_encodings, settle);
  if (media_type.item_encoding) settle(*media_type.item_encoding);
}

std::optional<MediaType> read_media_type(Reading& reading, const Node& node, Direction direction) {
  const auto object = reading.map(node, kMediaTypeObject);
  if (!object) return std::nullopt;
  return reading.once(reading.media_types, *object, direction, [&] {
    reading.check_fields(*object, kMediaTypeObject);
    MediaType media_type;
    media_type.node = *object;
    media_type.schema = reading.schema(object->member("schema"), direction);
    if (reading.is_in(k32)) {
      media_type.item_schema = reading.schema(object->member("itemSchema"), direction);
      read_positional_encodings(reading, *object, direction, media_type);
    }
    media_type.examples = read_examples(reading, *object);
    media_type.encodings = read_encodings(reading, *object, direction);
    return std::optional<MediaType>(std::move(media_type));
  });
}

}  // namespace

bool check_media_type_name(Reading& reading, const Node& where, const std::string& name,
                           const std::vector<MediaType>& before) {
  const auto parsed = http::parse_media_range(name);
  if (!parsed) {
    reading.report(rules::kOpenApiMediaTypeMalformed, where,
                   {.message = "the name of a media type must have the form type/subtype",
                    .found = name,
                    .fix = name == "json" ? "did you mean application/json?" : ""});
    return false;
  }
  const auto same = [&](const MediaType& earlier) {
    return http::parse_media_range(earlier.name) == parsed;
  };
  if (std::ranges::none_of(before, same)) return true;
  reading.report(rules::kOpenApiMediaTypeDuplicate, where,
                 {.message = "each media type must have one entry", .found = name});
  return false;
}

std::vector<MediaType> read_content(Reading& reading, const Node& map, Direction direction) {
  std::vector<MediaType> content;
  if (!map) return content;
  for (const json::Member& member : map.value->members()) {
    const std::string name(member.name());
    const Node node{map.file, &member.value};
    if (name.starts_with("x-") && name.find('/') == std::string::npos) continue;
    if (!check_media_type_name(reading, node, name, content)) {
      reading.leave_unchecked(rules::kOpenApiUnchecked, node,
                              fmt::format("bodies of the media type {} are not checked: {}", name,
                                          "that is no name for one, or there are two"));
      continue;
    }
    auto media_type = read_media_type(reading, node, direction);
    if (!media_type) {
      reading.leave_unchecked(
          rules::kOpenApiUnchecked, node,
          fmt::format("bodies of the media type {} are not checked: it cannot be read", name));
      // The name alone is a promise already.
      media_type = MediaType{.node = node};
    }
    media_type->name = name;
    if (const auto type = http::parse_media_range(name))
      settle_encodings(reading.version(), *type, *media_type);
    check_encoding_use(reading, media_type->node, name);
    content.push_back(std::move(*media_type));
  }
  return content;
}

std::optional<RequestBody> read_request_body(Reading& reading, const Node& node,
                                             Direction direction) {
  const auto object = reading.map(node, kRequestBodyObject);
  if (!object) return std::nullopt;
  return reading.once(reading.request_bodies, *object, direction, [&] {
    reading.check_fields(*object, kRequestBodyObject);
    RequestBody body;
    body.node = *object;
    body.is_required = reading.flag(*object, "required");
    body.content =
        read_content(reading, reading.member(*object, "content", json::Type::Object), direction);
    return std::optional<RequestBody>(std::move(body));
  });
}

}  // namespace holotype::openapi
