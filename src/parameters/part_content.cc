// A media type is one row of kWays. Each way may find that the schema wants a string and leave the
// part to the way of texts, and that one leaves what is no text to the way of bytes.
#include "parameters/part_content.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/base64.h"
#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "document/yaml_body.h"
#include "http/charset.h"
#include "json/text.h"
#include "parameters/xml_body.h"

namespace holotype::parameters {
namespace {

namespace rules = diagnostic::rules;
using diagnostic::Diagnostic;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view without_period(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return sentence;
}

// OpenAPI 3.1.1 "Encoding Object": of an array, each item is a part.
const Shape& shape_of_one(const Shape& shape) {
  const bool is_array = shape.types.has(Types::Array) && !shape.types.has(Types::Object);
  return is_array ? *shape.items : shape;
}

class PartReader {
 public:
  PartReader(const PartToRead& input, json::Arena& arena)
      : input_(input), one_(shape_of_one(input.shape)), arena_(arena) {}

  PartContent read() {
    using Way = void (PartReader::*)();
    struct Row {
      bool (*is_this)(const http::MediaType&);
      Way way;
    };
    static constexpr Row kWays[] = {{http::is_json, &PartReader::read_json},
                                    {http::is_xml, &PartReader::read_xml},
                                    {http::is_yaml, &PartReader::read_yaml},
                                    {http::is_text, &PartReader::read_text}};
    content_.text = input_.part.content;
    Way way = input_.type == nullptr ? &PartReader::read_text : &PartReader::read_bytes;
    if (input_.type != nullptr) {
      const auto* row =
          std::ranges::find_if(kWays, [&](const Row& one) { return one.is_this(*input_.type); });
      if (row != std::end(kWays)) way = row->way;
    }
    if (way == &PartReader::read_bytes || undo_charset()) (this->*way)();
    return std::move(content_);
  }

 private:
  bool takes_string() const {
    return one_.types.has(Types::String) || input_.shape.types.has(Types::String);
  }
  // Whether a document in its place could only be a text.
  bool takes_no_container() const {
    return one_.types.has(Types::String) && !one_.types.has(Types::Array) &&
           !one_.types.has(Types::Object);
  }

  // False, with a finding, where the charset is unknown or the bytes are not of it.
  bool undo_charset() {
    std::optional<std::string> charset;
    if (input_.type != nullptr) charset = input_.type->charset();
    if (!charset && !input_.charset.empty()) charset = std::string(input_.charset);
    has_charset_ = charset.has_value();
    if (charset) {
      auto text = http::to_utf8(*charset, content_.text);
      if (!text) return refuse_charset(*charset, text.error());
      is_moved_ = *text != content_.text;
      if (is_moved_) content_.text = arena_.copy(*text);
    }
    if (content_.text.starts_with(kByteOrderMark))
      content_.text.remove_prefix(kByteOrderMark.size());
    return true;
  }

  bool refuse_charset(const std::string& charset, const http::CharsetError& error) {
    const bool is_unknown = error.kind == http::CharsetError::Kind::Unsupported;
    add(is_unknown ? rules::kCharsetUnsupported : rules::kBodyMalformed, error.reason,
        is_unknown ? 0 : error.offset);
    if (is_unknown) content_.findings.back().found = std::string(utf8::prefix(charset, 60));
    content_.is_broken = true;
    return false;
  }

  void read_json() {
    // A file is a string, also where it is a JSON file.
    if (takes_no_container() && input_.part.filename) return read_text();
    const std::size_t skipped = is_moved_ ? 0 : skipped_bytes();
    auto value = json::read(arena_, content_.text,
                            {.begin = static_cast<std::uint32_t>(input_.part.offset + skipped)});
    const bool may_be_text = takes_no_container() && !input_.wants_json;
    if (may_be_text && !(value && may_be(*value))) return read_text();
    if (!value) {
      return refuse(fmt::format("must be JSON: {}", without_period(value.error().message)),
                    value.error().offset + skipped);
    }
    // Decoding has moved what is in it: all of it is where the part is.
    content_.value = is_moved_ ? at_the_part(*value) : *value;
  }

  // Whether the schema allows a JSON value of that type.
  bool may_be(const json::Value& value) const {
    switch (value.type()) {
      case json::Type::Null:
        return one_.types.has(Types::Null);
      case json::Type::Boolean:
        return one_.types.has(Types::Boolean);
      case json::Type::Number:
        return one_.types.has(Types::Integer) || one_.types.has(Types::Fraction);
      case json::Type::String:
        return true;
      case json::Type::Array:
        return input_.shape.types.has(Types::Array);
      case json::Type::Object:
        break;
    }
    return false;
  }

  void read_xml() {
    if (takes_string()) return read_text();
    DecodedBody decoded = decode_xml(content_.text, has_charset_, one_, input_.media_type, arena_);
    const std::size_t skipped = is_moved_ ? 0 : skipped_bytes();
    for (Diagnostic& finding : decoded.findings) {
      const std::size_t at = is_moved_ ? 0 : finding.offset.value_or(0) + skipped;
      finding.offset = static_cast<std::uint32_t>(input_.part.offset + at);
    }
    content_.findings = std::move(decoded.findings);
    if (decoded.has_value) {
      content_.value = at_the_part(decoded.value);
    } else {
      content_.is_broken = true;
    }
  }

  void read_yaml() {
    if (takes_string()) return read_text();
    const auto value = document::read_yaml_body(arena_, content_.text);
    if (!value) {
      return refuse(fmt::format("must be YAML: {}", without_period(value.error().message)),
                    value.error().offset + (is_moved_ ? 0 : skipped_bytes()));
    }
    content_.value = at_the_part(*value);
  }

  void read_text() {
    if (!utf8::is_valid(content_.text)) return read_bytes();
    if (takes_string()) {
      // A file has no other type than that of a string, whatever digits are in it.
      const bool is_file = input_.part.filename.has_value();
      const bool is_document = input_.type != nullptr && http::is_json(*input_.type);
      if (is_file || is_document) content_.value = json::Value::string_view(content_.text);
      return;
    }
    // Nothing tells how text/csv is an object. It may be JSON all the same, as it may in a field.
    const bool is_plain = input_.type == nullptr || input_.type->essence() == "text/plain";
    const bool takes_scalar = one_.types.has_scalar() || one_.types.has(Types::Null);
    if (is_plain || takes_scalar || json::read(arena_, content_.text)) return;
    content_.value = json::Value::string_view(content_.text);
    content_.is_read = false;
  }

  void read_bytes() {
    const std::string_view bytes = input_.part.content;
    content_.value = utf8::is_valid(bytes) ? json::Value::string_view(bytes)
                                           : json::Value::string(arena_, base64::encode(bytes));
    // A text that is no UTF-8 is at fault itself; the schema says so where it wants no string.
    const bool is_text = input_.type == nullptr || http::is_text(*input_.type);
    content_.is_read = takes_string() || is_text;
    if (content_.is_read) content_.octets = as_octets(bytes, arena_);
  }

  void refuse(std::string message, std::size_t offset) {
    add(rules::kBodyMalformed, std::move(message), offset);
    content_.is_broken = true;
  }

  void add(const diagnostic::Rule& rule, std::string message, std::size_t offset) {
    Diagnostic finding;
    finding.rule = &rule;
    finding.message = std::move(message);
    finding.offset = static_cast<std::uint32_t>(input_.part.offset + (is_moved_ ? 0 : offset));
    content_.findings.push_back(std::move(finding));
  }

  json::Value at_the_part(const json::Value& value) {
    return json::at_one_place(arena_, value, static_cast<std::uint32_t>(input_.part.offset));
  }

  // A byte order mark before the text.
  std::size_t skipped_bytes() const { return input_.part.content.size() - content_.text.size(); }

  const PartToRead& input_;
  const Shape& one_;
  json::Arena& arena_;
  PartContent content_;
  bool has_charset_ = false;
  bool is_moved_ = false;  // the text stands elsewhere than in the body
};

}  // namespace

PartContent read_part(const PartToRead& input, json::Arena& arena) {
  return PartReader(input, arena).read();
}

std::optional<json::Value> as_octets(std::string_view bytes, json::Arena& arena) {
  const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
  if (std::ranges::all_of(bytes, is_ascii)) return std::nullopt;
  return json::Value::string(arena, http::to_utf8("iso-8859-1", bytes).value_or(""));
}

}  // namespace holotype::parameters
