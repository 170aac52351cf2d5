#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "diagnostic/rules_openapi.h"
#include "diagnostic/rules_openapi_forms.h"
#include "diagnostic/rules_request.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// Which fields each type of scheme must have.
struct TypeRow {
  std::string_view name;
  Versions versions;
  SecurityScheme::Type type;
  std::string_view required[2];
};
constexpr TypeRow kTypes[] = {
    {"basic", k20, SecurityScheme::Type::Http, {}},
    {"apiKey", kAllVersions, SecurityScheme::Type::ApiKey, {"name", "in"}},
    {"http", kFrom30, SecurityScheme::Type::Http, {"scheme", ""}},
    {"mutualTLS", kFrom31, SecurityScheme::Type::MutualTls, {}},
    {"oauth2", k20, SecurityScheme::Type::OAuth2, {"flow", "scopes"}},
    {"oauth2", kFrom30, SecurityScheme::Type::OAuth2, {"flows", ""}},
    {"openIdConnect", kFrom30, SecurityScheme::Type::OpenIdConnect, {"openIdConnectUrl", ""}},
};

const TypeRow* read_type(Reading& reading, const Node& object) {
  const Node type = reading.member(object, "type", json::Type::String);
  if (!type) return nullptr;
  std::string names;
  for (const TypeRow& row : kTypes) {
    if (!reading.is_in(row.versions)) continue;
    if (row.name == type.value->as_string()) return &row;
    names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  reading.report(rules::kOpenApiInvalidValue, type,
                 {.message = "the type of a Security Scheme Object must be one of " + names,
                  .found = std::string(type.value->as_string())});
  return nullptr;
}

// Where an API key travels; false where the field says nothing that can be understood.
bool read_key(Reading& reading, const Node& object, SecurityScheme& scheme) {
  scheme.parameter_name = reading.text(object, "name");
  const Node in = reading.member(object, "in", json::Type::String);
  if (!in || scheme.parameter_name.empty()) return false;
  const std::string_view text = in.value->as_string();
  const bool takes_cookies = !reading.is_swagger();
  if (text == "header") {
    scheme.in = In::Header;
    check_header_name(reading, object.member("name"), scheme.parameter_name);
  } else if (text == "query") {
    scheme.in = In::Query;
  } else if (text == "cookie" && takes_cookies) {
    scheme.in = In::Cookie;
  } else {
    reading.report(rules::kOpenApiInvalidValue, in,
                   {.message = fmt::format("in of an API key must be one of header, query{}",
                                           takes_cookies ? ", cookie" : ""),
                    .found = std::string(text)});
    return false;
  }
  return true;
}

void check_flows(Reading& reading, const Node& flows) {
  const auto object = reading.object(flows, kOAuthFlowsObject);
  if (!object) return;
  for (const json::Member& member : object->value->members()) {
    if (kOAuthFlowsObject.find(member.name()) == nullptr) continue;
    const auto flow = reading.object({object->file, &member.value}, kOAuthFlowObject);
    if (flow) check_flow(reading, member.name(), *flow);
  }
}

std::unique_ptr<SecurityScheme> read_scheme(Reading& reading, std::string_view name,
                                            const Node& node) {
  const auto object = reading.object(node, kSecuritySchemeObject);
  const TypeRow* row = object ? read_type(reading, *object) : nullptr;
  if (row == nullptr) return nullptr;
  for (const std::string_view field : row->required) {
    if (field.empty() || object->member(field)) continue;
    reading.report(rules::kOpenApiMissingField, *object,
                   {.message = fmt::format("a Security Scheme Object of type {} must have the "
                                           "field {}",
                                           row->name, field)});
  }
  auto scheme = std::make_unique<SecurityScheme>();
  scheme->name = name;
  scheme->type = row->type;
  scheme->node = *object;
  scheme->bearer_format = reading.text(*object, "bearerFormat");
  if (row->type == SecurityScheme::Type::ApiKey && !read_key(reading, *object, *scheme)) {
    return nullptr;
  }
  if (row->type == SecurityScheme::Type::Http) {
    scheme->http_scheme = reading.is_swagger() ? "basic" : reading.text(*object, "scheme");
    std::ranges::transform(scheme->http_scheme, scheme->http_scheme.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (scheme->http_scheme.empty()) return nullptr;
  }
  if (const Node flows = object->member("flows")) check_flows(reading, flows);
  return scheme;
}

// The scopes of every flow of an OAuth 2 scheme; nullopt where the flows cannot be told.
std::optional<std::vector<std::string_view>> defined_scopes(const Reading& reading,
                                                            const SecurityScheme& scheme) {
  std::vector<std::string_view> scopes;
  const auto add = [&](const Node& flow) {
    const Node map = reading.member(flow, "scopes", json::Type::Object);
    if (!map) return false;
    for (const json::Member& member : map.value->members()) scopes.push_back(member.name());
    return true;
  };
  if (reading.is_swagger()) {
    if (!add(scheme.node)) return std::nullopt;
    return scopes;
  }
  const Node flows = reading.member(scheme.node, "flows", json::Type::Object);
  if (!flows || flows.value->size() == 0) return std::nullopt;
  for (const json::Member& member : flows.value->members()) {
    if (member.name().starts_with("x-")) continue;
    if (!add({flows.file, &member.value})) return std::nullopt;
  }
  return scopes;
}

void check_scopes(Reading& reading, const SecurityUse& use) {
  if (use.scheme == nullptr) return;
  const bool has_scopes = use.scheme->type == SecurityScheme::Type::OAuth2 ||
                          use.scheme->type == SecurityScheme::Type::OpenIdConnect;
  // From 3.1 on they are roles where they are no scopes.
  if (!has_scopes && !use.scopes.empty() && reading.is_in(k20 | k30)) {
    reading.report(
        rules::kOpenApiScopesMisplaced, use.node,
        {.message = fmt::format("the scheme {} has no scopes: its list must be empty", use.name),
         .found = use.scopes.front()});
  }
  if (use.scheme->type != SecurityScheme::Type::OAuth2) return;
  const auto defined = defined_scopes(reading, *use.scheme);
  if (!defined) return;
  for (const std::string& scope : use.scopes) {
    if (std::ranges::find(*defined, scope) != defined->end()) continue;
    const std::string_view meant = diagnostic::nearest(scope, *defined);
    reading.report(
        rules::kOpenApiScopeUndefined, use.node,
        {.message = fmt::format("a scope of {} must be one that its flows define", use.name),
         .found = scope,
         .fix = meant.empty() ? "" : fmt::format("did you mean {}?", meant)});
  }
}

// OpenAPI 3.2.0, Security Requirement Object: a name that is none of the components' is a
// URI-reference to a Security Scheme Object.
const SecurityScheme* find_scheme(Reading& reading, const Node& requirement,
                                  const std::string& name) {
  const SecurityScheme* known = reading.security_scheme(name);
  if (known != nullptr || !reading.is_in(k32)) return known;
  const auto target = reading.resolve(requirement, name);
  if (!target) return nullptr;
  auto scheme = read_scheme(reading, name, *target);
  if (scheme == nullptr) return nullptr;
  known = scheme.get();
  reading.add_security_scheme(std::move(scheme));
  return known;
}

SecurityUse read_use(Reading& reading, const Node& requirement, const json::Member& member) {
  SecurityUse use{.name = std::string(member.name()),
                  .scheme = find_scheme(reading, requirement, std::string(member.name())),
                  .scopes = {},
                  .node = {requirement.file, &member.value}};
  if (member.value.is_array()) {
    use.scopes = reading.texts(requirement, member.name());
  } else {
    reading.report(rules::kOpenApiWrongType, use.node,
                   {.message = "the scopes of a security requirement must be an array"});
  }
  if (use.scheme == nullptr) {
    reading.report_name(rules::kOpenApiSecurityUndefined, requirement, member,
                        {.message = "a security requirement must name a scheme that is defined",
                         .found = use.name});
    reading.leave_unchecked(
        rules::kSecurityUnchecked, use.node,
        fmt::format("credentials for {} are not checked: no such security scheme is defined",
                    use.name));
  }
  check_scopes(reading, use);
  return use;
}

}  // namespace

std::vector<std::unique_ptr<SecurityScheme>> read_security_schemes(Reading& reading,
                                                                   const Node& map) {
  std::vector<std::unique_ptr<SecurityScheme>> schemes;
  if (!map) return schemes;
  for (const json::Member& member : map.value->members()) {
    auto scheme = read_scheme(reading, member.name(), {map.file, &member.value});
    if (scheme != nullptr) schemes.push_back(std::move(scheme));
  }
  return schemes;
}

std::vector<SecurityRequirement> read_security(Reading& reading, const Node& list) {
  std::vector<SecurityRequirement> requirements;
  if (!list) return requirements;
  for (std::size_t i = 0; i < list.value->size(); ++i) {
    const Node node = list.element(i);
    if (!node.value->is_object()) {
      reading.report(rules::kOpenApiWrongType, node,
                     {.message = "a Security Requirement Object must be an object"});
      reading.leave_unchecked(rules::kSecurityUnchecked, node,
                              "a security requirement is not checked: it is no object");
      continue;
    }
    SecurityRequirement requirement;
    for (const json::Member& member : node.value->members()) {
      requirement.uses.push_back(read_use(reading, node, member));
    }
    requirements.push_back(std::move(requirement));
  }
  return requirements;
}

}  // namespace holotype::openapi
