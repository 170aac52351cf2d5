// Strings of the object model that must have a form: URLs, an email address, the names of
// components, runtime expressions. What their types are says fields.cc.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi_forms.h"
#include "formats/format.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

struct Form {
  const ObjectKind* kind;
  std::string_view field;
  std::string_view format;  // of formats::find()
  std::string_view words;
};

constexpr std::string_view kUri = "uri-reference";
constexpr std::string_view kUriWords = "a URI";

// OpenAPI 3.1.1: "MUST be in the form of a URI"; relative references are allowed (section 4.6).
constexpr Form kForms[] = {
    {&kInfoObject, "termsOfService", kUri, kUriWords},
    {&kContactObject, "url", kUri, kUriWords},
    {&kContactObject, "email", "email", "an email address"},
    {&kLicenseObject, "url", kUri, kUriWords},
    {&kExternalDocumentationObject, "url", kUri, kUriWords},
    {&kDescriptionObject, "jsonSchemaDialect", "uri", "an absolute URI"},
    {&kDescriptionObject, "$self", kUri, kUriWords},
    {&kSecuritySchemeObject, "openIdConnectUrl", kUri, kUriWords},
    {&kSecuritySchemeObject, "authorizationUrl", kUri, kUriWords},
    {&kSecuritySchemeObject, "tokenUrl", kUri, kUriWords},
    {&kOAuthFlowObject, "authorizationUrl", kUri, kUriWords},
    {&kOAuthFlowObject, "deviceAuthorizationUrl", kUri, kUriWords},
    {&kOAuthFlowObject, "tokenUrl", kUri, kUriWords},
    {&kOAuthFlowObject, "refreshUrl", kUri, kUriWords},
    {&kExampleObject, "externalValue", kUri, kUriWords},
};

// Fields of one object that exclude each other.
struct Exclusion {
  const ObjectKind* kind;
  std::string_view one;
  std::string_view other;
};
constexpr Exclusion kExclusions[] = {
    {&kLicenseObject, "identifier", "url"},
    {&kLinkObject, "operationId", "operationRef"},
    {&kMediaTypeObject, "encoding", "prefixEncoding"},
    {&kMediaTypeObject, "encoding", "itemEncoding"},
};

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const bool is_alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_source(std::string_view text) {
  if (text.starts_with("header.")) return is_token(text.substr(7));
  if (text.starts_with("query.")) return text.size() > 6;
  if (text.starts_with("path.")) return text.size() > 5;
  if (text == "body") return true;
  if (!text.starts_with("body#")) return false;
  const formats::Format* pointer = formats::find("json-pointer");
  return pointer != nullptr && pointer->predicate(text.substr(5));
}

}  // namespace

// Spec: OpenAPI 3.1.1 "Runtime Expressions", its ABNF.
bool is_runtime_expression(std::string_view text) {
  if (text == "$url" || text == "$method" || text == "$statusCode") return true;
  if (text.starts_with("$request.")) return is_source(text.substr(9));
  return text.starts_with("$response.") && is_source(text.substr(10));
}

void check_forms(Reading& reading, const Node& object, const ObjectKind& kind) {
  for (const Form& form : kForms) {
    if (form.kind != &kind) continue;
    const Node value = object.member(form.field);
    if (!value || !value.value->is_string()) continue;
    const formats::Format* format = formats::find(form.format);
    if (format == nullptr || format->predicate(value.value->as_string())) continue;
    reading.report(rules::kOpenApiFormMalformed, value,
                   {.message = fmt::format("{} must be {}", form.field, form.words),
                    .found = std::string(value.value->as_string())});
  }
  for (const Exclusion& exclusion : kExclusions) {
    if (exclusion.kind != &kind || !object.member(exclusion.one)) continue;
    const Node other = object.member(exclusion.other);
    if (!other) continue;
    reading.report(
        rules::kOpenApiFieldsExclusive, other,
        {.message = fmt::format("{} and {} exclude each other", exclusion.one, exclusion.other)});
  }
}

void check_expressions(Reading& reading, const Node& where, std::string_view text) {
  const auto check = [&](std::string_view expression) {
    if (is_runtime_expression(expression)) return;
    reading.report(rules::kOpenApiExpressionMalformed, where,
                   {.message = "a runtime expression must be $url, $method, $statusCode, or "
                               "$request or $response with header.NAME, query.NAME, path.NAME, "
                               "body or body#/POINTER",
                    .found = std::string(expression)});
  };
  const bool is_whole = text.starts_with("$request") || text.starts_with("$response");
  if (is_whole) return check(text);
  for (std::size_t at = text.find("{$"); at != std::string_view::npos; at = text.find("{$", at)) {
    const std::size_t end = text.find('}', at);
    check(text.substr(at + 1, std::min(end, text.size()) - at - 1));
    if (end == std::string_view::npos) return;
    at = end;
  }
}

// OpenAPI 3.1.1 "Components Object": ^[a-zA-Z0-9\.\-_]+$
void check_component_names(Reading& reading, const Node& components) {
  for (const json::Member& group : components.value->members()) {
    if (group.name().starts_with("x-") || !group.value.is_object()) continue;
    for (const json::Member& member : group.value.members()) {
      const bool is_proper =
          !member.name().empty() && std::ranges::all_of(member.name(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '.' || c == '-' || c == '_';
          });
      if (is_proper) continue;
      reading.report_name(rules::kOpenApiComponentName, {components.file, &group.value}, member,
                          {.message = "the name of a component must be made of letters, digits, "
                                      "\".\", \"-\" and \"_\"",
                           .found = std::string(member.name())});
    }
  }
}

// OpenAPI 3.2.0 "Tag Object": parent names another tag, and leads in no circle.
void check_tag_parents(Reading& reading, const std::vector<Node>& tags) {
  const auto find = [&](std::string_view name) {
    return std::ranges::find_if(tags, [&](const Node& tag) {
      const Node own = tag.member("name");
      return own && own.value->is_string() && own.value->as_string() == name;
    });
  };
  for (const Node& tag : tags) {
    const Node parent = reading.member(tag, "parent", json::Type::String);
    if (!parent) continue;
    std::size_t steps = 0;
    for (Node at = parent; at; ++steps) {
      const auto next = find(at.value->as_string());
      const bool is_lost = next == tags.end();
      if (is_lost || steps > tags.size()) {
        // Of a chain, the tag whose own parent is missing reports it.
        if (is_lost && steps > 0) break;
        reading.report(rules::kOpenApiTagParent, parent,
                       {.message = is_lost ? "the parent of a tag must be the name of a tag"
                                           : "the parents of a tag must not lead in a circle",
                        .found = std::string(parent.value->as_string())});
        break;
      }
      at = reading.member(*next, "parent", json::Type::String);
    }
  }
}

}  // namespace holotype::openapi
