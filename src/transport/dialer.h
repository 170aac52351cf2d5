// Dialer: connects to one server. What is said then is exchange.h's business.
//
// Threads: safe from any thread.
// Spec: RFC 9110 section 4.2 (http and https), 4.3.4 (certificates).
// Tests: tests/transport/client_test.cc, exchange_test.cc
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "transport/channel.h"
#include "transport/send_error.h"

namespace holotype::transport {

class Dialer {
 public:
  struct Options {
    std::chrono::milliseconds connect_timeout{5'000};
    // https: the certificates to trust in place of the system's, a file in PEM; "" for the
    // system's.
    std::string ca_file = {};
    bool verifies_certificate = true;  // https: also that it is the host's
  };

  // `origin` is "http://host[:port]" or "https://host[:port]", without a path; anything else is
  // an error that says so. Nothing is connected yet.
  static Result<Dialer> to(std::string_view origin, Options options);

  // A new connection.
  Result<std::unique_ptr<Channel>, SendError> dial() const;

  // The host and perhaps the port, as written: the value of Host.
  const std::string& authority() const { return authority_; }

 private:
  Dialer() = default;

  bool is_secure_ = false;
  std::string host_;
  int port_ = 80;
  std::string authority_;
  Options options_;
};

}  // namespace holotype::transport
