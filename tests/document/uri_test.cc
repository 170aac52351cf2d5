#include "document/uri.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace holotype::document {
namespace {

TEST(UriTest, ResolvesAgainstABase) {
  struct Row {
    const char* base;
    const char* reference;
    const char* expected;
  };
  const Row rows[] = {
      // RFC 3986 section 5.4.1: normal examples.
      {"http://a/b/c/d;p?q", "g:h", "g:h"},
      {"http://a/b/c/d;p?q", "g", "http://a/b/c/g"},
      {"http://a/b/c/d;p?q", "./g", "http://a/b/c/g"},
      {"http://a/b/c/d;p?q", "g/", "http://a/b/c/g/"},
      {"http://a/b/c/d;p?q", "/g", "http://a/g"},
      {"http://a/b/c/d;p?q", "//g", "http://g/"},
      {"http://a/b/c/d;p?q", "?y", "http://a/b/c/d;p?y"},
      {"http://a/b/c/d;p?q", "g?y", "http://a/b/c/g?y"},
      {"http://a/b/c/d;p?q", "#s", "http://a/b/c/d;p?q#s"},
      {"http://a/b/c/d;p?q", "g#s", "http://a/b/c/g#s"},
      {"http://a/b/c/d;p?q", "g?y#s", "http://a/b/c/g?y#s"},
      {"http://a/b/c/d;p?q", ";x", "http://a/b/c/;x"},
      {"http://a/b/c/d;p?q", "g;x", "http://a/b/c/g;x"},
      {"http://a/b/c/d;p?q", "g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"http://a/b/c/d;p?q", "", "http://a/b/c/d;p?q"},
      {"http://a/b/c/d;p?q", ".", "http://a/b/c/"},
      {"http://a/b/c/d;p?q", "./", "http://a/b/c/"},
      {"http://a/b/c/d;p?q", "..", "http://a/b/"},
      {"http://a/b/c/d;p?q", "../", "http://a/b/"},
      {"http://a/b/c/d;p?q", "../g", "http://a/b/g"},
      {"http://a/b/c/d;p?q", "../..", "http://a/"},
      {"http://a/b/c/d;p?q", "../../", "http://a/"},
      {"http://a/b/c/d;p?q", "../../g", "http://a/g"},
      // Section 5.4.2: abnormal examples.
      {"http://a/b/c/d;p?q", "../../../g", "http://a/g"},
      {"http://a/b/c/d;p?q", "../../../../g", "http://a/g"},
      {"http://a/b/c/d;p?q", "/./g", "http://a/g"},
      {"http://a/b/c/d;p?q", "/../g", "http://a/g"},
      {"http://a/b/c/d;p?q", "g.", "http://a/b/c/g."},
      {"http://a/b/c/d;p?q", ".g", "http://a/b/c/.g"},
      {"http://a/b/c/d;p?q", "g..", "http://a/b/c/g.."},
      {"http://a/b/c/d;p?q", "..g", "http://a/b/c/..g"},
      {"http://a/b/c/d;p?q", "./../g", "http://a/b/g"},
      {"http://a/b/c/d;p?q", "./g/.", "http://a/b/c/g/"},
      {"http://a/b/c/d;p?q", "g/./h", "http://a/b/c/g/h"},
      {"http://a/b/c/d;p?q", "g/../h", "http://a/b/c/h"},
      {"http://a/b/c/d;p?q", "g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"http://a/b/c/d;p?q", "g;x=1/../y", "http://a/b/c/y"},
      {"http://a/b/c/d;p?q", "g?y/./x", "http://a/b/c/g?y/./x"},
      {"http://a/b/c/d;p?q", "g?y/../x", "http://a/b/c/g?y/../x"},
      {"http://a/b/c/d;p?q", "g#s/./x", "http://a/b/c/g#s/./x"},
      {"http://a/b/c/d;p?q", "g#s/../x", "http://a/b/c/g#s/../x"},
      // Files, and texts in memory, whose paths have no leading slash.
      {"file:///specs/a.yaml", "b.yaml#/x", "file:///specs/b.yaml#/x"},
      {"file:///specs/a.yaml", "../common/b.yaml", "file:///common/b.yaml"},
      {"file:///specs/a.yaml", "%2e%2e/b.yaml", "file:///b.yaml"},
      {"file:///specs/a.yaml", "/etc/passwd", "file:///etc/passwd"},
      {"memory:a.yaml", "b.yaml", "memory:b.yaml"},
      {"memory:specs/a.yaml", "../b.yaml", "memory:b.yaml"},
      {"memory:specs/a.yaml", "sub/b.yaml", "memory:specs/sub/b.yaml"},
      {"http://a", "b", "http://a/b"},
      {"urn:example:root", "#/x", "urn:example:root#/x"},
      // What authors write although RFC 3986 wants it encoded.
      {"file:///a.yaml", "my types.yaml", "file:///my%20types.yaml"},
      {"file:///a.yaml", "#/paths/~1tasks~1{id}", "file:///a.yaml#/paths/~1tasks~1%7Bid%7D"},
      {"file:///a.yaml", "t\xC3\xA4sk.yaml", "file:///t%C3%A4sk.yaml"},
      {"file:///a.yaml", "a#b#c", "file:///a#b%23c"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(resolve_uri(row.base, row.reference), row.expected)
        << row.base << " + " << row.reference;
  }
}

TEST(UriTest, RefusesWhatIsNoReference) {
  const char* const texts[] = {"100%", "a%2", "%zz", "#/a%b", "?%", "//h%/a", "1:2", "a b:c", ":x"};
  for (const char* text : texts) EXPECT_FALSE(Uri::parse(text)) << text;
  EXPECT_FALSE(resolve_uri("a.yaml", "b.yaml")) << "a base must be absolute";
}

TEST(UriTest, HasANormalForm) {
  struct Row {
    const char* text;
    const char* expected;
  };
  const Row rows[] = {
      {"HTTP://Example.COM/%7euser/%2f", "http://example.com/~user/%2F"},
      {"http://u@H:80/", "http://u@h/"},
      {"https://h:443", "https://h/"},
      {"http://h:8080/x", "http://h:8080/x"},
      {"http://h:/x", "http://h/x"},
      {"http://[::1]:80/x", "http://[::1]/x"},
      {"file:/a/./b", "file:///a/b"},
      {"file://localhost/a", "file:///a"},
      {"file:///a%2Bb%20c", "file:///a+b%20c"},
      {"file:///a%2Fb", "file:///a%2Fb"},
      {"a/../b", "a/../b"},
      {"a?#", "a?#"},
  };
  for (const Row& row : rows) {
    const auto uri = Uri::parse(row.text);
    ASSERT_TRUE(uri) << row.text;
    EXPECT_EQ(uri->to_string(), row.expected) << row.text;
    EXPECT_EQ(Uri::parse(uri->to_string()), uri) << row.text << " changes when it is read again";
  }
}

TEST(UriTest, PathsAndFileUrisAreTheSame) {
  struct Row {
    const char* path;
    const char* uri;
  };
  const Row rows[] = {
      {"/specs/a.yaml", "file:///specs/a.yaml"},
      {"/specs/a b#c?d%e.yaml", "file:///specs/a%20b%23c%3Fd%25e.yaml"},
      {"/specs/a+b:c.yaml", "file:///specs/a+b:c.yaml"},
      {"/t\xC3\xA4sk.yaml", "file:///t%C3%A4sk.yaml"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(file_uri(row.path), row.uri);
    EXPECT_EQ(path_of(row.uri), row.path);
    EXPECT_EQ(Uri::parse(row.uri)->to_string(), row.uri) << "a file: URI is in normal form";
  }
  EXPECT_EQ(file_uri("x/../a.yaml"),
            file_uri((std::filesystem::current_path() / "a.yaml").string()));
  EXPECT_EQ(path_of("http://h/a"), std::nullopt);
  EXPECT_EQ(path_of("file://elsewhere/a"), std::nullopt);
  EXPECT_EQ(path_of("file:///a%00b"), std::nullopt);
  EXPECT_EQ(path_of("a.yaml"), std::nullopt);
}

TEST(UriTest, FragmentsAreEncoded) {
  EXPECT_EQ(encode_fragment("/paths/~1tasks~1{id}/a b%c\"#"),
            "/paths/~1tasks~1%7Bid%7D/a%20b%25c%22%23");
}

}  // namespace
}  // namespace holotype::document
