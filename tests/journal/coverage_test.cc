// Coverage: what is declared is listed, what happened is counted where it belongs.
#include "journal/coverage.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/text.h"
#include "openapi/loaded.h"

namespace holotype::journal {
namespace {

using testing::ElementsAre;

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    post:
      operationId: createPet
      parameters:
        - {name: dry, in: query, schema: {type: boolean}}
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema: {type: object}
            examples: {rex: {value: {name: Rex}}, tom: {value: {name: Tom}}}
          text/plain: {schema: {type: string}}
      responses:
        "201":
          description: Created.
          content:
            application/json: {schema: {type: object}, examples: {rex: {value: {}}, tom: {value: {}}}}
        4XX: {description: Refused., content: {"application/*": {schema: {}, example: 1}}}
        default: {description: Else.}
    get:
      operationId: listPets
      responses: {"200": {description: All.}}
)";

class CoverageTest : public testing::Test {
 protected:
  CoverageTest() : description_(*openapi::load_text(kPets)), coverage_(description_) {}

  const openapi::Operation& create() const { return description_->operations[0]; }
  // What is met, a line each: "201 mediaType application/json x2".
  std::vector<std::string> met() const {
    std::vector<std::string> lines;
    const CoverageReport report = coverage_.report();
    for (const OperationCoverage& operation : report.operations) {
      if (operation.count > 0)
        lines.push_back(fmt::format("{} x{}", operation.operation->id, operation.count));
      for (const Covered& item : operation.items) {
        if (item.is_met())
          lines.push_back(fmt::format("{}{}{} x{}", item.where, item.where.empty() ? "" : " ",
                                      item.name, item.count));
      }
    }
    return lines;
  }

  std::shared_ptr<const openapi::Description> description_;
  Coverage coverage_;
};

TEST_F(CoverageTest, ListsWhatIsDeclared) {
  const CoverageReport report = coverage_.report();
  std::string text;
  for (const OperationCoverage& operation : report.operations) {
    text += operation.operation->id + "\n";
    for (const Covered& item : operation.items)
      text += fmt::format("  {} {} {}\n", to_string(item.aspect), item.where, item.name);
  }
  EXPECT_EQ(text,
            "createPet\n"
            "  parameters query dry\n"
            "  parameters header X-Trace\n"
            "  mediaTypes request application/json\n"
            "  examples request application/json: rex\n"
            "  examples request application/json: tom\n"
            "  mediaTypes request text/plain\n"
            "  statuses  201\n"
            "  mediaTypes 201 application/json\n"
            "  examples 201 application/json: rex\n"
            "  examples 201 application/json: tom\n"
            "  statuses  4XX\n"
            "  mediaTypes 4XX application/*\n"
            "  examples 4XX application/*: example\n"
            "  statuses  default\n"
            "listPets\n"
            "  statuses  200\n");
  EXPECT_TRUE(met().empty());
  EXPECT_EQ(report.share(Aspect::Example).declared, 5u);
  EXPECT_EQ(report.share(Aspect::Operation).declared, 2u);
}

TEST_F(CoverageTest, CountsWhatHappens) {
  Coverage::Counts counts = coverage_.of(create());
  counts.request();
  counts.parameter(create().parameters[1]);
  const auto tom = json::read(R"({"name":"Tom"})");
  counts.request_body(create().request_body->content[0], &tom->root());
  counts.response(201, {{"Content-Type", "application/json"}}, "example tom");
  EXPECT_THAT(met(), ElementsAre("createPet x1", "header X-Trace x1", "request application/json x1",
                                 "request application/json: tom x1", "201 x1",
                                 "201 application/json x1", "201 application/json: tom x1"));
}

TEST_F(CoverageTest, AnAnswerCountsAtItsResponse) {
  struct Row {
    int status;
    std::string content_type;
    std::string source;
    std::vector<std::string> met;
  };
  const Row rows[] = {
      {201, "application/json; charset=utf-8", "generated", {"201 x1", "201 application/json x1"}},
      {201,
       "application/json",
       "example",
       {"201 x1", "201 application/json x1", "201 application/json: rex x1"}},
      {201, "application/json", "example other", {"201 x1", "201 application/json x1"}},
      {201, "text/html", "fixture a", {"201 x1"}},
      {201, "", "example", {"201 x1"}},
      {404, "application/problem+json", "problem", {"4XX x1", "4XX application/* x1"}},
      {500, "", "problem", {"default x1"}},
  };
  for (const Row& row : rows) {
    Coverage fresh(description_);
    http::Headers headers;
    if (!row.content_type.empty()) headers.add("Content-Type", row.content_type);
    fresh.of(create()).response(row.status, headers, row.source);
    std::vector<std::string> lines;
    const CoverageReport report = fresh.report();
    for (const Covered& item : report.operations[0].items) {
      if (item.is_met())
        lines.push_back(fmt::format("{}{}{} x{}", item.where, item.where.empty() ? "" : " ",
                                    item.name, item.count));
    }
    EXPECT_EQ(lines, row.met) << row.status << " " << row.content_type << " " << row.source;
  }
}

TEST_F(CoverageTest, OperationsAreApart) {
  coverage_.of(description_->operations[1]).response(200, {}, "example");
  EXPECT_THAT(met(), ElementsAre("200 x1"));
  EXPECT_EQ(coverage_.report().share(Aspect::Status).met, 1u);
  EXPECT_EQ(coverage_.report().share(Aspect::Status).declared, 4u);
}

}  // namespace
}  // namespace holotype::journal
