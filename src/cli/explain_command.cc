#include "cli/explain_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/result.h"
#include "cli/cli.h"
#include "cli/console.h"
#include "document/named_file.h"
#include "http/field.h"
#include "http/target.h"
#include "json/text.h"
#include "server/explain.h"
#include "server/service.h"

namespace holotype::cli {
namespace {

// The bytes that curl would send for one -d: TEXT, or of @FILE what it holds, "-" being stdin.
// `keeps_lines` is what sets --data-binary apart from -d, which drops line ends.
Result<std::string, std::string> data_of(const std::string& argument, bool keeps_lines) {
  if (!argument.starts_with('@')) return argument;
  const std::string path = argument.substr(1);
  auto bytes = path == "-" ? document::read_standard_input() : document::read_named_file(path);
  if (!bytes) return tl::unexpected(fmt::format("@{}: {}.", path, bytes.error().message));
  if (!keeps_lines) std::erase_if(*bytes, [](char c) { return c == '\r' || c == '\n'; });
  return *std::move(bytes);
}

// Appends the data of each argument to the body as curl does.
std::optional<std::string> add_data(const std::vector<std::string>& arguments, bool keeps_lines,
                                    std::string_view separator, http::Request& request) {
  for (const std::string& argument : arguments) {
    auto bytes = data_of(argument, keeps_lines);
    if (!bytes) return std::move(bytes.error());
    if (!request.body.empty()) request.body += separator;
    request.body += *bytes;
  }
  return std::nullopt;
}

std::optional<std::string> add_headers(const ExplainArguments& arguments, http::Request& request) {
  for (const std::string& line : arguments.headers) {
    const std::size_t colon = line.find(':');
    const std::string_view name = std::string_view(line).substr(0, colon);
    if (colon == std::string::npos || !http::is_token(name))
      return fmt::format("-H takes 'Name: value', not {}.", json::quote(line));
    std::string_view value = std::string_view(line).substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    while (value.ends_with(' ')) value.remove_suffix(1);
    request.headers.add(std::string(name), std::string(value));
  }
  const auto add = [&request](std::string_view name, std::string_view value) {
    if (!request.headers.contains(name)) request.headers.add(std::string(name), std::string(value));
  };
  const bool is_json = !arguments.json.empty();
  if (is_json) {
    add("Content-Type", "application/json");
    add("Accept", "application/json");
  }
  const bool has_data = !arguments.data.empty() || !arguments.binary_data.empty();
  if (has_data) add("Content-Type", "application/x-www-form-urlencoded");
  add("Accept", "*/*");
  return std::nullopt;
}

Result<http::Request, std::string> request_of(const ExplainArguments& arguments) {
  http::Request request;
  request.method = arguments.method;
  const auto target = http::parse_target(arguments.target);
  if (!target)
    return tl::unexpected(fmt::format("{} is no target such as /v1/tasks?limit=2: {}",
                                      json::quote(arguments.target), target.error().reason));
  const auto is_sent = [](char c) { return c > 0x20 && c < 0x7F; };
  if (const auto odd = std::ranges::find_if_not(arguments.target, is_sent);
      odd != arguments.target.end()) {
    return tl::unexpected(
        fmt::format("{} would be refused: it holds the byte 0x{:02X} at offset {}, which must be "
                    "percent-encoded (RFC 3986 section 2.1).",
                    json::quote(arguments.target), static_cast<unsigned char>(*odd),
                    odd - arguments.target.begin()));
  }
  request.raw_target = target->path;
  if (target->query) request.raw_target += "?" + std::string(*target->query);
  if (!http::is_token(request.method))
    return tl::unexpected(fmt::format("{} is no method.", json::quote(request.method)));
  request.headers.add("Host",
                      target->authority.empty() ? "localhost" : std::string(target->authority));
  auto problem = add_data(arguments.data, false, "&", request);
  if (!problem) problem = add_data(arguments.binary_data, true, "&", request);
  if (!problem) problem = add_data(arguments.json, true, "", request);
  if (!problem) problem = add_headers(arguments, request);
  if (problem) return tl::unexpected(std::move(*problem));
  return request;
}

// What a user of curl trips over: -d alone sends a form, whatever it holds.
void hint_at_json(const ExplainArguments& arguments, const server::Explanation& told) {
  const bool is_form =
      told.request.headers.contains("Content-Type") && !arguments.data.empty() &&
      std::ranges::none_of(arguments.headers, [](const std::string& line) {
        return http::equal_ignoring_case(line.substr(0, line.find(':')), "Content-Type");
      });
  if (!is_form || told.verdict != diagnostic::Verdict::UnsupportedMediaType) return;
  print_error(
      "-d sends application/x-www-form-urlencoded, as curl does; write --json in its place, or add "
      "-H 'Content-Type: application/json'.");
}

}  // namespace

int explain(const ExplainArguments& arguments) {
  const auto request = request_of(arguments);
  if (!request) {
    print_error(request.error());
    return kUsage;
  }
  const auto service = server::Service::open(served_settings(arguments));
  if (!service) {
    print_findings(service.error());
    print_error(fmt::format("{} cannot be served: {}.", fmt::join(arguments.descriptions, " "),
                            summary(service.error())));
    return kUsage;
  }
  print_broken_files(*(*service)->description());
  const server::Explanation told = server::explain(**service, *request);
  if (arguments.format == ExplainFormat::Json) {
    json::Arena arena;
    print_out(json::write(server::to_json(told, arena), json::Style::Pretty));
  } else {
    print_out(server::to_text(told));
    hint_at_json(arguments, told);
  }
  return told.is_valid() ? kFine : kFindings;
}

}  // namespace holotype::cli
