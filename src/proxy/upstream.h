// Upstream: the real service behind the proxy, by a pool of connections that are kept.
//
// A connection serves one request at a time; one that served is kept for the next. A server may
// close a kept connection at any moment, so a request that met that end is sent again on a new one
// where its method allows it and all of it is still there.
//
// Threads: safe from any thread; no lock is held while something is sent. A Reply is for one.
// Spec: RFC 9112 section 9.3.1 (only idempotent requests are repeated), RFC 9110 section 9.2.2.
// Tests: tests/proxy/upstream_test.cc, streaming_test.cc
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "http/message.h"
#include "http/stream.h"
#include "transport/dialer.h"
#include "transport/exchange.h"

namespace holotype::proxy {

// A request as it came from the client. All of it outlives the reply.
struct Forwarded {
  const http::Request& request;
  http::BodyStream* rest = nullptr;            // its body, where it is passed on as it comes
  http::Conversation* conversation = nullptr;  // the client, where it can be talked to
};

// The answer as the client gets it (forwarding.h): its head, and its body while it arrives.
class Reply : public http::BodyStream {
 public:
  virtual http::Response& head() = 0;
  virtual bool has_content() const = 0;
  // It may be silent for as long as it likes.
  virtual void allow_silence() = 0;
  // After Broken.
  virtual const transport::SendError& error() const = 0;
};

class Upstream : public std::enable_shared_from_this<Upstream> {
 public:
  struct Options {
    std::chrono::milliseconds timeout{30'000};  // to connect, and without a byte then
    std::string ca_file = {};                   // see transport::Dialer::Options
    bool verifies_certificate = true;
  };

  // `url` is "https://host[:port][/path]"; the path goes before every target. Fails with a sentence
  // where it is none, or has a query or a fragment. Nothing is sent yet.
  static Result<std::shared_ptr<Upstream>> at(std::string_view url, Options options);

  // Sends the request, and waits for the head of the answer.
  Result<std::shared_ptr<Reply>, transport::SendError> send(const Forwarded& forwarded)
      EXCLUDES(mutex_);

  const std::string& url() const { return url_; }

 private:
  class Kept;
  using Connection = std::unique_ptr<transport::Channel>;

  Upstream(transport::Dialer dialer, std::string url, std::string path_prefix, Options options);
  // One that is kept and still usable, or nullptr.
  Connection take_idle() EXCLUDES(mutex_);
  void keep(Connection connection) EXCLUDES(mutex_);
  Result<std::shared_ptr<Reply>, transport::SendError> send_on(Connection connection,
                                                               const http::Request& head,
                                                               const Forwarded& forwarded);

  const transport::Dialer dialer_;
  const std::string url_;
  const std::string path_prefix_;  // without a trailing slash: "" or "/api"
  const Options options_;
  Mutex mutex_;
  std::vector<Connection> idle_ GUARDED_BY(mutex_);
};

}  // namespace holotype::proxy
