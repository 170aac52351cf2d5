#include "transport/base_url.h"

#include <gtest/gtest.h>

namespace holotype::transport {
namespace {

TEST(BaseUrlTest, SplitsBehindTheAuthority) {
  struct Row {
    const char* url;
    const char* origin;  // nullptr: refused
    std::optional<std::string> path;
  };
  const Row rows[] = {
      {"http://a", "http://a", std::nullopt},
      {"http://a:80/", "http://a:80", ""},
      {"https://a/v1", "https://a", "/v1"},
      {"https://a/v1/x//", "https://a", "/v1/x"},
      {"http://[::1]:8/v1", "http://[::1]:8", "/v1"},
      {"a:80/v1", "a:80", "/v1"},  // the Dialer refuses it
      {"http://a?x=1", nullptr, {}},
      {"http://a/?x=1", nullptr, {}},
      {"http://a/v1?", nullptr, {}},
      {"http://a/v1#top", nullptr, {}},
      {"http://a#top", nullptr, {}},
      {"http://a/v 1", nullptr, {}},
      {"http://a/v1\r\nX: y", nullptr, {}},
  };
  for (const Row& row : rows) {
    const auto base = BaseUrl::parse(row.url);
    ASSERT_EQ(base.has_value(), row.origin != nullptr) << row.url;
    if (!base) continue;
    EXPECT_EQ(base->origin, row.origin) << row.url;
    EXPECT_EQ(base->path, row.path) << row.url;
  }
}

}  // namespace
}  // namespace holotype::transport
