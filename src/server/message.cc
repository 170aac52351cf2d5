#include "holotype/message.h"

#include "http/message.h"
#include "server/message.h"

namespace holotype {

std::string Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (http::equal_ignoring_case(key, name)) return value;
  }
  return {};
}

namespace server {

http::Request to_http(const Request& request) {
  http::Request raw;
  raw.method = request.method;
  raw.raw_target = request.target;
  for (const auto& [name, value] : request.headers) raw.headers.add(name, value);
  raw.body = request.body;
  return raw;
}

http::Response to_http(const Response& response) {
  http::Response raw;
  raw.status = response.status;
  for (const auto& [name, value] : response.headers) raw.headers.add(name, value);
  raw.body = response.body;
  return raw;
}

Request from_http(const http::Request& raw) {
  Request request;
  request.method = raw.method;
  request.target = raw.raw_target;
  for (const http::Header& header : raw.headers)
    request.headers.emplace_back(header.name, header.value);
  request.body = raw.body;
  return request;
}

Response from_http(const http::Response& raw) {
  Response response;
  response.status = raw.status;
  for (const http::Header& header : raw.headers)
    response.headers.emplace_back(header.name, header.value);
  response.body = raw.body;
  return response;
}

}  // namespace server
}  // namespace holotype
