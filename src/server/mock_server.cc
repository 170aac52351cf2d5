#include "holotype/mock_server.h"

#include <thread>

#include "admin/access.h"
#include "diagnostic/diagnostic.h"
#include "server/mock_state.h"
#include "server/service.h"
#include "session/address.h"
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
  settings.access.token = options.admin_token;
  settings.sessions.max_sessions = options.max_sessions;
  return settings;
}

// Before anything is asked of the server: handle() needs no start(), and a token that no request
// can carry would refuse the server's own questions.
std::unique_ptr<server::Service> open(const MockServer::Options& options,
                                      server::Settings settings) {
  if (const auto why = admin::why_unsafe(settings.access, options.host)) throw LoadError(*why);
  auto service = server::Service::open(std::move(settings));
  if (!service) throw LoadError(lines(service.error()));
  return std::move(*service);
}

}  // namespace

MockServer::MockServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
MockServer::MockServer(MockServer&&) noexcept = default;
MockServer& MockServer::operator=(MockServer&&) noexcept = default;
MockServer::~MockServer() = default;

MockServer MockServer::load(const std::string& path, Options options) {
  if (path.empty()) throw LoadError("A description cannot be read: its path is empty.");
  server::Settings settings = settings_of(options);
  settings.description_path = path;
  auto state = std::make_unique<State>();
  state->service = open(options, std::move(settings));
  state->options = std::move(options);
  return MockServer(std::move(state));
}

MockServer MockServer::load_text(std::string description, Options options) {
  server::Settings settings = settings_of(options);
  settings.description_text = std::move(description);
  auto state = std::make_unique<State>();
  state->service = open(options, std::move(settings));
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

std::string MockServer::url() const { return state_->url(); }

MockServer::Session MockServer::session(const std::string& name) const {
  if (!session::is_valid_name(name))
    throw std::invalid_argument(
        "A session's name has 1 to 64 letters, digits, \".\", \"_\" and "
        "\"-\" and begins with a letter or digit; found \"" +
        name + "\".");
  auto world = state_->service->sessions().get(name);
  if (!world) {
    throw std::runtime_error("There is no place for the session " + name + ": all " +
                             std::to_string(state_->options.max_sessions) +
                             " are in use (Options::max_sessions).");
  }
  return {state_.get(), name, *std::move(world)};
}

MockServer::Session MockServer::default_session() const {
  return {state_.get(), std::string(session::kDefaultName), nullptr};
}

std::vector<std::string> MockServer::warnings() const {
  std::vector<std::string> lines;
  const diagnostic::Diagnostics findings = state_->service->findings();
  for (const diagnostic::Diagnostic& finding : findings) lines.push_back(to_line(finding));
  return lines;
}

}  // namespace holotype
