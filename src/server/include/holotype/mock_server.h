// holotype::MockServer: an API stand-in inside your own process, for C++ tests.
//
//     holotype::MockServer server = holotype::MockServer::load("specs/comp-tasks.yaml");
//     server.start();
//     my_client.create_task(server.url(), ...);
//     EXPECT_TRUE(server.verify({.operation = "createTask", .at_most = 1}).holds);
//
// With GoogleTest, <holotype/matchers.h> says that as EXPECT_THAT(server, Received("createTask",
// Times(1))) and prints the closest miss where it fails.
//
// The server answers as the description says, refuses what it forbids, and gives the same bytes
// every time. It needs no network beyond loopback; handle() needs no socket at all.
//
// Threads: everything but start(), stop() and moves is safe from any thread; those belong to one
// owner. Failures: load() and start() throw holotype::LoadError with every fault, one line each
// with file:line:column.
#pragma once

#include <holotype/message.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
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

// Requests that are to be received.
struct Expectation {
  std::string operation;     // an operationId, "METHOD /path", or "*" for any
  std::string when = {};     // YAML or JSON in the words of a fixture: "body: {title: Rotate keys}"
  std::string outcome = {};  // "valid", "invalid", "not_found", ...; "": any
  std::uint64_t at_least = 1;
  std::optional<std::uint64_t> at_most = {};
};

// Whether what was to be received was received.
struct Verification {
  bool holds = false;      // false also where it cannot be known
  bool is_certain = true;  // false where what gave way, or a secret, could change the answer
  std::string message;     // the answer in words, with the closest miss
};

class MockServer {
  struct State;

 public:
  using Request = holotype::Request;
  using Response = holotype::Response;

  // One request that was answered. Values of credentials and other secrets read "(redacted)".
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
    // What the pages below /__holotype/ ask for; needed where host is not loopback.
    std::string admin_token = {};
    // Besides the default one. One more takes the place of the one that was not used for the
    // longest time and that no Session object is for.
    std::size_t max_sessions = 1000;
  };

  // One world of a server: what was received, the fixtures that were added, the state, the clock.
  // Requests reach it by its URL or the header Holotype-Session, so that parallel tests on one
  // server never meet. While there is a Session object, its world does not give way to others. It
  // must not outlive the server; the server may be moved meanwhile.
  class Session {
   public:
    const std::string& name() const { return name_; }
    // What a client takes as the API's address. Precondition: the server is started.
    std::string url() const;
    // The answer to a request in this session, without a socket.
    Response handle(const Request& request) const;

    // What was answered so far, the oldest first: the latest 1,000 in at most 8 MiB, in a session
    // but the default one 1 MiB.
    std::vector<Received> received() const;
    void clear_received() const;

    // Whether so many such requests were received. Throws std::invalid_argument where the question
    // makes no sense: an operation that the description does not have, at_most below at_least.
    Verification verify(const Expectation& expectation) const;
    // Whether they were received in this order, perhaps with others between; numbers are ignored.
    Verification verify_order(const std::vector<Expectation>& steps) const;
    Verification verify_only_valid() const;     // no invalid request was sent
    Verification verify_only_declared() const;  // no request for what the description does not have

    // Adds the fixtures of a fixture file's text, YAML or JSON; they go before those from files.
    // Throws LoadError, and adds none, where one is faulty.
    void add_fixtures(const std::string& text) const;
    // Whether one of that name had been added.
    bool remove_fixture(const std::string& name) const;
    void remove_added_fixtures() const;

    // Back to the start: journal, added fixtures, state, clock, coverage.
    void reset() const;

    // What of the description was met and what not, as lines of text.
    std::string coverage() const;

   private:
    friend class MockServer;
    Session(State* state, std::string name, std::shared_ptr<const void> world)
        : state_(state), name_(std::move(name)), world_(std::move(world)) {}
    Response admin(const std::string& method, const std::string& page, std::string body = {}) const;
    Verification ask(std::string question) const;

    State* state_;
    std::string name_;
    std::shared_ptr<const void> world_;  // so that it stays
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

  // A world of its own, made on first use. 1 to 64 letters, digits, ".", "_" and "-", the first a
  // letter or digit; else throws std::invalid_argument. Throws std::runtime_error where there are
  // Session objects for Options::max_sessions others.
  Session session(const std::string& name) const;
  // That of requests which name none; the functions below are its own.
  Session default_session() const;

  Response handle(const Request& request) const { return default_session().handle(request); }
  std::vector<Received> received() const { return default_session().received(); }
  void clear_received() { default_session().clear_received(); }
  Verification verify(const Expectation& expectation) const {
    return default_session().verify(expectation);
  }
  Verification verify_order(const std::vector<Expectation>& steps) const {
    return default_session().verify_order(steps);
  }
  Verification verify_only_valid() const { return default_session().verify_only_valid(); }
  Verification verify_only_declared() const { return default_session().verify_only_declared(); }
  void add_fixtures(const std::string& text) { default_session().add_fixtures(text); }
  bool remove_fixture(const std::string& name) { return default_session().remove_fixture(name); }
  void remove_added_fixtures() { default_session().remove_added_fixtures(); }
  void reset() { default_session().reset(); }
  std::string coverage() const { return default_session().coverage(); }

  // The faults of the description that did not keep it from loading, a line each.
  std::vector<std::string> warnings() const;

 private:
  explicit MockServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace holotype
