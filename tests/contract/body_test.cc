// BodyContract: which media type a body is of, how its bytes become an instance, and what is wrong
// with either.
#include "contract/body.h"

#include <gtest/gtest.h>

#include "contract/described.h"
#include "json/text.h"

namespace holotype::contract {
namespace {

constexpr const char* kUpload = R"(openapi: 3.1.0
info: {title: Upload, version: "1"}
paths:
  /json:
    post:
      operationId: json
      requestBody:
        content:
          application/json:
            schema: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
          application/merge-patch+json: {schema: {type: object, maxProperties: 1}}
          application/*: {schema: {type: string}}
      responses: {"200": {description: Fine.}}
  /form:
    post:
      operationId: form
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [age], properties: {age: {type: integer}, tags: {type: array, items: {type: string}}}}
          multipart/form-data:
            schema: {type: object, required: [age], properties: {age: {type: integer}}}
      responses: {"200": {description: Fine.}}
  /csv:
    post:
      operationId: csv
      requestBody: {content: {"*/*": {schema: {type: array}}}}
      responses: {"200": {description: Fine.}}
  /yaml:
    post:
      operationId: yaml
      requestBody:
        content: {"*/*": {schema: {type: object, required: [name], properties: {name: {type: string}}}}}
      responses: {"200": {description: Fine.}}
  /file:
    post:
      operationId: file
      requestBody: {content: {"*/*": {schema: {type: string, format: binary, maxLength: 5}}}}
      responses: {"200": {description: Fine.}}
  /bytes:
    post:
      operationId: bytes
      requestBody:
        content:
          application/octet-stream: {schema: {type: string, maxLength: 4}}
          application/javascript: {schema: {type: string, maxLength: 4}}
          multipart/form-data:
            schema:
              type: object
              required: [n]
              properties:
                n: {type: object}
                file: {type: string, minLength: 5, maxLength: 10}
      responses: {"200": {description: Fine.}}
  /text:
    post:
      operationId: text
      requestBody: {content: {text/*: {schema: {type: string, maxLength: 3}}}}
      responses: {"200": {description: Fine.}}
  /versions:
    post:
      operationId: versions
      requestBody:
        content:
          application/json; version=1: {schema: {const: 1}}
          application/json; version=2: {schema: {const: 2}}
          application/json: {schema: {const: 0}}
      responses: {"200": {description: Fine.}}
)";

TEST(BodyTest, IsReadAsItsContentTypeSays) {
  struct Row {
    const char* target;
    const char* content_type;  // nullptr: none
    std::string body;
    Lines findings;
    const char* value;  // as JSON; nullptr: none
  };
  const Row rows[] = {
      {"/json", "application/json", R"({"name":"a","age":1})", {}, R"({"name":"a","age":1})"},
      {"/json", "application/json; charset=utf-8", R"({"name":"a"})", {}, R"({"name":"a"})"},
      {"/json", "APPLICATION/JSON", R"({"name":"a"})", {}, R"({"name":"a"})"},
      {"/json",
       "application/json",
       R"({"age":"1"})",
       {"body: must have property name*(schema.required)", "body /age: *(schema.type)"},
       R"({"age":"1"})"},
      {"/json",
       "application/json",
       R"({"name": })",
       {"body: must be JSON; at byte 9 (line 1, column 10): * (request.body-malformed)"},
       nullptr},
      {"/json",
       "application/json",
       "{\n  \"name\": \"a\"\n",
       {"body: must be JSON; at byte 16 (line 3, column 1): * (request.body-malformed)"},
       nullptr},
      {"/json", "application/json", "{} {}", {"request.body-malformed"}, nullptr},
      {"/json", "application/json", " ", {"request.body-malformed"}, nullptr},
      {"/json", "application/json", std::string(600, '['), {"request.body-malformed"}, nullptr},
      {"/json", "application/json", "{\"name\":\"\xff\"}", {"request.body-malformed"}, nullptr},
      // The most specific key applies, whatever the order.
      {"/json",
       "application/merge-patch+json",
       R"({"a":1,"b":2})",
       {"schema.max-properties"},
       R"({"a":1,"b":2})"},
      {"/json", "application/vnd.a+json", R"("text")", {}, R"("text")"},
      {"/versions", "application/json; version=2", "2", {}, "2"},
      {"/versions", "application/json;version=\"1\"", "1", {}, "1"},
      {"/versions", "application/json; version=3", "0", {}, "0"},
      {"/versions", "application/json", "0", {}, "0"},
      // `*/*` of files: whatever the type says, the bytes are the instance.
      {"/file", "application/json", "{}", {}, R"("{}")"},
      {"/file", "application/x-unknown", "abc", {}, R"("abc")"},
      {"/file", "application/json", R"({"a":1})", {"schema.max-length"}, R"("{\"a\":1}")"},
      {"/file",
       nullptr,
       "{}",
       {"header Content-Type: must be there, with one of */*; found nothing; send the Content-Type "
        "that the body has (request.media-type-missing)"},
       nullptr},
      // What is no media type, and what is none of them.
      {"/json",
       nullptr,
       "{}",
       {"header Content-Type: must be there, with one of application/json, "
        "application/merge-patch+json, application/*; found nothing; send Content-Type: "
        "application/json (request.media-type-missing)"},
       nullptr},
      {"/json", "json", "{}", {"request.media-type-malformed"}, nullptr},
      {"/json", "", "{}", {"request.media-type-malformed"}, nullptr},
      {"/json",
       "text/plain",
       "{}",
       {"header Content-Type: must be one of *; found text/plain; * "
        "(request.media-type-unsupported)"},
       nullptr},
      // Forms take the types of their schema.
      {"/form",
       "application/x-www-form-urlencoded",
       "age=7&tags=a&tags=b",
       {},
       R"({"age":7,"tags":["a","b"]})"},
      {"/form",
       "application/x-www-form-urlencoded",
       "age=x",
       {"body /age: *(schema.type)"},
       R"({"age":"x"})"},
      {"/form",
       "application/x-www-form-urlencoded",
       "tags=a",
       {"schema.required"},
       R"({"tags":["a"]})"},
      {"/form",
       "multipart/form-data; boundary=b",
       "--b\r\nContent-Disposition: form-data; name=\"age\"\r\n\r\n7\r\n--b--\r\n",
       {},
       R"({"age":7})"},
      {"/form", "multipart/form-data", "x", {"request.body-malformed"}, nullptr},
      // Text is UTF-8.
      {"/text", "text/plain", "abc", {}, R"("abc")"},
      {"/text", "text/markdown; charset=utf-8", "abcd", {"schema.max-length"}, R"("abcd")"},
      {"/text", "text/plain; charset=UTF-8", "\xc3\xa4\xc3\xb6\xc3\xbc", {}, R"("äöü")"},
      {"/text",
       "text/plain",
       "a\xff",
       {"body: must be UTF-8 text; it is not at byte 1 *"},
       nullptr},
  };
  Described upload(kUpload);
  for (const Row& row : rows) {
    http::Request request{"POST", row.target, {}, row.body};
    if (row.content_type != nullptr) request.headers.add("Content-Type", row.content_type);
    const Checked checked = upload.check(request);
    const std::string label = std::string(row.target) + " " + request.body.substr(0, 40);
    EXPECT_THAT(checked.findings, AreFindings(row.findings)) << label;
    ASSERT_EQ(checked.body.has_value(), row.value != nullptr) << label;
    if (checked.body) EXPECT_EQ(json::write(*checked.body), row.value) << label;
  }
}

TEST(BodyTest, WritesWhatItReads) {
  struct Row {
    std::size_t index;  // of the content below
    const char* type;
    std::string value;
    std::string body;
  };
  const Row rows[] = {
      {0, "application/json", R"("a")", R"("a")"},
      {1, "application/xml", R"("a & b")", "<xml>a &amp; b</xml>"},
      {1, "application/xml", R"("\n<a>1</a>")", "\n<a>1</a>"},  // an example written out
      {2, "text/plain", R"("a")", "a"},
  };
  Described described(R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          application/json: {schema: {type: string}}
          application/xml: {schema: {type: string}}
          text/plain: {schema: {type: string}}
      responses: {"200": {description: Fine.}}
)");
  const auto& operation = *described.contract()->find(*described.description()->find("a"));
  for (const Row& row : rows) {
    const auto value = json::read(row.value);
    const std::string body = operation.request_body()->write(
        row.index, *http::parse_media_type(row.type), value->root());
    EXPECT_EQ(body, row.body);
    const Checked checked = described.check({"POST", "/a", {{"Content-Type", row.type}}, row.body});
    EXPECT_TRUE(checked.findings.empty()) << to_line(checked.findings.front());
  }
}

// OpenAPI 3.1.1 "Working with Binary Data": the length of unencoded bytes is their number. What is
// seen of them is a text all the same, or base64.
TEST(BodyTest, CountsOctets) {
  const std::string two = "\xc3\xa4";  // one character of UTF-8
  const auto upload_of = [](const std::string& content) {
    return "--B\r\nContent-Disposition: form-data; name=\"n\"\r\nContent-Type: image/png\r\n\r\nx"
           "\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n"
           "Content-Type: image/png\r\n\r\n" +
           content + "\r\n--B--\r\n";
  };
  struct Row {
    const char* type;
    std::string body;
    Lines findings;
    const char* value;
  };
  const char* form = "multipart/form-data; boundary=B";
  const Row rows[] = {
      {"application/octet-stream", "\xff\xff\xff\xff", {}, R"("ÿÿÿÿ")"},
      {"application/octet-stream",
       "\xff\xff\xff\xff\xff",
       {"body: must have at most 4 characters; found 5 bytes (schema.max-length)"},
       R"("ÿÿÿÿÿ")"},
      {"application/octet-stream", two + two, {}, R"("ää")"},
      {"application/octet-stream", two + two + two, {"body: *found 6 bytes*"}, R"("äää")"},
      {"application/octet-stream", "abcde", {"body: *found \"abcde\"*"}, R"("abcde")"},
      {"application/javascript", two + two + two, {}, R"("äää")"},
      {form, upload_of(std::string(8, '\xff')), {}, R"({"n":"x","file":"//////////8="})"},
      {form,
       upload_of(std::string(11, '\xff')),
       {"body /file: *found 11 bytes*"},
       R"({"n":"x","file":"//////////////8="})"},
      {form,
       upload_of(two + two + two + two + two + two),
       {"body /file: *found 12 bytes*"},
       R"({"n":"x","file":"ääääää"})"},
      {form, upload_of(two + two + two), {}, R"({"n":"x","file":"äää"})"},
      {form, upload_of(two + two), {"body /file: *found 4 bytes*"}, R"({"n":"x","file":"ää"})"},
  };
  Described upload(kUpload);
  for (const Row& row : rows) {
    const Checked checked =
        upload.check({"POST", "/bytes", {{"Content-Type", row.type}}, row.body});
    EXPECT_THAT(checked.findings, AreFindings(row.findings)) << row.body;
    ASSERT_TRUE(checked.body.has_value());
    EXPECT_EQ(json::write(*checked.body), row.value);
    // An image is no object, and nothing tells how it would be one.
    const Lines note = {
        "body /n: the part was not checked: image/png is not read, and the schema wants no string "
        "(request.body-unchecked)"};
    EXPECT_THAT(checked.unchecked, AreFindings(row.type == form ? note : Lines{})) << row.body;
  }
}

// 3.0.3 "Encoding Object": style, explode and allowReserved are of forms alone. 3.1.0: they take
// the place of contentType in multipart/form-data too, whose parts are never percent-encoded.
TEST(BodyTest, PartsByTheRulesOfTheirVersion) {
  const std::string tail = R"(
info: {title: T, version: "1"}
paths:
  /a:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              properties: {tags: {type: array, items: {type: string}}, n: {}}
            encoding:
              tags: {style: form, explode: false}
              n: {style: form, contentType: application/json}
      responses: {"204": {description: Done.}}
)";
  const auto part = [](const std::string& name, const std::string& text) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name +
           "\"\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n";
  };
  struct Row {
    const char* version;
    std::string parts;
    Lines findings;
    const char* value;
  };
  const Row rows[] = {
      {"3.0.3", part("tags", "a") + part("tags", "b"), {}, R"({"tags":["a","b"]})"},
      {"3.1.0", part("tags", "a,b"), {}, R"({"tags":["a","b"]})"},
      {"3.0.3",
       part("n", "x"),
       {"body /n: must be of media type application/json*", "body /n: must be JSON*"},
       ""},
      {"3.1.0", part("n", "x"), {}, R"({"n":"x"})"},
  };
  for (const Row& row : rows) {
    Described described("openapi: " + std::string(row.version) + tail);
    const Checked checked = described.check({"POST",
                                             "/a",
                                             {{"Content-Type", "multipart/form-data; boundary=B"}},
                                             row.parts + "--B--\r\n"});
    EXPECT_THAT(checked.findings, AreFindings(row.findings)) << row.version << row.parts;
    if (row.findings.empty()) EXPECT_EQ(json::write(*checked.body), row.value) << row.version;
  }
}

TEST(BodyTest, FindingsOfARowAreBounded) {
  Described described(R"(openapi: 3.2.0
info: {title: T, version: "1"}
paths:
  /a:
    post:
      requestBody: {content: {application/jsonl: {itemSchema: {type: integer}}}}
      responses: {"204": {description: Done.}}
)");
  std::string rows;
  for (int i = 0; i < 3000; ++i) rows += "\"x\"\n";
  const Checked checked =
      described.check({"POST", "/a", {{"Content-Type", "application/jsonl"}}, rows});
  EXPECT_EQ(checked.findings.size(), 1000u);
  EXPECT_THAT(checked.unchecked,
              AreFindings(Lines{"body: what follows item 999 was not checked: there are 1000 "
                                "findings before it (request.body-unchecked)"}));
}

// RFC 9512: what is written in YAML is checked as if it were written in JSON.
TEST(BodyTest, ReadsYaml) {
  struct Row {
    const char* content_type;
    const char* body;
    Lines findings;
    const char* value;
  };
  const Row rows[] = {
      {"application/yaml", "name: Rex\n", {}, R"({"name":"Rex"})"},
      {"text/yaml", "{name: Rex}", {}, R"({"name":"Rex"})"},
      {"application/x-yaml; charset=utf-8", "name: 'Rex'\r\n", {}, R"({"name":"Rex"})"},
      {"application/vnd.pet+yaml", "name: Rex", {}, R"({"name":"Rex"})"},
      {"application/yaml",
       "name: 5\n",
       {"body /name: must be string; found 5; write the value in quotes (schema.type)"},
       R"({"name":5})"},
      {"application/yaml",
       "a: 1\nname: [Rex\n",
       {"body: must be YAML; at byte 16 (line 3, column 1): * (request.body-malformed)"},
       nullptr},
  };
  Described upload(kUpload);
  for (const Row& row : rows) {
    const Checked checked =
        upload.check({"POST", "/yaml", {{"Content-Type", row.content_type}}, row.body});
    EXPECT_THAT(checked.findings, AreFindings(row.findings)) << row.body;
    EXPECT_THAT(checked.unchecked, AreFindings(Lines{})) << row.body;
    ASSERT_EQ(checked.body.has_value(), row.value != nullptr) << row.body;
    if (checked.body) EXPECT_EQ(json::write(*checked.body), row.value) << row.body;
  }
}

TEST(BodyTest, SaysWhatIsNotChecked) {
  struct Row {
    const char* target;
    const char* content_type;
    Lines unchecked;
  };
  const Row rows[] = {
      {"/csv",
       "text/csv",
       {"body: the body was not checked: text/csv is not read (request.body-unchecked)"}},
      {"/csv",
       "application/octet-stream",
       {"body: the body was not checked: application/octet-stream is not read "
        "(request.body-unchecked)"}},
      // Bytes are a string, whatever they mean.
      {"/json", "application/octet-stream", {}},
      {"/text", "text/plain; charset=iso-8859-1", {}},
      {"/text", "text/plain; charset=us-ascii", {}},
  };
  Described upload(kUpload);
  for (const Row& row : rows) {
    const http::Request request{"POST", row.target, {{"Content-Type", row.content_type}}, "abc"};
    const Checked checked = upload.check(request);
    EXPECT_THAT(checked.unchecked, AreFindings(row.unchecked)) << row.content_type;
    EXPECT_THAT(checked.findings, AreFindings(Lines{})) << row.content_type;
  }
}

// RFC 9110 section 8.4: what was encoded is decoded before it is read, within the limit.
TEST(BodyTest, DecodesContentCodings) {
  // 2,000 spaces as gzip writes them.
  const std::string spaces(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x53\x50\x18\x05\xa3\x60\x14\x8c\x82\x51\x30"
      "\x0a\x46\xc1\x50\x07\x00\x2a\xca\x16\x55\xd0\x07\x00\x00",
      35);
  struct Row {
    const char* coding;
    std::string body;
    Lines findings;
  };
  const Row rows[] = {
      {"identity", R"({"name":"a"})", {}},
      {"zzz", R"({"name":"a"})", {"request.content-coding-unsupported"}},
      {"gzip", R"({"name":"a"})", {"request.body-malformed"}},
      {"gzip", spaces, {"request.body-too-large"}},
  };
  Described upload(kUpload, {.max_body_bytes = 1000});
  for (const Row& row : rows) {
    const http::Request request{
        "POST",
        "/json",
        {{"Content-Type", "application/json"}, {"Content-Encoding", row.coding}},
        row.body};
    EXPECT_THAT(upload.check(request).findings, AreFindings(row.findings)) << row.coding;
  }
}

}  // namespace
}  // namespace holotype::contract
