// Media types and media ranges: parse, compare, and pick the range that fits a type best.
//
//   parse_media_type("text/html; Charset=\"utf-8\"")  ->  text/html, {charset: utf-8}
//   most_specific({"*/*", "application/*", "application/json"}, application/json)  ->  2
//
// Spec: RFC 9110 sections 8.3.1 (media types) and 12.5.1 (ranges and their precedence), RFC 6838
// section 4.2.8 (structured suffixes), OpenAPI "Media Type Object" keys (ranges; the most specific
// one applies).
// Tests: tests/http/media_type_test.cc
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/field.h"
#include "http/syntax.h"

namespace holotype::http {

// A media type, or, where it was read as a range, one whose subtype or whole name may be a
// wildcard.
struct MediaType {
  std::string type;       // lower-case; "*" in the range */*
  std::string subtype;    // lower-case; "*" in a range; "*+json" in the range application/*+json
  Parameters parameters;  // in order

  // "json" in application/problem+json; "" where there is none.
  std::string_view suffix() const&;
  std::string_view suffix() && = delete;
  // The value of a parameter by its lower-case name, or nullptr.
  const std::string* parameter(std::string_view name) const&;
  const std::string* parameter(std::string_view name) && = delete;
  // The charset parameter, lower-case; nullopt where there is none.
  std::optional<std::string> charset() const;
  // Whether it is a range that more than one type fits: */*, text/* or application/*+json.
  bool is_range() const;
  // "type/subtype", without parameters.
  std::string essence() const;
  // "type/subtype;name=value", values quoted where they must be.
  std::string to_string() const;

  friend bool operator==(const MediaType&, const MediaType&) = default;
};

// `text` as one media type; a wildcard is refused ("*" is a tchar, but names no type).
// A repeated parameter keeps both; lookups see the first.
Parsed<MediaType> parse_media_type(std::string_view text);
// `text` as a media type or range.
Parsed<MediaType> parse_media_range(std::string_view text);
// Reads a media range, parameters included, where `reader` stands: an element of an Accept list.
Parsed<MediaType> read_media_range(FieldReader& reader,
                                   FieldReader::BareName bare = FieldReader::BareName::Refused);

bool is_json(const MediaType& type);       // application/json, text/json, */*+json
bool is_xml(const MediaType& type);        // application/xml, text/xml, */*+xml
bool is_yaml(const MediaType& type);       // application/yaml and its older names, */*+yaml
bool is_form(const MediaType& type);       // application/x-www-form-urlencoded
bool is_multipart(const MediaType& type);  // multipart/*
// Text that a person can read as it is: text/*, and the JSON, XML, form, YAML and JavaScript types.
bool is_text(const MediaType& type);

// How closely a range fits a type, from not at all to all parameters named. Ordered: greater is
// closer.
struct Fit {
  enum class Level : std::uint8_t {
    None,
    // Last resorts, which only loose_fit() gives.
    SameSyntax,        // range application/json, type application/vnd.x+json
    AbsentParameters,  // range text/plain;format=flowed, type text/plain
    // What the standard calls a match.
    Any,             // */*
    Type,            // text/*
    TypeAndSuffix,   // application/*+json
    TypeAndSubtype,  // text/plain
  };
  Level level = Level::None;
  std::uint16_t parameters = 0;  // how many the range names, all of which the type has

  explicit operator bool() const { return level != Level::None; }
  friend auto operator<=>(const Fit&, const Fit&) = default;
};

// How `range` matches `type` by RFC 9110 section 12.5.1: names compare without case, every
// parameter of the range must be one of the type's with an equal value (charset without case), in
// any order. `type` may itself be a range: text/* fits text/*, and */* fits everything.
Fit fit(const MediaType& range, const MediaType& type);

// The same, with what clients and descriptions get wrong in practice as last resorts.
// NON-STANDARD: a parameter of the range that the type lacks (a different value is no match).
// NON-STANDARD: application/json and text/json for every JSON type, and the same for XML.
Fit loose_fit(const MediaType& range, const MediaType& type);

// The index of the range that fits `type` best, the first among equals; nullopt where none does.
// Made for the `content` keys of a description and a Content-Type. Where nothing fits by the
// standard, a range fits whose parameters the type lacks; application/json never fits
// application/vnd.x+json here, because a contract that names only the one does not promise the
// other.
std::optional<std::size_t> most_specific(std::span<const MediaType> ranges, const MediaType& type);

}  // namespace holotype::http
