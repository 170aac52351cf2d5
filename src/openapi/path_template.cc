// Path templates: /tasks/{taskId}/files/{name}.json. A name is anything but braces; a brace that
// has no partner, and "{}", are faults, and stand for themselves.
#include <fmt/format.h>

#include <algorithm>

#include "diagnostic/rules_openapi.h"
#include "openapi/readers.h"

namespace holotype::openapi {
namespace {

namespace rules = diagnostic::rules;

// The next template expression of `path` from `begin` on: where its braces are.
struct Expression {
  std::size_t open = std::string_view::npos;
  std::size_t close = std::string_view::npos;
  explicit operator bool() const { return close != std::string_view::npos; }
};

Expression next_expression(std::string_view path, std::size_t begin) {
  for (;;) {
    const std::size_t open = path.find('{', begin);
    if (open == path.npos) return {};
    const std::size_t brace = path.find_first_of("{}", open + 1);
    if (brace == path.npos) return {};
    if (path[brace] == '}' && brace > open + 1) return {open, brace};
    begin = path[brace] == '{' ? brace : brace + 1;
  }
}

}  // namespace

std::vector<std::string> template_names(std::string_view path) {
  std::vector<std::string> names;
  for (auto found = next_expression(path, 0); found;
       found = next_expression(path, found.close + 1)) {
    names.emplace_back(path.substr(found.open + 1, found.close - found.open - 1));
  }
  return names;
}

std::string template_shape(std::string_view path) {
  std::string shape;
  std::size_t begin = 0;
  for (auto found = next_expression(path, 0); found;
       found = next_expression(path, found.close + 1)) {
    shape += path.substr(begin, found.open - begin);
    shape += "{}";
    begin = found.close + 1;
  }
  return shape += path.substr(begin);
}

std::vector<std::string> check_path_template(Reading& reading, const Node& paths,
                                             const json::Member& member) {
  const std::string_view path = member.name();
  std::vector<std::string> names = template_names(path);
  const auto braces = static_cast<std::size_t>(
      std::ranges::count_if(path, [](char c) { return c == '{' || c == '}'; }));
  if (braces != 2 * names.size()) {
    reading.report_name(rules::kOpenApiPathMalformed, paths, member,
                        {.message = "a template expression in a path must be a name between braces",
                         .found = std::string(path)});
  }
  if (path.find_first_of("?#") != path.npos) {
    reading.report_name(
        rules::kOpenApiPathQuery, paths, member,
        {.message = "a path should have no query and no fragment", .found = std::string(path)});
  }
  for (auto name = names.begin(); name != names.end();) {
    if (std::find(names.begin(), name, *name) == name) {
      ++name;
      continue;
    }
    reading.report_name(rules::kOpenApiPathParameterRepeated, paths, member,
                        {.message = fmt::format(
                             "the template expression {{{}}} must occur once in the path", *name)});
    name = names.erase(name);
  }
  return names;
}

}  // namespace holotype::openapi
