// Pipeline: what is done around a backend's answer: headers, journal, log, CORS, HEAD, and
// failures.
#include "engine/pipeline.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "base/check.h"
#include "diagnostic/findings.h"
#include "diagnostic/rules_request.h"
#include "json/text.h"
#include "openapi/loaded.h"

namespace holotype::engine {
namespace {

using diagnostic::AreFindings;
using diagnostic::Verdict;
using Lines = std::vector<std::string>;

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        "200": {description: Pets., content: {application/json: {schema: {type: array}}}}
    options:
      operationId: askPets
      security: [{key: []}]
      responses: {"200": {description: What there is.}}
  /tls: {get: {operationId: tls, security: [{tls: []}], responses: {"200": {description: A., content: {application/json: {}}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    tls: {type: mutualTLS}
)";

// A pipeline whose backend gives `answer` to everything.
class PipelineTest : public testing::Test {
 protected:
  PipelineTest() {
    answer_.response = {200, {{"Content-Type", "application/json"}}, "[]"};
    answer_.source = "test";
  }

  http::Response handle(const http::Request& request, Options options = {},
                        bool is_strict = false) {
    session_ = std::make_unique<session::Session>("default", session::Options{});
    options.log = [this](const LogRecord& record) {
      ++logged_;
      log_line_ = std::string(record.method) + " " + std::string(record.raw_target) + " " +
                  std::to_string(record.status) + " " + std::string(record.operation_id) + " " +
                  std::string(record.source);
    };
    const auto contract = std::make_shared<const contract::Contract>(
        description_, contract::Options{.is_strict = is_strict});
    const Pipeline pipeline(
        contract,
        [this](const Call&) {
          if (throws_) throws_();
          return answer_;
        },
        std::move(options));
    return pipeline.handle(request, *session_).response;
  }

  journal::Exchange recorded() {
    const auto exchanges = session_->journal().exchanges();
    EXPECT_EQ(exchanges.size(), 1u);
    return exchanges.empty() ? journal::Exchange{} : *exchanges.back();
  }

  std::shared_ptr<const openapi::Description> description_ = openapi::load_text(kPets).value();
  contract::Answer answer_;
  std::function<void()> throws_;
  std::unique_ptr<session::Session> session_;
  int logged_ = 0;
  std::string log_line_;
};

std::string header(const http::Response& response, std::string_view name) {
  return response.headers.combined(name).value_or("-");
}

TEST_F(PipelineTest, SaysWhatItFound) {
  struct Row {
    const char* target;
    bool is_strict;
    Verdict verdict;
    const char* operation;
    const char* violations;  // up to the report
    const char* warnings;
    const char* unchecked;
    Lines findings;
  };
  const Row rows[] = {
      {"/pets", false, Verdict::Valid, "listPets", "-", "-", "-", {}},
      {"/pets?limit=x",
       false,
       Verdict::Invalid,
       "listPets",
       "1; first=schema.type",
       "-",
       "-",
       {"schema.type"}},
      {"/pets?limit=x&y=1&z=1",
       false,
       Verdict::Invalid,
       "listPets",
       "1; first=schema.type",
       "2; first=request.parameter-undeclared",
       "-",
       {"schema.type", "request.parameter-undeclared", "request.parameter-undeclared"}},
      {"/pets?y=1",
       false,
       Verdict::Valid,
       "listPets",
       "-",
       "1; first=request.parameter-undeclared",
       "-",
       {"request.parameter-undeclared"}},
      // A request that is refused has violations, even if they are warnings to others.
      {"/pets?y=1",
       true,
       Verdict::Invalid,
       "listPets",
       "1; first=request.parameter-undeclared",
       "-",
       "-",
       {"request.parameter-undeclared"}},
      {"/tls", false, Verdict::Valid, "tls", "-", "-", "1", {}},
      {"/nothing",
       false,
       Verdict::NotFound,
       "-",
       "1; first=request.path-unknown",
       "-",
       "-",
       {"request.path-unknown"}},
  };
  for (const Row& row : rows) {
    const http::Response response = handle({"GET", row.target}, {}, row.is_strict);
    const journal::Exchange exchange = recorded();
    const std::string report = "; report=\"/__holotype/reports/" + exchange.report_id + "\"";
    const auto reported = [&report](const std::string& text) {
      return text == "-" ? text : text + report;
    };
    EXPECT_EQ(header(response, "Holotype-Violations"), reported(row.violations)) << row.target;
    EXPECT_EQ(header(response, "Holotype-Warnings"), reported(row.warnings)) << row.target;
    EXPECT_EQ(header(response, "Holotype-Unchecked"), row.unchecked) << row.target;
    EXPECT_EQ(header(response, "Holotype-Operation"), row.operation) << row.target;
    EXPECT_EQ(header(response, "Holotype-Source"), "test") << row.target;
    EXPECT_EQ(to_string(exchange.verdict), to_string(row.verdict)) << row.target;
    EXPECT_THAT(exchange.findings, AreFindings(row.findings)) << row.target;
    EXPECT_EQ(exchange.status, 200);
  }
}

TEST_F(PipelineTest, CountsWhatTheBackendFound) {
  answer_.findings.push_back(
      {.rule = &diagnostic::rules::kPreferenceUnsatisfied, .message = "there is none"});
  const http::Response response = handle({"GET", "/pets"});
  EXPECT_EQ(header(response, "Holotype-Violations").find("1; first=request.preference-unsatisfied"),
            0u);
  EXPECT_EQ(to_string(recorded().verdict), "invalid");
  EXPECT_THAT(recorded().findings, AreFindings(Lines{"request.preference-unsatisfied"}));
}

TEST_F(PipelineTest, ChecksTheAnswer) {
  struct Row {
    const char* body;
    const char* source;
    bool is_known_valid;
    bool refuses;
    int status;
    Lines findings;  // of the answer
  };
  const Row rows[] = {
      {"[]", "test", false, true, 200, {}},
      {"{}", "test", false, false, 200, {"schema.type"}},
      {"{}", "test", false, true, 500, {"schema.type"}},
      {"{}", "test", true, true, 200, {}},      // it was checked before
      {"{}", "problem", false, true, 200, {}},  // Holotype's own word is not the API's
  };
  for (const Row& row : rows) {
    answer_.response.body = row.body;
    answer_.source = row.source;
    answer_.is_known_valid = row.is_known_valid;
    const http::Response response =
        handle({"GET", "/pets"}, {.refuses_invalid_answers = row.refuses});
    EXPECT_EQ(response.status, row.status) << row.body;
    EXPECT_THAT(recorded().answer_findings, AreFindings(row.findings)) << row.body;
    EXPECT_EQ(header(response, "Holotype-Violations"), "-") << "the request was fine";
    if (row.status != 500) continue;
    EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
    EXPECT_EQ(header(response, "Holotype-Source"), "problem");
  }
}

// A refusal that the description does not mention is the standard's word, and no breach.
TEST_F(PipelineTest, LetsRefusalsBeUndescribed) {
  answer_.response = {422, {}, ""};
  handle({"GET", "/pets?limit=x"});
  EXPECT_THAT(recorded().answer_findings, AreFindings(Lines{}));
  handle({"GET", "/pets"});
  EXPECT_THAT(recorded().answer_findings, AreFindings(Lines{"response.status-undescribed"}));
}

TEST_F(PipelineTest, AnswersHeadWithoutABody) {
  const http::Response response = handle({"HEAD", "/pets"});
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(header(response, "Content-Length"), "2");
}

TEST_F(PipelineTest, AnswersOptionsForPages) {
  const http::Header origin = {"Origin", "http://a.example"};
  const http::Header asked = {"Access-Control-Request-Method", "GET"};
  struct Row {
    http::Request request;
    bool allows_origins;
    int status;  // 200 is the backend's
    const char* source;
    const char* allow;
  };
  const Row rows[] = {
      {{"OPTIONS", "/tls"}, true, 204, "cors", "GET, HEAD"},
      {{"OPTIONS", "/tls"}, false, 200, "test", "-"},
      {{"OPTIONS", "/pets"}, true, 200, "test", "-"},  // described, and no preflight
      // A preflight is the browser's question, not the API's, even where nothing is there: what is
      // wrong is for the request that follows to be told.
      {{"OPTIONS", "/pets", {origin, asked}}, true, 204, "cors", "-"},
      {{"OPTIONS", "/tls", {origin, asked}}, true, 204, "cors", "GET, HEAD"},
      {{"OPTIONS", "/nothing", {origin, asked}}, true, 204, "cors", "-"},
      {{"OPTIONS", "/pets", {origin, asked}}, false, 200, "test", "-"},
  };
  for (const Row& row : rows) {
    const http::Response response = handle(row.request, {.allows_origins = row.allows_origins});
    EXPECT_EQ(response.status, row.status) << row.request.raw_target;
    EXPECT_EQ(header(response, "Holotype-Source"), row.source) << row.request.raw_target;
    EXPECT_EQ(header(response, "Allow"), row.allow) << row.request.raw_target;
    const bool may_read = row.allows_origins && row.request.headers.contains("Origin");
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), may_read ? "http://a.example" : "-");
    if (row.status != 204) continue;
    EXPECT_THAT(recorded().findings, AreFindings(Lines{}));
    EXPECT_EQ(to_string(recorded().verdict), "valid");
  }
}

// A failure of ours ends one exchange, which is recorded and can be read by a page.
TEST_F(PipelineTest, SurvivesItsBackend) {
  const std::function<void()> failures[] = {
      [] { throw Bug("a.cc:1: impossible"); },
      [] { throw std::runtime_error("out of luck"); },
  };
  for (const auto& failure : failures) {
    throws_ = failure;
    const http::Response response = handle({"GET", "/pets", {{"Origin", "http://a.example"}}});
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "http://a.example");
    EXPECT_THAT(recorded().findings, AreFindings(Lines{"holotype.bug"}));
  }
  throws_ = nullptr;
  EXPECT_EQ(handle({"GET", "/pets"}).status, 200);
}

// The same request of which the same is found gets the same report, another one another.
TEST_F(PipelineTest, NamesReportsByTheRequestAndItsFindings) {
  const auto id = [this](const http::Request& request) {
    handle(request);
    return recorded().report_id;
  };
  const std::string one = id({"GET", "/nothing"});
  EXPECT_EQ(one.size(), 16u);
  EXPECT_EQ(id({"GET", "/nothing"}), one);
  EXPECT_NE(id({"POST", "/nothing"}), one);
  EXPECT_NE(id({"GET", "/nothing?"}), one);
  EXPECT_NE(id({"GET", "/nothing", {{"A", "b"}}}), one);
  EXPECT_NE(id({"GET", "/nothing", {}, "x"}), one);
  EXPECT_EQ(id({"GET", "/pets"}), "") << "nothing to report";
  const diagnostic::Diagnostic breach{.rule = &diagnostic::rules::kBodyMissing,
                                      .message = "must be there",
                                      .in = diagnostic::Place::Body};
  diagnostic::Diagnostic other_place = breach, other_message = breach, other_rule = breach;
  other_place.in = diagnostic::Place::Header;
  other_message.message = "must not be there";
  other_rule.rule = &diagnostic::rules::kBodyTooLarge;
  std::set<std::string> ids = {one};
  for (const auto& finding : {breach, other_place, other_message, other_rule}) {
    answer_.findings = {finding};
    const std::string other = id({"GET", "/nothing"});
    EXPECT_TRUE(ids.insert(other).second) << "of another finding";
    EXPECT_EQ(id({"GET", "/nothing"}), other);
  }
}

TEST_F(PipelineTest, HeadersHoldNothingButText) {
  answer_.source = "fixture a\r\nX-Evil: \xc3\xa4";
  EXPECT_EQ(header(handle({"GET", "/pets"}), "Holotype-Source"), "fixture a??X-Evil: ??");
}

TEST_F(PipelineTest, LogsEachExchangeOnce) {
  handle({"GET", "/pets?limit=1"});
  EXPECT_EQ(log_line_, "GET /pets?limit=1 200 listPets test");
  handle({"GET", "/nothing"});
  EXPECT_EQ(log_line_, "GET /nothing 200  test");
  EXPECT_EQ(logged_, 2);
}

TEST_F(PipelineTest, RefusesWhatTheTransportRefused) {
  session_ = std::make_unique<session::Session>("default", session::Options{});
  const Pipeline pipeline(std::make_shared<const contract::Contract>(description_), {});
  const auto& rule = diagnostic::rules::kTargetTooLong;
  const http::Response response = pipeline.refuse(
      rule, "It is too long.", 414, {"GET", "/", {{"Origin", "http://a.example"}}}, *session_);
  EXPECT_EQ(response.status, 414);
  EXPECT_EQ(header(response, "Content-Type"), "application/problem+json");
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "http://a.example");
  EXPECT_THAT(recorded().findings, AreFindings(Lines{"It is too long. (request.target-too-long)"}));
  const auto problem = json::read(response.body);
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->root().find("type")->as_string(), "/__holotype/rules/request.target-too-long");

  const http::Response head =
      pipeline.refuse(rule, "It is too long.", 414, {"HEAD", "/"}, *session_);
  EXPECT_EQ(head.body, "") << "RFC 9110 section 9.3.2";

  // Of heads that cannot be read there is nothing left but what is wrong with them.
  const auto report_of = [&](const std::string& message) {
    return header(pipeline.refuse(rule, message, 400, {}, *session_), "Holotype-Violations");
  };
  EXPECT_EQ(report_of("One host is wanted."), report_of("One host is wanted."));
  EXPECT_NE(report_of("One host is wanted."), report_of("The target holds \"#\"."));
}

}  // namespace
}  // namespace holotype::engine
