// What is around an operation: the servers that answer it, and who may call it.
#include <fmt/format.h>

#include <algorithm>

#include "compare/comparison.h"
#include "diagnostic/rules_compat.h"
#include "http/field.h"
#include "http/message.h"

namespace holotype::compare {
namespace {

namespace rules = diagnostic::rules;
using openapi::Operation;
using openapi::SecurityRequirement;
using openapi::SecurityScheme;
using openapi::SecurityUse;
using openapi::Server;

bool names_host(std::string_view url) { return url.find("://") != url.npos; }

// In the form in which URLs are compared: variables without names, no slash at the end.
std::string form_of_url(std::string_view url) {
  std::string shape;
  bool is_variable = false;
  for (const char c : url) {
    if (!is_variable) shape += c;
    if (c == '{') is_variable = true;
    if (c == '}' && std::exchange(is_variable, false)) shape += c;
  }
  while (shape.ends_with('/')) shape.pop_back();
  const std::size_t begin = shape.find("://");
  if (begin == shape.npos) return shape;
  const std::size_t end = std::min(shape.find('/', begin + 3), shape.size());
  return http::to_lower(shape.substr(0, end)) + shape.substr(end);
}

bool is_alike(const Server& a, const Server& b) {
  if (names_host(a.url) && names_host(b.url)) return form_of_url(a.url) == form_of_url(b.url);
  return a.base_path == b.base_path;  // one that names no host may be any
}

// What a scheme asks for, whatever it is called.
bool is_alike(const SecurityUse& a, const SecurityUse& b) {
  if (a.scheme == nullptr || b.scheme == nullptr) return a.name == b.name;
  if (a.scheme->type != b.scheme->type) return false;
  switch (a.scheme->type) {
    case SecurityScheme::Type::ApiKey:
      return a.scheme->in == b.scheme->in &&
             (a.scheme->in == openapi::In::Header
                  ? http::equal_ignoring_case(a.scheme->parameter_name, b.scheme->parameter_name)
                  : a.scheme->parameter_name == b.scheme->parameter_name);
    case SecurityScheme::Type::Http:
      return a.scheme->http_scheme == b.scheme->http_scheme;
    case SecurityScheme::Type::OAuth2:
    case SecurityScheme::Type::OpenIdConnect:
    case SecurityScheme::Type::MutualTls:
      break;
  }
  return true;
}

// Whether who has what `offered` asks for has what `needed` asks for.
bool is_met_by(const SecurityRequirement& needed, const SecurityRequirement& offered) {
  return std::ranges::all_of(needed.uses, [&offered](const SecurityUse& use) {
    return std::ranges::any_of(offered.uses, [&use](const SecurityUse& one) {
      return is_alike(use, one) && std::ranges::all_of(use.scopes, [&one](const auto& scope) {
               return std::ranges::find(one.scopes, scope) != one.scopes.end();
             });
    });
  });
}

std::string text_of(const SecurityRequirement& requirement) {
  std::string text;
  for (const SecurityUse& use : requirement.uses) {
    text += (text.empty() ? "" : " and ") + use.name;
    if (!use.scopes.empty()) text += fmt::format(" ({})", fmt::join(use.scopes, ", "));
  }
  return text.empty() ? "nothing" : text;
}

std::string text_of(const std::vector<SecurityRequirement>& requirements) {
  std::string text;
  for (const SecurityRequirement& requirement : requirements)
    text += (text.empty() ? "" : " or ") + text_of(requirement);
  return text;
}

Node place_of(const Operation& operation) {
  for (const SecurityRequirement& requirement : operation.security) {
    if (!requirement.uses.empty()) return requirement.uses.front().node;
  }
  const Node list = operation.node.member("security");
  return list ? list : operation.node;
}

}  // namespace

void Comparison::compare_servers() {
  const Node root{newer_.entry, &newer_.entry->root()};
  const Node list = root.member("servers");
  for (const Server& older : older_.servers) {
    if (!older.node) continue;  // none is listed
    const bool is_there = std::ranges::any_of(
        newer_.servers, [&older](const Server& one) { return is_alike(older, one); });
    if (is_there) continue;
    add(rules::kCompatServerChanged, list ? list : root, older.node,
        fmt::format("the server {} is not listed any more, so clients that call it may find nobody",
                    older.url));
  }
}

void Comparison::compare_security(const Operation& before, const Operation& now) {
  if (now.security.empty()) return;
  const auto is_met = [&now](const SecurityRequirement& offered) {
    return std::ranges::any_of(now.security, [&offered](const SecurityRequirement& needed) {
      return is_met_by(needed, offered);
    });
  };
  const bool was_open = before.security.empty() ||
                        std::ranges::any_of(before.security, [](const SecurityRequirement& one) {
                          return one.uses.empty();
                        });
  if (was_open) {
    if (is_met({})) return;
    add(rules::kCompatSecurityAdded, place_of(now), before.node,
        fmt::format("{} asks for {} now, so clients without credentials are refused", now.id,
                    text_of(now.security)),
        diagnostic::Place::Security);
    return;
  }
  for (const SecurityRequirement& older : before.security) {
    if (is_met(older)) continue;
    add(rules::kCompatSecurityTightened, place_of(now), older.uses.front().node,
        fmt::format("{} asks for {} now, so clients that have {} are refused", now.id,
                    text_of(now.security), text_of(older)),
        diagnostic::Place::Security);
  }
}

}  // namespace holotype::compare
