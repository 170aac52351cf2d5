#include "document/named_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "document/temporary_folder.h"

namespace holotype::document {
namespace {

using Reason = ReadFailure::Reason;
using testing::EndsWith;

class NamedFileTest : public testing::Test {
 protected:
  std::string at(const char* name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
};

TEST_F(NamedFileTest, ReadsAllBytes) {
  const std::string text = std::string(200'000, 'x') + '\0' + "\r\n";
  std::ofstream(at("a.json"), std::ios::binary) << text;
  EXPECT_EQ(read_named_file(at("a.json")).value(), text);
  std::ofstream(at("empty.json")).close();
  EXPECT_EQ(read_named_file(at("empty.json")).value(), "");
}

TEST_F(NamedFileTest, ReadsAPipe) {
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  std::thread writer([this] { std::ofstream(at("pipe")) << "[1]"; });
  EXPECT_EQ(read_named_file(at("pipe")).value(), "[1]");
  writer.join();
}

TEST_F(NamedFileTest, SaysWhyNot) {
  const auto missing = read_named_file(at("missing.json"));
  EXPECT_EQ(missing.error().reason, Reason::Missing);
  EXPECT_EQ(missing.error().message, "there is no file " + at("missing.json"));
  const auto folder = read_named_file(folder_.path().string());
  EXPECT_EQ(folder.error().reason, Reason::Broken);
  EXPECT_THAT(folder.error().message, EndsWith(" is a folder"));
  const auto endless = read_named_file("/dev/zero");
  EXPECT_EQ(endless.error().reason, Reason::TooLarge);
  EXPECT_EQ(endless.error().message, "/dev/zero has more than 268435455 bytes");
}

}  // namespace
}  // namespace holotype::document
