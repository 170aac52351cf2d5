// The resources of real descriptions, as text: tests/state/expected/NAME.txt is Model::to_text() of
// each. HOLOTYPE_UPDATE=1 in the environment rewrites those that differ: read the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "document/reader.h"
#include "openapi/loaded.h"
#include "state/resource.h"

namespace holotype::state {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Of descriptions of hundreds of operations only the resources named by `only` are listed.
struct Row {
  std::string file;
  std::string expected;
  std::vector<std::string> only = {};
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.file; }

class RealDescriptions : public testing::TestWithParam<Row> {};

TEST_P(RealDescriptions, HaveTheseResources) {
  const Row& row = GetParam();
  const fs::path path = row.file.starts_with("specs/") ? fs::path(HOLOTYPE_SOURCE_DIR) / row.file
                                                       : fs::path(HOLOTYPE_DATA) / row.file;
  if (!fs::exists(path)) GTEST_SKIP() << path << " is not there";
  auto reader = std::make_shared<document::FolderReader>(std::vector<fs::path>{path.parent_path()});
  const auto description =
      openapi::load(std::make_shared<document::Library>(reader), path.string());
  ASSERT_TRUE(description);
  const auto model = Model::derive(*description);
  std::string text = model->to_text();
  if (!row.only.empty()) {
    std::string kept;
    bool is_kept = false;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with(' ')) {
        is_kept = std::ranges::any_of(
            row.only, [&line](const std::string& name) { return line.starts_with(name + " "); });
      }
      if (is_kept) kept += line + "\n";
    }
    text = kept;
  }
  const fs::path expected = fs::path(HOLOTYPE_SOURCE_DIR) / "tests/state/expected" / row.expected;
  if (std::getenv("HOLOTYPE_UPDATE") != nullptr) std::ofstream(expected) << text;
  EXPECT_EQ(text, read_file(expected));
}

INSTANTIATE_TEST_SUITE_P(
    State, RealDescriptions,
    testing::Values(
        Row{"specs/comp-tasks.yaml", "comp-tasks.txt"}, Row{"comp-ai/openapi.json", "comp-ai.txt"},
        Row{"descriptions/oai-petstore-2.0.json", "oai-petstore-2.0.txt"},
        Row{"descriptions/oai-petstore-expanded-3.0.yaml", "oai-petstore-expanded-3.0.txt"},
        Row{"descriptions/osv-petstore-3.2.yaml", "osv-petstore-3.2.txt"},
        Row{"descriptions/core-petstore-3.0.yaml", "core-petstore-3.0.txt"},
        Row{"descriptions/swagger-petstore.yaml", "swagger-petstore.txt"},
        Row{"descriptions/train-travel.yaml", "train-travel.txt"},
        Row{"descriptions/museum.yaml", "museum.txt"},
        Row{"descriptions/scalar-galaxy-3.1.yaml", "scalar-galaxy-3.1.txt"},
        Row{"descriptions/oai-link-example-3.0.json", "oai-link-example-3.0.txt"},
        Row{"descriptions/stripe-2022-02.json",
            "stripe.txt",
            {"/v1/customers", "/v1/customers/{customer}/sources", "/v1/charges", "/v1/invoices",
             "/v1/subscriptions", "/v1/account/capabilities"}},
        Row{"descriptions/twilio-api-v2010.json",
            "twilio.txt",
            {"/2010-04-01/Accounts.json", "/2010-04-01/Accounts/{AccountSid}/Messages.json"}},
        Row{"descriptions/kubernetes.json",
            "kubernetes.txt",
            {"/api/v1/namespaces", "/api/v1/namespaces/{namespace}/pods"}},
        Row{"descriptions/github-api.json",
            "github.txt",
            {"/gists", "/gists/{gist_id}/comments", "/orgs/{org}/members",
             "/repos/{owner}/{repo}/issues", "/repos/{owner}/{repo}/labels",
             "/repos/{owner}/{repo}/issues/{issue_number}/labels"}}),
    [](const auto& row) {
      std::string name = row.param.expected;
      std::ranges::replace_if(
          name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
      return name;
    });

}  // namespace
}  // namespace holotype::state
