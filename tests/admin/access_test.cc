// Who may use the pages.
#include "admin/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "admin/workbench.h"

namespace holotype::admin {
namespace {

using testing::HasSubstr;

TEST(AccessTest, LoopbackHosts) {
  for (const char* host : {"127.0.0.1", "127.3.2.1", "localhost", "LOCALHOST", "::1", "[::1]"})
    EXPECT_TRUE(is_loopback(host)) << host;
  for (const char* host : {"0.0.0.0", "::", "", "10.0.0.1", "127.example.com", "example.com",
                           "127.0.0.1.example.com", "localhost.example.com", "128.0.0.1"})
    EXPECT_FALSE(is_loopback(host)) << host;
}

TEST(AccessTest, WhatIsUnsafeIsRefusedAtStart) {
  struct Row {
    Access access;
    std::string host;
    bool is_safe;
  };
  const Row rows[] = {
      {{}, "127.0.0.1", true},
      {{}, "0.0.0.0", false},
      {{}, "example.com", false},
      {{.is_on = false}, "0.0.0.0", true},
      {{.token = "correct-horse"}, "0.0.0.0", true},
      {{.token = "short"}, "127.0.0.1", false},
      {{.token = "correct horse"}, "127.0.0.1", false},  // RFC 6750 has no space in a token
  };
  for (const Row& row : rows)
    EXPECT_EQ(!why_unsafe(row.access, row.host), row.is_safe) << row.host << row.access.token;
  EXPECT_THAT(*why_unsafe({}, "0.0.0.0"), HasSubstr("--admin-token"));
  EXPECT_THAT(*why_unsafe({}, "0.0.0.0"), HasSubstr("in C++ Options::admin_token"));
  EXPECT_THAT(*why_unsafe({}, ""), testing::StartsWith("The host to listen on is empty"));
}

http::Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

TEST(AccessTest, ATokenIsAskedFor) {
  Workbench bench({.access = {.token = "correct-horse"}});
  EXPECT_EQ(bench.send("GET", "/__holotype/requests", "", bearer("correct-horse")).status, 200);
  const http::Headers others[] = {{},
                                  bearer("correct-hors"),
                                  bearer("correct-horsf"),
                                  bearer("correct-horsecorrect-horse"),
                                  bearer(""),
                                  {{"Authorization", "Basic correct-horse"}},
                                  {{"Authorization", "correct-horse"}}};
  for (const http::Headers& headers : others) {
    const http::Response response = bench.send("GET", "/__holotype/requests", "", headers);
    EXPECT_EQ(response.status, 401);
    EXPECT_THAT(response.body, HasSubstr("/__holotype/rules/admin.token-missing"));
    EXPECT_EQ(*response.headers.find("WWW-Authenticate"), "Bearer");
  }
  // Changes, sessions and metrics are guarded; what tells nothing about exchanges is not.
  EXPECT_EQ(bench.send("POST", "/__holotype/reset").status, 401);
  EXPECT_EQ(bench.send("GET", "/__holotype/metrics").status, 401);
  EXPECT_EQ(bench.send("GET", "/__holotype/sessions/a/__holotype/requests").status, 401);
  for (const char* page : {"health", "rules", "rules/admin.token-missing", "openapi.json"})
    EXPECT_EQ(bench.send("GET", std::string("/__holotype/") + page).status, 200) << page;
  EXPECT_EQ(bench.send("GET", "/tasks").status, 200) << "the API asks for its own credentials";
}

TEST(AccessTest, TheCredentialComesBeforeTheRequest) {
  Workbench bench({.access = {.token = "correct-horse"}});
  EXPECT_EQ(bench.send("GET", "/__holotype/requests?limit=x").status, 401);
}

TEST(AccessTest, SwitchedOffItShowsAndChangesNothing) {
  Workbench bench({.access = {.is_on = false}});
  const http::Response response = bench.send("GET", "/__holotype/requests");
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.body, HasSubstr("/__holotype/rules/admin.off"));
  EXPECT_EQ(bench.send("GET", "/__holotype/health").status, 200);
}

// The plain question is answered before the description of the pages is read; any other goes by it.
TEST(AccessTest, HealthIsTheSameHoweverItIsAsked) {
  Workbench bench;
  const std::string health = "/__holotype/health";
  const http::Response plain = bench.send("GET", health);
  struct Row {
    std::string target;
    http::Headers headers;
    int status;
  };
  const Row rows[] = {{health, {{"Accept", "*/*"}}, 200},
                      {health, {{"Accept", "application/json"}}, 200},
                      {health, {{"Accept", "image/png"}}, 406},
                      {health + "?deep=1", {}, 400},
                      {health + "y", {}, 404}};
  for (const Row& row : rows) {
    const http::Response response = bench.send("GET", row.target, "", row.headers);
    EXPECT_EQ(response.status, row.status) << row.target;
    if (row.status != 200) continue;
    EXPECT_EQ(response.body, plain.body);
    EXPECT_EQ(*response.headers.find("Content-Type"), *plain.headers.find("Content-Type"));
  }
  EXPECT_EQ(bench.send("POST", health).status, 405);
}

TEST(AccessTest, PagesOfOtherMachinesMayNotUseIt) {
  Workbench bench;
  struct Row {
    std::string origin;
    int status;
  };
  const Row rows[] = {{"http://localhost:3000", 200},   {"http://127.0.0.1:8080", 200},
                      {"http://[::1]:3000", 200},       {"https://example.com", 403},
                      {"https://localhost.evil", 403},  {"null", 403},
                      {"http://127.0.0.1.evil:80", 403}};
  for (const Row& row : rows) {
    const http::Response response =
        bench.send("GET", "/__holotype/requests", "", {{"Origin", row.origin}});
    EXPECT_EQ(response.status, row.status) << row.origin;
    if (row.status == 403)
      EXPECT_THAT(response.body, HasSubstr("/__holotype/rules/admin.foreign-origin"));
  }
}

}  // namespace
}  // namespace holotype::admin
