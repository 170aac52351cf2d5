// Recorded exchanges against a description: what is found in each direction, where, and what is
// not judged.
#include "traffic/judge.h"

#include <gtest/gtest.h>

#include "openapi/loaded.h"
#include "traffic/recorded.h"

namespace holotype::traffic {
namespace {

constexpr std::string_view kDescription = R"(openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example/v1"}]
paths:
  /orders:
    post:
      operationId: createOrder
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [item]}}}
      responses:
        "201": {description: Made., content: {application/json: {schema: {type: object, required: [id]}}}}
        "400": {description: Refused.}
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: The order.
          headers: {X-Version: {required: true, schema: {type: integer}}}
          content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}
  /mine:
    get:
      security: [{token: []}]
      responses: {"204": {description: Mine.}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
)";

// The lines of what is found, without the description's name.
std::string judged(const std::string& entries, const Options& options = {},
                   std::string description = std::string(kDescription)) {
  const auto loaded = openapi::load_text(std::move(description));
  EXPECT_TRUE(loaded);
  const contract::Contract contract(*loaded);
  const auto recording = recorded_entries(entries);
  EXPECT_TRUE(recording);
  const Judgement judgement = judge(contract, *recording, options);
  std::string text = openapi::lines_of(judgement.findings);
  for (const std::string_view name : {"memory:/a.har", "memory:/api.yaml"}) {
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name))
      text.replace(at, name.size(), name.substr(8));
  }
  const std::string summary = judgement.summary(*recording);
  return text + (text.empty() ? "" : "\n") + summary.substr(summary.find(": ") + 2);
}

std::string entry(const std::string& method, const std::string& url, const std::string& request,
                  const std::string& response) {
  return R"({"request": {"method": ")" + method + R"(", "url": ")" + url + "\"" +
         (request.empty() ? "" : ", " + request) + "}, \"response\": {" + response + "}}";
}

const std::string kOrder =
    R"("status": 200, "headers": [{"name": "x-version", "value": "1"}], "content": {"size": 8, "mimeType": "application/json", "text": "{\"id\":1}"})";
const std::string kItem =
    R"("postData": {"mimeType": "application/json", "text": "{\"item\":\"tea\"}"})";
const std::string kMade =
    R"("status": 201, "content": {"size": 8, "mimeType": "application/json", "text": "{\"id\":1}"})";

TEST(JudgeTest, AVariableOfAServersPathMayBeAnything) {
  std::string description(kDescription);
  const std::string written = "{url: \"https://shop.example/v1\"}";
  description.replace(
      description.find(written), written.size(),
      "{url: \"https://shop.example/{version}\", variables: {version: {default: v1}}}");
  EXPECT_EQ(judged(entry("GET", "https://shop.example/v2/orders/1", "", kOrder), {}, description),
            "1 entries, 1 judged.");
}

TEST(JudgeTest, A204HasNoBody) {
  const std::string answer =
      R"("status": 204, "headers": [{"name": "Content-Length", "value": "7"}], "content": {"size": 7, "text": "{\"a\":1}"})";
  const std::string lines =
      judged(entry("GET", "https://shop.example/v1/mine",
                   R"("headers": [{"name": "Authorization", "value": "Bearer x"}])", answer));
  EXPECT_NE(lines.find("body: must not be there: a 204 has none"), std::string::npos) << lines;
}

TEST(JudgeTest, JudgesBothDirections) {
  struct Row {
    const char* what;
    std::string entries;
    const char* lines;
  };
  const std::string shop = "https://shop.example/v1";
  const Row rows[] = {
      {"nothing is wrong",
       entry("GET", shop + "/orders/1", "", kOrder) + ",\n" +
           entry("POST", shop + "/orders", kItem, kMade),
       "2 entries, 2 judged."},
      {"the request",
       entry("POST", shop + "/orders",
             R"("postData": {"mimeType": "application/json", "text": "{}"})",
             R"("status": 400, "content": {"size": 0})"),
       "10:71: error: body: must have property item; found object without properties; add item; in "
       "the request POST /v1/orders at a.har:2:1 (schema.required)\n1 entries, 1 judged."},
      {"the answer",
       entry(
           "GET", shop + "/orders/1", "",
           R"("status": 200, "headers": [{"name": "x-version", "value": "x"}], "content": {"size": 2, "mimeType": "application/json", "text": "{\"id\":\"1\"}"})"),
       "21:64: error: header X-Version: must be integer; found \"x\"; in the answer 200 to GET "
       "/v1/orders/1 at a.har:2:1 (schema.type)\n"
       "22:87: error: body /id: must be integer; found \"1\"; write the number without quotes; in "
       "the answer 200 to GET "
       "/v1/orders/1 at a.har:2:1 (schema.type)\n1 entries, 1 judged."},
      {"an operation that is described nowhere",
       entry("GET", shop + "/ordres/1", "", kOrder) + ",\n" +
           entry("PUT", shop + "/orders/1", "", kOrder),
       "a.har:2:1: error: path: must be a path of the description; found /v1/ordres/1; the "
       "nearest are /v1/orders/{id} (GET); /v1/orders (POST); in the request GET /v1/ordres/1 at "
       "a.har:2:1 (request.path-unknown)\n"
       "a.har:3:1: error: method: must be one of GET, HEAD for /orders/{id}; found PUT; in "
       "the request PUT /v1/orders/1 at a.har:3:1 (request.method-unknown)\n2 entries, 2 judged."},
      {"other addresses, and a browser's question",
       entry("GET", "https://fonts.example/a.woff", "", kOrder) + ",\n" +
           entry("GET", "data:text/plain,x", "", kOrder) + ",\n" +
           entry(
               "OPTIONS", shop + "/orders",
               R"("headers": [{"name": "Origin", "value": "https://a"}, {"name": "Access-Control-Request-Method", "value": "POST"}])",
               R"("status": 204, "content": {"size": 0})") +
           ",\n" + entry("GET", shop + "/orders/1", "", kOrder),
       "4 entries, 1 judged, 2 of other addresses, 1 that ask for permission (CORS)."},
      {"no answer, and bodies that are not there",
       entry("POST", shop + "/orders", R"("bodySize": 9)", R"("status": 0)") + ",\n" +
           entry("POST", shop + "/orders", R"("bodySize": 9)",
                 R"("status": 201, "content": {"size": 3})"),
       "9:9: note: body: the request body was not checked: the recording does not have it; in the "
       "request POST /v1/orders and 1 more, first at a.har:2:1 (traffic.body-lost)\n"
       "12:16: note: body: the body of the answer was not checked: the recording does not have it; "
       "in the answer 201 to POST /v1/orders at a.har:3:1 (traffic.body-lost)\n"
       "2 entries, 2 judged, 1 of them without an answer."},
      {"a refusal that is described nowhere is none of the description's faults",
       entry("POST", shop + "/orders",
             R"("postData": {"mimeType": "application/json", "text": "[]"})",
             R"("status": 422, "content": {"size": 0})"),
       "10:53: error: body: must be object; found array of 0 elements; in the request POST "
       "/v1/orders at a.har:2:1 (schema.type)\n1 entries, 1 judged."},
      {"an answer that is described nowhere is",
       entry("POST", shop + "/orders", kItem, R"("status": 200, "content": {"size": 0})"),
       "7:7: error: status: must be one of 201, 400; found 200; in the answer 200 to POST "
       "/v1/orders at a.har:2:1 (response.status-undescribed)\n1 entries, 1 judged."},
      {"credentials that no entry has were left out, where the request was answered",
       entry("GET", shop + "/mine", "", R"("status": 204, "content": {"size": 0})"),
       "28:28: note: header Authorization: the credentials were not checked: the recording has no "
       "Authorization, Cookie and Set-Cookie at all, and the request was answered; in the request "
       "GET /v1/mine at a.har:2:1 (traffic.credentials-left-out)\n1 entries, 1 judged."},
      {"credentials that another entry has were not sent",
       entry("GET", shop + "/mine", "", R"("status": 204, "content": {"size": 0})") + ",\n" +
           entry("GET", shop + "/mine",
                 R"("headers": [{"name": "authorization", "value": "Bearer a"}])",
                 R"("status": 204, "content": {"size": 0})"),
       "28:28: error: header Authorization: must carry Bearer credentials; send the header "
       "Authorization: Bearer ...; in the request GET /v1/mine at a.har:2:1 "
       "(request.credential-missing)\n2 entries, 2 judged."},
      {"an entry that is none leaves the others",
       "5,\n" + entry("GET", shop + "/orders/1", "", kOrder),
       "a.har:2:1: error: an entry must have a request with its method and url; found 5 "
       "(traffic.malformed)\n2 entries, 1 judged."},
      {"nothing to judge", entry("GET", "https://other.example/orders/1", "", kOrder),
       "a.har:1:21: error: the recording must have a request to the API at "
       "https://shop.example/v1; found https://other.example; name the API's address in the "
       "recording with --base (traffic.nothing-judged)\n1 entries, 0 judged, 1 of other "
       "addresses."},
  };
  for (const Row& row : rows) EXPECT_EQ(judged(row.entries), row.lines) << row.what;
}

TEST(JudgeTest, TakesTheAddressFromTheCaller) {
  const std::string entries = entry("GET", "http://localhost:3000/api/orders/1", "", kOrder);
  EXPECT_EQ(judged(entries, {.base = "http://localhost:3000/api"}), "1 entries, 1 judged.");
}

// rule traffic.base-unknown
TEST(JudgeTest, JudgesWhatMatchesWhereNoHostIsKnown) {
  std::string description(kDescription);
  const std::string server = "https://shop.example/v1";
  description.replace(description.find(server), server.size(), "/v1");
  const std::string one = entry("GET", "http://a/v1/orders/x", "", kOrder);
  EXPECT_EQ(judged(one + ",\n" + entry("GET", "http://a/v1/ordres", "", kOrder), {}, description),
            "17:72: error: path id: must be integer; found \"x\"; in the request GET /v1/orders/x "
            "at a.har:2:1 (schema.type)\n"
            "a.har:3:1: error: path: must be a path of the description; found /v1/ordres; the "
            "nearest are /v1/orders (POST); /v1/mine (GET); /v1/orders/{id} (GET); in the request "
            "GET /v1/ordres at a.har:3:1 (request.path-unknown)\n2 entries, 2 judged.");
  EXPECT_EQ(judged(one + ",\n" + entry("GET", "http://b/v1/ordres", "", kOrder), {}, description),
            "17:72: error: path id: must be integer; found \"x\"; in the request GET /v1/orders/x "
            "at a.har:2:1 (schema.type)\n"
            "a.har:1:21: warning: the description names no host, so 1 requests that match no "
            "operation were left out; found http://a, http://b; name the API's address with --base "
            "(traffic.base-unknown)\n2 entries, 1 judged, 1 of other addresses.");
}

TEST(JudgeTest, ShowsNoSecrets) {
  const std::string text =
      judged(entry("GET", "https://shop.example/v1/orders/1?access_token=hunter2&x=1", "", kOrder));
  EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
  EXPECT_NE(text.find("GET /v1/orders/1?access_token=(redacted)&x=1"), std::string::npos) << text;
}

}  // namespace
}  // namespace holotype::traffic
