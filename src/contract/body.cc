// The idea: a media type's syntax is one row of kSyntaxes: how to recognise it, and how its bytes
// become an instance. What no row recognises is not checked, and the answer says so.
#include "contract/body.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "diagnostic/rules_request.h"
#include "http/content_coding.h"
#include "json/text.h"
#include "parameters/form_body.h"

namespace holotype::contract {
namespace {

using diagnostic::Diagnostic;
using diagnostic::Place;
namespace rules = diagnostic::rules;

// Deeper JSON is refused: no description means it, and recursion must end somewhere.
constexpr std::uint32_t kMaxDepth = 512;

Diagnostic body_finding(const diagnostic::Rule& rule, std::string message) {
  return {.rule = &rule, .message = std::move(message), .in = Place::Body};
}

// What a syntax needs to read a body.
struct Input {
  std::string_view bytes;
  const http::MediaType& type;  // of the message
  const parameters::FormDecoder& form;
  json::Arena& arena;
};

void read_json(const Input& input, Body& body) {
  auto value = json::read(input.arena, input.bytes, {.max_depth = kMaxDepth});
  if (value) {
    body.value = *value;
    return;
  }
  const json::SyntaxError& error = value.error();
  std::string_view reason = error.message;  // a sentence, which goes on here
  if (reason.ends_with('.')) reason.remove_suffix(1);
  Diagnostic finding = body_finding(rules::kBodyMalformed,
                                    fmt::format("must be JSON; at byte {} (line {}, column {}): {}",
                                                error.offset, error.line, error.column, reason));
  finding.offset = static_cast<std::uint32_t>(error.offset);
  body.findings.push_back(std::move(finding));
}

void take(parameters::DecodedBody&& decoded, Body& body) {
  if (decoded.has_value) body.value = decoded.value;
  diagnostic::append(body.findings, std::move(decoded.findings));
  diagnostic::append(body.unchecked, std::move(decoded.unchecked));
}

void read_urlencoded(const Input& input, Body& body) {
  take(input.form.decode_urlencoded(input.bytes, input.arena), body);
}

void read_multipart(const Input& input, Body& body) {
  take(input.form.decode_multipart(input.type, input.bytes, input.arena), body);
}

void read_text(const Input& input, Body& body) {
  const std::string charset = input.type.charset().value_or("utf-8");
  if (charset != "utf-8" && charset != "us-ascii") {
    body.unchecked.push_back(
        body_finding(rules::kBodyUnchecked,
                     fmt::format("the text was not checked: its charset {} is not read", charset)));
    return;
  }
  if (const std::size_t at = utf8::valid_prefix(input.bytes); at != input.bytes.size()) {
    Diagnostic finding = body_finding(rules::kBodyMalformed,
                                      fmt::format("must be UTF-8 text; it is not at byte {}", at));
    finding.offset = static_cast<std::uint32_t>(at);
    body.findings.push_back(std::move(finding));
    return;
  }
  body.value = json::Value::string(input.arena, input.bytes);
}

// A row: which media types, and how their bytes become an instance.
struct Syntax {
  bool (*is_this)(const http::MediaType&);
  void (*read)(const Input&, Body&);
};

bool is_plain_text(const http::MediaType& type) {
  return type.type == "text" && !http::is_xml(type);
}

constexpr Syntax kSyntaxes[] = {
    {http::is_json, read_json},
    {http::is_form, read_urlencoded},
    {http::is_multipart, read_multipart},
    {is_plain_text, read_text},
};

void put_in_body(diagnostic::Diagnostics& findings) {
  for (Diagnostic& finding : findings) {
    finding.in = Place::Body;
    put_in_body(finding.causes);
  }
}

void check_value(const openapi::MediaType& media_type, Body& body) {
  if (!body.value || media_type.schema.compiled == nullptr) return;
  schema::Outcome outcome = media_type.schema.compiled->check(*body.value);
  put_in_body(outcome.findings);
  put_in_body(outcome.unchecked);
  diagnostic::append(body.findings, std::move(outcome.findings));
  diagnostic::append(body.unchecked, std::move(outcome.unchecked));
}

}  // namespace

BodyContract::BodyContract(const std::vector<openapi::MediaType>& content,
                           parameters::ShapeCompiler& shapes)
    : content_(&content) {
  ranges_.reserve(content.size());
  forms_.reserve(content.size());
  for (const openapi::MediaType& media_type : content) {
    ranges_.push_back(http::parse_media_range(media_type.name).value_or(http::MediaType{}));
    forms_.emplace_back(media_type, shapes);
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

std::optional<std::size_t> BodyContract::select(const http::Headers& headers, Body& body) const {
  const std::string* field = headers.find("Content-Type");
  if (field == nullptr) {
    body.findings.push_back(content_type_finding(
        rules::kMediaTypeMissing, fmt::format("must be there, with one of {}", names())));
    body.findings.back().found = "nothing";
    return std::nullopt;
  }
  // The common case costs one comparison: the header is the description's key to the letter.
  for (std::size_t i = 0; i < content_->size(); ++i) {
    if ((*content_)[i].name == *field && !ranges_[i].is_range()) return i;
  }
  const auto parsed = http::parse_media_type(*field);
  if (!parsed) {
    body.findings.push_back(
        content_type_finding(rules::kMediaTypeMalformed, "must be a media type, type/subtype"));
    body.findings.back().found = std::string(utf8::prefix(*field, 200));
    return std::nullopt;
  }
  const auto index = http::most_specific(ranges_, *parsed);
  if (!index) {
    body.findings.push_back(content_type_finding(rules::kMediaTypeUnsupported,
                                                 fmt::format("must be one of {}", names())));
    body.findings.back().found = parsed->essence();
  }
  return index;
}

Body BodyContract::read(const http::Headers& headers, std::string_view bytes, json::Arena& arena,
                        std::size_t max_bytes, const json::Value* known) const {
  Body body;
  const std::optional<std::size_t> index = select(headers, body);
  if (!index) return body;
  body.media_type = &(*content_)[*index];

  if (known != nullptr) {
    body.value = *known;
    check_value(*body.media_type, body);
    return body;
  }
  std::string decoded;
  if (const auto coding = headers.combined("Content-Encoding")) {
    auto result = http::decode_content(*coding, bytes, max_bytes);
    if (!result) {
      const auto& rule = result.error().kind == http::CodingError::Kind::Unsupported
                             ? rules::kContentCodingUnsupported
                         : result.error().kind == http::CodingError::Kind::TooLarge
                             ? rules::kBodyTooLarge
                             : rules::kBodyMalformed;
      body.findings.push_back(body_finding(rule, result.error().reason));
      return body;
    }
    decoded = std::move(*result);
    bytes = decoded;
  }

  const std::string& content_type = *headers.find("Content-Type");
  const http::MediaType actual =
      content_type == body.media_type->name
          ? ranges_[*index]
          : http::parse_media_type(content_type).value_or(ranges_[*index]);
  const auto syntax =
      std::ranges::find_if(kSyntaxes, [&](const Syntax& row) { return row.is_this(actual); });
  if (syntax == std::end(kSyntaxes)) {
    if (body.media_type->schema) {
      body.unchecked.push_back(
          body_finding(rules::kBodyUnchecked,
                       fmt::format("the body was not checked: {} is not read", actual.essence())));
    }
    return body;
  }
  syntax->read({bytes, actual, forms_[*index], arena}, body);
  check_value(*body.media_type, body);
  return body;
}

}  // namespace holotype::contract
