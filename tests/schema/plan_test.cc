// accepts() and check() together, where a plan could go wrong: what is not known, and what a kind
// of value decides.
#include "schema/plan.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "findings.h"
#include "patience.h"

namespace holotype::schema {
namespace {

TEST(Plan, AgreesWithTheChecker) {
  constexpr const char* kSchemas[] = {
      R"({"type": ["integer", "string"], "enum": [1, 2.0, "a", null, [1], {"a": 1}]})",
      R"({"anyOf": [{"type": "string", "maxLength": 1}, {"type": "array"}, {"minimum": 1.5}]})",
      R"({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "number"}, true]})",
      R"({"not": {"type": ["null", "object"], "required": ["a"]}})",
      R"({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"type": "array"}})",
      R"({"properties": {"a": {"type": "integer"}, "": true}, "required": ["", "a", "b", "a"]})",
      R"({"properties": {"a": true}, "patternProperties": {"^b": {"type": "null"}},
          "additionalProperties": {"minimum": 1}})",
      R"({"patternProperties": {}})",
      R"({"patternProperties": {"^": "not a schema"}})",
      R"({"patternProperties": {}, "required": ["a"]})",
      R"({"propertyNames": {"maxLength": 1}, "minProperties": 1, "maxProperties": 2})",
      R"({"prefixItems": [{"type": "integer"}, false], "items": {"type": "string"}})",
      R"({"contains": {"type": "integer"}, "minContains": 0, "maxContains": 1})",
      R"({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"b": false}})",
      R"({"unevaluatedProperties": {"type": "integer"}, "anyOf": [{"required": ["b"]}, true]})",
      R"({"allOf": [{"$ref": "#/$defs/t"}], "$defs": {"t": {"items": {"$ref": "#"}, "maxItems": 2}}})",
      R"({"not": {"$ref": "#/nowhere"}})",
      R"({"oneOf": [{"$ref": "#/nowhere"}, true, {"type": "integer"}]})",
      R"({"if": {"$ref": "#/nowhere"}, "then": false, "else": false})",
      R"({"contains": {"$ref": "#/nowhere"}, "maxContains": 0})",
      R"({"anyOf": [{"properties": {"a": {"const": "x"}}, "required": ["b"]},
                    {"properties": {"a": {"enum": ["y", 1]}}, "required": ["a"]},
                    {"properties": {"a": {"const": "x"}}, "required": ["c"]}, {"required": ["z"]}]})",
      R"({"oneOf": [{"properties": {"a": {"const": "x"}}}, {"properties": {"a": {"const": "y"}}},
                    {"properties": {"a": {"enum": ["x", "z"]}}, "required": ["c"]}]})",
      R"({"minimum": 9007199254740993, "maximum": 9007199254740993})",
  };
  constexpr const char* kInstances[] = {"null",
                                        "true",
                                        "0",
                                        "1",
                                        "2",
                                        "2.0",
                                        "1.5",
                                        "9007199254740993",
                                        "1e400",
                                        "\"\"",
                                        "\"a\"",
                                        "\"ab\"",
                                        "[]",
                                        "[1]",
                                        "[1, 2]",
                                        "[\"a\"]",
                                        "[[], [[]]]",
                                        "[[[], [], []]]",
                                        "{}",
                                        R"({"a": 1})",
                                        R"({"a": "x"})",
                                        R"({"": 0, "a": 1, "b": 2})",
                                        R"({"b": null, "bb": null})",
                                        R"({"c": 0})",
                                        R"({"a": "x", "b": 1})",
                                        R"({"a": "x", "c": 1})",
                                        R"({"a": "y"})",
                                        R"({"a": "q", "z": 1})",
                                        R"({"c": 5, "dd": 1})"};
  for (const char* schema : kSchemas) {
    const OneSchema one(schema);
    for (const char* text : kInstances) {
      const auto value = json::read(text);
      ASSERT_TRUE(value);
      const Outcome outcome = one.schema().check_exhaustively(value->root());
      EXPECT_EQ(one.schema().accepts(value->root()), outcome.valid())
          << schema << " with " << text << "\n"
          << lines(outcome.findings);
    }
  }
}

TEST(Plan, RequiresMoreNamesThanHaveABit) {
  std::string names;
  std::string members;
  for (int i = 0; i < 100; ++i) {
    names += (i == 0 ? "\"p" : ", \"p") + std::to_string(i) + "\"";
    members += (i == 0 ? "\"p" : ", \"p") + std::to_string(i) + "\": 1";
  }
  const OneSchema one("{\"properties\": {\"p7\": {\"type\": \"integer\"}}, \"required\": [" +
                      names + "]}");
  const auto all = json::read("{" + members + "}");
  EXPECT_TRUE(one.schema().accepts(all->root()));
  const auto fewer = json::read("{" + members.substr(0, members.rfind(',')) + "}");
  EXPECT_FALSE(one.schema().accepts(fewer->root()));
}

TEST(Plan, AgreesWithTheCheckerDeepDown) {
  const OneSchema one(R"({"$ref": "#/$defs/a", "$defs": {
      "a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"anyOf": [{"$ref": "#/$defs/c"}, false]},
      "c": {"oneOf": [{"type": "array", "items": {"$ref": "#"}}, {"type": "integer"}]}}})");
  const std::size_t depth = kPatience == 1 ? 900 : 300;  // frames are larger under a sanitizer
  std::string text(depth, '[');
  text += "\"x\"";
  text.append(depth, ']');
  const auto value = json::read(text);
  EXPECT_FALSE(one.schema().accepts(value->root()));
  EXPECT_FALSE(one.schema().check_exhaustively(value->root()).valid());
}

// A plan is made by whoever asks first, while others ask, too, and while more is compiled.
TEST(Plan, IsMadeWhileOthersAskAndCompile) {
  std::string text = R"({"$ref": "#/$defs/s0", "$defs": {)";
  for (int i = 0; i < 50; ++i) {
    text += "\"s" + std::to_string(i) + R"(": {"properties": {"next": {"$ref": "#/$defs/s)" +
            std::to_string((i + 1) % 50) + R"("}}, "required": ["a"]},)";
  }
  text += R"("last": true}})";
  OneSchema one(text);
  const document::Node root = one.schema().node();
  const auto good = json::read(R"({"a": 1, "next": {"a": 1, "next": {"a": 2}}})");
  const auto bad = json::read(R"({"a": 1, "next": {"a": 1, "next": {}}})");
  std::atomic<int> wrong{0};
  const auto ask = [&](const Schema& schema) {
    if (!schema.accepts(good->root()) || schema.accepts(bad->root())) ++wrong;
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) threads.emplace_back([&] { ask(one.schema()); });
  threads.emplace_back([&] {
    const document::Node definitions = root.member("$defs");
    for (int i = 0; i < 50; ++i) {
      ask(*one.compiler().compile(definitions.member("s" + std::to_string(i)), {}).schema);
    }
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Plan, CannotDecideWhatTakesTooManySteps) {
  const OneSchema one(R"({"pattern": "^(?=(a+)+$)x|(a*)*\\2b$"})");
  const std::string text = "\"" + std::string(4000, 'a') + "\"";
  const auto value = json::read(text);
  const Outcome outcome = one.schema().check(value->root());
  EXPECT_EQ(lines(outcome.findings), "");
  ASSERT_EQ(outcome.unchecked.size(), 1u);
  EXPECT_EQ(outcome.unchecked[0].message,
            "not checked, because matching the pattern takes too many steps");
}

}  // namespace
}  // namespace holotype::schema
