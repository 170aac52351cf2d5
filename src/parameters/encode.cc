// The inverse of decoder.cc: a value becomes texts (its scalars, percent-encoded so that no
// delimiter of the style is left in them), which the style then joins. What would not come back as
// it went in is refused rather than written: an element with a space in spaceDelimited, a comma in
// a header, an array with one empty text where the text alone means the empty array.
#include "parameters/encode.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/percent.h"
#include "http/media_type.h"
#include "json/text.h"
#include "parameters/pairs.h"
#include "parameters/styles.h"

namespace holotype::parameters {
namespace {

using openapi::In;
using openapi::Parameter;
using openapi::Style;

// Percent-encoding that leaves nothing which the place of the text or its style gives a meaning to.
class TextEncoder {
 public:
  explicit TextEncoder(const Parameter& parameter) : parameter_(parameter) {}

  // A whole value: nothing in it delimits.
  Result<std::string> whole(std::string_view text) const {
    if (parameter_.style == Style::Cookie) return in_cookie(text);
    if (parameter_.in != In::Header) return encoded(text, "");
    return in_header(text, "");
  }

  // An element, name or member of a value.
  Result<std::string> part(std::string_view text) const {
    const bool is_delimited = parameter_.style == Style::SpaceDelimited ||
                              parameter_.style == Style::PipeDelimited ||
                              parameter_.style == Style::TabDelimited;
    const char delimiter = delimiter_of(parameter_.style);
    if (parameter_.in == In::Header) return in_header(text, ",=");
    if (parameter_.style == Style::Cookie) return in_cookie(text);
    if (is_delimited && !parameter_.explodes && text.find(delimiter) != std::string_view::npos) {
      return fail(fmt::format("A value with \"{}\" in it has no form in style {}.", delimiter,
                              to_string(parameter_.style)));
    }
    return encoded(text, ",=");
  }

 private:
  std::string encoded(std::string_view text, std::string_view delimiters) const {
    // Reserved characters that mean nothing in a query value (OpenAPI 3.1.1 "allowReserved").
    static constexpr std::string_view kHarmless = ":/?@!$'()*,;=";
    const bool keeps_reserved = parameter_.allows_reserved && parameter_.in == In::Query;
    std::string out;
    for (const char c : text) {
      const std::string_view one(&c, 1);
      const bool is_kept = keeps_reserved && kHarmless.find(c) != std::string_view::npos &&
                           delimiters.find(c) == std::string_view::npos;
      if (is_kept) {
        out += c;
      } else if (c == '.' && parameter_.style == Style::Label && !delimiters.empty()) {
        out += "%2E";  // unreserved, and the delimiter of label
      } else {
        out += percent::encode(one);
      }
    }
    return out;
  }

  // OpenAPI 3.2.0 "Style Values": cookie encodes nothing; RFC 6265 section 4.1.1 "cookie-octet".
  static Result<std::string> in_cookie(std::string_view text) {
    const bool has_form = std::ranges::all_of(text, [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte > 0x20 && byte < 0x7F &&
             std::string_view("\",;\\").find(c) == std::string_view::npos;
    });
    if (has_form) return std::string(text);
    return fail(
        "A value with white space, controls, quotes, \",\", \";\", \"\\\" or other than ASCII in "
        "it has "
        "no form in style cookie.");
  }

  // Header values are not percent-encoded (OpenAPI 3.2 "Header Object").
  static Result<std::string> in_header(std::string_view text, std::string_view delimiters) {
    const bool has_control = std::ranges::any_of(text, [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
    if (has_control) return fail("Control characters have no form in a header.");
    if (text.find_first_of(delimiters) != std::string_view::npos) {
      return fail("A value with \",\" or \"=\" in it has no form in a list in a header.");
    }
    const bool has_outer_space =
        !text.empty() && (std::string_view(" \t").find(text.front()) != std::string_view::npos ||
                          std::string_view(" \t").find(text.back()) != std::string_view::npos);
    if (has_outer_space) return fail("White space around a value has no form in a header.");
    return std::string(text);
  }

  const Parameter& parameter_;
};

class Encoder {
 public:
  explicit Encoder(const Parameter& parameter) : parameter_(parameter), texts_(parameter) {}

  Result<std::string> run(const json::Value& value) const {
    if (parameter_.content) return content(value);
    if (parameter_.in == In::Query && parameter_.style == Style::DeepObject) {
      return nested(parameter_.name, value);
    }
    auto text = styled(value);
    if (text && text->empty() && parameter_.in == In::Path) {
      return fail("An empty value has no form in a path.");
    }
    return text;
  }

 private:
  bool is_spread() const {
    return parameter_.explodes && (parameter_.in == In::Query || parameter_.in == In::Cookie);
  }

  Result<std::string> styled(const json::Value& value) const {
    if (is_spread() && (value.is_array() || value.is_object())) return spread(value);
    if (value.is_array()) return array(value);
    if (value.is_object()) return object(value);
    const auto text = texts_.whole(scalar_text_of(value));
    if (!text) return text;
    return with_prefix(*text);
  }

  // "name=" where the location or the style wants it.
  std::string with_prefix(const std::string& text) const {
    if (parameter_.in == In::Query) return percent::encode(parameter_.name) + "=" + text;
    if (parameter_.in == In::Cookie) return parameter_.name + "=" + text;
    if (parameter_.style == Style::Label) return "." + text;
    if (parameter_.style == Style::Matrix) {
      return ";" + parameter_.name + (text.empty() ? "" : "=" + text);
    }
    return text;
  }

  Result<std::string> scalar_part(const json::Value& value) const {
    if (value.is_array() || value.is_object()) {
      return fail(fmt::format("An array or object inside another has no form in style {}.",
                              to_string(parameter_.style)));
    }
    return texts_.part(scalar_text_of(value));
  }

  Result<std::string> array(const json::Value& value) const {
    std::vector<std::string> parts;
    for (const json::Value& element : value.elements()) {
      auto part = scalar_part(element);
      if (!part) return part;
      parts.push_back(std::move(*part));
    }
    if (parts.size() == 1 && parts[0].empty()) {
      return fail("An array of one empty text cannot be told from an empty array.");
    }
    if (parameter_.style == Style::Matrix && parameter_.explodes) {
      for (std::string& part : parts) part = parameter_.name + (part.empty() ? "" : "=" + part);
      if (parts.empty()) return fail("An empty array has no form in style matrix with explode.");
      return ";" + fmt::format("{}", fmt::join(parts, ";"));
    }
    return with_prefix(fmt::format("{}", fmt::join(parts, delimiter())));
  }

  Result<std::string> object(const json::Value& value) const {
    std::vector<std::string> parts;
    for (const json::Member& member : value.members()) {
      const auto name = texts_.part(member.name());
      const auto text = scalar_part(member.value);
      if (!name) return name;
      if (!text) return text;
      if (parameter_.explodes) {
        parts.push_back(*name + "=" + *text);
      } else {
        parts.push_back(*name);
        parts.push_back(*text);
      }
    }
    const std::string joined = fmt::format("{}", fmt::join(parts, delimiter()));
    if (parameter_.style == Style::Matrix && parameter_.explodes) return ";" + joined;
    return with_prefix(joined);
  }

  // What stands between parts: raw, or encoded where it cannot stand in a URI.
  std::string delimiter() const {
    const char raw = parameter_.explodes ? exploded_delimiter_of(parameter_.style)
                                         : delimiter_of(parameter_.style);
    return encoded_delimiter_of({parameter_.style, false, Coding::Form, {}}) ==
                   EncodedDelimiter::Delimits
               ? percent::encode(std::string_view(&raw, 1))
               : std::string(1, raw);
  }

  // One pair for each element or member.
  Result<std::string> spread(const json::Value& value) const {
    const std::string_view between = parameter_.in == In::Cookie ? "; " : "&";
    std::vector<std::string> pairs;
    const auto add = [&](std::string_view name, const json::Value& one) {
      const auto text = scalar_part(one);
      const bool is_raw = parameter_.style == Style::Cookie;
      if (text) pairs.push_back((is_raw ? std::string(name) : percent::encode(name)) + "=" + *text);
      return text;
    };
    for (const json::Value& element : value.elements()) {
      if (const auto text = add(parameter_.name, element); !text) return text;
    }
    for (const json::Member& member : value.members()) {
      if (!member.value.is_array()) {
        if (const auto text = add(member.name(), member.value); !text) return text;
        continue;
      }
      for (const json::Value& element : member.value.elements()) {
        if (const auto text = add(member.name(), element); !text) return text;
      }
    }
    return fmt::format("{}", fmt::join(pairs, between));
  }

  static Result<std::string> nested(const std::string& name, const json::Value& value) {
    std::vector<TextPair> pairs;
    if (!append_nested(pairs, name, value)) {
      return fail(
          "An empty array or object, or a name with brackets, has no form in style deepObject.");
    }
    return write_pairs(pairs);
  }

  Result<std::string> content(const json::Value& value) const {
    const auto type = http::parse_media_type(parameter_.content->name);
    const bool is_form = type && http::is_form(*type) && parameter_.in == In::QueryString;
    if (is_form) {
      std::vector<TextPair> pairs;
      for (const json::Member& member : value.members()) {
        if (!append_nested(pairs, std::string(member.name()), member.value)) {
          return fail("An empty array or object, or a name with brackets, has no form in a query.");
        }
      }
      return write_pairs(pairs);
    }
    if (!type || (!http::is_json(*type) && type->type != "text")) {
      return fail(fmt::format("{} is not a media type that Holotype writes in a parameter.",
                              parameter_.content->name));
    }
    const auto text =
        texts_.whole(http::is_json(*type) ? json::write(value) : scalar_text_of(value));
    if (!text || parameter_.in == In::QueryString) return text;
    return with_prefix(*text);
  }

  const Parameter& parameter_;
  TextEncoder texts_;
};

}  // namespace

Result<std::string> encode(const Parameter& parameter, const json::Value& value) {
  return Encoder(parameter).run(value);
}

}  // namespace holotype::parameters
