// BodyPlan: which body a response has in one media type, and how it is written.
#include "mock/body_plan.h"

#include <gtest/gtest.h>

#include <thread>

#include "contract/contract.h"
#include "json/text.h"
#include "openapi/loaded.h"

namespace holotype::mock {
namespace {

// A description whose only response has this content, a Media Type Object by its key.
class OneBody {
 public:
  explicit OneBody(std::string_view content, const generate::Options& options = {})
      : description_(openapi::load_text("openapi: 3.2.0\ninfo: {title: T, version: '1'}\n"
                                        "paths: {/a: {get: {operationId: a, responses: {'200': "
                                        "{description: A., content: {" +
                                        std::string(content) + "}}}}}}\n")
                         .value()),
        contract_(description_),
        generators_(std::make_shared<GeneratorSource>(*description_->compiler)),
        plan_(contract_.operations()[0]->responses()[0]->body, 0, generators_, options, "a") {}

  const BodyPlan& plan() const { return plan_; }

 private:
  std::shared_ptr<const openapi::Description> description_;
  contract::Contract contract_;
  std::shared_ptr<GeneratorSource> generators_;
  BodyPlan plan_;
};

TEST(BodyPlanTest, ServesTheExampleFirst) {
  struct Row {
    const char* content;
    const char* bytes;
    const char* source;
    const char* content_type;
    bool is_valid;
  };
  const Row rows[] = {
      {"application/json: {example: {a: 1}}", R"({"a":1})", "example", "application/json", true},
      {"application/json: {examples: {one: {value: 1}, two: {value: 2}}}", "1", "example one",
       "application/json", true},
      {"application/json: {schema: {type: string}, example: 5}", "5", "example", "application/json",
       false},
      {"application/json: {schema: {const: 7}}", "7", "generated", "application/json", true},
      {"application/json: {}", "{}", "generated", "application/json", true},
      {"text/plain: {}", "string", "generated", "text/plain", true},
      {"application/octet-stream: {}", "string", "generated", "application/octet-stream", true},
      {"application/vnd.a: {}", "string", "generated", "application/vnd.a", true},
      {"application/yaml: {}", "{}", "generated", "application/yaml", true},
      {"application/jsonl: {}", "{}\n", "generated", "application/jsonl", true},
      {"text/event-stream: {}", "data: string\n\n", "generated", "text/event-stream", true},
      {"application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: "
       "{const: b c}}}}",
       "a=b%20c", "generated", "application/x-www-form-urlencoded", true},
      // A string is the text itself, elsewhere than in JSON.
      {"text/plain: {example: hello}", "hello", "example", "text/plain", true},
      {"application/json: {example: hello}", R"("hello")", "example", "application/json", true},
      {"application/vnd.a+json: {example: hello}", R"("hello")", "example",
       "application/vnd.a+json", true},
      {"text/csv: {example: [1, 2]}", "[1,2]", "example", "text/csv", true},
      {"application/xml: {example: <a/>}", "<a/>", "example", "application/xml", true},
      // An answer names one type, a description may name a range.
      {"'*/*': {example: 1}", "1", "example", "application/json", true},
      {"application/*: {example: 1}", "1", "example", "application/json", true},
      {"text/*: {example: x}", "x", "example", "text/plain", true},
      {"image/*: {example: x}", "x", "example", "image/png", true},
      // A row of values, each by a schema that is not that of a list.
      {"application/jsonl: {schema: {type: object}, example: {a: 1}}", "{\"a\":1}\n", "example",
       "application/jsonl", true},
      {"application/jsonl: {schema: {type: object}, example: [{a: 1}, 2]}", "{\"a\":1}\n2\n",
       "example", "application/jsonl", false},
      {"application/jsonl: {itemSchema: {type: object}, example: [2]}", "2\n", "example",
       "application/jsonl", false},
      {"text/event-stream: {schema: {type: object, required: [a]}, example: {a: 1}}",
       "data: {\"a\":1}\n\n", "example", "text/event-stream", true},
      {"text/event-stream: {schema: {type: object, required: [a], properties: {a: {const: 7}}}}",
       "data: {\"a\":7}\n\n", "generated", "text/event-stream", true},
      {"text/event-stream: {schema: {type: string, const: hello}}", "data: hello\n\n", "generated",
       "text/event-stream", true},
      {"text/event-stream: {schema: {type: string, example: \"data: hi\\n\\n\"}}", "data: hi\n\n",
       "generated", "text/event-stream", true},
      // 3.2: bytes to be served as they stand.
      {"application/json: {examples: {a: {dataValue: 1, serializedValue: ' 1 '}}}", " 1 ",
       "example a", "application/json", true},
      // What is elsewhere is not there: the next example, or a generated value.
      {"application/json: {examples: {far: {externalValue: 'https://a.example/x'}, near: {value: "
       "1}}}",
       "1", "example near", "application/json", true},
      {"application/json: {schema: {const: 7}, examples: {far: {externalValue: "
       "'https://a.example/x'}}}",
       "7", "generated", "application/json", true},
  };
  for (const Row& row : rows) {
    const OneBody body(row.content);
    const PlannedBody& standard = body.plan().standard();
    EXPECT_EQ(standard.bytes, row.bytes) << row.content;
    EXPECT_EQ(standard.source, row.source) << row.content;
    EXPECT_EQ(body.plan().content_type(), row.content_type) << row.content;
    EXPECT_EQ(standard.is_valid, row.is_valid) << row.content;
    EXPECT_EQ(standard.findings.empty(), row.is_valid) << row.content;
  }
}

TEST(BodyPlanTest, FindsExamplesByName) {
  const OneBody body(
      "application/json: {schema: {type: integer}, examples: {one: {value: 1}, two: {value: x}, "
      "far: {externalValue: 'https://a.example/x'}}}");
  json::Arena arena;
  const auto two = body.plan().named("two", arena);
  ASSERT_TRUE(two);
  EXPECT_EQ(two->bytes, R"("x")");
  EXPECT_EQ(two->source, "example two");
  EXPECT_FALSE(two->is_valid);
  for (const char* name : {"three", "", "ONE", "far"})
    EXPECT_FALSE(body.plan().named(name, arena)) << name;
  EXPECT_EQ(body.plan().example_names(), "one, two");
  EXPECT_EQ(OneBody("application/json: {example: 1}").plan().example_names(), "none");
}

TEST(BodyPlanTest, GeneratesBySeed) {
  const char* content =
      "application/json: {example: fixed, schema: {type: string, pattern: '^[a-z]{12}$'}}";
  const OneBody body(content);
  json::Arena arena;
  const PlannedBody one = body.plan().dynamic(1, kDefaultNow, arena);
  EXPECT_EQ(one.source, "generated");
  EXPECT_TRUE(one.is_valid);
  EXPECT_EQ(body.plan().dynamic(1, kDefaultNow, arena).bytes, one.bytes);
  EXPECT_NE(body.plan().dynamic(2, kDefaultNow, arena).bytes, one.bytes);

  // --dynamic passes over the example; --seed decides what stands there instead.
  generate::Options options;
  options.mode = generate::Mode::Dynamic;
  const OneBody dynamic(content, options);
  EXPECT_EQ(dynamic.plan().standard().source, "generated");
  json::Arena memory;
  EXPECT_EQ(dynamic.plan().authored(memory)->bytes, R"("fixed")");
  EXPECT_EQ(OneBody(content, options).plan().standard().bytes, dynamic.plan().standard().bytes);
  options.seed = 9;
  EXPECT_NE(OneBody(content, options).plan().standard().bytes, dynamic.plan().standard().bytes);
}

TEST(BodyPlanTest, IsMadeOnceForManyThreads) {
  const OneBody body(
      "application/json: {schema: {type: array, minItems: 20, items: {type: string, "
      "minLength: 20}}}");
  std::vector<const PlannedBody*> seen(8);
  std::vector<std::thread> threads;
  for (auto& slot : seen) threads.emplace_back([&slot, &body] { slot = &body.plan().standard(); });
  for (std::thread& thread : threads) thread.join();
  for (const PlannedBody* one : seen) EXPECT_EQ(one, seen[0]);
}

// Media types that are formats of files get a file, not the text of a placeholder.
TEST(BodyPlanTest, MakesFilesOfTheirType) {
  struct Row {
    const char* content;
    std::string_view begins;
    const char* content_type;
  };
  const Row rows[] = {
      {"image/png: {schema: {type: string, format: binary}}", "\x89PNG\r\n", "image/png"},
      {"image/png: {}", "\x89PNG\r\n", "image/png"},
      {"image/png: {schema: {type: string, contentEncoding: base64}}", "iVBORw0K", "image/png"},
      {"image/*: {schema: {type: string, format: binary}}", "\x89PNG\r\n", "image/png"},
      {"audio/*: {}", "RIFF", "audio/wav"},
      {"font/*: {}", std::string_view("\0\1\0\0", 4), "font/ttf"},
      {"video/*: {}",
       std::string_view("\0\0\0\x14"
                        "ftyp",
                        8),
       "video/mp4"},
      {"application/pdf: {schema: {type: string}}", "%PDF-1.4", "application/pdf"},
      {"application/zip: {schema: {}}", "PK\3\4", "application/zip"},
      {"image/svg+xml: {schema: {type: string}}", "<svg ", "image/svg+xml"},
      // A schema that the file breaks has the last word; so has the author.
      {"image/png: {schema: {type: string, maxLength: 9}}", "string", "image/png"},
      {"image/png: {example: abc}", "abc", "image/png"},
      // Of bytes whose type is not told, as many as the schema says.
      {"application/octet-stream: {schema: {type: string, format: binary, minLength: 20, "
       "maxLength: "
       "20}}",
       "stringaaaaaaaaaaaaaa", "application/octet-stream"},
  };
  for (const Row& row : rows) {
    const OneBody one(row.content);
    const PlannedBody& body = one.plan().standard();
    EXPECT_TRUE(std::string_view(body.bytes).starts_with(row.begins))
        << row.content << ": " << json::quote(body.bytes.substr(0, 20));
    EXPECT_TRUE(body.is_valid) << row.content;
    EXPECT_EQ(one.plan().content_type(), row.content_type) << row.content;
  }
}

TEST(BodyPlanTest, MakesTheFileThatAClientAsksARangeFor) {
  const OneBody one("image/*: {schema: {type: string, format: binary}}");
  json::Arena arena;
  EXPECT_TRUE(one.plan().generated_as("image/gif", arena)->bytes.starts_with("GIF89a"));
  EXPECT_FALSE(one.plan().generated_as("image/png", arena)) << "the standard body";
}

// RFC 9110 section 12.5.1: never a type that the client does not take.
TEST(BodyPlanTest, ServesOfARangeWhatTheClientTakes) {
  constexpr char kFiles[] = "image/*: {schema: {type: string, format: binary}}";
  constexpr char kObject[] = "'*/*': {schema: {type: object, properties: {x: {const: 1}}}}";
  constexpr char kText[] = "'*/*': {schema: {type: string}}";
  constexpr char kTexts[] = "text/*: {schema: {type: string}}";
  constexpr char kApplication[] = "application/*: {schema: {type: object}}";
  struct Row {
    const char* content;
    const char* accept;
    const char* type;  // "": none
  };
  const Row rows[] = {
      {kFiles, "image/gif", "image/gif"},
      {kFiles, "image/svg+xml", "image/svg+xml"},
      {kFiles, "image/png;q=0, image/*", "image/jpeg"},
      {kFiles, "image/x-unknown", ""},
      {kFiles, "image/x-unknown, */*;q=0.1", "image/png"},
      {kObject, "application/xml", "application/xml"},
      {kObject, "application/problem+json", "application/problem+json"},
      {kObject, "application/yaml", "application/yaml"},
      {kObject, "text/plain", ""},
      {kObject, "image/png", ""},
      {kObject, "application/json;q=0, */*", "application/xml"},
      {kObject, "application/xml, application/json;q=0.5", "application/xml"},
      {kObject, "application/xml;q=0.5, application/json", "application/json"},
      // As browsers ask.
      {kObject, "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
       "application/json"},
      {kText, "text/plain", "text/plain"},
      {kText, "image/png", "image/png"},
      {kText, "application/octet-stream", "application/octet-stream"},
      {kText, "video/x-unknown", ""},
      {kTexts, "text/html", "text/html"},
      {kTexts, "text/plain;q=0, text/*", "text/html"},
      {kTexts, "application/json", ""},
      {kApplication, "application/pdf", ""},
      {kApplication, "application/json;q=0, application/*", "application/xml"},
      {kApplication, "application/vnd.a+json", "application/vnd.a+json"},
  };
  for (const Row& row : rows) {
    const OneBody one(row.content);
    EXPECT_EQ(one.plan().content_type_for(http::parse_accept(row.accept)).value_or(""), row.type)
        << row.content << " " << row.accept;
  }
}

// What one seed does not find, the plain search of the start does: the answer is valid all the
// same.
TEST(BodyPlanTest, AnAnswerIsThereForEverySeed) {
  for (const char* schema :
       {"{type: array, uniqueItems: true, minItems: 7, items: {type: integer, minimum: 0, maximum: "
        "6}}",
        "{type: string, format: date-time, pattern: "
        "'^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$'}"}) {
    const OneBody body("application/json: {schema: " + std::string(schema) + "}");
    json::Arena arena;
    ASSERT_TRUE(body.plan().standard().is_valid) << schema;
    for (std::uint64_t seed = 0; seed < 64; ++seed) {
      EXPECT_TRUE(body.plan().dynamic(seed, kDefaultNow, arena).is_valid) << schema << seed;
      EXPECT_TRUE(body.plan().generated_for(seed, kDefaultNow, arena).is_valid) << schema;
    }
  }
}

}  // namespace
}  // namespace holotype::mock
