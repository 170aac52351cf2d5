#include "document/yaml.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "diagnostic/rules_document.h"
#include "document/loaded.h"
#include "json/pointer.h"
#include "json/text.h"

namespace holotype::document {
namespace {

namespace rules = diagnostic::rules;

TEST(YamlTest, GivesJsonValues) {
  struct Row {
    const char* yaml;
    const char* json;
  };
  const Row rows[] = {
      {"", "null"},
      {"# nothing\n", "null"},
      {"---\n", "null"},
      {"a: 1\n---\n", "{\"a\":1}"},
      {"a: 1\n...\n", "{\"a\":1}"},
      // Quoted and block scalars are strings.
      {"[\"1\", 'true', \"\", '~']", "[\"1\",\"true\",\"\",\"~\"]"},
      {"a: |\n  12\nb: >-\n  x\n  y\n", "{\"a\":\"12\\n\",\"b\":\"x y\"}"},
      {"a: |\n  x", "{\"a\":\"x\\n\"}"},
      // Block chomping (section 8.1.1.2).
      {"a: |\n  x\n", "{\"a\":\"x\\n\"}"},
      {"a: |-\n  x", "{\"a\":\"x\"}"},
      {"a: >+\n x\nb: 1\n", "{\"a\":\"x\\n\",\"b\":1}"},
      {"a: >+\n x\n\nb: 1\n", "{\"a\":\"x\\n\\n\",\"b\":1}"},
      {"a: >+\n x\n\n\nb: 1\n", "{\"a\":\"x\\n\\n\\n\",\"b\":1}"},
      {"a: >+\n x\n y\n\n", "{\"a\":\"x y\\n\\n\"}"},
      {"a: >+ # kept\n\n  x\n \n# none of it\n\nb: 1", "{\"a\":\"\\nx\\n\\n\",\"b\":1}"},
      {"a: |+\n x\n\n\nb: 1\n", "{\"a\":\"x\\n\\n\\n\",\"b\":1}"},
      {"a: |+\r\n x\r\n\r\nb: 1\r\n", "{\"a\":\"x\\n\\n\",\"b\":1}"},
      {"a: >+\n x\n\n   more\n\nb: 1\n", "{\"a\":\"x\\n\\n  more\\n\\n\",\"b\":1}"},
      {"a:\n  z: |\n  after: 1\n", "{\"a\":{\"z\":\"\",\"after\":1}}"},
      {"- b: >\n\n  c: 1\n", "[{\"b\":\"\",\"c\":1}]"},
      {"a:\n  - |\n  - b\n", "{\"a\":[\"\",\"b\"]}"},
      {"- |\n x\n- |+\n y\n\n", "[\"x\\n\",\"y\\n\\n\"]"},
      {"a: \"\\u00e4\\x41\\n\"", "{\"a\":\"\u00e4A\\n\"}"},
      {"a: \"12\\_345\\N\u00e9\\_\"", "{\"a\":\"12\u00a0345\u0085\u00e9\u00a0\"}"},
      {"\"\\_\": \"\\L\\P\"", "{\"\u00a0\":\"\u2028\u2029\"}"},
      // Keys that are no strings become their text.
      {"200: a\n012: b\n1.0: c\ntrue: d\n~: e\nnull: f\n0x1F: g",
       "{\"200\":\"a\",\"012\":\"b\",\"1.0\":\"c\",\"true\":\"d\",\"~\":\"e\",\"null\":\"f\","
       "\"0x1F\":\"g\"}"},
      {": a", "{\"\":\"a\"}"},
      {"? a\n? b\n: 1", "{\"a\":null,\"b\":1}"},
      {"a:\nb: 1", "{\"a\":null,\"b\":1}"},
      {"{a, b: , c: 1}", "{\"a\":null,\"b\":null,\"c\":1}"},
      {"- \n- a\n-", "[null,\"a\",null]"},
      // Tags of the core schema.
      {"[!!str 12, !!int \"12\", !!float \"1.5\", !!float 1, !!bool \"true\", !!null \"\", !!str ]",
       "[\"12\",12,1.5,1,true,null,\"\"]"},
      {"!!map {a: !!seq [1]}", "{\"a\":[1]}"},
      {"! 12", "\"12\""},
      {"%TAG !e! tag:yaml.org,2002:\n---\n!e!int \"7\"", "7"},
      {"!!str 200: a", "{\"200\":\"a\"}"},
      // Anchors and aliases.
      {"a: &x {b: 1}\nc: *x\nd: [*x]", "{\"a\":{\"b\":1},\"c\":{\"b\":1},\"d\":[{\"b\":1}]}"},
      {"a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}"},
      {"&k key: v\nother: *k", "{\"key\":\"v\",\"other\":\"key\"}"},
      {"a: &k 200\n*k : v", "{\"a\":200,\"200\":\"v\"}"},
      {"a: &x\nb: *x", "{\"a\":null,\"b\":null}"},
      // Merge keys: explicit members win wherever they stand, earlier sources win over later ones.
      {"x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n  c: 4",
       "{\"x\":{\"a\":1,\"b\":2},\"y\":{\"a\":1,\"b\":3,\"c\":4}}"},
      {"x: &x {a: 1}\ny: {a: 0, <<: *x}", "{\"x\":{\"a\":1},\"y\":{\"a\":0}}"},
      {"x: &x {a: 1}\nz: &z {a: 2, b: 3}\ny: {<<: [*x, *z]}",
       "{\"x\":{\"a\":1},\"z\":{\"a\":2,\"b\":3},\"y\":{\"a\":1,\"b\":3}}"},
      {"y:\n  <<: {a: 1}\n  <<: {a: 2, b: 3}", "{\"y\":{\"a\":1,\"b\":3}}"},
      {"x: &x {a: 1}\ny: &y {<<: *x, b: 2}\nz: {<<: *y, c: 3}",
       "{\"x\":{\"a\":1},\"y\":{\"a\":1,\"b\":2},\"z\":{\"a\":1,\"b\":2,\"c\":3}}"},
      {"\"<<\": 1", "{\"<<\":1}"},
      // Line ends and byte order marks.
      {"\xEF\xBB\xBF"
       "a: 1\r\nb: |\r\n  x\r\n  y\r\n",
       "{\"a\":1,\"b\":\"x\\ny\\n\"}"},
      {"a: 1\rb: 2", "{\"a\":1,\"b\":2}"},
      // Flow YAML is no JSON and yet begins like it.
      {"{a: 1, 'b': [x, y,], }", "{\"a\":1,\"b\":[\"x\",\"y\"]}"},
      {"a: \"x\ty\"\t# tab\n", "{\"a\":\"x\\ty\"}"},
  };
  for (const Row& row : rows) {
    const Loaded loaded(row.yaml);
    ASSERT_TRUE(loaded.file) << row.yaml << "\n" << loaded.lines();
    EXPECT_EQ(json::write(loaded.root()), json::write(json::read(row.json)->root())) << row.yaml;
    EXPECT_EQ(loaded.lines(), "") << row.yaml;
  }
}

TEST(YamlTest, ReportsWhatJsonDoesNotHave) {
  struct Row {
    const char* yaml;
    const char* json;
    const diagnostic::Rule* rule;
    const char* place;
    const char* message;  // a part of it
  };
  const Row rows[] = {
      {"a: 1\na: 2", "{\"a\":2}", &rules::kDocumentDuplicateKey, "a.yaml:2:1",
       "first is at a.yaml:1:1; found a"},
      {"x: {b: 1, c: 2, b: 3}", "{\"x\":{\"b\":3,\"c\":2}}", &rules::kDocumentDuplicateKey,
       "a.yaml:1:17", "a.yaml:1:5"},
      {"200: a\n\"200\": b", "{\"200\":\"b\"}", &rules::kDocumentDuplicateKey, "a.yaml:2:1",
       "found 200"},
      {"a: .inf", "{\"a\":\".inf\"}", &rules::kDocumentNotJson, "a.yaml:1:4", "finite"},
      {"a: [-.INF]", "{\"a\":[\"-.INF\"]}", &rules::kDocumentNotJson, "a.yaml:1:5", "found -.INF"},
      {"a: !!float \".nan\"", "{\"a\":\".nan\"}", &rules::kDocumentNotJson, "a.yaml:1:4", "finite"},
      {"a: 0x10000000000000000", "{\"a\":\"0x10000000000000000\"}", &rules::kDocumentNotJson,
       "a.yaml:1:4", "64 bits"},
      {"? [a, b]\n: 1\nc: 2", "{\"c\":2}", &rules::kDocumentNotJson, "a.yaml:1:3",
       "key must be a scalar"},
      {"? {a: 1}\n: {x: 1}\nc: 2", "{\"c\":2}", &rules::kDocumentNotJson, "a.yaml:1:3",
       "found {\"a\":1}"},
      {"a: !ENV x", "{\"a\":\"x\"}", &rules::kDocumentTag, "a.yaml:1:4", "found !ENV"},
      {"a: !x 12", "{\"a\":12}", &rules::kDocumentTag, "a.yaml:1:4", "tag"},
      {"a: !x \"12\"", "{\"a\":\"12\"}", &rules::kDocumentTag, "a.yaml:1:4", "tag"},
      {"a: !!set {b}", "{\"a\":{\"b\":null}}", &rules::kDocumentTag, "a.yaml:1:4", "tag"},
      {"a: !!timestamp 2024-01-15", "{\"a\":\"2024-01-15\"}", &rules::kDocumentTag, "a.yaml:1:4",
       "ignored"},
      {"a: !!int x", "{\"a\":\"x\"}", &rules::kDocumentSyntax, "a.yaml:1:4",
       "!!int must be an integer"},
      {"a: !!str [1]", "{\"a\":[1]}", &rules::kDocumentSyntax, "a.yaml:1:4",
       "!!str must be a string"},
      {"a: {<<: 5, b: 1}", "{\"a\":{\"b\":1}}", &rules::kDocumentMerge, "a.yaml:1:9", "found 5"},
      {"a:\n  <<: [{b: 1}, x]", "{\"a\":{\"b\":1}}", &rules::kDocumentMerge, "a.yaml:2:16",
       "list of mappings"},
      {"a:\n  <<:\n  b: 1", "{\"a\":{\"b\":1}}", &rules::kDocumentMerge, "a.yaml:2:3",
       "found null"},
  };
  for (const Row& row : rows) {
    const Loaded loaded(row.yaml);
    ASSERT_TRUE(loaded.file) << row.yaml << "\n" << loaded.lines();
    EXPECT_EQ(json::write(loaded.root()), row.json) << row.yaml;
    ASSERT_EQ(loaded.library->findings().size(), 1u) << row.yaml << "\n" << loaded.lines();
    EXPECT_EQ(loaded.library->findings()[0].rule, row.rule) << loaded.lines();
    EXPECT_TRUE(loaded.lines().starts_with(std::string(row.place) + ": ")) << loaded.lines();
    EXPECT_NE(loaded.lines().find(row.message), std::string::npos) << loaded.lines();
  }
}

TEST(YamlTest, RefusesWithPlaceAndAdvice) {
  struct Row {
    const char* yaml;
    const diagnostic::Rule* rule;
    const char* line;  // its beginning
  };
  const Row rows[] = {
      {"a:\n\tb: 1", &rules::kDocumentSyntax,
       "a.yaml:2:1: error: a line must be indented with spaces, not with tabs; replace the tab by "
       "spaces (document.syntax)"},
      {"title: one: two", &rules::kDocumentSyntax,
       "a.yaml:1:11: error: a colon must not follow here"},
      {"a: [1, 2", &rules::kDocumentSyntax,
       "a.yaml:2:1: error: a list in brackets must have , or ]"},
      {"a: {b: 1", &rules::kDocumentSyntax,
       "a.yaml:2:1: error: a mapping in braces must have , or }"},
      {"a: 1\n b: 2", &rules::kDocumentSyntax, "a.yaml:2:3: error: a colon must not follow here"},
      {"a: 1\n- b", &rules::kDocumentSyntax, "a.yaml:2:1: error: a mapping must go on with a key"},
      {"a: @x", &rules::kDocumentSyntax,
       "a.yaml:1:4: error: a plain value must not begin with this character; quote"},
      {"a: \"x", &rules::kDocumentSyntax,
       "a.yaml:1:4: error: a quoted text must end before the file does"},
      {"a: 'x", &rules::kDocumentSyntax,
       "a.yaml:1:4: error: a quoted text must end before the file does"},
      {"a: \"\\q\"", &rules::kDocumentSyntax,
       "a.yaml:1:5: error: a backslash in double quotes must begin an escape"},
      {"a: \"\\u12\"", &rules::kDocumentSyntax,
       "a.yaml:1:5: error: \\x, \\u and \\U must be followed by 2, 4 and 8"},
      {"a: \"xx\\uD83D\"", &rules::kDocumentSyntax,
       "a.yaml:1:7: error: an escape must name a Unicode character"},
      {"a: *x", &rules::kDocumentSyntax,
       "a.yaml:1:4: error: an alias must name an anchor that stands before it"},
      {"a: ]", &rules::kDocumentSyntax,
       "a.yaml:1:4: error: a closing bracket or brace must have been opened"},
      {"a: 1\nnonsense\nb: 2", &rules::kDocumentSyntax,
       "a.yaml:3:2: error: a colon must not follow here"},
      {"a: 1\nb: 2\nnonsense\n", &rules::kDocumentSyntax,
       "a.yaml:3:1: error: a key must be followed by a colon; add the colon"},
      {"[a, , b]", &rules::kDocumentSyntax,
       "a.yaml:1:5: error: an element of a list must have a value"},
      {"[1] [2]", &rules::kDocumentSyntax,
       "a.yaml:1:5: error: nothing must follow the value of the file"},
      {"# x\n---\n[1] [2]", &rules::kDocumentSyntax, "a.yaml:3:5: error: nothing must follow"},
      {"- a\n,- b\n", &rules::kDocumentSyntax, "a.yaml:2:1: error: nothing must follow"},
      {",", &rules::kDocumentSyntax, "a.yaml:1:1: error: nothing must follow"},
      {"{a: 1,, }", &rules::kDocumentSyntax, "a.yaml:1:7: error: a member must stand between"},
      {"a: 1\n\x01", &rules::kDocumentSyntax,
       "a.yaml:2:1: error: a text must not hold control characters other than tab and line ends; "
       "found U+0001"},
      {"a: 1\n\x04", &rules::kDocumentSyntax,
       "a.yaml:2:1: error: a text must not hold control characters"},
      {"a: 1\n---\nb: 2", &rules::kDocumentSeveral,
       "a.yaml:2:1: error: a file must hold one YAML document"},
      {"a: 1\n...\nb: 2", &rules::kDocumentSeveral,
       "a.yaml:2:1: error: a file must hold one YAML document"},
      {"a: &x [*x]", &rules::kDocumentNotJson,
       "a.yaml:1:8: error: an alias must not stand inside the value that it names"},
      {"a: &x\n  b: {c: *x}", &rules::kDocumentNotJson,
       "a.yaml:2:10: error: an alias must not stand inside"},
      {"title: Aufz\xE4hlung", &rules::kDocumentEncoding,
       "a.yaml:1:12: error: the text must be UTF-8 throughout; found the byte 0xE4"},
  };
  for (const Row& row : rows) {
    const Loaded loaded(row.yaml);
    ASSERT_FALSE(loaded.file) << row.yaml;
    ASSERT_EQ(loaded.file.error().size(), 1u) << loaded.lines();
    EXPECT_EQ(loaded.file.error()[0].rule, row.rule) << loaded.lines();
    EXPECT_TRUE(loaded.lines().starts_with(row.line)) << row.yaml << "\n" << loaded.lines();
  }
}

TEST(YamlTest, RefusesBillionLaughs) {
  std::string text = "l0: &l0 [lol]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string inner = "*l" + std::to_string(i - 1);
    text += "l" + std::to_string(i) + ": &l" + std::to_string(i) + " [" + inner;
    for (int j = 1; j < 10; ++j) text += ", " + inner;
    text += "]\n";
  }
  const Loaded loaded(text);
  ASSERT_FALSE(loaded.file);
  EXPECT_EQ(loaded.file.error()[0].rule, &rules::kDocumentExpansion) << loaded.lines();
  EXPECT_EQ(loaded.file.error()[0].source.line, 7u) << loaded.lines();
}

TEST(YamlTest, RefusesBillionLaughsByMergeKeys) {
  std::string text = "m0: &m0 {a: 1}\n";
  for (int i = 1; i < 40; ++i) {
    const std::string inner = "*m" + std::to_string(i - 1);
    text += "m" + std::to_string(i) + ": &m" + std::to_string(i) + " {<<: [" + inner + ", " +
            inner + "]}\n";
  }
  const Loaded loaded(text);
  ASSERT_FALSE(loaded.file);
  EXPECT_EQ(loaded.file.error()[0].rule, &rules::kDocumentExpansion) << loaded.lines();
}

TEST(YamlTest, RefusesDepth) {
  struct Row {
    const char* name;
    std::string text;
  };
  std::string chain = "a0: &a0 [x]\n";
  for (int i = 1; i < 2000; ++i) {
    chain += fmt::format("a{0}: &a{0} [*a{1}]\n", i, i - 1);
  }
  std::string block;
  for (std::size_t i = 0; i < 1200; ++i) block += std::string(i, ' ') + "a:\n";
  const Row rows[] = {
      {"flow", "a: " + std::string(5000, '[')},
      {"block", block},
      {"aliases of aliases", chain},
      {"JSON", std::string(1200, '[') + std::string(1200, ']')},
  };
  for (const Row& row : rows) {
    const Loaded loaded(row.text);
    ASSERT_FALSE(loaded.file) << row.name;
    EXPECT_EQ(loaded.file.error()[0].rule, &rules::kDocumentTooDeep) << row.name << loaded.lines();
    EXPECT_GT(loaded.file.error()[0].source.line, 0u) << row.name;
  }
  EXPECT_TRUE(Loaded("a: " + std::string(400, '[') + std::string(400, ']')).file);
}

// Names and short strings that are alike share their bytes; what is long or remembered no more is
// copied again.
TEST(YamlTest, TextsThatComeAgainAreKeptOnce) {
  std::string text, longer(100, 'x');
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i % 2000);
    text += "- {type: string, kind: '" + longer + "', n" + number + ": " + number + "}\n";
  }
  const Loaded loaded(text);
  ASSERT_TRUE(loaded.file) << loaded.lines();
  const auto rows = (*loaded.file)->root().elements();
  ASSERT_EQ(rows.size(), 5000u);
  for (int i = 0; i < 5000; ++i) {
    const auto members = rows[static_cast<std::size_t>(i)].members();
    ASSERT_EQ(members.size(), 3u) << i;
    EXPECT_EQ(members[0].name(), "type");
    EXPECT_EQ(members[0].value.as_string(), "string");
    EXPECT_EQ(members[1].name(), "kind");
    EXPECT_EQ(members[1].value.as_string(), longer);
    EXPECT_EQ(members[2].name(), "n" + std::to_string(i % 2000));
    EXPECT_EQ(members[2].value.as_integer(), i % 2000);
  }
  EXPECT_EQ(rows[1].members()[0].text, rows[2].members()[0].text);
}

TEST(YamlTest, ManyFindingsAreCutShort) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "a: 1\n";
  const Loaded loaded(text);
  ASSERT_TRUE(loaded.file);
  EXPECT_EQ(loaded.library->findings().size(), 1001u);
  EXPECT_NE(loaded.lines().find("left out"), std::string::npos);
}

TEST(YamlTest, ValuesKnowTheirPlaces) {
  const Loaded loaded(
      "info:\n"
      "  title: \"T\xC3\xA4sks\"   # comment\n"
      "  tags: [a, {b: c}]\n"
      "  \xC3\xA4: x\n"
      "  text: |\n"
      "    block\n"
      "  none:\n"
      "  anchored: &x !!str y\n"
      "  alias: *x\n"
      "other:\n"
      "- - 1\n"
      "  - 2\n");
  ASSERT_TRUE(loaded.file) << loaded.lines();
  struct Row {
    const char* pointer;
    const char* value;
    const char* name;  // "" for an element
  };
  const Row rows[] = {
      {"/info", "a.yaml:2:3", "a.yaml:1:1"},
      {"/info/title", "a.yaml:2:10", "a.yaml:2:3"},
      {"/info/tags", "a.yaml:3:9", "a.yaml:3:3"},
      {"/info/tags/0", "a.yaml:3:10", ""},
      {"/info/tags/1", "a.yaml:3:13", ""},
      {"/info/tags/1/b", "a.yaml:3:17", "a.yaml:3:14"},
      {"/info/\xC3\xA4", "a.yaml:4:6", "a.yaml:4:3"},
      {"/info/text", "a.yaml:5:9", "a.yaml:5:3"},
      {"/info/none", "a.yaml:7:3", "a.yaml:7:3"},
      {"/info/anchored", "a.yaml:8:13", "a.yaml:8:3"},
      {"/info/alias", "a.yaml:9:10", "a.yaml:9:3"},
      {"/other", "a.yaml:11:1", "a.yaml:10:1"},
      {"/other/0", "a.yaml:11:3", ""},
      {"/other/0/1", "a.yaml:12:5", ""},
  };
  const File& file = **loaded.file;
  for (const Row& row : rows) {
    const json::Value* value = json::resolve(file.root(), row.pointer);
    ASSERT_NE(value, nullptr) << row.pointer;
    EXPECT_EQ(file.locate(*value).to_string(), row.value) << row.pointer;
    EXPECT_EQ(file.pointer_to(value), row.pointer);
    if (*row.name == '\0') continue;
    const std::string pointer = row.pointer;
    const std::size_t slash = pointer.rfind('/');
    const json::Value* parent = json::resolve(file.root(), pointer.substr(0, slash));
    const json::Member* member = parent->find_member(json::HashedName(pointer.substr(slash + 1)));
    EXPECT_EQ(file.locate_member(*member).to_string(), row.name) << row.pointer;
  }
}

}  // namespace
}  // namespace holotype::document
