#include <gtest/gtest.h>

#include "diagnostic/rules_document.h"
#include "document/library.h"
#include "document/temporary_folder.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

// A library of three texts; every reference is seen from /here of specs/a.yaml.
class ReferenceTest : public testing::Test {
 protected:
  ReferenceTest()
      : library(std::make_shared<MemoryReader>(std::map<std::string, std::string>{
            {"memory:specs/a.yaml",
             "here: {$ref: x}\n"
             "paths: {'/tasks/{id}': 1, a~b: 2, 'c d': 3, '%25': 4, \"\\u00e4\": 5, '': 6}\n"
             "list: [10, 11]\n"},
            {"memory:specs/sub/b.yaml", "y: {z: 7}"},
            {"memory:c.yaml", "w: 8"},
            {"memory:bad.yaml", "w: ["},
        })),
        file(*library.open("memory:specs/a.yaml", "specs/a.yaml")),
        here{file, file->root().find("here")} {}

  Library library;
  const File* file;
  Node here;
};

TEST_F(ReferenceTest, LeadToValues) {
  struct Row {
    const char* reference;
    const char* location;
  };
  const Row rows[] = {
      {"#", "memory:specs/a.yaml#"},
      {"", "memory:specs/a.yaml#"},
      {"#/list/1", "memory:specs/a.yaml#/list/1"},
      {"#/paths/~1tasks~1{id}", "memory:specs/a.yaml#/paths/~1tasks~1%7Bid%7D"},
      {"#/paths/~1tasks~1%7Bid%7D", "memory:specs/a.yaml#/paths/~1tasks~1%7Bid%7D"},
      {"#%2Fpaths%2F~1tasks~1{id}", "memory:specs/a.yaml#/paths/~1tasks~1%7Bid%7D"},
      {"#/paths/a~0b", "memory:specs/a.yaml#/paths/a~0b"},
      {"#/paths/c%20d", "memory:specs/a.yaml#/paths/c%20d"},
      {"#/paths/c d", "memory:specs/a.yaml#/paths/c%20d"},
      {"#/paths/%2525", "memory:specs/a.yaml#/paths/%2525"},
      {"#/paths/%C3%A4", "memory:specs/a.yaml#/paths/%C3%A4"},
      {"#/paths/\xC3\xA4", "memory:specs/a.yaml#/paths/%C3%A4"},
      {"#/paths/", "memory:specs/a.yaml#/paths/"},
      {"a.yaml#/list", "memory:specs/a.yaml#/list"},
      {"sub/b.yaml", "memory:specs/sub/b.yaml#"},
      {"./sub/b.yaml#/y/z", "memory:specs/sub/b.yaml#/y/z"},
      {"../c.yaml#/w", "memory:c.yaml#/w"},
      {"memory:c.yaml", "memory:c.yaml#"},
  };
  for (const Row& row : rows) {
    const auto node = library.resolve(here, row.reference);
    ASSERT_TRUE(node) << row.reference << ": " << to_line(node.error());
    EXPECT_EQ(node->location(), row.location) << row.reference;
    EXPECT_EQ(library.resolve(here, row.reference), node) << "the same place every time";
  }
}

TEST_F(ReferenceTest, FailWithPlaceAndReason) {
  struct Row {
    const char* reference;
    const diagnostic::Rule* rule;
    const char* line;
  };
  const Row rows[] = {
      {"#/lst", &rules::kReferenceUnresolved,
       "specs/a.yaml:1:7: error: a reference must lead to a value, but specs/a.yaml has no \"lst\" "
       "at its "
       "top; found #/lst; did you mean #/list? (reference.unresolved)"},
      {"#/list/2", &rules::kReferenceUnresolved,
       "specs/a.yaml:1:7: error: a reference must lead to a value, but specs/a.yaml has no \"2\" "
       "in "
       "#/list; found #/list/2 (reference.unresolved)"},
      {"#/list/-", &rules::kReferenceUnresolved, "specs/a.yaml:1:7: error: "},
      {"#/list/01", &rules::kReferenceUnresolved, "specs/a.yaml:1:7: error: "},
      {"#/list/0/x", &rules::kReferenceUnresolved, "specs/a.yaml:1:7: error: "},
      {"sub/b.yaml#/y/q/r", &rules::kReferenceUnresolved,
       "specs/a.yaml:1:7: error: a reference must lead to a value, but memory:specs/sub/b.yaml has "
       "no "
       "\"q\" in #/y; found sub/b.yaml#/y/q/r; did you mean #/y/z? (reference.unresolved)"},
      {"none.yaml", &rules::kReferenceUnresolved,
       "specs/a.yaml:1:7: error: there is no text memory:specs/none.yaml in memory; found "
       "none.yaml "
       "(reference.unresolved)"},
      {"../bad.yaml#/w", &rules::kReferenceUnresolved,
       "specs/a.yaml:1:7: error: a reference must lead to a file that can be read; found "
       "../bad.yaml#/w (reference.unresolved)"},
      {"#anchor", &rules::kReferenceMalformed,
       "specs/a.yaml:1:7: error: the fragment of a reference"},
      {"#paths/x", &rules::kReferenceMalformed,
       "specs/a.yaml:1:7: error: the fragment of a reference"},
      {"#/a~2b", &rules::kReferenceMalformed,
       "specs/a.yaml:1:7: error: a JSON Pointer must hold ~ only"},
      {"#/100%", &rules::kReferenceMalformed,
       "specs/a.yaml:1:7: error: a reference must be a URI-"},
      {"a b:c", &rules::kReferenceMalformed, "specs/a.yaml:1:7: error: a reference must be a URI-"},
  };
  for (const Row& row : rows) {
    const auto node = library.resolve(here, row.reference);
    ASSERT_FALSE(node) << row.reference;
    EXPECT_EQ(node.error().rule, row.rule) << row.reference;
    EXPECT_TRUE(to_line(node.error()).starts_with(row.line)) << to_line(node.error());
  }
  const auto bad = library.resolve(here, "../bad.yaml");
  ASSERT_EQ(bad.error().causes.size(), 1u);
  EXPECT_EQ(bad.error().causes[0].rule, &rules::kDocumentSyntax);
  EXPECT_EQ(library.findings(), bad.error().causes) << "said once, however many lead there";
  EXPECT_EQ(library.failure_of("memory:bad.yaml"), bad.error().causes);
  EXPECT_EQ(library.failure_of("memory:specs/none.yaml").size(), 1u);
  EXPECT_TRUE(library.failure_of("memory:specs/a.yaml").empty());
  EXPECT_TRUE(library.failure_of("memory:unheard-of.yaml").empty());
  EXPECT_EQ(library.resolve(here, "#paths/x").error().fix, "write #/paths/x if that is meant");
}

TEST_F(ReferenceTest, MayHaveAnotherBase) {
  const auto node = library.resolve_at("memory:specs/sub/other.yaml", here, "b.yaml#/y");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->location(), "memory:specs/sub/b.yaml#/y");
  EXPECT_FALSE(library.resolve_at("no-base", here, "b.yaml#/y"));
}

TEST(ReferenceFollowTest, EndsAtWhatIsNoReference) {
  Library library(std::make_shared<MemoryReader>());
  const File& file = **library.add("memory:a.yaml", "a.yaml",
                                   "a: {$ref: '#/b'}\n"
                                   "b: {$ref: '#/c', description: x}\n"
                                   "c: {d: 1}\n"
                                   "e: {$ref: {type: string}}\n"
                                   "f: {$ref: '#/g'}\n"
                                   "g: {$ref: '#/f'}\n"
                                   "h: {$ref: '#/h'}\n"
                                   "i: {$ref: '#/none'}\n"
                                   "j: 5\n");
  const Node root{&file, &file.root()};
  EXPECT_EQ(library.follow(root.member("a")), root.member("c"));
  EXPECT_EQ(library.follow(root.member("c")), root.member("c"));
  EXPECT_EQ(library.follow(root.member("e")), root.member("e")) << "a property named $ref";
  EXPECT_EQ(library.follow(root.member("j")), root.member("j"));
  for (const char* name : {"f", "g", "h"}) {
    const auto node = library.follow(root.member(name));
    ASSERT_FALSE(node) << name;
    EXPECT_EQ(node.error().rule, &rules::kReferenceCycle);
    EXPECT_EQ(node.error().source, root.member(name).member("$ref").source());
  }
  EXPECT_EQ(library.follow(root.member("i")).error().rule, &rules::kReferenceUnresolved);
}

TEST(ReferenceFilesTest, StayInTheAllowedFolders) {
  TemporaryFolder folder;
  folder.write("specs/a.yaml", "x: 1");
  folder.write("secret.yaml", "y: 1");
  std::filesystem::create_symlink("../secret.yaml", folder.path() / "specs/link.yaml");
  Library library(std::make_shared<FolderReader>(std::vector{folder.path() / "specs"}));
  const auto file = library.open((folder.path() / "specs/a.yaml").string());
  ASSERT_TRUE(file);
  const Node from{*file, &(*file)->root()};
  struct Row {
    const char* reference;
    const char* message;  // a part of it
  };
  const Row rows[] = {
      {"../secret.yaml", "--allow-path"},
      {"..%2Fsecret.yaml", "--allow-path"},
      {"link.yaml", "--allow-path"},
      {"/etc/passwd",
       "/etc/passwd is outside the folders that may be read; --allow-path /etc allows"},
      {"http://example.com/a.yaml", "nothing is read from the network"},
      {"//example.com/a.yaml", "only files of this machine are"},
  };
  for (const Row& row : rows) {
    const auto node = library.resolve(from, row.reference);
    ASSERT_FALSE(node) << row.reference;
    EXPECT_EQ(node.error().rule, &rules::kReferenceForbidden) << to_line(node.error());
    EXPECT_NE(node.error().message.find(row.message), std::string::npos) << node.error().message;
  }
}

}  // namespace
}  // namespace holotype::document
