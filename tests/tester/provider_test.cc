#include "tester/provider.h"

#include <gtest/gtest.h>

#include "tester/described.h"

namespace holotype::tester {
namespace {

class WireTest : public testing::Test {
 protected:
  Provider provider(std::optional<std::string> base_path) {
    return Provider({.origin = "http://localhost:1",
                     .base_path = std::move(base_path),
                     .headers = {{"X-Key", "secret1", "$TOKEN"}, {"X-Tenant", "t", "(redacted)"}}},
                    [](const http::Request&) -> Result<http::Response> { return fail("no"); });
  }
  std::shared_ptr<const server::Loaded> loaded_ = described(kPets);
  const openapi::Operation& operation_ = *loaded_->description->find("createPet");
};

TEST_F(WireTest, GivenHeadersTakeTheirPlace) {
  const http::Request request{"POST", "/pets", {{"X-Key", "key"}}, ""};
  const auto wire = provider("/api").wire(request, operation_, Provider::Credentials::Given);
  EXPECT_EQ(wire.raw_target, "/api/pets");
  EXPECT_EQ(*wire.headers.find("X-Key"), "secret1");
  EXPECT_EQ(*wire.headers.find("X-Tenant"), "t");
}

TEST_F(WireTest, CredentialsCanBeLeftOut) {
  const auto wire =
      provider(std::nullopt)
          .wire({"POST", "/pets", {}, ""}, operation_, Provider::Credentials::LeftOut);
  EXPECT_EQ(wire.raw_target, "/pets");
  EXPECT_FALSE(wire.headers.contains("X-Key"));
  EXPECT_TRUE(wire.headers.contains("X-Tenant"));
}

TEST_F(WireTest, CurlShowsNoSecretAndQuotesTheRest) {
  const Provider shop = provider(std::nullopt);
  const auto wire =
      shop.wire({"POST", "/pets?a='b'", {}, "it's"}, operation_, Provider::Credentials::Given);
  EXPECT_EQ(shop.curl(wire),
            "curl -i -X POST 'http://localhost:1/pets?a='\\''b'\\''' -H \"X-Key: $TOKEN\" "
            "-H \"X-Tenant: (redacted)\" -H 'Content-Type:' --data-binary 'it'\\''s'");
  EXPECT_EQ(shop.scrub("you sent secret1, t"), "you sent $TOKEN, t");
}

TEST_F(WireTest, CurlRepeatsEveryBody) {
  struct Row {
    std::string target, body, line;
  };
  const Row rows[] = {
      {"/pets", "", "curl -i -X POST 'http://localhost:1/pets' -H 'Content-Type: a/b'"},
      {"/pets?a[b]=1", "",
       "curl -i -X POST -g 'http://localhost:1/pets?a[b]=1' -H 'Content-Type: a/b'"},
      {"/pets", "\"$x\"",
       "curl -i -X POST 'http://localhost:1/pets' -H 'Content-Type: a/b' --data-binary '\"$x\"'"},
      {"/pets", "@x",
       "printf '@x' | curl -i -X POST 'http://localhost:1/pets' -H 'Content-Type: a/b' "
       "--data-binary @-"},
      {"/pets", std::string("%\0\xFF", 3) + "\r",
       "printf '\\045\\000\\377\\015' | curl -i -X POST 'http://localhost:1/pets' "
       "-H 'Content-Type: a/b' --data-binary @-"},
      {"/pets", std::string(5000, 'x'),
       "curl -i -X POST 'http://localhost:1/pets' -H 'Content-Type: a/b' --data-binary @body  "
       "# 5000 bytes: \"request\" of --format json has them"},
  };
  const Provider shop = provider(std::nullopt);
  for (const Row& row : rows) {
    EXPECT_EQ(shop.curl({"POST", row.target, {{"Content-Type", "a/b"}}, row.body}), row.line);
  }
}

TEST(ProviderTest, CredentialsAreNotShown) {
  const Provider shop(
      {.origin = "http://localhost:1",
       .credentials = {{"key", "se/cret", "$KEY"}, {"login", "ann:word", "$LOGIN"}}},
      [](const http::Request&) -> Result<http::Response> { return fail("no"); });
  const http::Request wire{
      "GET", "/pets?key=se%2Fcret&$x", {{"Authorization", "Basic YW5uOndvcmQ="}}, ""};
  EXPECT_EQ(shop.curl(wire),
            "curl -i \"http://localhost:1/pets?key=$KEY&\\$x\" -H \"Authorization: Basic "
            "$(printf %s \"$LOGIN\" | base64 | tr -d '\\n')\"");
  EXPECT_EQ(shop.shown(wire).url, "http://localhost:1/pets?key=$KEY&$x");
  EXPECT_EQ(shop.shown(wire).headers.front().value.find("YW5u"), std::string::npos);
}

TEST(ProviderTest, OtherOriginsAreNeverAsked) {
  struct Row {
    std::string reference;
    std::optional<std::string> target;
  };
  const Row rows[] = {
      {"/pets/1", "/pets/1"},
      {"/pets/1?a=b#c", "/pets/1?a=b"},
      {"http://localhost:1/pets/1", "/pets/1"},
      {"http://localhost:1", "/"},
      {"http://localhost:10/pets/1", std::nullopt},
      {"http://localhost:1.example.org/pets", std::nullopt},
      {"http://localhost:1@example.org/pets", std::nullopt},
      {"https://localhost:1/pets/1", std::nullopt},
      {"//example.org/pets/1", std::nullopt},
      {"pets/1", std::nullopt},
      {"", std::nullopt},
  };
  const Provider shop({.origin = "http://localhost:1"},
                      [](const http::Request&) -> Result<http::Response> { return fail("no"); });
  for (const Row& row : rows) EXPECT_EQ(shop.target_of(row.reference), row.target) << row.reference;
}

TEST(ProviderTest, WaitsAsRetryAfterSaysWithinABound) {
  struct Row {
    int refusals;             // before the first other answer
    std::string retry_after;  // seconds
    int status;
    int waited_seconds;
  };
  const Row rows[] = {
      {0, "5", 200, 0},
      {2, "5", 200, 10},
      {9, "5", 429, 20},
      {1, "3600", 429, 0},
      {1, "", 200, 1},
      {1, "Sun, 06 Nov 1994 08:49:37 GMT", 200, 7},  // Date says 30
      {1, "Sun, 06 Nov 1994 07:00:00 GMT", 200, 0},
      {1, "Mon, 07 Nov 1994 08:49:37 GMT", 429, 0},
      {1, "soon", 200, 1},
      {1, "Sun, 06 Xyz 1994 08:49:37 GMT", 200, 1},
      {1, "Wed, 30 Feb 1994 08:49:37 GMT", 200, 1},
  };
  for (const Row& row : rows) {
    int refusals = row.refusals;
    std::chrono::milliseconds waited{0};
    Provider provider(
        {.max_wait = std::chrono::seconds(20), .sleep = [&](auto time) { waited += time; }},
        [&](const http::Request&) -> Result<http::Response> {
          if (refusals-- <= 0) return http::Response{200, {}, ""};
          http::Response response{429, {{"Date", "Sun, 06 Nov 1994 08:49:30 GMT"}}, ""};
          if (!row.retry_after.empty()) response.headers.add("Retry-After", row.retry_after);
          return response;
        });
    const auto response = provider.ask({"GET", "/", {}, ""});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, row.status) << row.refusals << " " << row.retry_after;
    const auto least = row.refusals > 0 && row.status == 200 ? 100 : 0;  // milliseconds
    EXPECT_EQ(waited, std::max(std::chrono::milliseconds(least),
                               std::chrono::milliseconds(row.waited_seconds * 1000)))
        << row.refusals << " " << row.retry_after;
  }
}

TEST(ProviderTest, A503IsWaitedOutWhereItSaysWhen) {
  for (const std::string when : {"2", ""}) {
    int count = 0;
    std::chrono::milliseconds waited{0};
    Provider provider({.sleep = [&](auto time) { waited += time; }},
                      [&](const http::Request&) -> Result<http::Response> {
                        if (count++ > 0) return http::Response{200, {}, ""};
                        http::Response response{503, {}, ""};
                        if (!when.empty()) response.headers.add("Retry-After", when);
                        return response;
                      });
    const auto response = provider.ask({"GET", "/", {}, ""});
    EXPECT_EQ(response->status, when.empty() ? 503 : 200);
    EXPECT_EQ(waited, std::chrono::seconds(when.empty() ? 0 : 2));
  }
}

}  // namespace
}  // namespace holotype::tester
