#include "schema/output.h"

#include <gtest/gtest.h>

#include "findings.h"

namespace holotype::schema {
namespace {

std::string output(const char* schema, const char* instance, Output format) {
  const OneSchema one(schema);
  const auto value = json::read(instance);
  const json::Tree result = to_output(one.schema().check(value->root()), format);
  return json::write(result.root());
}

constexpr const char* kSchema = R"({"anyOf": [{"required": ["a"]}]})";

TEST(Output, FlagSaysNoMore) {
  EXPECT_EQ(output(kSchema, R"({"a": 1})", Output::Flag), R"({"valid":true})");
  EXPECT_EQ(output(kSchema, "{}", Output::Flag), R"({"valid":false})");
}

TEST(Output, BasicIsFlat) {
  EXPECT_EQ(
      output(kSchema, "{}", Output::Basic),
      R"({"valid":false,"errors":[{"valid":false,"keywordLocation":"/anyOf",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf","instanceLocation":"",)"
      R"("error":"must satisfy a schema of anyOf; the only one is number 1"},)"
      R"({"valid":false,"keywordLocation":"/anyOf/0/required",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf/0/required","instanceLocation":"",)"
      R"("error":"must have property a"}]})");
}

TEST(Output, DetailedNestsTheCauses) {
  EXPECT_EQ(
      output(kSchema, "{}", Output::Detailed),
      R"({"valid":false,"errors":[{"valid":false,"keywordLocation":"/anyOf",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf","instanceLocation":"",)"
      R"("error":"must satisfy a schema of anyOf; the only one is number 1",)"
      R"("errors":[{"valid":false,"keywordLocation":"/anyOf/0/required",)"
      R"("absoluteKeywordLocation":"memory:schema.json#/anyOf/0/required","instanceLocation":"",)"
      R"("error":"must have property a"}]}]})");
}

}  // namespace
}  // namespace holotype::schema
