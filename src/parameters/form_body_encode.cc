// A value to a form body: the way back of form_body.cc, for building requests.
#include <fmt/format.h>

#include <algorithm>

#include "http/multipart.h"
#include "json/text.h"
#include "parameters/encode.h"
#include "parameters/form_body.h"
#include "parameters/pairs.h"

namespace holotype::parameters {
namespace {

using openapi::Encoding;

bool is_object_only(const Shape& shape) {
  return shape.types.has(Types::Object) && !shape.types.has(Types::Array) &&
         !shape.types.has_scalar();
}

// OpenAPI 3.1.1 "Encoding Object", contentType: an object is JSON unless a style says otherwise.
bool is_written_as_json(const Encoding* encoding, const Shape& shape, const json::Value& value) {
  if (encoding != nullptr && encoding->has_style) return false;
  const bool wants_json = encoding != nullptr &&
                          std::ranges::any_of(encoding->content_types, [](const std::string& text) {
                            const auto type = http::parse_media_range(text);
                            return type && !type->is_range() && http::is_json(*type);
                          });
  return wants_json || (value.is_object() && is_object_only(shape));
}

// The property as a query parameter of the same style.
Result<std::string> encode_styled(const Encoding& encoding, const json::Value& value) {
  openapi::Parameter parameter;
  parameter.name = encoding.property;
  parameter.in = openapi::In::Query;
  parameter.style = encoding.style;
  parameter.explodes = encoding.explodes;
  parameter.allows_reserved = encoding.allows_reserved;
  return encode(parameter, value);
}

// Text, JSON, or what contentType names first.
http::Part make_part(const std::string& name, std::string_view content, const Encoding* encoding,
                     bool is_json) {
  http::Part part;
  part.name = name;
  part.content = content;
  std::string type = is_json ? "application/json" : "";
  if (encoding != nullptr) {
    // JSON goes as the first of them that is JSON, all else as the first one.
    for (const std::string& text : encoding->content_types) {
      const auto range = http::parse_media_range(text);
      const bool does = range && !range->is_range() && (!is_json || http::is_json(*range));
      if (does) type = text;
      if (does || !is_json) break;
    }
  }
  if (type.empty()) return part;
  if (const auto parsed = http::parse_media_type(type)) part.content_type = *parsed;
  if (!is_json && part.content_type && !http::is_text(*part.content_type)) part.filename = name;
  return part;
}

}  // namespace

Result<std::string> FormDecoder::encode_urlencoded(const json::Value& value) const {
  if (!value.is_object()) return fail("Only an object has a form as urlencoded body.");
  std::string body;
  const auto append = [&body](const std::string& text) {
    if (!text.empty()) body += (body.empty() ? "" : "&") + text;
  };
  for (const json::Member& member : value.members()) {
    const std::string name(member.name());
    const Encoding* encoding = encoding_of(name);
    const Shape& shape = shape_->member(name);
    if (encoding != nullptr && encoding->has_style) {
      const auto text = encode_styled(*encoding, member.value);
      if (!text) return text;
      append(*text);
      continue;
    }
    std::vector<TextPair> pairs;
    const auto add = [&](const std::string& at, const json::Value& one, const Shape& of) {
      if (is_written_as_json(encoding, of, one)) {
        pairs.push_back({at, json::write(one)});
        return true;
      }
      return append_nested(pairs, at, one);
    };
    bool has_form = true;
    const bool is_spread = member.value.is_array() && !is_written_as_json(encoding, shape, value);
    if (is_spread) {
      for (const json::Value& element : member.value.elements()) {
        if (element.is_array() || (element.is_object() && !is_object_only(*shape.items))) {
          has_form = append_nested(pairs, name, member.value);
          break;
        }
        has_form = has_form && add(name, element, *shape.items);
      }
    } else {
      has_form = add(name, member.value, shape);
    }
    if (!has_form)
      return fail(fmt::format("The value of {} has no form as urlencoded body.", name));
    append(write_pairs(pairs));
  }
  return body;
}

// Parts without names (RFC 2046 section 5.1.3), by position (OpenAPI 3.2.0 "Encoding By Position").
Result<FormDecoder::Multipart> FormDecoder::encode_row(const json::Value& elements) const {
  if (elements.size() == 0) return fail("A multipart body has at least one part.");
  std::vector<std::string> texts(elements.size());  // what the parts view
  std::vector<http::Part> parts;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const json::Value& one = elements.elements()[i];
    const PartEncoding* part_encoding = this->part_encoding("", i);
    const Encoding* encoding = part_encoding == nullptr ? nullptr : part_encoding->encoding;
    const bool is_json =
        one.is_array() || one.is_object() || is_written_as_json(encoding, shape_->element(i), one);
    texts[i] = is_json ? json::write(one) : scalar_text_of(one);
    parts.push_back(make_part("", texts[i], encoding, is_json));
    parts.back().name = parts.back().filename = std::nullopt;
  }
  const std::string boundary = http::choose_boundary(parts);
  return Multipart{"multipart/mixed; boundary=" + boundary,
                   http::encode_multipart(parts, boundary)};
}

Result<FormDecoder::Multipart> FormDecoder::encode_multipart(const json::Value& value) const {
  if (value.is_array()) return encode_row(value);
  if (!value.is_object()) return fail("Only an object has a form as multipart body.");
  std::vector<std::string> texts;  // what the parts view
  struct Planned {
    std::string name;
    std::size_t text;
    const Encoding* encoding;
    bool is_json;
  };
  std::vector<Planned> planned;
  const auto plan = [&](const std::string& name, const json::Value& one, const Shape& shape) {
    const Encoding* encoding = encoding_of(name);
    const bool is_json =
        one.is_array() || one.is_object() || is_written_as_json(encoding, shape, one);
    planned.push_back({name, texts.size(), encoding, is_json});
    texts.push_back(is_json ? json::write(one) : scalar_text_of(one));
  };
  for (const json::Member& member : value.members()) {
    const std::string name(member.name());
    const Shape& shape = shape_->member(name);
    // OpenAPI 3.1.1 "Special Considerations for multipart Content": an array is a part for each
    // item.
    if (member.value.is_array() && member.value.size() > 0) {
      for (const json::Value& element : member.value.elements()) plan(name, element, *shape.items);
    } else {
      plan(name, member.value, shape);
    }
  }
  std::vector<http::Part> parts;
  for (const Planned& one : planned) {
    parts.push_back(make_part(one.name, texts[one.text], one.encoding, one.is_json));
  }
  const std::string boundary = http::choose_boundary(parts);
  return Multipart{"multipart/form-data; boundary=" + boundary,
                   http::encode_multipart(parts, boundary)};
}

}  // namespace holotype::parameters
