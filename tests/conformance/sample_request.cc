#include "conformance/sample_request.h"

#include "http/media_type.h"
#include "json/text.h"
#include "parameters/encode.h"
#include "parameters/form_body.h"
#include "schema/compiler.h"

namespace holotype {
namespace {

const json::Value* example_of(const std::vector<openapi::Example>& examples,
                              const openapi::SchemaUse& schema) {
  for (const openapi::Example& example : examples) {
    const bool is_sound = example.value != nullptr &&
                          (schema.compiled == nullptr || schema.compiled->accepts(*example.value));
    if (is_sound) return example.value;
  }
  return nullptr;
}

}  // namespace

RequestBuilder::RequestBuilder(const openapi::Description& description)
    : description_(description),
      planner_(*description.compiler),
      shapes_([&description](const document::Node& node) {
        return description.compiler->follow_reference(node, description.dialect)
            .value_or(document::Node{});
      }) {}

json::Value RequestBuilder::value_of(const openapi::Parameter& parameter, json::Arena& arena) {
  const openapi::SchemaUse& schema =
      parameter.content ? parameter.content->schema : parameter.schema;
  if (const json::Value* example = example_of(parameter.examples, schema)) return *example;
  if (schema.compiled == nullptr) return json::Value::string_view("x");
  const generate::Generated made =
      planner_.plan(schema.compiled)->generate({.examples = generate::Examples::Checked}, arena);
  return made.value ? *made.value : made.attempt;
}

void RequestBuilder::add_parameters(const openapi::Operation& operation, Built& built,
                                    json::Arena& arena) {
  http::Request& request = built.request;
  std::string query;
  for (const openapi::Parameter& parameter : operation.parameters) {
    if (!parameter.is_required && parameter.in != openapi::In::Path) continue;
    const auto text = parameters::encode(parameter, value_of(parameter, arena));
    if (!text) {
      built.obstacle = parameter.name + ": " + text.error().message;
      continue;
    }
    const std::string place = "{" + parameter.name + "}";
    switch (parameter.in) {
      case openapi::In::Path:
        if (const std::size_t at = request.raw_target.find(place); at != std::string::npos) {
          request.raw_target.replace(at, place.size(), *text);
        }
        break;
      case openapi::In::Query:
      case openapi::In::QueryString:
        if (!text->empty()) query += (query.empty() ? "" : "&") + *text;
        break;
      case openapi::In::Header:
        request.headers.add(parameter.name, *text);
        break;
      case openapi::In::Cookie:
        request.headers.add("Cookie", *text);
        break;
    }
  }
  if (!query.empty())
    request.raw_target += (request.raw_target.find('?') == std::string::npos ? "?" : "&") + query;
}

void RequestBuilder::add_body(const openapi::Operation& operation, Built& built,
                              json::Arena& arena) {
  if (!operation.request_body || operation.request_body->content.empty()) return;
  const openapi::MediaType& media_type = operation.request_body->content.front();
  const auto type = http::parse_media_range(media_type.name);
  json::Value value = json::Value::object(arena, {});
  if (const json::Value* example = example_of(media_type.examples, media_type.schema)) {
    value = *example;
  } else if (media_type.schema.compiled != nullptr) {
    const generate::Generated made =
        planner_.plan(media_type.schema.compiled)
            ->generate({.examples = generate::Examples::Checked}, arena);
    value = made.value ? *made.value : made.attempt;
  }
  http::Request& request = built.request;
  std::string content_type = media_type.name;
  if (type && (http::is_form(*type) || http::is_multipart(*type)) && value.is_object()) {
    const parameters::FormDecoder form(media_type, shapes_);
    if (http::is_form(*type)) {
      const auto text = form.encode_urlencoded(value);
      request.body = text.value_or("");
      if (!text) built.obstacle = text.error().message;
    } else if (const auto multipart = form.encode_multipart(value)) {
      request.body = multipart->body;
      content_type = multipart->content_type;
    }
  } else if (type && !http::is_json(*type) && value.is_string()) {
    request.body = value.as_string();
  } else {
    request.body = json::write(value);
  }
  if (type && type->is_range())
    content_type = type->type == "image" ? "image/png" : "application/json";
  request.headers.add("Content-Type", content_type);
}

void RequestBuilder::add_credentials(const openapi::Operation& operation, Built& built) {
  using Type = openapi::SecurityScheme::Type;
  if (operation.security.empty()) return;
  http::Request& request = built.request;
  for (const openapi::SecurityUse& use : operation.security.front().uses) {
    if (use.scheme == nullptr) continue;
    if (use.scheme->type == Type::ApiKey && use.scheme->in == openapi::In::Header) {
      request.headers.add(use.scheme->parameter_name, "key");
    } else if (use.scheme->type == Type::ApiKey && use.scheme->in == openapi::In::Query) {
      request.raw_target += (request.raw_target.find('?') == std::string::npos ? "?" : "&") +
                            use.scheme->parameter_name + "=key";
    } else if (use.scheme->type == Type::ApiKey) {
      request.headers.add("Cookie", use.scheme->parameter_name + "=key");
    } else if (use.scheme->type == Type::Http && use.scheme->http_scheme == "basic") {
      request.headers.add("Authorization", "Basic dXNlcjpwYXNz");
    } else if (use.scheme->type == Type::Http && use.scheme->http_scheme == "digest") {
      request.headers.add("Authorization",
                          "Digest username=\"u\", realm=\"*\", nonce=\"abc123\", uri=\"/\", "
                          "response=\"6629fae49393a05397450978507c4ef1\"");
    } else if (use.scheme->type != Type::MutualTls) {
      const bool is_http = use.scheme->type == Type::Http;
      request.headers.add("Authorization",
                          (is_http ? use.scheme->http_scheme : "Bearer") + " dG9rZW4=");
    }
  }
}

RequestBuilder::Built RequestBuilder::build(const openapi::Operation& operation) {
  Built built;
  json::Arena arena;
  built.request.method = operation.method;
  built.request.raw_target = operation.servers.front().base_path + operation.path;
  built.request.headers.add("Host", "localhost");
  add_parameters(operation, built, arena);
  add_body(operation, built, arena);
  add_credentials(operation, built);
  return built;
}

}  // namespace holotype
