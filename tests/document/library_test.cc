#include "document/library.h"

#include <gtest/gtest.h>

#include <map>

#include "diagnostic/rules_document.h"
#include "document/loaded.h"
#include "document/temporary_folder.h"
#include "document/uri.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

// Counts what is read through it.
class CountingReader final : public Reader {
 public:
  explicit CountingReader(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}
  Result<std::string, ReadFailure> read(const std::string& uri) override {
    ++reads[uri];
    return texts_.read(uri);
  }
  std::map<std::string, int> reads;

 private:
  MemoryReader texts_;
};

TEST(LibraryTest, ReadsEachFileOnce) {
  const auto reader = std::make_shared<CountingReader>(
      std::map<std::string, std::string>{{"memory:a.yaml", "x: 1"}, {"memory:bad.yaml", "x: ["}});
  Library library(reader);
  const auto first = library.open("memory:a.yaml");
  const auto second = library.open("MEMORY:./a.yaml#/x");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(*first, *second);
  EXPECT_EQ((*first)->name(), "memory:a.yaml");
  for (const char* uri : {"memory:bad.yaml", "memory:none.yaml"}) {
    const auto failed = library.open(uri);
    const auto again = library.open(uri);
    ASSERT_FALSE(failed || again);
    EXPECT_EQ(failed.error(), again.error());
  }
  for (const auto& [uri, count] : reader->reads) EXPECT_EQ(count, 1) << uri;
  EXPECT_EQ(library.files(), std::vector<const File*>{*first});
}

TEST(LibraryTest, WhatIsExpectedIsAsIfItHadNotBeen) {
  const std::map<std::string, std::string> texts = {{"memory:a.yaml", "x: 1\nx: 2"},
                                                    {"memory:bad.yaml", "x: ["}};
  const auto reader = std::make_shared<CountingReader>(texts);
  Library expecting(reader), plain(std::make_shared<MemoryReader>(texts));
  for (const char* uri : {"memory:bad.yaml", "memory:a.yaml", "memory:a.yaml", "memory:none.yaml"})
    expecting.expect(uri);
  EXPECT_TRUE(expecting.findings().empty());
  EXPECT_TRUE(expecting.files().empty());
  for (const char* uri : {"memory:a.yaml", "memory:bad.yaml", "memory:none.yaml"}) {
    const auto one = expecting.open(uri);
    const auto other = plain.open(uri);
    ASSERT_EQ(one.has_value(), other.has_value()) << uri;
    if (!one) EXPECT_EQ(one.error(), other.error()) << uri;
    expecting.expect(uri);
  }
  EXPECT_EQ(expecting.findings(), plain.findings());
  EXPECT_EQ(reader->reads["memory:a.yaml"], 1);
}

TEST(LibraryTest, WhatIsExpectedNeedNotBeOpened) {
  Library library(std::make_shared<MemoryReader>(
      std::map<std::string, std::string>{{"memory:a.yaml", std::string(100'000, ' ') + "x: 1"}}));
  library.expect("memory:a.yaml");
}

TEST(LibraryTest, OpensPathsAsTheUserTypesThem) {
  TemporaryFolder folder;
  folder.write("specs/a.yaml", "x: {$ref: common/b.yaml}");
  folder.write("specs/common/b.yaml", "y: {$ref: ../../c.yaml}");
  folder.write("c.yaml", "z: 1");
  Library library(std::make_shared<FolderReader>(std::vector{folder.path()}));
  const std::string path = (folder.path() / "specs" / ".." / "specs" / "a.yaml").string();
  const auto file = library.open(path, "specs/a.yaml");
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->uri(), file_uri((folder.path() / "specs/a.yaml").string()));
  EXPECT_EQ((*file)->name(), "specs/a.yaml");
  const Node root{*file, &(*file)->root()};
  const auto b = library.follow(root.member("x"));
  ASSERT_TRUE(b);
  EXPECT_EQ(b->file->name(), "specs/common/b.yaml") << "as seen from where the user stands";
  const auto c = library.follow(b->member("y"));
  ASSERT_TRUE(c);
  EXPECT_EQ(c->source().to_string(), "c.yaml:1:1");
}

TEST(LibraryTest, SaysWhyAFileCannotBeOpened) {
  TemporaryFolder folder;
  folder.write("a/bad.json", "{\"a\": 1,, }");
  folder.write("b/outside.yaml", "a: 1");
  Library library(std::make_shared<FolderReader>(std::vector{folder.path() / "a"}));
  struct Row {
    const char* path;
    const diagnostic::Rule* rule;
    const char* line;  // its beginning
  };
  const Row rows[] = {
      {"a/none.yaml", &rules::kDocumentUnreadable, "NAME: error: there is no file "},
      {"a", &rules::kDocumentUnreadable, "NAME: error: "},
      {"b/outside.yaml", &rules::kReferenceForbidden, "NAME: error: "},
      {"a/bad.json", &rules::kDocumentSyntax, "NAME:1:9: error: a member name in double quotes"},
  };
  for (const Row& row : rows) {
    const auto file = library.open((folder.path() / row.path).string(), "NAME");
    ASSERT_FALSE(file) << row.path;
    ASSERT_EQ(file.error().size(), 1u);
    EXPECT_EQ(file.error()[0].rule, row.rule) << row.path;
    EXPECT_TRUE(to_line(file.error()[0]).starts_with(row.line)) << to_line(file.error()[0]);
  }
}

class HugeReader final : public Reader {
  Result<std::string, ReadFailure> read(const std::string&) override {
    return tl::unexpected<ReadFailure>(
        ReadFailure{ReadFailure::Reason::TooLarge, "huge.yaml has more than 10 bytes"});
  }
};

TEST(LibraryTest, SaysThatAFileIsTooLarge) {
  Library library(std::make_shared<HugeReader>());
  const auto file = library.open("huge.yaml");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error()[0].rule, &rules::kDocumentTooLarge);
}

TEST(LibraryTest, TakesTextsWithoutAReader) {
  Library library(std::make_shared<MemoryReader>());
  const auto file = library.add("memory:specs/a.yaml", "the description", "x: 1\nx: 2");
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)->uri(), "memory:specs/a.yaml");
  ASSERT_EQ(library.findings().size(), 1u);
  EXPECT_EQ(
      to_line(library.findings()[0]),
      "the description:2:1: error: a member name must occur once in an object; the first is at "
      "the description:1:1; found x (document.duplicate-key)");
  EXPECT_EQ(library.add("memory:specs/a.yaml", "again", "y: 1"), file) << "the first text stays";
  EXPECT_EQ(library.open("memory:specs/a.yaml"), file);
  EXPECT_EQ(library.find("memory:specs/./a.yaml"), *file);
  EXPECT_EQ(library.find("memory:b.yaml"), nullptr);
}

TEST(LibraryTest, AFileMayHaveMoreNames) {
  Library library(std::make_shared<MemoryReader>());
  const File& a = **library.add("memory:a.yaml", "a.yaml", "x: 1");
  const File& b = **library.add("memory:b.yaml", "b.yaml", "x: 2");
  EXPECT_TRUE(library.add_name("https://example.com/schema", a));
  EXPECT_TRUE(library.add_name("https://EXAMPLE.com/schema", a)) << "again";
  EXPECT_FALSE(library.add_name("https://example.com/schema", b)) << "the first keeps it";
  EXPECT_EQ(library.find("https://example.com/schema"), &a);
  const auto x = library.resolve({&b, &b.root()}, "https://example.com/schema#/x");
  ASSERT_TRUE(x);
  EXPECT_EQ(x->file, &a);
}

TEST(LibraryTest, FindsWhatLiesBesideANameBesideTheFile) {
  Library library(std::make_shared<MemoryReader>(std::map<std::string, std::string>{
      {"memory:specs/a.yaml", "x: 1"}, {"memory:specs/parts/b.yaml", "y: 2"}}));
  const File& a = **library.open("memory:specs/a.yaml");
  const Node from{&a, &a.root()};
  EXPECT_FALSE(library.resolve(from, "https://example.com/v1/parts/b.yaml#/y"));
  EXPECT_TRUE(library.add_name("https://example.com/v1/api", a));
  const auto y = library.resolve_at("https://example.com/v1/api", from, "parts/b.yaml#/y");
  ASSERT_TRUE(y);
  EXPECT_EQ(y->file->uri(), "memory:specs/parts/b.yaml");
  EXPECT_EQ(library.find("https://example.com/v1/parts/b.yaml"), y->file);
  EXPECT_FALSE(library.resolve(from, "https://example.com/v2/parts/b.yaml#/y"));
  const auto none = library.resolve(from, "https://example.com/v1/parts/c.yaml");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("specs/parts/c.yaml"), std::string::npos);
}

TEST(LibraryTest, TellsJsonFromYamlByItsText) {
  struct Row {
    const char* name;
    const char* text;
    const char* lines;  // their beginning; "" for none
  };
  const Row rows[] = {
      {"a.json", "{\"a\": 1}", ""},
      {"a.yaml", "{\"a\": 1}", ""},
      {"a.txt", " \n[1]", ""},
      {"a.json", "\"text\"", ""},
      {"a.json", "\xEF\xBB\xBF{\"a\": 1}", ""},
      {"a.yaml", "{a: 1}", ""},
      {"a.yaml", "{\"a\": 1,}", ""},
      {"a.json", "a: 1", ""},
      {"a.json", "{\"a\": 1,}", "a.json:1:9: warning: a member name in double quotes"},
      {"a.json", "{a: 1}", "a.json:1:2: warning: a member name in double quotes"},
      {"a.json", "{\"a\": 1", "a.json:1:8: error: a comma or a closing brace"},
      {"a.json", "{\"a\": @}", "a.json:1:7: error: a JSON value is expected here"},
      {"a.yaml", "{\"a\": @}", "a.yaml:1:7: error: a plain value must not begin with this"},
      {"a.json", "{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"a\": 3}",
       "a.json:1:24: error: a member name must occur once in an object; the first is at "
       "a.json:1:16; found c (document.duplicate-key)\n"
       "a.json:1:33: error: a member name must occur once in an object; the first is at "
       "a.json:1:2; found a (document.duplicate-key)"},
  };
  for (const Row& row : rows) {
    const Loaded loaded(row.text, row.name);
    EXPECT_EQ(loaded.lines().substr(0, std::string(row.lines).size()), row.lines) << row.text;
    if (*row.lines == '\0') EXPECT_EQ(loaded.lines(), "") << row.text;
  }
  const Loaded mislabelled("{a: 1}", "a.json");
  ASSERT_TRUE(mislabelled.file);
  EXPECT_EQ(mislabelled.library->findings()[0].rule, &rules::kDocumentFormat);
}

}  // namespace
}  // namespace holotype::document
