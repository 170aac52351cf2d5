// count_keywords(): each part of an exchange meets the constraints of its schema.
#include "engine/count.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "openapi/loaded.h"

namespace holotype::engine {
namespace {

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      parameters: [{name: n, in: query, schema: {minimum: 1}}]
      requestBody: {content: {application/json: {schema: {maxLength: 2}}}}
      responses:
        "200":
          description: A pet.
          headers:
            X-Left: {schema: {type: integer, maximum: 5}}
            X-Tags: {content: {application/json: {schema: {minItems: 1}}}}
          content: {application/json: {schema: {enum: [1]}}}
        "204": {description: No pet., headers: {X-Left: {schema: {multipleOf: 2}}}}
)";

TEST(CountTest, EachPartOfAnExchangeMeetsItsKeywords) {
  struct Row {
    http::Request request;
    http::Response response;
    std::vector<std::string> met;  // "maximum 1/0": held and broken
  };
  const http::Header json = {"Content-Type", "application/json"};
  const Row rows[] = {
      {{"POST", "/pets?n=1"}, {204, {}, ""}, {"minimum 1/0"}},
      {{"POST", "/pets", {json}, R"("abc")"}, {204, {}, ""}, {"maxLength 0/1"}},
      {{"POST", "/pets"}, {200, {json}, "1"}, {"enum 1/0"}},
      {{"POST", "/pets"},
       {200, {json, {"X-Left", "6"}, {"X-Tags", "[]"}}, "1"},
       {"type 1/0", "maximum 0/1", "minItems 0/1", "enum 1/0"}},
      {{"POST", "/pets"}, {204, {{"X-Left", "4"}}, ""}, {"multipleOf 1/0"}},
      {{"POST", "/pets"}, {204, {{"X-Other", "4"}}, ""}, {}},
  };
  const std::shared_ptr<const openapi::Description> description = *openapi::load_text(kPets);
  const contract::Contract contract(description);
  for (const Row& row : rows) {
    journal::Keywords keywords(description);
    json::Arena arena;
    const contract::Checked checked = contract.check_request(row.request, arena);
    count_keywords(contract, checked, row.response, nullptr, keywords, arena);
    std::vector<std::string> met;
    for (const journal::CoveredKeyword& keyword : keywords.report()) {
      if (keyword.is_met())
        met.push_back(fmt::format("{} {}/{}", keyword.name, keyword.held, keyword.broken));
    }
    EXPECT_EQ(met, row.met) << row.request.raw_target << " " << row.response.status;
  }
}

}  // namespace
}  // namespace holotype::engine
