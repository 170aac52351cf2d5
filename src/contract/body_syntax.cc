// The idea: a media type's syntax is one row of kSyntaxes: how to recognise it, and how its bytes
// become an instance. What no row recognises is not checked, and the answer says so.
#include "contract/body_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/utf8.h"
#include "contract/sequence.h"
#include "diagnostic/rules_request.h"
#include "document/yaml_body.h"
#include "http/charset.h"
#include "json/pointer.h"
#include "json/text.h"
#include "parameters/part_content.h"
#include "parameters/wire.h"

namespace holotype::contract {

using diagnostic::Diagnostic;
namespace rules = diagnostic::rules;

Diagnostic body_finding(const openapi::MediaType& media_type, const diagnostic::Rule& rule,
                        std::string message) {
  const bool is_made_up =
      media_type.schema && media_type.schema.node.file->uri().starts_with(kMadeUpForm);
  const document::Node& node =
      media_type.schema && !is_made_up ? media_type.schema.node : media_type.node;
  Diagnostic finding{.rule = &rule, .message = std::move(message), .in = diagnostic::Place::Body};
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

namespace {

// Deeper JSON is refused: no description means it, and recursion must end somewhere.
constexpr std::uint32_t kMaxDepth = 512;

using Input = Syntax::Input;

// A body that repeats everything is not reported on every line.
constexpr std::size_t kMaxDuplicates = 10;

// The pointer of the member that the name at `offset`, written `name`, came to again: its first
// name stands before, and its value, the last one, behind. "" where it is in a value that was
// itself replaced.
std::string pointer_of_duplicate(const json::Value& parent, std::string_view name,
                                 std::uint32_t offset) {
  for (const json::Member& member : parent.members()) {
    if (member.name_offset > offset) break;
    const std::string step = json::join("", member.name());
    if (member.name() == name && member.name_offset < offset && member.value.offset() > offset)
      return step;
    const std::string below = pointer_of_duplicate(member.value, name, offset);
    if (!below.empty()) return step + below;
  }
  for (std::size_t i = 0; i < parent.elements().size(); ++i) {
    const std::string below = pointer_of_duplicate(parent.elements()[i], name, offset);
    if (!below.empty()) return json::join("", i) + below;
  }
  return "";
}

// RFC 8259 section 4: names SHOULD be unique, and what receivers do otherwise is unpredictable.
void report_duplicates(const Input& input, std::vector<std::uint32_t> offsets, Body& body) {
  std::ranges::sort(offsets);
  offsets.resize(std::min(offsets.size(), kMaxDuplicates));
  for (const std::uint32_t offset : offsets) {
    const std::string_view text = input.bytes.substr(offset);
    std::size_t end = 1;
    while (text[end] != '"') end += text[end] == '\\' ? 2 : 1;
    const auto name = json::read(input.arena, text.substr(0, end + 1));
    Diagnostic finding = body_finding(input.media_type, rules::kDuplicateName,
                                      "must have each name once: the last one counts");
    finding.found = utf8::prefix(name->as_string(), 60);
    finding.pointer = pointer_of_duplicate(*body.value, name->as_string(), offset);
    finding.offset = offset;
    body.findings.push_back(std::move(finding));
  }
}

void read_json(const Input& input, Body& body) {
  std::vector<std::uint32_t> duplicates;
  auto value = json::read(input.arena, input.bytes, {.max_depth = kMaxDepth}, &duplicates);
  if (value) {
    body.value = *value;
    if (!duplicates.empty()) report_duplicates(input, std::move(duplicates), body);
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

void read_events(const Input& input, Body& body) {
  EventValues events = input.events->read(input.bytes, input.arena);
  body.value = events.value;
  body.offsets = std::move(events.offsets);
  if (events.unread.empty()) return;
  body.unchecked.push_back(body_finding(
      input.media_type, rules::kBodyUnchecked,
      fmt::format("{} of the events {} not checked: the schema describes their data as JSON, which "
                  "those of event {} are not",
                  events.unread.size(), events.unread.size() == 1 ? "was" : "were",
                  events.unread.front())));
}

void read_row(const Input& input, Body& body) {
  if (input.events != nullptr) return read_events(input, body);
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
  if (decoded.has_value) {
    body.value = decoded.value;
    body.octets = decoded.octets;
    body.unread = std::move(decoded.unread);
  }
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

bool is_bytes(const http::MediaType& type) { return type.essence() == "application/octet-stream"; }

// Whatever no row before knows, and application/octet-stream: bytes are a string. OpenAPI 3.1.1
// "Working with Binary Data": a schema counts the octets of it. What a schema that wants anything
// else means by it nothing tells.
bool is_opaque(const http::MediaType& type) { return !type.is_range(); }

void read_bytes(const Input& input, Body& body) {
  if (!input.types.has(parameters::Types::String)) return;
  const bool is_text = http::is_text(input.type);  // JavaScript, SQL
  body.octets = parameters::as_octets(input.bytes, input.arena);
  const bool is_utf8 = !body.octets || utf8::is_valid(input.bytes);
  body.value = is_utf8 ? json::Value::string(input.arena, input.bytes) : *body.octets;
  if (is_text && is_utf8) body.octets.reset();
}

constexpr Syntax kSyntaxes[] = {
    {http::is_json, read_json, true},
    {.is_this = is_sequence,
     .read = read_row,
     .is_text = true,
     .is_row = true,
     .may_be_empty = true},
    {.is_this = http::is_form,
     .read = read_urlencoded,
     .is_text = true,
     .needs_form = true,
     .may_be_empty = true},
    {.is_this = http::is_multipart, .read = read_multipart, .is_text = false, .needs_form = true},
    {.is_this = http::is_xml, .read = read_xml, .is_text = true, .needs_xml = true},
    {http::is_yaml, read_yaml, true},
    {.is_this = is_plain_text,
     .read = read_text,
     .is_text = true,
     .needs_types = true,
     .may_be_empty = true},
    {.is_this = is_bytes,
     .read = read_bytes,
     .is_text = false,
     .needs_types = true,
     .may_be_empty = true},
    {.is_this = is_opaque, .read = read_bytes, .is_text = false, .needs_types = true},
};

}  // namespace

const Syntax* find_syntax(const http::MediaType& type) {
  const auto* row =
      std::ranges::find_if(kSyntaxes, [&](const Syntax& one) { return one.is_this(type); });
  return row == std::end(kSyntaxes) ? nullptr : row;
}

const Syntax& bytes_syntax() {
  const auto* row =
      std::ranges::find_if(kSyntaxes, [](const Syntax& one) { return one.read == &read_bytes; });
  HOLOTYPE_CHECK(row != std::end(kSyntaxes));
  return *row;
}

}  // namespace holotype::contract
