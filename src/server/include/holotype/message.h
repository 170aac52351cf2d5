// Request and Response: HTTP messages as plain values, for whatever client or server you have.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holotype {

struct Request {
  std::string method = "GET";
  std::string target = "/";  // path and query, percent-encoded
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

struct Response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};

  // The first header of that name (without case), or "".
  std::string header(std::string_view name) const;
};

// A request, and what was answered.
struct Exchange {
  Request request;
  Response response;
};

}  // namespace holotype
