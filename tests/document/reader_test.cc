#include "document/reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "document/temporary_folder.h"
#include "document/uri.h"

namespace holotype::document {
namespace {

using Reason = ReadFailure::Reason;

// allowed/{a.yaml, sub/b.yaml, "c d.yaml", link -> ../secret, inside -> a.yaml}, secret/s.yaml,
// allowed-not/n.yaml
class FolderReaderTest : public testing::Test {
 protected:
  FolderReaderTest() {
    folder.write("allowed/a.yaml", "a: 1");
    folder.write("allowed/sub/b.yaml", "b: 1");
    folder.write("allowed/c d.yaml", "c: 1");
    folder.write("secret/s.yaml", "s: 1");
    folder.write("allowed-not/n.yaml", "n: 1");
    std::filesystem::create_directory_symlink(folder.path() / "secret",
                                              folder.path() / "allowed/link");
    std::filesystem::create_symlink("a.yaml", folder.path() / "allowed/inside");
    mkfifo((folder.path() / "allowed/pipe").c_str(), 0600);
  }

  TemporaryFolder folder;
};

TEST_F(FolderReaderTest, ReadsBelowItsFoldersOnly) {
  struct Row {
    const char* path;
    const char* text;  // null: not read
    Reason reason;
    const char* message;  // a part of it
  };
  const Row rows[] = {
      {"allowed/a.yaml", "a: 1", {}, ""},
      {"allowed/sub/b.yaml", "b: 1", {}, ""},
      {"allowed/sub/../a.yaml", "a: 1", {}, ""},
      {"allowed/c%20d.yaml", "c: 1", {}, ""},
      {"allowed/inside", "a: 1", {}, ""},
      {"allowed/none.yaml", nullptr, Reason::Missing, "there is no file"},
      {"allowed/a.yaml/b", nullptr, Reason::Missing, "there is no file"},
      {"allowed/sub", nullptr, Reason::Broken, "is not a regular file"},
      {"allowed/pipe", nullptr, Reason::Broken, "is not a regular file"},
      {"secret/s.yaml", nullptr, Reason::Forbidden, "--allow-path"},
      {"secret/none.yaml", nullptr, Reason::Forbidden, "--allow-path"},
      {"allowed-not/n.yaml", nullptr, Reason::Forbidden, "--allow-path"},
      {"allowed/../secret/s.yaml", nullptr, Reason::Forbidden, "--allow-path"},
      {"allowed/..%2Fsecret/s.yaml", nullptr, Reason::Forbidden, "--allow-path"},
      {"allowed/link/s.yaml", nullptr, Reason::Forbidden, "secret"},
      {"allowed/link/../a.yaml", "a: 1", {}, ""},
  };
  FolderReader reader({folder.path() / "allowed"});
  for (const Row& row : rows) {
    const auto uri = resolve_uri(file_uri(folder.path().string()) + "/", row.path);
    ASSERT_TRUE(uri);
    const auto text = reader.read(*uri);
    ASSERT_EQ(text.has_value(), row.text != nullptr)
        << row.path << (text ? "" : text.error().message);
    if (text) {
      EXPECT_EQ(*text, row.text) << row.path;
    } else {
      EXPECT_EQ(text.error().reason, row.reason) << row.path << ": " << text.error().message;
      EXPECT_NE(text.error().message.find(row.message), std::string::npos) << text.error().message;
    }
  }
}

TEST_F(FolderReaderTest, ReadsMoreWhereAllowed) {
  FolderReader reader({folder.path() / "allowed"});
  const std::string uri = file_uri((folder.path() / "secret/s.yaml").string());
  EXPECT_FALSE(reader.read(uri));
  reader.allow(folder.path() / "secret");
  EXPECT_EQ(reader.read(uri), "s: 1");
}

TEST_F(FolderReaderTest, AFolderThatIsNotThereIsAllowedAllTheSame) {
  FolderReader reader({"no-such-folder"});
  EXPECT_EQ(reader.read(file_uri("no-such-folder/a.yaml")).error().reason, Reason::Missing);
}

TEST_F(FolderReaderTest, ReadsMappedPrefixesFromAFolder) {
  FolderReader reader({});
  reader.map("http://localhost:1234/", folder.path() / "allowed");
  EXPECT_EQ(reader.read("http://localhost:1234/sub/b.yaml"), "b: 1");
  EXPECT_EQ(reader.read("http://localhost:1234/..%2Fsecret/s.yaml").error().reason,
            Reason::Forbidden);
  EXPECT_EQ(reader.read("http://localhost:1234/none.yaml").error().reason, Reason::Missing);
}

TEST_F(FolderReaderTest, RefusesOtherSchemes) {
  FolderReader reader({"/"});
  for (const char* uri : {"http://localhost/a.yaml", "https://example.com/a.yaml"}) {
    const auto text = reader.read(uri);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().reason, Reason::Forbidden);
    EXPECT_NE(text.error().message.find("save it beside the description"), std::string::npos);
  }
  for (const char* uri :
       {"ftp://example.com/a.yaml", "memory:a.yaml", "file://elsewhere/a.yaml", "file:///a%00b"}) {
    EXPECT_EQ(reader.read(uri).error().reason, Reason::Forbidden) << uri;
  }
}

TEST(MemoryReaderTest, FindsTextsByNormalForm) {
  MemoryReader reader(std::map<std::string, std::string>{{"HTTP://Example.com:80/a.yaml", "a: 1"}});
  reader.put("memory:b.yaml#", "b: 1");
  EXPECT_EQ(reader.read("http://example.com/a.yaml"), "a: 1");
  EXPECT_EQ(reader.read("memory:b.yaml"), "b: 1");
  EXPECT_EQ(reader.read("memory:c.yaml").error().reason, Reason::Missing);
}

}  // namespace
}  // namespace holotype::document
