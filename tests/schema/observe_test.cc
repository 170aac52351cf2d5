// Which keywords are constraints, and which of them an instance meets.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "findings.h"
#include "json/text.h"

namespace holotype::schema {
namespace {

// The constraints of `schema`, and of them those that `instance` meets, with "!" where it breaks
// them; "-" is no instance.
std::string observed(const std::string& text, const std::string& instance) {
  const OneSchema one(text);
  const Schema& schema = one.schema();
  std::string out;
  if (instance == "-") {
    for (const Constraint& constraint : schema.constraints())
      out += fmt::format("{} ", constraint.keyword->name());
  } else {
    schema.observe(json::read(instance)->root(), [&out](const json::Member& keyword, bool holds) {
      out += fmt::format("{}{} ", holds ? "" : "!", keyword.name());
    });
  }
  if (!out.empty()) out.pop_back();
  return out;
}

TEST(ObserveTest, ConstraintsAndWhatIsMet) {
  struct Row {
    const char* schema;
    const char* instance;
    const char* observed;
  };
  const Row rows[] = {
      {R"({"type": "string", "maxLength": 2})", "-", "type maxLength"},
      {R"({"properties": {"a": {"minimum": 1}}, "required": ["a"]})", "-", "required minimum"},
      {R"({"items": {"$ref": "#/$defs/A"}, "$defs": {"A": {"enum": [1]}, "B": {"const": 2}}})", "-",
       "enum"},
      {R"({"additionalProperties": false})", "-", "additionalProperties"},
      {R"({"additionalProperties": {"type": "null"}})", "-", "type"},
      {R"({"properties": {"a": {"$ref": "#"}}, "minProperties": 1})", "-", "minProperties"},
      {R"({"anyOf": [{"type": "null"}, {"pattern": "a"}]})", "-", "anyOf type pattern"},
      {R"({"title": "t", "allOf": [true]})", "-", ""},

      {R"({"type": "string", "maxLength": 2})", R"("ab")", "type maxLength"},
      {R"({"type": "string", "maxLength": 2})", R"("abc")", "type !maxLength"},
      {R"({"type": "string", "maxLength": 2})", "1", "!type"},
      {R"({"properties": {"a": {"minimum": 1}}, "required": ["a"]})", "{}", "!required"},
      {R"({"properties": {"a": {"minimum": 1}}, "required": ["a"]})", R"({"a": 0})",
       "!minimum required"},
      {R"({"items": {"const": 1}})", "[1, 2]", "const !const"},
      {R"({"anyOf": [{"type": "null"}, {"type": "string"}]})", "null", "type anyOf"},
  };
  for (const Row& row : rows)
    EXPECT_EQ(observed(row.schema, row.instance), row.observed)
        << row.schema << " " << row.instance;
}

}  // namespace
}  // namespace holotype::schema
