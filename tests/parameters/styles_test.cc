// The matrix of location x style x explode x type, row by row: what stands in a request and what it
// means. The parameter is called color everywhere, as in OpenAPI's own table.
#include "parameters/styles.h"

#include <gtest/gtest.h>

#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

constexpr char kNumber[] = R"({"type":"number"})";
constexpr char kInteger[] = R"({"type":"integer"})";
constexpr char kBoolean[] = R"({"type":"boolean"})";
constexpr char kString[] = R"({"type":"string"})";
constexpr char kStrings[] = R"({"type":"array","items":{"type":"string"}})";
constexpr char kIntegers[] = R"({"type":"array","items":{"type":"integer"}})";
constexpr char kColor[] = R"({"type":"object","properties":
    {"R":{"type":"integer"},"G":{"type":"integer"},"B":{"type":"integer"}}})";
constexpr char kWords[] = R"({"type":"object","additionalProperties":{"type":"string"}})";
constexpr char kNullable[] = R"({"type":["integer","null"]})";
constexpr char kNullable30[] = R"({"type":"integer","nullable":true})";
constexpr char kNullableString[] = R"({"type":["string","null"]})";
constexpr char kIntegerOrString[] = R"({"anyOf":[{"type":"integer"},{"type":"string"}]})";
constexpr char kIntegerOrIntegers[] =
    R"({"oneOf":[{"type":"integer"},{"type":"array","items":{"type":"integer"}}]})";
constexpr char kStringOrStrings[] =
    R"({"anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]})";
constexpr char kIntegerOrColor[] = R"({"anyOf":[{"type":"integer"},{"type":"object",
    "properties":{"R":{"type":"integer"},"G":{"type":"integer"}}}]})";
constexpr char kMixed[] = R"({"type":"object","properties":{"on":{"type":"boolean"},
    "n":{"type":"number"},"s":{"type":"string"},"tags":{"type":"array","items":{"type":"integer"}},
    "deep":{"type":"object","properties":{"x":{"type":"integer"},
      "list":{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"}}}}}}}})";
constexpr char kAny[] = "{}";

struct Row {
  const char* serialisation;
  const char* schema;
  const char* raw;
  const char* expected;  // JSON; "absent", "nothing"; "!rule ..." as a prefix of the finding
};

void expect_rows(std::span<const Row> rows) {
  for (const Row& row : rows) {
    SchemaFixture fixture(row.schema);
    const auto parameter = make_parameter("color", row.serialisation, fixture.root());
    const auto decoder = Decoder::compile(parameter, fixture.shapes());
    const RawRequest request(parameter, row.raw);
    json::Arena arena;
    const RawParameters raw = request.raw(arena);
    const std::string found = describe(decoder.decode(raw, arena));
    const std::string_view expected = row.expected;
    const bool holds = expected.starts_with('!') ? found.starts_with(expected) : found == expected;
    EXPECT_TRUE(holds) << row.serialisation << " " << row.schema << "\n  raw      " << row.raw
                       << "\n  expected " << expected << "\n  found    " << found;
  }
}

// OpenAPI 3.1.1 "Style Examples": empty, "blue", ["blue","black","brown"], {R:100,G:200,B:150}.
TEST(StylesTest, FollowsTheTableOfTheStandard) {
  const Row rows[] = {
      {"path matrix", kString, ";color", R"("")"},
      {"path matrix", kString, ";color=blue", R"("blue")"},
      {"path matrix", kStrings, ";color=blue,black,brown", R"(["blue","black","brown"])"},
      {"path matrix", kColor, ";color=R,100,G,200,B,150", R"({"R":100,"G":200,"B":150})"},
      {"path matrix*", kString, ";color", R"("")"},
      {"path matrix*", kString, ";color=blue", R"("blue")"},
      {"path matrix*", kStrings, ";color=blue;color=black;color=brown",
       R"(["blue","black","brown"])"},
      {"path matrix*", kColor, ";R=100;G=200;B=150", R"({"R":100,"G":200,"B":150})"},
      {"path label", kString, ".", R"("")"},
      {"path label", kString, ".blue", R"("blue")"},
      {"path label", kStrings, ".blue,black,brown", R"(["blue","black","brown"])"},
      {"path label", kStrings, ".blue.black,brown", R"(["blue.black","brown"])"},
      {"path label", kStrings, ".blue.black.brown", R"(["blue.black.brown"])"},
      {"path label", kColor, ".R,100,G,200,B,150", R"({"R":100,"G":200,"B":150})"},
      {"path label*", kString, ".blue", R"("blue")"},
      {"path label*", kStrings, ".blue.black.brown", R"(["blue","black","brown"])"},
      {"path label*", kColor, ".R=100.G=200.B=150", R"({"R":100,"G":200,"B":150})"},
      {"path simple", kString, "blue", R"("blue")"},
      {"path simple", kStrings, "blue,black,brown", R"(["blue","black","brown"])"},
      {"path simple", kColor, "R,100,G,200,B,150", R"({"R":100,"G":200,"B":150})"},
      {"path simple*", kStrings, "blue,black,brown", R"(["blue","black","brown"])"},
      {"path simple*", kColor, "R=100,G=200,B=150", R"({"R":100,"G":200,"B":150})"},
      {"header simple", kString, "", R"("")"},
      {"header simple", kString, "blue", R"("blue")"},
      {"header simple", kStrings, "blue,black,brown", R"(["blue","black","brown"])"},
      {"header simple", kColor, "R,100,G,200,B,150", R"({"R":100,"G":200,"B":150})"},
      {"header simple*", kStrings, "blue,black,brown", R"(["blue","black","brown"])"},
      {"header simple*", kColor, "R=100,G=200,B=150", R"({"R":100,"G":200,"B":150})"},
      {"query form", kString, "color=", R"("")"},
      {"query form", kString, "color=blue", R"("blue")"},
      {"query form", kStrings, "color=blue,black,brown", R"(["blue","black","brown"])"},
      {"query form", kColor, "color=R,100,G,200,B,150", R"({"R":100,"G":200,"B":150})"},
      {"query form*", kString, "color=", R"("")"},
      {"query form*", kString, "color=blue", R"("blue")"},
      {"query form*", kStrings, "color=blue&color=black&color=brown",
       R"(["blue","black","brown"])"},
      {"query form*", kColor, "R=100&G=200&B=150", R"({"R":100,"G":200,"B":150})"},
      {"query spaceDelimited", kStrings, "color=blue%20black%20brown",
       R"(["blue","black","brown"])"},
      {"query spaceDelimited", kColor, "color=R%20100%20G%20200%20B%20150",
       R"({"R":100,"G":200,"B":150})"},
      {"query pipeDelimited", kStrings, "color=blue%7Cblack%7Cbrown",
       R"(["blue","black","brown"])"},
      {"query pipeDelimited", kColor, "color=R%7C100%7CG%7C200%7CB%7C150",
       R"({"R":100,"G":200,"B":150})"},
      {"query deepObject*", kColor, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
       R"({"R":100,"G":200,"B":150})"},
      {"query deepObject*", kColor, "color[R]=100&color[G]=200&color[B]=150",
       R"({"R":100,"G":200,"B":150})"},
      {"cookie form", kString, "color=blue", R"("blue")"},
      {"cookie form", kStrings, "color=blue,black,brown", R"(["blue","black","brown"])"},
      {"cookie form", kColor, "color=R,100,G,200,B,150", R"({"R":100,"G":200,"B":150})"},
      {"cookie form*", kString, "color=blue", R"("blue")"},
      {"cookie form*", kStrings, "color=blue&color=black&color=brown",
       R"(["blue","black","brown"])"},
      {"cookie form*", kStrings, "color=blue; color=black", R"(["blue","black"])"},
      {"cookie form*", kStrings, "color=blue", R"(["blue"])"},
      {"cookie form*", kColor, "R=100; other=1; G=200; B=150", R"({"R":100,"G":200,"B":150})"},
  };
  expect_rows(rows);
}

// What no style has a form for: JSON is read, and nothing else is refused for it.
TEST(StylesTest, ReadsNestedValuesAsJson) {
  constexpr char kObjects[] = R"({"type":"array","items":{"type":"object"}})";
  constexpr char kArrays[] = R"({"type":"array","items":{"type":"array"}})";
  constexpr char kNested[] = R"({"type":"object","properties":{"o":{"type":"object"}}})";
  const Row rows[] = {
      {"query form*", kObjects, "color=%7B%22x%22:1%7D", R"([{"x":1}])"},
      {"query form*", kObjects, "color={\"x\":1}&color={}", R"([{"x":1},{}])"},
      {"query form*", kObjects, "color=", "[]"},
      {"query form*", kObjects, "color=5", "nothing"},
      {"query form*", kObjects, "color={", "nothing"},
      {"query form*", kObjects, "color=%zz", "!parameter-malformed must be percent-encoded"},
      {"query form*", kArrays, "color=[1,2]", "[[1,2]]"},
      {"query form", kObjects, "color={\"x\":1,\"y\":2},{}", R"([{"x":1,"y":2},{}])"},
      {"query form", kObjects, "color=[{\"x\":1}]", R"([{"x":1}])"},
      {"query form", kObjects, "color=x,y", "nothing"},
      {"query form", kArrays, "color=[1,2],[3]", "[[1,2],[3]]"},
      {"header simple", kObjects, "{\"a\":1,\"b\":2}", R"([{"a":1,"b":2}])"},
      {"header simple", kObjects, "x", "nothing"},
      {"header simple", kObjects, "", "[]"},
      {"path label", kObjects, ".{\"a\":1}", R"([{"a":1}])"},
      {"header simple", kNested, "o,{}", R"({"o":{}})"},
      {"header simple", kNested, "o,x", "nothing"},
      {"header simple*", kNested, "o={\"a\":1}", R"({"o":{"a":1}})"},
  };
  expect_rows(rows);
}

// The text takes the type that the schema allows, in every location alike.
TEST(StylesTest, ReadsScalarsByTheirSchema) {
  struct Case {
    const char* schema;
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {kInteger, "5", "5"},
      {kInteger, "-5", "-5"},
      {kInteger, "1e3", "1000.0"},
      {kInteger, "1.0", "1.0"},
      {kInteger, "1.5", "1.5"},
      {kInteger, "abc", R"("abc")"},
      {kInteger, "05", R"("05")"},
      {kInteger, "0x10", R"("0x10")"},
      {kInteger, "5a", R"("5a")"},
      {kInteger, "-", R"("-")"},
      {kInteger, "true", R"("true")"},
      {kInteger, "null", R"("null")"},
      {kInteger, "99999999999999999999", "99999999999999999999"},
      {kNumber, "2.5", "2.5"},
      {kNumber, "-0.1e-2", "-0.001"},
      {kNumber, "1.", R"("1.")"},
      {kNumber, ".5", R"(".5")"},
      {kNumber, "1e", R"("1e")"},
      {kNumber, "Infinity", R"("Infinity")"},
      {kNumber, "NaN", R"("NaN")"},
      {kBoolean, "true", "true"},
      {kBoolean, "false", "false"},
      {kBoolean, "TRUE", R"("TRUE")"},
      {kBoolean, "1", R"("1")"},
      {kBoolean, "yes", R"("yes")"},
      {kString, "5", R"("5")"},
      {kString, "true", R"("true")"},
      {kString, "null", R"("null")"},
      {kAny, "5", R"("5")"},
      {kNullable, "5", "5"},
      {kNullable, "null", "null"},
      {kNullable30, "null", "null"},
      {kNullable30, "7", "7"},
      {kNullableString, "null", R"("null")"},
      {kNullableString, "x", R"("x")"},
      {kIntegerOrString, "5", "5"},
      {kIntegerOrString, "5.5", R"("5.5")"},
      {kIntegerOrString, "five", R"("five")"},
      {R"({"enum":[1,2,3]})", "2", "2"},
      {R"({"enum":["1","2"]})", "2", R"("2")"},
      {R"({"enum":[true,"auto"]})", "true", "true"},
      {R"({"enum":[true,"auto"]})", "auto", R"("auto")"},
      {R"({"const":7})", "7", "7"},
      {R"({"minimum":3})", "7", "7"},
      {R"({"minimum":3})", "x", R"("x")"},
      {R"({"allOf":[{"type":"number"},{"type":["integer","string"]}]})", "7", "7"},
      {R"({"allOf":[{"$ref":"#/$defs/n"}],"$defs":{"n":{"type":"integer"}}})", "7", "7"},
      {R"({"$ref":"#/$defs/n","$defs":{"n":{"oneOf":[{"type":"boolean"},{"type":"null"}]}}})",
       "true", "true"},
      {R"({"oneOf":[{"type":"boolean"},{"type":"null"}]})", "null", "null"},
      {R"({"type":["boolean","integer","string"]})", "1", "1"},
      {R"({"type":["boolean","integer","string"]})", "false", "false"},
      {R"({"type":"string","not":{"type":"integer"}})", "1", R"("1")"},
      {"true", "5", R"("5")"},
  };
  std::vector<std::string> texts;
  std::vector<Row> rows;
  texts.reserve(std::size(cases) * 4);
  const auto keep = [&](std::string text) { return texts.emplace_back(std::move(text)).c_str(); };
  for (const Case& one : cases) {
    rows.push_back({"path simple", one.schema, one.text, one.expected});
    rows.push_back({"path label", one.schema, keep(std::string(".") + one.text), one.expected});
    rows.push_back(
        {"path matrix", one.schema, keep(std::string(";color=") + one.text), one.expected});
    rows.push_back({"header simple", one.schema, one.text, one.expected});
    rows.push_back(
        {"query form*", one.schema, keep(std::string("color=") + one.text), one.expected});
    rows.push_back({"cookie form*", one.schema, texts.back().c_str(), one.expected});
    rows.push_back({"query deepObject*", one.schema, texts.back().c_str(), one.expected});
  }
  expect_rows(rows);
}

TEST(StylesTest, DecodesPercentEncoding) {
  const Row rows[] = {
      {"path simple", kString, "a%20b", R"("a b")"},
      {"path simple", kString, "a+b", R"("a+b")"},
      {"path simple", kString, "a%2Fb", R"("a/b")"},
      {"path simple", kString, "%E2%82%AC", R"("€")"},
      {"path simple", kStrings, "a%2Cb,c", R"(["a,b","c"])"},
      {"path simple", kString, "%zz", "!parameter-malformed must be percent-encoded"},
      {"path simple", kString, "a%", "!parameter-malformed must be percent-encoded"},
      {"path simple", kString, "%ff", "!parameter-malformed must be UTF-8"},
      {"path simple", kStrings, "a,%C3", "!parameter-malformed must be UTF-8"},
      {"path matrix*", kWords, ";a%3Db=c%3Bd", R"({"a=b":"c;d"})"},
      {"path label*", kStrings, ".a%2Fb.c", R"(["a/b","c"])"},
      {"query form*", kString, "color=a%20b", R"("a b")"},
      {"query form*", kString, "color=a+b", R"("a b")"},
      {"query form*", kString, "color=a%2Bb", R"("a+b")"},
      {"query form*", kString, "color=a=b", R"("a=b")"},
      {"query form*", kString, "col%6Fr=x", R"("x")"},
      {"query form*", kString, "color=%2", "!parameter-malformed must be percent-encoded"},
      {"query form*", kString, "color=%80", "!parameter-malformed must be UTF-8"},
      {"query form", kStrings, "color=a%2Cb,c", R"(["a,b","c"])"},
      {"query form*", kString, "color=/:?@!$'()*", R"("/:?@!$'()*")"},
      {"header simple", kString, "a%20b", R"("a%20b")"},
      {"header simple", kString, "50%", R"("50%")"},
      {"header simple", kString, "\xff", "!parameter-malformed must be UTF-8"},
      {"cookie form*", kString, "color=a%20b", R"("a b")"},
      {"cookie form*", kString, "color=a+b", R"("a+b")"},
      {"cookie form*", kString, "color=%g", "!parameter-malformed must be percent-encoded"},
      {"query deepObject*", kWords, "color[a%20b]=c%26d", R"({"a b":"c&d"})"},
  };
  expect_rows(rows);
}

TEST(StylesTest, ReadsArrays) {
  const Row rows[] = {
      {"query form*", kIntegers, "color=1", "[1]"},
      {"query form*", kIntegers, "color=1&color=2", "[1,2]"},
      {"query form*", kIntegers, "color=1&x=9&color=2", "[1,2]"},
      {"query form*", kIntegers, "color=1,2", R"(["1,2"])"},
      {"query form*", kIntegers, "color=", "[]"},
      {"query form*", kIntegers, "color", "[]"},
      {"query form*", kIntegers, "x=1", "absent"},
      {"query form*", kIntegers, "", "absent"},
      {"query form*", kStrings, "color=", R"([""])"},
      {"query form*", kStrings, "color=&color=", R"(["",""])"},
      {"query form*", kIntegers, "color[]=1&color[]=2", "[1,2]"},
      {"query form*", kIntegers, "color%5B%5D=1", "[1]"},
      {"query form*", kIntegers, "color=1&color=a", R"([1,"a"])"},
      {"query form", kIntegers, "color=1,2,3", "[1,2,3]"},
      {"query form", kIntegers, "color=1", "[1]"},
      {"query form", kIntegers, "color=", "[]"},
      {"query form", kIntegers, "color=1,,2", R"([1,"",2])"},
      {"query form", kIntegers, "color=1,", R"([1,""])"},
      {"query form", kIntegers, "color=1&color=2", "!parameter-repeated"},
      {"query spaceDelimited", kIntegers, "color=1%202", "[1,2]"},
      {"query spaceDelimited", kIntegers, "color=1+2", "[1,2]"},
      {"query spaceDelimited", kIntegers, "color=1,2", R"(["1,2"])"},
      {"query spaceDelimited*", kIntegers, "color=1&color=2", "[1,2]"},
      {"query pipeDelimited", kIntegers, "color=1|2", "[1,2]"},
      {"query pipeDelimited", kIntegers, "color=1%7c2", "[1,2]"},
      {"query pipeDelimited*", kIntegers, "color=1&color=2", "[1,2]"},
      {"query pipeDelimited", kStrings, "color=abc,xyz", R"(["abc,xyz"])"},
      {"query tsv", kIntegers, "color=1%092", "[1,2]"},
      {"header simple", kIntegers, "1,2", "[1,2]"},
      {"header simple", kIntegers, "1, 2 ,3", "[1,2,3]"},
      {"header simple", kIntegers, "", "[]"},
      {"path simple", kIntegers, "1", "[1]"},
      {"path simple*", kIntegers, "1,2", "[1,2]"},
      {"path label", kIntegers, ".1,2", "[1,2]"},
      {"path label", kIntegers, ".", "[]"},
      {"path label", kIntegers, "1,2", "!parameter-malformed must begin with \".\""},
      {"path matrix", kIntegers, ";color=1,2", "[1,2]"},
      {"path matrix", kIntegers, "color=1,2", "!parameter-malformed must begin with \";\""},
      {"path matrix", kIntegers, ";colour=1", "!parameter-malformed must be written as ;color="},
      {"path matrix*", kIntegers, ";color=1;color=2", "[1,2]"},
      {"path matrix*", kIntegers, ";color=1;other=2", "!parameter-malformed"},
      {"cookie form", kIntegers, "color=1,2", "[1,2]"},
      {"cookie form", kIntegers, "other=1,2", "absent"},
      {"query deepObject*", kIntegers, "color[]=1&color[]=2", "[1,2]"},
      {"query deepObject*", kIntegers, "color[1]=1&color[0]=2", "[2,1]"},
      {"query deepObject*", kIntegers, "color=1&color=2", "[1,2]"},
      {"query form*", R"({"type":"array"})", "color=1&color=b", R"(["1","b"])"},
      {"query form*", R"({"type":"array","prefixItems":[{"type":"integer"},{"type":"boolean"}]})",
       "color=1&color=true&color=1", R"([1,true,"1"])"},
      {"query form*", R"({"type":"array","items":[{"type":"integer"}],
          "additionalItems":{"type":"boolean"}})",
       "color=1&color=true", "[1,true]"},
      {"query form*", R"({"items":{"type":"integer"}})", "color=1&color=2", "[1,2]"},
      {"query form*",
       R"({"type":"array","items":{"oneOf":[{"type":"integer"},{"type":"string"}]}})",
       "color=1&color=x", R"([1,"x"])"},
      {"query form", R"({"type":"array","items":{"type":["integer","null"]}})", "color=1,,null",
       "[1,null,null]"},
  };
  expect_rows(rows);
}

TEST(StylesTest, ReadsObjects) {
  const Row rows[] = {
      {"query form*", kColor, "R=1", R"({"R":1})"},
      {"query form*", kColor, "R=1&other=2", R"({"R":1})"},
      {"query form*", kColor, "other=2", "absent"},
      {"query form*", kColor, "R=x", R"({"R":"x"})"},
      {"query form*", kColor, "R=1&R=2", "!parameter-repeated /R must be given once"},
      {"query form*", kColor, "R=%", "!parameter-malformed /R must be percent-encoded"},
      {"query form*", kWords, "a=1&b=2", R"({"a":"1","b":"2"})"},
      {"query form*", kWords, "__code=404&a=1", R"({"a":"1"})"},
      {"query form*", kMixed, "on=true&n=1.5&s=2&tags=1&tags=2",
       R"({"on":true,"n":1.5,"s":"2","tags":[1,2]})"},
      {"query form", kColor, "color=R,1", R"({"R":1})"},
      {"query form", kColor, "color=", "{}"},
      {"query form", kColor, "color=R,1,G", "!parameter-malformed must be name, value"},
      {"query form", kColor, "R=1", "absent"},
      {"query form", kWords, "color=a,1,b,2", R"({"a":"1","b":"2"})"},
      {"query form", kWords, "color=a%2Cb,1", R"({"a,b":"1"})"},
      {"path simple", kColor, "R,1,G", "!parameter-malformed must be name, value"},
      {"path simple*", kColor, "R=1,G", "!parameter-malformed must be name=value pairs"},
      {"path simple*", kWords, "a=b=c", R"({"a":"b=c"})"},
      {"path label*", kColor, ".R=1.G=2", R"({"R":1,"G":2})"},
      {"path label*", kColor, ".R", "!parameter-malformed must be name=value pairs"},
      {"path matrix*", kWords, ";a;b=2", R"({"a":"","b":"2"})"},
      {"path matrix", kColor, ";color=R,1", R"({"R":1})"},
      {"header simple*", kColor, "R=1, G=2", R"({"R":1,"G":2})"},
      {"header simple", kColor, "R, 1, G, 2", R"({"R":1,"G":2})"},
      {"cookie form", kColor, "color=R,1", R"({"R":1})"},
      {"query spaceDelimited", kColor, "color=R+1+G+2", R"({"R":1,"G":2})"},
      {"query form", R"({"properties":{"a":{"type":"integer"}}})", "color=a,1", R"({"a":1})"},
      {"query form", R"({"type":"object","allOf":[{"properties":{"a":{"type":"integer"}}},
          {"properties":{"b":{"type":"boolean"}}}]})",
       "color=a,1,b,true", R"({"a":1,"b":true})"},
  };
  expect_rows(rows);
}

TEST(StylesTest, ReadsDeepObjects) {
  const Row rows[] = {
      {"query deepObject*", kMixed, "color[on]=true&color[n]=1&color[s]=1",
       R"({"on":true,"n":1,"s":"1"})"},
      {"query deepObject*", kMixed, "color[tags]=1&color[tags]=2", R"({"tags":[1,2]})"},
      {"query deepObject*", kMixed, "color[tags]=1", R"({"tags":[1]})"},
      {"query deepObject*", kMixed, "color[tags][]=1&color[tags][]=2", R"({"tags":[1,2]})"},
      {"query deepObject*", kMixed, "color[tags][1]=1&color[tags][0]=2", R"({"tags":[2,1]})"},
      {"query deepObject*", kMixed, "color[deep][x]=1", R"({"deep":{"x":1}})"},
      {"query deepObject*", kMixed, "color[deep][list][0][id]=1&color[deep][list][1][id]=2",
       R"({"deep":{"list":[{"id":1},{"id":2}]}})"},
      {"query deepObject*", kMixed, "color[deep][list][][id]=1&color[deep][list][][id]=2",
       R"({"deep":{"list":[{"id":1},{"id":2}]}})"},
      {"query deepObject*", kMixed, "other[on]=true", "absent"},
      {"query deepObject*", kMixed, "colors[on]=true", "absent"},
      {"query deepObject*", kMixed, "color[on]=true&color[on]=false", "!parameter-repeated /on"},
      {"query deepObject*", kMixed, "color[on]=%", "!parameter-malformed /on must be percent"},
      {"query deepObject*", kMixed, "color[deep]=1&color[deep][x]=1", "!parameter-malformed /deep"},
      {"query deepObject*", kMixed, "color[on=true", "absent"},
      {"query deepObject*", kMixed, "color=", "{}"},
      {"query deepObject*", kMixed, "color=x", R"("x")"},
      {"query deepObject*", kMixed, R"(color=%7B%22on%22:true%7D)", R"({"on":true})"},
      {"query deepObject*", kIntegerOrColor, "color=5", "5"},
      {"query deepObject*", kIntegerOrColor, "color[R]=5", R"({"R":5})"},
      {"query deepObject*", kAny, "color[a]=5&color[b][c]=6", R"({"a":"5","b":{"c":"6"}})"},
      {"query deepObject*", kAny, "color[]=5&color[]=6", R"(["5","6"])"},
      {"query deepObject*", kWords, "color[0]=5", R"({"0":"5"})"},
  };
  expect_rows(rows);
}

TEST(StylesTest, ChoosesTheLikeliestOfSeveralReadings) {
  const Row rows[] = {
      {"query form*", kIntegerOrIntegers, "color=1", "1"},
      {"query form*", kIntegerOrIntegers, "color=1&color=2", "[1,2]"},
      {"query form*", kIntegerOrIntegers, "color[]=1", "[1]"},
      {"query form", kIntegerOrIntegers, "color=1,2", "[1,2]"},
      {"query form", kStringOrStrings, "color=a", R"("a")"},
      {"query form", kStringOrStrings, "color=a,b", R"(["a","b"])"},
      {"query form*", kStringOrStrings, "color=a,b", R"("a,b")"},
      {"path simple", kIntegerOrIntegers, "1", "1"},
      {"path simple", kIntegerOrIntegers, "1,2", "[1,2]"},
      {"path label", kIntegerOrIntegers, ".1,2", "[1,2]"},
      {"path matrix", kIntegerOrIntegers, ";color=1,2", "[1,2]"},
      {"path simple*", kIntegerOrColor, "R=1,G=2", R"({"R":1,"G":2})"},
      {"path simple", kIntegerOrColor, "R,1", R"({"R":1})"},
      {"path simple", kIntegerOrColor, "5", "5"},
      {"query form*", kIntegerOrColor, "R=5", R"({"R":5})"},
      {"query form*", kIntegerOrColor, "color=5", "5"},
      {"query form*", kAny, "color=1&color=2", R"(["1","2"])"},
      {"query pipeDelimited", kAny, "color=1|2", R"(["1","2"])"},
      {"query form*", R"({"type":["array","null"],"items":{"type":"integer"}})", "color=1", "[1]"},
  };
  expect_rows(rows);
}

TEST(StylesTest, ReportsEmptyAndRepeatedValues) {
  const Row rows[] = {
      {"query form*", kInteger, "color=", "!parameter-empty must not be empty"},
      {"query form*", kInteger, "color", "!parameter-empty must not be empty"},
      {"query form*", kBoolean, "color", "!parameter-empty must not be empty"},
      {"query form*", kNullable, "color=", "null"},
      {"query form*", kNullable30, "color", "null"},
      {"query form*", kNullableString, "color=", R"("")"},
      {"query form*", kString, "color", R"("")"},
      {"query form*", kAny, "color=", R"("")"},
      {"header simple", kInteger, "", "!parameter-empty must not be empty"},
      {"cookie form*", kInteger, "color=", "!parameter-empty must not be empty"},
      {"path label", kInteger, ".", "!parameter-empty must not be empty"},
      {"path matrix", kInteger, ";color", "!parameter-empty must not be empty"},
      {"query form*", kInteger, "color=1&color=2", "!parameter-repeated must be given once"},
      {"query form*", kString, "color=1&color=1", "!parameter-repeated must be given once"},
      {"cookie form*", kString, "color=1; color=2", "!parameter-repeated must be given once"},
      {"query form*", kString, "&&color=1&&", R"("1")"},
  };
  expect_rows(rows);
}

}  // namespace
}  // namespace holotype::parameters
