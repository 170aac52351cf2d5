// A base URL, as users name the service that requests are sent to.
//
// Threads: pure. Spec: RFC 3986 section 3. Tests: tests/transport/base_url_test.cc
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace holotype::transport {

struct BaseUrl {
  std::string origin;  // "http://localhost:8080"; whether it is one, the Dialer says
  std::optional<std::string>
      path;  // "/v1", without a slash at its end; nullopt where there is none

  // "http://localhost:8080/v1/" -> {"http://localhost:8080", "/v1"}, "http://localhost/" ->
  // {"http://localhost", ""}. Fails with a sentence where a query, a fragment or what no target may
  // hold follows: paths are appended.
  static Result<BaseUrl> parse(std::string_view url);
};

}  // namespace holotype::transport
