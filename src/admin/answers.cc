#include "admin/answers.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "diagnostic/problem.h"
#include "diagnostic/rules_request.h"
#include "http/accept.h"
#include "json/text.h"
#include "report/html_coverage.h"
#include "xml/element.h"

namespace holotype::admin {
Object& Object::add(std::string_view name, json::Value value) {
  members_.emplace_back(name, value);
  return *this;
}
Object& Object::add(std::string_view name, std::string_view text) {
  return add(name, json::Value::string(arena_, text));
}
Object& Object::add(std::string_view name, std::uint64_t number) {
  const bool is_small = std::in_range<std::int64_t>(number);
  return add(name, is_small ? json::Value::integer(static_cast<std::int64_t>(number))
                            : json::Value::number(arena_, std::to_string(number)));
}
Object& Object::add(std::string_view name, bool value) {
  return add(name, json::Value::boolean(value));
}
Object& Object::add_unless_empty(std::string_view name, std::string_view text) {
  return text.empty() ? *this : add(name, text);
}
Object& Object::add_unless_empty(std::string_view name, const diagnostic::Diagnostics& findings) {
  return findings.empty() ? *this : add(name, diagnostic::to_json(findings, arena_));
}

http::Response text_response(std::string content_type, std::string text) {
  http::Response response;
  response.headers.add("Content-Type", std::move(content_type));
  // What is shown changes with every request; a copy of it is of no use to anybody.
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

http::Response json_response(const json::Value& value, int status) {
  http::Response response =
      text_response("application/json", json::write(value, json::Style::Pretty) + "\n");
  response.status = status;
  return response;
}

http::Response no_content() { return {.status = 204, .headers = {}, .body = {}}; }

http::Response problem_response(const diagnostic::Rule& rule, int status, std::string title,
                                std::string detail, const diagnostic::Diagnostics* violations) {
  json::Arena arena;
  http::Response response = json_response(diagnostic::to_json({.rule = &rule,
                                                               .title = std::move(title),
                                                               .status = status,
                                                               .detail = std::move(detail),
                                                               .violations = violations},
                                                              arena),
                                          status);
  response.headers.set("Content-Type", std::string(diagnostic::kProblemMediaType));
  return response;
}

http::Response not_found(std::string detail) {
  return problem_response(diagnostic::rules::kPathUnknown, 404, "There is no such page",
                          std::move(detail));
}

std::string escape_html(std::string_view text) { return xml::escape(text); }

http::Response html_response(std::string_view title, std::string_view body) {
  return text_response(
      "text/html; charset=utf-8",
      report::html_page(title, fmt::format("<h1>{}</h1>{}", escape_html(title), body)));
}

bool prefers_html(const http::Request& request) {
  const auto accept = request.headers.combined("Accept");
  if (!accept) return false;
  static const std::array<http::MediaType, 2> kOffers = {
      *http::parse_media_type("application/json"), *http::parse_media_type("text/html")};
  return http::negotiate(http::parse_accept(*accept), kOffers) == 1u;
}

}  // namespace holotype::admin
