#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "http/message.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// Methods whose requests have no defined use for content (RFC 9110 section 9.3).
constexpr std::string_view kBodiless[] = {"GET", "HEAD", "DELETE", "TRACE", "OPTIONS"};

Direction opposite(Direction direction) {
  return direction == Direction::Request ? Direction::Response : Direction::Request;
}

// The path item's parameters, each replaced by the operation's own of the same name and location,
// then the rest of its own.
std::vector<Parameter> all_parameters(Reading& reading, const Node& object, const PathItem& item,
                                      Direction direction) {
  std::vector<Parameter> parameters = read_parameters(reading, item.shared, direction);
  std::vector<Parameter> own =
      read_parameters(reading, reading.member(object, "parameters", json::Type::Array), direction);
  for (Parameter& parameter : own) {
    const auto same = std::ranges::find_if(parameters, [&](const Parameter& other) {
      return other.in == parameter.in &&
             (parameter.in == In::Header ? http::equal_ignoring_case(other.name, parameter.name)
                                         : other.name == parameter.name);
    });
    if (same != parameters.end()) {
      *same = std::move(parameter);
    } else {
      parameters.push_back(std::move(parameter));
    }
  }
  parameters.shrink_to_fit();
  return parameters;
}

// OpenAPI 3.2.0, Parameter Locations: querystring at most once, and never beside query.
void check_querystring(Reading& reading, std::vector<Parameter>& parameters) {
  const auto whole = std::ranges::find(parameters, In::QueryString, &Parameter::in);
  if (whole == parameters.end()) return;
  const auto is_other = [&](const Parameter& parameter) {
    return &parameter != &*whole && (parameter.in == In::Query || parameter.in == In::QueryString);
  };
  const auto other = std::ranges::find_if(parameters, is_other);
  if (other == parameters.end()) return;
  reading.report(rules::kOpenApiQuerystringConflict, other->node,
                 {.message = "beside a querystring parameter there must be no other for the query",
                  .found = other->name});
}

void read_id(Reading& reading, const Node& object, const Surroundings& surroundings,
             Operation& operation) {
  const std::string fallback = operation.method + " " + operation.path;
  operation.id = reading.text(object, "operationId");
  operation.has_operation_id = !operation.id.empty();
  if (!operation.has_operation_id) {
    operation.id = fallback;
    return;
  }
  const Reading::Claim claim = reading.claim_operation_id(operation.id, object);
  // A callback that several operations share is read for each, and is one operation.
  const bool is_shared = claim == Reading::Claim::Again && !surroundings.has_path_template;
  if (claim != Reading::Claim::New && !is_shared) {
    reading.report(rules::kOpenApiOperationIdDuplicate, object.member("operationId"),
                   {.message = "an operationId must be unique",
                    .found = operation.id,
                    .fix = fmt::format("this operation is called {}", fallback)});
    operation.id = fallback;
    operation.has_operation_id = false;
  }
}

void read_body(Reading& reading, const Node& object, const PathItem& item,
               const Surroundings& surroundings, Operation& operation) {
  if (reading.is_swagger()) {
    auto consumes =
        object.member("consumes") ? reading.texts(object, "consumes") : surroundings.consumes;
    operation.request_body = read_swagger_body(
        reading, item.shared, reading.member(object, "parameters", json::Type::Array), consumes,
        surroundings.request);
    return;
  }
  const Node body = object.member("requestBody");
  if (!body) return;
  operation.request_body = read_request_body(reading, body, surroundings.request);
  if (!operation.request_body) {
    reading.leave_unchecked(rules::kOpenApiUnchecked, body,
                            "the request body is not checked: it cannot be read");
  }
  // An optional body does no harm: a client that sends none is right.
  const bool is_required = operation.request_body && operation.request_body->is_required;
  if (is_required && std::ranges::find(kBodiless, operation.method) != std::end(kBodiless)) {
    reading.report(rules::kOpenApiBodySemantics, body,
                   {.message = fmt::format("{} gives a request body no meaning, so it should not "
                                           "be required",
                                           operation.method)});
  }
}

void read_answers(Reading& reading, const Node& object, const Surroundings& surroundings,
                  Operation& operation) {
  const auto produces = reading.is_swagger() && object.member("produces")
                            ? reading.texts(object, "produces")
                            : surroundings.produces;
  const auto map = reading.map(object.member("responses"), kResponsesObject);
  if (!map) return;
  operation.responses = read_responses(reading, *map, opposite(surroundings.request), produces);
}

// The operation's own security stands in the place of the description's, an empty list too.
void read_access(Reading& reading, const Node& object, const Surroundings& surroundings,
                 Operation& operation) {
  const Node own = reading.member(object, "security", json::Type::Array);
  if (own) {
    operation.security = read_security(reading, own);
    return;
  }
  operation.security = surroundings.security;
  operation.unchecked = surroundings.security_unchecked;
}

}  // namespace

Operation read_operation(Reading& reading, const Node& object, const std::string& method,
                         const PathItem& item, const Surroundings& surroundings) {
  const Diagnostics outer = reading.take_unchecked();
  Operation operation{.method = method, .path = item.path};
  operation.node = object;
  operation.path_item = item.object;
  read_id(reading, object, surroundings, operation);
  operation.summary = reading.text(object, "summary");
  operation.tags = reading.texts(object, "tags");
  operation.is_deprecated = reading.flag(object, "deprecated");
  read_access(reading, object, surroundings, operation);
  operation.parameters = all_parameters(reading, object, item, surroundings.request);
  check_querystring(reading, operation.parameters);
  read_body(reading, object, item, surroundings, operation);
  read_answers(reading, object, surroundings, operation);
  if (!reading.is_swagger()) {
    operation.servers = read_servers(reading, reading.member(object, "servers", json::Type::Array));
    operation.callbacks = read_callbacks(
        reading, reading.member(object, "callbacks", json::Type::Object), surroundings);
  }
  if (operation.servers.empty()) operation.servers = item.servers;
  if (operation.servers.empty()) operation.servers = surroundings.servers;
  if (const Node docs = object.member("externalDocs")) {
    reading.object(docs, kExternalDocumentationObject);
  }
  diagnostic::append(operation.unchecked, reading.take_unchecked());
  reading.restore_unchecked(outer);
  return operation;
}

}  // namespace holotype::openapi
