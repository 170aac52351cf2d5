// Real descriptions: they load without findings, within bounds of time and memory, and what they
// refer to is there.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <unordered_set>

#include "document/library.h"
#include "patience.h"

namespace holotype::document {
namespace {

const std::filesystem::path kDescriptions = std::filesystem::path(HOLOTYPE_DATA) / "descriptions";

std::string lines(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += to_line(diagnostic) + "\n";
  return text;
}

TEST(DescriptionTest, LoadWithoutFindings) {
  if (!std::filesystem::is_directory(kDescriptions))
    GTEST_SKIP() << kDescriptions << " is not there";
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kDescriptions)) {
    if (!entry.is_regular_file()) continue;
    ++count;
    Library library(std::make_shared<FolderReader>(std::vector{kDescriptions}));
    const auto file = library.open(entry.path().string());
    ASSERT_TRUE(file) << lines(file.error());
    EXPECT_TRUE((*file)->root().is_object()) << entry.path();
    EXPECT_EQ(lines(library.findings()), "");
    // Arenas begin at the size of the text: small files, and those alone, are dominated by that.
    EXPECT_LE((*file)->memory_bytes(), 6 * (*file)->text_bytes() + 8192) << entry.path();
  }
  EXPECT_GT(count, 40);
}

TEST(DescriptionTest, LargeJsonLoadsFast) {
  const auto path = kDescriptions / "github-api.json";
  if (!std::filesystem::is_regular_file(path)) GTEST_SKIP() << path << " is not there";
  const auto start = std::chrono::steady_clock::now();
  Library library(std::make_shared<FolderReader>(std::vector{kDescriptions}));
  ASSERT_TRUE(library.open(path.string()));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  RecordProperty("milliseconds", std::to_string(seconds.count() * 1000));
  // 13 MB in about 0.07 s, optimised; the bound leaves room for sanitizers and busy machines.
  EXPECT_LT(seconds.count(), 3.0 * kPatience);
}

// The DigitalOcean description: 2,907 files that refer to each other.
class Tree {
 public:
  explicit Tree(std::filesystem::path folder)
      : library(std::make_shared<FolderReader>(std::vector{folder})) {}

  // Resolves every `$ref` of the file and of the files that they lead to.
  void visit_file(const File* file) {
    if (!visited_.insert(file).second) return;
    visit({file, &file->root()});
  }

  Library library;
  std::size_t references = 0;
  Diagnostics failures;

 private:
  void visit(const Node& node) {
    for (const json::Member& member : node.value->members()) {
      if (member.name() == "$ref" && member.value.is_string()) {
        resolve({node.file, &member.value});
      } else {
        visit({node.file, &member.value});
      }
    }
    for (const json::Value& element : node.value->elements()) visit({node.file, &element});
  }

  void resolve(const Node& reference) {
    ++references;
    const auto target = library.resolve(reference, reference.value->as_string());
    if (!target) {
      failures.push_back(target.error());
    } else {
      visit_file(target->file);
    }
  }

  std::unordered_set<const File*> visited_;
};

TEST(DescriptionTest, EveryReferenceOfALargeTreeResolves) {
  const auto folder = kDescriptions / "digitalocean-tree";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << folder << " is not there";
  const auto entry = [&] {
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
      if (each.path().filename() == "DigitalOcean-public.v2.yaml") return each.path();
    }
    return std::filesystem::path();
  }();
  const auto start = std::chrono::steady_clock::now();
  Tree tree(folder);
  const auto file = tree.library.open(entry.string());
  ASSERT_TRUE(file) << lines(file.error());
  tree.visit_file(*file);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  RecordProperty("seconds", std::to_string(seconds.count()));
  RecordProperty("files", static_cast<int>(tree.library.files().size()));
  RecordProperty("references", static_cast<int>(tree.references));
  EXPECT_EQ(lines(tree.failures), "");
  EXPECT_EQ(lines(tree.library.findings()), "");
  EXPECT_GT(tree.library.files().size(), 2000u);
  EXPECT_LT(seconds.count(), 30.0 * kPatience);
}

}  // namespace
}  // namespace holotype::document
