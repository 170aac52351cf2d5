#include "mock/header_values.h"

#include <algorithm>
#include <array>

#include "http/content_fields.h"
#include "http/date.h"
#include "http/field.h"
#include "http/media_type.h"
#include "http/message.h"
#include "json/text.h"

namespace holotype::mock {
namespace {

// Of fields whose syntax is not any text. Sections of RFC 9110, but for Set-Cookie (RFC 6265
// section 4.1) and those of caching (RFC 9111 section 5).
struct Standard {
  std::string_view name;
  std::string_view text;  // "" for an HTTP-date
};
constexpr auto kStandards = std::to_array<Standard>({
    {"Accept-Ranges", "bytes"},
    {"Age", "0"},
    {"Allow", "GET"},
    {"Cache-Control", "no-cache"},
    {"Content-Disposition", "attachment"},
    {"Content-Language", "en"},
    {"Date", ""},
    {"ETag", "\"497f6eca\""},
    {"Expires", ""},
    {"Last-Modified", ""},
    {"Retry-After", "120"},
    {"Set-Cookie", "id=497f6eca"},
    {"Strict-Transport-Security", "max-age=0"},
    {"Sunset", ""},
    {"Vary", "Accept"},
    {"WWW-Authenticate", "Basic"},
});

// Members of a schema that choose among texts.
constexpr std::string_view kChoosing[] = {"$ref",     "allOf",  "anyOf",  "const",
                                          "default",  "enum",   "oneOf",  "example",
                                          "examples", "format", "pattern"};

bool says_only_text(const openapi::SchemaUse& schema) {
  return std::ranges::none_of(kChoosing, [&schema](std::string_view keyword) {
    return static_cast<bool>(schema.node.member(keyword));
  });
}

// In style simple (RFC 6570 section 3.2.1): lists joined by commas, scalars as text.
std::string simple(const json::Value& value, bool explodes) {
  if (value.is_string()) return std::string(value.as_string());
  std::string out;
  const auto add = [&out](std::string_view text) {
    out += (out.empty() ? "" : ",") + std::string(text);
  };
  for (const json::Value& element : value.elements()) add(simple(element, explodes));
  for (const json::Member& member : value.members()) {
    const std::string text = simple(member.value, explodes);
    add(std::string(member.name()) + (explodes ? "=" : ",") + text);
  }
  return value.is_array() || value.is_object() ? out : json::write(value);
}

bool is_field_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
}

}  // namespace

bool is_from_description(std::string_view name) {
  return http::is_token(name) && !http::is_of_the_bytes(name) &&
         !http::equal_ignoring_case(name, "Content-Type");
}

std::string_view format_of(std::string_view name) {
  // RFC 9110 sections 10.2.2 and 8.7: absolute-URI or partial-URI.
  const bool is_reference = http::equal_ignoring_case(name, "Location") ||
                            http::equal_ignoring_case(name, "Content-Location");
  return is_reference ? "uri-reference" : "";
}

std::optional<json::Value> own_value(const openapi::Header& header, Instant now,
                                     json::Arena& arena) {
  for (const openapi::Example& example : header.examples) {
    if (example.value != nullptr) return *example.value;
  }
  const auto row = std::ranges::find_if(kStandards, [&header](const Standard& one) {
    return http::equal_ignoring_case(one.name, header.name);
  });
  const bool is_free = header.content_type.empty() && header.schema.compiled != nullptr &&
                       says_only_text(header.schema);
  if (row == kStandards.end() || !is_free) return std::nullopt;
  const json::Value value =
      row->text.empty()
          ? json::Value::string(arena, http::to_date(std::chrono::floor<std::chrono::seconds>(now)))
          : json::Value::string_view(row->text);
  return header.schema.compiled->accepts(value) ? std::optional(value) : std::nullopt;
}

std::optional<std::string> header_text(const openapi::Header& header, const json::Value& value) {
  const auto type = http::parse_media_type(header.content_type);
  std::string text =
      type && http::is_json(*type) ? json::write(value) : simple(value, header.explodes);
  return is_field_value(text) ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace holotype::mock
