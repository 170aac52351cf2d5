#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <holotype/validator.h>

#include <filesystem>
#include <fstream>

namespace holotype {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> lines(const std::vector<Validator::Finding>& findings) {
  std::vector<std::string> result;
  for (const auto& finding : findings) result.push_back(finding.to_string());
  return result;
}

// What compile() says against `schema`; "" where nothing.
std::string refusal(const std::string& schema, const Validator::Options& options = {}) {
  try {
    Validator::compile(schema, options);
  } catch (const SchemaError& error) {
    return error.what();
  }
  return {};
}

TEST(ValidatorTest, NamesBothPlaces) {
  const auto validator = Validator::compile(R"({"properties": {
  "due": {"format": "date"}}})");
  const auto instance = Validator::Instance::parse("{\n  \"due\": \"soon\"\n}", "task.json");
  EXPECT_FALSE(validator.accepts(instance));
  const auto report = validator.check(instance);
  ASSERT_EQ(report.findings.size(), 1u);
  const auto& finding = report.findings[0];
  EXPECT_EQ(finding.rule, "schema.format");
  EXPECT_EQ(finding.pointer, "/due");
  EXPECT_EQ(finding.found, "\"soon\"");
  EXPECT_EQ(finding.schema_location, "memory:schema#/properties/due/format");
  EXPECT_EQ(finding.schema_place.file, "schema");
  EXPECT_EQ(finding.schema_place.line, 2u);
  EXPECT_EQ(finding.schema_place.column, 21u);
  EXPECT_EQ(finding.instance_place.file, "task.json");
  EXPECT_EQ(finding.instance_place.line, 2u);
  EXPECT_EQ(finding.instance_place.column, 10u);
  EXPECT_THAT(finding.to_string(), HasSubstr("task.json:2:10: /due: "));
  EXPECT_THAT(finding.to_string(), HasSubstr("[schema:2:21]"));
}

TEST(ValidatorTest, AcceptsAndCheckAgree) {
  const auto validator = Validator::compile(R"({"type": ["integer", "null"], "maximum": 5})");
  for (const char* text : {"5", "5.0", "null"}) {
    EXPECT_TRUE(validator.accepts(text)) << text;
    EXPECT_TRUE(validator.check(text).is_valid()) << text;
  }
  for (const char* text : {"6", "5.5", "[]"}) {
    EXPECT_FALSE(validator.accepts(text)) << text;
    EXPECT_FALSE(validator.check(text).is_valid()) << text;
  }
}

TEST(ValidatorTest, OptionsDecideWhatTheSchemaLeavesOpen) {
  const auto accepts = [](const char* schema, const char* instance, Validator::Options options) {
    return Validator::compile(schema, std::move(options)).accepts(instance);
  };
  using Dialect = Validator::Dialect;
  const char* exclusive = R"({"maximum": 3, "exclusiveMaximum": true})";
  EXPECT_FALSE(accepts(exclusive, "3", {.dialect = Dialect::Draft4}));
  EXPECT_FALSE(accepts(exclusive, "3", {.dialect = Dialect::OpenApi30}));
  EXPECT_THAT(refusal(exclusive), HasSubstr("schema:1:36: "));
  EXPECT_TRUE(
      accepts(R"({"type": "string", "nullable": true})", "null", {.dialect = Dialect::OpenApi30}));
  EXPECT_FALSE(accepts(R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})",
                       {.dialect = Dialect::Draft2019_09}));
  EXPECT_TRUE(accepts(R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})",
                      {.dialect = Dialect::Draft7}));
  EXPECT_FALSE(accepts(R"({"format": "ipv4"})", "\"x\"", {}));
  EXPECT_TRUE(accepts(R"({"format": "ipv4"})", "\"x\"", {.format = Validator::Format::Annotate}));
  EXPECT_FALSE(
      accepts(R"({"properties": {"id": {"readOnly": true}}})", R"({"id": 1})",
              {.dialect = Dialect::OpenApi31, .direction = Validator::Direction::Request}));
  const auto shallow =
      Validator::compile(R"({"items": {"items": {"type": "string"}}})", {.max_depth = 1});
  EXPECT_THAT(lines(shallow.check("[[1]]").unchecked), ElementsAre(HasSubstr("nested deeper")));
}

TEST(ValidatorTest, FindsSchemasInTheRegistryThenAsksTheReader) {
  Validator::Options options;
  options.registry["https://a.test/one"] = R"({"type": "integer"})";
  options.reader = [](const std::string& uri) -> std::optional<std::string> {
    if (uri == "https://a.test/two") return R"({"minimum": 3})";
    return std::nullopt;
  };
  const auto validator = Validator::compile(
      R"({"$id": "https://a.test/", "allOf": [{"$ref": "one"}, {"$ref": "two"}]})", options);
  EXPECT_TRUE(validator.accepts("3"));
  EXPECT_FALSE(validator.accepts("2"));
  EXPECT_FALSE(validator.accepts("3.5"));
  EXPECT_THAT(refusal(R"({"$ref": "https://a.test/three"})", options),
              HasSubstr("Options::registry"));
}

TEST(ValidatorTest, SaysWhyASchemaCannotBeUsedAndWhatToWrite) {
  EXPECT_THAT(refusal(R"({
  "pattern": "^(abc]"})"),
              HasSubstr("schema:2:14: "));
  EXPECT_THAT(refusal("{\"minLength\": \"1\"}"), HasSubstr("schema:1:15: "));
  EXPECT_THAT(refusal("{"), HasSubstr("schema:1:"));
  try {
    Validator::compile(R"({"minLength": "1", "$ref": "#/nowhere"})");
    FAIL() << "must throw";
  } catch (const SchemaError& error) {
    ASSERT_EQ(error.faults().size(), 2u);
    for (const auto& fault : error.faults()) EXPECT_NE(fault.fix, "") << fault.message;
  }
}

TEST(ValidatorTest, WarnsOfLikelyMistakes) {
  const auto validator = Validator::compile(R"({"requried": ["a"], "nullable": true})");
  EXPECT_THAT(
      lines(validator.warnings()),
      ElementsAre(AllOf(HasSubstr("schema:1:2: "), HasSubstr("required")), HasSubstr("nullable")));
}

TEST(ValidatorTest, WritesTheStandardOutputFormats) {
  const auto validator = Validator::compile(R"({"anyOf": [{"type": "string"}]})");
  const auto instance = Validator::Instance::parse("1");
  EXPECT_EQ(validator.output(instance, Validator::Output::Flag), R"({"valid":false})");
  EXPECT_THAT(validator.output(instance, Validator::Output::Basic), HasSubstr("\"errors\":[{"));
  EXPECT_THAT(validator.output(instance, Validator::Output::Detailed), HasSubstr("/anyOf/0/type"));
}

TEST(ValidatorTest, RefusesWhatIsNoJson) {
  try {
    Validator::Instance::parse("[1,\n 2", "list.json");
    FAIL() << "must throw";
  } catch (const InstanceError& error) {
    EXPECT_THAT(error.what(), HasSubstr("list.json:2:3: error: "));
  }
  EXPECT_THROW(Validator::Instance::read_file("no/such/file.json"), InstanceError);
  EXPECT_THROW(Validator::Instance::read_file("no/such/file.yaml"), InstanceError);
  EXPECT_THROW(Validator::compile_file("no/such/schema.json"), SchemaError);
}

TEST(ValidatorTest, ReadsFilesAndWhatTheyReferTo) {
  const fs::path folder = fs::temp_directory_path() / "holotype-validator-files";
  fs::create_directories(folder / "parts");
  std::ofstream(folder / "schema.yaml") << "properties:\n  id: {$ref: parts/id.json}\n";
  std::ofstream(folder / "parts" / "id.json") << "{\n \"minLength\": 3}\n";
  std::ofstream(folder / "a.yaml") << "name: x\nid: ab\n";
  const auto validator = Validator::compile_file((folder / "schema.yaml").string());
  const auto report = validator.check(Validator::Instance::read_file((folder / "a.yaml").string()));
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_THAT(report.findings[0].instance_place.file, testing::EndsWith("a.yaml"));
  EXPECT_EQ(report.findings[0].instance_place.line, 2u);
  EXPECT_THAT(report.findings[0].schema_place.file, testing::EndsWith("parts/id.json"));
  EXPECT_EQ(report.findings[0].schema_place.line, 2u);
  fs::remove_all(folder);
}

TEST(ValidatorTest, WhatIsNoFileIsSaidToBeNone) {
  const auto message_of = [](const std::string& path) {
    try {
      Validator::Instance::read_file(path);
    } catch (const InstanceError& error) {
      return std::string(error.what());
    }
    return std::string("read");
  };
  EXPECT_EQ(message_of("/tmp"), "/tmp: error: /tmp is a folder.");
  EXPECT_EQ(message_of("no/such.json"), "no/such.json: error: there is no file no/such.json.");
  EXPECT_EQ(message_of("/dev/zero"), "/dev/zero: error: /dev/zero has more than 268435455 bytes.");
}

TEST(ValidatorTest, CopiesOutliveTheOriginal) {
  auto original = std::make_unique<Validator>(Validator::compile(R"({"type": "integer"})"));
  const Validator copy = *original;
  original.reset();
  EXPECT_TRUE(copy.accepts("1"));
  EXPECT_FALSE(copy.accepts("\"1\""));
}

}  // namespace
}  // namespace holotype
