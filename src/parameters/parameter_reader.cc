// A parameter is found (by location), split (by style) and typed (by shape), in that order:
//
//     find     path value by name | query pairs | header fields | cookies   -> Occurrences
//     split    scalar | elements | members                                  -> raw pieces
//     type     percent-decoding, then read_scalar()                         -> json::Value
//
// Where a location spreads a value over several pairs (form with explode, deepObject) there is
// nothing to split, and the pairs are put together by a FieldTree instead.
//
// A schema that allows several readings of a text is not asked before the likeliest one is made:
// that one nearly always holds. Only where the schema refuses it are the others tried, so a request
// is refused when no reading of it is right, and the findings are about the likeliest.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "json/text.h"
#include "parameters/attribute.h"
#include "parameters/decoder.h"
#include "parameters/field_tree.h"
#include "parameters/form_body.h"
#include "parameters/occurrences.h"
#include "parameters/parameter_report.h"
#include "parameters/styles.h"
#include "parameters/wire.h"

namespace holotype::parameters {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;
using openapi::In;
using openapi::Style;
using Container = Reading::Container;

Coding coding_of(const openapi::Parameter& parameter) {
  const In in = parameter.in;
  if (in == In::Header || parameter.style == Style::Cookie) return Coding::Plain;
  return in == In::Path || in == In::Cookie ? Coding::Percent : Coding::Form;
}

}  // namespace

// One reading of one parameter of one request.
class ParameterReader : private ParameterReport {
 public:
  ParameterReader(const Decoder& decoder, const RawParameters& raw, json::Arena& arena,
                  const Reading& reading)
      : ParameterReport(*decoder.parameter_),
        decoder_(decoder),
        shape_(*decoder.shape_),
        raw_(raw),
        arena_(arena),
        reading_(reading),
        coding_(coding_of(parameter_)) {}

  Decoded run() {
    if (decoder_.is_ignored_) return {};
    if (parameter_.in == In::QueryString) {
      read_query_string();
    } else {
      occurrences_ = find_occurrences(parameter_, shape_, raw_, arena_,
                                      {decoder_.is_set_cookie_, reading_.field});
      read();
    }
    if (!decoded_.is_present) report_absence();
    return std::move(decoded_);
  }

 private:
  void read() {
    if (parameter_.content) return read_content();
    const bool is_query = parameter_.in == In::Query;
    if (is_query && parameter_.style == Style::DeepObject) return read_deep_object();
    const Container container = choose_container();
    if (decoder_.is_spread() && container == Container::Object) {
      const bool is_one_text = parameter_.in == In::Cookie && !occurrences_.empty();
      if (!is_one_text) return read_spread_object();
    }
    if (occurrences_.empty()) return;
    decoded_.is_present = true;
    if (is_empty_by_permission()) return;
    if (decoder_.is_spread() && container == Container::Array) {
      // "color=blue&color=black" as one cookie, as RFC 6570 would expand it.
      const bool is_one_text = parameter_.in == In::Cookie && occurrences_.size() == 1 &&
                               occurrences_.front().raw.find('&') != std::string_view::npos;
      if (!is_one_text) return read_spread_array();
    }
    if (decoder_.is_set_cookie_ && container == Container::Array) return read_spread_array();
    if (occurrences_.size() > 1) {
      add(rules::kParameterRepeated,
          fmt::format("must be given once; it is there {} times", occurrences_.size()));
    }
    switch (container) {
      case Container::Array:
        return read_array(occurrences_.front());
      case Container::Object:
        return read_object(occurrences_.front());
      default:
        return read_scalar_text(occurrences_.front());
    }
  }

  // How the value is put together: as the reading says, else the likeliest way that the schema
  // allows.
  Container choose_container() const {
    if (reading_.container != Container::Likeliest) return reading_.container;
    const Types types = shape_.types;
    if (decoder_.is_set_cookie_) return choose_for_cookie(types);
    const bool is_delimited = parameter_.style == Style::SpaceDelimited ||
                              parameter_.style == Style::PipeDelimited ||
                              parameter_.style == Style::TabDelimited;
    if (types.any()) {
      return occurrences_.size() > 1 || (is_delimited && !parameter_.explodes) ? Container::Array
                                                                               : Container::Scalar;
    }
    const bool array = types.has(Types::Array);
    const bool object = types.has(Types::Object);
    if (!array && !object) return Container::Scalar;
    if (array && !object && !types.has_scalar()) return Container::Array;
    if (object && !array && !types.has_scalar()) return Container::Object;
    return decoder_.is_spread() ? choose_spread(types) : choose_by_text(types);
  }

  // No text of Set-Cookie is a list: its commas are those of a date.
  Container choose_for_cookie(Types types) const {
    const bool is_list = occurrences_.size() > 1 || !types.has_scalar();
    if (types.has(Types::Array) && is_list && !types.any()) return Container::Array;
    return types.has(Types::Object) && !types.has_scalar() ? Container::Object : Container::Scalar;
  }

  Container choose_spread(Types types) const {
    const bool is_list =
        occurrences_.size() > 1 ||
        std::ranges::any_of(occurrences_, [](const Occurrence& one) { return one.is_bracketed; });
    if (types.has(Types::Object) && occurrences_.empty()) return Container::Object;
    if (types.has(Types::Array) && (is_list || !types.has_scalar())) return Container::Array;
    return Container::Scalar;
  }

  Container choose_by_text(Types types) const {
    if (occurrences_.empty()) return Container::Scalar;
    const Serialisation serialisation = this->serialisation();
    const char delimiter = parameter_.explodes ? exploded_delimiter_of(parameter_.style)
                                               : delimiter_of(parameter_.style);
    const auto text = scalar_text(serialisation, occurrences_.front().raw);
    const std::string_view raw = text ? text->raw : occurrences_.front().raw;
    const bool is_list =
        has_delimiter(raw, delimiter, coding_, encoded_delimiter_of(serialisation));
    const bool has_members = parameter_.explodes && raw.find('=') != std::string_view::npos;
    if (types.has(Types::Object)) {
      const auto members = object_members(serialisation, occurrences_.front().raw);
      const bool is_named = members && !members->empty() && shape_.names(members->front().name.raw);
      if (has_members || is_named) return Container::Object;
      if (is_list && !types.has(Types::Array)) return Container::Object;
    }
    if (types.has(Types::Array) && (is_list || !types.has_scalar())) return Container::Array;
    return Container::Scalar;
  }

  Serialisation serialisation() const {
    const bool has_dots = (decoder_.dots_ == Decoder::Dots::Likely &&
                           reading_.delimiters == Reading::Delimiters::Raw) ||
                          (decoder_.dots_ == Decoder::Dots::Perhaps &&
                           reading_.delimiters == Reading::Delimiters::Other);
    return {parameter_.style, parameter_.explodes, coding_,
            parameter_.name,  reading_.delimiters, has_dots};
  }

  // allowEmptyValue, and its refusal where that is spelt out.
  bool is_empty_by_permission() {
    const bool is_empty = occurrences_.size() == 1 && occurrences_.front().raw.empty();
    if (!is_empty || parameter_.in != In::Query) return false;
    if (parameter_.allows_empty_value) return true;
    if (!decoder_.forbids_empty_ && !shape_.forbids_empty) return false;
    add(rules::kParameterEmpty, "must not be empty (allowEmptyValue is false)");
    return true;
  }

  void read_scalar_text(const Occurrence& occurrence) {
    const auto piece = scalar_text(serialisation(), occurrence.raw);
    if (!piece) return add(piece.error(), occurrence);
    const auto text = decode_text(piece->raw, coding_, arena_);
    if (!text) return add(text.error(), occurrence, piece->offset);
    const json::Value value = read_scalar(*text, shape_.types, reading_.scalars, arena_);
    // Empty text that is no string and not null either says nothing at all.
    if (value.is_string() && text->empty() && !shape_.types.has(Types::String)) {
      return add(rules::kParameterEmpty, "must not be empty");
    }
    decoded_.value = value;
  }

  void read_array(const Occurrence& occurrence) {
    const bool is_simple_schema = parameter_.schema.node == parameter_.node;
    if (is_nested(shape_.element(0)) && !is_simple_schema) return read_nested_array(occurrence);
    const auto pieces = array_elements(serialisation(), occurrence.raw);
    if (!pieces) return add(pieces.error(), occurrence);
    std::vector<json::Value> elements;
    for (const Piece& piece : *pieces) {
      const auto value = read_element(piece, shape_.element(elements.size()), occurrence);
      if (!value) return;
      elements.push_back(*value);
    }
    decoded_.value = json::Value::array(arena_, elements);
  }

  // Swagger 2.0 "Items Object": items that are arrays have a collectionFormat of their own. Later
  // versions leave arrays in arrays undefined.
  std::optional<json::Value> read_element(const Piece& piece, const Shape& shape,
                                          const Occurrence& occurrence) {
    const bool is_list = shape.types == Types(Types::Array);
    if (parameter_.schema.node != parameter_.node || !is_list)
      return read_part(piece, shape, occurrence);
    return read_items(piece, shape, parameter_.node.member("items"), occurrence);
  }

  std::optional<json::Value> read_items(const Piece& piece, const Shape& shape,
                                        const document::Node& array, const Occurrence& occurrence) {
    if (shape.types != Types(Types::Array)) return read_part(piece, shape, occurrence);
    static constexpr std::pair<std::string_view, char> kDelimiters[] = {
        {"ssv", ' '}, {"tsv", '\t'}, {"pipes", '|'}};
    const document::Node format = array.member("collectionFormat");
    char delimiter = ',';
    for (const auto& [name, character] : kDelimiters) {
      const bool is_it = format && format.value->is_string() && format.value->as_string() == name;
      if (is_it) delimiter = character;
    }
    std::vector<json::Value> elements;
    for (const Piece& inner : split(piece.raw, delimiter, coding_, EncodedDelimiter::Delimits)) {
      if (piece.raw.empty()) break;
      const auto value =
          read_items({inner.raw, piece.offset + inner.offset}, shape.element(elements.size()),
                     array.member("items"), occurrence);
      if (!value) return std::nullopt;
      elements.push_back(*value);
    }
    return json::Value::array(arena_, elements);
  }

  void read_object(const Occurrence& occurrence) {
    const auto pieces = object_members(serialisation(), occurrence.raw);
    if (!pieces) return add(pieces.error(), occurrence);
    std::vector<json::Member> members;
    for (const NamedPiece& piece : *pieces) {
      const auto name = decode_text(piece.name.raw, coding_, arena_);
      if (!name) return add(name.error(), occurrence, piece.name.offset);
      const auto value = read_part(piece.value, shape_.member(*name), occurrence);
      if (!value) return;
      members.emplace_back(*name, *value);
    }
    decoded_.value = json::Value::object(arena_, members);
  }

  // An element or member; nullopt, with a finding, where it is malformed.
  std::optional<json::Value> read_part(const Piece& piece, const Shape& shape,
                                       const Occurrence& occurrence) {
    const auto text = decode_text(piece.raw, coding_, arena_);
    if (!text) {
      add(text.error(), occurrence, piece.offset);
      return std::nullopt;
    }
    if (is_nested(shape)) return read_nested(*text);
    return read_scalar(*text, shape.types, reading_.scalars, arena_);
  }

  // What can be neither a text nor null.
  static bool is_nested(const Shape& shape) {
    return !shape.types.has_scalar() && !shape.types.has(Types::Null);
  }

  // OpenAPI 3.1.1 "Style Values": arrays and objects in arrays and objects are undefined in these
  // styles. Who sends them mostly sends JSON; nullopt, and a note, where it is none.
  std::optional<json::Value> read_nested(std::string_view text) {
    const auto value = json::read(arena_, text);
    if (value && (value->is_object() || value->is_array())) {
      return json::at_one_place(arena_, *value, json::Value::kNoOffset);
    }
    if (decoded_.unchecked.empty()) {
      decoded_.unchecked.push_back(
          finding(rules::kParameterUnchecked,
                  fmt::format("is not checked: style {} has no form for objects or arrays below an "
                              "array or object, and the text is no JSON",
                              to_string(parameter_.style))));
    }
    return std::nullopt;
  }

  // Its text is not split, as JSON has commas of its own: a list of documents, with or without the
  // brackets around it.
  void read_nested_array(const Occurrence& occurrence) {
    const auto piece = scalar_text(serialisation(), occurrence.raw);
    if (!piece) return add(piece.error(), occurrence);
    const auto text = decode_text(piece->raw, coding_, arena_);
    if (!text) return add(text.error(), occurrence, piece->offset);
    const bool is_list = text->starts_with('[') && shape_.element(0).types == Types(Types::Object);
    const auto value = read_nested(is_list ? *text : arena_.copy(fmt::format("[{}]", *text)));
    if (value) decoded_.value = *value;
  }

  // ids=1&ids=2. A single empty one is an empty array, unless the items may be empty themselves.
  void read_spread_array() {
    const bool is_empty = occurrences_.size() == 1 && occurrences_.front().raw.empty() &&
                          !shape_.element(0).types.has(Types::String);
    std::vector<json::Value> elements;
    for (const Occurrence& occurrence : occurrences_) {
      if (is_empty) break;
      const Piece piece{occurrence.raw, 0};
      const auto value = read_part(piece, shape_.element(elements.size()), occurrence);
      if (!value) return;
      elements.push_back(*value);
    }
    decoded_.value = json::Value::array(arena_, elements);
  }

  // R=100&G=200, the parameter's own name being nowhere.
  void read_spread_object() {
    FieldTree tree;
    if (parameter_.in == In::Cookie) {
      for (const http::Cookie& cookie : raw_.cookies) {
        if (!shape_.names(cookie.name)) continue;
        tree.add(std::array{cookie.name}, {cookie.value, coding_});
      }
    } else {
      for (const QueryPair& pair : raw_.query) {
        if (!decoder_.takes_as_member(pair.name)) continue;
        tree.add(std::array{pair.name}, {pair.raw_value.value_or(""), coding_, pair.offset});
      }
    }
    read_tree(tree);
  }

  void read_deep_object() {
    FieldTree tree;
    for (const QueryPair& pair : raw_.query) {
      const Leaf leaf{pair.raw_value.value_or(""), coding_, pair.offset};
      if (pair.name == parameter_.name) {
        tree.add({}, leaf);
        continue;
      }
      const auto keys = split_name(pair.name);
      if (keys.size() < 2 || keys.front() != parameter_.name) continue;
      if (!tree.add(std::span(keys).subspan(1), leaf)) {
        decoded_.is_present = true;
        return add(rules::kParameterMalformed,
                   fmt::format("must not be nested deeper than {} levels", FieldTree::kMaxDepth));
      }
    }
    read_tree(tree);
  }

  void read_tree(const FieldTree& tree) {
    if (tree.empty()) return;
    decoded_.is_present = true;
    std::vector<FieldFault> faults;
    const json::Value value = tree.to_value(shape_, reading_.scalars, arena_, faults);
    for (FieldFault& one : faults) {
      const bool is_repeated = one.kind == FieldFault::Kind::Repeated;
      add(is_repeated ? rules::kParameterRepeated : rules::kParameterMalformed,
          std::move(one.message));
      decoded_.findings.back().pointer = std::move(one.pointer);
      decoded_.findings.back().offset = static_cast<std::uint32_t>(one.offset);
    }
    if (faults.empty()) decoded_.value = value;
  }

  void read_content() {
    if (occurrences_.empty()) return;
    decoded_.is_present = true;
    if (occurrences_.size() > 1) {
      add(rules::kParameterRepeated,
          fmt::format("must be given once; it is there {} times", occurrences_.size()));
    }
    const Occurrence& occurrence = occurrences_.front();
    const auto text = decode_text(occurrence.raw, coding_, arena_);
    if (!text) return add(text.error(), occurrence);
    read_document(*text);
  }

  void read_query_string() {
    if (!raw_.raw_query) return;
    decoded_.is_present = true;
    if (decoder_.form_ != nullptr) {
      DecodedBody body = decoder_.form_->decode_urlencoded(*raw_.raw_query, arena_);
      for (Diagnostic& finding : body.findings) finding.rule = &rules::kParameterMalformed;
      attribute(body.findings, parameter_);
      diagnostic::append(decoded_.findings, std::move(body.findings));
      if (decoded_.findings.empty()) decoded_.value = body.value;
      return;
    }
    const auto text = decode_text(*raw_.raw_query, Coding::Percent, arena_);
    if (!text) return add(text.error(), {*raw_.raw_query});
    read_document(*text);
  }

  // The text of a `content` parameter, in its media type.
  void read_document(std::string_view text) {
    if (decoder_.content_ == Decoder::Content::Text) {
      decoded_.value = read_scalar(text, shape_.types, reading_.scalars, arena_);
      return;
    }
    if (decoder_.content_ != Decoder::Content::Json) {
      decoded_.unchecked.push_back(
          finding(rules::kParameterUnchecked,
                  fmt::format("is not checked: {} is not a media type that Holotype reads in a "
                              "parameter",
                              parameter_.content->name)));
      return;
    }
    const auto value = json::read(arena_, text);
    if (value) {
      decoded_.value = *value;
      return;
    }
    add(rules::kParameterMalformed,
        fmt::format("must be JSON ({}): {}", parameter_.content->name, value.error().message));
    decoded_.findings.back().offset = static_cast<std::uint32_t>(value.error().offset);
    decoded_.findings.back().found = shown(text);
  }

  void report_absence() {
    if (parameter_.in == In::Path) {
      decoded_.unchecked.push_back(finding(rules::kParameterUnchecked,
                                           "is not checked: the path template does not name it"));
    } else if (parameter_.is_required) {
      add(rules::kParameterMissing, "must be there");
    }
  }

  const Decoder& decoder_;
  const Shape& shape_;
  const RawParameters& raw_;
  json::Arena& arena_;
  const Reading& reading_;
  Coding coding_;
  std::vector<Occurrence> occurrences_;
};

Decoded Decoder::read(const RawParameters& raw, json::Arena& arena, const Reading& reading) const {
  return ParameterReader(*this, raw, arena, reading).run();
}

}  // namespace holotype::parameters
