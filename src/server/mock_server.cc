#include "holotype/mock_server.h"

#include <thread>

#include "diagnostic/diagnostic.h"
#include "http/message.h"
#include "server/service.h"
#include "transport/listener.h"

namespace holotype {
namespace {

std::string lines(const diagnostic::Diagnostics& findings) {
  std::string text;
  for (const diagnostic::Diagnostic& finding : findings)
    text += (text.empty() ? "" : "\n") + to_line(finding);
  return text;
}

server::Settings settings_of(const MockServer::Options& options) {
  server::Settings settings;
  settings.fixture_paths = options.fixtures;
  settings.is_dynamic = options.is_dynamic;
  settings.is_stateful = options.is_stateful;
  settings.answers_problems = options.answers_problems;
  settings.seed = options.seed;
  return settings;
}

std::unique_ptr<server::Service> open(server::Settings settings) {
  auto service = server::Service::open(std::move(settings));
  if (!service) throw LoadError(lines(service.error()));
  return std::move(*service);
}

}  // namespace

struct MockServer::State {
  std::unique_ptr<server::Service> service;
  Options options;
  std::unique_ptr<transport::Listener> listener;  // after the service, which its threads use
};

MockServer::MockServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
MockServer::MockServer(MockServer&&) noexcept = default;
MockServer& MockServer::operator=(MockServer&&) noexcept = default;
MockServer::~MockServer() = default;

MockServer MockServer::load(const std::string& path, Options options) {
  server::Settings settings = settings_of(options);
  settings.description_path = path;
  auto state = std::make_unique<State>();
  state->service = open(std::move(settings));
  state->options = std::move(options);
  return MockServer(std::move(state));
}

MockServer MockServer::load_text(std::string description, Options options) {
  server::Settings settings = settings_of(options);
  settings.description_text = std::move(description);
  auto state = std::make_unique<State>();
  state->service = open(std::move(settings));
  state->options = std::move(options);
  return MockServer(std::move(state));
}

void MockServer::start() {
  if (state_->listener != nullptr) return;
  transport::Listener::Options options;
  options.host = state_->options.host;
  options.port = state_->options.port;
  options.threads = 4;  // a test has few clients
  const server::Service* service = state_->service.get();
  auto listener = transport::Listener::start(
      std::move(options),
      [service](const http::Request& request) {
        engine::Handled handled = service->handle(request);
        return transport::Outgoing(std::move(handled.response), handled.delivery);
      },
      [service](const transport::Fault& fault) { return service->refuse(fault); });
  if (!listener) throw LoadError(listener.error().to_string());
  state_->listener = std::move(*listener);
}

void MockServer::stop() { state_->listener.reset(); }

std::string MockServer::url() const {
  if (state_->listener == nullptr)
    throw std::logic_error("The server has no URL until start() was called.");
  return state_->listener->url();
}

std::string MockServer::Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (http::equal_ignoring_case(key, name)) return value;
  }
  return {};
}

MockServer::Response MockServer::handle(const Request& request) const {
  http::Request raw;
  raw.method = request.method;
  raw.raw_target = request.target;
  for (const auto& [name, value] : request.headers) raw.headers.add(name, value);
  raw.body = request.body;
  const http::Response answer = state_->service->handle(raw).response;
  Response response;
  response.status = answer.status;
  for (const http::Header& header : answer.headers)
    response.headers.emplace_back(header.name, header.value);
  response.body = answer.body;
  return response;
}

std::vector<MockServer::Received> MockServer::received() const {
  std::vector<Received> all;
  for (const auto& exchange : state_->service->journal().exchanges()) {
    Received received;
    received.request.method = exchange->request.method;
    received.request.target = exchange->request.raw_target;
    received.request.body = exchange->request.body;
    for (const http::Header& header : exchange->request.headers) {
      received.request.headers.emplace_back(header.name, header.value);
    }
    received.operation = exchange->operation_id;
    received.status = exchange->status;
    received.source = exchange->source;
    for (const diagnostic::Diagnostic& finding : exchange->findings) {
      if (finding.rule->severity == diagnostic::Severity::Error)
        received.violations.push_back(to_line(finding));
    }
    all.push_back(std::move(received));
  }
  return all;
}

void MockServer::clear_received() { state_->service->journal().clear(); }

std::vector<std::string> MockServer::warnings() const {
  std::vector<std::string> lines;
  for (const diagnostic::Diagnostic& finding : state_->service->findings())
    lines.push_back(to_line(finding));
  return lines;
}

}  // namespace holotype
