// The real descriptions that tests go through: those of the shared data.
#pragma once

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace holotype {

// Files in order: all of HOLOTYPE_DATA/descriptions, Comp AI's, and the document at the root of
// DigitalOcean's tree. Empty where there is no such folder.
inline std::vector<std::filesystem::path> real_descriptions() {
  namespace fs = std::filesystem;
  const fs::path data(HOLOTYPE_DATA);
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(data / "descriptions", error)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  if (files.empty()) return files;
  files.push_back(data / "comp-ai/openapi.json");
  files.push_back(data /
                  "descriptions/digitalocean-tree/specification/DigitalOcean-public.v2.yaml");
  std::ranges::sort(files);
  return files;
}

// "descriptions_github_api_json": what GoogleTest allows in a name.
inline std::string name_of(const std::filesystem::path& file) {
  std::string name = std::filesystem::path(file).lexically_relative(HOLOTYPE_DATA).string();
  std::ranges::replace_if(
      name, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

}  // namespace holotype

// A test of every real description as the parameter, by TEST_P(SUITE, ...); skipped where there are
// none.
#define HOLOTYPE_INSTANTIATE_FOR_REAL_DESCRIPTIONS(suite)                                       \
  INSTANTIATE_TEST_SUITE_P(Collection, suite, testing::ValuesIn(real_descriptions()),           \
                           [](const auto& about) { return ::holotype::name_of(about.param); }); \
  GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(suite);                                         \
  TEST(suite##OfOthers, AreThere) {                                                             \
    if (real_descriptions().empty())                                                            \
      GTEST_SKIP() << "no descriptions in HOLOTYPE_DATA (\"" HOLOTYPE_DATA "\")";               \
  }                                                                                             \
  static_assert(true)
