// Answers of the admin pages: JSON, problem documents, HTML.
//
// Threads: pure. Tests: tests/admin/
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostic/diagnostic.h"
#include "http/message.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::admin {

// Collects the members of an object in the order in which they are added.
class Object {
 public:
  explicit Object(json::Arena& arena) : arena_(arena) {}

  // `name` must be a literal, or live as long as the arena.
  Object& add(std::string_view name, json::Value value);
  Object& add(std::string_view name, std::string_view text);  // copied
  Object& add(std::string_view name, const char* text) { return add(name, std::string_view(text)); }
  Object& add(std::string_view name, std::uint64_t number);
  Object& add(std::string_view name, bool value);
  Object& add_unless_empty(std::string_view name, std::string_view text);
  Object& add_unless_empty(std::string_view name, const diagnostic::Diagnostics& findings);

  json::Value finish() const { return json::Value::object(arena_, members_); }

 private:
  json::Arena& arena_;
  std::vector<json::Member> members_;
};

// Indented, with a newline at its end: people read it in terminals.
http::Response json_response(const json::Value& value, int status = 200);
http::Response text_response(std::string content_type, std::string text);
http::Response no_content();

// A problem document (RFC 9457) of that rule and status.
http::Response problem_response(const diagnostic::Rule& rule, int status, std::string title,
                                std::string detail,
                                const diagnostic::Diagnostics* violations = nullptr);
// 404: `detail` says what there is instead.
http::Response not_found(std::string detail);

std::string escape_html(std::string_view text);
// A page that needs nothing from elsewhere. `body` is HTML.
http::Response html_response(std::string_view title, std::string_view body);
// Whether the client, by its Accept field, would rather have HTML than JSON.
bool prefers_html(const http::Request& request);

}  // namespace holotype::admin
