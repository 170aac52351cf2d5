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
  const Row rows[] = {
      {"[{url: 'https://a.example/v1'}]", "", "https://a.example/v1/tasks?x=1", "/v1/tasks?x=1"},
      {"[{url: 'https://A.example:443/v1/'}]", "", "https://a.EXAMPLE/v1", "/v1"},
      {"[{url: 'https://a.example/v1'}]", "", "https://a.example/v10/tasks", ""},
      {"[{url: 'https://a.example/v1'}]", "", "http://a.example/v1/tasks", ""},
      {"[{url: 'https://a.example'}]", "", "https://a.example.org/", ""},
      {region, "", "https://us.example.com/v2/tasks", "/v2/tasks"},
      {region, "", "https://example.com/v2/tasks", ""},
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
