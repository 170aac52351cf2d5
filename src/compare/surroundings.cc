// What is around an operation: the servers that answer it, and who may call it.
#include <fmt/format.h>

#include <algorithm>

#include "compare/comparison.h"
#include "diagnostic/rules_compat.h"
#include "http/field.h"
#include "http/message.h"
#include "json/text.h"

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

const json::Value* list_of(const std::vector<Server>& servers) {
  return servers.empty() ? nullptr : servers.front().node.value;
}

struct Variable {
  std::string name;
  std::vector<std::string> values;  // its enum; the default where that is missing
  bool is_free = true;              // it has no enum
  Node node;
};

std::string text_of(const json::Value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::write(value);
}

// In the order of the URL. One that is not defined is free.
std::vector<Variable> variables_of(const Server& server) {
  std::vector<Variable> variables;
  std::string_view url = server.url;
  for (std::size_t open = url.find('{'); open != url.npos; open = url.find('{')) {
    const std::size_t close = url.find('}', open);
    if (close == url.npos) break;
    Variable& variable = variables.emplace_back();
    variable.name = url.substr(open + 1, close - open - 1);
    variable.node = server.node.member("variables").member(variable.name);
    const Node list = variable.node.member("enum");
    const Node given = variable.node.member("default");
    variable.is_free = !list || !list.value->is_array();
    if (variable.is_free) {
      if (given) variable.values.push_back(text_of(*given.value));
    } else {
      for (const json::Value& value : list.value->elements())
        variable.values.push_back(text_of(value));
    }
    url.remove_prefix(close + 1);
  }
  return variables;
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
  compare_servers(older_.servers, newer_.servers, list ? list : root);
}

// Those of an operation, where it or its path lists any. A list that several operations share is
// told of once.
void Comparison::compare_servers(const Operation& before, const Operation& now) {
  const bool are_of_root = list_of(before.servers) == list_of(older_.servers) &&
                           list_of(now.servers) == list_of(newer_.servers);
  if (are_of_root) return;
  Node place = now.node.member("servers");
  if (!place) place = now.path_item.member("servers");
  if (!place) place = now.node;
  compare_servers(before.servers, now.servers, place);
}

void Comparison::compare_servers(const std::vector<Server>& before, const std::vector<Server>& now,
                                 const Node& place) {
  if (!compared_servers_.insert({list_of(before), list_of(now)}).second) return;
  for (const Server& older : before) {
    if (!older.node) continue;  // none is listed
    std::vector<const Server*> alike;
    for (const Server& one : now) {
      if (is_alike(older, one)) alike.push_back(&one);
    }
    if (alike.empty()) {
      add(rules::kCompatServerChanged, place, older.node,
          fmt::format(
              "the server {} is not listed any more, so clients that call it may find nobody",
              older.url));
    } else {
      compare_variables(older, alike);
    }
  }
}

// The values of a server's variables, which are told apart by where they stand in the URL.
void Comparison::compare_variables(const Server& before, const std::vector<const Server*>& now) {
  const std::vector<Variable> variables = variables_of(before);
  for (std::size_t i = 0; i < variables.size(); ++i) {
    for (const std::string& value : variables[i].values) {
      const auto has_it = [&](const Server* one) {
        const std::vector<Variable> its = variables_of(*one);
        return i >= its.size() || its[i].is_free ||
               std::ranges::find(its[i].values, value) != its[i].values.end();
      };
      if (std::ranges::any_of(now, has_it)) continue;
      add(rules::kCompatServerChanged, now.front()->node, variables[i].node,
          fmt::format("{} is not a value of {} in the server {} any more, so clients that call it "
                      "there may find nobody",
                      value, variables[i].name, before.url));
    }
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
