// Every description of the collection, compared with itself read twice, has changed in nothing.
#include "descriptions.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "compare/compared.h"

namespace holotype::compare {
namespace {

namespace fs = std::filesystem;

SharedDescription load_file(const fs::path& path) {
  auto reader = std::make_shared<document::FolderReader>(std::vector<fs::path>{path.parent_path()});
  auto loaded = openapi::load(std::make_shared<document::Library>(reader), path.string());
  EXPECT_TRUE(loaded);
  return loaded ? *loaded : nullptr;
}

class Descriptions : public testing::TestWithParam<fs::path> {};

TEST_P(Descriptions, HaveNotChanged) {
  const fs::path& path = GetParam();
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

HOLOTYPE_INSTANTIATE_FOR_REAL_DESCRIPTIONS(Descriptions);

}  // namespace
}  // namespace holotype::compare
