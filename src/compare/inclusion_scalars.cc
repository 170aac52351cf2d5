// Inclusion of types, values, bounds, patterns and formats, and of the keywords that are compared
// as a whole.
#include <fmt/format.h>

#include <algorithm>

#include "compare/inclusion.h"
#include "compare/same.h"
#include "formats/format.h"
#include "json/number.h"
#include "json/text.h"

namespace holotype::compare {
namespace {

std::string text_of(const Node& node) { return json::shorten(*node.value, 80); }

std::string list_of(const std::vector<const json::Value*>& values) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < kShown; ++i)
    text += (i == 0 ? "" : ", ") + json::shorten(*values[i], 40);
  if (values.size() > kShown) text += fmt::format(" and {} more", values.size() - kShown);
  return text;
}

// "maxLength is 40, and was 80"; "there is no maxLength any more, and it was 40".
std::string change_of(std::string_view keyword, const Node& now, const Node& before) {
  if (!now) return fmt::format("there is no {} any more, and it was {}", keyword, text_of(before));
  if (!before) return fmt::format("{} is {}, and there was none", keyword, text_of(now));
  return fmt::format("{} is {}, and was {}", keyword, text_of(now), text_of(before));
}

// Whether what the narrow bound admits, the wide one does.
bool admits(const Bound& wide, const Bound& narrow, bool is_lower) {
  if (!wide.node) return true;
  if (!narrow.node) return false;
  const auto order = json::compare(*narrow.node.value, *wide.node.value);
  if (order == 0) return narrow.is_exclusive || !wide.is_exclusive;
  return is_lower ? order > 0 : order < 0;
}

// minLength: 0 and its like admit everything; so does a bound that integers make the same.
bool is_void(const BoundRow& row, const Bound& bound) {
  const bool counts = row.types != kNumber;
  return counts && row.is_lower && bound.node &&
         json::compare(*bound.node.value, json::Value::integer(0)) <= 0;
}

// For integers, exclusiveMinimum: 0 is minimum: 1.
bool admits_integers(const Bound& wide, const Bound& narrow, bool is_lower) {
  if (admits(wide, narrow, is_lower)) return true;
  if (!wide.node || !narrow.node) return false;
  const auto edge = [is_lower](const Bound& bound) -> std::optional<std::int64_t> {
    const auto value = json::to_int64(*bound.node.value);
    const bool is_small =
        value && *value > -(std::int64_t{1} << 60) && *value < (std::int64_t{1} << 60);
    if (!is_small) return std::nullopt;
    return bound.is_exclusive ? (is_lower ? *value + 1 : *value - 1) : *value;
  };
  const auto of_wide = edge(wide);
  const auto of_narrow = edge(narrow);
  if (!of_wide || !of_narrow) return false;
  return is_lower ? *of_narrow >= *of_wide : *of_narrow <= *of_wide;
}

// Formats of which one holds the other. Spec: RFC 3987 section 3.1, RFC 5890, the OpenAPI Format
// Registry.
struct FormatRow {
  std::string_view narrow;
  std::string_view wide;
};
constexpr FormatRow kFormatsWithin[] = {
    {"int32", "int64"},       {"float", "double"},
    {"int32", "double"},      {"uri", "uri-reference"},
    {"uri", "iri"},           {"uri", "iri-reference"},
    {"iri", "iri-reference"}, {"uri-reference", "iri-reference"},
    {"email", "idn-email"},   {"hostname", "idn-hostname"},
};

// The types whose values a format can refuse; none where it is one that refuses nothing.
Types types_of_format(std::string_view name) {
  static constexpr std::string_view kNumbers[] = {"int32", "int64", "float", "double"};
  if (std::ranges::find(kNumbers, name) != std::end(kNumbers)) return kNumber;
  static constexpr std::string_view kVoid[] = {"password", "binary"};
  if (std::ranges::find(kVoid, name) != std::end(kVoid)) return 0;
  return formats::find(name) == nullptr ? Types{0} : kString;
}

bool is_within(std::string_view narrow, std::string_view wide) {
  return narrow == wide || std::ranges::any_of(kFormatsWithin, [&](const FormatRow& row) {
           return row.narrow == narrow && row.wide == wide;
         });
}

bool is_text_of(const Node& node, std::string_view text) {
  return node.value->is_string() && node.value->as_string() == text;
}

// format: byte of OpenAPI 2.0 and 3.0 is contentEncoding: base64 of 3.1.
bool has_base64(const Flat& flat) {
  return std::ranges::any_of(flat.formats,
                             [](const Node& format) { return is_text_of(format, "byte"); }) ||
         std::ranges::any_of(flat.others, [](const auto& other) {
           return other.first == "contentEncoding" && is_text_of(other.second, "base64");
         });
}

// Whether every text of a number or boolean is a string of the schema.
bool takes_any_text(const Flat& flat) {
  const auto is_free = [&flat](BoundKind kind, std::int64_t most) {
    const Node& bound = flat.bounds[static_cast<std::size_t>(kind)].node;
    return !bound || json::compare(*bound.value, json::Value::integer(most)) <= 0;
  };
  const auto restricts = [](const Node& format) {
    return (types_of_format(format.value->as_string()) & kString) != 0;
  };
  return (flat.types & kString) != 0 && !flat.values_at && flat.patterns.empty() &&
         std::ranges::none_of(flat.formats, restricts) && is_free(BoundKind::MinLength, 1) &&
         !flat.bounds[static_cast<std::size_t>(BoundKind::MaxLength)].node;
}

}  // namespace

bool Inclusion::accepts_as_written(const View& wide, const json::Value& value) {
  if (accepts(wide_, wide, value)) return true;
  if (!is_text()) return false;
  if (value.is_number() || value.is_boolean()) {
    const std::string text = json::write(value);
    return accepts(wide_, wide, json::Value::string_view(text));
  }
  if (!value.is_string() || value.as_string().find_first_of(" \t\r\n") != std::string_view::npos)
    return false;
  json::Arena arena;
  const auto read = json::read(arena, value.as_string());
  return read && (read->is_number() || read->is_boolean()) && accepts(wide_, wide, *read);
}

bool Inclusion::check_types(const Pair& pair) {
  Types lost = pair.narrow.types & static_cast<Types>(~pair.wide.types);
  if (is_text() && takes_any_text(pair.wide)) lost &= static_cast<Types>(~(kNumber | kBoolean));
  if (lost == 0) return true;
  const Node& narrow = pair.narrow.types_at ? pair.narrow.types_at : pair.narrow.place;
  const Node& wide = pair.wide.types_at ? pair.wide.types_at : pair.wide.place;
  // Where anything was allowed, null is not worth a word of its own.
  const bool tells_null = lost == kNull || ((lost & kNull) != 0 && pair.narrow.types != kAnyType);
  if (tells_null) {
    differ(Kind::Null, narrow, wide,
           is_narrow_older_ ? "null is not allowed any more" : "null is allowed now", pair.pointer);
  }
  if ((lost & ~kNull) != 0) {
    differ(Kind::Type, narrow, wide,
           fmt::format("the type is {}, and was {}",
                       to_string(now(pair.narrow.types, pair.wide.types)),
                       to_string(before(pair.narrow.types, pair.wide.types))),
           pair.pointer);
  }
  return false;
}

// What a client leaves out. Not a question of what is allowed, so only of findings. Of a branch it
// is no default at all: nobody can tell which branch was left out.
bool Inclusion::check_default(const Pair& pair) {
  const bool matters = !is_silent() && way_ == Way::Sent && meaning_ == Meaning::Breaking &&
                       pair.narrow_view.chosen.empty();
  const Node& was = pair.narrow.fallback;
  const Node& is = pair.wide.fallback;
  if (!matters || !was || (is && json::equal(*was.value, *is.value))) return true;
  return differ(Kind::Default, was, is ? is : pair.wide.place, change_of("default", is, was),
                pair.pointer);
}

bool Inclusion::check_values(const Pair& pair) {
  std::vector<const json::Value*> refused;
  for (const json::Value* value : pair.narrow.values) {
    const bool is_meant =
        (type_of(*value) & pair.narrow.types) != 0 && accepts(narrow_, pair.narrow_view, *value);
    if (is_meant && !accepts_as_written(pair.wide_view, *value)) refused.push_back(value);
  }
  const bool has_same_default = check_default(pair);
  if (refused.empty()) return has_same_default;
  const std::string list = list_of(refused);
  const bool is_enum = static_cast<bool>(pair.wide.values_at);
  const std::string what =
      is_narrow_older_ ? fmt::format("{} is not {} any more", list, is_enum ? "a value" : "allowed")
                       : fmt::format("{} is {} now", list, is_enum ? "a value" : "allowed");
  return differ(Kind::Values, pair.narrow.values_at,
                is_enum ? pair.wide.values_at : pair.wide.place, what, pair.pointer);
}

bool Inclusion::check_open_against_values(const Pair& pair) {
  // null and the booleans are few enough to be tried.
  const Types few = pair.narrow.types & (kNull | kBoolean);
  std::vector<const json::Value*> refused;
  const json::Value all[] = {json::Value(), json::Value::boolean(false),
                             json::Value::boolean(true)};
  for (const json::Value& value : all) {
    if ((type_of(value) & few) != 0 && !accepts_as_written(pair.wide_view, value))
      refused.push_back(&value);
  }
  const bool has_more = (pair.narrow.types & ~few) != 0;
  if (!has_more && refused.empty()) return true;
  const Node& narrow = pair.narrow.types_at ? pair.narrow.types_at : pair.narrow.place;
  const std::string values = list_of(pair.wide.values);
  std::string what = is_narrow_older_
                         ? fmt::format("the only values are {}, and there were others", values)
                         : fmt::format("there are other values than {} now", values);
  if (!has_more) {
    what = fmt::format("{} {}", list_of(refused),
                       is_narrow_older_ ? "is not allowed any more" : "is allowed now");
  }
  return differ(Kind::Values, narrow, pair.wide.values_at, std::move(what), pair.pointer);
}

bool Inclusion::check_bounds(const Pair& pair) {
  bool is_included = true;
  for (std::size_t i = 0; i < kBoundCount; ++i) {
    const BoundRow& row = kBounds[i];
    const Bound& narrow = pair.narrow.bounds[i];
    const Bound& wide = pair.wide.bounds[i];
    if ((pair.common & row.types) == 0 || is_void(row, wide)) continue;
    const bool are_integers = (pair.common & row.types & ~kInteger) == 0 || row.types != kNumber;
    const bool is_admitted = are_integers ? admits_integers(wide, narrow, row.is_lower)
                                          : admits(wide, narrow, row.is_lower);
    if (is_admitted) continue;
    const Bound& is = now(narrow, wide);
    const Bound& was = before(narrow, wide);
    std::string what = change_of(row.keyword, is.node, was.node);
    const bool is_only_exclusive =
        is.node && was.node && json::equal(*is.node.value, *was.node.value);
    if (is_only_exclusive) {
      what = fmt::format("{} is {} and {}, and was not", row.keyword, text_of(is.node),
                         is.is_exclusive ? "exclusive" : "inclusive");
    }
    differ(Kind::Bound, narrow.node ? narrow.node : pair.narrow.place,
           wide.node ? wide.node : pair.wide.place, std::move(what), pair.pointer);
    is_included = false;
  }
  const bool is_unique = !pair.wide.unique || pair.narrow.unique || (pair.common & kArray) == 0;
  if (is_unique) return is_included;
  return differ(Kind::Bound, pair.narrow.place, pair.wide.unique,
                is_narrow_older_ ? "the elements must be unique now"
                                 : "the elements need not be unique any more",
                pair.pointer);
}

bool Inclusion::check_multiples(const Pair& pair) {
  if ((pair.common & kNumber) == 0) return true;
  for (const Node& wide : pair.wide.multiples) {
    const bool is_whole =
        (pair.common & kFraction) == 0 && json::equal(*wide.value, json::Value::integer(1));
    const bool is_admitted =
        is_whole || std::ranges::any_of(pair.narrow.multiples, [&wide](const Node& narrow) {
          const bool is_positive = json::compare(*wide.value, json::Value::integer(0)) > 0;
          return is_positive && json::is_multiple_of(*narrow.value, *wide.value);
        });
    if (is_admitted) continue;
    const Node narrow = pair.narrow.multiples.empty() ? Node{} : pair.narrow.multiples.front();
    return differ(Kind::Bound, narrow ? narrow : pair.narrow.place, wide,
                  change_of("multipleOf", now(narrow, wide), before(narrow, wide)), pair.pointer);
  }
  return true;
}

bool Inclusion::check_patterns(const Pair& pair) {
  if ((pair.common & kString) == 0) return true;
  bool is_included = true;
  for (const Node& wide : pair.wide.patterns) {
    const bool is_there = std::ranges::any_of(pair.narrow.patterns, [&wide](const Node& narrow) {
      return json::equal(*narrow.value, *wide.value);
    });
    if (is_there) continue;
    is_included = false;
    const Node narrow = pair.narrow.patterns.empty() ? Node{} : pair.narrow.patterns.front();
    std::string what = change_of("pattern", now(narrow, wide), before(narrow, wide));
    if (!narrow) {
      differ(Kind::Pattern, pair.narrow.place, wide, std::move(what), pair.pointer);
    } else if (meaning_ == Meaning::Breaking && !is_silent() &&
               witness(pair.narrow_view, pair.wide_view)) {
      differ(Kind::Pattern, narrow, wide, std::move(what), pair.pointer);
    } else {
      leave(pair, narrow, wide, std::move(what));
    }
  }
  return is_included;
}

bool Inclusion::check_formats(const Pair& pair) {
  for (const Node& wide : pair.wide.formats) {
    const std::string_view name = wide.value->as_string();
    const bool matters = (types_of_format(name) & pair.common) != 0;
    const bool is_within_one = std::ranges::any_of(pair.narrow.formats, [name](const Node& narrow) {
      return is_within(narrow.value->as_string(), name);
    });
    if (!matters || is_within_one || (name == "byte" && has_base64(pair.narrow))) continue;
    const Node narrow = pair.narrow.formats.empty() ? Node{} : pair.narrow.formats.front();
    return differ(Kind::Format, narrow ? narrow : pair.narrow.place, wide,
                  change_of("format", now(narrow, wide), before(narrow, wide)), pair.pointer);
  }
  return true;
}

bool Inclusion::check_other(const Pair& pair, std::string_view keyword, const Node& value) {
  for (const auto& [name, node] : pair.narrow.others) {
    if (name == keyword && same(narrow_, node, wide_, value)) return true;
  }
  if (keyword == "contentEncoding" && is_text_of(value, "base64") && has_base64(pair.narrow))
    return true;
  // An annotation: the type of what the string holds, which OpenAPI 3.0 had no word for.
  if (keyword == "contentMediaType" && (is_text() || has_base64(pair.narrow))) return true;
  const auto known = std::ranges::find(pair.narrow.others, keyword,
                                       [](const auto& one) { return std::string_view(one.first); });
  const Node narrow = known == pair.narrow.others.end() ? Node{} : known->second;
  return leave(pair, narrow ? narrow : pair.narrow.place, value,
               change_of(keyword, now(narrow, value), before(narrow, value)));
}

bool Inclusion::check_others(const Pair& pair) {
  static constexpr std::string_view kOfObjects[] = {"propertyNames", "dependentRequired",
                                                    "dependentSchemas", "dependencies"};
  static constexpr std::string_view kOfArrays[] = {"contains", "minContains", "maxContains",
                                                   "unevaluatedItems"};
  const auto matters = [&pair](std::string_view keyword) {
    const auto is_in = [keyword](const auto& list) {
      return std::ranges::find(list, keyword) != std::end(list);
    };
    if (is_in(kOfObjects)) return (pair.common & kObject) != 0;
    if (is_in(kOfArrays)) return (pair.common & kArray) != 0;
    return true;
  };
  bool is_included = true;
  for (const auto& [keyword, value] : pair.wide.others) {
    if (!matters(keyword) || check_other(pair, keyword, value)) continue;
    is_included = false;
    if (is_silent()) break;
  }
  return is_included;
}

}  // namespace holotype::compare
