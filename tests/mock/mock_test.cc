// Mock: which status and which body a request gets: refusals, preferences, negotiation.
#include "mock/mock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "diagnostic/findings.h"
#include "diagnostic/rules_request.h"
#include "json/text.h"
#include "openapi/loaded.h"

namespace holotype::mock {
namespace {

using diagnostic::AreFindings;
using Lines = std::vector<std::string>;

constexpr const char* kHead = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n";

// A mock of a description; each answer lives until the next.
class Served {
 public:
  explicit Served(const std::string& text, const Options& options = {},
                  const std::string& fixtures = "")
      : description_(openapi::load_text(text).value()),
        contract_(std::make_shared<const contract::Contract>(description_)),
        mock_(contract_, load(fixtures), options),
        session_("default", {.seed = options.seed, .now = options.now}) {}

  const Answer& ask(http::Request request) {
    request_ = std::move(request);
    arena_.reset();
    checked_ = contract_->check_request(request_, arena_);
    return answer();
  }
  // The same where the contract found one thing more.
  const Answer& ask(http::Request request, const diagnostic::Rule& rule) {
    ask(std::move(request));
    checked_.findings.push_back({.rule = &rule, .message = "is so"});
    checked_.verdict = diagnostic::Verdict::Invalid;
    return answer();
  }

 private:
  const Answer& answer() { return answer_ = mock_.answer(checked_, session_, arena_); }
  fixtures::FixtureSet load(const std::string& text) {
    if (text.empty()) return {};
    auto set = fixtures::load_text(description_, "fixtures", text);
    EXPECT_TRUE(set) << openapi::lines_of(set ? diagnostic::Diagnostics{} : set.error());
    return set ? std::move(*set) : fixtures::FixtureSet{};
  }

  std::shared_ptr<const openapi::Description> description_;
  std::shared_ptr<const contract::Contract> contract_;
  Mock mock_;
  session::Session session_;
  json::Arena arena_;
  http::Request request_;
  contract::Checked checked_;
  Answer answer_;
};

std::string header(const Answer& answer, std::string_view name) {
  return answer.response.headers.combined(name).value_or("-");
}

// product terms: the operation's own 422, else 400, else 4XX, else `default`, else 422.
TEST(MockTest, RefusesWithTheStatusThatIsDescribed) {
  const char* valid = "";
  const char* invalid = "?n=x";
  struct Row {
    const char* responses;
    const char* query;
    int status;
    const char* body;  // "problem", or what the description has
  };
  const Row rows[] = {
      {"'200': {description: A.}", invalid, 422, "problem"},
      {"'422': {description: A., content: {application/json: {example: own422}}}", invalid, 422,
       R"("own422")"},
      {"'400': {description: A., content: {application/json: {example: own400}}}", invalid, 400,
       R"("own400")"},
      {"'400': {description: A., content: {application/json: {example: own400}}}, '422': "
       "{description: A., content: {application/json: {example: own422}}}",
       invalid, 422, R"("own422")"},
      {"4XX: {description: A., content: {application/json: {example: range}}}", invalid, 422,
       R"("range")"},
      {"'400': {description: A., content: {application/json: {example: own400}}}, 4XX: "
       "{description: A., content: {application/json: {example: range}}}",
       invalid, 400, R"("own400")"},
      {"default: {description: A., content: {application/json: {example: fallback}}}", invalid, 422,
       R"("fallback")"},
      {"4XX: {description: A., content: {application/json: {example: range}}}, default: "
       "{description: A., content: {application/json: {example: fallback}}}",
       invalid, 422, R"("range")"},
      // A status without a body says nothing that a client could read.
      {"'400': {description: A.}", invalid, 400, "problem"},
      {"'400': {description: A.}", valid, 200, ""},
  };
  for (const Row& row : rows) {
    const std::string description =
        std::string(kHead) +
        "  /a: {get: {operationId: a, parameters: [{name: n, in: query, schema: {type: integer}}], "
        "responses: {" +
        (std::string_view(row.responses).starts_with("'200'") ? "" : "'200': {description: A.}, ") +
        row.responses + "}}}\n";
    Served served(description);
    const Answer& answer = served.ask({"GET", "/a" + std::string(row.query)});
    EXPECT_EQ(answer.response.status, row.status) << row.responses;
    EXPECT_EQ(answer.source == "problem" ? "problem" : answer.response.body, row.body)
        << row.responses;
    if (row.status == 200) continue;
    Served errors(description, {.answers_problems = true});
    const Answer& problem = errors.ask({"GET", "/a" + std::string(row.query)});
    EXPECT_EQ(problem.response.status, row.status) << row.responses;
    EXPECT_EQ(problem.source, "problem") << "--errors";
    EXPECT_EQ(header(problem, "Content-Type"), "application/problem+json");
  }
}

constexpr const char* kTasks = R"(openapi: 3.1.0
info: {title: Tasks, version: "1"}
paths:
  /tasks:
    post:
      operationId: createTask
      security: [{key: []}, {basic: []}]
      parameters: [{name: n, in: query, schema: {type: integer}}]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [title]}}}
      responses:
        "201":
          description: Created.
          content:
            application/json:
              schema: {type: object}
              examples: {plain: {value: {id: 1}}, rich: {value: {id: 2}}}
        "400":
          description: Refused.
          content:
            application/json:
              examples: {short: {value: {error: no}}, long: {value: {error: no, because: of it}}}
        "404": {description: None., content: {application/json: {example: {error: none}}}}
        5XX: {description: Out of order.}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
)";

http::Request create(http::Headers more = {}, std::string body = R"({"title":"x"})",
                     std::string target = "/tasks") {
  http::Request request{"POST", std::move(target), {}, std::move(body)};
  request.headers.add("Content-Type", "application/json");
  request.headers.add("X-Key", "any");
  for (const http::Header& header : more) request.headers.add(header.name, header.value);
  return request;
}

TEST(MockTest, RefusesEachVerdictWithItsStatus) {
  http::Request without_key = create();
  without_key.headers.remove("X-Key");
  http::Request text = create();
  text.headers.set("Content-Type", "text/plain");
  struct Row {
    http::Request request;
    int status;
    const char* type;  // the end of the problem's
    const char* header;
    const char* value;
  };
  const Row rows[] = {
      {{"GET", "/taks"}, 404, "request.path-unknown", "Allow", "-"},
      {{"GET", "/tasks"}, 405, "request.method-unknown", "Allow", "POST"},
      {{"GET", "/%zz"}, 400, "request.invalid", "Allow", "-"},
      {without_key, 401, "request.credential-missing", "WWW-Authenticate", "Basic realm=\"*\""},
      {text, 415, "request.media-type-unsupported", "WWW-Authenticate", "-"},
      {create({{"Accept", "image/png"}}), 406, "request.not-acceptable", "WWW-Authenticate", "-"},
      {create({}, "{}"), 400, "request.invalid", "WWW-Authenticate", "-"},
  };
  Served served(kTasks, {.answers_problems = true});
  for (const Row& row : rows) {
    const Answer& answer = served.ask(row.request);
    EXPECT_EQ(answer.response.status, row.status) << row.type;
    EXPECT_NE(answer.response.body.find("/__holotype/rules/" + std::string(row.type)),
              std::string::npos)
        << answer.response.body;
    EXPECT_EQ(header(answer, row.header), row.value) << row.type;
  }
}

// A body that grows beyond the limit when it is decoded is too large, like one that is sent so.
TEST(MockTest, RefusesLargeBodiesAsSuch) {
  Served served(kTasks);
  EXPECT_EQ(served.ask(create(), diagnostic::rules::kBodyTooLarge).response.status, 413);
  EXPECT_EQ(served.ask(create(), diagnostic::rules::kBodyMalformed).response.status, 400);
}

// The problem counts what the headers count: errors; warnings are beside them.
TEST(MockTest, CountsViolations) {
  Served served(kTasks, {.answers_problems = true});
  const Answer& one = served.ask(create({}, "{}", "/tasks?other=1"));
  EXPECT_NE(one.response.body.find(R"x("1 violation of createTask (POST /tasks)")x"),
            std::string::npos)
      << one.response.body;
  const Answer& two = served.ask(create({}, "{}", "/tasks?n=x"));
  EXPECT_NE(two.response.body.find(R"("2 violations of)"), std::string::npos) << two.response.body;
}

// RFC 7240; what it may ask for, and what is said where it cannot be had.
TEST(MockTest, FollowsPreferences) {
  struct Row {
    const char* prefer;
    int status;
    const char* source;
    const char* body;  // "*": any
    Lines findings;
  };
  const Row rows[] = {
      {"", 201, "example plain", R"({"id":1})", {}},
      {"code=404", 404, "example", R"({"error":"none"})", {}},
      {"code=503", 503, "example", "", {}},
      {"example=rich", 201, "example rich", R"({"id":2})", {}},
      {"code=400, example=long", 400, "example long", R"({"error":"no","because":"of it"})", {}},
      {"code=201, example=short",
       404,
       "problem",
       "*",
       {"header Prefer: the response 201 of createTask has no example short; it has plain, rich "
        "(request.preference-unsatisfied)"}},
      {"code=204",
       404,
       "problem",
       "*",
       {"header Prefer: createTask describes no response 204; it describes 201, 400, 404, 5XX "
        "(request.preference-unsatisfied)"}},
      {"code=503, example=any",
       404,
       "problem",
       "*",
       {"header Prefer: the response 5XX of createTask has no example any; it has none "
        "(request.preference-unsatisfied)"}},
      {"code=abc", 400, "problem", "*", {"header Prefer: code: * (request.preference-malformed)"}},
      {"code=1000, seed=x, wait=-1",
       400,
       "problem",
       "*",
       {"request.preference-malformed", "request.preference-malformed",
        "request.preference-malformed"}},
      {"respond-async, return=minimal", 201, "example plain", R"({"id":1})", {}},
      {"dynamic=true", 201, "generated", "*", {}},
      {"seed=3", 201, "generated", "*", {}},
      {"dynamic=false, seed=3", 201, "example plain", R"({"id":1})", {}},
  };
  Served served(kTasks);
  for (const Row& row : rows) {
    const Answer& answer = served.ask(create({{"Prefer", row.prefer}}));
    EXPECT_EQ(answer.response.status, row.status) << row.prefer;
    EXPECT_EQ(answer.source, row.source) << row.prefer;
    if (std::string_view(row.body) != "*") EXPECT_EQ(answer.response.body, row.body) << row.prefer;
    EXPECT_THAT(answer.findings, AreFindings(row.findings)) << row.prefer;
  }
}

// For clients that cannot set headers; the header goes before it.
TEST(MockTest, FollowsPreferencesOfTheQuery) {
  struct Row {
    const char* query;
    int status;
    Lines findings;
  };
  const Row rows[] = {
      {"__code=404", 404, {}},
      {"__code=404&__example=x", 404, {"query __example: *(request.preference-unsatisfied)"}},
      {"__code=418", 404, {"query __code: *(request.preference-unsatisfied)"}},
      {"__code=x", 400, {"query __code: *(request.preference-malformed)"}},
      {"__unknown=1", 201, {}},
  };
  Served served(kTasks);
  for (const Row& row : rows) {
    const Answer& answer =
        served.ask(create({}, R"({"title":"x"})", "/tasks?" + std::string(row.query)));
    EXPECT_EQ(answer.response.status, row.status) << row.query;
    EXPECT_THAT(answer.findings, AreFindings(row.findings)) << row.query;
  }
  EXPECT_EQ(served.ask(create({{"Prefer", "code=503"}}, R"({"title":"x"})", "/tasks?__code=404"))
                .response.status,
            503);
}

// What is wrong with a request goes before what it prefers. Prism's users know one exception: an
// example of the refusal, by its code and name.
TEST(MockTest, RefusesWhateverIsPreferred) {
  struct Row {
    const char* prefer;
    int status;
    const char* source;
    int delay;  // milliseconds
    Lines findings;
  };
  const Row rows[] = {
      {"code=404", 400, "example short", 0, {}},
      {"code=201", 400, "example short", 0, {}},
      {"example=rich", 400, "example short", 0, {}},
      {"example=long", 400, "example short", 0, {}},
      {"code=400, example=long", 400, "example long", 0, {}},
      {"code=400, example=rich", 400, "example short", 0, {}},
      {"code=204", 400, "example short", 0, {}},
      {"dynamic=true", 400, "example short", 0, {}},
      {"wait=20", 400, "example short", 20, {}},
      {"code=abc", 400, "example short", 0, {"request.preference-malformed"}},
  };
  Served served(kTasks);
  for (const Row& row : rows) {
    const Answer& answer = served.ask(create({{"Prefer", row.prefer}}, "{}"));
    EXPECT_EQ(answer.response.status, row.status) << row.prefer;
    EXPECT_EQ(answer.source, row.source) << row.prefer;
    EXPECT_EQ(answer.delivery.delay.count(), row.delay) << row.prefer;
    EXPECT_THAT(answer.findings, AreFindings(row.findings)) << row.prefer;
  }
  Served errors(kTasks, {.answers_problems = true});
  const Answer& problem = errors.ask(create({{"Prefer", "code=abc"}}, "{}"));
  EXPECT_NE(problem.response.body.find("request.preference-malformed"), std::string::npos);
  EXPECT_NE(problem.response.body.find("2 violations"), std::string::npos);
}

TEST(MockTest, WaitsAsPreferred) {
  Served served(kTasks);
  EXPECT_EQ(served.ask(create({{"Prefer", "wait=200"}})).delivery.delay.count(), 200);
  EXPECT_EQ(served.ask(create({{"Prefer", "code=404, wait=200"}})).delivery.delay.count(), 200);
  EXPECT_EQ(served.ask(create()).delivery.delay.count(), 0);
}

// RFC 9110 section 12.5.1.
TEST(MockTest, NegotiatesTheMediaType) {
  Served served(
      std::string(kHead) +
      "  /a: {get: {operationId: a, responses: {'200': {description: A., content: "
      "{application/xml: {example: <a/>}, application/json: {example: 1}, text/plain: "
      "{example: x}}}, '400': {description: B., content: {application/json: {example: no}, "
      "text/plain: {example: no}}}}, parameters: [{name: n, in: query, schema: {type: "
      "integer}}]}}\n");
  struct Row {
    const char* target;
    std::vector<std::string> accept;
    int status;
    const char* content_type;
  };
  const Row rows[] = {
      {"/a", {}, 200, "application/xml"},
      {"/a", {"*/*"}, 200, "application/xml"},
      {"/a", {"application/json"}, 200, "application/json"},
      {"/a", {"text/*;q=0.5, application/json;q=0.1"}, 200, "text/plain"},
      {"/a", {"*/*, application/xml;q=0"}, 200, "application/json"},
      // One list, however many fields it comes in (section 5.2).
      {"/a", {"image/png", "application/json"}, 200, "application/json"},
      {"/a?n=x", {"image/png", "text/plain"}, 400, "text/plain"},
      // A refusal is better read in another type than not at all.
      {"/a?n=x", {"text/plain"}, 400, "text/plain"},
      {"/a?n=x", {"image/png"}, 400, "application/json"},
  };
  for (const Row& row : rows) {
    http::Request request{"GET", row.target};
    std::string label = row.target;
    for (const std::string& field : row.accept) {
      request.headers.add("Accept", field);
      label += " " + field;
    }
    const Answer& answer = served.ask(request);
    EXPECT_EQ(answer.response.status, row.status) << label;
    EXPECT_EQ(header(answer, "Content-Type"), row.content_type) << label;
  }
}

// What is first of all that applies: Prefer, a fixture, a pair of examples, the example.
TEST(MockTest, AnswersWithTheFirstThatApplies) {
  const std::string description =
      std::string(kHead) +
      "  /a: {get: {operationId: a, parameters: [{name: n, in: query, schema: {type: integer}, "
      "examples: {seven: {value: 7}, eight: {value: 8}}}], responses: {'200': {description: A., "
      "content: {application/json: {schema: {type: string}, examples: {plain: {value: plain}, "
      "seven: {value: pair}, eight: {value: pair8}}}}}}}}\n";
  const std::string fixtures =
      "fixtures: [{name: f, operation: a, when: {query: {n: 7}}, respond: {body: fixture}}]";
  struct Row {
    const char* target;
    const char* prefer;
    const char* source;
  };
  const Row rows[] = {
      {"/a", "", "example plain"},
      {"/a?n=8", "", "example eight"},
      {"/a?n=7", "", "fixture f"},
      {"/a?n=7", "example=eight", "example eight"},
      {"/a?n=7", "dynamic=true", "generated"},
      {"/a?n=9", "", "example plain"},
  };
  Served served(description, {}, fixtures);
  for (const Row& row : rows)
    EXPECT_EQ(served.ask({"GET", row.target, {{"Prefer", row.prefer}}}).source, row.source)
        << row.target << " " << row.prefer;
  EXPECT_EQ(served.ask({"GET", "/a?n=9"}).near_miss, "f: query n: must be \"7\", found \"9\"");
}

// Nothing, or responses of 1xx, which end no exchange (RFC 9110 section 15.2).
TEST(MockTest, AnswersWhatDescribesNoAnswer) {
  struct Row {
    const char* responses;
    const char* prefer;
    int status;
    const char* source;
  };
  const Row rows[] = {
      {"", "", 200, "generated"},
      {", responses: {'100': {description: A.}}", "", 200, "generated"},
      {", responses: {'101': {description: A.}, 1XX: {description: B.}}", "", 200, "generated"},
      {", responses: {'101': {description: A.}, '404': {description: B.}}", "", 404, "example"},
      {", responses: {1XX: {description: A.}, default: {description: B.}}", "", 200, "example"},
      {", responses: {'101': {description: A.}}", "code=101", 404, "problem"},
      {", responses: {1XX: {description: A.}}", "code=103", 404, "problem"},
      {", responses: {default: {description: A.}}", "code=100", 404, "problem"},
  };
  for (const Row& row : rows) {
    Served served(std::string(kHead) + "  /a: {get: {operationId: a" + row.responses + "}}\n");
    const Answer& answer = served.ask({"GET", "/a", {{"Prefer", row.prefer}}});
    EXPECT_EQ(answer.response.status, row.status) << row.responses << row.prefer;
    EXPECT_EQ(answer.source, row.source) << row.responses << row.prefer;
    if (row.status == 200) EXPECT_EQ(answer.response.body, "") << row.responses;
  }
}

// RFC 9110 sections 8.7 and 10.2.2: what a header is by its own standard, where its schema says no
// more than "string".
TEST(MockTest, FillsInTheHeadersOfAnAnswer) {
  struct Row {
    const char* header;
    const char* value;
    bool is_known_valid = true;
  };
  const Row rows[] = {
      {"Location: {schema: {type: string}}", "../dictionary"},
      {"location: {schema: {type: string}}", "../dictionary"},
      {"Content-Location: {schema: {type: string, maxLength: 9}}", "a"},
      {"Location: {schema: {type: string, format: uri}}", "http://example.com"},
      {"Location: {schema: {type: string, pattern: '^/a$'}}", "/a"},
      {"Location: {schema: {type: string}, example: /a/7}", "/a/7"},
      {"X-Location: {schema: {type: string}}", "string"},
      {"etag: {schema: {type: string}}", "\"497f6eca\""},
      {"ETag: {schema: {type: string, pattern: '^W/\"a\"$'}}", "W/\"a\""},
      {"Last-Modified: {schema: {type: string}}", "Mon, 15 Jan 2024 10:30:00 GMT"},
      {"Expires: {schema: {type: string, maxLength: 5}}", "strin"},
      {"Retry-After: {schema: {type: integer}}", "0"},
      {"Retry-After: {schema: {type: string}}", "120"},
      {"Set-Cookie: {schema: {type: string}}", "id=497f6eca"},
      {"Set-Cookie: {schema: {type: string, enum: [a=b]}}", "a=b"},
      // Described by a media type.
      {"X-J: {content: {application/json: {schema: {type: object, required: [q], properties: "
       "{q: {type: integer}}}}}}",
       "{\"q\":0}"},
      {"X-J: {content: {application/json: {schema: {type: array}, example: [1, 2]}}}", "[1,2]"},
      {"X-J: {content: {application/json: {schema: {type: string}, example: a b}}}", "\"a b\""},
      {"X-J: {content: {text/plain: {schema: {type: string}, example: a b}}}", "a b"},
      // What is true of the bytes that are sent, and what is no name, is not made up.
      {"Content-Encoding: {schema: {enum: [gzip]}}", "-"},
      {"Content-Length: {schema: {type: integer, enum: [7]}}", "-"},
      {"Bad Name: {schema: {type: string}}", "-"},
      // What is not as described is served, and not taken for valid.
      {"X-Left: {schema: {type: integer}, example: many}", "many", false},
      {"X-Left: {required: true}", "-", false},
      {"X-Left: {required: true, schema: {type: integer}}", "0", true},
  };
  for (const Row& row : rows) {
    Served served(std::string(kHead) +
                  "  /a: {post: {responses: {'201': {description: A., headers: {" + row.header +
                  "}}}}}\n");
    const std::string_view name =
        std::string_view(row.header).substr(0, std::string_view(row.header).find(':'));
    const Answer& answer = served.ask({"POST", "/a"});
    EXPECT_EQ(header(answer, name), row.value) << row.header;
    EXPECT_EQ(answer.is_known_valid, row.is_known_valid) << row.header;
  }
}

// The method and path are the name of an operation without an operationId, once.
TEST(MockTest, NamesTheOperationInItsDetail) {
  struct Row {
    const char* id;
    const char* detail;
  };
  const Row rows[] = {
      {"operationId: a, ", R"-("1 violation of a (GET /a)")-"},
      {"", R"("1 violation of GET /a")"},
  };
  for (const Row& row : rows) {
    Served served(std::string(kHead) + "  /a: {get: {" + row.id +
                  "parameters: [{name: n, in: query, schema: {type: integer}}]}}\n");
    const Answer& answer = served.ask({"GET", "/a?n=x"});
    EXPECT_THAT(answer.response.body, testing::HasSubstr(std::string("\"detail\":") + row.detail));
  }
}

}  // namespace
}  // namespace holotype::mock
