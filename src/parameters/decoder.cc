#include "parameters/decoder.h"

#include <algorithm>

#include "http/media_type.h"
#include "parameters/form_body.h"

namespace holotype::parameters {
namespace {

using openapi::In;
using openapi::Style;

// OpenAPI 3.1.1 "Parameter Object", name: these header parameters are ignored.
constexpr std::string_view kIgnoredHeaders[] = {"accept", "content-type", "authorization"};

constexpr std::string_view kSetCookie = "Set-Cookie";

bool is_false(const document::Node& node) {
  return node && node.value->is_boolean() && !node.value->as_boolean();
}

}  // namespace

// OpenAPI 3.0.0 to 3.0.3 wrote label without explode as ".a.b" in its tables, later versions as
// ".a,b", as RFC 6570 section 3.2.5 does. A file that a description refers to says no version.
Decoder::Dots Decoder::dots_of(const document::Node& node) {
  const json::Value* version = node.file->root().find("openapi");
  if (version == nullptr || !version->is_string()) return Dots::Perhaps;
  static constexpr std::string_view kWithDots[] = {"3.0.0", "3.0.1", "3.0.2", "3.0.3"};
  const bool has_dots = std::ranges::find(kWithDots, version->as_string()) != std::end(kWithDots);
  return has_dots ? Dots::Likely : Dots::Never;
}

bool is_bracketed(std::string_view name, std::string_view parameter) {
  return name.size() == parameter.size() + 2 && name.starts_with(parameter) && name.ends_with("[]");
}

bool QueryNames::have(std::string_view query_name) const {
  if (!query_name.starts_with(name)) return false;
  const std::string_view rest = query_name.substr(name.size());
  switch (brackets) {
    case Brackets::Empty:
      return rest.empty() || rest == "[]";
    case Brackets::Any:
      return rest.empty() || (rest.starts_with('[') && rest.ends_with(']'));
    case Brackets::None:
      break;
  }
  return rest.empty();
}

Decoder::Decoder(const openapi::Parameter& parameter, ShapeCompiler& shapes)
    : parameter_(&parameter), shape_(&ShapeCompiler::any()) {
  shape_ = &shapes.compile(schema().node);
  forbids_empty_ = is_false(parameter.node.member("allowEmptyValue"));
  is_ignored_ = parameter.in == In::Header &&
                std::ranges::any_of(kIgnoredHeaders, [&](std::string_view name) {
                  return http::equal_ignoring_case(name, parameter.name);
                });
  is_set_cookie_ =
      parameter.in == In::Header && http::equal_ignoring_case(parameter.name, kSetCookie);
  const bool may_have_dots = parameter.style == Style::Label && !parameter.explodes;
  if (may_have_dots) dots_ = !parameter.node ? Dots::Perhaps : dots_of(parameter.node);
  if (!parameter.content) return;
  const auto type = http::parse_media_type(parameter.content->name);
  if (type && http::is_json(*type)) {
    content_ = Content::Json;
  } else if (type && http::is_form(*type) && parameter.in == In::QueryString) {
    content_ = Content::Form;
    form_ = std::make_shared<FormDecoder>(*parameter.content, shapes);
  } else {
    content_ = type && type->type == "text" ? Content::Text : Content::Unknown;
  }
}

Decoder Decoder::compile(const openapi::Parameter& parameter, ShapeCompiler& shapes) {
  return {parameter, shapes};
}

// Spec: OpenAPI 3.1.1 "Header Object": a Parameter Object in a header, whose style is simple.
Decoder Decoder::compile(const openapi::Header& header, ShapeCompiler& shapes) {
  auto parameter = std::make_shared<openapi::Parameter>();
  parameter->name = header.name;
  parameter->in = In::Header;
  parameter->is_required = header.is_required;
  parameter->is_deprecated = header.is_deprecated;
  parameter->style = Style::Simple;
  parameter->explodes = header.explodes;
  parameter->node = header.node;
  parameter->schema = header.schema;
  if (!header.content_type.empty()) {
    parameter->content = openapi::MediaType();
    parameter->content->name = header.content_type;
    parameter->content->schema = header.schema;
    parameter->content->node = header.node;
  }
  Decoder decoder(*parameter, shapes);
  decoder.owned_ = std::move(parameter);
  return decoder;
}

const openapi::SchemaUse& Decoder::schema() const {
  return parameter_->content ? parameter_->content->schema : parameter_->schema;
}

Decoded Decoder::decode(const RawParameters& raw, json::Arena& arena) const {
  Reading reading;
  if (reads_each_field(raw)) reading.field = 0;
  return read(raw, arena, reading);
}

bool Decoder::reads_each_field(const RawParameters& raw) const {
  if (!is_set_cookie_) return false;
  const bool is_list =
      !parameter_->content && !shape_->types.any() && shape_->types.has(Types::Array);
  return !is_list && raw.headers->is_repeated(kSetCookie);
}

bool Decoder::is_spread() const {
  return parameter_->explodes && parameter_->style != Style::DeepObject &&
         (parameter_->in == In::Query || parameter_->in == In::Cookie);
}

bool Decoder::takes_as_member(std::string_view query_name) const {
  if (shape_->names(query_name)) return true;
  const auto has_it = [&](const QueryNames& other) { return other.have(query_name); };
  return shape_->is_open && !query_name.starts_with("__") && std::ranges::none_of(others_, has_it);
}

void Decoder::leave(const std::vector<QueryNames>& names_of_others) {
  const bool gathers = parameter_->in == In::Query && !parameter_->content && is_spread() &&
                       shape_->types.has(Types::Object) && shape_->is_open;
  if (gathers) others_.insert(others_.end(), names_of_others.begin(), names_of_others.end());
}

std::vector<QueryNames> Decoder::declared_names() const {
  if (parameter_->in != In::Query) return {};
  using Brackets = QueryNames::Brackets;
  const bool may_be_array = shape_->types.has(Types::Array) && !parameter_->content;
  const bool is_deep = parameter_->style == Style::DeepObject && !parameter_->content;
  std::vector<QueryNames> names = {{parameter_->name, is_deep        ? Brackets::Any
                                                      : may_be_array ? Brackets::Empty
                                                                     : Brackets::None}};
  for (const std::string_view member : member_names()) names.push_back({member, Brackets::None});
  return names;
}

std::vector<std::string_view> Decoder::member_names() const {
  std::vector<std::string_view> names;
  const bool is_query = parameter_->in == In::Query && !parameter_->content;
  if (!is_query || !is_spread() || !shape_->types.has(Types::Object)) return names;
  for (const Shape::Property& property : shape_->properties) names.push_back(property.name);
  return names;
}

bool Decoder::takes(std::string_view query_name) const {
  if (parameter_->in == In::QueryString) return true;
  if (parameter_->in != In::Query) return false;
  // Style form with explode has the names of the members and never its own ("Style Examples").
  const bool is_spread_object = !parameter_->content && parameter_->style == Style::Form &&
                                is_spread() && shape_->types == Types(Types::Object);
  if (query_name == parameter_->name && !is_spread_object) return true;
  if (parameter_->content) return false;
  if (parameter_->style == Style::DeepObject)
    return QueryNames{parameter_->name, QueryNames::Brackets::Any}.have(query_name);
  if (shape_->types.any()) return false;
  if (shape_->types.has(Types::Array) && is_bracketed(query_name, parameter_->name)) return true;
  return is_spread() && shape_->types.has(Types::Object) && takes_as_member(query_name);
}

}  // namespace holotype::parameters
