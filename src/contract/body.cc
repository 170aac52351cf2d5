#include "contract/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/utf8.h"
#include "contract/body_syntax.h"
#include "contract/sequence.h"
#include "diagnostic/rules_request.h"
#include "http/charset.h"
#include "http/content_coding.h"
#include "json/pointer.h"
#include "json/text.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Diagnostics;
using diagnostic::Place;
namespace rules = diagnostic::rules;

bool says_utf8(const http::MediaType& type) {
  const auto charset = type.charset();
  return !charset || http::is_utf8(*charset);
}

void put_in_body(const openapi::MediaType& media_type, Diagnostics& findings,
                 const std::string& below) {
  for (Diagnostic& finding : findings) {
    finding.in = Place::Body;
    finding.pointer.insert(0, below);
    if (finding.source.file.starts_with(kMadeUpForm) && media_type.node) {
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

// Of all values of a row together, as of one value (schema/check.h).
constexpr std::size_t kMaxFindings = 1000;

// Findings about a value of a row, whose offsets count from where it begins.
void shift(std::span<Diagnostic> findings, std::uint32_t by) {
  for (Diagnostic& finding : findings) {
    finding.offset = finding.offset.value_or(0) + by;
    shift(finding.causes, by);
  }
}

// Whether a finding, or one of those that it follows from, is about what `pointer` names.
bool is_about(const Diagnostic& finding, std::string_view pointer) {
  const std::string_view at = finding.pointer;
  if (at.starts_with(pointer) && (at.size() == pointer.size() || at[pointer.size()] == '/'))
    return true;
  return std::ranges::any_of(
      finding.causes, [pointer](const Diagnostic& cause) { return is_about(cause, pointer); });
}

// What a schema says of a part that was not read is not said of the part.
void forget_unread(Body& body, std::size_t before) {
  const auto begin = body.findings.begin() + static_cast<std::ptrdiff_t>(before);
  const auto is_of_unread = [&body](const Diagnostic& finding) {
    return std::ranges::any_of(
        body.unread, [&finding](const std::string& pointer) { return is_about(finding, pointer); });
  };
  body.findings.erase(std::remove_if(begin, body.findings.end(), is_of_unread),
                      body.findings.end());
}

// Bytes are shown by their number: their characters are nobody's.
void say_octets(const Body& body, std::span<Diagnostic> findings) {
  for (Diagnostic& finding : findings) {
    const json::Value* octets = json::resolve(*body.octets, finding.pointer);
    const json::Value* shown = json::resolve(*body.value, finding.pointer);
    const bool are_bytes =
        octets != nullptr && octets->is_string() &&
        (finding.pointer.empty() || shown == nullptr || !json::equal(*octets, *shown));
    if (are_bytes && finding.found.starts_with('"'))
      finding.found = fmt::format("{} bytes", utf8::length(octets->as_string()));
    say_octets(body, finding.causes);
  }
}

// Says in the message of each fault of syntax where it is, for people.
void say_places(std::string_view bytes, Diagnostics& findings) {
  for (Diagnostic& finding : findings) {
    const bool is_of_text =
        finding.rule == &rules::kBodyMalformed || finding.rule == &rules::kDuplicateName;
    if (!is_of_text || !finding.offset) continue;
    const json::LineColumn at =
        json::line_column(bytes, std::min<std::size_t>(*finding.offset, bytes.size()));
    const std::string place =
        fmt::format("at byte {} (line {}, column {})", *finding.offset, at.line, at.column);
    const std::size_t colon = finding.message.find(": ");
    if (colon == std::string::npos && finding.message.find("; ") != std::string::npos) {
      finding.message += " " + place;
    } else if (colon == std::string::npos) {
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
    const bool may_be_bytes = is_range || (syntax != nullptr && syntax->needs_types);
    if (may_be_bytes) entry.types = shapes.compile(media_type.schema.node).types;
    // OpenAPI 3.0.4 "Considerations for File Uploads": `format: binary` is the content as it comes.
    const document::Node format = media_type.schema.node.member("format");
    entry.is_binary = is_range && entry.types == parameters::Types(parameters::Types::String) &&
                      format && format.value->is_string() && format.value->as_string() == "binary";
    const bool may_be_row = is_range || is_sequence(entry.range);
    if (may_be_row && !media_type.item_schema && media_type.schema) {
      // Before 3.2 nothing says whether `schema` is that of the row or of an item: it is what it
      // says that it is.
      const parameters::Shape& shape = shapes.compile(media_type.schema.node);
      const bool is_of_object = !shape.properties.empty() && shape.prefix.empty() &&
                                shape.items->types.any() && shape.items->properties.empty();
      entry.describes_items = !shape.types.has(parameters::Types::Array) || is_of_object;
      if (is_range || is_event_stream(entry.range))
        entry.events.emplace(shape, entry.describes_items);
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
    finding.fix = ranges_.front().is_range()
                      ? std::string("send the Content-Type that the body has")
                      : fmt::format("send Content-Type: {}", content_->front().name);
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
  if (headers.is_repeated("Content-Type")) {
    body.findings.push_back(
        content_type_finding(rules::kMediaTypeMalformed,
                             "must be there once (RFC 9110 section 5.3): a body has one type"));
    body.findings.back().found = std::string(utf8::prefix(*headers.combined("Content-Type"), 200));
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
  const Entry& entry = entries_[*index];
  return {&entry, entry.is_binary ? &bytes_syntax() : find_syntax(*parsed), says_utf8(*parsed),
          std::move(*parsed)};
}

const EventSchema* BodyContract::events_of(const Entry& entry, const http::MediaType& type) {
  return entry.events && is_event_stream(type) ? &*entry.events : nullptr;
}

// The stream or, where that is not it, the data of each event.
void BodyContract::check_text(const Entry& entry, Body& body) {
  const openapi::MediaType& media_type = *entry.media_type;
  const auto accepts = [&media_type](std::string_view text) {
    return media_type.schema.compiled->accepts(json::Value::string_view(text));
  };
  const std::string_view stream = body.value->as_string();
  if (media_type.schema.compiled == nullptr || accepts(stream)) return;
  std::vector<Event> events = parse_events(stream);
  std::erase_if(events, [](const Event& event) { return !event.data; });
  const bool are_texts = !events.empty() && std::ranges::all_of(events, [&](const Event& event) {
    return accepts(*event.data);
  });
  if (!are_texts) check_value(media_type, media_type.schema, *body.value, "", body);
}

void BodyContract::check(const Entry& entry, bool is_row, Body& body) {
  if (!body.value) return;
  const std::size_t before = body.findings.size();
  check_whole(entry, is_row, body);
  if (!body.unread.empty()) forget_unread(body, before);
  if (body.octets) say_octets(body, std::span(body.findings).subspan(before));
}

void BodyContract::check_whole(const Entry& entry, bool is_row, Body& body) {
  const bool is_text_stream =
      is_row && entry.events && entry.events->is_text() && body.value->is_string();
  if (is_text_stream) return check_text(entry, body);
  const openapi::MediaType& media_type = *entry.media_type;
  const bool is_of_items = is_row && entry.describes_items;
  const json::Value instance = body.octets ? *body.octets : *body.value;
  if (!is_of_items) check_value(media_type, media_type.schema, instance, "", body);
  // itemSchema is for rows of values and for multipart bodies of parts without names.
  const bool has_items = is_row || (media_type.item_schema && instance.is_array());
  if (has_items) check_items(entry, instance, body);
}

void BodyContract::check_items(const Entry& entry, const json::Value& row, Body& body) {
  const openapi::MediaType& media_type = *entry.media_type;
  const openapi::SchemaUse& schema =
      entry.describes_items ? media_type.schema : media_type.item_schema;
  const std::span<const json::Value> items = row.elements();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t before = body.findings.size();
    if (before >= kMaxFindings) {
      body.unchecked.push_back(body_finding(
          media_type, rules::kBodyUnchecked,
          fmt::format("what follows item {} was not checked: there are {} findings before it",
                      i - 1, before)));
      return;
    }
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
  const bool is_row = selected.syntax != nullptr && selected.syntax->is_row;

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
    if (bytes.starts_with("\xEF\xBB\xBF") && !syntax->needs_xml) bytes.remove_prefix(3);
  }
  if (syntax != nullptr) {
    const bool is_utf8 = syntax->needs_xml && type.charset().has_value();
    syntax->read({bytes, media_type, type, is_utf8, entry.form ? &*entry.form : nullptr,
                  entry.xml ? &*entry.xml : nullptr, is_row ? events_of(entry, type) : nullptr,
                  entry.types, arena},
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

const openapi::MediaType* BodyContract::media_type_of(const http::Headers& headers) const {
  Body ignored;
  const Selected selected = select(headers, ignored);
  return selected.entry == nullptr ? nullptr : selected.entry->media_type;
}

std::optional<Body> BodyContract::read_empty(const http::Headers& headers,
                                             json::Arena& arena) const {
  Body body;
  const Selected selected = select(headers, body);
  const bool may_be_empty = selected.syntax != nullptr && selected.syntax->may_be_empty;
  if (!may_be_empty) return std::nullopt;
  return read(headers, "", arena, 0);
}

std::string BodyContract::write(std::size_t index, const http::MediaType& type,
                                const json::Value& value) const {
  // JSON is YAML as well (YAML 1.2.2 section 1.3).
  if (http::is_json(type) || http::is_yaml(type)) return json::write(value);
  const Entry& entry = entries_[index];
  if (http::is_form(type) && entry.form && value.is_object()) {
    if (auto form = entry.form->encode_urlencoded(value)) return *std::move(form);
  }
  if (const EventSchema* events = events_of(entry, type)) return events->write(value);
  if (is_sequence(type)) return write_sequence(type, value);
  // A text that begins as a document does is the body itself: an example written out.
  const std::string_view text = value.is_string() ? value.as_string() : "";
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  const bool is_document = begin != std::string_view::npos && text[begin] == '<';
  if (http::is_xml(type) && entry.xml && !is_document) return entry.xml->encode(value);
  return value.is_string() ? std::string(value.as_string()) : json::write(value);
}

std::optional<parameters::FormDecoder::Multipart> BodyContract::write_multipart(
    std::size_t index, const http::MediaType& type, const json::Value& value) const {
  const Entry& entry = entries_[index];
  // The parts of form-data have names.
  const bool has_parts = value.is_object() || (value.is_array() && type.subtype != "form-data");
  if (!http::is_multipart(type) || !entry.form || !has_parts) return std::nullopt;
  auto multipart = entry.form->encode_multipart(value);
  if (!multipart) return std::nullopt;
  // Encoded as multipart/form-data or mixed, whatever kind of multipart it is.
  multipart->content_type.replace(0, multipart->content_type.find(';'), type.essence());
  return *std::move(multipart);
}

json::Value BodyContract::instance(std::size_t index, const http::MediaType& type,
                                   const json::Value& value, json::Arena& arena) const {
  if (!is_sequence(type) || value.is_array()) return value;
  const EventSchema* events = events_of(entries_[index], type);
  return events != nullptr && events->is_text() ? value : json::Value::array(arena, {{value}});
}

}  // namespace holotype::contract
