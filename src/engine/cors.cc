#include "engine/cors.h"

#include <string>

namespace holotype::engine {

bool is_preflight(const http::Request& request) {
  return request.method == "OPTIONS" && request.headers.contains("Origin") &&
         request.headers.contains("Access-Control-Request-Method");
}

http::Response preflight_response(const http::Request& request) {
  http::Response response;
  response.status = 204;
  const std::string* method = request.headers.find("Access-Control-Request-Method");
  const auto headers = request.headers.combined("Access-Control-Request-Headers");
  allow_origin(request, response);
  response.headers.add("Access-Control-Allow-Methods",
                       method == nullptr ? "GET, HEAD, POST" : *method);
  if (headers) response.headers.add("Access-Control-Allow-Headers", *headers);
  response.headers.add("Access-Control-Max-Age", "600");
  return response;
}

void allow_origin(const http::Request& request, http::Response& response) {
  const std::string* origin = request.headers.find("Origin");
  if (origin == nullptr) return;
  std::string exposed;
  const std::string* before = nullptr;  // fields of one name mostly follow each other
  for (const http::Header& header : response.headers) {
    const bool is_named = before != nullptr && http::equal_ignoring_case(*before, header.name);
    if (!is_named) exposed += (exposed.empty() ? "" : ", ") + header.name;
    before = &header.name;
  }
  response.headers.set("Access-Control-Allow-Origin", *origin);
  response.headers.set("Access-Control-Allow-Credentials", "true");
  if (!exposed.empty()) response.headers.set("Access-Control-Expose-Headers", exposed);
  response.headers.add("Vary", "Origin");
}

}  // namespace holotype::engine
