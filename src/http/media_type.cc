#include "http/media_type.h"

#include <array>

#include "http/message.h"

namespace holotype::http {
namespace {

constexpr std::string_view kWildcard = "*";

// Where a wildcard may stand: */*, text/* and application/*+json. Elsewhere "*" names nothing
// (RFC 6838 section 4.2 leaves it out of type names).
bool is_wildcard_placed_well(const MediaType& range) {
  if (range.type == kWildcard) return range.subtype == kWildcard;
  if (range.type.find('*') != std::string::npos) return false;
  if (range.subtype == kWildcard) return true;
  const std::size_t last = range.subtype.rfind('*');
  return last == std::string::npos ||
         (last == 0 && range.subtype.size() > 2 && range.subtype[1] == '+');
}

enum class Wildcards { Refused, Allowed };

Parsed<MediaType> parse(std::string_view text, Wildcards wildcards) {
  FieldReader reader(text);
  reader.skip_whitespace();
  const std::size_t start = reader.offset();
  Parsed<MediaType> type = read_media_range(reader);
  if (!type) return type;
  if (!reader.at_end()) {
    return malformed(reader.offset(), "Only parameters may follow a media type.");
  }
  if (wildcards == Wildcards::Refused && type->is_range()) {
    return malformed(start, "A media type holds no wildcard.");
  }
  return type;
}

bool equal_values(const Parameter& wanted, const std::string& value) {
  return wanted.name == "charset" ? equal_ignoring_case(wanted.value, value)
                                  : wanted.value == value;
}

enum class Parts { Equal, Absent, Different };

// How the parameters of a type answer those of a range; what the type has beyond them is of no
// account.
Parts compare_parameters(const MediaType& range, const MediaType& type) {
  Parts result = Parts::Equal;
  for (const Parameter& wanted : range.parameters) {
    const std::string* value = type.parameter(wanted.name);
    if (value == nullptr) {
      result = Parts::Absent;
    } else if (!equal_values(wanted, *value)) {
      return Parts::Different;
    }
  }
  return result;
}

// The level of the names alone.
Fit::Level compare_names(const MediaType& range, const MediaType& type) {
  if (range.type == kWildcard) return Fit::Level::Any;
  if (range.type != type.type) return Fit::Level::None;
  if (range.subtype == type.subtype) {
    if (range.subtype == kWildcard) return Fit::Level::Type;
    return range.is_range() ? Fit::Level::TypeAndSuffix : Fit::Level::TypeAndSubtype;
  }
  if (range.subtype == kWildcard) return Fit::Level::Type;
  const bool is_suffix_range = range.is_range() && range.suffix() == type.suffix();
  return is_suffix_range ? Fit::Level::TypeAndSuffix : Fit::Level::None;
}

bool is_one_of(const MediaType& type, std::string_view name, std::string_view first,
               std::string_view second) {
  return type.subtype == name && (type.type == first || type.type == second);
}

bool is_same_syntax(const MediaType& range, const MediaType& type) {
  return (is_one_of(range, "json", "application", "text") && is_json(type)) ||
         (is_one_of(range, "xml", "application", "text") && is_xml(type));
}

}  // namespace

std::string_view MediaType::suffix() const& {
  const std::size_t plus = subtype.rfind('+');
  return plus == std::string::npos ? std::string_view()
                                   : std::string_view(subtype).substr(plus + 1);
}

const std::string* MediaType::parameter(std::string_view name) const& {
  return find_parameter(parameters, name);
}

std::optional<std::string> MediaType::charset() const {
  const std::string* value = parameter("charset");
  return value == nullptr ? std::nullopt : std::optional(to_lower(*value));
}

bool MediaType::is_range() const { return subtype.starts_with('*'); }

std::string MediaType::essence() const { return type + '/' + subtype; }

std::string MediaType::to_string() const {
  std::string text = essence();
  for (const Parameter& parameter : parameters) {
    text += ';' + parameter.name + '=' + quote_unless_token(parameter.value);
  }
  return text;
}

Parsed<MediaType> parse_media_type(std::string_view text) {
  return parse(text, Wildcards::Refused);
}

Parsed<MediaType> parse_media_range(std::string_view text) {
  return parse(text, Wildcards::Allowed);
}

Parsed<MediaType> read_media_range(FieldReader& reader, FieldReader::BareName bare) {
  const std::size_t start = reader.offset();
  MediaType range;
  range.type = to_lower(reader.token());
  if (range.type.empty()) {
    return malformed(reader.offset(), "A media type begins with a token, as in text/plain.");
  }
  if (!reader.consume('/')) {
    return malformed(reader.offset(), "A media type has a \"/\" after its type, as in text/plain.");
  }
  range.subtype = to_lower(reader.token());
  if (range.subtype.empty()) {
    return malformed(reader.offset(), "A media type has a subtype after \"/\", as in text/plain.");
  }
  if (!is_wildcard_placed_well(range)) {
    return malformed(start, "The wildcards of media ranges are */*, type/* and type/*+suffix.");
  }
  Parsed<Parameters> parameters = reader.parameters(bare);
  if (!parameters) return tl::unexpected(std::move(parameters.error()));
  range.parameters = std::move(*parameters);
  return range;
}

bool is_json(const MediaType& type) {
  return type.suffix() == "json" || is_one_of(type, "json", "application", "text");
}

bool is_xml(const MediaType& type) {
  return type.suffix() == "xml" || is_one_of(type, "xml", "application", "text");
}

// RFC 9512 section 2.1: application/yaml, with the deprecated names that it lists, and +yaml.
bool is_yaml(const MediaType& type) {
  if (type.suffix() == "yaml") return true;
  const bool has_place = type.type == "application" || type.type == "text";
  return has_place &&
         (type.subtype == "yaml" || type.subtype == "x-yaml" || type.subtype == "vnd.yaml");
}

bool is_form(const MediaType& type) {
  return type.type == "application" && type.subtype == "x-www-form-urlencoded";
}

bool is_multipart(const MediaType& type) { return type.type == "multipart"; }

bool is_text(const MediaType& type) {
  if (type.type == "text" || is_json(type) || is_xml(type) || is_yaml(type) || is_form(type))
    return true;
  static constexpr std::array<std::string_view, 7> kTextSubtypes = {
      "graphql", "javascript", "json-seq", "jsonl", "sql", "toml", "x-ndjson"};
  if (type.type != "application") return false;
  for (const std::string_view subtype : kTextSubtypes) {
    if (type.subtype == subtype) return true;
  }
  return false;
}

Fit fit(const MediaType& range, const MediaType& type) {
  const Fit::Level level = compare_names(range, type);
  if (level == Fit::Level::None || compare_parameters(range, type) != Parts::Equal) return {};
  return {level, static_cast<std::uint16_t>(range.parameters.size())};
}

Fit loose_fit(const MediaType& range, const MediaType& type) {
  const Parts parameters = compare_parameters(range, type);
  if (parameters == Parts::Different) return {};
  if (const Fit strict = fit(range, type)) return strict;
  if (compare_names(range, type) != Fit::Level::None) return {Fit::Level::AbsentParameters, 0};
  if (is_same_syntax(range, type)) return {Fit::Level::SameSyntax, 0};
  return {};
}

std::optional<std::size_t> most_specific(std::span<const MediaType> ranges, const MediaType& type) {
  std::optional<std::size_t> best;
  Fit best_fit{Fit::Level::SameSyntax, 0};  // what is better than that counts
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const Fit next = loose_fit(ranges[i], type);
    if (next > best_fit) {
      best = i;
      best_fit = next;
    }
  }
  return best;
}

}  // namespace holotype::http
