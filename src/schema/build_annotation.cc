// Keywords that ask for nothing by themselves: identifiers, annotations, and those that another
// keyword reads. They change nothing about what is valid, but must be what the dialect's metaschema
// says they are.
#include <algorithm>

#include "formats/format.h"
#include "schema/build.h"

namespace holotype::schema {
namespace {

bool is_uri_reference(const json::Value& value) {
  static const formats::Format& format =
      *formats::find("uri-reference", formats::Edition::Draft2020);
  return value.is_string() && format.predicate(value.as_string());
}

// 2019-09 core section 8.2.3: a letter first, and ":" may follow. 2020-12 core section 8.2.2: a
// letter or "_", and no ":" (an NCName in ASCII).
bool is_anchor(std::string_view name, Dialect dialect) {
  const bool is_old = dialect == Dialect::Draft2019;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto may_follow = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           (is_old && c == ':');
  };
  if (name.empty() || (!is_letter(name[0]) && (is_old || name[0] != '_'))) return false;
  return std::ranges::all_of(name, may_follow);
}

}  // namespace

void build_text(Build& build) {
  if (!build.value().is_string()) build.report_malformed("a string", build.value());
}

void build_truth(Build& build) {
  if (!build.value().is_boolean()) build.report_malformed("true or false", build.value());
}

void build_list(Build& build) {
  if (!build.value().is_array()) build.report_malformed("an array", build.value());
}

void build_uri(Build& build) {
  if (!build.value().is_string()) build.report_malformed("a URI", build.value());
}

// Before 2019-09 a fragment names the place, as $anchor does later (draft 7 core section 8.2.3);
// from then on there is none but an empty one (2020-12 core section 8.2.1). The metaschema of draft
// 4 asks for any string.
void build_id(Build& build) {
  const json::Value& value = build.value();
  const Dialect dialect = build.dialect().dialect;
  const bool is_right = dialect == Dialect::Draft4 ? value.is_string() : is_uri_reference(value);
  if (!is_right) return build.report_malformed("a URI reference", value);
  const std::size_t hash = value.as_string().find('#');
  const bool has_fragment = hash != std::string_view::npos && hash + 1 < value.as_string().size();
  if (has_fragment && (only(dialect) & kModern) != 0)
    build.report_malformed("a URI reference without a fragment ($anchor names places)", value);
}

void build_anchor(Build& build) {
  const json::Value& value = build.value();
  const Dialect dialect = build.dialect().dialect;
  if (value.is_string() && is_anchor(value.as_string(), dialect)) return;
  build.report_malformed(dialect == Dialect::Draft2019
                             ? "a letter and then letters, digits, -, _, : and . alone"
                             : "a letter or _ and then letters, digits, -, _ and . alone",
                         value);
}

void build_vocabulary(Build& build) {
  const json::Value& value = build.value();
  const bool is_right =
      value.is_object() && std::ranges::all_of(value.members(), [](const json::Member& member) {
        return member.value.is_boolean();
      });
  if (!is_right) build.report_malformed("an object of true and false by URI", value);
}

// What is defined is compiled where a reference leads to it.
void build_definitions(Build& build) {
  if (!build.value().is_object())
    return build.report_malformed("an object of schemas", build.value());
  for (const json::Member& member : build.value().members()) build.expect_schema(member.value);
}

// `then` and `else` are read by `if`, and without it they say nothing (core 2020-12 section
// 10.2.2.2).
void build_branch_of_if(Build& build) {
  if (build.sibling("if") == nullptr) build.expect_schema(build.value());
}

// The same for minContains and maxContains.
void build_bound_of_contains(Build& build) {
  if (build.sibling("contains") == nullptr && !count_of(build.value()))
    build.report_malformed("a non-negative integer", build.value());
}

// contentSchema where it only describes.
void build_described_schema(Build& build) { build.expect_schema(build.value()); }

}  // namespace holotype::schema
