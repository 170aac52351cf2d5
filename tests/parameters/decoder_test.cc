#include "parameters/decoder.h"

#include <gtest/gtest.h>

#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

// A schema that can be run, in a document of its own.
class CompiledFixture : public SchemaFixture {
 public:
  using SchemaFixture::SchemaFixture;

  openapi::SchemaUse schema(std::string_view pointer = "") {
    const document::Node node = at(pointer);
    return {node, compiler().compile(node, {.dialect = schema::Dialect::OpenApi31}).schema};
  }
};

std::string check(const std::string& schema, std::string_view serialisation, std::string_view raw,
                  bool is_required = false) {
  CompiledFixture fixture(schema);
  auto parameter = make_parameter("color", serialisation, {});
  parameter.schema = fixture.schema();
  parameter.is_required = is_required;
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const RawRequest request(parameter, raw);
  json::Arena arena;
  const Decoded decoded = decoder.check(request.raw(arena), arena);
  for (const auto& finding : decoded.findings) {
    EXPECT_EQ(finding.name, "color");
    EXPECT_NE(finding.in, diagnostic::Place::None);
  }
  if (decoded.findings.empty()) return describe(decoded);
  std::string text;
  for (const auto& finding : decoded.findings) {
    text += (text.empty() ? "" : " ") + std::string(finding.rule->id) + finding.pointer;
  }
  return text;
}

TEST(DecoderTest, ChecksValuesAgainstTheirSchema) {
  struct Row {
    const char* schema;
    const char* serialisation;
    const char* raw;
    const char* outcome;
  };
  const Row rows[] = {
      {R"({"type":"integer"})", "query form*", "color=5", "5"},
      {R"({"type":"integer"})", "query form*", "color=abc", "schema.type"},
      {R"({"type":"integer"})", "query form*", "color=1.5", "schema.type"},
      {R"({"type":"integer","maximum":3})", "query form*", "color=5", "schema.maximum"},
      {R"({"type":"integer"})", "query form*", "color=", "request.parameter-empty"},
      {R"({"type":"integer"})", "query form*", "color=1&color=2", "request.parameter-repeated"},
      {R"({"type":"integer"})", "query form*", "other=5", "absent"},
      {R"({"type":"array","items":{"type":"integer"}})", "query form*", "color=1&color=x",
       "schema.type/1"},
      {R"({"type":"array","items":{"type":"integer"}})", "query form*", "color=1,2",
       "schema.type/0"},
      // %2C counts as a delimiter where the schema refuses it as a character.
      {R"({"type":"array","items":{"type":"integer"}})", "query form", "color=1%2C2", "[1,2]"},
      {R"({"type":"array","items":{"type":"string"}})", "query form", "color=a%2Cb", R"(["a,b"])"},
      {R"({"type":"array","items":{"enum":["a","b"]}})", "query form", "color=a%2Cb",
       R"(["a","b"])"},
      {R"({"type":"array","minItems":2,"items":{"type":"string"}})", "query pipeDelimited",
       "color=abc,xyz", "schema.min-items"},
      // "." counts as one in label where the schema refuses it, of a version that is not known.
      {R"({"type":"array","items":{"type":"string"}})", "path label", ".a.b", R"(["a.b"])"},
      {R"({"type":"array","items":{"enum":["a","b"]}})", "path label", ".a.b", R"(["a","b"])"},
      {R"({"type":"object","properties":{"R":{"type":"integer"}}})", "path label", ".R.1",
       R"({"R":1})"},
      // Whatever reading the schema accepts.
      {R"({"oneOf":[{"type":"integer","maximum":9},{"type":"string","pattern":"^[0-9]{5}$"}]})",
       "query form*", "color=12345", R"("12345")"},
      {R"({"type":["string","null"],"enum":["a",null]})", "query form*", "color=null", "null"},
      {R"({"type":["string","null"],"enum":["a",null]})", "query form*", "color=", "null"},
      {R"({"anyOf":[{"type":"string","enum":["all"]},{"type":"array",
          "items":{"type":"string"},"minItems":1}]})",
       "query form*", "color=a", R"(["a"])"},
      {R"({"type":["array","null"],"items":{"type":"integer"}})", "query form*", "color=null",
       "null"},
      {R"({"enum":["1",2]})", "query form*", "color=1", R"("1")"},
      {R"({"type":"object","properties":{"a":{"type":"integer"}},"required":["a","b"]})",
       "query deepObject*", "color[a]=x", "schema.type/a schema.required"},
      {R"({"type":"string","format":"date"})", "header simple", "2024-13-01", "schema.format"},
      {R"({"$ref":"#/$defs/p","$defs":{"p":{"type":"boolean"}}})", "cookie form*", "color=true",
       "true"},
      {R"({"type":"string"})", "cookie form*", "color=a%2Cb", R"("a,b")"},
      {R"({"type":"string"})", "cookie cookie*", "color=a%2Cb", R"("a%2Cb")"},
      {R"({"type":"array","items":{"type":"string"}})", "cookie cookie*", "color=a%20b; color=c",
       R"(["a%20b","c"])"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(check(row.schema, row.serialisation, row.raw), row.outcome)
        << row.schema << " " << row.raw;
  }
  EXPECT_EQ(check("{}", "query form*", "", true), "request.parameter-missing");
  EXPECT_EQ(check("{}", "header simple", "x", true), R"("x")");
  EXPECT_EQ(check("{}", "query form*", "color", true), R"("")");
}

// The tables of OpenAPI 3.0.0 to 3.0.3 have style label without explode as ".a.b", those behind
// them
// ".a,b".
TEST(DecoderTest, ReadsLabelsAsTheirVersionDoes) {
  struct Row {
    const char* version;
    const char* raw;
    const char* value;
  };
  const Row rows[] = {
      {"3.0.3", ".1.0", R"(["1","0"])"},     {"3.0.3", ".1.0,2.5", R"(["1.0","2.5"])"},
      {"3.0.4", ".1.0", R"(["1.0"])"},       {"3.1.0", ".1.0", R"(["1.0"])"},
      {"3.0.4", ".1.0,2", R"(["1.0","2"])"},
  };
  for (const Row& row : rows) {
    SchemaFixture fixture(R"({"openapi":")" + std::string(row.version) +
                          R"(","p":{"schema":{"type":"array","items":{"type":"string"}}}})");
    auto parameter = make_parameter("color", "path label", fixture.at("/p/schema"));
    parameter.node = fixture.at("/p");
    const auto decoder = Decoder::compile(parameter, fixture.shapes());
    const RawRequest request(parameter, row.raw);
    json::Arena arena;
    EXPECT_EQ(describe(decoder.decode(request.raw(arena), arena)), row.value)
        << row.version << " " << row.raw;
  }
  // Of 3.0.3, too, the list of one that the schema wants is read as one.
  CompiledFixture fixture(
      R"({"openapi":"3.0.3","type":"array","items":{"type":"string","pattern":"^[0-9].[0-9]$"}})");
  auto parameter = make_parameter("color", "path label", {});
  parameter.schema = fixture.schema();
  parameter.node = parameter.schema.node;
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const RawRequest request(parameter, ".1.0");
  json::Arena arena;
  EXPECT_EQ(describe(decoder.check(request.raw(arena), arena)), R"(["1.0"])");
}

TEST(DecoderTest, HonoursAllowEmptyValue) {
  CompiledFixture fixture(R"({"type":"integer","minimum":1})");
  auto parameter = make_parameter("color", "query form*", {});
  parameter.schema = fixture.schema();
  parameter.allows_empty_value = true;
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  for (const char* raw : {"color=", "color"}) {
    const RawRequest request(parameter, raw);
    json::Arena arena;
    EXPECT_EQ(describe(decoder.check(request.raw(arena), arena)), "nothing") << raw;
  }
  SchemaFixture swagger(R"({"type":"string","allowEmptyValue":false})");
  auto strict = make_parameter("color", "query form*", swagger.root());
  const auto refusing = Decoder::compile(strict, swagger.shapes());
  const RawRequest request(strict, "color");
  json::Arena arena;
  EXPECT_EQ(describe(refusing.decode(request.raw(arena), arena)),
            "!parameter-empty must not be empty (allowEmptyValue is false)");
}

TEST(DecoderTest, ReadsContentParameters) {
  struct Row {
    const char* media_type;
    const char* in;
    const char* raw;
    const char* outcome;
  };
  const Row rows[] = {
      {"application/json", "query form*", R"(color={"a":1})", R"({"a":1})"},
      {"application/json", "query form*", "color=%7B%22a%22%3A+1%7D", R"({"a":1})"},
      {"application/json", "query form*", "color={", "!parameter-malformed must be JSON"},
      {"application/json", "query form*", "color=", "!parameter-malformed must be JSON"},
      {"application/json", "query form*", "color=1&color=2", "!parameter-repeated"},
      {"application/vnd.x+json", "header simple", "[1,2]", "[1,2]"},
      {"application/json", "cookie form*", "color=%5B1%5D", "[1]"},
      {"application/json", "path simple", "true", "true"},
      {"application/json", "path simple", "%zz", "!parameter-malformed must be percent-encoded"},
      {"text/plain", "query form*", "color=5", R"("5")"},
      {"application/xml", "query form*", "color=5", "nothing"},
      {"application/json", "querystring form*", R"({"a":1})", R"({"a":1})"},
      {"application/json", "querystring form*", "%7B%22a%22%3A1%7D", R"({"a":1})"},
      {"application/x-www-form-urlencoded", "querystring form*", "a=1&b=2", R"({"a":"1","b":"2"})"},
      {"application/x-www-form-urlencoded", "querystring form*", "a=%", "!parameter-malformed /a"},
  };
  for (const Row& row : rows) {
    SchemaFixture fixture("{}");
    auto parameter = make_parameter("color", row.in, {});
    parameter.content = openapi::MediaType();
    parameter.content->name = row.media_type;
    parameter.content->schema.node = fixture.root();
    const auto decoder = Decoder::compile(parameter, fixture.shapes());
    const RawRequest request(parameter, row.raw);
    json::Arena arena;
    const Decoded decoded = decoder.decode(request.raw(arena), arena);
    EXPECT_TRUE(describe(decoded).starts_with(row.outcome))
        << row.media_type << " " << row.raw << " " << describe(decoded);
    EXPECT_EQ(decoded.unchecked.size(), std::string_view(row.outcome) == "nothing" ? 1u : 0u);
  }
}

TEST(DecoderTest, PointsAtTheFault) {
  SchemaFixture fixture(R"({"type":"string"})");
  auto parameter = make_parameter("color", "query form*", fixture.root());
  parameter.node = fixture.root();
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const RawRequest request(parameter, "x=1&color=ab%zz");
  json::Arena arena;
  const Decoded decoded = decoder.decode(request.raw(arena), arena);
  ASSERT_EQ(decoded.findings.size(), 1u);
  const auto& finding = decoded.findings[0];
  EXPECT_EQ(finding.in, diagnostic::Place::Query);
  EXPECT_EQ(finding.name, "color");
  EXPECT_EQ(finding.offset, 12u);
  EXPECT_EQ(finding.found, R"("ab%zz")");
  EXPECT_EQ(finding.source.file, "test.json");
  EXPECT_EQ(finding.schema, "memory:test.json#");
}

TEST(DecoderTest, KeepsCookiesToItself) {
  CompiledFixture fixture(R"({"type":"integer"})");
  auto parameter = make_parameter("color", "cookie form*", {});
  parameter.schema = fixture.schema();
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const RawRequest request(parameter, "color=secret");
  json::Arena arena;
  const Decoded decoded = decoder.check(request.raw(arena), arena);
  ASSERT_EQ(decoded.findings.size(), 1u);
  EXPECT_EQ(decoded.findings[0].found, "");
}

TEST(DecoderTest, JoinsHeaderFieldsOfOneName) {
  SchemaFixture fixture(R"({"type":"array","items":{"type":"integer"}})");
  SchemaFixture single(R"({"type":"integer"})");
  const auto parameter = make_parameter("color", "header simple", fixture.root());
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const auto one = make_parameter("COLOR", "header simple", single.root());
  const auto scalar = Decoder::compile(one, single.shapes());
  http::Request request;
  request.headers.add("Color", "1, 2");
  request.headers.add("color", "3");
  json::Arena arena;
  const RawParameters raw(request, {}, arena);
  EXPECT_EQ(describe(decoder.decode(raw, arena)), "[1,2,3]");
  EXPECT_TRUE(describe(scalar.decode(raw, arena)).starts_with("!parameter-repeated"));
  const auto ignored = make_parameter("Content-Type", "header simple", single.root());
  request.headers.add("content-type", "text/plain");
  const auto nothing = Decoder::compile(ignored, single.shapes());
  EXPECT_EQ(describe(nothing.decode(RawParameters(request, {}, arena), arena)), "absent");
}

// RFC 9110 section 5.3: its values have commas of their own, so that fields are never combined.
TEST(DecoderTest, ReadsEachSetCookieByItself) {
  constexpr const char* kDated = "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT";
  struct Row {
    const char* schema;
    std::vector<std::string> fields;
    const char* outcome;  // of check()
  };
  const Row rows[] = {
      {R"({"type":"string"})", {"a=1"}, R"("a=1")"},
      {R"({"type":"string"})", {kDated, "b=1"}, R"("a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT")"},
      {R"({"type":"string","pattern":"^a="})", {"a=1", "a=2"}, R"("a=1")"},
      {R"({"type":"string","pattern":"^a="})",
       {"a=1", "b=1", "c=1"},
       "schema.pattern schema.pattern"},
      {R"({})", {kDated, "b=1"}, R"("a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT")"},
      {R"({"type":"array","items":{"type":"string"},"minItems":2,"maxItems":2})",
       {kDated, "b=1"},
       R"(["a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT","b=1"])"},
      {R"({"type":"array","items":{"type":"string"}})",
       {kDated},
       R"(["a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT"])"},
      {R"({"type":"array","items":{"pattern":"^a="}})", {"a=1", "b=1"}, "schema.pattern/1"},
      {R"({"type":["array","string"],"items":{"type":"string"}})",
       {"a=1", "b=1"},
       R"(["a=1","b=1"])"},
      {R"({"type":["array","string"],"items":{"type":"string"}})", {"a=1, b=1"}, R"("a=1, b=1")"},
      {R"({"type":"object","properties":{"a":{"type":"integer"}}})",
       {"a,1", "a,x"},
       "schema.type/a"},
      {R"({"type":"string"})", {}, "absent"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.schema);
    CompiledFixture fixture(row.schema);
    openapi::Header header;
    header.name = "Set-Cookie";
    header.schema = fixture.schema();
    const auto decoder = Decoder::compile(header, fixture.shapes());
    http::Headers fields{{"Date", "today"}};
    for (const std::string& field : row.fields) fields.add("set-cookie", field);
    json::Arena arena;
    const Decoded decoded = decoder.check(RawParameters(fields), arena);
    std::string rules;
    for (const auto& finding : decoded.findings)
      rules += (rules.empty() ? "" : " ") + std::string(finding.rule->id) + finding.pointer;
    EXPECT_EQ(rules.empty() ? describe(decoded) : rules, row.outcome);
    EXPECT_TRUE(decoder.decode(RawParameters(fields), arena).findings.empty());
  }
}

TEST(DecoderTest, ReadsHeaderObjects) {
  SchemaFixture fixture(R"({"type":"array","items":{"type":"integer"}})");
  openapi::Header header;
  header.name = "X-Ids";
  header.is_required = true;
  header.schema.node = fixture.root();
  const auto decoder = Decoder::compile(header, fixture.shapes());
  json::Arena arena;
  const http::Headers some{{"x-ids", "1,2"}};
  const http::Headers none;
  EXPECT_EQ(describe(decoder.decode(RawParameters(some), arena)), "[1,2]");
  EXPECT_EQ(describe(decoder.decode(RawParameters(none), arena)),
            "!parameter-missing must be there");
}

TEST(DecoderTest, DoesNotCheckAPathParameterThatTheTemplateLacks) {
  SchemaFixture fixture("{}");
  auto parameter = make_parameter("id", "path simple", fixture.root());
  parameter.is_required = true;
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const http::Request request;
  json::Arena arena;
  const Decoded decoded = decoder.decode(RawParameters(request, {}, arena), arena);
  EXPECT_TRUE(decoded.findings.empty());
  ASSERT_EQ(decoded.unchecked.size(), 1u);
  EXPECT_EQ(decoded.unchecked[0].rule->id, "request.parameter-unchecked");
}

TEST(DecoderTest, BoundsNesting) {
  SchemaFixture fixture("{}");
  const auto parameter = make_parameter("color", "query deepObject*", fixture.root());
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  std::string name = "color";
  for (int i = 0; i < 5000; ++i) name += "[a]";
  const RawRequest request(parameter, name + "=1");
  json::Arena arena;
  EXPECT_EQ(describe(decoder.decode(request.raw(arena), arena)),
            "!parameter-malformed must not be nested deeper than 64 levels");
}

TEST(DecoderTest, EndsOnRecursiveSchemas) {
  SchemaFixture fixture(R"({"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":
      {"n":{"type":"integer"},"next":{"$ref":"#/$defs/tree"},"self":{"allOf":[{"$ref":"#"}]}}}}})");
  const auto parameter = make_parameter("color", "query deepObject*", fixture.root());
  const auto decoder = Decoder::compile(parameter, fixture.shapes());
  const RawRequest request(parameter, "color[next][next][n]=1&color[self][n]=2");
  json::Arena arena;
  EXPECT_EQ(describe(decoder.decode(request.raw(arena), arena)),
            R"({"next":{"next":{"n":1}},"self":{"n":2}})");
}

}  // namespace
}  // namespace holotype::parameters
