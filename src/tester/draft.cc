#include "tester/draft.h"

#include <algorithm>

#include "contract/sequence.h"
#include "http/media_type.h"
#include "json/text.h"
#include "parameters/encode.h"
#include "parameters/form_body.h"
#include "schema/compiler.h"

namespace holotype::tester {
namespace {

const json::Value* example_of(const std::vector<openapi::Example>& examples,
                              const openapi::SchemaUse& schema, std::string_view name) {
  const json::Value* first = nullptr;
  for (const openapi::Example& example : examples) {
    const bool is_sound = example.value != nullptr &&
                          (schema.compiled == nullptr || schema.compiled->accepts(*example.value));
    if (!is_sound) continue;
    if (!name.empty() && example.name == name) return example.value;
    if (first == nullptr) first = example.value;
  }
  return first;
}

// JSON where there is a choice: it is what constraints can be broken in. Not a JSON Patch, whose
// constraints (RFC 6902) no schema of the resource tells.
const openapi::MediaType* preferred(const std::vector<openapi::MediaType>& content) {
  const openapi::MediaType* patch = nullptr;
  for (const openapi::MediaType& media_type : content) {
    const auto type = http::parse_media_range(media_type.name);
    if (!type || !http::is_json(*type) || type->is_range()) continue;
    if (type->essence() != "application/json-patch+json") return &media_type;
    if (patch == nullptr) patch = &media_type;
  }
  if (patch != nullptr) return patch;
  return content.empty() ? nullptr : &content.front();
}

bool has_fields(const http::MediaType& type) {
  return http::is_form(type) || http::is_multipart(type);
}
// Whether what is written may be parts without names.
bool has_parts(const http::MediaType& type) {
  return http::is_multipart(type) && type.subtype != "form-data";
}

// What to send where the description has a range.
std::string concrete(const http::MediaType& range) {
  if (range.type == "image") return "image/png";
  if (range.type == "text") return "text/plain";
  return "application/json";
}

// What would not arrive as it is: white space around a field, and what of it is not ASCII (RFC 9110
// section 5.5), and segments that clients and servers take out of a path (RFC 3986 section 5.2.4).
std::string obstacle_of(const http::Request& request) {
  for (const http::Header& header : request.headers) {
    const bool has_control = std::ranges::any_of(
        header.value, [](char c) { return static_cast<unsigned char>(c) - 0x20u >= 0x5Fu; });
    const bool has_space = header.value.starts_with(' ') || header.value.ends_with(' ');
    if (has_control || has_space) return header.name + ": no header can have this value";
  }
  const std::string path = std::string(request.raw_path()) + "/";
  if (path.find("/./") != std::string::npos || path.find("/../") != std::string::npos)
    return "its path has a segment \".\" or \"..\"";
  return "";
}

}  // namespace

parameters::NamedValue* Draft::argument(const openapi::Parameter& parameter) {
  const auto found = std::ranges::find(arguments, &parameter, &parameters::NamedValue::parameter);
  return found == arguments.end() ? nullptr : &*found;
}

void Draft::remove(const openapi::Parameter& parameter) {
  std::erase_if(arguments, [&](const auto& a) { return a.parameter == &parameter; });
}

Drafter::Drafter(const openapi::Description& description, std::vector<Credential> given)
    : description_(description),
      given_(std::move(given)),
      planner_(*description.compiler),
      shapes_(*description.compiler,
              [this](const document::Node& node) { return description_.dialect_of(node); }) {}

document::Node Drafter::followed(const document::Node& schema) const {
  return description_.compiler->follow_reference(schema, description_.dialect_of(schema))
      .value_or(document::Node{});
}

bool Drafter::is_read_only(const document::Node& schema) const {
  return description_.compiler->says(schema, "readOnly", description_.dialect_of(schema));
}

const generate::Generator& Drafter::generator_of(
    const std::shared_ptr<const schema::Schema>& schema) {
  auto& generator = generators_[schema.get()];
  if (generator == nullptr) generator = planner_.plan(schema);
  return *generator;
}

json::Value Drafter::made(const openapi::SchemaUse& schema,
                          const std::vector<openapi::Example>& examples,
                          const DraftOptions& options, json::Arena& arena) {
  const json::Value* example = options.mode == generate::Mode::Static
                                   ? example_of(examples, schema, options.example)
                                   : nullptr;
  if (example != nullptr) return *example;
  if (schema.compiled == nullptr) return json::Value::string_view("x");
  const generate::Generated generated =
      generator_of(schema.compiled)
          .generate(
              {.seed = options.seed, .mode = options.mode, .examples = generate::Examples::Checked},
              arena);
  return generated.value.value_or(generated.attempt);
}

json::Value Drafter::value_of(const openapi::Parameter& parameter, const DraftOptions& options,
                              json::Arena& arena) {
  const openapi::SchemaUse& schema =
      parameter.content ? parameter.content->schema : parameter.schema;
  return made(schema, parameter.examples, options, arena);
}

json::Value Drafter::value_of(const openapi::MediaType& media_type, const DraftOptions& options,
                              json::Arena& arena) {
  const json::Value* example =
      options.mode == generate::Mode::Static
          ? example_of(media_type.examples, media_type.schema, options.example)
          : nullptr;
  if (example != nullptr) return *example;
  const auto type = http::parse_media_range(media_type.name).value_or(http::MediaType{});
  const auto make = [&](const openapi::SchemaUse& schema) {
    return made(schema, {}, options, arena);
  };
  const auto value = contract::make_instance(media_type, type, make, arena);
  if (value) return *value;
  return media_type.examples.empty() ? json::Value::object(arena, {})
                                     : json::Value::string_view("x");
}

std::optional<json::Value> Drafter::instance_of(const document::Node& schema,
                                                const DraftOptions& options, json::Arena& arena) {
  const schema::Compiled compiled =
      description_.compiler->compile(schema, {.dialect = description_.dialect_of(schema),
                                              .format = schema::Format::Assert,
                                              .direction = schema::Direction::Request});
  return generator_of(compiled.schema)
      .generate(
          {.seed = options.seed, .mode = options.mode, .examples = generate::Examples::Checked},
          arena)
      .value;
}

Draft Drafter::draft(const openapi::Operation& operation, const DraftOptions& options,
                     json::Arena& arena) {
  Draft draft{.operation = &operation, .method = operation.method};
  for (const openapi::Parameter& parameter : operation.parameters) {
    const bool is_wanted = parameter.is_required || parameter.in == openapi::In::Path ||
                           options.breadth == Breadth::AllParameters;
    if (is_wanted) draft.arguments.push_back({&parameter, value_of(parameter, options, arena)});
  }
  if (operation.request_body) {
    draft.media_type = options.media_type != nullptr ? options.media_type
                                                     : preferred(operation.request_body->content);
    if (draft.media_type != nullptr) draft.body = value_of(*draft.media_type, options, arena);
  }
  return draft;
}

void Drafter::write_arguments(const Draft& draft, Written& written) {
  http::Request& request = written.request;
  std::string cookies;
  for (const auto& [parameter, value] : draft.arguments) {
    const auto text = parameters::encode(*parameter, value);
    if (!text) {
      written.obstacle = parameter->name + ": " + text.error().message;
      continue;
    }
    const std::string place = "{" + parameter->name + "}";
    switch (parameter->in) {
      case openapi::In::Path:
        if (const std::size_t at = request.raw_target.find(place); at != std::string::npos)
          request.raw_target.replace(at, place.size(), *text);
        break;
      case openapi::In::Query:
      case openapi::In::QueryString:
        add_to_query(request.raw_target, *text);
        break;
      case openapi::In::Header:
        request.headers.add(parameter->name, *text);
        break;
      case openapi::In::Cookie:
        cookies += (cookies.empty() ? "" : "; ") + *text;
        break;
    }
  }
  if (!cookies.empty()) request.headers.add("Cookie", cookies);
}

void Drafter::write_body(const Draft& draft, Written& written) {
  http::Request& request = written.request;
  if (draft.media_type == nullptr) return;
  const openapi::MediaType& media_type = *draft.media_type;
  const auto type = http::parse_media_range(media_type.name);
  std::string content_type = type && type->is_range() ? concrete(*type) : media_type.name;
  if (draft.raw_body) {
    request.body = *draft.raw_body;
  } else if (type && has_fields(*type) &&
             (draft.body.is_object() || (draft.body.is_array() && has_parts(*type)))) {
    const parameters::FormDecoder form(media_type, shapes_);
    if (http::is_form(*type)) {
      const auto text = form.encode_urlencoded(draft.body);
      request.body = text.value_or("");
      if (!text) written.obstacle = text.error().message;
    } else if (const auto multipart = form.encode_multipart(draft.body)) {
      request.body = multipart->body;
      content_type = multipart->content_type;
      if (!type->is_range()) content_type.replace(0, content_type.find(';'), type->essence());
    } else {
      written.obstacle = multipart.error().message;
    }
  } else if (const auto concrete_type = http::parse_media_type(content_type)) {
    const openapi::RequestBody& described = *draft.operation->request_body;
    const auto index = static_cast<std::size_t>(&media_type - described.content.data());
    request.body = body_of(described).write(index, *concrete_type, draft.body);
  } else {
    request.body = json::write(draft.body);
  }
  request.headers.add("Content-Type", draft.content_type.value_or(content_type));
}

const contract::BodyContract& Drafter::body_of(const openapi::RequestBody& body) {
  auto& contract = bodies_[&body];
  if (contract == nullptr)
    contract = std::make_unique<const contract::BodyContract>(body.content, shapes_);
  return *contract;
}

Drafter::Written Drafter::write(const Draft& draft) {
  Written written;
  written.request.method = draft.method;
  written.request.raw_target = draft.operation->servers.front().base_path + draft.operation->path;
  write_arguments(draft, written);
  write_body(draft, written);
  if (!draft.accept.empty()) written.request.headers.add("Accept", draft.accept);
  if (draft.has_credentials) add_credentials(*draft.operation, given_, written.request);
  if (written.obstacle.empty()) written.obstacle = obstacle_of(written.request);
  return written;
}

}  // namespace holotype::tester
