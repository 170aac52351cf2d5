// CORS as the Fetch Standard has it.
#include "engine/cors.h"

#include <gtest/gtest.h>

namespace holotype::engine {
namespace {

const http::Header kOrigin = {"Origin", "http://localhost:3000"};
const http::Header kMethod = {"Access-Control-Request-Method", "PATCH"};

// Section 3.2.2: an OPTIONS request with an origin and a method to come.
TEST(CorsTest, KnowsAPreflight) {
  struct Row {
    http::Request request;
    bool is_preflight;
  };
  const Row rows[] = {
      {{"OPTIONS", "/a", {kOrigin, kMethod}}, true},
      {{"OPTIONS", "/a", {kOrigin}}, false},
      {{"OPTIONS", "/a", {kMethod}}, false},
      {{"OPTIONS", "/a"}, false},
      {{"options", "/a", {kOrigin, kMethod}}, false},  // methods have case (RFC 9110, 9.1)
      {{"GET", "/a", {kOrigin, kMethod}}, false},
      {{"OPTIONS", "/a", {{"origin", "null"}, kMethod}}, true},
  };
  for (const Row& row : rows)
    EXPECT_EQ(is_preflight(row.request), row.is_preflight) << row.request.method;
}

std::string header(const http::Response& response, std::string_view name) {
  return response.headers.combined(name).value_or("-");
}

TEST(CorsTest, AllowsWhatAPreflightAsksFor) {
  const http::Response response = preflight_response(
      {"OPTIONS",
       "/a",
       {kOrigin, kMethod, {"Access-Control-Request-Headers", "x-key, content-type"}}});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(header(response, "Access-Control-Allow-Origin"), "http://localhost:3000");
  EXPECT_EQ(header(response, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(header(response, "Access-Control-Allow-Methods"), "PATCH");
  EXPECT_EQ(header(response, "Access-Control-Allow-Headers"), "x-key, content-type");
  EXPECT_EQ(header(response, "Access-Control-Max-Age"), "600");
  EXPECT_EQ(header(response, "Vary"), "Origin");
}

TEST(CorsTest, ExposesTheHeadersOfAnAnswer) {
  http::Response response{200, {{"Content-Type", "text/plain"}, {"X-A", "1"}, {"x-a", "2"}}, ""};
  response.headers.add("Vary", "Accept");
  allow_origin({"GET", "/a", {kOrigin}}, response);
  EXPECT_EQ(header(response, "Access-Control-Expose-Headers"), "Content-Type, X-A, Vary");
  EXPECT_EQ(header(response, "Vary"), "Accept, Origin");

  http::Response untouched{200, {{"X-A", "1"}}, ""};
  allow_origin({"GET", "/a"}, untouched);
  EXPECT_EQ(untouched.headers.size(), 1u) << "no origin, no difference";
}

}  // namespace
}  // namespace holotype::engine
