// Schemas that would take for ever, or grow without end: each is answered within the budget, with a
// value that is valid or with the finding that none was found.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

#include "generate/workbench.h"
#include "patience.h"

namespace holotype::generate {
namespace {

constexpr std::chrono::seconds kTime{10};  // on a busy machine, without optimisation
constexpr std::size_t kBytes = std::size_t{4} << 20;

std::string repeated(std::string_view text, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

// {"$defs": {"0": ..., "1": {allOf: [0, 0]}, ...}}: n references double n times.
std::string doubling(std::string_view keyword, int levels) {
  std::string defs = R"("0": {"type": "object", "properties": {"a": {"type": "string"}}})";
  for (int i = 1; i <= levels; ++i) {
    defs +=
        fmt::format(R"(, "{0}": {{"{1}": [{{"$ref": "#/$defs/{2}"}}, {{"$ref": "#/$defs/{2}"}}]}})",
                    i, keyword, i - 1);
  }
  return fmt::format(R"({{"$defs": {{{}}}, "$ref": "#/$defs/{}"}})", defs, levels);
}

// Objects of `width` properties, `depth` levels of them: width to the power of depth in all.
std::string wide(int width, int depth) {
  std::string defs = R"("0": {"type": "string"})";
  for (int i = 1; i <= depth; ++i) {
    std::string properties;
    for (int k = 0; k < width; ++k)
      properties +=
          fmt::format(R"({}"p{}": {{"$ref": "#/$defs/{}"}})", k == 0 ? "" : ", ", k, i - 1);
    defs += fmt::format(R"(, "{}": {{"type": "object", "properties": {{{}}}}})", i, properties);
  }
  return fmt::format(R"({{"$defs": {{{}}}, "$ref": "#/$defs/{}"}})", defs, depth);
}

std::string overlapping(std::string_view keyword, int branches) {
  std::string list;
  for (int i = 0; i < branches; ++i) {
    list += fmt::format(
        R"({}{{"type": "object", "properties": {{"k{}": {{"type": "integer", "minimum": {}}}}}}})",
        i == 0 ? "" : ", ", i, i);
  }
  return fmt::format(R"({{"{}": [{}]}})", keyword, list);
}

struct Row {
  std::string schema;
  bool has_value;  // whether one must be found; where not, that must be said
};

TEST(BudgetTest, HoldsForSchemasThatAreMadeToBreakIt) {
  const Row rows[] = {
      {R"({"type": "array", "minItems": 1000, "items": {"type": "integer"}})", true},
      {R"({"type": "array", "minItems": 1000000, "items": {"type": "integer"}})", false},
      {R"({"type": "array", "minItems": 1000000000000, "items": {"type": "integer"}})", false},
      {R"({"type": "array", "minItems": 100, "items": {"type": "array", "minItems": 100,
           "items": {"type": "array", "minItems": 100, "items": {"type": "string"}}}})",
       false},
      {R"({"type": "array", "contains": {"const": 1}, "minContains": 1000000000})", false},
      {R"({"type": "array", "uniqueItems": true, "minItems": 4, "items": {"enum": [1, 2, 3]}})",
       false},
      {R"({"type": "array", "uniqueItems": true, "minItems": 300, "items": {"type": "string"}})",
       true},
      {R"({"type": "array", "uniqueItems": true, "minItems": 3, "items": {"type": "boolean"}})",
       false},
      {R"({"type": "string", "minLength": 1000})", true},
      {R"({"type": "string", "minLength": 1000000000000})", false},
      {R"({"type": "string", "pattern": "^(a{1000}){1000}$"})", false},
      {R"({"type": "string", "pattern": "^(a+)+$", "minLength": 50})", true},
      {R"({"type": "string", "pattern": "^(x|xx|xxx)*y$", "minLength": 40, "maxLength": 40})",
       true},
      {R"({"type": "string", "pattern": "^[a-c]$", "not": {"enum": ["a", "b", "c"]}})", false},
      {R"({"type": "object", "minProperties": 1000000000})", false},
      {R"({"type": "object", "minProperties": 3, "propertyNames": {"pattern": "^[ab]$"}})", false},
      {R"({"type": "object", "minProperties": 3, "propertyNames": {"enum": ["a", "b", "c"]}})",
       true},
      {R"({"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#"}}})", false},
      {R"({"type": "array", "minItems": 1, "items": {"$ref": "#"}})", false},
      {R"({"type": "array", "minItems": 2, "items": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}})",
       true},
      {R"({"type": "integer", "multipleOf": 1e-300})", true},
      {R"({"type": "number", "multipleOf": 7919, "minimum": 1000000007, "maximum": 1000010000})",
       true},
      {R"({"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 6})", false},
      {R"({"type": "integer", "minimum": 1e300, "maximum": 1e301})", true},
      {R"({"not": {}})", false},
      {R"({"allOf": [{"type": "string"}, {"type": "integer"}]})", false},
      {overlapping("oneOf", 60), true},
      {overlapping("anyOf", 300), true},
      {overlapping("allOf", 300), true},
      {doubling("allOf", 20), true},
      {doubling("anyOf", 24), true},
      {wide(12, 6), true},
      {wide(40, 20), true},
      {repeated(R"({"not": )", 60) + R"({"type": "string"})" + repeated("}", 60), true},
      {R"({"type": "object", "dependentSchemas": {"a": {"required": ["b"]}, "b": {"required": ["a"]}},
           "required": ["a"]})",
       true},
  };
  for (const Row& row : rows) {
    for (const Mode mode : {Mode::Static, Mode::Dynamic}) {
      Workbench bench;
      const auto begin = std::chrono::steady_clock::now();
      const auto generator = bench.plan(row.schema, {.dialect = schema::Dialect::Draft2020});
      ASSERT_NE(generator, nullptr) << row.schema;
      const Generated made = generator->generate({.seed = 7, .mode = mode}, bench.arena());
      const auto spent = std::chrono::steady_clock::now() - begin;
      const std::string shown = row.schema.substr(0, 160);
      EXPECT_LT(spent, kTime * kPatience) << shown;
      EXPECT_EQ(made.value.has_value(), row.has_value) << shown;
      const json::Value& value = made.value ? *made.value : made.attempt;
      EXPECT_LT(json::write(value).size(), kBytes) << shown;
      if (made.value) {
        EXPECT_TRUE(generator->schema().accepts(*made.value)) << shown;
      } else {
        ASSERT_EQ(made.findings.size(), 1u) << shown;
        EXPECT_EQ(made.findings.front().rule->id, "generate.no-instance") << shown;
      }
    }
  }
}

}  // namespace
}  // namespace holotype::generate
