// Every description of the collection loads. Prints what each took and had, so that a jump in
// either is seen; HOLOTYPE_FINDINGS=1 in the environment prints the findings too.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "document/reader.h"
#include "openapi/description.h"

namespace holotype::openapi {
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
    if (entry.is_regular_file()) {
      files.push_back("descriptions/" + entry.path().filename().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Descriptions : public testing::TestWithParam<std::string> {};

TEST_P(Descriptions, Loads) {
  const fs::path path = fs::path(HOLOTYPE_DATA) / GetParam();
  auto reader = std::make_shared<document::FolderReader>(std::vector<fs::path>{path.parent_path()});
  const auto begin = std::chrono::steady_clock::now();
  const auto loaded = load(std::make_shared<document::Library>(reader), path.string());
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  ASSERT_TRUE(loaded) << diagnostic::to_line(loaded.error().front());
  const Description& description = **loaded;
  std::printf("%-44s %8.1f ms %5zu operations %4zu findings\n", path.filename().c_str(),
              took.count(), description.operations.size(), description.findings.size());
  if (std::getenv("HOLOTYPE_FINDINGS") != nullptr) {
    for (const auto& finding : description.findings) {
      std::printf("  %s\n", diagnostic::to_line(finding).c_str());
    }
  }
  EXPECT_FALSE(description.operations.empty() && description.webhooks.empty());
  for (const Operation& operation : description.operations) {
    EXPECT_FALSE(operation.servers.empty()) << operation.id;
    EXPECT_EQ(description.find(operation.method + " " + operation.path), &operation);
  }
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
}  // namespace holotype::openapi
