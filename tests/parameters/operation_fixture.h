// One parameter (or body) described in JSON, for tests that need no whole description.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "document/library.h"
#include "document/reader.h"
#include "json/pointer.h"
#include "openapi/operation.h"
#include "parameters/parameters.h"
#include "parameters/styles.h"
#include "schema/compiler.h"

namespace holotype::parameters {

// A schema in a document of its own.
class SchemaFixture {
 public:
  explicit SchemaFixture(std::string_view text)
      : library_(std::make_shared<document::MemoryReader>()),
        compiler_(library_),
        shapes_(compiler_, [](const document::Node&) { return schema::Dialect::OpenApi31; }) {
    const auto file = library_.add("memory:test.json", "test.json", std::string(text));
    HOLOTYPE_CHECK(file.has_value());
    file_ = *file;
  }

  document::Node root() const { return {file_, &file_->root()}; }
  document::Node at(std::string_view pointer) const {
    return {file_, json::resolve(file_->root(), pointer)};
  }
  ShapeCompiler& shapes() { return shapes_; }
  schema::Compiler& compiler() { return compiler_; }

 private:
  document::Library library_;
  schema::Compiler compiler_;
  ShapeCompiler shapes_;
  const document::File* file_ = nullptr;
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
