// What a draft sends where a body is a row: by itemSchema (OpenAPI 3.2).
#include "tester/draft.h"

#include <gtest/gtest.h>

#include "tester/described.h"

namespace holotype::tester {
namespace {

TEST(DraftTest, BodiesOfItemsHaveOne) {
  struct Row {
    const char* content;
    const char* type;  // that the Content-Type begins with
    const char* body;  // a part of what is sent
  };
  constexpr Row kRows[] = {
      {"multipart/mixed: {itemSchema: {type: object, required: [a], properties: {a: {const: 7}}}}",
       "multipart/mixed; boundary=", "Content-Type: application/json\r\n\r\n{\"a\":7}\r\n--"},
      {"multipart/mixed: {itemSchema: {const: text}}",
       "multipart/mixed; boundary=", "\r\n\r\ntext\r\n--"},
      {"multipart/related: {itemSchema: {type: string, minLength: 1}, itemEncoding: {contentType: "
       "image/png}}",
       "multipart/related; boundary=", "Content-Type: image/png\r\n\r\n"},
      {"multipart/mixed: {schema: {type: array, minItems: 2}, itemSchema: {const: 5}}",
       "multipart/mixed; boundary=", "\r\n\r\n5\r\n--"},
      {"multipart/mixed: {schema: {type: object, required: [a], properties: {a: {const: b}}}}",
       "multipart/mixed; boundary=", "name=\"a\"\r\n\r\nb\r\n--"},
      {"application/jsonl: {itemSchema: {type: object, required: [a], properties: {a: {const: "
       "7}}}}",
       "application/jsonl", "{\"a\":7}\n"},
      {"application/jsonl: {itemSchema: {type: array, minItems: 2, items: {const: 1}}}",
       "application/jsonl", "[1,1]\n"},
      {"application/jsonl: {itemSchema: {const: 1}, example: [1, 1]}", "application/jsonl",
       "1\n1\n"},
      {"text/event-stream: {itemSchema: {type: object, required: [data], properties: {data: "
       "{const: hi}}}}",
       "text/event-stream", "data: hi\n\n"},
  };
  for (const Row& row : kRows) {
    const auto loaded = described(
        "openapi: 3.2.0\ninfo: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, "
        "requestBody: {required: true, content: {" +
        std::string(row.content) + "}}, responses: {'204': {description: Taken.}}}}}\n");
    Drafter drafter(*loaded->description);
    json::Arena arena;
    const openapi::Operation& operation = *loaded->description->find("a");
    const auto written = drafter.write(drafter.draft(operation, {}, arena));
    EXPECT_EQ(written.obstacle, "") << row.content;
    const std::string* type = written.request.headers.find("Content-Type");
    ASSERT_NE(type, nullptr) << row.content;
    EXPECT_TRUE(type->starts_with(row.type)) << *type;
    EXPECT_NE(written.request.body.find(row.body), std::string::npos) << written.request.body;
    const contract::Checked checked = loaded->contract->check_request(written.request, arena);
    EXPECT_EQ(checked.verdict, diagnostic::Verdict::Valid)
        << row.content << ": "
        << (checked.findings.empty() ? "" : to_line(checked.findings.front())) << "\n"
        << written.request.body;
  }
}

}  // namespace
}  // namespace holotype::tester
