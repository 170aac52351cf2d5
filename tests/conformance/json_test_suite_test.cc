// JSONTestSuite: what RFC 8259 accepts (y_) must be read, and be the same once written and read
// again; what it does not (n_) must be refused; what it leaves open (i_) must do either, and be
// sound where it is read.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/utf8.h"
#include "json/text.h"

namespace holotype::json {
namespace {

const std::filesystem::path kSuite =
    std::filesystem::path(HOLOTYPE_DATA) / "suites" / "json-test-suite" / "test_parsing";

std::vector<std::filesystem::path> load_paths() {
  std::vector<std::filesystem::path> paths;
  if (!std::filesystem::is_directory(kSuite)) return paths;
  for (const auto& entry : std::filesystem::directory_iterator(kSuite)) paths.push_back(entry);
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

class JsonTestSuite : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(JsonTestSuite, Conforms) {
  const char kind = GetParam().filename().string().front();
  const std::string text = bytes_of(GetParam());
  const auto tree = read(text);
  if (!tree) {
    EXPECT_NE(kind, 'y') << tree.error().message << " at byte " << tree.error().offset;
    EXPECT_LE(tree.error().offset, text.size());
    EXPECT_TRUE(tree.error().message.ends_with('.')) << tree.error().message;
    return;
  }
  EXPECT_NE(kind, 'n') << text;
  const std::string written = write(tree->root());
  EXPECT_EQ(utf8::valid_prefix(written), written.size()) << written;
  const auto again = read(written);
  ASSERT_TRUE(again) << written;
  EXPECT_TRUE(equal(again->root(), tree->root())) << written;
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& row) {
  std::string name = row.param.stem().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return std::to_string(row.index) + "_" + name;  // names that differ in punctuation alone
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(JsonTestSuite);
INSTANTIATE_TEST_SUITE_P(Cases, JsonTestSuite, testing::ValuesIn(load_paths()), test_name);

TEST(JsonTestSuiteTest, IsThere) {
  if (!std::filesystem::is_directory(kSuite)) GTEST_SKIP() << kSuite << " is not there";
  EXPECT_GT(load_paths().size(), 300u);
}

}  // namespace
}  // namespace holotype::json
