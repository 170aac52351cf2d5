// EventSchema: what a schema of a text/event-stream describes, and streams read and written by it.
#include "contract/event_stream.h"

#include <gtest/gtest.h>

#include "contract/described.h"
#include "json/text.h"

namespace holotype::contract {
namespace {

std::string description_of(std::string_view version, std::string_view media_type) {
  return "openapi: " + std::string(version) +
         "\ninfo: {title: Events, version: '1'}\npaths: {/a: {get: {operationId: a, responses: "
         "{'200': {description: A., content: {text/event-stream: " +
         std::string(media_type) + "}}}}}}\n";
}

constexpr const char* kChunk =
    "{schema: {type: object, required: [n], properties: {n: {type: integer}}}}";
constexpr const char* kChunks =
    "{schema: {type: array, maxItems: 2, items: {type: object, required: [n], properties: {n: "
    "{type: integer}}}}}";
constexpr const char* kEvent =
    "{schema: {type: object, required: [data], properties: {event: {enum: [add]}, data: {type: "
    "object, required: [n]}}}}";
constexpr const char* kEventOfText =
    "{schema: {required: [data], properties: {data: {type: string, maxLength: 2}}}}";
constexpr const char* kEither =
    "{schema: {anyOf: [{type: object, properties: {event: {const: add}, data: {type: object}}}, "
    "{type: object, properties: {event: {const: end}, data: {enum: ['[DONE]']}}}]}}";
constexpr const char* kText = "{schema: {type: string, maxLength: 12}}";
constexpr const char* kWrapped =
    "{schema: {type: object, properties: {data: {type: object, required: [n]}}}}";

TEST(EventStreamTest, IsCheckedByWhatItsSchemaDescribes) {
  struct Row {
    const char* media_type;
    const char* stream;
    Lines findings;
    const char* value;
    std::size_t unchecked = 0;
  };
  const Row rows[] = {
      // The data of each event, as JSON.
      {kChunk, "data: {\"n\": 1}\n\n", {}, R"([{"n":1}])"},
      {kChunk, "event: x\ndata: {\"n\":\ndata: 1}\n\n", {}, R"([{"n":1}])"},
      {kChunk,
       "data: {\"n\": 1}\n\nid: 7\ndata: {\"n\": \"x\"}\n\n",
       {"body /1/n: must be integer*(schema.type)"},
       R"([{"n":1},{"n":"x"}])"},
      {kChunk, "data: 5\n\n", {"body /0: must be object*(schema.type)"}, "[5]"},
      // What is dispatched to nobody, and the end of a stream, hold no instance.
      {kChunk,
       "event: ping\n\nretry: 10\n\ndata: {\"n\": 1}\n\ndata: [DONE]\n\n",
       {},
       R"([{"n":1}])"},
      {kChunk, "data: hello\n\ndata: {\"n\": 1}\n\n", {}, R"([{"n":1}])", 1},
      // A list is that of the data of all events.
      {kChunks, "data: {\"n\": 1}\n\ndata: {\"n\": 2}\n\n", {}, R"([{"n":1},{"n":2}])"},
      {kChunks,
       "data: {\"n\": 1}\n\ndata: {\"n\": 2}\n\ndata: {}\n\n",
       {"body: must have at most 2 elements*", "body /2: must have property n*"},
       R"([{"n":1},{"n":2},{}])"},
      // The events.
      {kEvent, "event: add\ndata: {\"n\": 1}\n\n", {}, R"([{"data":{"n":1},"event":"add"}])"},
      {kEvent,
       "event: drop\ndata: {}\n\n",
       {"body /0/data: must have property n*", "body /0/event: must be*"},
       R"([{"data":{},"event":"drop"}])"},
      {kEventOfText, "data: 12\n\n", {}, R"([{"data":"12"}])"},
      {kEventOfText, "id: 1\n\n", {"body /0: must have property data*"}, R"([{"id":"1"}])"},
      {kEither,
       "event: add\ndata: {}\n\nevent: end\ndata: [DONE]\n\n",
       {},
       R"([{"data":{},"event":"add"},{"data":"[DONE]","event":"end"}])"},
      // What JSON APIs wrap their answers in is no event.
      {kWrapped, "data: {\"data\": {\"n\": 1}}\n\n", {}, R"([{"data":{"n":1}}])"},
      // A text is the whole stream or the data of each event.
      {kText, "data: 12\n\n", {}, R"("data: 12\n\n")"},
      {kText, "data: 12345678\n\ndata: 9\n\n", {}, R"("data: 12345678\n\ndata: 9\n\n")"},
      {kText,
       "data: 1234567890abc\n\n",
       {"body: must have at most 12 characters*"},
       R"("data: 1234567890abc\n\n")"},
      // Nothing is said of the events.
      {"{schema: {}}", "data: 1\n\n", {}, R"([{"data":"1"}])"},
      {"{}", "data: 1\n\n", {}, R"([{"data":"1"}])"},
  };
  for (const char* version : {"3.0.4", "3.1.1", "3.2.0"}) {
    for (const Row& row : rows) {
      Described described(description_of(version, row.media_type));
      const auto checked = described.check(
          "a", {200, {{"Content-Type", "text/event-stream; charset=utf-8"}}, row.stream});
      EXPECT_THAT(checked.findings, AreFindings(row.findings)) << row.media_type << row.stream;
      EXPECT_EQ(checked.unchecked.size(), row.unchecked) << row.media_type << row.stream;
      ASSERT_TRUE(checked.body) << row.media_type;
      EXPECT_EQ(json::write(*checked.body), row.value) << row.media_type << row.stream;
    }
  }
}

TEST(EventStreamTest, IsWrittenAsItIsRead) {
  struct Row {
    const char* media_type;
    const char* value;  // of the schema
    const char* stream;
  };
  const Row rows[] = {
      {kChunk, R"({"n":1})", "data: {\"n\":1}\n\n"},
      {kChunks, R"([{"n":1},{"n":2}])", "data: {\"n\":1}\n\ndata: {\"n\":2}\n\n"},
      {kEvent, R"({"event":"add","data":{"n":1}})", "event: add\ndata: {\"n\":1}\n\n"},
      {kEither, R"({"event":"end","data":"[DONE]"})", "event: end\ndata: [DONE]\n\n"},
      {kText, R"("hello")", "data: hello\n\n"},
      {kText, R"("a\nb")", "data: a\ndata: b\n\n"},
      {kText, R"("data: hello\n\n")", "data: hello\n\n"},
      {"{schema: {type: integer}}", "5", "data: 5\n\n"},
      {"{schema: {type: [string, integer]}}", R"("5")", "data: \"5\"\n\n"},
      {"{schema: {type: array, items: {type: string}}}", R"(["a", "5"])", "data: a\n\ndata: 5\n\n"},
      {"{itemSchema: {type: object}}", R"([{"data":"5"}])", "data: 5\n\n"},
  };
  for (const Row& row : rows) {
    Described described(description_of("3.2.0", row.media_type));
    const BodyContract& body = described.contract()->operations()[0]->responses()[0]->body;
    const auto type = *http::parse_media_type("text/event-stream");
    const auto value = json::read(row.value);
    const json::Value instance = body.instance(0, type, value->root(), described.arena());
    EXPECT_EQ(body.write(0, type, instance), row.stream) << row.media_type;
    const auto checked =
        described.check("a", {200, {{"Content-Type", "text/event-stream"}}, row.stream});
    EXPECT_THAT(checked.findings, AreFindings(Lines{})) << row.media_type;
    EXPECT_TRUE(checked.unchecked.empty()) << row.media_type;
  }
}

TEST(EventStreamTest, ReadsFields) {
  const std::string stream =
      ": c\n\nid: 1\nevent:x\nunknown: y\ndata\n\ndata:  a\ndata: b\n\n:\n\n";
  const std::vector<Event> events = parse_events(stream);
  ASSERT_EQ(events.size(), 2);
  EXPECT_EQ(events[0].id, "1");
  EXPECT_EQ(events[0].event, "x");
  EXPECT_EQ(events[0].data, "");
  EXPECT_EQ(events[1].data, " a\nb");
  EXPECT_EQ(stream.substr(events[1].data_offset, 2), " a");
}

}  // namespace
}  // namespace holotype::contract
