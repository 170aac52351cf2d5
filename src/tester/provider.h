// Provider: the service under test: where requests go, and how patiently.
//
// Requests go to the one origin that the user named: `Send` is bound to it, redirects are not
// followed, and `servers` of the description give at most the path. A 429, and a 503 that says when
// to come back, are waited out as Retry-After says, within a bound.
//
// Threads: one at a time. Spec: RFC 9110 section 10.2.3 (Retry-After), RFC 6585 section 4 (429).
// Tests: tests/tester/provider_test.cc
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "openapi/operation.h"
#include "tester/credentials.h"

namespace holotype::tester {

// Sends one request to the service under test.
using Send = std::function<Result<http::Response>(const http::Request&)>;

struct ProviderSettings {
  std::string origin;  // "http://localhost:4010", for curl lines
  // What stands before the paths of the description; nullopt: what its `servers` say.
  std::optional<std::string> base_path;
  std::vector<GivenHeader> headers;
  std::vector<Credential> credentials;
  std::chrono::milliseconds max_wait{30'000};  // for all 429 together
  std::function<void(std::chrono::milliseconds)> sleep;
};

// A request as people and programs may read it: values of given headers and credentials are as they
// are shown.
struct ShownRequest {
  std::string method;
  std::string url;
  std::vector<http::Header> headers;
  std::string body;  // bytes
};

class Provider {
 public:
  Provider(ProviderSettings settings, Send send);

  enum class Credentials : std::uint8_t { Given, LeftOut };
  // `request` as it goes on the wire: the user's headers in place of made-up ones, the base path
  // exchanged.
  http::Request wire(const http::Request& request, const openapi::Operation& operation,
                     Credentials credentials) const;
  // The target on the wire that a reference in an answer (Location) leads to; nullopt where it
  // leads to another origin, which is never asked, or to no page of its own.
  std::optional<std::string> target_of(std::string_view reference) const;
  // A target on the wire as it is below the description's paths.
  std::string described(const std::string& target) const;
  // Sends what wire() made.
  Result<http::Response> ask(const http::Request& wire);

  // A command that sends it again, for a shell.
  std::string curl(const http::Request& wire) const;
  ShownRequest shown(const http::Request& wire) const;
  // `text` without the values of given headers and credentials.
  std::string scrub(std::string text) const;

  std::size_t sent() const { return sent_; }
  bool has_answered() const { return has_answered_; }
  // Whether the user gave a header that carries the operation's credentials.
  bool has_given_credentials(const openapi::Operation& operation) const;

 private:
  std::string quoted(std::string_view text) const;

  ProviderSettings settings_;
  std::vector<Secret> secrets_;
  Send send_;
  std::size_t sent_ = 0;
  bool has_answered_ = false;
  std::chrono::milliseconds waited_{0};
};

}  // namespace holotype::tester
