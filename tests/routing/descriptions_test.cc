// Every operation of every real description routes to itself when its template is filled in.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "document/library.h"
#include "document/reader.h"
#include "openapi/description.h"
#include "routing/router.h"

namespace holotype::routing {
namespace {

namespace fs = std::filesystem;

// The template with each parameter replaced by a value that no literal of it has.
std::string fill(std::string_view path) {
  std::string filled;
  while (true) {
    const std::size_t open = path.find('{');
    const std::size_t close = open == std::string_view::npos ? open : path.find('}', open);
    filled += path.substr(0, open);
    if (close == std::string_view::npos) return filled;
    filled += "zq7";
    path.remove_prefix(close + 1);
  }
}

// Whether `operation` is reached with and without each of its base paths.
void expect_reached(const Router& router, const openapi::Operation& operation) {
  std::string path = fill(operation.path);
  path = path.substr(0, path.find('#'));
  const std::size_t question = path.find('?');
  const std::string query = question == std::string::npos ? "" : path.substr(question + 1);
  path = path.substr(0, question);
  std::set<std::string> bases = {operation.servers.empty() ? "" : operation.servers[0].base_path};
  for (const openapi::Server& server : operation.servers) {
    bases.insert(server.base_paths.begin(), server.base_paths.end());
  }
  for (const std::string& base : bases) {
    const std::string full = base + path;
    const Outcome outcome = router.match(operation.method, full, query);
    const auto* match = std::get_if<Match>(&outcome);
    EXPECT_TRUE(match != nullptr && match->operation == &operation)
        << operation.method << " " << full << " of " << operation.path << " routes to "
        << (match != nullptr ? match->operation->path : "nothing");
  }
}

TEST(DescriptionsTest, EveryOperationRoutesToItself) {
  const fs::path folder = fs::path(HOLOTYPE_DATA) / "descriptions";
  if (std::string_view(HOLOTYPE_DATA).empty() || !fs::is_directory(folder)) {
    GTEST_SKIP() << "no descriptions in HOLOTYPE_DATA (" << folder << ")";
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::size_t operations = 0;
  for (const fs::path& file : files) {
    const auto extension = file.extension();
    if (extension != ".json" && extension != ".yaml" && extension != ".yml") continue;
    const auto library = std::make_shared<document::Library>(
        std::make_shared<document::FolderReader>(std::vector<fs::path>{folder}));
    const auto description = openapi::load(library, file.string());
    if (!description) continue;  // not an OpenAPI document: tests/openapi says which
    const Router router(**description);
    for (const openapi::Operation& operation : (*description)->operations) {
      const bool is_shadowed = std::ranges::any_of(
          router.clashes(), [&](const Clash& clash) { return clash.shadowed == &operation; });
      if (!is_shadowed) expect_reached(router, operation);
    }
    operations += (*description)->operations.size();
  }
  EXPECT_GT(operations, 1000u);
  RecordProperty("operations", static_cast<int>(operations));
}

}  // namespace
}  // namespace holotype::routing
