#include "holotype/description.h"

#include <fmt/format.h>

#include "contract/contract.h"
#include "diagnostic/diagnostic.h"
#include "holotype/mock_server.h"
#include "server/loaded.h"
#include "server/message.h"

namespace holotype {

struct Description::State {
  std::shared_ptr<const server::Loaded> loaded;
};

namespace {

void add_lines(const diagnostic::Diagnostics& findings, std::vector<std::string>& lines) {
  for (const diagnostic::Diagnostic& finding : findings) lines.push_back(to_line(finding));
}

void add_errors(const diagnostic::Diagnostics& findings, std::vector<std::string>& lines) {
  for (const diagnostic::Diagnostic& finding : findings) {
    if (finding.rule->severity == diagnostic::Severity::Error) lines.push_back(to_line(finding));
  }
}

std::shared_ptr<const server::Loaded> open(server::Settings settings) {
  auto loaded = server::load(settings).loaded;
  if (loaded) return std::move(*loaded);
  std::string text;
  for (const diagnostic::Diagnostic& finding : loaded.error())
    text += (text.empty() ? "" : "\n") + to_line(finding);
  throw LoadError(text);
}

}  // namespace

Description::Description(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Description Description::load(const std::string& path) {
  server::Settings settings;
  settings.description_path = path;
  return Description(std::make_shared<const State>(State{open(std::move(settings))}));
}

Description Description::load_text(std::string description) {
  server::Settings settings;
  settings.description_text = std::move(description);
  return Description(std::make_shared<const State>(State{open(std::move(settings))}));
}

Description::Findings Description::check(const Exchange& exchange) const {
  json::Arena arena;
  const http::Request request = server::to_http(exchange.request);
  const contract::Contract& contract = *state_->loaded->contract;
  const contract::Checked checked = contract.check_request(request, arena);
  Findings found;
  if (checked.contract == nullptr) {
    add_errors(checked.findings, found.violations);
    return found;
  }
  const contract::CheckedResponse response = contract.check_response(
      *checked.contract, request.method, server::to_http(exchange.response), arena);
  add_errors(response.findings, found.violations);
  add_lines(response.unchecked, found.unchecked);
  return found;
}

Description::Findings Description::check(std::string_view operation,
                                         const Response& response) const {
  json::Arena arena;
  const contract::Contract& contract = *state_->loaded->contract;
  const openapi::Operation* described = contract.description().find(operation);
  Findings found;
  if (described == nullptr) {
    std::vector<std::string_view> ids;
    for (const openapi::Operation& known : contract.description().operations)
      ids.push_back(known.id);
    const std::string_view nearest = diagnostic::nearest(operation, ids);
    found.violations.push_back(
        fmt::format("the description has no operation {}{}", operation,
                    nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest)));
    return found;
  }
  const contract::CheckedResponse checked = contract.check_response(
      *contract.find(*described), described->method, server::to_http(response), arena);
  add_errors(checked.findings, found.violations);
  add_lines(checked.unchecked, found.unchecked);
  return found;
}

Description::Findings Description::check(const Request& request) const {
  json::Arena arena;
  const http::Request raw = server::to_http(request);
  const contract::Checked checked = state_->loaded->contract->check_request(raw, arena);
  Findings found;
  add_errors(checked.findings, found.violations);
  add_lines(checked.unchecked, found.unchecked);
  return found;
}

std::vector<std::string> Description::warnings() const {
  std::vector<std::string> lines;
  add_lines(state_->loaded->findings(), lines);
  return lines;
}

}  // namespace holotype
