#include "parameters/form_body.h"

#include <gtest/gtest.h>

#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

constexpr char kSchema[] = R"({"type":"object","properties":{
    "id":{"type":"integer"}, "on":{"type":"boolean"}, "s":{"type":"string"},
    "maybe":{"type":["integer","null"]},
    "tags":{"type":"array","items":{"type":"integer"}},
    "list":{"type":"array","items":{"type":"string"}},
    "address":{"type":"object","properties":{"zip":{"type":"integer"},"city":{"type":"string"}}},
    "items":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer"}}}},
    "either":{"anyOf":[{"type":"object","properties":{"n":{"type":"integer"}}},{"enum":[""]}]},
    "a[b]":{"type":"integer"},
    "file":{"type":"string","format":"binary"},
    "strict":{"type":"string","allowEmptyValue":false},
    "vague":{"type":"integer","allowEmptyValue":true},
    "text":{"type":"string","allowEmptyValue":true}}})";

std::string describe(const DecodedBody& body) {
  if (body.has_value && body.findings.empty()) return json::write(body.value);
  std::string text;
  for (const auto& finding : body.findings) {
    EXPECT_EQ(finding.in, diagnostic::Place::Body);
    EXPECT_TRUE(finding.offset.has_value());
    const std::string_view id = finding.rule->id;
    text += "!" + std::string(id.substr(id.find('.') + 1)) + " " + finding.pointer +
            (finding.pointer.empty() ? "" : " ") + finding.message;
  }
  return text;
}

openapi::Encoding encode_as(const char* property, openapi::Style style, bool explodes) {
  openapi::Encoding encoding;
  encoding.property = property;
  encoding.has_style = true;
  encoding.style = style;
  encoding.explodes = explodes;
  return encoding;
}

openapi::Encoding typed_as(const char* property, const char* content_type) {
  openapi::Encoding encoding;
  encoding.property = property;
  encoding.content_types = {content_type};
  return encoding;
}

struct Row {
  const char* body;
  const char* expected;  // JSON, or "!rule ..." as a prefix
};

void expect_rows(std::span<const Row> rows, std::vector<openapi::Encoding> encodings = {}) {
  SchemaFixture fixture(kSchema);
  openapi::MediaType media_type;
  media_type.schema.node = fixture.root();
  media_type.encodings = std::move(encodings);
  const FormDecoder decoder(media_type, fixture.shapes());
  for (const Row& row : rows) {
    json::Arena arena;
    const std::string found = describe(decoder.decode_urlencoded(row.body, arena));
    const std::string_view expected = row.expected;
    EXPECT_TRUE(expected.starts_with('!') ? found.starts_with(expected) : found == expected)
        << row.body << "\n  expected " << expected << "\n  found    " << found;
  }
}

TEST(FormBodyTest, ReadsFieldsByTheirSchema) {
  const Row rows[] = {
      {"", "{}"},
      {"id=7", R"({"id":7})"},
      {"id=7&on=true&s=1", R"({"id":7,"on":true,"s":"1"})"},
      {"id=x", R"({"id":"x"})"},
      {"id=", R"({"id":""})"},
      {"maybe=&s=", R"({"maybe":null,"s":""})"},
      {"s", R"({"s":""})"},
      {"s=a+b%20c%2B", R"({"s":"a b c+"})"},
      {"s=a=b", R"({"s":"a=b"})"},
      {"other=5", R"({"other":"5"})"},
      {"other=5&other=6", R"({"other":["5","6"]})"},
      {"tags=1", R"({"tags":[1]})"},
      {"tags=1&tags=2", R"({"tags":[1,2]})"},
      {"tags=", R"({"tags":[]})"},
      {"tags[]=1&tags[]=2", R"({"tags":[1,2]})"},
      {"tags[0]=1&tags[1]=2", R"({"tags":[1,2]})"},
      {"tags=1,2", R"({"tags":["1,2"]})"},
      {"list=a,b", R"({"list":["a,b"]})"},
      {"address[zip]=1&address[city]=x", R"({"address":{"zip":1,"city":"x"}})"},
      {"address=%7B%22zip%22%3A1%7D", R"({"address":{"zip":1}})"},
      {"address=x", R"({"address":"x"})"},
      {"items[0][n]=1&items[1][n]=2", R"({"items":[{"n":1},{"n":2}]})"},
      {"items[][n]=1&items[][n]=2", R"({"items":[{"n":1},{"n":2}]})"},
      {"items=%7B%22n%22%3A1%7D&items=%7B%22n%22%3A2%7D", R"({"items":[{"n":1},{"n":2}]})"},
      {"either[n]=1", R"({"either":{"n":1}})"},
      {"either=", R"({"either":""})"},
      {"a[b]=5", R"({"a[b]":5})"},
      {"a%5Bb%5D=5", R"({"a[b]":5})"},
      {"x[y]=5", R"({"x":{"y":"5"}})"},
      {"s[y]=5", R"({"s[y]":"5"})"},
      {"id=1&id=2", "!parameter-repeated /id must be given once"},
      {"s=%zz", "!body-malformed /s must be percent-encoded"},
      {"s=%ff", "!body-malformed /s must be UTF-8"},
      {"%zz=1", "!body-malformed a field's name"},
      {"strict=", "!parameter-empty /strict must not be empty"},
      {"strict=x", R"({"strict":"x"})"},
      {"vague=&text=", R"({"text":""})"},
      {"vague=x", R"({"vague":"x"})"},
  };
  expect_rows(rows);
}

TEST(FormBodyTest, FollowsEncodingObjects) {
  const Row delimited[] = {
      {"tags=1,2", R"({"tags":[1,2]})"},
      {"tags=1%2C2", R"({"tags":[1,2]})"},
      {"tags=", R"({"tags":[]})"},
      {"list=a|b", R"({"list":["a","b"]})"},
      {"list=a%7Cb", R"({"list":["a","b"]})"},
      {"address=zip,1,city,x", R"({"address":{"zip":1,"city":"x"}})"},
      {"address=zip,1,city", "!parameter-malformed /address must be name, value"},
      {"tags=1&tags=2", "!parameter-repeated /tags must be given once, with all its values"},
  };
  expect_rows(delimited, {encode_as("tags", openapi::Style::Form, false),
                          encode_as("list", openapi::Style::PipeDelimited, false),
                          encode_as("address", openapi::Style::Form, false)});
  const Row spread[] = {{"zip=1&city=x&id=2", R"({"address":{"zip":1,"city":"x"},"id":2})"}};
  expect_rows(spread, {encode_as("address", openapi::Style::Form, true)});
  const Row json[] = {
      {"s=%7B%22a%22%3A1%7D", R"({"s":{"a":1}})"},
      {"s=%7B", "!body-malformed /s must be JSON"},
  };
  expect_rows(json, {typed_as("s", "application/json")});
}

TEST(FormBodyTest, RefusesReservedCharactersWhereSpeltOut) {
  auto encoding = encode_as("s", openapi::Style::Form, true);
  encoding.forbids_reserved = true;
  const Row rows[] = {
      {"s=:/?#[]@!$&x=1", "!parameter-malformed /s must have reserved characters"},
      {"s=%3A%2F+x", R"({"s":":/ x"})"},
      {"list=:/", R"({"list":[":/"]})"},
  };
  expect_rows(rows, {encoding});
}

std::string decode_multipart(std::string_view body, std::vector<openapi::Encoding> encodings = {},
                             const char* content_type = "multipart/form-data; boundary=B") {
  SchemaFixture fixture(kSchema);
  openapi::MediaType media_type;
  media_type.schema.node = fixture.root();
  media_type.encodings = std::move(encodings);
  const FormDecoder decoder(media_type, fixture.shapes());
  const auto type = http::parse_media_type(content_type);
  json::Arena arena;
  return describe(decoder.decode_multipart(*type, body, arena));
}

std::string part(std::string_view name, std::string_view content, std::string_view headers = "") {
  return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"" +
         std::string(headers) + "\r\n\r\n" + std::string(content) + "\r\n";
}

TEST(FormBodyTest, ReadsMultipartBodies) {
  const std::string end = "--B--\r\n";
  EXPECT_EQ(decode_multipart(part("id", "7") + part("on", "true") + end), R"({"id":7,"on":true})");
  EXPECT_EQ(decode_multipart(part("tags", "1") + part("tags", "2") + end), R"({"tags":[1,2]})");
  EXPECT_EQ(decode_multipart(part("s", "a%20+b") + end), R"({"s":"a%20+b"})");
  EXPECT_EQ(decode_multipart(part("address", R"({"zip":1})") + end), R"({"address":{"zip":1}})");
  EXPECT_EQ(
      decode_multipart(part("address", R"({"zip":1})", "\r\nContent-Type: application/json") + end),
      R"({"address":{"zip":1}})");
  EXPECT_EQ(decode_multipart(part("tags", "[1,2]", "\r\nContent-Type: application/json") + end),
            R"({"tags":[1,2]})");
  EXPECT_EQ(
      decode_multipart(part("items", R"({"n":1})", "\r\nContent-Type: application/json") +
                       part("items", R"({"n":2})", "\r\nContent-Type: application/json") + end),
      R"({"items":[{"n":1},{"n":2}]})");
  EXPECT_EQ(decode_multipart(part("file", "hello", "; filename=\"a.txt\"") + end),
            R"({"file":"hello"})");
  EXPECT_EQ(decode_multipart(
                part("file", "\xff\xfe", "; filename=\"a.bin\"\r\nContent-Type: image/png") + end),
            R"({"file":"//4="})");
  EXPECT_EQ(decode_multipart(part("address[zip]", "5") + end), R"({"address":{"zip":5}})");
}

constexpr char kParts[] = R"({"type":"object","properties":{
    "n":{"type":"integer"}, "s":{"type":"string"}, "o":{"type":"object","properties":{"a":{"type":"integer"}}},
    "os":{"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}}}},
    "file":{"type":"string","format":"binary"},
    "files":{"type":"array","items":{"type":"string","format":"binary"}},
    "maybe":{"type":["string","null"]}, "either":{"type":["string","object"]}, "any":{}}})";

// What is made of one part, by its media type and the schema of its name.
TEST(FormBodyTest, TakesPartsByTheirMediaTypes) {
  struct Case {
    const char* name;
    const char* type;  // "": none; "; filename" behind it makes a file
    std::string content;
    const char* value;        // JSON, or "!rule ..." as a prefix
    const char* octets = "";  // "": the same
    const char* unread = "";
  };
  const Case cases[] = {
      // A file is a string, whatever is in it.
      {"file", "application/json; filename", R"({"a":1})", R"({"file":"{\"a\":1}"})"},
      {"file", "application/json; filename", "not json", R"({"file":"not json"})"},
      {"file", "application/geo+json; filename", "{}", R"({"file":"{}"})"},
      {"files", "application/json; filename", "[1]", R"({"files":["[1]"]})"},
      {"file", "application/xml; filename", "<a/>", R"({"file":"<a/>"})"},
      {"file", "text/csv; filename", "1", R"({"file":"1"})"},
      {"maybe", "application/json; filename", "null", R"({"maybe":"null"})"},
      // JSON is parsed where it may be what it says, and without a name of a file is a text else.
      {"file", "application/json", R"({"a":1})", R"({"file":"{\"a\":1}"})"},
      {"files", "application/json", R"(["a","b"])", R"({"files":["a","b"]})"},
      {"maybe", "application/json", "null", R"({"maybe":null})"},
      {"s", "application/json", R"("x")", R"({"s":"x"})"},
      {"any", "application/json; filename", R"({"a":1})", R"({"any":{"a":1}})"},
      {"either", "application/json; filename", R"({"a":1})", R"({"either":{"a":1}})"},
      {"o", "application/json; filename", R"({"a":1})", R"({"o":{"a":1}})"},
      {"o", "application/json", "{", "!body-malformed /o must be JSON"},
      {"n", "application/json", "5", R"({"n":5})"},
      // XML and YAML are read as bodies are, unless the schema wants their text.
      {"o", "application/xml", "<o><a>1</a></o>", R"({"o":{"a":1}})"},
      {"o", "text/xml; charset=utf-8", "<o><a>x</a></o>", R"({"o":{"a":"x"}})"},
      {"os", "application/xml", "<o><a>1</a></o>", R"({"os":[{"a":1}]})"},
      {"o", "application/xml", "<o>", "!body-malformed /o must be XML"},
      {"s", "application/xml", "<o/>", R"({"s":"<o/>"})"},
      {"o", "application/yaml", "a: 1", R"({"o":{"a":1}})"},
      {"o", "application/yaml", "a: [", "!body-malformed /o must be YAML"},
      {"s", "application/yaml", "a: 1", R"({"s":"a: 1"})"},
      // Nothing tells how these are objects.
      {"o", "image/png", "png", R"({"o":"png"})", "", "/o"},
      {"o", "multipart/mixed; boundary=C", "--C--", R"({"o":"--C--"})", "", "/o"},
      {"o", "text/csv", "a,b", R"({"o":"a,b"})", "", "/o"},
      {"n", "image/png; filename", "5", R"({"n":"5"})", "", "/n"},
      // Texts take the type that the schema allows.
      {"n", "", "5", R"({"n":5})"},
      {"n", "text/plain; filename", "5", R"({"n":5})"},
      {"n", "text/csv", "x", R"({"n":"x"})"},
      {"o", "text/plain", "x", R"({"o":"x"})"},
      {"o", "", R"({"a":1})", R"({"o":{"a":1}})"},
      // Bytes: octets are counted, a text or base64 is shown.
      {"file", "image/png", "abc", R"({"file":"abc"})"},
      {"file", "image/png", "\xc3\xa4", R"({"file":"ä"})", R"({"file":"Ã¤"})"},
      {"file", "image/png", "\xff\xfe", R"({"file":"//4="})", R"({"file":"ÿþ"})"},
      {"file", "", "\xff\xfe", R"({"file":"//4="})", R"({"file":"ÿþ"})"},
      {"files", "image/png", "\xff\xfe", R"({"files":["//4="]})", R"({"files":["ÿþ"]})"},
      {"s", "text/plain", "\xc3\xa4", R"({"s":"ä"})"},
      // Charsets (RFC 7578 section 4.5).
      {"s", "text/plain; charset=ISO-8859-1", "\xe4\xf6", R"({"s":"äö"})"},
      {"n", "text/plain; charset=utf-16le", std::string("5\0", 2), R"({"n":5})"},
      {"o", "application/json; charset=iso-8859-1", "{\"\xe4\":1}", R"({"o":{"ä":1}})"},
      {"s", "text/plain; charset=x-unknown", "x", "!charset-unsupported /s must be"},
      {"s", "text/plain; charset=utf-8", "\xe4", "!body-malformed /s must be UTF-8"},
      {"s", "text/plain; charset=utf-8", "\xef\xbb\xbfx", R"({"s":"x"})"},
  };
  SchemaFixture fixture(kParts);
  openapi::MediaType media_type;
  media_type.schema.node = fixture.root();
  const FormDecoder decoder(media_type, fixture.shapes());
  const auto type = http::parse_media_type("multipart/form-data; boundary=B");
  for (const Case& one : cases) {
    std::string part_type = one.type;
    std::string headers;
    if (const std::size_t at = part_type.find("; filename"); at != std::string::npos) {
      part_type.resize(at);
      headers = "; filename=\"f\"";
    }
    if (!part_type.empty()) headers += "\r\nContent-Type: " + part_type;
    const std::string text = part(one.name, one.content, headers) + "--B--\r\n";
    json::Arena arena;
    const DecodedBody body = decoder.decode_multipart(*type, text, arena);
    const std::string found = describe(body);
    const std::string_view value = one.value;
    EXPECT_TRUE(value.starts_with('!') ? found.starts_with(value) : found == value)
        << one.name << " " << one.type << " " << one.content << "\n  " << found;
    EXPECT_EQ(body.octets ? json::write(*body.octets) : "", one.octets) << one.content;
    const std::string_view unread = one.unread;
    ASSERT_EQ(body.unread.size(), unread.empty() ? 0u : 1u) << one.name << " " << one.type;
    ASSERT_EQ(body.unchecked.size(), body.unread.size());
    if (!unread.empty()) EXPECT_EQ(body.unread[0], unread);
  }
}

TEST(FormBodyTest, TakesPartsByTheirEncodingObjects) {
  const std::string end = "--B--\r\n";
  const std::string json_type = "\r\nContent-Type: application/json";
  // The Encoding Object says JSON: then it is, unless it is a file's.
  const auto as_json = typed_as("s", "application/json");
  EXPECT_EQ(decode_multipart(part("s", R"({"a":1})", json_type) + end, {as_json}),
            R"({"s":{"a":1}})");
  EXPECT_EQ(
      decode_multipart(part("s", R"({"a":1})", "; filename=\"f\"" + json_type) + end, {as_json}),
      R"({"s":"{\"a\":1}"})");
  EXPECT_EQ(decode_multipart(part("address", R"({"zip":1})") + end,
                             {typed_as("address", "application/json")}),
            R"({"address":{"zip":1}})");
  // A parameter that the part leaves out is none that it contradicts.
  const auto as_utf8_xml = typed_as("address", "application/xml; charset=utf-8");
  const std::string xml = "<a><zip>1</zip></a>";
  EXPECT_EQ(decode_multipart(part("address", xml, "\r\nContent-Type: application/xml") + end,
                             {as_utf8_xml}),
            R"({"address":{"zip":1}})");
  // Swagger 2.0 `type: file`: nothing in it is looked at.
  openapi::Encoding one_file;
  one_file.property = "other";
  one_file.is_single = true;
  for (const char* content : {R"({"a":1})", "not json"}) {
    EXPECT_EQ(
        decode_multipart(part("other", content, "; filename=\"f\"" + json_type) + end, {one_file}),
        "{\"other\":" + json::quote(content) + "}");
  }
  // A part without a type is text/plain, which may not be what is wanted.
  const char* without =
      "!part-type-missing /file should have a Content-Type, image/png: without one";
  EXPECT_TRUE(decode_multipart(part("file", "x") + end, {typed_as("file", "image/png")})
                  .starts_with(without));
  EXPECT_EQ(decode_multipart(part("file", "x") + end, {typed_as("file", "text/*")}),
            R"({"file":"x"})");
  EXPECT_TRUE(decode_multipart(part("address", "<a><zip>1</zip></a>") + end,
                               {typed_as("address", "application/xml")})
                  .starts_with("!part-type-missing /address"));
  // RFC 7578 section 4.6.
  EXPECT_EQ(decode_multipart(part("_charset_", "iso-8859-1") + part("s", "\xe4") + end),
            R"({"_charset_":"iso-8859-1","s":"ä"})");
}

TEST(FormBodyTest, ReportsMalformedMultipartBodies) {
  const std::string end = "--B--\r\n";
  EXPECT_TRUE(decode_multipart("nothing").starts_with("!body-malformed must be multipart"));
  EXPECT_TRUE(decode_multipart(part("id", "7")).starts_with("!body-malformed must be multipart"));
  EXPECT_TRUE(decode_multipart(part("id", "7") + end, {}, "multipart/form-data")
                  .starts_with("!body-malformed must be multipart"));
  EXPECT_TRUE(decode_multipart(part("address", "{", "\r\nContent-Type: application/json") + end)
                  .starts_with("!body-malformed /address must be JSON"));
  EXPECT_TRUE(decode_multipart(part("id", "7") + part("id", "8") + end)
                  .starts_with("!parameter-repeated /id must be given once"));
  EXPECT_TRUE(decode_multipart(part("file", "x", "\r\nContent-Type: text/plain") + end,
                               {typed_as("file", "image/png")})
                  .starts_with("!media-type-unsupported /file must be of media type image/png"));
  EXPECT_EQ(decode_multipart(part("file", "x", "\r\nContent-Type: image/png") + end,
                             {typed_as("file", "image/*")}),
            R"({"file":"x"})");
  auto with_header = typed_as("file", "image/png");
  with_header.headers.emplace_back();
  with_header.headers[0].name = "X-Size";
  with_header.headers[0].is_required = true;
  EXPECT_TRUE(
      decode_multipart(part("file", "x", "\r\nContent-Type: image/png") + end, {with_header})
          .starts_with("!parameter-missing /file its header X-Size: must be there"));
}

// What is written is read back, urlencoded and multipart.
TEST(FormBodyTest, ReadsWhatItWrites) {
  SchemaFixture fixture(kSchema);
  openapi::MediaType media_type;
  media_type.schema.node = fixture.root();
  media_type.encodings = {encode_as("list", openapi::Style::PipeDelimited, false)};
  const FormDecoder decoder(media_type, fixture.shapes());
  const char* values[] = {
      "{}",
      R"({"id":7,"on":false,"s":"a b&c=d+é","maybe":3})",
      R"({"tags":[1,2],"list":["x","y"]})",
      R"({"address":{"zip":1,"city":"x"},"items":[{"n":1},{"n":2}]})",
      R"({"either":{"n":1},"a[b]":3})",
      R"({"either":"","unknown":"z"})",
  };
  for (const char* text : values) {
    const auto value = json::read(text);
    json::Arena arena;
    const auto form = decoder.encode_urlencoded(value->root());
    ASSERT_TRUE(form) << text;
    EXPECT_EQ(describe(decoder.decode_urlencoded(*form, arena)), text) << *form;
    const auto multipart = decoder.encode_multipart(value->root());
    ASSERT_TRUE(multipart) << text;
    const auto type = http::parse_media_type(multipart->content_type);
    if (value->root().size() == 0 || value->root().find("list") != nullptr) continue;
    EXPECT_EQ(describe(decoder.decode_multipart(*type, multipart->body, arena)), text)
        << multipart->body;
  }
  json::Arena arena;
  EXPECT_FALSE(decoder.encode_urlencoded(json::Value()));
  EXPECT_FALSE(decoder.encode_multipart(json::Value()));
}

}  // namespace
}  // namespace holotype::parameters
