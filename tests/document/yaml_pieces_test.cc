// Reading a text in pieces gives what reading it at once gives: the same values at the same
// offsets, the same faults, the same refusal. The cut may only ever decide how long it takes.
#include "document/yaml_pieces.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/random.h"
#include "document/yaml.h"
#include "json/text.h"

namespace holotype::document {
namespace {

constexpr Pieces kWhole = {};
constexpr Pieces kTiny = {.bytes = 1, .threads = 2};

// "a@0: 1" for every node: what was read, and where.
void dump(const json::Value& value, std::string& out) {
  out += "@" + std::to_string(value.offset());
  if (value.is_object()) {
    out += "{";
    for (const json::Member& member : value.members()) {
      out += std::string(member.name()) + "@" + std::to_string(member.name_offset) + ":";
      dump(member.value, out);
    }
    out += "}";
  } else if (value.is_array()) {
    out += "[";
    for (const json::Value& element : value.elements()) dump(element, out);
    out += "]";
  } else {
    out += json::write(value);
  }
  out += " ";
}

std::string outcome(std::string_view text, const Pieces& pieces) {
  json::Arena arena;
  const auto document = read_yaml(arena, text, pieces);
  const auto line = [](const Fault& fault) {
    return std::string(fault.rule->id) + "@" + std::to_string(fault.offset) + " " + fault.message +
           " " + fault.found + "\n";
  };
  if (!document) return "refused: " + line(document.error());
  std::string out;
  dump(document->root, out);
  for (const Fault& fault : document->faults) out += "\n" + line(fault);
  return out;
}

// "[0-4 key 4-8(8-12 12-20)]": the pieces as offsets.
std::string shape(const std::vector<YamlPiece>& pieces) {
  std::string out;
  for (const YamlPiece& piece : pieces) {
    out += (out.empty() ? "" : " ") + std::to_string(piece.begin) + "-" + std::to_string(piece.end);
    if (!piece.inner.empty()) out += "(" + shape(piece.inner) + ")";
  }
  return out;
}

TEST(YamlPiecesTest, CutsBetweenKeys) {
  const struct {
    std::string_view text;
    std::size_t bytes;
    std::string_view pieces;
  } rows[] = {
      {"a: 1\nb: 2\n", 1, "0-5 5-10"},
      {"a: 1\nb: 2\nc: 3\n", 10, "0-10 10-15"},
      {"a: 1\nb: 2\n", 10, ""},  // small enough
      {"a:\n  x: 1\n  y: 2\nb: 2\n", 1, "0-3(3-10 10-17) 17-22"},
      {"a:\n  x: 1\n", 1, ""},  // one member in one
      {"# c\n---\na: 1\nb: 2\n", 1, "8-13 13-18"},
      {"a:\n- 1\n- 2\nb: 2\n", 1, "0-3(3-7 7-11) 11-16"},
      {"a: |\n  x: 1\n  y: 2\nb: 2\n", 1, "0-19 19-24"},  // text, not a mapping
      {"a: # why\n  x: 1\n  y: 2\nb: 2\n", 1, "0-23 23-28"},
      {"- a: 1\n- b: 2\n", 1, "0-7 7-14"},
      {"a:\n  - 1\n  - 2\nb: 2\n", 1, "0-3(3-9 9-15) 15-20"},
      {"a:\n  - x: 1\n    y: 2\n  - 2\n", 1, "0-3(3-21 21-27)"},
      // What could be something else is not cut.
      {"- a: 1\nb: 2\n", 1, ""},
      {"-\n  a: 1\n- b: 2\n", 1, ""},
      {"a: 1\n---\nb: 2\n", 1, ""},
      {"a: 1\n...\n", 1, ""},
      {"%YAML 1.2\n---\na: 1\nb: 2\n", 1, ""},
      {"? a\n: 1\nb: 2\n", 1, ""},
      {"a: 1\nb\nc: 2\n", 1, ""},
      {"{a: 1,\nb: 2}\n", 1, ""},
      {"\"a\": 1\nb: 2\n", 1, ""},
      {"a: 1\n\tb: 2\n", 1, ""},
      {"  a: 1\nb: 2\n", 1, ""},
      {"", 1, ""},
      {"\n\n# nothing\n", 1, ""},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(shape(yaml_pieces(row.text, row.bytes)), row.pieces) << row.text;
  }
}

TEST(YamlPiecesTest, OutcomeIsThatOfTheWholeText) {
  const std::string_view rows[] = {
      "a: 1\nb: {c: [1, two]}\nd:\n  e: 'x'\n  f: \"y\"\n",
      // A key inside a quoted or flow value.
      "a: \"one\nb: two\"\nc: 3\n",
      "a: 'one\n\nb: two'\nc: 3\n",
      "a: [1,\nb: 2]\nc: 3\n",
      "a: {x: 1,\nb: 2}\nc: 3\n",
      "a:\n  x: \"one\n  y: two\"\n  z: 3\nb: 1\n",
      "a:\n  x: [1,\n  y: 2]\n  z: 3\nb: 1\n",
      // Block scalars that look like mappings.
      "a: |\n  x: 1\n\n  y: 2\nb: >-\n  z: 3\n",
      "a:\n  |\n  x: 1\n  y: 2\nb: 1\n",
      // Anchors, within a piece and across.
      "a: &x {k: 1}\nb: *x\n",
      "a: [&x 1, *x]\nb: 2\n",
      "a: &x 1\nb: &x 2\nc: *x\n",
      "base: &b {k: 1, l: 2}\nd:\n  <<: *b\n  k: 3\n",
      "a:\n  b: &loop\n    c: 1\n    d: *loop\n  e: 1\n",
      // Names that occur twice, within a piece and across.
      "a: 1\nb: 2\na: 3\n",
      "a:\n  x: 1\n  y: 2\n  x: 3\nb: 1\n",
      "a: {x: 1, x: 2}\nb: 1\n",
      // Faults of several pieces, and texts that are refused.
      "a: !nope 1\nb: !nope 2\nc: .inf\n",
      "a: 1\nb: [1, 2\nc: 3\n",
      "a: 1\nb: 'no end\nc: 3\n",
      "a: 1\n b: 2\nc: 3\n",
      "a:\n  x: 1\n y: 2\nb: 3\n",
      "a: b: c\nd: e\n",
      "a: 1\nb:\n  x: ]\n  y: 1\n",
      "a: 1\nb: 2 # end\n# more\n\n",
      "a:\nb:\n  \nc: ~\n",
      "a:\n  # only a comment\nb: 1\n",
      "a:\n  x:\n  # two\n  nullable: true\n  ~b: 1\nnull: 2\n",
      // Sequences.
      "- 1\n- {a: 1}\n- - x\n  - y\n",
      "a:\n- 1\n- 2\nb: 2\n",
      "a:\n  - x: 1\n    y: 2\n  - 2\nb:\n  - |\n    - text\n    - more\n",
      "a:\n  - x\n  b: 1\n",
      "a:\n  - \"x\n  - y\"\n  - z\n",
      "a:\n  - [1,\n  - 2]\n",
      "a:\n  - &x 1\n  - *x\n",
      "a:\n  - x\n\n  # c\n  - y # d\n  -\n  - z\n",
      "'a': 1\n\"b\": 2\n",
      "a: *none\nb: 1\n",
  };
  for (const std::string_view text : rows) {
    EXPECT_EQ(outcome(text, kTiny), outcome(text, kWhole)) << text;
  }
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// Bounds are of the whole text: what each piece may do by itself, all of them may not.
TEST(YamlPiecesTest, BoundsAreThoseOfTheWholeText) {
  std::string duplicates, deep, laughs;
  for (int i = 0; i < 3; ++i) {
    const std::string key = "k" + std::to_string(i);
    duplicates += key + ": {" + repeated("a: 1, ", 500) + "b: 1}\n";
    laughs += key + ":\n  - &" + key + "0 [" + repeated("1, ", 200) + "1]\n";
    for (int level = 1; level < 3; ++level) {
      laughs += "  - &" + key + std::to_string(level) + " [" +
                repeated("*" + key + std::to_string(level - 1) + ", ", level == 1 ? 200 : 9) +
                "1]\n";
    }
  }
  for (const int levels : {390, 497, 498, 499, 500}) {
    deep = "a:\n  x: " + repeated("[", levels) + repeated("]", levels) + "\n  y: 1\nb: 1\n";
    EXPECT_EQ(outcome(deep, kTiny), outcome(deep, kWhole)) << levels;
  }
  EXPECT_EQ(outcome(duplicates, kTiny), outcome(duplicates, kWhole));
  const std::string refused = outcome(laughs, kWhole);
  EXPECT_EQ(outcome(laughs, kTiny), refused);
  EXPECT_TRUE(refused.starts_with("refused: document.expansion")) << refused.substr(0, 100);
}

// yaml-cpp drops a byte order mark where its input begins.
TEST(YamlPiecesTest, AByteOrderMarkInsideIsKept) {
  const std::string text =
      "a: 1\n\xEF\xBB\xBF"
      "b: [2, {c: 3}]\nd: 4\n";
  EXPECT_EQ(outcome(text, kTiny), outcome(text, kWhole));
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

TEST(YamlPiecesTest, OutcomeOfDescriptionsIsTheSame) {
  const std::filesystem::path folder = std::filesystem::path(HOLOTYPE_SOURCE_DIR);
  std::vector<std::filesystem::path> paths = {folder / "specs/comp-tasks.yaml",
                                              folder / "fixtures/comp-tasks.yaml"};
  const auto data = std::filesystem::path(HOLOTYPE_DATA) / "descriptions";
  if (std::filesystem::is_directory(data)) {
    for (const auto& entry : std::filesystem::directory_iterator(data)) {
      if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
    }
  }
  for (const auto& path : paths) {
    const std::string text = read_file(path) + "\n";
    if (text.size() > 1'000'000) continue;  // the time of this test; the others are alike
    EXPECT_EQ(outcome(text, {.bytes = 500, .threads = 3}), outcome(text, kWhole)) << path;
  }
}

// Equal outcomes alone would not tell whether anything was read in pieces at all.
TEST(YamlPiecesTest, DescriptionsAreReadInPieces) {
  const std::filesystem::path folder = std::filesystem::path(HOLOTYPE_SOURCE_DIR);
  std::vector<std::filesystem::path> paths = {folder / "specs/comp-tasks.yaml"};
  const auto real = std::filesystem::path(HOLOTYPE_DATA) / "descriptions/openai.yaml";
  if (std::filesystem::exists(real)) paths.push_back(real);
  for (const auto& path : paths) {
    const std::string text = read_file(path);
    json::Arena arena;
    const Pieces pieces{.bytes = text.size() / 8, .threads = 2};
    EXPECT_TRUE(read_yaml_in_pieces(arena, text, pieces)) << path;
  }
}

TEST(YamlPiecesTest, ARealDescriptionIsCut) {
  const std::string text =
      read_file(std::filesystem::path(HOLOTYPE_SOURCE_DIR) / "specs/comp-tasks.yaml");
  EXPECT_GT(yaml_pieces(text, 2000).size(), 2u) << "the others of these tests would prove nothing";
}

// Descriptions with random changes: whatever the text has become, the cut does not matter.
TEST(YamlPiecesTest, OutcomeOfMutationsIsTheSame) {
  const std::string seed =
      "openapi: 3.1.0\ninfo:\n  title: Tasks\n  description: |\n    a: b\n    c\ntags:\n- name: x\n"
      "paths:\n  /a: &a\n    get: {x: [1, 2]}\n  /b:\n    put: \"q\"\n  /c: 'r s'\nx-y: *a\n";
  constexpr std::string_view kInserted[] = {"\n", " ",  ":",   ": ",     "- ", "#",  "\"",   "'",
                                            "{",  "}",  "[",   "]",      ",",  "&",  "*a",   "|\n",
                                            ">",  "? ", "---", "a: 1\n", "\t", "!x", "<<: ", "..."};
  Random random(7);
  int cut = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = seed;
    for (std::uint64_t i = 0, changes = 1 + random.below(5); i < changes; ++i) {
      const std::size_t at = random.below(text.size());
      switch (random.below(3)) {
        case 0:
          text.insert(at, kInserted[random.below(std::size(kInserted))]);
          break;
        case 1:
          text.erase(at, random.below(8));
          break;
        default:
          text.insert(random.below(text.size()), text.substr(at, random.below(20)));
      }
    }
    const Pieces pieces{.bytes = 1 + random.below(60), .threads = 2};
    if (!yaml_pieces(text, pieces.bytes).empty()) ++cut;
    ASSERT_EQ(outcome(text, pieces), outcome(text, kWhole)) << "round " << round << ":\n" << text;
  }
  EXPECT_GT(cut, 1000) << "the others would prove nothing";
}

}  // namespace
}  // namespace holotype::document
