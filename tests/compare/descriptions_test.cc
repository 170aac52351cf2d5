// Every description of the collection, compared with itself read twice, has changed in nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "compare/compared.h"

namespace holotype::compare {
namespace {

namespace fs = std::filesystem;

// Paths below HOLOTYPE_DATA; empty where there is no such folder.
std::vector<std::string> description_files() {
  const fs::path data(HOLOTYPE_DATA);
  if (!fs::is_directory(data / "descriptions")) return {};
  std::vector<std::string> files{
      "comp-ai/openapi.json",
      "descriptions/digitalocean-tree/specification/DigitalOcean-public.v2.yaml"};
  for (const auto& entry : fs::directory_iterator(data / "descriptions")) {
    if (entry.is_regular_file())
      files.push_back("descriptions/" + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

SharedDescription load_file(const fs::path& path) {
  auto reader = std::make_shared<document::FolderReader>(std::vector<fs::path>{path.parent_path()});
  auto loaded = openapi::load(std::make_shared<document::Library>(reader), path.string());
  EXPECT_TRUE(loaded);
  return loaded ? *loaded : nullptr;
}

class Descriptions : public testing::TestWithParam<std::string> {};

TEST_P(Descriptions, HaveNotChanged) {
  const fs::path path = fs::path(HOLOTYPE_DATA) / GetParam();
  const auto older = load_file(path);
  const auto newer = load_file(path);
  ASSERT_TRUE(older && newer);
  const auto begin = std::chrono::steady_clock::now();
  const auto findings = compare(*older, *newer);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  std::printf("%-44s %8.1f ms\n", path.filename().c_str(), took.count());
  EXPECT_EQ(findings.size(), 0u);
  for (std::size_t i = 0; i < findings.size() && i < 5; ++i)
    std::printf("  %s\n", to_line(findings[i]).c_str());
  EXPECT_EQ(compare(*older, *newer, {.tells_compatible = true}).size(), findings.size());
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Collection, Descriptions, testing::ValuesIn(description_files()),
                         test_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Descriptions);

TEST(DescriptionsOfOthers, AreThere) {
  if (description_files().empty()) {
    GTEST_SKIP() << "no collection of descriptions in HOLOTYPE_DATA (\"" HOLOTYPE_DATA "\")";
  }
}

}  // namespace
}  // namespace holotype::compare
