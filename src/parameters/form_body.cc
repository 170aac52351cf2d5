// Each field, whatever the syntax of the body, becomes a Leaf below keys in a FieldTree, and the
// tree becomes the value. Encoding Objects only decide what is done to a field on its way there: a
// delimited list is split into several leaves, a field is parsed as JSON. What the content of a
// multipart's part is, part_content.h says.
#include "parameters/form_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "http/multipart.h"
#include "json/pointer.h"
#include "json/text.h"
#include "parameters/field_tree.h"
#include "parameters/part_content.h"
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

std::string_view without_period(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return sentence;
}

bool is_container(const Shape& shape) {
  return shape.types.has(Types::Array) || shape.types.has(Types::Object);
}

// Of Swagger 2.0 `type: file`: a string, whatever is in it.
const Shape& file_shape() {
  static const Shape shape = [] {
    Shape made = ShapeCompiler::any();
    made.types = Types(Types::String);
    return made;
  }();
  return shape;
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
    // RFC 7578 section 4.6: the charset of the texts that name none.
    for (const http::Part& part : *parts) {
      if (part.name == "_charset_") charset_ = part.content;
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
    if (has_octets_) {
      faults.clear();  // they are the same
      result_.octets =
          tree_.to_value(shape_, Reading::Scalars::Typed, arena_, faults, FieldTree::Bytes::Octets);
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
    const FormDecoder::PartEncoding* ready = decoder_.named(property);
    const Encoding* encoding = ready == nullptr ? nullptr : ready->encoding;
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
    if (keys.size() == 1 && ready->has_json && !encoding->has_style) {
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
    if (!encoding.forbids_reserved) return true;
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
    const auto keys = keys_of(name);
    const auto* encoding = decoder_.part_encoding(keys.front(), index);
    const std::string pointer = json::join("", part.name ? keys.front() : std::to_string(index));
    if (encoding != nullptr) check_part(*encoding, pointer, part);
    const http::MediaType* type = part.content_type ? &*part.content_type : nullptr;
    if (type == nullptr && encoding != nullptr) type = encoding->document();
    const bool is_file = encoding != nullptr && encoding->encoding->is_single;
    const Shape& place = part.name ? shape_at(keys) : shape_.element(index);
    PartContent content = read_part({.part = part,
                                     .type = type,
                                     .wants_json = encoding != nullptr && encoding->has_json,
                                     .charset = charset_,
                                     .shape = is_file ? file_shape() : place,
                                     .media_type = *decoder_.media_type_},
                                    arena_);
    adopt(std::move(content.findings), pointer);
    is_broken_ = is_broken_ || content.is_broken;
    if (content.is_broken) return;
    if (!content.is_read) note_unread(pointer, *type);
    has_octets_ = has_octets_ || content.octets;
    put(name, {content.text, Coding::Plain, part.offset, content.value, content.octets});
  }

  // The shape of what lies below those keys.
  const Shape& shape_at(const std::vector<std::string_view>& keys) const {
    const Shape* shape = &shape_;
    for (const std::string_view key : keys) {
      const bool is_list = shape->types.has(Types::Array) && !shape->types.has(Types::Object);
      shape = is_list ? shape->items : &shape->member(key);
    }
    return *shape;
  }

  // Findings about one part, whose pointers begin at it.
  void adopt(diagnostic::Diagnostics findings, const std::string& pointer) {
    for (Diagnostic& finding : findings) {
      finding.in = diagnostic::Place::Body;
      finding.pointer.insert(0, pointer);
      if (finding.schema.empty() && decoder_.media_type_->node) {
        finding.schema = decoder_.media_type_->node.location();
        finding.source = decoder_.media_type_->node.source();
      }
    }
    diagnostic::append(result_.findings, std::move(findings));
  }

  void note_unread(const std::string& pointer, const http::MediaType& type) {
    result_.unread.push_back(pointer);
    diagnostic::Diagnostics note(1);
    note.front().rule = &rules::kBodyUnchecked;
    note.front().message = fmt::format(
        "the part was not checked: {} is not read, and the schema wants no string", type.essence());
    adopt(std::move(note), pointer);
    result_.unchecked.push_back(std::move(result_.findings.back()));
    result_.findings.pop_back();
  }

  // The media type and the headers that the Encoding Object asks of a part.
  void check_part(const FormDecoder::PartEncoding& part_encoding, const std::string& pointer,
                  const http::Part& part) {
    // The rules of RFC 6570 make texts, of whatever type they are said to be.
    const bool has_type = !part_encoding.encoding->has_style;
    if (has_type && part.content_type && !part_encoding.takes(*part.content_type)) {
      add(rules::kMediaTypeUnsupported, pointer,
          fmt::format("must be of media type {}",
                      fmt::join(part_encoding.encoding->content_types, " or ")),
          part.offset);
      result_.findings.back().found = part.content_type->essence();
    }
    // RFC 7578 section 4.4: a part that names no type is text/plain. Many clients name none for
    // JSON.
    static const http::MediaType kDefault{"text", "plain", {}};
    if (has_type && !part.content_type && !part_encoding.has_json &&
        !part_encoding.takes(kDefault)) {
      add(rules::kPartTypeMissing, pointer,
          fmt::format("should have a Content-Type, {}: without one it is text/plain",
                      fmt::join(part_encoding.encoding->content_types, " or ")),
          part.offset);
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
    const bool is_readable =
        &rule == &rules::kMediaTypeUnsupported || &rule == &rules::kPartTypeMissing;
    is_broken_ = is_broken_ || !is_readable;
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
  std::string_view charset_;          // of parts that name none; "": UTF-8
  bool is_broken_ = false;            // something has no value
  bool has_octets_ = false;           // some leaf has
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
  PartEncoding made{.encoding = &encoding, .headers = {}, .types = {}};
  for (const std::string& text : encoding.content_types) {
    auto type = http::parse_media_range(text);
    if (!type) continue;
    made.has_json = made.has_json || http::is_json(*type);
    made.types.push_back(*std::move(type));
  }
  for (const openapi::Header& header : encoding.headers) {
    // OpenAPI 3.1.1 "Encoding Object", headers: Content-Type is described separately.
    if (http::equal_ignoring_case(header.name, "Content-Type")) continue;
    made.headers.push_back(Decoder::compile(header, shapes));
  }
  return made;
}

const FormDecoder::PartEncoding* FormDecoder::part_encoding(std::string_view property,
                                                            std::size_t index) const {
  if (const PartEncoding* one = named(property)) return one;
  if (index < by_position_.size()) return &by_position_[index];
  return of_items_.empty() ? nullptr : &of_items_.front();
}

const FormDecoder::PartEncoding* FormDecoder::named(std::string_view property) const {
  const auto one = std::ranges::find_if(
      by_name_, [&](const PartEncoding& each) { return each.encoding->property == property; });
  return one == by_name_.end() ? nullptr : &*one;
}

const http::MediaType* FormDecoder::PartEncoding::document() const {
  const bool is_one = types.size() == 1 && (http::is_xml(types[0]) || http::is_yaml(types[0]));
  return is_one ? &types[0] : nullptr;
}

// A contentType that is no media type takes everything. A parameter that a client leaves out, the
// charset mostly, is none that it contradicts.
bool FormDecoder::PartEncoding::takes(const http::MediaType& type) const {
  return types.size() < encoding->content_types.size() || types.empty() ||
         http::most_specific(types, type).has_value();
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
