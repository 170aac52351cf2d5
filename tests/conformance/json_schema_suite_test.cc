// The official JSON Schema test suite: every case of every draft from 4 to 2020-12, required,
// optional and formats, as a test of its own, with accepts() and check() asked both.
//
// known_failures.txt lists cases that fail, with the reason; a listed case that passes fails, so
// that the list cannot grow stale. The score of each draft stands in the README; a suite that
// shrinks, or a README that is not true, fails. HOLOTYPE_SCORES names a file that the scores are
// written to, for scripts/test to print.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "document/library.h"
#include "document/reader.h"
#include "json/text.h"
#include "schema/compiler.h"
#include "schema/schema.h"

namespace holotype::schema {
namespace {

constexpr struct {
  std::string_view folder;
  Dialect dialect;
} kDrafts[] = {
    {"draft4", Dialect::Draft4},          {"draft6", Dialect::Draft6},
    {"draft7", Dialect::Draft7},          {"draft2019-09", Dialect::Draft2019},
    {"draft2020-12", Dialect::Draft2020},
};

std::filesystem::path suite() {
  return std::filesystem::path(HOLOTYPE_DATA) / "suites" / "json-schema-test-suite";
}

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// What the cases of one schema share.
struct Group {
  std::shared_ptr<json::Tree> file;
  const json::Value* schema;
  Dialect dialect;
  Format format;
};

struct Case {
  std::shared_ptr<Group> group;
  const json::Value* instance;
  bool valid;
  bool listed;
};

struct Score {
  int passed = 0;
  int ran = 0;
  int registered = 0;
};

// By draft.
std::map<std::string, Score>& scores() {
  static std::map<std::string, Score> result;
  return result;
}

std::string verdict_of(const Case& one) {
  auto reader = std::make_shared<document::FolderReader>(std::vector<std::filesystem::path>());
  reader->map("http://localhost:1234/", suite() / "remotes");
  document::Library library(reader);
  const auto file = library.add("https://test.invalid/schema.json", "schema.json",
                                json::write(*one.group->schema));
  if (!file) return "the schema cannot be read";
  Compiler compiler(library);
  const Compiled compiled = compiler.compile(
      {*file, &(*file)->root()}, {.dialect = one.group->dialect, .format = one.group->format});
  const bool accepted = compiled.schema->accepts(*one.instance);
  const Outcome outcome = compiled.schema->check_exhaustively(*one.instance);
  std::string notes;
  for (const auto* list : {&compiled.findings, &outcome.findings, &outcome.unchecked}) {
    for (const auto& finding : *list) notes += "\n  " + diagnostic::to_line(finding);
  }
  const bool agrees = accepted == compiled.schema->check(*one.instance).valid() &&
                      accepted == compiled.schema->trace(*one.instance).valid();
  if (!agrees) return "accepts() disagrees with check() or trace()" + notes;
  if (accepted != outcome.valid()) {
    return fmt::format("accepts() says {}, check() says {}{}", accepted, outcome.valid(), notes);
  }
  if (accepted != one.valid) {
    return fmt::format("expected {}: {}{}", one.valid ? "valid" : "invalid",
                       json::write(*one.group->schema) + " with " + json::write(*one.instance),
                       notes);
  }
  return {};
}

class SuiteCase : public testing::Test {
 public:
  SuiteCase(std::string draft, Case one) : draft_(std::move(draft)), case_(std::move(one)) {}

  void TestBody() override {
    const std::string verdict = verdict_of(case_);
    Score& score = scores()[draft_];
    ++score.ran;
    if (verdict.empty()) ++score.passed;
    if (case_.listed) {
      EXPECT_FALSE(verdict.empty()) << "passes, and is listed in known_failures.txt";
    } else {
      EXPECT_EQ(verdict, "");
    }
  }

 private:
  std::string draft_;
  Case case_;
};

// "draft4          1116 of  1116", a line for each draft and one for all.
std::string score_table() {
  std::string text;
  Score all;
  for (const auto& row : kDrafts) {
    const Score& score = scores()[std::string(row.folder)];
    text += fmt::format("  {:<14} {:5} of {:5}\n", row.folder, score.passed, score.ran);
    all.passed += score.passed;
    all.ran += score.ran;
  }
  return text + fmt::format("  {:<14} {:5} of {:5}\n", "all", all.passed, all.ran);
}

class ReportScores : public testing::Environment {
 public:
  void TearDown() override {
    if (scores().empty()) return;
    const std::string table = score_table();
    std::fputs(table.c_str(), stdout);
    if (const char* path = std::getenv("HOLOTYPE_SCORES")) {
      std::ofstream(path) << "The official JSON Schema test suite, cases that pass:\n" << table;
    }
  }
};

// Runs last. What the README says of the suite is what this run has found, case by case.
class ReadmeIsTrue : public testing::Test {
 public:
  void TestBody() override {
    int all = 0;
    std::string row = "| cases that pass |";
    for (const auto& draft : kDrafts) {
      const Score& score = scores()[std::string(draft.folder)];
      if (score.ran != score.registered) GTEST_SKIP() << "only part of the suite was run";
      row += fmt::format(" {} of {} |", score.passed, score.registered);
      all += score.registered;
    }
    const std::string readme = contents(HOLOTYPE_SOURCE_DIR "/README.md");
    EXPECT_NE(readme.find(row), std::string::npos) << "README.md lacks this row:\n" << row;
    const std::string count = fmt::format("{},{:03}", all / 1000, all % 1000);
    EXPECT_NE(readme.find("all " + count + " cases"), std::string::npos)
        << "README.md does not say: all " << count << " cases";
  }
};

// Names of cases, one a line; what follows " # " is the reason.
std::set<std::string> known_failures() {
  std::set<std::string> names;
  std::ifstream file(HOLOTYPE_SOURCE_DIR "/tests/conformance/known_failures.txt");
  for (std::string line; std::getline(file, line);) {
    line = line.substr(0, line.find(" # "));
    if (!line.empty() && line[0] != '#') names.insert(line);
  }
  return names;
}

// Letters, digits and "_" alone, as GoogleTest's filters want it.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return result;
}

class UnreadableFile : public testing::Test {
 public:
  void TestBody() override { FAIL() << "the file of the suite cannot be read"; }
};

void register_file(std::string_view draft, Dialect dialect, const std::filesystem::path& path,
                   const std::set<std::string>& known) {
  const std::string relative =
      std::filesystem::relative(path, suite() / "tests" / draft).generic_string();
  const bool asserts =
      relative.starts_with("optional/format/") || relative == "optional/content.json";
  auto read = json::read(contents(path));
  if (!read) {
    testing::RegisterTest("JsonSchemaSuite", plain(relative).c_str(), nullptr, nullptr, __FILE__,
                          __LINE__, []() -> UnreadableFile* { return new UnreadableFile; });
    return;
  }
  auto tree = std::make_shared<json::Tree>(std::move(*read));
  std::map<std::string, int> seen;
  for (const json::Value& group_value : tree->root().elements()) {
    auto group = std::make_shared<Group>(Group{tree, group_value.find("schema"), dialect,
                                               asserts ? Format::Assert : Format::Annotate});
    for (const json::Value& test : group_value.find("tests")->elements()) {
      std::string name = fmt::format("{}/{}/{}", relative.substr(0, relative.size() - 5),
                                     plain(group_value.find("description")->as_string()),
                                     plain(test.find("description")->as_string()));
      if (const int again = ++seen[name]; again > 1) name += fmt::format("_{}", again);
      const Case one{group, test.find("data"), test.find("valid")->as_boolean(),
                     known.contains(fmt::format("{}/{}", draft, name))};
      ++scores()[std::string(draft)].registered;
      const std::string suite_name = fmt::format("JsonSchemaSuite/{}", draft);
      testing::RegisterTest(
          suite_name.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
          [draft = std::string(draft), one]() -> SuiteCase* { return new SuiteCase(draft, one); });
    }
  }
}

void register_all() {
  const std::set<std::string> known = known_failures();
  for (const auto& [draft, dialect] : kDrafts) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(suite() / "tests" / draft)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const auto& file : files) register_file(draft, dialect, file, known);
  }
  testing::RegisterTest("JsonSchemaSuiteScores", "StandInTheReadme", nullptr, nullptr, __FILE__,
                        __LINE__, []() -> ReadmeIsTrue* { return new ReadmeIsTrue; });
}

TEST(JsonSchemaSuiteData, IsThere) {
  if (!std::filesystem::exists(suite())) GTEST_SKIP() << "no suite in HOLOTYPE_DATA";
}

}  // namespace
}  // namespace holotype::schema

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (std::filesystem::exists(holotype::schema::suite())) holotype::schema::register_all();
  testing::AddGlobalTestEnvironment(new holotype::schema::ReportScores);
  return RUN_ALL_TESTS();
}
