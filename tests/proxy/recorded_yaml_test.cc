#include "proxy/recorded_yaml.h"

#include <gtest/gtest.h>

#include <string>

#include "document/library.h"
#include "document/reader.h"
#include "json/text.h"

namespace holotype::proxy {
namespace {

TEST(RecordedYaml, IsReadable) {
  json::Arena arena;
  struct Row {
    std::string json;
    std::string yaml;
  };
  const Row rows[] = {
      {R"({"a":1,"b":{"c":[true,null,{"d":"x y","e":[[1],[]]}],"f":{}}})",
       "\n  a: 1\n  b:\n    c:\n      - true\n      - null\n      - d: x y\n        e:\n"
       "          - - 1\n          - []\n    f: {}"},
      {R"("plain text")", " plain text"},
      {R"("true")", " \"true\""},
      {R"("12")", " \"12\""},
      {R"("")", " \"\""},
      {R"("a: b")", " \"a: b\""},
      {"1.5", " 1.5"},
  };
  for (const Row& row : rows) {
    const auto value = json::read(arena, row.json);
    ASSERT_TRUE(value) << row.json;
    EXPECT_EQ(yaml_after_key(*value, 2), row.yaml) << row.json;
  }
}

// What was written is read back as it was by the reader of fixture files.
TEST(RecordedYaml, ReadsBackAsTheSameValue) {
  const std::string_view texts[] = {
      R"("null")",
      R"("True")",
      R"("~")",
      R"("yes")",
      R"("0x1F")",
      R"("1e3")",
      R"("-")",
      R"("- a")",
      R"("a #b")",
      R"("#a")",
      R"("a:")",
      R"("&a")",
      R"("*a")",
      R"("!a")",
      R"("%a")",
      R"("@a")",
      R"("`a")",
      R"("a ")",
      R"(" a")",
      R"("a\nb\n")",
      R"("\t")",
      R"("\u0000\u0007\u001b")",
      R"("\u007f\u0080\u0085\u009f")",
      R"("\u2028\u2029\ufeff\ufffe\uffff")",
      R"("\ud83d\ude00 \u00e9\u4e2d")",
      R"("\"\\/")",
      R"("{a}")",
      R"("[a]")",
      R"("'a'")",
      R"("---")",
      R"("...")",
      R"("<<")",
      R"("=")",
      R"("NaN")",
      R"("inf")",
      R"("2024-01-15")",
      R"("{$request.body}")",
      "1",
      "-1.0",
      "1E400",
      "123456789012345678901234567890",
      "true",
      "false",
      "null",
      "[]",
      "{}",
      "[[[]]]",
      R"([[1,[2]],{"a":[{"b":{}}]}])",
      R"({"":1,"null":2,"a b":3,"a: b":4,"#":5,"<<":{"x":1},"\u007f":6,"1":7})",
  };
  for (const std::string_view text : texts) {
    json::Arena arena;
    const auto value = json::read(arena, text);
    ASSERT_TRUE(value) << text;
    const std::string yaml = "value:" + yaml_after_key(*value, 2) + "\n";
    document::Library library(std::make_shared<document::MemoryReader>());
    const auto file = library.add("memory:recorded", "recorded.yaml", yaml);
    ASSERT_TRUE(file) << text << "\n" << yaml << to_line(file.error().front());
    const json::Value* read = (*file)->root().find("value");
    ASSERT_NE(read, nullptr) << yaml;
    EXPECT_EQ(json::write(*read), json::write(*value)) << yaml;
  }
}

TEST(RecordedYaml, TextsReadBackAsTheyWere) {
  const std::string_view texts[] = {"",
                                    "a",
                                    "a\nb",
                                    "a\n",
                                    "a\nb\n",
                                    "a\nb\n\n",
                                    "a\n\n\n",
                                    "\n",
                                    "\na\nb",
                                    " a\nb",
                                    "a\n b\n  ",
                                    "a\n\nb",
                                    "a\n\tb",
                                    "a\r\nb",
                                    "# a\nb: ",
                                    "{\n  \"a\": 1\n}\n",
                                    "\xc3\xa9\n\xe2\x82\xac",
                                    "\xe2\x80\xa8\na",
                                    "a\x7f\nb",
                                    "--- a\n...\n",
                                    "null",
                                    "5"};
  for (const std::string_view text : texts) {
    for (const std::string_view after : {"", "next: 1\n"}) {
      const std::string yaml =
          "value:\n  text:" + yaml_text_after_key(text, 4) + "\n" + std::string(after);
      document::Library library(std::make_shared<document::MemoryReader>());
      const auto file = library.add("memory:recorded", "recorded.yaml", yaml);
      ASSERT_TRUE(file) << yaml << to_line(file.error().front());
      const json::Value* read = (*file)->root().find("value");
      ASSERT_NE(read, nullptr) << yaml;
      EXPECT_EQ(read->find("text")->as_string(), text) << yaml;
    }
  }
  EXPECT_EQ(yaml_text_after_key("{\n  \"a\": 1\n}", 4), " |-\n    {\n      \"a\": 1\n    }");
}

TEST(RecordedYaml, EscapesWhatAFixtureWouldEvaluate) {
  json::Arena arena;
  const auto value = json::read(arena, R"({"a":["{$url}","{{$x}"],"{$b}":"{$method}{$url}"})");
  ASSERT_TRUE(value);
  EXPECT_EQ(json::write(escape_expressions(*value, arena)),
            R"({"a":["{{$url}","{{{$x}"],"{$b}":"{{$method}{{$url}"})");
}

}  // namespace
}  // namespace holotype::proxy
