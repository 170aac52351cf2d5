#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "diagnostic/rules_openapi_forms.h"
#include "http/message.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// The status that a key of `responses` means.
struct Key {
  int status = 0;
  bool is_range = false;
  bool is_proper = true;  // as the specification writes it
};

std::optional<Key> parse_key(const Reading& reading, std::string_view text) {
  if (text == "default") return Key{};
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 3 || text[0] < '1' || text[0] > '5') return std::nullopt;
  if (is_digit(text[1]) && is_digit(text[2])) {
    return Key{.status = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0')};
  }
  if (!http::equal_ignoring_case(text.substr(1), "XX")) return std::nullopt;
  return Key{.status = (text[0] - '0') * 100,
             .is_range = true,
             .is_proper = text.substr(1) == "XX" && reading.is_in(kFrom30)};
}

void read_header_value(Reading& reading, const Node& object, Direction direction, Header& header) {
  const Node schema = object.member("schema");
  const Node content = reading.member(object, "content", json::Type::Object);
  if (static_cast<bool>(schema) == static_cast<bool>(content)) {
    reading.report(rules::kOpenApiSchemaOrContent, object,
                   {.message = "a Header Object must have either schema or content"});
  }
  if (schema) {
    header.schema = reading.schema(schema, direction);
  } else if (content) {
    if (content.value->size() != 1) {
      reading.report(rules::kOpenApiContentSingle, content,
                     {.message = "the content of a header must have exactly one media type"});
    }
    auto media_types = read_content(reading, content, direction);
    if (media_types.empty()) return;
    header.content_type = media_types.front().name;
    header.schema = media_types.front().schema;
    header.examples = std::move(media_types.front().examples);
  }
}

Link read_link(Reading& reading, const std::string& name, const Node& object) {
  Link link{.name = name,
            .operation_id = reading.text(object, "operationId"),
            .operation_ref = reading.text(object, "operationRef"),
            .parameters = {},
            .request_body = object.member("requestBody").value,
            .node = object};
  const Node parameters = reading.member(object, "parameters", json::Type::Object);
  if (parameters) {
    for (const json::Member& member : parameters.value->members()) {
      link.parameters.emplace_back(member.name(), &member.value);
      if (!member.value.is_string()) continue;
      check_expressions(reading, {parameters.file, &member.value}, member.value.as_string());
    }
  }
  const Node body = object.member("requestBody");
  if (body && body.value->is_string()) check_expressions(reading, body, body.value->as_string());
  if (link.operation_id.empty() && link.operation_ref.empty()) {
    reading.report(rules::kOpenApiLinkTarget, object,
                   {.message = "a Link Object must have either operationId or operationRef"});
  }
  reading.links.push_back(object);
  if (const Node server = object.member("server")) reading.object(server, kServerObject);
  return link;
}

std::optional<Response> read_new_response(Reading& reading, const Node& object, Direction direction,
                                          const std::vector<std::string>& produces) {
  reading.check_fields(object, kResponseObject);
  Response response;
  response.node = object;
  response.description = reading.text(object, "description");
  const Node headers = reading.member(object, "headers", json::Type::Object);
  if (reading.is_swagger()) {
    response.headers = read_simple_headers(reading, headers, direction);
    response.content = read_swagger_content(reading, object, produces, direction);
  } else {
    response.headers = read_headers(reading, headers, direction);
    response.content =
        read_content(reading, reading.member(object, "content", json::Type::Object), direction);
    response.links = read_links(reading, reading.member(object, "links", json::Type::Object));
  }
  return response;
}

}  // namespace

std::optional<Header> read_header(Reading& reading, const Node& node, Direction direction) {
  const auto object = reading.map(node, kHeaderObject);
  if (!object) return std::nullopt;
  return reading.once(reading.headers, *object, direction, [&] {
    reading.check_fields(*object, kHeaderObject);
    Header header;
    header.node = *object;
    header.is_required = reading.flag(*object, "required");
    header.is_deprecated = reading.flag(*object, "deprecated");
    header.explodes = reading.flag(*object, "explode");
    read_style(
        reading, *object,
        {.where = "a header", .allowed = {{"simple", Style::Simple}}, .absent = Style::Simple});
    read_header_value(reading, *object, direction, header);
    auto examples = read_examples(reading, *object);
    std::move(examples.begin(), examples.end(), std::back_inserter(header.examples));
    return std::optional<Header>(std::move(header));
  });
}

std::vector<Header> read_headers(Reading& reading, const Node& map, Direction direction) {
  std::vector<Header> headers;
  if (!map) return headers;
  for (const json::Member& member : map.value->members()) {
    const Node node{map.file, &member.value};
    if (http::equal_ignoring_case(member.name(), "Content-Type")) {
      reading.report_name(
          rules::kOpenApiHeaderIgnored, map, member,
          {.message = "a header with this name is ignored", .found = std::string(member.name())});
      continue;
    }
    check_header_name(reading, node, member.name());
    const auto is_same = [&member](const Header& earlier) {
      return http::equal_ignoring_case(earlier.name, member.name());
    };
    if (std::ranges::any_of(headers, is_same)) {
      reading.report_name(rules::kOpenApiHeaderDuplicate, map, member,
                          {.message = "the names of headers must differ by more than case",
                           .found = std::string(member.name()) + " again"});
      continue;
    }
    auto header = read_header(reading, node, direction);
    if (!header) {
      reading.leave_unchecked(
          rules::kOpenApiUnchecked, node,
          fmt::format("the header {} is not checked: it cannot be read", member.name()));
      continue;
    }
    header->name = member.name();
    headers.push_back(std::move(*header));
  }
  return headers;
}

std::vector<Link> read_links(Reading& reading, const Node& map) {
  std::vector<Link> links;
  if (!map) return links;
  for (const json::Member& member : map.value->members()) {
    const auto object = reading.object({map.file, &member.value}, kLinkObject);
    if (object) links.push_back(read_link(reading, std::string(member.name()), *object));
  }
  return links;
}

std::optional<Response> read_response(Reading& reading, const Node& node, Direction direction,
                                      const std::vector<std::string>& produces) {
  const auto object = reading.map(node, kResponseObject);
  if (!object) return std::nullopt;
  // What a response of Swagger 2.0 looks like depends on the operation's media types.
  auto response = reading.is_swagger()
                      ? read_new_response(reading, *object, direction, produces)
                      : reading.once(reading.responses, *object, direction, [&] {
                          return read_new_response(reading, *object, direction, produces);
                        });
  if (response) response->description = reading.text_of_reference(node, *object, "description");
  return response;
}

std::vector<Response> read_responses(Reading& reading, const Node& map, Direction direction,
                                     const std::vector<std::string>& produces) {
  std::vector<Response> responses;
  if (!map) return responses;
  bool is_empty = true;
  for (const json::Member& member : map.value->members()) {
    if (member.name().starts_with("x-")) continue;
    is_empty = false;
    const Node node{map.file, &member.value};
    const auto key = parse_key(reading, member.name());
    if (!key || !key->is_proper) {
      reading.report_name(
          rules::kOpenApiStatusMalformed, map, member,
          {.message = reading.is_swagger() ? "responses must be keyed by a status or default"
                                           : "responses must be keyed by a status, 1XX to 5XX or "
                                             "default",
           .found = std::string(member.name())});
    }
    if (!key) continue;
    auto response = read_response(reading, node, direction, produces);
    if (!response) {
      reading.leave_unchecked(
          rules::kOpenApiUnchecked, node,
          fmt::format("the response {} is not checked: it cannot be read", member.name()));
      response = Response{.node = node};  // the status is documented all the same
    }
    response->status = key->status;
    response->is_range = key->is_range;
    response->key = member.name();
    responses.push_back(std::move(*response));
  }
  if (is_empty) {
    reading.report(rules::kOpenApiResponsesEmpty, map,
                   {.message = "an operation must describe at least one response"});
  }
  if (!responses.empty() && std::ranges::all_of(responses, &Response::is_interim)) {
    reading.report(rules::kOpenApiResponsesInterim, map,
                   {.message = "an operation should describe the response that ends the exchange; "
                               "those of 1xx come before it"});
  }
  responses.shrink_to_fit();
  return responses;
}

}  // namespace holotype::openapi
