// holotype::MockServer: an API stand-in inside your own process, for C++ tests.
//
//     holotype::MockServer server = holotype::MockServer::load("specs/comp-tasks.yaml");
//     server.start();
//     my_client.create_task(server.url(), ...);
//     EXPECT_EQ(server.received().size(), 1u);
//
// The server answers as the description says, refuses what it forbids, and gives the same bytes
// every time. It needs no network beyond loopback; handle() needs no socket at all.
//
// Threads: handle(), received() and url() are safe from any thread; start() and stop() belong to
// one owner. Failures: load() and start() throw holotype::LoadError with every fault, one line each
// with file:line:column.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holotype {

// Why a description, a fixture or an address cannot be used. what() has a line for each fault.
class LoadError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class MockServer {
 public:
  struct Request {
    std::string method = "GET";
    std::string target = "/";  // path and query, percent-encoded
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
  };

  struct Response {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    // The first header of that name (without case), or "".
    std::string header(std::string_view name) const;
  };

  // One request that was answered. Values of credentials read "(redacted)".
  struct Received {
    Request request;
    std::string operation;  // the operationId; "" where no operation matched
    int status = 0;
    std::string source;                   // "fixture NAME", "example", "generated", "problem"
    std::vector<std::string> violations;  // a line each; empty: the request was valid

    bool is_valid() const { return violations.empty(); }
  };

  struct Options {
    std::vector<std::string> fixtures = {};  // files or folders
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;         // 0: any free port
    bool is_dynamic = false;        // generate answers, whatever examples there are
    bool answers_problems = false;  // refusals are problem documents (RFC 9457)
    std::uint64_t seed = 0;
    bool is_stateful = false;  // what requests create is there afterwards
  };

  // Loads a description from a file.
  static MockServer load(const std::string& path, Options options);
  static MockServer load(const std::string& path) { return load(path, Options()); }
  // Loads a description, YAML or JSON, from a text.
  static MockServer load_text(std::string description, Options options);
  static MockServer load_text(std::string description) {
    return load_text(std::move(description), Options());
  }

  MockServer(MockServer&&) noexcept;
  MockServer& operator=(MockServer&&) noexcept;
  ~MockServer();  // stops

  // Listens on Options::host and port.
  void start();
  void stop();
  // "http://127.0.0.1:54321". Precondition: started; throws std::logic_error otherwise.
  std::string url() const;

  // The answer to a request, without a socket.
  Response handle(const Request& request) const;

  // What was answered so far, the oldest first: the latest 1,000.
  std::vector<Received> received() const;
  void clear_received();

  // The faults of the description that did not keep it from loading, a line each.
  std::vector<std::string> warnings() const;

 private:
  struct State;
  explicit MockServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace holotype
