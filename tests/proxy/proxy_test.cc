// The whole service with a real one behind it: what reaches it, what comes back, what is said.
#include "proxy/proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "diagnostic/rules_upstream.h"
#include "http/field.h"
#include "json/text.h"
#include "real_service.h"
#include "transport/socket.h"

namespace holotype::proxy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
namespace rules = diagnostic::rules;

constexpr const char* kPets = R"(openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        "200":
          description: A pet.
          content:
            application/json:
              schema: {type: object, required: [name], properties: {name: {type: string}}}
              example: {name: Rex}
        "404": {description: No such pet.}
        "304": {description: The same as before.}
        "302": {description: Elsewhere.}
  /pets:
    post:
      operationId: createPet
      security: [{key: []}]
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [name]}}}
      responses:
        "201": {description: Created., content: {application/json: {schema: {type: object}}}}
        "422": {description: No.}
  /file:
    put:
      operationId: putFile
      requestBody: {content: {application/octet-stream: {}}}
      responses:
        "200": {description: The same., content: {application/octet-stream: {}}}
components: {securitySchemes: {key: {type: apiKey, in: query, name: api_key}}}
)";

http::Request get(std::string target, http::Headers headers = {}) {
  return {"GET", std::move(target), std::move(headers), ""};
}

http::Response json(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

struct Flags {
  bool answers_problems = false;
  bool falls_back = false;
  bool allows_origins = false;
  Upstream::Options upstream = {};
};

std::unique_ptr<server::Service> proxy_to(const std::string& url, const Flags& flags = {}) {
  server::Settings settings;
  settings.description_text = kPets;
  settings.answers_problems = flags.answers_problems;
  settings.allows_origins = flags.allows_origins;
  settings.proxy = Options{upstream_at(url, flags.upstream), nullptr, flags.falls_back};
  return open(std::move(settings));
}

std::string field(const http::Response& response, std::string_view name) {
  return response.headers.combined(name).value_or("");
}

// {"name":"Rex"} as gzip (1.12) writes it.
const std::string kZipped = {'\x1f', '\x8b', '\x08', '\x00', '\x00', '\x00', '\x00', '\x00', '\x02',
                             '\x03', '\xab', '\x56', '\xca', '\x4b', '\xcc', '\x4d', '\x55', '\xb2',
                             '\x52', '\x0a', '\x4a', '\xad', '\x50', '\xaa', '\x05', '\x00', '\xcd',
                             '\x60', '\xf1', '\xa5', '\x0e', '\x00', '\x00', '\x00'};

TEST(Proxy, PassesAnswersOnAsTheyCame) {
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  struct Row {
    std::string what;
    http::Request asked;
    http::Response answered;
  };
  const Row rows[] = {
      {"JSON with white space", get("/pets/1"), json(200, "{ \"name\" : \"Rex\" }\n")},
      {"a redirect", get("/pets/1"), {302, {{"Location", "http://other.example/pets/1"}}, ""}},
      {"304", get("/pets/1", {{"If-None-Match", "\"1\""}}), {304, {{"ETag", "\"1\""}}, ""}},
      {"204 that nobody describes", get("/elsewhere"), {204, {}, ""}},
      {"several fields of one name",
       get("/pets/1"),
       {404, {{"Set-Cookie", "a=1"}, {"X", "1"}, {"set-cookie", "b=2; Path=/"}, {"x", ""}}, ""}},
      {"every byte",
       {"PUT", "/file", {{"Content-Type", "application/octet-stream"}}, every_byte},
       {200, {{"Content-Type", "application/octet-stream"}}, every_byte}},
      {"an undescribed path",
       get("/html?a=%20&a=b"),
       {200, {{"Content-Type", "text/html"}}, "<p>"}},
      {"another method", {"BREW", "/pets/1", {}, "x"}, {418, {}, "short and stout"}},
  };
  for (const Row& row : rows) {
    const RealService service([&row](const http::Request&) { return row.answered; });
    const auto proxy = proxy_to(service.url() + "/base");
    const http::Response got = proxy->handle(row.asked).response;
    EXPECT_EQ(got.status, row.answered.status) << row.what;
    EXPECT_EQ(got.body, row.answered.body) << row.what;
    std::vector<std::string> sent, came;
    for (const http::Header& header : row.answered.headers)
      sent.push_back(header.name + ": " + header.value);
    for (const http::Header& header : got.headers) {
      const bool is_ours = header.name.starts_with("Holotype-") || header.name == "Via" ||
                           header.name == "Content-Length" || header.name == "Connection";
      if (!is_ours) came.push_back(header.name + ": " + header.value);
    }
    EXPECT_EQ(came, sent) << row.what;
    EXPECT_EQ(field(got, "Holotype-Source"), "upstream") << row.what;
    EXPECT_EQ(field(got, "Via"), "1.1 holotype") << row.what;

    ASSERT_EQ(service.received().size(), 1u) << row.what;
    const http::Request received = service.received().front();
    EXPECT_EQ(received.method, row.asked.method) << row.what;
    EXPECT_EQ(received.raw_target, "/base" + row.asked.raw_target) << row.what;
    EXPECT_EQ(received.body, row.asked.body) << row.what;
    EXPECT_EQ(*received.headers.find("Host"), service.authority()) << row.what;
  }
}

TEST(Proxy, ReadsCodingsToCheckAndLeavesThem) {
  struct Row {
    std::string coding, body, violations, unchecked;
  };
  const Row rows[] = {
      {"gzip", kZipped, "", ""},
      {"gzip", "no gzip", "1; first=request.body-malformed", ""},
      {"br", "who knows", "", "1"},
  };
  for (const Row& row : rows) {
    const RealService service([&row](const http::Request&) {
      http::Response answer = json(200, row.body);
      answer.headers.add("Content-Encoding", row.coding);
      return answer;
    });
    const http::Response got = proxy_to(service.url())->handle(get("/pets/1")).response;
    EXPECT_EQ(got.body, row.body);
    EXPECT_EQ(field(got, "Content-Encoding"), row.coding);
    EXPECT_THAT(field(got, "Holotype-Answer-Violations"), StartsWith(row.violations));
    if (row.violations.empty()) EXPECT_THAT(field(got, "Holotype-Answer-Violations"), IsEmpty());
    EXPECT_EQ(field(got, "Holotype-Unchecked"), row.unchecked);
  }
}

TEST(Proxy, AHeadRequestStaysOne) {
  const RealService service([](const http::Request&) { return json(200, R"({"name":"Rex"})"); });
  const http::Response got = proxy_to(service.url())->handle({"HEAD", "/pets/1", {}, ""}).response;
  EXPECT_EQ(service.received().front().method, "HEAD");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "");
  EXPECT_EQ(field(got, "Content-Length"), "14");
  EXPECT_EQ(field(got, "Holotype-Answer-Violations"), "");
}

TEST(Proxy, ChecksBothDirections) {
  struct Row {
    std::string what;
    http::Request asked;
    http::Response answered;
    std::string request_finding;  // "" for none
    std::string answer_finding;
    int status_with_errors;  // what --errors makes of it
    bool is_forwarded_with_errors;
  };
  const http::Headers json_type = {{"Content-Type", "application/json"}};
  const Row rows[] = {
      {"both are fine", get("/pets/1"), json(200, R"({"name":"Rex"})"), "", "", 200, true},
      {"the request is not", get("/pets/x"), json(404, ""), "schema.type", "", 422, false},
      {"the answer is not", get("/pets/1"), json(200, R"({"nome":"Rex"})"), "", "schema.required",
       502, true},
      {"a status of its own", get("/pets/1"), json(500, "{}"), "", "response.status-undescribed",
       502, true},
      {"an undescribed path", get("/cats"), json(200, "[]"), "request.path-unknown", "", 404,
       false},
      {"an undescribed method",
       {"DELETE", "/pets/1", {}, ""},
       json(200, "[]"),
       "request.method-unknown",
       "",
       405,
       false},
      {"no credential",
       {"POST", "/pets", json_type, R"({"name":"a"})"},
       json(201, "{}"),
       "request.credential-missing",
       "",
       401,
       false},
      {"the service refuses too",
       {"POST", "/pets?api_key=k", json_type, "{}"},
       {422, {}, ""},
       "schema.required",
       "",
       422,
       false},
  };
  for (const Row& row : rows) {
    const RealService service([&row](const http::Request&) { return row.answered; });
    const auto proxy = proxy_to(service.url());
    const http::Response got = proxy->handle(row.asked).response;
    EXPECT_EQ(got.status, row.answered.status) << row.what;
    EXPECT_EQ(got.body, row.answered.body) << row.what;
    EXPECT_EQ(field(got, "Holotype-Source"), "upstream") << row.what;
    EXPECT_THAT(field(got, "Holotype-Violations"), HasSubstr(row.request_finding)) << row.what;
    EXPECT_EQ(field(got, "Holotype-Violations").empty(), row.request_finding.empty()) << row.what;
    EXPECT_THAT(field(got, "Holotype-Answer-Violations"), HasSubstr(row.answer_finding))
        << row.what;
    EXPECT_EQ(field(got, "Holotype-Answer-Violations").empty(), row.answer_finding.empty())
        << row.what;
    const auto exchange = proxy->journal().exchanges().back();
    EXPECT_EQ(exchange->findings.empty(), row.request_finding.empty()) << row.what;
    EXPECT_EQ(exchange->answer_findings.empty(), row.answer_finding.empty()) << row.what;

    const http::Response strict =
        proxy_to(service.url(), {.answers_problems = true})->handle(row.asked).response;
    EXPECT_EQ(strict.status, row.status_with_errors) << row.what;
    EXPECT_EQ(service.received().size(), row.is_forwarded_with_errors ? 2u : 1u) << row.what;
    if (row.status_with_errors == 200) continue;
    EXPECT_EQ(field(strict, "Holotype-Source"), "problem") << row.what;
    EXPECT_EQ(field(strict, "Content-Type"), "application/problem+json") << row.what;
    if (row.status_with_errors == 502) {
      EXPECT_THAT(strict.body, HasSubstr(rules::kUpstreamAnswerInvalid.id)) << row.what;
    }
  }
}

TEST(Proxy, NoAnswerIsAProblemOfItsOwn) {
  const RealService slow([](const http::Request&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return http::Response{};
  });
  Upstream::Options impatient;
  impatient.timeout = std::chrono::milliseconds(50);
  struct Row {
    const diagnostic::Rule& rule;
    int status;
    std::string url;
    Upstream::Options options;
  };
  const Row rows[] = {
      {rules::kUpstreamUnreachable, 502, nowhere(), {}},
      {rules::kUpstreamTimeout, 504, slow.url(), impatient},
  };
  for (const Row& row : rows) {
    const auto proxy = proxy_to(row.url, {.upstream = row.options});
    const http::Response got = proxy->handle(get("/pets/1?api_key=s3cret")).response;
    EXPECT_EQ(got.status, row.status) << row.rule.id;
    EXPECT_EQ(field(got, "Holotype-Source"), "problem");
    EXPECT_THAT(field(got, "Holotype-Answer-Violations"), HasSubstr(row.rule.id));
    EXPECT_THAT(got.body, HasSubstr(row.rule.id));
    EXPECT_THAT(got.body, HasSubstr(row.url));
    EXPECT_THAT(got.body, Not(HasSubstr("s3cret")));
    EXPECT_EQ(proxy->journal().exchanges().back()->verdict, diagnostic::Verdict::Valid);

    const http::Response mocked = proxy_to(row.url, {.falls_back = true, .upstream = row.options})
                                      ->handle(get("/pets/1"))
                                      .response;
    EXPECT_EQ(mocked.status, 200);
    EXPECT_EQ(mocked.body, R"({"name":"Rex"})");
    EXPECT_EQ(field(mocked, "Holotype-Source"), "example");
    EXPECT_THAT(field(mocked, "Holotype-Warnings"), HasSubstr(rules::kUpstreamReplaced.id));
  }
}

TEST(Proxy, WhatIsNoHttpIsSaidToBeNone) {
  transport::Descriptor socket = *transport::listen_on("127.0.0.1", 0, 1);
  std::thread speaker([&socket] {
    pollfd event{socket.number(), POLLIN, 0};
    ::poll(&event, 1, 5'000);
    const transport::Descriptor client(::accept(socket.number(), nullptr, nullptr));
    transport::transmit(client, "220 mail.example ready\r\n\r\n");
    char bytes[4096];
    ::recv(client.number(), bytes, sizeof bytes, 0);
  });
  const auto proxy = proxy_to("http://127.0.0.1:" + std::to_string(transport::port_of(socket)));
  const http::Response got = proxy->handle(get("/pets/1")).response;
  speaker.join();
  EXPECT_EQ(got.status, 502);
  EXPECT_THAT(got.body, HasSubstr(rules::kUpstreamMalformed.id));
}

TEST(Proxy, WithoutTlsThereIsNoSecureService) {
  const RealService service([](const http::Request&) { return http::Response{200, {}, ""}; });
  const auto proxy = proxy_to("https" + service.url().substr(4));
  const http::Response got = proxy->handle(get("/pets/1")).response;
  EXPECT_EQ(got.status, 502);
  EXPECT_THAT(got.body, HasSubstr("TLS could not be set up"));
}

TEST(Proxy, TheMockAnswersWhatTheServiceHasNotImplemented) {
  const RealService service([](const http::Request&) {
    return http::Response{501, {}, "not yet"};
  });
  const auto proxy = proxy_to(service.url());
  const http::Response got = proxy->handle(get("/pets/1")).response;
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, R"({"name":"Rex"})");
  EXPECT_EQ(field(got, "Holotype-Source"), "example");
  // Where nothing is described there is nothing to mock.
  const http::Response unknown = proxy->handle(get("/cats")).response;
  EXPECT_EQ(unknown.status, 501);
  EXPECT_EQ(unknown.body, "not yet");
}

TEST(Proxy, OtherHolotypesAreServicesToo) {
  // What one says of itself is not taken for this one's word.
  const RealService service([](const http::Request&) {
    http::Response answer = json(200, R"({"name":"Rex"})");
    answer.headers.add("Holotype-Violations", "3; first=schema.type");
    answer.headers.add("Holotype-Source", "problem");
    return answer;
  });
  const http::Response got = proxy_to(service.url())->handle(get("/pets/1")).response;
  EXPECT_EQ(field(got, "Holotype-Source"), "upstream");
  EXPECT_EQ(field(got, "Holotype-Violations"), "");
}

TEST(Proxy, OriginsAreTheServicesBusinessWhereItSpeaksOfThem) {
  struct Row {
    std::string own, expected;
  };
  const Row rows[] = {{"https://one.example", "https://one.example"}, {"", "https://page.example"}};
  for (const Row& row : rows) {
    const RealService service([&row](const http::Request&) {
      http::Response answer = json(200, R"({"name":"Rex"})");
      if (!row.own.empty()) answer.headers.add("Access-Control-Allow-Origin", row.own);
      return answer;
    });
    const auto proxy = proxy_to(service.url(), {.allows_origins = true});
    const http::Response got =
        proxy->handle(get("/pets/1", {{"Origin", "https://page.example"}})).response;
    EXPECT_EQ(field(got, "Access-Control-Allow-Origin"), row.expected);
    // OPTIONS that is no browser's question is for the service.
    EXPECT_EQ(field(proxy->handle({"OPTIONS", "/pets/1", {}, ""}).response, "Holotype-Source"),
              "upstream");
  }
}

// RFC 9110 sections 13 and 14: HTTP's own answers, where the request asks for them.
TEST(Proxy, APreconditionAndARangeNeedNoDescription) {
  struct Row {
    int status;
    http::Headers fields;
    bool is_breach;
  };
  const Row rows[] = {
      {304, {{"If-None-Match", "\"a\""}}, false},
      {304, {{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}, false},
      {304, {}, true},
      {412, {{"If-Match", "\"a\""}}, false},
      {412, {{"Range", "bytes=0-1"}}, true},
      {206, {{"Range", "bytes=0-1"}}, false},
      {416, {{"Range", "bytes=9-"}}, false},
      {206, {}, true},
      {418, {{"If-Match", "\"a\""}, {"Range", "bytes=9-"}}, true},
  };
  for (const Row& row : rows) {
    const RealService service([&row](const http::Request&) {
      return http::Response{row.status, {}, row.status == 206 ? "{}" : ""};
    });
    http::Headers fields = row.fields;
    fields.add("Content-Type", "application/octet-stream");
    const http::Response got =
        proxy_to(service.url())->handle({"PUT", "/file", fields, "x"}).response;
    EXPECT_EQ(got.status, row.status);
    EXPECT_EQ(!field(got, "Holotype-Answer-Violations").empty(), row.is_breach) << row.status;
  }
}

// RFC 9110 section 9.3.7: what a path allows, or a service in general, is no matter of
// descriptions.
TEST(Proxy, AsksWhatIsAllowedWithoutADescription) {
  const RealService service([](const http::Request&) {
    return http::Response{204, {{"Allow", "GET, OPTIONS"}}, ""};
  });
  for (const bool refuses : {false, true}) {
    const auto proxy = proxy_to(service.url(), {.answers_problems = refuses});
    for (const char* target : {"*", "/pets/1"}) {
      const http::Response got = proxy->handle({"OPTIONS", target, {{"Host", "a"}}, ""}).response;
      EXPECT_EQ(got.status, 204) << target;
      EXPECT_EQ(field(got, "Allow"), "GET, OPTIONS") << target;
      EXPECT_EQ(field(got, "Holotype-Violations"), "") << target;
    }
  }
}

TEST(Proxy, AnswersWhatMayNotBeForwarded) {
  const RealService service([](const http::Request&) { return http::Response{200, {}, "far"}; });
  const auto proxy = proxy_to(service.url());
  const http::Headers fields = {{"Host", "a"}, {"Max-Forwards", "0"}, {"Cookie", "s=s3cret"}};
  const http::Response options = proxy->handle({"OPTIONS", "/pets/1", fields, ""}).response;
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(field(options, "Holotype-Source"), "server");
  EXPECT_EQ(field(options, "Holotype-Answer-Violations"), "");
  const http::Response traced =
      proxy->handle({"TRACE", "/pets/1?api_key=s3cret", fields, ""}).response;
  EXPECT_EQ(traced.status, 200);
  EXPECT_EQ(field(traced, "Content-Type"), "message/http");
  EXPECT_EQ(traced.body,
            "TRACE /pets/1?api_key=(redacted) HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n");
  EXPECT_THAT(service.received(), IsEmpty());

  const http::Headers once = {{"Max-Forwards", "1"}};
  EXPECT_EQ(proxy->handle({"TRACE", "/pets/1", once, ""}).response.body, "far");
  EXPECT_EQ(field({200, service.received().front().headers, ""}, "Max-Forwards"), "0");
}

TEST(Proxy, ItsOwnPagesAreNotForwarded) {
  const RealService service([](const http::Request&) { return http::Response{}; });
  const auto proxy = proxy_to(service.url());
  EXPECT_EQ(proxy->handle(get("/__holotype/health")).response.status, 200);
  EXPECT_THAT(service.received(), IsEmpty());
}

}  // namespace
}  // namespace holotype::proxy
