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

TEST_F(ValidateCommandTest, ReadsYamlAndJsonLines) {
  EXPECT_EQ(run({write("a.yaml", "a: 1\nb: 2\n")}),
            std::pair(int{kFine}, std::string("a.yaml: valid\n")));
  const auto [code, text] = run({write("a.jsonl", "{\"a\":1}\n\n{\"a\":2,\"b\":true}\n")});
  EXPECT_EQ(code, kFindings);
  EXPECT_EQ(text,
            "a.jsonl:1: valid\na.jsonl:3: error: /b: must be integer; found true (schema.type) "
            "[schema.json:2:31]\n");
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

TEST_F(ValidateCommandTest, WhatCannotBeReadIsUsage) {
  EXPECT_EQ(run({(folder_ / "missing.json").string()}).first, kUsage);
  EXPECT_EQ(run({write("broken.json", "{")}).first, kUsage);
  write("schema.json", "{\"pattern\": \"(\"}");
  EXPECT_EQ(run({write("a.json", "{}")}).first, kUsage);
}

}  // namespace
}  // namespace holotype::cli
