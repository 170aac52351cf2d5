// Which URLs are the API's, by --base, by servers, and where neither says.
#include "traffic/addresses.h"

#include <gtest/gtest.h>

#include "openapi/loaded.h"

namespace holotype::traffic {
namespace {

std::shared_ptr<const openapi::Description> with_servers(const std::string& servers) {
  return *openapi::load_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\nservers: " + servers +
                             "\npaths: {/a: {get: {responses: {'200': {description: A.}}}}}\n");
}

TEST(AddressesTest, TakesUrlsApart) {
  struct Row {
    const char* text;
    const char* origin;  // "" where it is none
    const char* target;
  };
  const Row rows[] = {
      {"http://a/b?c=1", "http://a", "/b?c=1"},
      {"HTTPS://A.example:443/B%2f", "https://a.example", "/B%2f"},
      {"http://a:80", "http://a", "/"},
      {"http://a:8080?x=1#top", "http://a:8080", "/?x=1"},
      {"http://ann:secret@a/b", "http://a", "/b"},
      {"http://[::1]:80/b", "http://[::1]", "/b"},
      {"wss://a/b", "", ""},
      {"data:text/plain,a", "", ""},
      {"/b", "", ""},
  };
  for (const Row& row : rows) {
    const auto url = Url::parse(row.text);
    EXPECT_EQ(url ? url->origin : "", row.origin) << row.text;
    EXPECT_EQ(url ? url->target : "", row.target) << row.text;
  }
}

TEST(AddressesTest, TellsWhoseAUrlIs) {
  struct Row {
    const char* servers;
    const char* base;
    const char* url;
    const char* target;  // "" where it is something else's
  };
  const char* region =
      "[{url: 'https://{region}.example.com/{v}/', variables: {region: {default: eu}, v: {default: "
      "v1}}}]";
  const char* regions =
      "[{url: 'https://{region}.example.com/{v}', variables: {region: {default: eu, enum: [eu, "
      "us]}, v: {default: v1, enum: [v1, 2]}}}]";
  const char* tenant =
      "[{url: 'https://{tenant}.example.com', variables: {tenant: {default: app}}}]";
  const char* twice =
      "[{url: 'https://{a}.example.com.{b}', variables: {a: {default: a}, b: "
      "{default: b}}}]";
  const char* base = "[{url: 'https://a.example/{base}/v1', variables: {base: {default: x}}}]";
  const Row rows[] = {
      {"[{url: 'https://a.example/v1'}]", "", "https://a.example/v1/tasks?x=1", "/v1/tasks?x=1"},
      {"[{url: 'https://A.example:443/v1/'}]", "", "https://a.EXAMPLE/v1", "/v1"},
      {"[{url: 'https://a.example/v1'}]", "", "https://a.example/v10/tasks", ""},
      {"[{url: 'https://a.example/v1'}]", "", "http://a.example/v1/tasks", ""},
      {"[{url: 'https://a.example'}]", "", "https://a.example.org/", ""},
      {region, "", "https://us.example.com/v2/tasks", "/tasks"},
      {region, "", "https://us.example.com/v2?x=1", "/?x=1"},
      {regions, "", "https://us.example.com/v1/tasks", "/v1/tasks"},
      {regions, "", "https://us.example.com/2/tasks", "/2/tasks"},
      {regions, "", "https://us.example.com/v2/tasks", ""},
      {regions, "", "https://zz.example.com/v1/tasks", ""},
      {"[{url: 'https://a.example/{v}', variables: {v: {default: x}}}, {url: "
       "'https://a.example/v1'}]",
       "", "https://a.example/v1/tasks", "/v1/tasks"},
      {region, "", "https://example.com/v2/tasks", ""},
      {tenant, "", "https://app.example.com/v1/tasks", "/v1/tasks"},
      {tenant, "", "https://a.b.example.com:444/", ""},
      {tenant, "", "https://tracker.net/collect?dl=https://app.example.com/v1/tasks", ""},
      {tenant, "", "https://tracker.net/https://app.example.com/v1/tasks", ""},
      {tenant, "", "https://tracker.net?.example.com", ""},
      {twice, "", "https://a.example.com.org/", "/"},
      {twice, "", "https://a.example.com/", ""},
      {base, "", "https://a.example/x/v1/tasks", "/tasks"},
      {base, "", "https://a.example/x/v10/y/v1", "/"},
      {base, "", "https://a.example/x/v10", ""},
      {base, "", "https://a.example/x?y=/v1", ""},
      {base, "", "https://a.example/v1", ""},
      {"[{url: '{scheme}://a.example', variables: {scheme: {default: http}}}]", "",
       "https://a.example/tasks", "/tasks"},
      {"[{url: 'https://a.example/v1'}]", "http://localhost:3000", "http://localhost:3000/tasks",
       "/tasks"},
      {"[{url: 'https://a.example/v1'}]", "http://localhost/api/", "http://localhost/api/tasks",
       "/tasks"},
      {"[{url: 'https://a.example/v1'}]", "http://localhost/api", "http://localhost/api?a=1",
       "/?a=1"},
      {"[{url: 'https://a.example/v1'}]", "http://localhost/api", "http://localhost/apis", ""},
      {"[{url: 'https://a.example/v1'}]", "http://localhost", "https://a.example/v1/tasks", ""},
      {"[{url: /v1}]", "", "http://anything/v1/tasks", "/v1/tasks"},
  };
  for (const Row& row : rows) {
    const Addresses addresses(*with_servers(row.servers), row.base, {"http://a", "http://b"});
    const auto url = Url::parse(row.url);
    ASSERT_TRUE(url) << row.url;
    EXPECT_EQ(addresses.target_of(*url).value_or(""), row.target) << row.servers << row.url;
  }
}

TEST(AddressesTest, ManyVariablesCostNoMoreThanOne) {
  std::string servers = "[{url: 'https://", variables;
  for (const std::string name : {"a", "b", "c", "d", "e", "f"}) {
    servers += "{" + name + "}.";
    variables += (variables.empty() ? "" : ", ") + name + ": {default: x}";
  }
  servers += "example.com', variables: {" + variables + "}}]";
  const Addresses addresses(*with_servers(servers), "", {});
  std::string dots;
  for (int i = 0; i < 20'000; ++i) dots += "a.";
  for (const std::string& text :
       {"https://" + dots + "org/tasks", "https://a.org/" + dots, "https://a.org/?a=" + dots})
    EXPECT_FALSE(addresses.target_of(*Url::parse(text)).has_value());
  EXPECT_TRUE(addresses.target_of(*Url::parse("https://" + dots + "example.com/")).has_value());
}

TEST(AddressesTest, SaysWhenItCannotTell) {
  const auto nowhere = with_servers("[{url: /v1}]");
  EXPECT_TRUE(Addresses(*nowhere, "", {"http://a"}).is_certain());
  EXPECT_FALSE(Addresses(*nowhere, "", {"http://a", "http://b"}).is_certain());
  EXPECT_TRUE(Addresses(*nowhere, "http://a", {"http://a", "http://b"}).is_certain());
  const auto somewhere = with_servers("[{url: 'http://a/v1'}, {url: /v1}]");
  EXPECT_TRUE(Addresses(*somewhere, "", {"http://a", "http://b"}).is_certain());
  EXPECT_EQ(Addresses(*somewhere, "", {}).to_string(), "http://a/v1");
}

}  // namespace
}  // namespace holotype::traffic
