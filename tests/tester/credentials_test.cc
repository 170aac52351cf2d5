#include "tester/credentials.h"

#include <gtest/gtest.h>

#include "tester/described.h"

namespace holotype::tester {
namespace {

std::optional<std::string> variable(const std::string& name) {
  return name == "TOKEN" ? std::optional<std::string>("secret1") : std::nullopt;
}

TEST(CredentialsTest, ReadsHeaders) {
  struct Row {
    std::string text;
    std::string name, value, shown;  // name "": refused
  };
  const Row rows[] = {
      {"X-Key: abc", "X-Key", "abc", "(redacted)"},
      {"X-Key:abc", "X-Key", "abc", "(redacted)"},
      {"Authorization: Bearer env:TOKEN", "Authorization", "Bearer secret1", "Bearer $TOKEN"},
      {"X-Key: env:NOT_SET", "", "", ""},
      {"no colon", "", "", ""},
      {": value", "", "", ""},
      {"X Y: value", "", "", ""},
  };
  for (const Row& row : rows) {
    const auto header = parse_given_header(row.text, variable);
    ASSERT_EQ(header.has_value(), !row.name.empty()) << row.text;
    if (!header) continue;
    EXPECT_EQ(header->name, row.name);
    EXPECT_EQ(header->value, row.value);
    EXPECT_EQ(header->shown, row.shown);
  }
}

constexpr const char* kSchemes = R"(openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    get: {operationId: either, security: [{query: [], cookie: []}, {login: []}], responses: {"200": {description: Fine.}}}
    put: {operationId: token, security: [{token: []}], responses: {"200": {description: Fine.}}}
    post: {operationId: open, security: [], responses: {"200": {description: Fine.}}}
components:
  securitySchemes:
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: sid}
    login: {type: http, scheme: basic}
    token: {type: oauth2, flows: {}}
    digest: {type: http, scheme: digest}
    tls: {type: mutualTLS}
)";

TEST(CredentialsTest, ReadsCredentials) {
  struct Row {
    std::string text;
    std::string shown;  // "" where it is refused, and then
    std::string why;    // what the sentence holds
  };
  const Row rows[] = {
      {"query=abc", "(redacted)", ""},
      {"login=ann:env:TOKEN", "ann:$TOKEN", ""},
      {"query=a=b", "(redacted)", ""},
      {"token", "", "'SCHEME=value'"},
      {"=x", "", "'SCHEME=value'"},
      {"tokn=x", "", "it has query, cookie, login, token, digest, tls"},
      {"digest=x", "", "which is digest"},
      {"tls=x", "", "which is mutual TLS"},
      {"query=env:NONE", "", "\"NONE\", which is not set"},
  };
  const auto loaded = described(kSchemes);
  for (const Row& row : rows) {
    const auto credential = parse_credential(row.text, *loaded->description, variable);
    ASSERT_EQ(credential.has_value(), !row.shown.empty()) << row.text;
    if (credential) {
      EXPECT_EQ(credential->shown, row.shown);
    } else {
      EXPECT_NE(credential.error().message.find(row.why), std::string::npos)
          << credential.error().message;
    }
  }
}

TEST(CredentialsTest, StandWhereTheSchemeSays) {
  struct Row {
    std::string operation;
    std::vector<Credential> given;
    std::string sent;  // target, then each header
  };
  const Row rows[] = {
      {"either", {}, "/a?key=key Cookie: sid=key"},
      {"either", {{"login", "ann:word", ""}}, "/a Authorization: Basic YW5uOndvcmQ="},
      {"either",
       {{"query", "k&", ""}, {"cookie", "s", ""}, {"login", "ann:word", ""}},
       "/a?key=k%26 Cookie: sid=s"},
      {"either", {{"query", "k", ""}}, "/a?key=k Cookie: sid=key"},
      {"token", {}, "/a Authorization: Bearer dG9rZW4="},
      {"token", {{"token", "t", ""}}, "/a Authorization: Bearer t"},
      {"open", {{"token", "t", ""}}, "/a"},
  };
  const auto loaded = described(kSchemes);
  for (const Row& row : rows) {
    http::Request request{"GET", "/a", {}, ""};
    const auto& operation = *loaded->description->find(row.operation);
    add_credentials(operation, row.given, request);
    std::string sent = request.raw_target;
    for (const http::Header& header : request.headers)
      sent += " " + header.name + ": " + header.value;
    EXPECT_EQ(sent, row.sent) << row.operation;
  }
}

TEST(CredentialsTest, ACookieJoinsTheOthers) {
  const auto loaded = described(kSchemes);
  http::Request request{"GET", "/a", {{"Cookie", "a=1"}}, ""};
  add_credentials(*loaded->description->find("either"), {}, request);
  EXPECT_EQ(request.headers.combined("Cookie"), "a=1; sid=key");
}

}  // namespace
}  // namespace holotype::tester
