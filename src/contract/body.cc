// The idea: a media type's syntax is one row of kSyntaxes: how to recognise it, and how its bytes
// become an instance. What no row recognises is not checked, and the answer says so.
#include "contract/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/utf8.h"
#include "contract/sequence.h"
#include "diagnostic/rules_request.h"
#include "document/yaml_body.h"
#include "http/charset.h"
#include "http/content_coding.h"
#include "json/pointer.h"
#include "json/text.h"
#include "parameters/form_body.h"
#include "parameters/wire.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Place;
namespace rules = diagnostic::rules;

// Deeper JSON is refused: no description means it, and recursion must end somewhere.
constexpr std::uint32_t kMaxDepth = 512;

// The schema of a Swagger 2.0 form is made from its parameters, in a document that no user has:
// what is found by it as a whole is the first parameter's.
constexpr std::string_view kMadeUp = "holotype:form/";

// A finding about the whole body; `schema` and `source` are those of its schema.
Diagnostic body_finding(const openapi::MediaType& media_type, const diagnostic::Rule& rule,
                        std::string message) {
  const bool is_made_up =
      media_type.schema && media_type.schema.node.file->uri().starts_with(kMadeUp);
  const document::Node& node =
      media_type.schema && !is_made_up ? media_type.schema.node : media_type.node;
  Diagnostic finding{.rule = &rule, .message = std::move(message), .in = Place::Body};
  if (node) {
    finding.schema = node.location();
    finding.source = node.source();
  }
  return finding;
}

Diagnostic malformed(const openapi::MediaType& media_type, std::string message,
                     std::size_t offset) {
  Diagnostic finding = body_finding(media_type, rules::kBodyMalformed, std::move(message));
  finding.offset = static_cast<std::uint32_t>(offset);
  return finding;
}

}  // namespace

// A row: which media types, and how their bytes become an instance.
struct Syntax {
  struct Input {
    std::string_view bytes;
    const openapi::MediaType& media_type;
    const http::MediaType& type;  // of the message
    bool is_utf8;                 // because the message says so
    const parameters::FormDecoder* form;
    const parameters::XmlBody* xml;
    parameters::Types types;
    json::Arena& arena;
  };
  bool (*is_this)(const http::MediaType&);
  void (*read)(const Input&, Body&);
  bool is_text;  // a charset is undone before
  bool needs_form = false;
  bool needs_xml = false;
};

namespace {

using Input = Syntax::Input;

void read_json(const Input& input, Body& body) {
  auto value = json::read(input.arena, input.bytes, {.max_depth = kMaxDepth});
  if (value) {
    body.value = *value;
    return;
  }
  std::string_view reason = value.error().message;  // a sentence, which goes on here
  if (reason.ends_with('.')) reason.remove_suffix(1);
  body.findings.push_back(
      malformed(input.media_type, fmt::format("must be JSON: {}", reason), value.error().offset));
}

void read_yaml(const Input& input, Body& body) {
  auto value = document::read_yaml_body(input.arena, input.bytes);
  if (value) {
    body.value = *value;
    return;
  }
  body.findings.push_back(malformed(input.media_type,
                                    fmt::format("must be YAML: {}", value.error().message),
                                    value.error().offset));
}

void read_row(const Input& input, Body& body) {
  auto values = read_sequence(input.type, input.bytes, input.arena);
  if (values) {
    body.value = values->values;
    body.offsets = std::move(values->offsets);
    return;
  }
  body.findings.push_back(
      malformed(input.media_type, std::move(values.error().message), values.error().offset));
}

void take(parameters::DecodedBody&& decoded, Body& body) {
  if (decoded.has_value) body.value = decoded.value;
  diagnostic::append(body.findings, std::move(decoded.findings));
  diagnostic::append(body.unchecked, std::move(decoded.unchecked));
}

void read_urlencoded(const Input& input, Body& body) {
  take(input.form->decode_urlencoded(input.bytes, input.arena), body);
}

void read_multipart(const Input& input, Body& body) {
  take(input.form->decode_multipart(input.type, input.bytes, input.arena), body);
}

void read_xml(const Input& input, Body& body) {
  take(input.xml->decode(input.bytes, input.is_utf8, input.arena), body);
}

// A text is a string, or the scalar that it writes where the schema wants one. Of lists and objects
// (text/csv, say) nothing tells how they are written, so those are not read.
void read_text(const Input& input, Body& body) {
  if (const std::size_t at = utf8::valid_prefix(input.bytes); at != input.bytes.size()) {
    body.findings.push_back(malformed(input.media_type, "must be UTF-8 text", at));
    return;
  }
  const parameters::Types types = input.types;
  if (types.has(parameters::Types::String)) {
    body.value = json::Value::string(input.arena, input.bytes);
  } else if (types.has_scalar() || types.has(parameters::Types::Null)) {
    std::string_view text = input.bytes;
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    body.value = parameters::read_scalar(input.arena.copy(text), types,
                                         parameters::Reading::Scalars::Typed, input.arena);
  }
}

bool is_plain_text(const http::MediaType& type) {
  return type.type == "text" && !http::is_xml(type);
}

// application/octet-stream and whatever no row before knows: bytes are a string, of as many
// characters as there are bytes where they are not text. What a schema that wants anything else
// means by it nothing tells.
bool is_opaque(const http::MediaType& type) { return !type.is_range(); }

void read_bytes(const Input& input, Body& body) {
  if (!input.types.has(parameters::Types::String)) return;
  body.value =
      utf8::is_valid(input.bytes)
          ? json::Value::string(input.arena, input.bytes)
          : json::Value::string(input.arena, http::to_utf8("iso-8859-1", input.bytes).value_or(""));
}

constexpr Syntax kSyntaxes[] = {
    {http::is_json, read_json, true},
    {is_sequence, read_row, true},
    {http::is_form, read_urlencoded, true, true},
    {http::is_multipart, read_multipart, false, true},
    {http::is_xml, read_xml, true, false, true},
    {http::is_yaml, read_yaml, true},
    {is_plain_text, read_text, true},
    {is_opaque, read_bytes, false},
};

const Syntax* find_syntax(const http::MediaType& type) {
  const auto* row =
      std::ranges::find_if(kSyntaxes, [&](const Syntax& one) { return one.is_this(type); });
  return row == std::end(kSyntaxes) ? nullptr : row;
}

bool says_utf8(const http::MediaType& type) {
  const auto charset = type.charset();
  return !charset || http::is_utf8(*charset);
}

void put_in_body(const openapi::MediaType& media_type, Diagnostics& findings,
                 const std::string& below) {
  for (Diagnostic& finding : findings) {
    finding.in = Place::Body;
    finding.pointer.insert(0, below);
    if (finding.source.file.starts_with(kMadeUp) && media_type.node) {
      finding.source = media_type.node.source();
      finding.schema = media_type.node.location();
    }
    put_in_body(media_type, finding.causes, below);
  }
}

void check_value(const openapi::MediaType& media_type, const openapi::SchemaUse& schema,
                 const json::Value& value, const std::string& below, Body& body) {
  if (schema.compiled == nullptr) return;
  schema::Outcome outcome = schema.compiled->check(value);
  put_in_body(media_type, outcome.findings, below);
  put_in_body(media_type, outcome.unchecked, below);
  diagnostic::append(body.findings, std::move(outcome.findings));
  diagnostic::append(body.unchecked, std::move(outcome.unchecked));
}

// Findings about a value of a row, whose offsets count from where it begins.
void shift(std::span<Diagnostic> findings, std::uint32_t by) {
  for (Diagnostic& finding : findings) {
    finding.offset = finding.offset.value_or(0) + by;
    shift(finding.causes, by);
  }
}

// Says in the message of each fault of syntax where it is, for people.
void say_places(std::string_view bytes, Diagnostics& findings) {
  for (Diagnostic& finding : findings) {
    if (finding.rule != &rules::kBodyMalformed || !finding.offset) continue;
    const json::LineColumn at =
        json::line_column(bytes, std::min<std::size_t>(*finding.offset, bytes.size()));
    const std::string place =
        fmt::format("at byte {} (line {}, column {})", *finding.offset, at.line, at.column);
    const std::size_t colon = finding.message.find(": ");
    if (colon == std::string::npos) {
      finding.message += "; it is not " + place;
    } else {
      finding.message.replace(colon, 2, "; " + place + ": ");
    }
  }
}

// Undoes the content codings. False, with a finding, where it cannot.
bool undo_codings(const std::string& codings, std::string_view bytes, std::size_t max_bytes,
                  const openapi::MediaType& media_type, std::string& decoded, Body& body) {
  using Kind = http::CodingError::Kind;
  auto result = http::decode_content(codings, bytes, max_bytes);
  if (result) {
    decoded = std::move(*result);
    return true;
  }
  const Kind kind = result.error().kind;
  const auto& rule = kind == Kind::Unsupported ? rules::kContentCodingUnsupported
                     : kind == Kind::TooLarge  ? rules::kBodyTooLarge
                                               : rules::kBodyMalformed;
  std::string reason = result.error().reason;  // a sentence, which may go on here
  if (reason.ends_with('.')) reason.pop_back();
  const std::optional<std::size_t> offset = result.error().offset;
  if (offset) reason += fmt::format(" (byte {})", *offset);
  body.findings.push_back(body_finding(media_type, rule, std::move(reason)));
  if (offset) body.findings.back().offset = static_cast<std::uint32_t>(*offset);
  if (kind == Kind::Unsupported) {
    Diagnostic& finding = body.findings.back();
    finding.message = fmt::format("must be one of {}", http::kSupportedCodings);
    finding.in = Place::Header;
    finding.name = "Content-Encoding";
    finding.expected = std::string(http::kSupportedCodings);
    finding.found = std::string(utf8::prefix(codings, 60));
  }
  return false;
}

// The same for a charset that is not UTF-8.
bool undo_charset(const http::MediaType& type, std::string_view bytes,
                  const openapi::MediaType& media_type, std::string& decoded, Body& body) {
  const std::string charset = type.charset().value_or("utf-8");
  auto result = http::to_utf8(charset, bytes);
  if (result) {
    decoded = std::move(*result);
    return true;
  }
  http::CharsetError& error = result.error();
  if (error.kind == http::CharsetError::Kind::Malformed) {
    body.findings.push_back(malformed(
        media_type, fmt::format("{} (byte {})", error.reason, error.offset), error.offset));
    return false;
  }
  Diagnostic finding =
      body_finding(media_type, rules::kCharsetUnsupported, std::move(error.reason));
  finding.in = Place::Header;
  finding.name = "Content-Type";
  finding.found = std::string(utf8::prefix(charset, 60));
  body.findings.push_back(std::move(finding));
  return false;
}

}  // namespace

BodyContract::BodyContract(const std::vector<openapi::MediaType>& content,
                           parameters::ShapeCompiler& shapes)
    : content_(&content) {
  ranges_.reserve(content.size());
  entries_.reserve(content.size());
  for (const openapi::MediaType& media_type : content) {
    ranges_.push_back(http::parse_media_range(media_type.name).value_or(http::MediaType{}));
    Entry& entry = entries_.emplace_back();
    entry.media_type = &media_type;
    entry.range = ranges_.back();
    const bool is_range = entry.range.is_range();
    if (!is_range) entry.syntax = find_syntax(entry.range);
    entry.is_utf8 = says_utf8(entry.range);
    // Shapes cost a visit of the schema, so JSON bodies, which need none, have none.
    const Syntax* syntax = entry.syntax;
    if (is_range || (syntax != nullptr && syntax->needs_form))
      entry.form.emplace(media_type, shapes);
    if (is_range || (syntax != nullptr && syntax->needs_xml)) entry.xml.emplace(media_type, shapes);
    const bool may_be_bytes =
        is_range ||
        (syntax != nullptr && (syntax->read == read_text || syntax->read == read_bytes));
    if (may_be_bytes) entry.types = shapes.compile(media_type.schema.node).types;
    const bool may_be_row = is_range || is_sequence(entry.range);
    if (may_be_row && !media_type.item_schema && media_type.schema) {
      // Before 3.2 nothing says whether `schema` is that of the row or of an item: it is what it
      // says that it is.
      const auto types = shapes.compile(media_type.schema.node).types;
      entry.describes_items = !types.has(parameters::Types::Array);
    }
  }
}

std::string BodyContract::names() const {
  std::string names;
  for (const openapi::MediaType& media_type : *content_) {
    if (!names.empty()) names += ", ";
    names += media_type.name;
  }
  return names;
}

Diagnostic BodyContract::content_type_finding(const diagnostic::Rule& rule,
                                              std::string message) const {
  Diagnostic finding{.rule = &rule,
                     .message = std::move(message),
                     .expected = names(),
                     .in = Place::Header,
                     .name = "Content-Type"};
  if (!content_->empty()) {
    finding.fix = fmt::format("send Content-Type: {}", content_->front().name);
    finding.schema = content_->front().node.location();
    finding.source = content_->front().node.source();
  }
  return finding;
}

BodyContract::Selected BodyContract::select(const http::Headers& headers, Body& body) const {
  const std::string* field = headers.find("Content-Type");
  if (field == nullptr) {
    body.findings.push_back(content_type_finding(
        rules::kMediaTypeMissing, fmt::format("must be there, with one of {}", names())));
    body.findings.back().found = "nothing";
    return {};
  }
  // The common case costs one comparison: the header is the description's key to the letter.
  for (const Entry& entry : entries_) {
    if (entry.media_type->name == *field && entry.syntax != nullptr)
      return {&entry, entry.syntax, entry.is_utf8, std::nullopt};
  }
  auto parsed = http::parse_media_type(*field);
  if (!parsed) {
    body.findings.push_back(
        content_type_finding(rules::kMediaTypeMalformed, "must be a media type, type/subtype"));
    body.findings.back().found = std::string(utf8::prefix(*field, 200));
    return {};
  }
  const auto index = http::most_specific(ranges_, *parsed);
  if (!index) {
    body.findings.push_back(content_type_finding(rules::kMediaTypeUnsupported,
                                                 fmt::format("must be one of {}", names())));
    body.findings.back().found = parsed->essence();
    return {};
  }
  return {&entries_[*index], find_syntax(*parsed), says_utf8(*parsed), std::move(*parsed)};
}

void BodyContract::check(const Entry& entry, bool is_row, Body& body) {
  if (!body.value) return;
  const openapi::MediaType& media_type = *entry.media_type;
  const bool is_of_items = is_row && entry.describes_items;
  if (!is_of_items) check_value(media_type, media_type.schema, *body.value, "", body);
  // itemSchema is for rows of values and for multipart bodies of parts without names.
  const bool has_items = is_row || (media_type.item_schema && body.value->is_array());
  if (has_items) check_items(entry, body);
}

void BodyContract::check_items(const Entry& entry, Body& body) {
  const openapi::MediaType& media_type = *entry.media_type;
  const openapi::SchemaUse& schema =
      entry.describes_items ? media_type.schema : media_type.item_schema;
  const std::span<const json::Value> items = body.value->elements();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t before = body.findings.size();
    check_value(media_type, schema, items[i], json::join("", std::to_string(i)), body);
    if (i < body.offsets.size()) shift(std::span(body.findings).subspan(before), body.offsets[i]);
  }
}

Body BodyContract::read(const http::Headers& headers, std::string_view bytes, json::Arena& arena,
                        std::size_t max_bytes, const json::Value* known) const {
  Body body;
  const Selected selected = select(headers, body);
  if (selected.entry == nullptr) return body;
  const Entry& entry = *selected.entry;
  const openapi::MediaType& media_type = *entry.media_type;
  body.media_type = &media_type;
  const http::MediaType& type = selected.actual();
  const bool is_row = selected.syntax != nullptr && selected.syntax->read == read_row;

  if (known != nullptr) {
    body.value = *known;
    check(entry, is_row, body);
    return body;
  }
  std::string uncoded;
  if (const auto codings = headers.combined("Content-Encoding")) {
    if (!undo_codings(*codings, bytes, max_bytes, media_type, uncoded, body)) return body;
    bytes = uncoded;
  }
  const Syntax* syntax = selected.syntax;
  std::string text;
  if (syntax != nullptr && syntax->is_text) {
    if (!selected.is_utf8) {
      if (!undo_charset(type, bytes, media_type, text, body)) return body;
      bytes = text;
    }
    // RFC 8259 section 8.1 and the Encoding Standard: a byte order mark may be ignored.
    if (bytes.starts_with("\xEF\xBB\xBF") && syntax->read != read_xml) bytes.remove_prefix(3);
  }
  if (syntax != nullptr) {
    const bool is_utf8 = syntax->needs_xml && type.charset().has_value();
    syntax->read({bytes, media_type, type, is_utf8, entry.form ? &*entry.form : nullptr,
                  entry.xml ? &*entry.xml : nullptr, entry.types, arena},
                 body);
    if (!body.findings.empty()) say_places(bytes, body.findings);
  }
  const bool is_unread = !body.value && body.findings.empty() && media_type.schema;
  if (is_unread) {
    body.unchecked.push_back(
        body_finding(media_type, rules::kBodyUnchecked,
                     fmt::format("the body was not checked: {} is not read", type.essence())));
    return body;
  }
  check(entry, is_row, body);
  return body;
}

std::string BodyContract::write(std::size_t index, const http::MediaType& type,
                                const json::Value& value) const {
  // JSON is YAML as well (YAML 1.2.2 section 1.3).
  if (http::is_json(type) || http::is_yaml(type)) return json::write(value);
  if (is_sequence(type)) return write_sequence(type, value);
  const Entry& entry = entries_[index];
  // A text that begins as a document does is the body itself: an example written out.
  const std::string_view text = value.is_string() ? value.as_string() : "";
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  const bool is_document = begin != std::string_view::npos && text[begin] == '<';
  if (http::is_xml(type) && entry.xml && !is_document) return entry.xml->encode(value);
  return value.is_string() ? std::string(value.as_string()) : json::write(value);
}

}  // namespace holotype::contract
