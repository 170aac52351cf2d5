// One parameter (or body) described in JSON, for tests that need no whole description.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "document/file.h"
#include "json/pointer.h"
#include "json/text.h"
#include "openapi/operation.h"
#include "parameters/parameters.h"
#include "parameters/styles.h"

namespace holotype::parameters {

// A JSON document; $ref "#/..." is followed inside it.
class SchemaFixture {
 public:
  explicit SchemaFixture(std::string_view text)
      : file_("memory:test.json", "test.json", std::string(text), parse(text)),
        shapes_([this](const document::Node& schema) { return follow(schema); }) {}

  document::Node root() const { return {&file_, &file_.root()}; }
  document::Node at(std::string_view pointer) const {
    return {&file_, json::resolve(file_.root(), pointer)};
  }
  ShapeCompiler& shapes() { return shapes_; }

 private:
  static json::Tree parse(std::string_view text) {
    auto tree = json::read(text);
    HOLOTYPE_CHECK(tree.has_value());
    return std::move(*tree);
  }

  document::Node follow(const document::Node& schema) const {
    document::Node at_node = schema;
    for (int i = 0; i < 10 && at_node.member("$ref"); ++i) {
      at_node = at(at_node.member("$ref").value->as_string().substr(1));
    }
    return at_node;
  }

  document::File file_;
  ShapeCompiler shapes_;
};

// "query form*" as a parameter named `name` of that location and style; "*" is explode.
inline openapi::Parameter make_parameter(std::string_view name, std::string_view serialisation,
                                         const document::Node& schema) {
  struct In {
    std::string_view name;
    openapi::In in;
  };
  static constexpr In kLocations[] = {{"path", openapi::In::Path},
                                      {"query", openapi::In::Query},
                                      {"querystring", openapi::In::QueryString},
                                      {"header", openapi::In::Header},
                                      {"cookie", openapi::In::Cookie}};
  static constexpr openapi::Style kStyles[] = {
      openapi::Style::Simple,     openapi::Style::Label,          openapi::Style::Matrix,
      openapi::Style::Form,       openapi::Style::SpaceDelimited, openapi::Style::PipeDelimited,
      openapi::Style::DeepObject, openapi::Style::TabDelimited,   openapi::Style::Cookie};
  openapi::Parameter parameter;
  parameter.name = name;
  const std::size_t space = serialisation.find(' ');
  std::string_view style = serialisation.substr(space + 1);
  parameter.explodes = style.ends_with('*');
  if (parameter.explodes) style.remove_suffix(1);
  bool is_known = false;
  for (const In& row : kLocations) {
    if (row.name == serialisation.substr(0, space)) parameter.in = row.in;
  }
  for (const openapi::Style row : kStyles) {
    if (to_string(row) != style) continue;
    parameter.style = row;
    is_known = true;
  }
  HOLOTYPE_CHECK(is_known);
  parameter.schema.node = schema;
  return parameter;
}

// A request whose path value, query, header or cookie field `parameter` is read from, is `raw`.
struct RawRequest {
  RawRequest(const openapi::Parameter& parameter, std::string_view raw) {
    switch (parameter.in) {
      case openapi::In::Path:
        path.push_back({parameter.name, raw, 0});
        break;
      case openapi::In::Query:
      case openapi::In::QueryString:
        request.raw_target = "/?" + std::string(raw);
        break;
      case openapi::In::Header:
        request.headers.add(parameter.name, std::string(raw));
        break;
      case openapi::In::Cookie:
        request.headers.add("Cookie", std::string(raw));
        break;
    }
  }
  RawParameters raw(json::Arena& arena) const { return RawParameters(request, path, arena); }

  http::Request request;
  std::vector<http::RawPair> path;
};

// The value as JSON, or "!" and each finding's rule (without "request.") and message.
inline std::string describe(const Decoded& decoded) {
  if (decoded.findings.empty()) {
    if (decoded.value) return json::write(*decoded.value);
    return decoded.is_present ? "nothing" : "absent";
  }
  std::string text;
  for (const auto& finding : decoded.findings) {
    const std::string_view id = finding.rule->id;
    text += "!" + std::string(id.substr(id.find('.') + 1)) + " " + finding.pointer +
            (finding.pointer.empty() ? "" : " ") + finding.message;
  }
  return text;
}

}  // namespace holotype::parameters
