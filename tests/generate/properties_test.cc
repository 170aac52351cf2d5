// What holds for every schema: a generated value satisfies it, and nothing but the seed decides it.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "generate/workbench.h"

namespace holotype::generate {
namespace {

namespace fs = std::filesystem;
using document::Node;
using schema::Dialect;

std::string data_folder() { return HOLOTYPE_DATA; }

std::set<std::string> known_failures() {
  std::set<std::string> known;
  std::ifstream file(fs::path(HOLOTYPE_SOURCE_DIR) / "tests/generate/known_failures.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    known.insert(line.substr(0, line.find('\t')));
  }
  return known;
}

struct Score {
  int schemas = 0;
  int made = 0;
  std::vector<std::string> failed;

  void count(const std::string& name, bool is_valid) {
    ++schemas;
    if (is_valid) {
      ++made;
    } else {
      failed.push_back(name);
    }
  }
  // Every failure is a known one, and every known one of this family still fails.
  void expect_as_known(const std::string& family) const {
    std::printf("%s: %d of %d schemas have a valid value\n", family.c_str(), made, schemas);
    const std::set<std::string> known = known_failures();
    for (const std::string& name : failed) {
      EXPECT_TRUE(known.contains(name)) << "no valid value for " << name;
    }
    for (const std::string& name : known) {
      if (!name.starts_with(family)) continue;
      EXPECT_TRUE(std::ranges::find(failed, name) != failed.end())
          << name << " is in known_failures.txt and has a value";
    }
  }
};

// Whether strictly valid values come out in both modes.
bool makes_valid(const Generator& generator) {
  for (Options options :
       {Options{.seed = 0, .mode = Mode::Static}, Options{.seed = 0, .mode = Mode::Dynamic},
        Options{.seed = 7, .mode = Mode::Dynamic},
        Options{.seed = 20240115, .mode = Mode::Dynamic}}) {
    json::Arena arena;
    options.examples = Examples::Checked;
    const Generated made = generator.generate(options, arena);
    if (!made.value || !made.findings.empty()) return false;
    if (!generator.schema().accepts(*made.value)) return false;
  }
  return true;
}

Dialect dialect_of_description(const json::Value& root) {
  if (root.find("swagger") != nullptr) return Dialect::Swagger20;
  const json::Value* version = root.find("openapi");
  const bool is_30 =
      version != nullptr && version->is_string() && version->as_string().starts_with("3.0");
  return is_30 ? Dialect::OpenApi30 : Dialect::OpenApi31;
}

TEST(PropertiesTest, ValuesForDescriptionsAreValid) {
  const fs::path folder = fs::path(data_folder()) / "descriptions";
  if (!fs::is_directory(folder)) GTEST_SKIP() << "no descriptions in HOLOTYPE_DATA";
  std::vector<fs::path> paths = {fs::path(data_folder()) / "comp-ai" / "openapi.json"};
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  const char* only = std::getenv("HOLOTYPE_ONLY");
  Score score;
  for (const fs::path& path : paths) {
    if (only != nullptr && path.filename().string().find(only) == std::string::npos) continue;
    auto reader = std::make_shared<document::FolderReader>(std::vector{path.parent_path()});
    document::Library library(reader);
    schema::Compiler compiler(library);
    Planner planner(compiler);
    const auto file = library.open(path.string());
    if (!file) continue;
    const Node root{*file, &(*file)->root()};
    const Node definitions = root.member("definitions");
    const Node schemas = definitions ? definitions : root.member("components").member("schemas");
    if (!schemas) continue;
    const auto start = std::chrono::steady_clock::now();
    const int before = score.schemas;
    for (const json::Member& member : schemas.value->members()) {
      const schema::Options options{.dialect = dialect_of_description((*file)->root()),
                                    .direction = schema::Direction::Response};
      const auto compiled = compiler.compile({*file, &member.value}, options).schema;
      const auto generator = planner.plan(compiled);
      score.count("description " + path.filename().string() + " " + std::string(member.name()),
                  makes_valid(*generator));
    }
    const auto spent = std::chrono::steady_clock::now() - start;
    std::printf("%8.1f ms %5d %s\n", std::chrono::duration<double, std::milli>(spent).count(),
                score.schemas - before, path.filename().c_str());
    std::fflush(stdout);
  }
  score.expect_as_known("description ");
}

TEST(PropertiesTest, ValuesForTheOfficialSuiteAreValid) {
  const fs::path suite = fs::path(data_folder()) / "suites" / "json-schema-test-suite";
  if (!fs::is_directory(suite)) GTEST_SKIP() << "no json-schema-test-suite in HOLOTYPE_DATA";
  struct Draft {
    const char* folder;
    Dialect dialect;
  };
  constexpr Draft kDrafts[] = {{"draft4", Dialect::Draft4},
                               {"draft6", Dialect::Draft6},
                               {"draft7", Dialect::Draft7},
                               {"draft2019-09", Dialect::Draft2019},
                               {"draft2020-12", Dialect::Draft2020}};
  Score score;
  for (const Draft& draft : kDrafts) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(suite / "tests" / draft.folder)) {
      if (entry.path().extension() == ".json") paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    auto reader = std::make_shared<document::FolderReader>(std::vector{suite});
    reader->map("http://localhost:1234/", suite / "remotes");
    for (const fs::path& path : paths) {
      document::Library library(reader);
      schema::Compiler compiler(library);
      Planner planner(compiler);
      const auto file = library.open(path.string());
      if (!file) continue;
      for (std::size_t i = 0; i < (*file)->root().elements().size(); ++i) {
        const json::Value& group = (*file)->root().elements()[i];
        // Where the suite has a valid instance, there is one to be found.
        const bool is_satisfiable = std::ranges::any_of(
            group.find("tests")->elements(),
            [](const json::Value& test) { return test.find("valid")->as_boolean(); });
        if (!is_satisfiable) continue;
        const schema::Options options{.dialect = draft.dialect};
        const auto compiled = compiler.compile({*file, group.find("schema")}, options).schema;
        const auto generator = planner.plan(compiled);
        score.count("suite " + std::string(draft.folder) + "/" + path.stem().string() + ": " +
                        std::string(group.find("description")->as_string()),
                    makes_valid(*generator));
      }
    }
  }
  score.expect_as_known("suite ");
}

}  // namespace
}  // namespace holotype::generate
