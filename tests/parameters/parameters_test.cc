#include "parameters/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parameters/operation_fixture.h"

namespace holotype::parameters {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ParametersTest : public ::testing::Test {
 protected:
  void declare(std::string_view name, std::string_view serialisation, const char* schema) {
    fixtures_.push_back(std::make_unique<SchemaFixture>(schema));
    operation_.parameters.push_back(make_parameter(name, serialisation, fixtures_.back()->root()));
  }

  // "limt (limit)" for an undeclared name and what is proposed instead.
  std::vector<std::string> undeclared(const std::string& query) {
    http::Request request;
    request.raw_target = "/?" + query;
    SchemaFixture shapes("{}");
    Parameters parameters(operation_, shapes.shapes());
    parameters.accept_query_name("api_key");
    json::Arena arena;
    std::vector<std::string> lines;
    for (const auto& finding : parameters.undeclared(RawParameters(request, {}, arena))) {
      lines.push_back(finding.name + (finding.fix.empty() ? "" : " (" + finding.fix + ")"));
      if (finding.name.empty()) lines.back() = std::string(finding.rule->id);
    }
    return lines;
  }

  std::vector<std::unique_ptr<SchemaFixture>> fixtures_;
  openapi::Operation operation_;
};

TEST_F(ParametersTest, WarnsOfUndeclaredNames) {
  declare("limit", "query form*", R"({"type":"integer"})");
  declare("ids", "query form*", R"({"type":"array"})");
  declare("page", "query form*", R"({"type":"object","properties":{"offset":{},"size":{}}})");
  declare("filter", "query deepObject*", R"({"type":"object"})");
  declare("X-Trace", "header simple", R"({"type":"string"})");
  EXPECT_THAT(undeclared("limit=1&ids=1&ids[]=2&offset=3&size=4&filter[a]=1&filter[b][c]=2"),
              IsEmpty());
  // An exploded object has the names of its members alone.
  declare("own", "query form*", R"({"type":"object","properties":{"r":{}},
      "additionalProperties":false})");
  EXPECT_THAT(undeclared("r=1&own=r,1"), ElementsAre("own"));
  operation_.path = "/a?action=go&flag";
  EXPECT_THAT(undeclared("action=go&flag&gone=1"), ElementsAre("gone"));
  EXPECT_THAT(undeclared("limt=1"), ElementsAre("limt (did you mean limit?)"));
  EXPECT_THAT(undeclared("ofset=1&ofset=2"), ElementsAre("ofset (did you mean offset?)"));
  EXPECT_THAT(undeclared("filters[a]=1&X-Trace=1"), ElementsAre("filters[a]", "X-Trace"));
  EXPECT_THAT(undeclared("filter[a=1"), ElementsAre("filter[a (did you mean filter?)"));
  EXPECT_THAT(undeclared("api_key=1&__code=404&__example=x"), IsEmpty());
  EXPECT_THAT(undeclared("%zz=1"), ElementsAre("request.parameter-malformed"));
  EXPECT_THAT(undeclared(""), IsEmpty());
}

TEST_F(ParametersTest, LeavesOpenObjectsWhatOthersDoNotTake) {
  declare("limit", "query form*", R"({"type":"integer"})");
  declare("rest", "query form*", R"({"type":"object","additionalProperties":{"type":"integer"}})");
  EXPECT_THAT(undeclared("a=1&b=2&limit=3"), IsEmpty());
  SchemaFixture shapes("{}");
  const Parameters parameters(operation_, shapes.shapes());
  http::Request request;
  request.raw_target = "/?a=1&limit=3&b=2";
  json::Arena arena;
  const RawParameters raw(request, {}, arena);
  const Checked checked = parameters.check(raw, arena);
  ASSERT_EQ(checked.values.size(), 2u);
  EXPECT_EQ(json::write(checked.values[0].value), "3");
  EXPECT_EQ(json::write(checked.values[1].value), R"({"a":1,"b":2})");
  EXPECT_THAT(checked.findings, IsEmpty());
  // The fixtures have no compiled schemas, and that is said.
  EXPECT_EQ(checked.unchecked.size(), 2u);
}

// What another parameter, or the security of the operation, takes by name or by brackets is none of
// an open object's members.
TEST_F(ParametersTest, LeavesOpenObjectsWhatOthersTakeByBracketsMembersAndSecurity) {
  declare("rest", "query form*", R"({"type":"object","additionalProperties":{"type":"integer"}})");
  declare("page", "query form*",
          R"({"type":"object","properties":{"cursor":{}},"additionalProperties":false})");
  declare("f", "query deepObject*", R"({"type":"object"})");
  declare("ids", "query form*", R"({"type":"array"})");
  declare("more", "query form*",
          R"({"type":"object","properties":{"x":{}}, )"
          R"("additionalProperties":{"type":"integer"}})");
  SchemaFixture shapes("{}");
  Parameters parameters(operation_, shapes.shapes());
  parameters.accept_query_name("key");
  struct Row {
    const char* query;
    const char* rest;  // "" where it is not there
  };
  const Row rows[] = {
      {"f[a]=x", ""},
      {"f=x", ""},
      {"f[a][]=x", ""},
      {"cursor=c", ""},
      {"key=abc", ""},
      {"ids[]=x", ""},
      {"ids=x", ""},
      {"x=1", ""},
      {"f[a=1", R"({"f[a":1})"},
      {"ids[0]=1", R"({"ids[0]":1})"},
      {"keys=1&a=2&key=x", R"({"keys":1,"a":2})"},
  };
  for (const Row& row : rows) {
    http::Request request;
    request.raw_target = std::string("/?") + row.query;
    json::Arena arena;
    const Checked checked = parameters.check(RawParameters(request, {}, arena), arena);
    std::string rest;
    for (const NamedValue& one : checked.values) {
      if (one.parameter->name == "rest") rest = json::write(one.value);
    }
    EXPECT_EQ(rest, row.rest) << row.query;
    EXPECT_THAT(checked.findings, IsEmpty()) << row.query;
  }
}

TEST_F(ParametersTest, TakesEverythingForAQueryString) {
  declare("all", "querystring form*", "{}");
  operation_.parameters[0].content = openapi::MediaType();
  operation_.parameters[0].content->name = "application/x-www-form-urlencoded";
  EXPECT_THAT(undeclared("a=1&b=2"), IsEmpty());
}

TEST_F(ParametersTest, ChecksInTheOrderOfTheOperation) {
  declare("b", "query form*", R"({"type":"integer"})");
  declare("a", "header simple", R"({"type":"integer"})");
  for (auto& parameter : operation_.parameters) parameter.is_required = true;
  SchemaFixture shapes("{}");
  const Parameters parameters(operation_, shapes.shapes());
  http::Request request;
  request.raw_target = "/?other=1";
  json::Arena arena;
  const Checked checked = parameters.check(RawParameters(request, {}, arena), arena);
  ASSERT_EQ(checked.findings.size(), 3u);
  EXPECT_EQ(checked.findings[0].name, "b");
  EXPECT_EQ(checked.findings[1].name, "a");
  EXPECT_EQ(checked.findings[2].rule->id, "request.parameter-undeclared");
}

}  // namespace
}  // namespace holotype::parameters
