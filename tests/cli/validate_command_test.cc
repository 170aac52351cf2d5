#include "cli/validate_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "cli/cli.h"

namespace holotype::cli {
namespace {

namespace fs = std::filesystem;

class ValidateCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    write("schema.json", R"({"type": "object", "required": ["a"],
 "properties": {"b": {"type": "integer"}}})");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = folder_ / name;
    std::ofstream(path) << text;
    return path.string();
  }

  // Exit code and what was printed to stdout, with the folder's name taken out.
  std::pair<int, std::string> run(const std::vector<std::string>& instances,
                                  ValidateOutput output = ValidateOutput::Text) {
    ValidateArguments arguments;
    arguments.schema = (folder_ / "schema.json").string();
    arguments.instances = instances;
    arguments.output = output;
    testing::internal::CaptureStdout();
    const int code = validate(arguments);
    std::string text = testing::internal::GetCapturedStdout();
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    return {code, text};
  }

  const fs::path folder_ =
      fs::temp_directory_path() /
      ("holotype-validate-" + std::to_string(testing::UnitTest::GetInstance()->random_seed()) +
       "-" + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(ValidateCommandTest, NamesThePlaceInInstanceAndSchema) {
  const auto [code, text] = run({write("a.json", "{\n  \"a\": 1,\n  \"b\": \"x\"\n}")});
  EXPECT_EQ(code, kFindings);
  EXPECT_EQ(
      text,
      "a.json:3:8: error: /b: must be integer; found \"x\" (schema.type) [schema.json:2:31]\n");
}

TEST_F(ValidateCommandTest, JudgesNoValueOfWhichSomethingIsLeftOut) {
  write("schema.json", R"({"additionalProperties": false})");
  testing::internal::CaptureStderr();
  const auto [code, text] = run({write("a.yaml", "? [1]\n: 2\n")});
  EXPECT_EQ(code, kUsage);
  EXPECT_EQ(text, "");
  EXPECT_NE(testing::internal::GetCapturedStderr().find("a.yaml:1:3: error: "), std::string::npos);
}

TEST_F(ValidateCommandTest, JudgesByNoSchemaThatWasReadInPart) {
  write("schema.json", R"({"type": "string", "type": "integer"})");
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({write("a.json", "1")}), std::pair(int{kUsage}, std::string()));
  const std::string told = testing::internal::GetCapturedStderr();
  EXPECT_NE(told.find("What is faulty cannot be checked."), std::string::npos) << told;
}

TEST_F(ValidateCommandTest, NamesForgeNoLines) {
  write("schema.json", R"({"additionalProperties": false})");
  const auto [code, text] = run({write("a.json", R"({"a\nb: error: fake\u001b[31m": 1})")});
  EXPECT_EQ(code, kFindings);
  EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
}

TEST_F(ValidateCommandTest, ReadsYamlAndJsonLines) {
  EXPECT_EQ(run({write("a.yaml", "a: 1\nb: 2\n")}),
            std::pair(int{kFine}, std::string("a.yaml: valid\n")));
  const auto [code, text] = run({write("a.jsonl", "{\"a\":1}\n\n{\"a\":2,\"b\":true}\n")});
  EXPECT_EQ(code, kFindings);
  EXPECT_EQ(text,
            "a.jsonl:1: valid\na.jsonl:3:12: error: /b: must be integer; found true (schema.type) "
            "[schema.json:2:31]\n");
}

TEST_F(ValidateCommandTest, WhatCannotBeReadDoesNotHideTheRest) {
  const auto [code, text] =
      run({write("a.jsonl", "{\"a\":1}\n{oops\n{\"b\":1}\n"), write("b.json", "[1")});
  EXPECT_EQ(code, kUsage);
  EXPECT_EQ(text,
            "a.jsonl:1: valid\na.jsonl:3:1: error: must have property a; found object with b; "
            "add a (schema.required) [schema.json:1:32]\n");
}

TEST_F(ValidateCommandTest, SaysWhatIsWrongWithTheSchemaAndWhatToWrite) {
  write("schema.json", "{\"requried\": [\"a\"],\n \"pattern\": \"(\", \"$ref\": \"b.json\"}");
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({write("a.json", "{}")}).first, kUsage);
  const std::string text = testing::internal::GetCapturedStderr();
  for (const char* part :
       {"schema.json:1:2: warning: requried is no keyword and is ignored; write required",
        "schema.json:2:13: error: pattern must be", "schema.json:2:26: error: must name a schema",
        "there is no file", "1 warning"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n" << text;
  }
}

TEST_F(ValidateCommandTest, TimesCompilationAndPasses) {
  ValidateArguments arguments;
  arguments.schema = (folder_ / "schema.json").string();
  arguments.instances = {write("a.jsonl", "{\"a\":1}\n{}\n")};
  arguments.is_benchmark = true;
  arguments.loops = 3;
  testing::internal::CaptureStdout();
  EXPECT_EQ(validate(arguments), kFine);
  const std::string text = testing::internal::GetCapturedStdout();
  EXPECT_TRUE(text.starts_with("compilation: ")) << text;
  EXPECT_NE(text.find(" ms, reading included\nvalid: 1 of 2\ntotal: 2 instances, "),
            std::string::npos)
      << text;
  EXPECT_TRUE(text.ends_with(" us per pass\n")) << text;
}

TEST_F(ValidateCommandTest, WritesTheStandardOutputFormats) {
  const std::string valid = write("a.json", "{\"a\":1}");
  EXPECT_EQ(run({valid}, ValidateOutput::Flag).second, "{\"valid\":true}\n");
  const std::string invalid = write("b.json", "{}");
  EXPECT_EQ(run({invalid}, ValidateOutput::Flag),
            std::pair(int{kFindings}, std::string("{\"valid\":false}\n")));
  EXPECT_NE(run({invalid}, ValidateOutput::Basic).second.find("\"instanceLocation\":\"\""),
            std::string::npos);
}

TEST_F(ValidateCommandTest, WhatWasNotCheckedIsNotCalledValid) {
  write("schema.json", R"({"properties": {"a": {"$ref": "#"}}, "type": ["object", "integer"]})");
  std::string instance = "\"x\"";
  for (int i = 0; i < 1100; ++i) instance = R"({"a":)" + instance + "}";
  const std::string path = write("deep.json", instance);
  const auto [code, text] = run({path});
  EXPECT_EQ(code, kFindings);
  EXPECT_TRUE(
      text.starts_with("deep.json: not checked in full; no error was found in the rest\n"
                       "deep.json:1:5006: note: /a/a/a/"))
      << text;
  EXPECT_NE(text.find("/a/a (1001 levels): not checked, because the value is nested deeper than "
                      "1000 levels"),
            std::string::npos)
      << text;
  EXPECT_LT(text.size(), 500u);
  const auto [flag_code, flag] = run({path}, ValidateOutput::Flag);
  EXPECT_EQ(flag_code, kFindings);
  EXPECT_TRUE(flag.starts_with(R"({"valid":false,"unchecked":[{)")) << flag;
}

TEST_F(ValidateCommandTest, WhatCannotBeReadIsUsage) {
  EXPECT_EQ(run({"/dev/zero"}).first, kUsage);
  EXPECT_EQ(run({folder_.string()}).first, kUsage);
  EXPECT_EQ(run({(folder_ / "missing.json").string()}).first, kUsage);
  EXPECT_EQ(run({write("broken.json", "{")}).first, kUsage);
  write("schema.json", "{\"pattern\": \"(\"}");
  EXPECT_EQ(run({write("a.json", "{}")}).first, kUsage);
}

}  // namespace
}  // namespace holotype::cli
