// Which constraints of a description are listed, and which of them values meet.
#include "journal/keywords.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/text.h"
#include "openapi/loaded.h"

namespace holotype::journal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    put:
      operationId: putPet
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
      responses:
        "200":
          description: Changed.
          headers: {X-Left: {schema: {minimum: 0}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        "400":
          description: Refused.
          content: {application/json: {schema: {required: [message]}}}
components:
  schemas:
    Pet:
      properties: {name: {maxLength: 5}}
      required: [name]
      additionalProperties: false
)";

class KeywordsTest : public testing::Test {
 protected:
  KeywordsTest() : description_(*openapi::load_text(kPets)), keywords_(description_) {}

  const openapi::Operation& put() const { return description_->operations[0]; }
  // Those that are met: "maxLength 1/0", held and broken.
  std::vector<std::string> met() const {
    std::vector<std::string> lines;
    for (const CoveredKeyword& keyword : keywords_.report()) {
      if (keyword.is_met())
        lines.push_back(fmt::format("{} {}/{}", keyword.name, keyword.held, keyword.broken));
    }
    return lines;
  }
  void send(const char* body) {
    keywords_.observe(put().request_body->content[0].schema, json::read(body)->root());
  }

  std::shared_ptr<const openapi::Description> description_;
  Keywords keywords_;
};

TEST_F(KeywordsTest, ListsEachConstraintOnceInTheOrderOfTheFile) {
  std::vector<std::string> lines;
  for (const CoveredKeyword& keyword : keywords_.report())
    lines.push_back(
        fmt::format("{}:{} {}", keyword.source.line, keyword.schema.pointer(), keyword.name));
  EXPECT_THAT(
      lines,
      ElementsAre("8:/paths/~1pets~1{id}/put/parameters/0/schema type",
                  "8:/paths/~1pets~1{id}/put/parameters/0/schema minimum",
                  "14:/paths/~1pets~1{id}/put/responses/200/headers/X-Left/schema minimum",
                  "18:/paths/~1pets~1{id}/put/responses/400/content/application~1json/schema "
                  "required",
                  "22:/components/schemas/Pet/properties/name maxLength",
                  "23:/components/schemas/Pet required",
                  "24:/components/schemas/Pet additionalProperties"));
  EXPECT_THAT(met(), IsEmpty());
}

TEST_F(KeywordsTest, CountsWhatValuesMeet) {
  keywords_.observe(put().parameters[0].schema, json::read("0")->root());
  EXPECT_THAT(met(), ElementsAre("type 1/0", "minimum 0/1"));
}

TEST_F(KeywordsTest, AKeywordForAnotherTypeIsNotMet) {
  send(R"({"name": 5})");
  EXPECT_THAT(met(), ElementsAre("required 1/0", "additionalProperties 1/0"));
}

TEST_F(KeywordsTest, BothDirectionsCountAtOneText) {
  send(R"({"name": "Rex"})");
  http::Headers headers;
  headers.add("Content-Type", "application/json; charset=utf-8");
  keywords_.observe_answer(put(), 200, headers, json::read(R"({"name": "Maximus"})")->root());
  keywords_.observe_answer(put(), 500, headers, json::read("{}")->root());  // described nowhere
  EXPECT_THAT(met(), ElementsAre("maxLength 1/1", "required 2/0", "additionalProperties 2/0"));
}

}  // namespace
}  // namespace holotype::journal
