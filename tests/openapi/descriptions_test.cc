// Every description of the collection loads. Prints what each took and had, so that a jump in
// either is seen; HOLOTYPE_FINDINGS=1 in the environment prints the findings too.
#include "descriptions.h"

#include <gtest/gtest.h>

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

class Descriptions : public testing::TestWithParam<fs::path> {};

TEST_P(Descriptions, Loads) {
  const fs::path& path = GetParam();
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

HOLOTYPE_INSTANTIATE_FOR_REAL_DESCRIPTIONS(Descriptions);

}  // namespace
}  // namespace holotype::openapi
