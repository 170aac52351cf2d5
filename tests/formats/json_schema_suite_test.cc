// The official JSON Schema test suite: every case of every format, in every edition.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "formats/format.h"
#include "json/text.h"

namespace holotype::formats {
namespace {

struct Folder {
  const char* path;
  Edition edition;
};

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// What {"format": F} says: only strings can break it, and only where the edition knows F.
bool holds(std::string_view format, Edition edition, const json::Value& instance) {
  const Format* found = find(format, edition);
  return found == nullptr || !instance.is_string() || found->predicate(instance.as_string());
}

int check_file(const std::filesystem::path& path, Edition edition) {
  const auto suite = json::read(contents(path));
  EXPECT_TRUE(suite) << path;
  int cases = 0;
  if (!suite) return cases;
  for (const json::Value& group : suite->root().elements()) {
    const std::string_view format = group.find("schema")->find("format")->as_string();
    EXPECT_TRUE(find(format, edition) != nullptr || format == "unknown") << path << ": " << format;
    for (const json::Value& test : group.find("tests")->elements()) {
      const json::Value& instance = *test.find("data");
      EXPECT_EQ(holds(format, edition, instance), test.find("valid")->as_boolean())
          << path << ": " << test.find("description")->as_string() << ": " << json::write(instance);
      ++cases;
    }
  }
  return cases;
}

TEST(JsonSchemaSuiteTest, FormatsGiveTheVerdictsOfTheSuite) {
  const std::filesystem::path tests =
      std::filesystem::path(HOLOTYPE_DATA) / "suites/json-schema-test-suite/tests";
  if (!std::filesystem::exists(tests)) GTEST_SKIP() << "no JSON Schema test suite at " << tests;
  const Folder kFolders[] = {
      {"draft4/optional/format", Edition::Draft4},
      {"draft6/optional/format", Edition::Draft6},
      {"draft7/optional/format", Edition::Draft7},
      {"draft2019-09/optional/format", Edition::Draft2019},
      {"draft2020-12/optional/format", Edition::Draft2020},
      {"draft2020-12/optional/format", Edition::OpenApi},
      {"v1/format", Edition::Draft2020},
  };
  int cases = 0;
  for (const Folder& folder : kFolders) {
    for (const auto& file : std::filesystem::directory_iterator(tests / folder.path)) {
      cases += check_file(file.path(), folder.edition);
    }
  }
  EXPECT_GT(cases, 3'000);
  RecordProperty("cases", cases);
}

}  // namespace
}  // namespace holotype::formats
