// Where a comparison says nothing, nothing breaks: whatever the older version of a schema lets a
// client send, the newer one accepts, and whatever the newer one lets it receive, the older one
// did. Tried with generated values over all pairs of a set of schemas and their mutations.
#include <gtest/gtest.h>

#include <cstdio>

#include "compare/compared.h"
#include "generate/generator.h"
#include "json/text.h"

namespace holotype::compare {
namespace {

// Schemas that are near to each other: each is a step or two from the next.
const char* const kSchemas[] = {
    "{type: string}",
    "{type: string, minLength: 2}",
    "{type: string, maxLength: 4}",
    "{type: string, enum: [a, bc, def]}",
    "{type: string, enum: [a, bc]}",
    "{type: string, format: date}",
    "{type: [string, 'null']}",
    "{anyOf: [{type: string}, {type: 'null'}]}",
    "{oneOf: [{type: string}, {type: integer}]}",
    "{oneOf: [{type: string, maxLength: 4}, {type: integer, minimum: 0}]}",
    "{oneOf: [{type: number}, {type: integer}]}",
    "{type: [integer, string]}",
    "{type: integer}",
    "{type: integer, minimum: 0}",
    "{type: integer, exclusiveMinimum: 0, maximum: 10}",
    "{type: integer, multipleOf: 5}",
    "{type: number, minimum: 0}",
    "{type: array, items: {type: string}}",
    "{type: array, items: {type: string, maxLength: 4}, minItems: 1}",
    "{type: array, items: {type: [string, integer]}, maxItems: 2}",
    "{type: array, prefixItems: [{type: string}], items: {type: integer}}",
    "{type: object}",
    "{type: object, properties: {a: {type: string}}}",
    "{type: object, properties: {a: {type: string}}, required: [a]}",
    "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
    "{type: object, properties: {a: {type: string}, b: {type: integer}}, required: [a]}",
    "{type: object, properties: {a: {type: string}, b: {type: integer}}, additionalProperties: "
    "false}",
    "{type: object, properties: {a: {type: [string, integer]}, b: {type: integer}}, required: [a, "
    "b]}",
    "{allOf: [{type: object, properties: {a: {type: string}}}, {required: [a]}]}",
    "{type: object, additionalProperties: {type: integer}}",
    "{type: object, additionalProperties: {type: [integer, string]}, minProperties: 1}",
    "{type: object, oneOf: [{required: [a]}, {required: [b]}], properties: {a: {type: string}, b: "
    "{type: integer}}}",
    "{type: object, properties: {a: {type: string}}, not: {required: [b]}}",
    "{type: object, patternProperties: {'^a': {type: string}}}",
    "{type: object, patternProperties: {'^a': {type: string}}, additionalProperties: false}",
    "{type: object, patternProperties: {'^a': {}}, properties: {a: {type: integer}}, "
    "additionalProperties: false}",
    "{}",
};

// A property that nothing was said of before could be anything, and clients are not expected to
// have sent it: naming it is no breach, though a value may be refused. So those pairs are left out
// where the witness has a property that the narrow side does not name.
bool is_of_unnamed(const json::Value& value, const std::string& narrow) {
  for (const json::Member& member : value.members()) {
    if (narrow.find(std::string(member.name()) + ":") == std::string::npos) return true;
  }
  return false;
}

bool says(const diagnostic::Diagnostics& findings, bool is_sent) {
  for (const auto& finding : findings) {
    const bool is_received = finding.message.find("the answer 200") != std::string::npos;
    const bool is_undecided = finding.rule->id == "compat.undecided";
    if (is_undecided || is_received != is_sent) return true;
  }
  return false;
}

const std::shared_ptr<const schema::Schema>& schema_of(const openapi::Description& description,
                                                       bool is_sent) {
  return is_sent ? description.find("send")->request_body->content.front().schema.compiled
                 : description.find("receive")->responses.front().content.front().schema.compiled;
}

TEST(CompareProperties, SilenceMeansThatNothingBreaks) {
  std::size_t silent = 0;
  std::size_t tried = 0;
  for (const char* narrow : kSchemas) {
    const auto from = older_of(with_schema(narrow));
    generate::Planner planner(*from->compiler);
    for (const char* wide : kSchemas) {
      const auto to = newer_of(with_schema(wide));
      for (const bool is_sent : {true, false}) {
        const auto findings = is_sent ? compare(*from, *to) : compare(*to, *from);
        if (says(findings, is_sent)) continue;
        ++silent;
        const auto generator = planner.plan(schema_of(*from, is_sent));
        const auto& judge = *schema_of(*to, is_sent);
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
          json::Arena arena;
          const auto made =
              generator->generate({.seed = seed, .mode = generate::Mode::Dynamic}, arena);
          if (!made.value || is_of_unnamed(*made.value, narrow)) continue;
          ++tried;
          ASSERT_TRUE(judge.accepts(*made.value))
              << (is_sent ? "sent: " : "received: ") << narrow << " within " << wide
              << " was not refuted, but " << json::write(*made.value) << " is refused";
        }
      }
    }
  }
  std::printf("%zu pairs without a finding, %zu values tried\n", silent, tried);
  EXPECT_GT(silent, 100u);
  EXPECT_GT(tried, 2000u);
}

}  // namespace
}  // namespace holotype::compare
