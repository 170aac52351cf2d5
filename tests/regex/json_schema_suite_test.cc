// The official JSON Schema test suite, as far as a pattern alone decides.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "json/text.h"
#include "regex/pattern.h"

namespace holotype::regex {
namespace {

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// What {"pattern": P} says about a string; other types are always valid.
bool pattern_holds(std::string_view pattern, const json::Value& instance) {
  const auto compiled = Pattern::compile(pattern);
  EXPECT_TRUE(compiled) << pattern << ": " << compiled.error().message;
  return !compiled || !instance.is_string() ||
         compiled->matches(instance.as_string()) == Match::Yes;
}

// What {"patternProperties": {P: true, Q: false}, "additionalProperties": A} says about an object.
bool names_hold(const json::Value& patterns, bool additional, const json::Value& instance) {
  return std::all_of(
      instance.members().begin(), instance.members().end(), [&](const json::Member& member) {
        bool allowed = true;
        bool matched = false;
        for (const json::Member& pattern : patterns.members()) {
          const auto compiled = Pattern::compile(pattern.name());
          EXPECT_TRUE(compiled) << pattern.name() << ": " << compiled.error().message;
          if (!compiled || compiled->matches(member.name()) != Match::Yes) continue;
          matched = true;
          allowed = allowed && pattern.value.as_boolean();
        }
        return allowed && (matched || additional);
      });
}

// Whether the verdict depends on nothing but the matching of patterns.
bool decided_by_names_alone(const json::Value& schema) {
  const json::Value* patterns = schema.find("patternProperties");
  if (patterns == nullptr) return false;
  return std::all_of(patterns->members().begin(), patterns->members().end(),
                     [](const json::Member& member) { return member.value.is_boolean(); });
}

int check_file(const std::filesystem::path& path) {
  const auto suite = json::read(contents(path));
  EXPECT_TRUE(suite) << path;
  int cases = 0;
  if (!suite) return cases;
  for (const json::Value& group : suite->root().elements()) {
    const json::Value& schema = *group.find("schema");
    const json::Value* pattern = schema.find("pattern");
    const bool by_names = decided_by_names_alone(schema);
    if (pattern == nullptr && !by_names) continue;
    for (const json::Value& test : group.find("tests")->elements()) {
      const json::Value& instance = *test.find("data");
      const json::Value* additional = schema.find("additionalProperties");
      const bool holds = pattern != nullptr ? pattern_holds(pattern->as_string(), instance)
                                            : names_hold(*schema.find("patternProperties"),
                                                         additional == nullptr, instance);
      EXPECT_EQ(holds, test.find("valid")->as_boolean())
          << path << ": " << group.find("description")->as_string() << ": "
          << test.find("description")->as_string();
      ++cases;
    }
  }
  return cases;
}

TEST(JsonSchemaSuiteTest, PatternsGiveTheVerdictsOfTheSuite) {
  const std::filesystem::path tests =
      std::filesystem::path(HOLOTYPE_DATA) / "suites/json-schema-test-suite/tests";
  if (!std::filesystem::exists(tests)) GTEST_SKIP() << "no JSON Schema test suite at " << tests;
  int cases = 0;
  for (const char* draft : {"draft4", "draft6", "draft7", "draft2019-09", "draft2020-12", "v1"}) {
    for (const char* file : {"pattern.json", "patternProperties.json",
                             "optional/ecmascript-regex.json", "optional/non-bmp-regex.json"}) {
      const int in_file = check_file(tests / draft / file);
      cases += in_file;
    }
  }
  EXPECT_GT(cases, 500);
  RecordProperty("cases", cases);
}

}  // namespace
}  // namespace holotype::regex
