// Only the path of a server's URL matters here: it stands before every path of the description.
//
//     https://{region}.example.com/{base}/   base: v1, or v2      ->  /v1, /v2
//     https://example.com/{base}             base: v1, no enum    ->  /v1, /{base}
//
// Server Variable Object: enum is what limits a variable; one without it may have any value, its
// default being one of them. Where it stands in the path it is a parameter of the path.
//
// Variables may hold any part of the URL, so they are put in place first and the path is found in
// the result. Percent-encoding stays as it is written: routing compares raw text.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "diagnostic/rules_openapi.h"
#include "diagnostic/rules_openapi_forms.h"
#include "json/text.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

constexpr std::size_t kMaxBasePaths = 64;

struct Variable {
  std::string name;
  std::vector<std::string> values;  // the default first
  bool is_limited = false;          // by its enum
};

// The pieces of a URL: literal, variable, literal, variable, ..., literal.
struct Url {
  std::vector<std::string> literals;
  std::vector<std::string> names;
};

Url split(std::string_view url) {
  Url parts;
  for (;;) {
    const std::size_t open = url.find('{');
    const std::size_t close = open == url.npos ? url.npos : url.find('}', open);
    if (close == url.npos) break;
    parts.literals.emplace_back(url.substr(0, open));
    parts.names.emplace_back(url.substr(open + 1, close - open - 1));
    url.remove_prefix(close + 1);
  }
  parts.literals.emplace_back(url);
  return parts;
}

// A value of a variable is a string; a number or boolean in its place says what is meant.
std::optional<std::string> variable_value(const json::Value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_number() || value.is_boolean()) return json::write(value);
  return std::nullopt;
}

Variable read_variable(Reading& reading, const std::string& name, const Node& node) {
  Variable variable{.name = name, .values = {}};
  const auto object = reading.object(node, kServerVariableObject);
  if (!object) return variable;
  const Node given = object->member("default");
  if (given) {
    if (auto value = variable_value(*given.value)) variable.values.push_back(std::move(*value));
  }
  const Node list = reading.member(*object, "enum", json::Type::Array);
  if (!list) return variable;
  variable.is_limited = true;
  std::vector<std::string> values;
  for (const json::Value& element : list.value->elements()) {
    if (auto value = variable_value(element)) values.push_back(std::move(*value));
  }
  if (values.empty()) {
    reading.report(rules::kOpenApiServerVariable, list,
                   {.message = "the enum of a server variable must not be empty"});
  } else if (!variable.values.empty() &&
             std::ranges::find(values, variable.values.front()) == values.end()) {
    reading.report(
        rules::kOpenApiServerVariable, given,
        {.message = fmt::format("the default of the variable {} must be one of its enum", name),
         .found = variable.values.front()});
  }
  for (std::string& value : values) {
    if (std::ranges::find(variable.values, value) == variable.values.end()) {
      variable.values.push_back(std::move(value));
    }
  }
  return variable;
}

std::vector<Variable> read_variables(Reading& reading, const Node& server, const Url& url) {
  std::vector<Variable> variables;
  const Node map = reading.member(server, "variables", json::Type::Object);
  if (map) {
    for (const json::Member& member : map.value->members()) {
      variables.push_back(
          read_variable(reading, std::string(member.name()), {map.file, &member.value}));
    }
  }
  for (const std::string& name : url.names) {
    if (std::ranges::find(variables, name, &Variable::name) != variables.end()) continue;
    reading.report(rules::kOpenApiServerVariable, server.member("url"),
                   {.message = fmt::format("the variable {} of the URL must be defined", name)});
  }
  return variables;
}

// The URL with the chosen value of each variable in place. One that has none stays as written.
std::string put_together(const Url& url, const std::vector<Variable>& variables,
                         const std::vector<std::size_t>& choice) {
  std::string text = url.literals.front();
  for (std::size_t i = 0; i < url.names.size(); ++i) {
    const auto variable = std::ranges::find(variables, url.names[i], &Variable::name);
    if (variable == variables.end() || variable->values.empty()) {
      text += "{" + url.names[i] + "}";
    } else {
      text += variable->values[choice[static_cast<std::size_t>(variable - variables.begin())]];
    }
    text += url.literals[i + 1];
  }
  return text;
}

// Whether a text that a URL begins with goes on in its path.
bool leads_into_path(std::string_view text) {
  const std::size_t authority = text.find("//");
  return authority == text.npos ? text.starts_with('/')
                                : text.find('/', authority + 2) != text.npos;
}

// Lets each variable of the path that no enum limits stand for itself, too.
void open_variables(const Url& url, std::vector<Variable>& variables) {
  std::string text = url.literals.front();
  for (std::size_t i = 0; i < url.names.size(); ++i) {
    const auto variable = std::ranges::find(variables, url.names[i], &Variable::name);
    if (variable == variables.end() || variable->values.empty()) return;
    const std::string& value = variable->values.front();
    const bool is_open = !variable->is_limited && leads_into_path(text) && !value.empty() &&
                         value.find_first_of("/?#:") == value.npos;
    text += value + url.literals[i + 1];
    if (is_open) variable->values.push_back("{" + variable->name + "}");
  }
}

std::vector<std::string> all_base_paths(const Url& url, const std::vector<Variable>& variables) {
  std::vector<std::string> paths;
  std::vector<std::size_t> choice(variables.size(), 0);
  // Counts through the combinations like an odometer; its last wheel turns fastest.
  for (std::size_t tried = 0; tried < 4096 && paths.size() < kMaxBasePaths; ++tried) {
    std::string path = path_of_url(put_together(url, variables, choice));
    if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
    std::size_t wheel = variables.size();
    while (wheel > 0 &&
           ++choice[wheel - 1] >= std::max<std::size_t>(1, variables[wheel - 1].values.size())) {
      choice[--wheel] = 0;
    }
    if (wheel == 0) break;
  }
  return paths;
}

}  // namespace

std::string path_of_url(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::size_t slash = url.find('/');
  if (scheme != url.npos && scheme < slash) {
    const std::size_t path = url.find('/', scheme + 3);
    url = path == url.npos ? std::string_view() : url.substr(path);
  } else if (url.starts_with("//")) {
    const std::size_t path = url.find('/', 2);
    url = path == url.npos ? std::string_view() : url.substr(path);
  }
  // RFC 3986 section 5.2.4: without dot segments, as if the document stood at the root.
  std::vector<std::string_view> segments;
  while (!url.empty()) {
    const std::size_t end = std::min(url.find('/'), url.size());
    const std::string_view segment = url.substr(0, end);
    url.remove_prefix(std::min(end + 1, url.size()));
    if (segment == ".." && !segments.empty()) segments.pop_back();
    if (segment.empty() || segment == "." || segment == "..") continue;
    segments.push_back(segment);
  }
  std::string path;
  for (const std::string_view segment : segments) path += "/" + std::string(segment);
  return path;
}

Server server_at_root() { return {.url = "/", .base_path = "", .base_paths = {""}}; }

std::vector<Server> read_servers(Reading& reading, const Node& list) {
  std::vector<Server> servers;
  if (!list) return servers;
  std::unordered_set<std::string> names;
  for (std::size_t i = 0; i < list.value->size(); ++i) {
    const auto object = reading.object(list.element(i), kServerObject);
    if (!object) continue;
    const std::string name = reading.is_in(k32) ? reading.text(*object, "name") : "";
    if (!name.empty() && !names.insert(name).second) {
      reading.report(rules::kOpenApiServerName, object->member("name"),
                     {.message = "the name of a server must be unique", .found = name});
    }
    const Node text = reading.member(*object, "url", json::Type::String);
    if (!text) continue;
    Server server{.url = std::string(text.value->as_string()), .node = *object};
    const Url url = split(server.url);
    std::vector<Variable> variables = read_variables(reading, *object, url);
    open_variables(url, variables);
    server.base_paths = all_base_paths(url, variables);
    server.base_path = server.base_paths.front();
    servers.push_back(std::move(server));
  }
  return servers;
}

}  // namespace holotype::openapi
