#include "admin/answers.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "diagnostic/problem.h"
#include "diagnostic/rules_request.h"
#include "http/accept.h"
#include "json/text.h"

namespace holotype::admin {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c2430;background:#fff}"
    "code,pre{font-family:ui-monospace,monospace;font-size:.92em;background:#f2f4f7;"
    "border-radius:4px;padding:.1em .3em}"
    "pre{padding:.8em;overflow-x:auto}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.6rem 0 "
    ".3rem}"
    "dt{font-weight:600;margin-top:.8em}dd{margin:0}a{color:#0b5cad}"
    "table{border-collapse:collapse;width:100%}"
    "th{text-align:left;font-weight:600;border-bottom:1px solid #c8ced6}"
    "td,th{padding:.25em .8em .25em 0;vertical-align:top}"
    "tr+tr td{border-top:1px solid #eceff3}td.n,th.n{text-align:right}"
    ".met{color:#1a6b33}.unmet{color:#a11d1d}.dim{color:#5c6773}"
    "td.what{width:7rem}small{font-weight:400;font-size:.85em}ul.marks{list-style:none;padding:0;"
    "margin:0;display:flex;flex-wrap:wrap;"
    "gap:.3rem .9rem}";

}  // namespace

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

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// The empty icon keeps browsers from asking for /favicon.ico, which would be a request that the
// description does not have.
http::Response html_response(std::string_view title, std::string_view body) {
  return text_response(
      "text/html; charset=utf-8",
      fmt::format(
          "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
          "content=\"width=device-width\"><link rel=\"icon\" "
          "href=\"data:,\"><title>{0}</title><style>{1}</style><h1>{0}</h1>{2}"
          "</html>\n",
          escape_html(title), kStyle, body));
}

bool prefers_html(const http::Request& request) {
  const auto accept = request.headers.combined("Accept");
  if (!accept) return false;
  static const std::array<http::MediaType, 2> kOffers = {
      *http::parse_media_type("application/json"), *http::parse_media_type("text/html")};
  return http::negotiate(http::parse_accept(*accept), kOffers) == 1u;
}

}  // namespace holotype::admin
