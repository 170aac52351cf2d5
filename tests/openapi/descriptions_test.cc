// Every description of the collection loads. Prints what each took and had, so that a jump in
// either is seen; HOLOTYPE_FINDINGS=NAME prints the findings of the file of that name.
#include <gtest/gtest.h>

#include <algorithm>
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

std::vector<fs::path> description_files() {
  const fs::path data(HOLOTYPE_DATA);
  std::vector<fs::path> files{data / "comp-ai/openapi.json"};
  for (const auto& entry : fs::directory_iterator(data / "descriptions")) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  files.push_back(data / "descriptions/digitalocean-tree/specification/DigitalOcean-public.v2.yaml");
  std::sort(files.begin(), files.end());
  return files;
}

void print_findings(const Description& description, const std::string& name) {
  const char* wanted = std::getenv("HOLOTYPE_FINDINGS");
  if (wanted == nullptr || name != wanted) return;
  for (const auto& finding : description.findings) {
    std::printf("  %s\n", diagnostic::to_line(finding).c_str());
  }
}

TEST(Descriptions, Load) {
  if (!fs::is_directory(fs::path(HOLOTYPE_DATA) / "descriptions")) {
    GTEST_SKIP() << "no collection of descriptions in HOLOTYPE_DATA (\"" HOLOTYPE_DATA "\")";
  }
  for (const fs::path& path : description_files()) {
    SCOPED_TRACE(path);
    auto reader = std::make_shared<document::FolderReader>(
        std::vector<fs::path>{path.parent_path()});
    const auto begin = std::chrono::steady_clock::now();
    const auto loaded = load(std::make_shared<document::Library>(reader), path.string());
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - begin;
    ASSERT_TRUE(loaded) << diagnostic::to_line(loaded.error().front());
    const Description& description = **loaded;
    std::printf("%-40s %8.1f ms %5zu operations %5zu findings\n", path.filename().c_str(),
                took.count(), description.operations.size(), description.findings.size());
    print_findings(description, path.filename());
    const bool has_requests = !description.operations.empty() || !description.webhooks.empty();
    EXPECT_TRUE(has_requests || path.filename() == "oai-tags-3.2.json");
  }
}

}  // namespace
}  // namespace holotype::openapi
