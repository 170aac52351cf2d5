#include "mock/xml_body.h"

#include <gtest/gtest.h>

#include "json/text.h"

namespace holotype::mock {
namespace {

TEST(XmlBodyTest, WritesElements) {
  const char* rows[][2] = {
      {R"({"id":1,"name":"Sharik"})", "<xml><id>1</id><name>Sharik</name></xml>"},
      {R"({"tags":["a","b"],"none":[]})", "<xml><tags>a</tags><tags>b</tags></xml>"},
      {R"({"a":{"b":{"c":true}},"n":null})", "<xml><a><b><c>true</c></b></a><n></n></xml>"},
      {R"([1,2])", "<xml><xml>1</xml><xml>2</xml></xml>"},
      {R"("a<b>&c")", "<xml>a&lt;b&gt;&amp;c</xml>"},
      {R"({"1 bad/name":1,"":2})", "<xml><__bad_name>1</__bad_name><_>2</_></xml>"},
      {R"("\u0001")", "<xml> </xml>"},
  };
  for (const auto& row : rows) {
    const auto tree = json::read(row[0]);
    ASSERT_TRUE(tree) << row[0];
    EXPECT_EQ(to_xml(tree->root()), row[1]);
  }
}

}  // namespace
}  // namespace holotype::mock
