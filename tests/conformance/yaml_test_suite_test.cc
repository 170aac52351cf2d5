// The YAML test suite: every case with a JSON equivalent must give that value, every case that is
// no YAML must be refused, and no case may do worse than that. yaml_known_failures.txt lists, with
// the reason, the cases that yaml-cpp gets wrong; a listed case that passes fails here, so that the
// list stays true.
//
// Several documents in a text are refused by design (document.several), which is what such cases
// expect here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "diagnostic/rules_document.h"
#include "document/library.h"
#include "json/text.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

const std::filesystem::path kSuite =
    std::filesystem::path(HOLOTYPE_DATA) / "suites" / "yaml-test-suite" / "src";
const std::filesystem::path kKnownFailures = std::filesystem::path(HOLOTYPE_SOURCE_DIR) / "tests" /
                                             "conformance" / "yaml_known_failures.txt";

struct Case {
  std::string id;  // "JEF9", or "JEF9/01" for the second case of its file
  std::string yaml;
  std::string json;  // the documents' equivalents, one after the other
  bool has_json = false;
  bool is_error = false;
};

void PrintTo(const Case& row, std::ostream* out) { *out << row.id; }

// The suite shows white space by visible characters.
std::string unmarked(std::string text) {
  const std::pair<std::string, std::string> marks[] = {
      {"\u2423", " "},  {"\u2014", ""},       {"\u00BB", "\t"}, {"\u21B5", ""},
      {"\u2190", "\r"}, {"\u21D4", "\uFEFF"}, {"\u220E\n", ""},
  };
  for (const auto& [mark, plain] : marks) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
      text.replace(at, mark.size(), plain);
      at += plain.size();
    }
  }
  return text;
}

std::string text_of(const json::Value& object, std::string_view name,
                    const std::string& otherwise) {
  const json::Value* value = object.find(name);
  return value == nullptr || !value->is_string() ? otherwise : std::string(value->as_string());
}

// A case of a file takes over what it does not say from the one before.
void append_cases(const std::string& id, const json::Value& file, std::vector<Case>& cases) {
  Case previous;
  for (std::size_t i = 0; i < file.size(); ++i) {
    const json::Value& object = file.elements()[i];
    Case next = previous;
    next.id = file.size() == 1 ? id : id + (i < 10 ? "/0" : "/") + std::to_string(i);
    next.yaml = unmarked(text_of(object, "yaml", ""));
    next.is_error = object.find("fail") != nullptr;
    // A case with a parse tree of its own and no JSON has no JSON equivalent.
    const bool is_inherited = object.find("json") == nullptr && object.find("tree") == nullptr;
    if (!is_inherited) {
      const json::Value* json = object.find("json");
      next.has_json = json != nullptr && json->is_string();  // null: there is none
    }
    next.json = text_of(object, "json", previous.json);
    cases.push_back(next);
    previous = next;
  }
}

std::vector<Case> load_cases() {
  std::vector<Case> cases;
  if (!std::filesystem::is_directory(kSuite)) return cases;
  Library library(std::make_shared<FolderReader>(std::vector{kSuite}));
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(kSuite)) paths.push_back(entry);
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const auto file = library.open(path.string());
    if (!file) {
      cases.push_back({path.stem().string() + " cannot be read"});
      continue;
    }
    append_cases(path.stem().string(), (*file)->root(), cases);
  }
  return cases;
}

std::map<std::string, std::string> load_known_failures() {
  std::map<std::string, std::string> reasons;
  std::ifstream stream(kKnownFailures);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.starts_with('#') && colon != std::string::npos) {
      reasons[line.substr(0, colon)] = line.substr(colon + 2);
    }
  }
  return reasons;
}

// The equivalents of several documents without those of empty ones at the end, which are not
// minded.
std::string without_empty_documents(std::string json) {
  const std::string_view empty = "null\n";
  while (!json::read(json) && json.ends_with(empty)) json.resize(json.size() - empty.size());
  return json;
}

// "" where the case passes, otherwise what went wrong.
std::string outcome(const Case& row) {
  Library library(std::make_shared<MemoryReader>());
  const auto file = library.add("memory:case.yaml", "case.yaml", row.yaml);
  const std::string found =
      file ? json::write((*file)->root()) : diagnostic::to_line(file.error().front());
  if (!file && file.error().front().source.line == 0) return "a finding without a line: " + found;
  if (row.is_error) return file ? "must be refused, gives " + found : "";
  if (!row.has_json) return "";
  if (row.json.empty())
    return file && (*file)->root().is_null() ? "" : "must be empty, gives " + found;
  const auto expected = json::read(without_empty_documents(row.json));
  if (!expected) return file ? "must be refused as several documents, gives " + found : "";
  if (file && json::equal((*file)->root(), expected->root())) return "";
  return "must be " + json::write(expected->root()) + ", gives " + found;
}

class YamlTestSuite : public testing::TestWithParam<Case> {};

TEST_P(YamlTestSuite, Conforms) {
  static const auto known_failures = load_known_failures();
  const auto known = known_failures.find(GetParam().id);
  const std::string problem = outcome(GetParam());
  if (known == known_failures.end()) {
    EXPECT_EQ(problem, "") << GetParam().yaml;
  } else {
    EXPECT_NE(problem, "") << "passes: remove it from yaml_known_failures.txt";
  }
}

std::string test_name(const testing::TestParamInfo<Case>& row) {
  std::string name = row.param.id;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '/' || c == ' '; }, '_');
  return name;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(YamlTestSuite);
INSTANTIATE_TEST_SUITE_P(Cases, YamlTestSuite, testing::ValuesIn(load_cases()), test_name);

TEST(YamlTestSuiteTest, IsThere) {
  if (!std::filesystem::is_directory(kSuite)) GTEST_SKIP() << kSuite << " is not there";
  EXPECT_GT(load_cases().size(), 350u);
}

TEST(YamlTestSuiteTest, KnownFailuresAreCasesWithReasons) {
  if (!std::filesystem::is_directory(kSuite)) GTEST_SKIP() << kSuite << " is not there";
  std::map<std::string, bool> ids;
  for (const Case& row : load_cases()) ids[row.id] = true;
  for (const auto& [id, reason] : load_known_failures()) {
    EXPECT_TRUE(ids.contains(id)) << id << " is no case";
    EXPECT_GT(reason.size(), 10u) << id << " needs a reason";
  }
}

}  // namespace
}  // namespace holotype::document
