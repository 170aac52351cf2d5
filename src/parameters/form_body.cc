// Each field, whatever the syntax of the body, becomes a Leaf below keys in a FieldTree, and the
// tree becomes the value. Encoding Objects only decide what is done to a field on its way there: a
// JSON part is parsed, a delimited list is split into several leaves.
#include "parameters/form_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/base64.h"
#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "http/multipart.h"
#include "json/pointer.h"
#include "json/text.h"
#include "parameters/field_tree.h"
#include "parameters/raw_parameters.h"
#include "parameters/styles.h"

namespace holotype::parameters {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;
using openapi::Encoding;
using openapi::Style;

// "+" is reserved as well, and is how a form writes a space.
constexpr std::string_view kReserved = ":/?#[]@!$&'()*,;=";

bool is_false(const document::Node& node) {
  return node && node.value->is_boolean() && !node.value->as_boolean();
}

bool has_json(const Encoding& encoding) {
  return std::ranges::any_of(encoding.content_types, [](const std::string& text) {
    const auto type = http::parse_media_range(text);
    return type && http::is_json(*type);
  });
}

std::string_view without_period(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return sentence;
}

bool is_container(const Shape& shape) {
  return shape.types.has(Types::Array) || shape.types.has(Types::Object);
}

bool is_object_only(const Shape& shape) {
  return shape.types.has(Types::Object) && !shape.types.has(Types::Array) &&
         !shape.types.has_scalar();
}

}  // namespace

// One body on its way to a value.
class FormReader {
 public:
  FormReader(const FormDecoder& decoder, json::Arena& arena)
      : decoder_(decoder), shape_(*decoder.shape_), arena_(arena) {}

  void read_urlencoded(std::string_view body) {
    for (const QueryPair& pair : query_pairs(body, arena_)) {
      if (!pair.has_valid_name) {
        add(rules::kBodyMalformed, "", "a field's name must be percent-encoded UTF-8", pair.offset);
        continue;
      }
      const std::string_view raw = pair.raw_value.value_or("");
      const std::size_t value_at =
          pair.raw_value ? static_cast<std::size_t>(raw.data() - body.data()) : pair.offset;
      put(pair.name, {raw, Coding::Form, value_at});
    }
  }

  void read_multipart(const http::MediaType& content_type, std::string_view body) {
    const auto parts = http::parse_multipart(content_type, body);
    if (!parts) {
      add(rules::kBodyMalformed, "",
          fmt::format("must be {}: {}", content_type.essence(),
                      without_period(parts.error().reason)),
          parts.error().offset);
      return;
    }
    for (std::size_t i = 0; i < parts->size(); ++i) put_part((*parts)[i], i);
  }

  DecodedBody finish() {
    std::vector<FieldFault> faults;
    result_.value = tree_.to_value(shape_, Reading::Scalars::Typed, arena_, faults);
    for (FieldFault& fault : faults) {
      add(fault.kind == FieldFault::Kind::Repeated ? rules::kParameterRepeated
                                                   : rules::kBodyMalformed,
          std::move(fault.pointer), std::move(fault.message), fault.offset);
    }
    result_.has_value = !is_broken_;
    return std::move(result_);
  }

 private:
  // Where a field of that name belongs.
  std::vector<std::string_view> keys_of(std::string_view name) const {
    if (shape_.names(name)) return {name};
    const auto keys = split_name(name);
    if (keys.size() > 1 && is_container(shape_.member(keys.front()))) return keys;
    // style form with explode gives the members of an object property names of their own.
    for (const Encoding& encoding : decoder_.media_type_->encodings) {
      const Shape& property = shape_.member(encoding.property);
      const bool is_spread = encoding.has_style && encoding.style == Style::Form &&
                             encoding.explodes && is_object_only(property);
      if (is_spread && property.names(name)) return {encoding.property, name};
    }
    return {name};
  }

  void put(std::string_view name, Leaf leaf) {
    const auto keys = keys_of(name);
    const std::string_view property = keys.front();
    const Encoding* encoding = decoder_.encoding_of(property);
    const Shape& shape = shape_.member(property);
    if (encoding != nullptr && encoding->is_single && !is_first(*encoding)) {
      add(rules::kParameterRepeated, json::join("", property), "must be given once", leaf.offset);
      return;
    }
    if (shape.forbids_empty && leaf.raw.empty() && !leaf.value) {
      add(rules::kParameterEmpty, json::join("", property),
          "must not be empty (allowEmptyValue is false)", leaf.offset);
      return;
    }
    // Swagger 2.0 "Parameter Object", allowEmptyValue: a field without a value is there and says
    // nothing.
    const bool is_text = shape.types.has(Types::String);
    if (shape.allows_empty && !is_text && leaf.raw.empty() && !leaf.value) return;
    if (encoding == nullptr || leaf.value) return place(keys, std::move(leaf));
    if (!check_reserved(*encoding, leaf)) return;
    if (encoding->has_style && keys.size() == 1 && !encoding->explodes && is_container(shape)) {
      return put_delimited(*encoding, shape, leaf);
    }
    if (keys.size() == 1 && has_json(*encoding) && !encoding->has_style) {
      return put_json(property, std::move(leaf));
    }
    place(keys, std::move(leaf));
  }

  void place(const std::vector<std::string_view>& keys, Leaf leaf) {
    const std::size_t offset = leaf.offset;
    if (!tree_.add(keys, std::move(leaf))) {
      add(rules::kBodyMalformed, json::join("", keys.front()),
          fmt::format("must not be nested deeper than {} levels", FieldTree::kMaxDepth), offset);
    }
  }

  // Where `allowReserved: false` is spelt out, reserved characters come percent-encoded.
  bool check_reserved(const Encoding& encoding, const Leaf& leaf) {
    if (!is_false(encoding.node.member("allowReserved"))) return true;
    const std::size_t at = leaf.raw.find_first_of(kReserved);
    if (at == std::string_view::npos) return true;
    add(rules::kParameterMalformed, json::join("", encoding.property),
        fmt::format("must have reserved characters ({}) percent-encoded: allowReserved is false",
                    kReserved),
        leaf.offset + at);
    return false;
  }

  void put_delimited(const Encoding& encoding, const Shape& shape, const Leaf& leaf) {
    if (!is_first(encoding)) {
      add(rules::kParameterRepeated, json::join("", encoding.property),
          "must be given once, with all its values: explode is false", leaf.offset);
      return;
    }
    const Serialisation serialisation{encoding.style, false, leaf.coding, encoding.property,
                                      delimiters_in(encoding, leaf)};
    if (is_object_only(shape)) {
      const auto members = object_members(serialisation, leaf.raw);
      if (!members) return add_style_fault(encoding.property, members.error(), leaf);
      for (const NamedPiece& member : *members) {
        const auto name = decode_text(member.name.raw, leaf.coding, arena_);
        if (!name) return add_fault(encoding.property, name.error(), leaf);
        place({encoding.property, *name},
              {member.value.raw, leaf.coding, leaf.offset + member.value.offset});
      }
      return;
    }
    const auto elements = array_elements(serialisation, leaf.raw);
    if (!elements) return add_style_fault(encoding.property, elements.error(), leaf);
    if (elements->empty()) {
      place({encoding.property}, {{}, leaf.coding, leaf.offset, json::Value::array(arena_, {})});
    }
    for (const Piece& element : *elements) {
      place({encoding.property}, {element.raw, leaf.coding, leaf.offset + element.offset});
    }
  }

  // Whether no field was read by `encoding`, whose fields come once, before.
  bool is_first(const Encoding& encoding) {
    if (std::ranges::find(met_, &encoding) != met_.end()) return false;
    met_.push_back(&encoding);
    return true;
  }

  // A form encodes "," as %2C where it encodes everything: the delimiter then comes encoded. RFC
  // 6570 would have it raw, and so it is read where it is there.
  static Reading::Delimiters delimiters_in(const Encoding& encoding, const Leaf& leaf) {
    const bool has_raw = leaf.raw.find(delimiter_of(encoding.style)) != std::string_view::npos;
    return has_raw ? Reading::Delimiters::Raw : Reading::Delimiters::Encoded;
  }

  void put_json(std::string_view property, Leaf leaf) {
    const auto text = decode_text(leaf.raw, leaf.coding, arena_);
    if (!text) return add_fault(property, text.error(), leaf);
    const auto value = json::read(arena_, *text);
    if (!value) {
      add(rules::kBodyMalformed, json::join("", property),
          fmt::format("must be JSON: {}", without_period(value.error().message)),
          leaf.offset + value.error().offset);
      return;
    }
    // Decoding has moved what is in it: all of it is where the field is.
    leaf.value = json::at_one_place(arena_, *value, static_cast<std::uint32_t>(leaf.offset));
    place({property}, std::move(leaf));
  }

  void put_part(const http::Part& part, std::size_t index) {
    // multipart/mixed and its kin have no names: the parts are an array ("" appends).
    const std::string_view name = part.name ? arena_.copy(*part.name) : "";
    const std::string_view property = keys_of(name).front();
    const auto* encoding = decoder_.part_encoding(property, index);
    const std::string pointer = json::join("", part.name ? property : std::to_string(index));
    if (encoding != nullptr) check_part(*encoding, pointer, part);
    Leaf leaf{part.content, Coding::Plain, part.offset};
    if (part.content_type && http::is_json(*part.content_type)) {
      const auto value =
          json::read(arena_, part.content, {.begin = static_cast<std::uint32_t>(part.offset)});
      if (!value) {
        add(rules::kBodyMalformed, pointer,
            fmt::format("must be JSON: {}", without_period(value.error().message)),
            part.offset + value.error().offset);
        return;
      }
      leaf.value = *value;
    } else if (part.filename || (part.content_type && !http::is_text(*part.content_type)) ||
               !utf8::is_valid(part.content)) {
      leaf.value = utf8::is_valid(part.content)
                       ? json::Value::string_view(part.content)
                       : json::Value::string(arena_, base64::encode(part.content));
    }
    put(name, std::move(leaf));
  }

  // The media type and the headers that the Encoding Object asks of a part.
  void check_part(const FormDecoder::PartEncoding& part_encoding, const std::string& pointer,
                  const http::Part& part) {
    const Encoding& encoding = *part_encoding.encoding;
    const auto fits = [&](const std::string& text) {
      const auto range = http::parse_media_range(text);
      return !range || static_cast<bool>(http::fit(*range, *part.content_type));
    };
    if (part.content_type && !encoding.content_types.empty() &&
        std::ranges::none_of(encoding.content_types, fits)) {
      add(rules::kMediaTypeUnsupported, pointer,
          fmt::format("must be of media type {}", fmt::join(encoding.content_types, " or ")),
          part.offset);
      result_.findings.back().found = part.content_type->essence();
    }
    const RawParameters raw(part.headers);
    for (const Decoder& header : part_encoding.headers) {
      Decoded decoded = header.check(raw, arena_);
      for (Diagnostic& finding : decoded.findings) {
        finding.message =
            fmt::format("its header {}: {}", header.parameter().name, finding.message);
        finding.in = diagnostic::Place::Body;
        finding.name.clear();
        finding.pointer = pointer;
        finding.offset = static_cast<std::uint32_t>(part.offset);
      }
      diagnostic::append(result_.findings, std::move(decoded.findings));
      diagnostic::append(result_.unchecked, std::move(decoded.unchecked));
    }
  }

  void add(const diagnostic::Rule& rule, std::string pointer, std::string message,
           std::size_t offset) {
    // A part of another media type than wanted can be read all the same.
    is_broken_ = is_broken_ || &rule != &rules::kMediaTypeUnsupported;
    Diagnostic finding;
    finding.rule = &rule;
    finding.message = std::move(message);
    finding.in = diagnostic::Place::Body;
    finding.pointer = std::move(pointer);
    finding.offset = static_cast<std::uint32_t>(offset);
    if (decoder_.media_type_->node) {
      finding.schema = decoder_.media_type_->node.location();
      finding.source = decoder_.media_type_->node.source();
    }
    result_.findings.push_back(std::move(finding));
  }

  void add_fault(std::string_view property, const Fault& fault, const Leaf& leaf) {
    add(rules::kBodyMalformed, json::join("", property), fault.message, leaf.offset + fault.offset);
  }

  // A field that can be read, but is not in the style of its Encoding Object.
  void add_style_fault(std::string_view property, const Fault& fault, const Leaf& leaf) {
    add(rules::kParameterMalformed, json::join("", property), fault.message,
        leaf.offset + fault.offset);
  }

  const FormDecoder& decoder_;
  const Shape& shape_;
  json::Arena& arena_;
  FieldTree tree_;
  DecodedBody result_;
  std::vector<const Encoding*> met_;  // those whose field comes once, and came
  bool is_broken_ = false;            // something has no value
};

FormDecoder::FormDecoder(const openapi::MediaType& media_type, ShapeCompiler& shapes)
    : media_type_(&media_type), shape_(&shapes.compile(media_type.schema.node)) {
  if (media_type.item_schema && shape_->items == &ShapeCompiler::any()) {
    Shape row = *shape_;
    row.items = &shapes.compile(media_type.item_schema.node);
    row_ = std::make_unique<const Shape>(std::move(row));
    shape_ = row_.get();
  }
  for (const Encoding& encoding : media_type.encodings)
    by_name_.push_back(compile(encoding, shapes));
  for (const Encoding& encoding : media_type.prefix_encodings)
    by_position_.push_back(compile(encoding, shapes));
  if (media_type.item_encoding) of_items_.push_back(compile(*media_type.item_encoding, shapes));
}

FormDecoder::PartEncoding FormDecoder::compile(const Encoding& encoding, ShapeCompiler& shapes) {
  PartEncoding made{&encoding, {}};
  for (const openapi::Header& header : encoding.headers) {
    // OpenAPI 3.1.1 "Encoding Object", headers: Content-Type is described separately.
    if (http::equal_ignoring_case(header.name, "Content-Type")) continue;
    made.headers.push_back(Decoder::compile(header, shapes));
  }
  return made;
}

const FormDecoder::PartEncoding* FormDecoder::part_encoding(std::string_view property,
                                                            std::size_t index) const {
  const auto named = std::ranges::find_if(
      by_name_, [&](const PartEncoding& one) { return one.encoding->property == property; });
  if (named != by_name_.end()) return &*named;
  if (index < by_position_.size()) return &by_position_[index];
  return of_items_.empty() ? nullptr : &of_items_.front();
}

const Encoding* FormDecoder::encoding_of(std::string_view property) const {
  const auto& encodings = media_type_->encodings;
  const auto encoding = std::ranges::find(encodings, property, &Encoding::property);
  return encoding == encodings.end() ? nullptr : &*encoding;
}

DecodedBody FormDecoder::decode_urlencoded(std::string_view body, json::Arena& arena) const {
  FormReader reader(*this, arena);
  reader.read_urlencoded(body);
  return reader.finish();
}

DecodedBody FormDecoder::decode_multipart(const http::MediaType& content_type,
                                          std::string_view body, json::Arena& arena) const {
  FormReader reader(*this, arena);
  reader.read_multipart(content_type, body);
  return reader.finish();
}

}  // namespace holotype::parameters
