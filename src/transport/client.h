// Client: sends one http::Request to a server and gives back the answer as it came.
//
// No redirect is followed, no content coding removed, no cookie kept. The answer's header fields
// keep their spelling, bytes and order. Trailer fields are dropped (RFC 9110 section 6.5.1), and
// bodies are held as a whole; exchange.h is for those who pass them on.
//
// A server may close a kept connection at any moment, also while the next request is on its way. So
// only what may be sent twice goes on one, and is sent again on a new connection where the kept one
// closed without an answer; a request of any other method has a new connection.
//
// Spec: RFC 9110, RFC 9112 (section 9.3.1: which requests are repeated).
// Tests: tests/transport/client_test.cc
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "transport/dialer.h"
#include "transport/send_error.h"

namespace holotype::transport {

class Client {
 public:
  struct Options {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds read_timeout{30'000};  // without a byte of the answer
    std::chrono::milliseconds write_timeout{30'000};
    std::size_t max_body_bytes = 64u << 20;  // of the answer; more is an error
    std::string ca_file = {};                // see Dialer::Options
    bool verifies_certificate = true;
  };

  // `origin` is "http://host[:port]" or "https://host[:port]", without a path; anything else is
  // an error that says so. Nothing is sent yet.
  static Result<Client> to(std::string_view origin, Options options);
  static Result<Client> to(std::string_view origin);

  // Sends `request` and waits for the answer. The connection is kept for the next call where the
  // server allows it. The request's fields are sent as they are, but for Content-Length and
  // Transfer-Encoding, which follow from the body, and Host, which is added where there is none.
  // Fails with a sentence that names method, target and origin: refused, timed out, no HTTP, too
  // large. One call at a time; use a Client per thread.
  Result<http::Response, SendError> send(const http::Request& request);

 private:
  Client(Dialer dialer, Options options);
  Result<http::Response, SendError> exchange(const http::Request& request);
  Result<http::Response, SendError> exchange_on(std::unique_ptr<Channel> channel,
                                                const http::Request& request);

  Dialer dialer_;
  Options options_;
  std::unique_ptr<Channel> channel_;  // kept
};

}  // namespace holotype::transport
