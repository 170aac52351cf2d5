#include "parameters/xml_body.h"

#include <gtest/gtest.h>

#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

std::string describe(const DecodedBody& body) {
  std::string text = body.has_value ? json::write(body.value) : "";
  for (const auto& finding : body.findings) {
    EXPECT_EQ(finding.in, diagnostic::Place::Body);
    EXPECT_TRUE(finding.offset.has_value());
    EXPECT_FALSE(finding.source.file.empty());
    const std::string_view id = finding.rule->id;
    text += "!" + std::string(id.substr(id.find('.') + 1)) + " " + finding.pointer +
            (finding.pointer.empty() ? "" : " ") + finding.message;
  }
  return text;
}

enum class Way { Both, In, Out };

// A document and its value. `value` is JSON; where there are findings, only their text from "!" on.
struct Row {
  const char* xml;
  const char* value;
  Way way = Way::Both;
};

void expect_rows(const char* document, std::span<const Row> rows) {
  SchemaFixture fixture(document);
  openapi::MediaType media_type;
  const document::Node schema = fixture.at("/schema");
  media_type.schema.node = schema ? schema : fixture.root();
  const XmlBody body(media_type, fixture.shapes());
  for (const Row& row : rows) {
    json::Arena arena;
    const std::string_view wanted = row.value;
    if (row.way != Way::Out) {
      const std::string found = describe(body.decode(row.xml, true, arena));
      EXPECT_EQ(
          wanted.starts_with('!') ? found.substr(std::min(found.find('!'), found.size())) : found,
          wanted)
          << row.xml;
    }
    if (row.way == Way::In || wanted.starts_with('!')) continue;
    const auto value = json::read(row.value);
    ASSERT_TRUE(value) << row.value;
    EXPECT_EQ(body.encode(value->root()), row.xml);
  }
}

TEST(XmlBodyTest, ReadsScalarsAsTheirTypes) {
  const Row rows[] = {
      {"<xml><id>1</id><on>true</on><s>5</s><f>1.5</f></xml>",
       R"({"id":1,"on":true,"s":"5","f":1.5})"},
      {"<any><id> 1\n</id><s> a </s></any>", R"({"id":1,"s":" a "})", Way::In},
      {"<xml><id>x</id></xml>", R"({"id":"x"})", Way::In},
      {"<xml><s>a&lt;b&gt;&amp;c</s></xml>", R"({"s":"a<b>&c"})"},
      {"<xml><s></s></xml>", R"({"s":""})"},
      {"<xml><s/></xml>", R"({"s":""})", Way::In},
      {"<xml><s><![CDATA[<x>]]></s></xml>", R"({"s":"<x>"})", Way::In},
      {"<xml><n xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
       "xsi:nil=\"true\"></n></xml>",
       R"({"n":null})"},
      {"<xml><n>3</n></xml>", R"({"n":3})"},
      {"<xml></xml>", "{}"},
      {"<xml><more>1</more><more>2</more><one><a>x</a></one></xml>",
       R"({"more":["1","2"],"one":{"a":"x"}})"},
      {"<xml a=\"1\"><id>2</id></xml>", R"({"id":2,"a":"1"})", Way::In},
      {"<xml><id>1</id><id>2</id></xml>", R"({"id":[1,2]})", Way::In},
      {"<xml><s><b>1</b></s></xml>", R"({"s":{"b":"1"}})", Way::In},
      {"<xml>text<id>1</id></xml>", "!xml-name must hold elements and no text of its own"},
      {"<xml><id>1</xml>", "!body-malformed must be XML: mismatched tag"},
      {"", "!body-malformed must be XML: no element found"},
      {"<xml><p:id>1</p:id></xml>", "!body-malformed must be XML: the prefix p is not declared"},
  };
  expect_rows(R"({"type":"object","properties":{"id":{"type":"integer"},"on":{"type":"boolean"},
      "s":{"type":"string"},"f":{"type":"number"},"n":{"type":["integer","null"]}}})",
              rows);
}

// The examples of OpenAPI 3.1.1, "XML Object Examples".
TEST(XmlBodyTest, FollowsTheExamplesOfTheSpecification) {
  const struct {
    const char* property;
    Row row;
  } examples[] = {
      {R"("animals":{"type":"string"})", {"<xml><animals>x</animals></xml>", R"({"animals":"x"})"}},
      {R"("animals":{"type":"string","xml":{"name":"animal"}})",
       {"<xml><animal>x</animal></xml>", R"({"animals":"x"})"}},
      {R"("animals":{"type":"array","items":{"type":"string"}})",
       {"<xml><animals>a</animals><animals>b</animals></xml>", R"({"animals":["a","b"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string","xml":{"name":"animal"}}})",
       {"<xml><animal>a</animal><animal>b</animal></xml>", R"({"animals":["a","b"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string","xml":{"name":"animal"}},
          "xml":{"name":"aliens"}})",
       {"<xml><animal>a</animal><animal>b</animal></xml>", R"({"animals":["a","b"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string"},"xml":{"wrapped":true}})",
       {"<xml><animals><animals>a</animals></animals></xml>", R"({"animals":["a"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string","xml":{"name":"animal"}},
          "xml":{"wrapped":true}})",
       {"<xml><animals><animal>a</animal></animals></xml>", R"({"animals":["a"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string","xml":{"name":"animal"}},
          "xml":{"name":"aliens","wrapped":true}})",
       {"<xml><aliens><animal>a</animal></aliens></xml>", R"({"animals":["a"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string"},
          "xml":{"name":"aliens","wrapped":true}})",
       {"<xml><aliens><aliens>a</aliens></aliens></xml>", R"({"animals":["a"]})"}},
      {R"("animals":{"type":"array","items":{"type":"string"},"xml":{"wrapped":true}})",
       {"<xml><animals></animals></xml>", R"({"animals":[]})"}},
  };
  for (const auto& example : examples) {
    const std::string schema =
        R"({"type":"object","properties":{)" + std::string(example.property) + "}}";
    expect_rows(schema.c_str(), {&example.row, 1});
  }
  const Row person[] = {
      {"<Person id=\"123\"><smp:name xmlns:smp=\"http://example.com/schema/sample\">example"
       "</smp:name></Person>",
       R"({"id":123,"name":"example"})"},
      {"<Person id='1'><name xmlns='http://example.com/schema/sample'>x</name></Person>",
       R"({"id":1,"name":"x"})", Way::In},
      {"<Person><name>x</name></Person>",
       "!xml-name /name must be an element name in the namespace http://example.com/schema/sample"},
      {"<Person><id>1</id></Person>", "!xml-name /id must be an attribute id"},
  };
  expect_rows(R"({"schema":{"$ref":"#/definitions/Person"},"definitions":{"Person":{"type":"object",
      "properties":{"id":{"type":"integer","xml":{"attribute":true}},
      "name":{"type":"string","xml":{"namespace":"http://example.com/schema/sample",
      "prefix":"smp"}}}}}})",
              person);
}

TEST(XmlBodyTest, NamesTheRoot) {
  const Row named[] = {
      {"<pet><id>1</id></pet>", R"({"id":1})"},
      {"<dog><id>1</id></dog>", "!xml-name must have pet as its root element"},
  };
  expect_rows(R"({"type":"object","xml":{"name":"pet"},"properties":{"id":{"type":"integer"}}})",
              named);
  const Row qualified[] = {
      {"<p:pet xmlns:p=\"urn:p\"><id>1</id></p:pet>", R"({"id":1})"},
      {"<pet xmlns='urn:p'><id>1</id></pet>", R"({"id":1})", Way::In},
      {"<pet><id>1</id></pet>",
       "!xml-name must have pet in the namespace urn:p as its root element"},
  };
  expect_rows(R"({"type":"object","xml":{"name":"pet","namespace":"urn:p","prefix":"p"},
      "properties":{"id":{"type":"integer"}}})",
              qualified);
  const Row bare[] = {{"<p:pet><id>1</id></p:pet>", R"({"id":1})"}};
  expect_rows(R"({"type":"object","xml":{"name":"pet","prefix":"p"},
      "properties":{"id":{"type":"integer"}}})",
              bare);
  const Row list[] = {
      {"<pets><Pet><id>1</id></Pet><Pet><id>2</id></Pet></pets>", R"([{"id":1},{"id":2}])"},
      {"<pets></pets>", "[]"},
  };
  expect_rows(R"({"schema":{"type":"array","xml":{"name":"pets"},"items":{"$ref":
      "#/definitions/Pet"}},"definitions":{"Pet":{"type":"object","properties":{
      "id":{"type":"integer"}}}}})",
              list);
  const Row plain[] = {{"<xml><xml>1</xml><xml>2</xml></xml>", "[1,2]"}};
  expect_rows(R"({"type":"array","items":{"type":"integer"}})", plain);
}

TEST(XmlBodyTest, FollowsReferences) {
  const Row rows[] = {
      {"<pet><category><id>1</id></category><tags><tag>a</tag></tags></pet>",
       R"({"category":{"id":1},"tags":["a"]})"},
      {"<pet><tags><name>a</name></tags></pet>", "!xml-name /tags/0 must be an element tag"},
      {"<pet><category><category><id>1</id></category></category></pet>",
       R"({"category":{"category":{"id":1}}})", Way::In},
  };
  expect_rows(R"({"schema":{"$ref":"#/definitions/Pet"},"definitions":{
      "Pet":{"type":"object","xml":{"name":"pet"},"properties":{
        "category":{"$ref":"#/definitions/Category"},
        "tags":{"type":"array","xml":{"wrapped":true},"items":{"$ref":"#/definitions/Tag"}}}},
      "Category":{"allOf":[{"type":"object","xml":{"name":"category"},"properties":{
        "id":{"type":"integer"},"category":{"$ref":"#/definitions/Category"}}}]},
      "Tag":{"type":"string","xml":{"name":"tag"}}}})",
              rows);
}

// OpenAPI 3.2.0 "XML Object", nodeType.
TEST(XmlBodyTest, FollowsNodeTypes) {
  const Row rows[] = {
      {"<doc lang=\"en\">hello</doc>", R"({"lang":"en","title":"hello"})"},
  };
  expect_rows(R"({"type":"object","xml":{"name":"doc"},"properties":{
      "lang":{"type":"string","xml":{"nodeType":"attribute"}},
      "title":{"type":"string","xml":{"nodeType":"text"}}}})",
              rows);
  const Row cdata[] = {
      {"<doc><code><![CDATA[a<b]]></code></doc>", R"({"code":{"text":"a<b"}})"},
  };
  expect_rows(R"({"type":"object","xml":{"name":"doc"},"properties":{"code":{"type":"object",
      "properties":{"text":{"type":"string","xml":{"nodeType":"cdata"}}}}}})",
              cdata);
  const Row spread[] = {
      {"<doc><a>1</a><b>2</b></doc>", R"({"pair":{"a":1,"b":2}})"},
  };
  expect_rows(R"({"type":"object","xml":{"name":"doc"},"properties":{"pair":{"type":"object",
      "xml":{"nodeType":"none"},"properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}}})",
              spread);
  const Row wrapper[] = {{"<doc><list><n>1</n></list></doc>", R"({"list":[1]})"}};
  expect_rows(R"({"type":"object","xml":{"name":"doc"},"properties":{"list":{"type":"array",
      "xml":{"nodeType":"element"},"items":{"type":"integer","xml":{"name":"n"}}}}})",
              wrapper);
  const Row attribute[] = {
      {"<doc xmlns:ns=\"urn:a\" ns:id=\"1\"></doc>", R"({"id":1})"},
      {"<doc id='1'/>", "!xml-name /id must be an attribute id in the namespace urn:a"},
  };
  expect_rows(R"({"type":"object","xml":{"name":"doc"},"properties":{"id":{"type":"integer",
      "xml":{"nodeType":"attribute","namespace":"urn:a"}}}})",
              attribute);
}

TEST(XmlBodyTest, ReadsARequiredListOfNothing) {
  const Row rows[] = {
      {"<xml><a>1</a></xml>", R"({"a":[1]})"},
      {"<xml></xml>", R"({"a":[]})"},
  };
  expect_rows(R"({"type":"object","required":["a"],"properties":{
      "a":{"type":"array","items":{"type":"integer"}},
      "b":{"type":"array","items":{"type":"integer"}}}})",
              rows);
}

TEST(XmlBodyTest, KnowsThePlaceOfEachValue) {
  SchemaFixture fixture(R"({"type":"object","properties":{"a":{"type":"integer"}}})");
  openapi::MediaType media_type;
  media_type.schema.node = fixture.root();
  const XmlBody body(media_type, fixture.shapes());
  json::Arena arena;
  const DecodedBody decoded = body.decode("<x>\n <a>1</a></x>", true, arena);
  EXPECT_EQ(decoded.value.offset(), 0u);
  EXPECT_EQ(decoded.value.find("a")->offset(), 5u);
}

}  // namespace
}  // namespace holotype::parameters
