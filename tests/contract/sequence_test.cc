#include "contract/sequence.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::contract {
namespace {

std::string read(std::string_view media_type, std::string_view body) {
  json::Arena arena;
  const auto values = read_sequence(*http::parse_media_type(media_type), body, arena);
  if (values) return json::write(values->values);
  return fmt::format("!{} {}", values.error().offset, values.error().message);
}

TEST(SequenceTest, ReadsValues) {
  const struct {
    const char* media_type;
    const char* body;
    const char* expected;  // a prefix where it begins with "!"
  } rows[] = {
      {"application/jsonl", "{\"n\":1}\n{\"n\":2}\n", R"([{"n":1},{"n":2}])"},
      {"application/x-ndjson", "1\r\n\r\n\"a\"", R"([1,"a"])"},
      {"application/x-ndjson", "", "[]"},
      {"application/x-ndjson", "{\"n\":1}\n{\"n\":\n", "!13 must hold JSON, value 2: "},
      {"application/x-ndjson", "1 2\n", "!2 must hold JSON, value 1: "},
      {"application/json-seq", "\x1e{\"n\":1}\n\x1e[\n2]\n", R"([{"n":1},[2]])"},
      {"application/geo+json-seq",
       "\x1e\x1e"
       "1\n",
       "[1]"},
      {"application/json-seq", "1\n", "!0 must begin each JSON text with a record separator"},
      {"application/json-seq", "\x1e{", "!2 must hold JSON, value 1: "},
      {"text/event-stream", "data: a\ndata: b\nid: 7\nevent: x\n\n",
       R"([{"data":"a\nb","id":"7","event":"x"}])"},
      {"text/event-stream", ": comment\n\ndata:a\r\n\r\nretry: 10\rdata\r\r",
       R"([{"data":"a"},{"data":"","retry":10}])"},
      {"text/event-stream", "data: last", R"([{"data":"last"}])"},
      {"text/event-stream", "unknown: x\nretry: soon\n\n", R"([{"retry":"soon"}])"},
  };
  for (const auto& row : rows) {
    const std::string found = read(row.media_type, row.body);
    const std::string_view expected = row.expected;
    EXPECT_EQ(expected.starts_with('!') ? found.substr(0, expected.size()) : found, expected)
        << row.body;
  }
}

TEST(SequenceTest, KnowsWhereEachValueBegins) {
  json::Arena arena;
  const auto lines = read_sequence(*http::parse_media_type("application/jsonl"), "1\n\n{}", arena);
  EXPECT_EQ(lines->offsets, (std::vector<std::uint32_t>{0, 3}));
  const auto events =
      read_sequence(*http::parse_media_type("text/event-stream"), ": c\n\ndata: 1\n\nid: 2", arena);
  EXPECT_EQ(events->offsets, (std::vector<std::uint32_t>{5, 14}));
}

TEST(SequenceTest, WritesWhatItReads) {
  const struct {
    const char* media_type;
    const char* values;
    const char* body;
  } rows[] = {
      {"application/jsonl", R"([{"n":1},2])", "{\"n\":1}\n2\n"},
      {"application/jsonl", R"({"n":1})", "{\"n\":1}\n"},
      {"application/json-seq", "[1,[2]]",
       "\x1e"
       "1\n\x1e[2]\n"},
      {"text/event-stream", R"([{"event":"x","data":"a\nb"},{"data":{"n":1}}])",
       "event: x\ndata: a\ndata: b\n\ndata: {\"n\":1}\n\n"},
      {"text/event-stream", R"(["hi"])", "data: hi\n\n"},
  };
  for (const auto& row : rows) {
    const auto values = json::read(row.values);
    EXPECT_EQ(write_sequence(*http::parse_media_type(row.media_type), values->root()), row.body);
  }
}

TEST(SequenceTest, KnowsItsMediaTypes) {
  for (const char* type : {"application/jsonl", "application/x-ndjson", "application/json-seq",
                           "application/x+json-seq", "text/event-stream"}) {
    EXPECT_TRUE(is_sequence(*http::parse_media_type(type))) << type;
  }
  for (const char* type : {"application/json", "text/plain", "application/x+json"}) {
    EXPECT_FALSE(is_sequence(*http::parse_media_type(type))) << type;
  }
}

}  // namespace
}  // namespace holotype::contract
