// What an object of the model must not say although each of its fields has the right type: fields
// that its other fields rule out, values from a list, URLs with parts that they must not have.
// Names and references are looked at by whoever knows what they name.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "diagnostic/rules_openapi.h"
#include "diagnostic/rules_openapi_forms.h"
#include "formats/format.h"
#include "http/field.h"
#include "http/media_type.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// Which fields an object has besides those of every one, by the value of one of its fields.
struct Variant {
  const ObjectKind* kind;
  std::string_view field;
  std::string_view value;
  Versions versions;
  std::span<const std::string_view> takes;
  std::span<const std::string_view> needs = {};
};

constexpr std::string_view kNothing[] = {"type"};
constexpr std::string_view kKey[] = {"name", "in"};
constexpr std::string_view kHttp[] = {"scheme", "bearerFormat"};
constexpr std::string_view kFlows[] = {"flows", "oauth2MetadataUrl"};
constexpr std::string_view kOpenId[] = {"openIdConnectUrl"};
constexpr std::string_view kImplicit[] = {"flow", "authorizationUrl", "scopes"};
constexpr std::string_view kToken[] = {"flow", "tokenUrl", "scopes"};
constexpr std::string_view kBoth[] = {"flow", "authorizationUrl", "tokenUrl", "scopes"};

// Spec: Security Scheme Object, the column "Applies To" (3.x) and "Validity" (2.0).
constexpr Variant kVariants[] = {
    {&kSecuritySchemeObject, "type", "basic", k20, kNothing},
    {&kSecuritySchemeObject, "type", "apiKey", kAllVersions, kKey},
    {&kSecuritySchemeObject, "type", "http", kFrom30, kHttp},
    {&kSecuritySchemeObject, "type", "mutualTLS", kFrom31, kNothing},
    {&kSecuritySchemeObject, "type", "oauth2", kFrom30, kFlows},
    {&kSecuritySchemeObject, "type", "openIdConnect", kFrom30, kOpenId},
    {&kSecuritySchemeObject, "flow", "implicit", k20, kImplicit, kImplicit},
    {&kSecuritySchemeObject, "flow", "password", k20, kToken, kToken},
    {&kSecuritySchemeObject, "flow", "application", k20, kToken, kToken},
    {&kSecuritySchemeObject, "flow", "accessCode", k20, kBoth, kBoth},
};

bool is_in(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void check_variant(Reading& reading, const Node& object, const Variant& variant) {
  const ObjectKind& kind = *variant.kind;
  static constexpr std::string_view kCommon[] = {"type", "description", "deprecated"};
  for (const json::Member& member : object.value->members()) {
    const bool is_fine = is_in(variant.takes, member.name()) || is_in(kCommon, member.name()) ||
                         kind.find(member.name()) == nullptr;
    if (is_fine) continue;
    reading.report(rules::kOpenApiFieldNotApplicable, {object.file, &member.value},
                   {.message = fmt::format("{} has no meaning where {} is {}", member.name(),
                                           variant.field, variant.value)});
  }
  for (const std::string_view field : variant.needs) {
    // The scopes are the type's business.
    if (object.member(field) || field == "scopes") continue;
    reading.report(rules::kOpenApiMissingField, object,
                   {.message = fmt::format("a {} whose {} is {} must have the field {}", kind.name,
                                           variant.field, variant.value, field)});
  }
}

// Fields whose strings, alone or in a list, are from a list.
struct Choice {
  const ObjectKind* kind;
  std::string_view field;
  std::span<const std::string_view> values;
};
constexpr std::string_view kSchemes[] = {"http", "https", "ws", "wss"};
constexpr std::string_view kFlowNames[] = {"implicit", "password", "application", "accessCode"};
constexpr std::string_view kSimpleTypes[] = {"string",  "number", "integer",
                                             "boolean", "array",  "file"};
constexpr std::string_view kItemTypes[] = {"string", "number", "integer", "boolean", "array"};

// Spec: Swagger 2.0 Swagger, Operation, Security Scheme, Parameter, Items and Header Object.
constexpr Choice kChoices[] = {
    {&kDescriptionObject, "schemes", kSchemes},   {&kOperationObject, "schemes", kSchemes},
    {&kSecuritySchemeObject, "flow", kFlowNames}, {&kSimpleParameterObject, "type", kSimpleTypes},
    {&kSimpleHeaderObject, "type", kItemTypes},   {&kItemsObject, "type", kItemTypes},
};

void check_choice(Reading& reading, const Node& value, const Choice& choice) {
  if (value.value->is_array()) {
    for (std::size_t i = 0; i < value.value->size(); ++i)
      check_choice(reading, value.element(i), choice);
    return;
  }
  if (!value.value->is_string() || is_in(choice.values, value.value->as_string())) return;
  reading.report(rules::kOpenApiInvalidValue, value,
                 {.message = fmt::format("{} of {} must be one of {}", choice.field,
                                         choice.kind->name, fmt::join(choice.values, ", ")),
                  .found = std::string(value.value->as_string())});
}

void malformed(Reading& reading, const Node& value, std::string message) {
  reading.report(rules::kOpenApiFormMalformed, value,
                 {.message = std::move(message), .found = std::string(value.value->as_string())});
}

// A server's URL with something in place of each variable; nullopt where the braces do not match.
std::optional<std::string> without_variables(std::string_view url,
                                             std::vector<std::string_view>& names) {
  std::string text;
  while (!url.empty()) {
    const std::size_t open = url.find_first_of("{}");
    text += url.substr(0, open);
    if (open == std::string_view::npos) return text;
    const std::size_t close = url.find_first_of("{}", open + 1);
    if (url[open] == '}' || close == std::string_view::npos || url[close] == '{' ||
        close == open + 1) {
      return std::nullopt;
    }
    names.push_back(url.substr(open + 1, close - open - 1));
    text += text.empty() ? 'a' : '1';  // a scheme has no digit first, a port nothing else
    url.remove_prefix(close + 1);
  }
  return text;
}

// OpenAPI 3.2.0 "Server Object", url: no query, no fragment, each variable once.
void check_server(Reading& reading, const Node& object) {
  const Node url = reading.member(object, "url", json::Type::String);
  if (!url) return;
  std::vector<std::string_view> names;
  const auto text = without_variables(url.value->as_string(), names);
  if (!text) return malformed(reading, url, "the braces of url must enclose names of variables");
  const formats::Format* format = formats::find("uri-reference");
  if (format != nullptr && !format->predicate(*text))
    return malformed(reading, url, "url must be a URI, apart from its variables");
  if (!reading.is_in(k32)) return;
  if (text->find_first_of("?#") != std::string::npos)
    malformed(reading, url, "url must have no query and no fragment");
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice == names.end()) return;
  reading.report(
      rules::kOpenApiServerVariable, url,
      {.message = "a variable must occur once in the URL", .found = std::string(*twice)});
}

// Swagger 2.0 "Swagger Object": host has no scheme and no path, basePath begins with a slash, and
// neither is a template.
void check_address(Reading& reading, const Node& root) {
  const Node host = reading.member(root, "host", json::Type::String);
  if (host && host.value->as_string().find_first_of("/{}? #") != std::string_view::npos)
    malformed(reading, host, "host must be a name or an address, with a port or without");
  const Node base = reading.member(root, "basePath", json::Type::String);
  if (!base) return;
  const std::string_view text = base.value->as_string();
  if (!text.starts_with('/') || text.find_first_of("{}?#") != std::string_view::npos)
    malformed(reading, base, "basePath must begin with / and have no braces");
}

void check_description(Reading& reading, const Node& root) {
  if (reading.is_swagger()) check_address(reading, root);
  const Node self = reading.is_in(k32) ? reading.member(root, "$self", json::Type::String) : Node{};
  if (self && self.value->as_string().find('#') != std::string_view::npos)
    malformed(reading, self, "$self must have no fragment");
}

void check_media_types(Reading& reading, const Node& object, std::string_view field) {
  const Node list = reading.member(object, field, json::Type::Array);
  for (std::size_t i = 0; list && i < list.value->size(); ++i) {
    const Node one = list.element(i);
    if (!one.value->is_string() || http::parse_media_range(one.value->as_string())) continue;
    reading.report(rules::kOpenApiMediaTypeMalformed, one,
                   {.message = fmt::format("each of {} must be a media type, type/subtype", field),
                    .found = std::string(one.value->as_string())});
  }
}

// Swagger 2.0: a file comes in a form, an empty value in a form or the query.
void check_simple_parameter(Reading& reading, const Node& object) {
  const std::string in = reading.text(object, "in");
  if (reading.text(object, "type") == "file" && in != "formData") {
    reading.report(rules::kOpenApiInvalidValue, object.member("type"),
                   {.message = "a parameter of type file must be in formData", .found = in});
  }
  const Node empty = object.member("allowEmptyValue");
  if (empty && in != "query" && in != "formData") {
    reading.report(rules::kOpenApiFieldNotApplicable, empty,
                   {.message = "allowEmptyValue has no meaning outside query and formData"});
  }
}

// The items of an array repeat no name, so they cannot be collected by it.
void check_items_format(Reading& reading, const Node& object) {
  const Node format = reading.member(object, "collectionFormat", json::Type::String);
  static constexpr std::string_view kFormats[] = {"csv", "ssv", "tsv", "pipes"};
  if (!format || is_in(kFormats, format.value->as_string())) return;
  reading.report(rules::kOpenApiInvalidValue, format,
                 {.message = "collectionFormat must be one of csv, ssv, tsv, pipes here",
                  .found = std::string(format.value->as_string())});
}

// OpenAPI 3.1.1 "Encoding Object", contentType: a list of media types and ranges.
void check_content_type(Reading& reading, const Node& object) {
  const Node field = reading.member(object, "contentType", json::Type::String);
  if (!field) return;
  std::string_view text = field.value->as_string();
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view type = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (type.starts_with(' ')) type.remove_prefix(1);
    while (type.ends_with(' ')) type.remove_suffix(1);
    if (type.empty() || http::parse_media_range(type)) continue;
    reading.report(
        rules::kOpenApiMediaTypeMalformed, field,
        {.message = "contentType must name media types, type/subtype", .found = std::string(type)});
  }
}

}  // namespace

void check_object(Reading& reading, const Node& object, const ObjectKind& kind) {
  for (const Variant& variant : kVariants) {
    if (variant.kind != &kind || !reading.is_in(variant.versions)) continue;
    if (reading.text(object, variant.field) == variant.value)
      check_variant(reading, object, variant);
  }
  for (const Choice& choice : kChoices) {
    if (choice.kind != &kind || !reading.is_swagger()) continue;
    if (const Node value = object.member(choice.field)) check_choice(reading, value, choice);
  }
  if (&kind == &kDescriptionObject) check_description(reading, object);
  if (&kind == &kServerObject) check_server(reading, object);
  if (&kind == &kEncodingObject) check_content_type(reading, object);
  if (&kind == &kItemsObject) check_items_format(reading, object);
  if (&kind == &kSimpleParameterObject) check_simple_parameter(reading, object);
  const bool has_types = &kind == &kDescriptionObject || &kind == &kOperationObject;
  if (has_types && reading.is_swagger()) {
    check_media_types(reading, object, "consumes");
    check_media_types(reading, object, "produces");
  }
}

void check_flow(Reading& reading, std::string_view name, const Node& flow) {
  struct Row {
    std::string_view flow;
    std::string_view field;
    bool is_required;
  };
  // OpenAPI 3.2.0 "OAuth Flow Object", Applies To.
  static constexpr Row kRows[] = {
      {"implicit", "authorizationUrl", true},
      {"implicit", "tokenUrl", false},
      {"password", "authorizationUrl", false},
      {"password", "tokenUrl", true},
      {"clientCredentials", "authorizationUrl", false},
      {"clientCredentials", "tokenUrl", true},
      {"authorizationCode", "authorizationUrl", true},
      {"authorizationCode", "tokenUrl", true},
      {"deviceAuthorization", "authorizationUrl", false},
      {"deviceAuthorization", "deviceAuthorizationUrl", true},
      {"deviceAuthorization", "tokenUrl", true},
  };
  for (const Row& row : kRows) {
    if (row.flow != name) continue;
    const Node found = flow.member(row.field);
    if (row.is_required && !found) {
      reading.report(
          rules::kOpenApiMissingField, flow,
          {.message = fmt::format("the flow {} must have the field {}", name, row.field)});
    } else if (!row.is_required && found) {
      reading.report(rules::kOpenApiFieldNotApplicable, found,
                     {.message = fmt::format("{} has no meaning in the flow {}", row.field, name)});
    }
  }
  const Node scopes = reading.member(flow, "scopes", json::Type::Object);
  if (!scopes) return;
  for (const json::Member& scope : scopes.value->members()) {
    if (scope.value.is_string() || scope.name().starts_with("x-")) continue;
    reading.report(rules::kOpenApiWrongType, {scopes.file, &scope.value},
                   {.message = "the description of a scope must be a string"});
  }
}

void check_header_name(Reading& reading, const Node& where, std::string_view name) {
  if (http::is_token(name)) return;
  reading.report(rules::kOpenApiHeaderName, where,
                 {.message = "the name of a header must be a token, without spaces and separators",
                  .found = std::string(name)});
}

void check_encoding_use(Reading& reading, const Node& media_type, std::string_view name) {
  const auto type = http::parse_media_range(name);
  if (!type) return;
  const bool is_multipart = http::is_multipart(*type) || type->type == "*";
  const bool is_form = http::is_form(*type) || (type->is_range() && type->type == "application");
  struct Row {
    std::string_view field;
    bool applies;
    std::string_view where;
  };
  const Row rows[] = {
      {"encoding", is_multipart || is_form, "multipart and form bodies"},
      {"prefixEncoding", is_multipart, "multipart bodies"},
      {"itemEncoding", is_multipart, "multipart bodies"},
  };
  for (const Row& row : rows) {
    const Node found = media_type.member(row.field);
    if (!found || row.applies) continue;
    reading.report(rules::kOpenApiFieldNotApplicable, found,
                   {.message = fmt::format("{} has no meaning outside {}", row.field, row.where)});
  }
  const Node encodings = reading.member(media_type, "encoding", json::Type::Object);
  if (!encodings || !http::is_form(*type)) return;
  for (const json::Member& encoding : encodings.value->members()) {
    const json::Value* headers = encoding.value.find("headers");
    if (headers == nullptr) continue;
    reading.report(rules::kOpenApiFieldNotApplicable, {encodings.file, headers},
                   {.message = "headers has no meaning outside multipart bodies"});
  }
}

void check_style_type(Reading& reading, const Node& object, Style style, const Node& schema) {
  if (!object.member("style") || !schema) return;
  const auto target = reading.library().follow(schema);
  const Node type = target ? reading.member(*target, "type", json::Type::String) : Node{};
  if (!type) return;
  const std::string_view name = type.value->as_string();
  const bool is_scalar = name != "object" && name != "array";
  const bool is_of_several =
      style == Style::DeepObject || style == Style::SpaceDelimited || style == Style::PipeDelimited;
  // NON-STANDARD: the table has no arrays for deepObject, which services use (Stripe, for one).
  if (!is_scalar || !is_of_several) return;
  reading.report(rules::kOpenApiStyleType, object.member("style"),
                 {.message = fmt::format("the style {} should be of an array or an object",
                                         reading.text(object, "style")),
                  .found = std::string(name)});
}

}  // namespace holotype::openapi
