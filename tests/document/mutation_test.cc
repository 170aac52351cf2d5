// Whatever bytes a file holds, it becomes a File or a diagnostic with a line, in bounded time, and
// every place that either names lies in the text. The bytes are descriptions with random changes;
// the seed is fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/random.h"
#include "document/loaded.h"
#include "json/pointer.h"

namespace holotype::document {
namespace {

constexpr const char* kSeeds[] = {
    "openapi: 3.1.0\ninfo: {title: Tasks, version: \"1\"}\npaths:\n  /tasks/{id}:\n    get: &get\n"
    "      summary: >-\n        One\n        task\n      responses:\n        200: {description: "
    "'It''s'}\n"
    "    put:\n      <<: *get\n      deprecated: true # yes\n",
    "{\"openapi\": \"3.0.3\", \"paths\": {\"/a\": {\"get\": {\"responses\": {\"200\": {\"x\": [1, "
    "-2.5e3, null, "
    "true, \"\\u00e4\\n\"]}}}}}}",
    "- &a [x, y]\n- *a\n- ? k\n  : |+\n    block\n\n- !!str 12\n- {<<: {m: 1}, n: ~}\n- "
    "\"q\\tq\"\n",
};
constexpr std::string_view kPieces[] = {
    "\n",     " ",     "\t",    ":",
    ": ",     "- ",    "#",     "\"",
    "'",      "{",     "}",     "[",
    "]",      ",",     "&a ",   "*a",
    "!!int ", "!x ",   "|\n",   ">\n",
    "? ",     "---\n", "...\n", "%YAML 1.2\n",
    "<<: *a", "\r\n",  "\xFF",  "\xC3",
    "\x04",   "@",     "`",     "\xEF\xBB\xBF",
    "\\",     ".inf",  "0x",    std::string_view("\0", 1),
};

std::string mutated(std::string text, Random& random) {
  for (std::uint64_t i = 0, changes = 1 + random.below(6); i < changes; ++i) {
    const std::size_t at = random.below(text.size() + 1);
    const std::size_t length = std::min<std::size_t>(random.below(20), text.size() - at);
    switch (random.below(4)) {
      case 0:
        text.insert(at, kPieces[random.below(std::size(kPieces))]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(random.below(text.size() + 1), text.substr(at, length));
        break;
      default:
        if (at < text.size()) text[at] = static_cast<char>(random.below(256));
    }
  }
  return text;
}

// Whether `place` is in `file`.
void expect_place(const SourceLocation& place, const std::string& text) {
  EXPECT_EQ(place.file, "a.yaml") << text;
  EXPECT_GE(place.line, 1u) << text;
  EXPECT_GE(place.column, 1u) << text;
  const auto ends = static_cast<std::uint32_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }));
  EXPECT_LE(place.line, ends + 2) << text;
}

void expect_places(const File& file, const json::Value& value, const std::string& text) {
  EXPECT_LE(value.offset(), file.text_bytes()) << text;
  EXPECT_TRUE(file.pointer_to(&value)) << text;
  for (const json::Member& member : value.members()) {
    EXPECT_LE(member.name_offset, file.text_bytes()) << text;
    expect_places(file, member.value, text);
  }
  for (const json::Value& element : value.elements()) expect_places(file, element, text);
}

void expect_file_or_findings(const std::string& text) {
  const Loaded loaded(text);
  if (loaded.file && text.find_first_not_of(" \n") != std::string::npos) {
    const bool is_empty =
        loaded.root().is_null() && loaded.root().offset() == json::Value::kNoOffset;
    if (!is_empty) expect_places(**loaded.file, loaded.root(), text);
  }
  const Diagnostics& findings = loaded.file ? loaded.library->findings() : loaded.file.error();
  EXPECT_TRUE(loaded.file || !findings.empty()) << text;
  for (const Diagnostic& finding : findings) expect_place(finding.source, text);
}

TEST(MutationTest, SmallTexts) {
  Random random(20240115);
  for (int i = 0; i < 20'000; ++i) {
    expect_file_or_findings(mutated(kSeeds[random.below(std::size(kSeeds))], random));
    if (HasFailure()) return;
  }
}

TEST(MutationTest, RealDescriptions) {
  const auto folder = std::filesystem::path(HOLOTYPE_DATA) / "descriptions";
  if (!std::filesystem::is_directory(folder)) GTEST_SKIP() << folder << " is not there";
  Random random(1);
  for (const char* name : {"train-travel.yaml", "museum.yaml", "oai-petstore-2.0.json",
                           "oai-uber-2.0.yaml", "readme-form-data-3.0.json"}) {
    std::ifstream stream(folder / name, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    for (int i = 0; i < 60; ++i) {
      expect_file_or_findings(mutated(text, random));
      if (HasFailure()) return;
    }
  }
}

// Texts on which parsers are known to spend more than linear time, or the stack.
TEST(MutationTest, RepeatedPieces) {
  for (const std::string_view piece : kPieces) {
    std::string text;
    while (text.size() < 20'000) text += piece;
    expect_file_or_findings(text);
  }
}

}  // namespace
}  // namespace holotype::document
