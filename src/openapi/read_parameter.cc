// A parameter's serialisation is the triple (location, style, explode). Which styles a location has
// and what it does without one is the table below; the defaults are filled in here, so that nobody
// after this asks again.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "diagnostic/rules_openapi.h"
#include "http/message.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

struct Location {
  std::string_view name;
  In in;
  Versions versions;
  Style default_style;
  std::string_view described;  // in messages
};

constexpr Location kLocations[] = {
    {"path", In::Path, kAllVersions, Style::Simple, "a path parameter"},
    {"query", In::Query, kAllVersions, Style::Form, "a query parameter"},
    {"querystring", In::QueryString, k32, Style::Form, "a querystring parameter"},
    {"header", In::Header, kAllVersions, Style::Simple, "a header parameter"},
    {"cookie", In::Cookie, kFrom30, Style::Form, "a cookie parameter"},
};

struct LocatedStyle {
  In in;
  std::string_view name;
  Style style;
  Versions versions;
};

// OpenAPI 3.2.0, Style Values. The style cookie of 3.2 is form whose values are not
// percent-encoded.
constexpr LocatedStyle kStyles[] = {
    {In::Path, "simple", Style::Simple, kFrom30},
    {In::Path, "label", Style::Label, kFrom30},
    {In::Path, "matrix", Style::Matrix, kFrom30},
    {In::Query, "form", Style::Form, kFrom30},
    {In::Query, "spaceDelimited", Style::SpaceDelimited, kFrom30},
    {In::Query, "pipeDelimited", Style::PipeDelimited, kFrom30},
    {In::Query, "deepObject", Style::DeepObject, kFrom30},
    {In::Header, "simple", Style::Simple, kFrom30},
    {In::Cookie, "form", Style::Form, kFrom30},
    {In::Cookie, "cookie", Style::Cookie, k32},
};

const Location* read_location(Reading& reading, const Node& object) {
  const Node in = reading.member(object, "in", json::Type::String);
  if (!in) return nullptr;  // reported as missing or of a wrong type
  std::string names;
  for (const Location& location : kLocations) {
    if (!reading.is_in(location.versions)) continue;
    if (location.name == in.value->as_string()) return &location;
    names += (names.empty() ? "" : ", ") + std::string(location.name);
  }
  reading.report(rules::kOpenApiInvalidValue, in,
                 {.message = "in of a Parameter Object must be one of " + names,
                  .found = std::string(in.value->as_string())});
  return nullptr;
}

StyleChoice styles_of(const Reading& reading, const Location& location) {
  StyleChoice choice{.where = location.described, .allowed = {}, .absent = location.default_style};
  for (const LocatedStyle& row : kStyles) {
    if (row.in == location.in && reading.is_in(row.versions)) {
      choice.allowed.emplace_back(row.name, row.style);
    }
  }
  return choice;
}

void report_inapplicable(Reading& reading, const Node& object, std::string_view field,
                         std::string_view why) {
  const Node found = object.member(field);
  if (!found) return;
  reading.report(rules::kOpenApiFieldNotApplicable, found,
                 {.message = fmt::format("{} has no meaning {}", field, why)});
}

void read_serialisation(Reading& reading, const Node& object, const Location& location,
                        Parameter& parameter) {
  parameter.style = read_style(reading, object, styles_of(reading, location));
  // deepObject is defined with explode alone (OpenAPI 3.2.0, Style Examples), so nobody writes it.
  const bool explodes = parameter.style == Style::Form || parameter.style == Style::DeepObject ||
                        parameter.style == Style::Cookie;
  parameter.explodes = reading.flag(object, "explode", explodes);
  parameter.allows_reserved = reading.flag(object, "allowReserved");
  parameter.allows_empty_value = reading.flag(object, "allowEmptyValue");
  if (location.in != In::Query) {
    report_inapplicable(reading, object, "allowEmptyValue", "outside the query");
    parameter.allows_empty_value = false;
    if (!reading.is_in(k32)) {
      report_inapplicable(reading, object, "allowReserved", "outside the query");
    }
  }
}

// A parameter is described by `schema` or by `content` with one entry.
void read_value(Reading& reading, const Node& object, Direction direction, Parameter& parameter) {
  const Node content = reading.member(object, "content", json::Type::Object);
  const Node schema = object.member("schema");
  const bool takes_schema = parameter.in != In::QueryString;
  if (takes_schema ? static_cast<bool>(content) == static_cast<bool>(schema) : !content) {
    reading.report(
        rules::kOpenApiSchemaOrContent, object,
        {.message = takes_schema ? "a Parameter Object must have either schema or content"
                                 : "a Parameter Object with in: querystring must have content"});
  }
  if (schema && takes_schema) {
    parameter.schema = reading.schema(schema, direction);
    check_style_type(reading, object, parameter.style, schema);
  } else if (content) {
    if (content.value->size() != 1) {
      reading.report(rules::kOpenApiContentSingle, content,
                     {.message = "the content of a parameter must have exactly one media type"});
    }
    auto media_types = read_content(reading, content, direction);
    if (!media_types.empty()) parameter.content = std::move(media_types.front());
    if (takes_schema) {
      for (const std::string_view field : {"style", "explode", "allowReserved"}) {
        report_inapplicable(reading, object, field, "beside content");
      }
    }
  } else {
    reading.leave_unchecked(rules::kOpenApiUnchecked, object,
                            fmt::format("the value of the parameter {} is not checked: it has "
                                        "neither schema nor content",
                                        parameter.name));
  }
}

std::optional<Parameter> read_new_parameter(Reading& reading, const Node& object,
                                            Direction direction) {
  const Location* location = read_location(reading, object);
  const Node name = reading.member(object, "name", json::Type::String);
  if (location == nullptr || !name) return std::nullopt;
  Parameter parameter;
  parameter.name = name.value->as_string();
  parameter.in = location->in;
  parameter.node = object;
  parameter.is_required = reading.flag(object, "required");
  parameter.is_deprecated = reading.flag(object, "deprecated");
  if (location->in == In::Path && !parameter.is_required) {
    reading.report(
        rules::kOpenApiPathParameterOptional, object,
        {.message = fmt::format("the path parameter {} must have required: true", parameter.name)});
    parameter.is_required = true;
  }
  if (location->in == In::Header) check_header_name(reading, name, parameter.name);
  read_serialisation(reading, object, *location, parameter);
  read_value(reading, object, direction, parameter);
  parameter.examples = read_examples(reading, object);
  return parameter;
}

std::string_view name_of(In in) { return std::ranges::find(kLocations, in, &Location::in)->name; }

}  // namespace

Style read_style(Reading& reading, const Node& object, const StyleChoice& choice) {
  const Node style = reading.member(object, "style", json::Type::String);
  if (!style) return choice.absent;
  std::string names;
  for (const auto& [name, value] : choice.allowed) {
    if (name == style.value->as_string()) return value;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  reading.report(rules::kOpenApiStyleLocation, style,
                 {.message = fmt::format("the style of {} must be {}{}", choice.where,
                                         choice.allowed.size() > 1 ? "one of " : "", names),
                  .found = std::string(style.value->as_string())});
  return choice.absent;
}

bool is_ignored_header(std::string_view name) {
  constexpr std::string_view kIgnored[] = {"Accept", "Content-Type", "Authorization"};
  return std::ranges::any_of(kIgnored, [name](std::string_view ignored) {
    return http::equal_ignoring_case(ignored, name);
  });
}

std::optional<Parameter> read_parameter(Reading& reading, const Node& node, Direction direction) {
  if (reading.is_swagger()) return read_simple_parameter(reading, node, direction);
  const auto object = reading.map(node, kParameterObject);
  if (!object) return std::nullopt;
  return reading.once(reading.parameters, *object, direction, [&] {
    reading.check_fields(*object, kParameterObject);
    return read_new_parameter(reading, *object, direction);
  });
}

bool is_duplicate(Reading& reading, const Parameter& parameter,
                  const std::vector<Parameter>& before) {
  const bool found = std::ranges::any_of(before, [&](const Parameter& earlier) {
    if (earlier.in != parameter.in) return false;
    // Names of headers compare without case (RFC 9110 section 5.1).
    return parameter.in == In::Header ? http::equal_ignoring_case(earlier.name, parameter.name)
                                      : earlier.name == parameter.name;
  });
  if (!found) return false;
  reading.report(rules::kOpenApiParameterDuplicate, parameter.node,
                 {.message = "a list of parameters must hold each name once for each location",
                  .found = fmt::format("{} in {} again", parameter.name, name_of(parameter.in))});
  return true;
}

std::vector<Parameter> read_parameters(Reading& reading, const Node& list, Direction direction) {
  std::vector<Parameter> parameters;
  if (!list) return parameters;
  for (std::size_t i = 0; i < list.value->size(); ++i) {
    const Node node = list.element(i);
    if (reading.is_swagger() && is_body_parameter(reading, node)) continue;
    auto parameter = read_parameter(reading, node, direction);
    if (!parameter) {
      reading.leave_unchecked(rules::kOpenApiUnchecked, node,
                              fmt::format("parameter {} is not checked: it cannot be read", i + 1));
      continue;
    }
    const bool is_ignored = parameter->in == In::Header && is_ignored_header(parameter->name);
    if (is_ignored && !reading.is_swagger()) {
      reading.report(
          rules::kOpenApiHeaderIgnored, parameter->node,
          {.message = "a header parameter with this name is ignored", .found = parameter->name});
      continue;
    }
    if (!is_duplicate(reading, *parameter, parameters)) {
      parameters.push_back(std::move(*parameter));
    }
  }
  return parameters;
}

}  // namespace holotype::openapi
