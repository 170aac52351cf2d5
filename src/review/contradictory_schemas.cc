// Keywords of one Schema Object that nothing satisfies together. Contradictions between the parts
// of an allOf are found where a value is made (unsatisfiable_requests, Mock::check_generation).
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_review.h"
#include "json/number.h"
#include "json/text.h"
#include "openapi/schema_walk.h"
#include "review/review.h"

namespace holotype::review {
namespace {

using diagnostic::Diagnostics;
using document::Node;

struct Range {
  std::string_view lower;
  std::string_view upper;
};
constexpr Range kRanges[] = {
    {"minimum", "maximum"},
    {"exclusiveMinimum", "exclusiveMaximum"},
    {"exclusiveMinimum", "maximum"},
    {"minimum", "exclusiveMaximum"},
    {"minLength", "maxLength"},
    {"minItems", "maxItems"},
    {"minProperties", "maxProperties"},
    {"minContains", "maxContains"},
};

bool is_true(const json::Value* value) {
  return value != nullptr && value->is_boolean() && value->as_boolean();
}

class Contradictions {
 public:
  explicit Contradictions(const openapi::Description& description) : description_(description) {}

  void check(const Node& schema) {
    check_ranges(schema);
    check_access(schema);
    check_required(schema);
    check_values(schema);
  }
  Diagnostics take() { return std::move(findings_); }

 private:
  void report(const Node& where, std::string message, std::string found = {}) {
    findings_.push_back({.rule = &diagnostic::rules::kSchemaContradiction,
                         .message = std::move(message),
                         .found = std::move(found),
                         .schema = where.location(),
                         .source = where.source()});
  }

  void check_ranges(const Node& schema) {
    for (const Range& range : kRanges) {
      const Node lower = schema.member(range.lower);
      const Node upper = schema.member(range.upper);
      if (!lower || !upper || !lower.value->is_number() || !upper.value->is_number()) continue;
      const auto order = json::compare(*lower.value, *upper.value);
      // A boolean beside it excludes the bound itself (OpenAPI 3.0); so does a keyword of that
      // name.
      const bool is_exclusive = range.lower.starts_with('e') || range.upper.starts_with('e') ||
                                is_true(schema.value->find("exclusiveMinimum")) ||
                                is_true(schema.value->find("exclusiveMaximum"));
      if (order < 0 || (order == 0 && !is_exclusive)) continue;
      report(upper,
             fmt::format("{} must not be below {}, which is {}", range.upper, range.lower,
                         json::write(*lower.value)),
             json::write(*upper.value));
    }
  }

  // OpenAPI 3.0.4, Schema Object: a property must not be both.
  void check_access(const Node& schema) {
    const bool is_both =
        is_true(schema.value->find("readOnly")) && is_true(schema.value->find("writeOnly"));
    if (is_both) {
      report(schema.member("writeOnly"),
             "readOnly and writeOnly must not both be true: nobody may send the value");
    }
  }

  // What must be there, and must not.
  void check_required(const Node& schema) {
    const Node required = schema.member("required");
    const json::Value* rest = schema.value->find("additionalProperties");
    const bool is_closed = rest != nullptr && rest->is_boolean() && !rest->as_boolean();
    if (!required || !is_closed || schema.value->find("patternProperties") != nullptr) return;
    const json::Value* properties = schema.value->find("properties");
    for (const json::Value& name : required.value->elements()) {
      if (!name.is_string()) continue;
      if (properties != nullptr && properties->find(name.as_string()) != nullptr) continue;
      std::vector<std::string_view> names;
      if (properties != nullptr) {
        for (const json::Member& member : properties->members()) names.push_back(member.name());
      }
      const std::string_view meant = diagnostic::nearest(name.as_string(), names);
      report(Node{required.file, &name},
             fmt::format("a required property must be one of properties, as additionalProperties "
                         "is false{}{}",
                         meant.empty() ? "" : "; did you mean ",
                         meant.empty() ? "" : std::string(meant) + "?"),
             std::string(name.as_string()));
    }
  }

  // A value of enum or const that another keyword rules out.
  void check_values(const Node& schema) {
    const Node list = schema.member("enum");
    const Node single = schema.member("const");
    if ((!list || !list.value->is_array()) && !single) return;
    const schema::Compiled compiled = description_.compiler->compile(
        schema, {.dialect = description_.dialect_of(schema), .direction = schema::Direction::None});
    const auto check = [&](const Node& value) {
      if (compiled.schema->accepts(*value.value)) return;
      const schema::Outcome outcome = compiled.schema->check(*value.value);
      if (outcome.findings.empty()) return;
      report(value,
             fmt::format("a value of {} must satisfy the other keywords: it {}",
                         list ? "enum" : "const", outcome.findings.front().message),
             json::shorten(*value.value));
    };
    if (list) {
      for (std::size_t i = 0; i < list.value->size(); ++i) check(list.element(i));
    } else {
      check(single);
    }
  }

  const openapi::Description& description_;
  Diagnostics findings_;
};

}  // namespace

diagnostic::Diagnostics contradictory_schemas(const openapi::Description& description) {
  Contradictions contradictions(description);
  openapi::SchemaWalk walk(
      description,
      {.schema = [&contradictions](const Node& schema) { contradictions.check(schema); },
       .keyword = {}});
  for (const openapi::Operation& operation : description.operations) walk.walk(operation);
  for (const openapi::Callback& webhook : description.webhooks) {
    for (const openapi::Operation& operation : webhook.operations) walk.walk(operation);
  }
  return contradictions.take();
}

}  // namespace holotype::review
