// A service to ask about itself. Every answer of an admin page is checked against the description
// of the pages, whatever the test is about.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "admin/api.h"
#include "contract/contract.h"
#include "json/text.h"
#include "server/service.h"

namespace holotype::admin {

inline constexpr const char* kTasks = R"(openapi: 3.1.0
info: {title: Tasks & more, version: "1"}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
paths:
  /tasks:
    post:
      operationId: createTask
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string, minLength: 3}
                password: {type: string, format: password}
                codes: {type: array, items: {type: string, format: password}}
            examples: {keys: {value: {title: Rotate keys}}}
      responses:
        "201":
          description: Created.
          content: {application/json: {schema: {type: object}, example: {id: tsk_1}}}
        "422": {description: Refused.}
    get:
      operationId: listTasks
      parameters:
        - name: filter
          in: query
          style: deepObject
          schema: {type: object, properties: {pin: {type: string, format: password}}}
      responses: {"200": {description: All., content: {application/json: {schema: {type: array}, example: []}}}}
  /tasks/{id}:
    get:
      operationId: getTask
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: One., content: {application/json: {schema: {type: object}, example: {id: tsk_1}}}}
        "404": {description: None.}
)";

class Workbench {
 public:
  explicit Workbench(server::Settings settings = {}) {
    settings.description_text = kTasks;
    auto service = server::Service::open(std::move(settings));
    if (!service) throw std::runtime_error(to_line(service.error().front()));
    service_ = std::move(*service);
  }

  http::Response send(std::string method, std::string target, std::string body = {},
                      http::Headers headers = {}) {
    http::Request request{std::move(method), std::move(target), std::move(headers),
                          std::move(body)};
    if (!request.body.empty() && !request.headers.contains("Content-Type"))
      request.headers.add("Content-Type", "application/json");
    http::Response response = service_->handle(request).response;
    if (request.raw_target.starts_with("/__holotype")) check(request, response);
    return response;
  }

  // The answer's JSON, as compact text.
  std::string ask(std::string method, std::string target, std::string body = {}) {
    const http::Response response = send(std::move(method), std::move(target), std::move(body));
    const auto value = json::read(response.body);
    return value ? json::write(value->root()) : response.body;
  }

  void create(const std::string& title) {
    json::Arena arena;
    send("POST", "/tasks", "{\"title\":" + json::quote(title) + "}");
  }

  server::Service& service() { return *service_; }

 private:
  static void check(const http::Request& request, const http::Response& response) {
    http::Request inner = request;
    const bool is_of_api = inner.raw_target.starts_with("/__holotype/sessions/") &&
                           std::ranges::count(inner.raw_target, '/') > 3 &&
                           inner.raw_target.rfind("/__holotype/") == 0;
    if (is_of_api) return;
    const std::size_t at = inner.raw_target.rfind("/__holotype/");
    if (at != std::string::npos) inner.raw_target.erase(0, at);
    json::Arena arena;
    const contract::Checked checked = api().check_request(inner, arena);
    if (checked.contract == nullptr) {
      EXPECT_GE(response.status, 400) << inner.raw_target;
      return;
    }
    const auto result = api().check_response(*checked.contract, request.method, response, arena);
    for (const auto& finding : result.findings)
      ADD_FAILURE() << request.method << " " << request.raw_target << " answers " << response.status
                    << "\n"
                    << response.body << "\n"
                    << to_line(finding);
    for (const auto& note : result.unchecked) {
      const bool is_yaml = inner.raw_target.ends_with(".yaml");  // checked as JSON beside it
      if (response.status != 204 && !is_yaml)
        ADD_FAILURE() << inner.raw_target << ": " << to_line(note);
    }
  }

  std::unique_ptr<server::Service> service_;
};

}  // namespace holotype::admin
