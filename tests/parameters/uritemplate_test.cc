// The examples of RFC 6570 read backwards: what a template expands to decodes to the variable.
// Those expressions count that OpenAPI has a style for, with one variable and no prefix modifier.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/percent.h"
#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

struct Expression {
  std::string before;  // literal text
  std::string after;
  std::string serialisation;  // "path label*"
  std::string name;
};

// The expression of a template with exactly one; nullopt for what OpenAPI has no style for.
std::optional<Expression> parse(std::string_view text) {
  const std::size_t open = text.find('{');
  const std::size_t close = text.find('}');
  if (open == std::string_view::npos || close == std::string_view::npos) return std::nullopt;
  if (text.find('{', open + 1) != std::string_view::npos) return std::nullopt;
  std::string_view inside = text.substr(open + 1, close - open - 1);
  struct Operator {
    char sign;
    const char* serialisation;
  };
  static constexpr Operator kOperators[] = {
      {'.', "path label"}, {';', "path matrix"}, {'?', "query form"}, {'&', "query form"}};
  std::string serialisation = "path simple";
  for (const Operator& one : kOperators) {
    if (inside.starts_with(one.sign)) serialisation = one.serialisation;
  }
  if (serialisation != "path simple") inside.remove_prefix(1);
  if (inside.ends_with('*')) {
    serialisation += "*";
    inside.remove_suffix(1);
  }
  if (inside.find_first_of(",:+#/|!@=*") != std::string_view::npos) return std::nullopt;
  return Expression{std::string(text.substr(0, open)), std::string(text.substr(close + 1)),
                    serialisation, std::string(inside)};
}

// A schema of the variable's type, all of whose parts are strings.
std::string schema_of(const json::Value& value) {
  if (value.is_array()) return R"({"type":"array","items":{"type":"string"}})";
  if (value.is_object()) {
    std::string properties;
    for (const json::Member& member : value.members()) {
      properties += (properties.empty() ? "" : ",") + json::quote(member.name()) +
                    (member.value.is_array() ? R"(:{"type":"array","items":{"type":"string"}})"
                                             : R"(:{"type":"string"})");
    }
    return R"({"type":"object","properties":{)" + properties + "}}";
  }
  return value.is_number() ? R"({"type":"number"})" : R"({"type":"string"})";
}

// Whether one case could be read backwards; failures are reported.
bool check_case(const json::Value& variables, std::string_view text, std::string_view expansion) {
  const auto expression = parse(text);
  if (!expression) return false;
  const json::Value* value = variables.find(expression->name);
  const bool is_empty = value == nullptr || value->is_null() ||
                        ((value->is_array() || value->is_object()) && value->size() == 0);
  if (is_empty) return false;  // expands to nothing, not even the operator
  if (!expansion.starts_with(expression->before) || !expansion.ends_with(expression->after)) {
    return false;
  }
  expansion.remove_prefix(expression->before.size());
  expansion.remove_suffix(expression->after.size());
  if (expression->serialisation.starts_with("query")) expansion.remove_prefix(1);
  SchemaFixture fixture(schema_of(*value));
  // A template writes the name percent-encoded, a Parameter Object does not.
  const auto name = percent::decode(expression->name).value_or(expression->name);
  const auto parameter = make_parameter(name, expression->serialisation, fixture.root());
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const RawRequest request(parameter, expansion);
  json::Arena arena;
  const Decoded decoded = decoder.decode(request.raw(arena), arena);
  EXPECT_TRUE(decoded.value && json::equal(*decoded.value, *value))
      << text << " expanded to " << expansion << "\n  expected " << json::write(*value)
      << "\n  found    " << describe(decoded);
  return true;
}

int check_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  const auto suite = json::read(text.str());
  EXPECT_TRUE(suite) << path;
  if (!suite) return 0;
  int checked = 0;
  for (const json::Member& section : suite->root().members()) {
    const json::Value* variables = section.value.find("variables");
    for (const json::Value& one : section.value.find("testcases")->elements()) {
      const auto& expected = one.elements()[1];
      const auto expansion = expected.is_array() ? expected.elements()[0] : expected;
      if (!expansion.is_string()) continue;
      if (check_case(*variables, one.elements()[0].as_string(), expansion.as_string())) ++checked;
    }
  }
  return checked;
}

TEST(UriTemplateTest, ReadsExpansionsBackwards) {
  const std::filesystem::path folder =
      std::filesystem::path(HOLOTYPE_DATA) / "suites/uritemplate-test";
  if (!std::ifstream(folder / "spec-examples.json")) {
    GTEST_SKIP() << "no uritemplate suite in HOLOTYPE_DATA (" << folder << ")";
  }
  int checked = 0;
  for (const char* name :
       {"spec-examples.json", "spec-examples-by-section.json", "extended-tests.json"}) {
    checked += check_file((folder / name).string());
  }
  EXPECT_GE(checked, 50);
  RecordProperty("checked", checked);
}

}  // namespace
}  // namespace holotype::parameters
