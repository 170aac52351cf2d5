// Upstream: the real service behind the proxy, by a pool of connections that are kept.
//
// A connection serves one request at a time; one that served is kept for the next. A server may
// close a kept connection at any moment, so a request that met that end is sent again on a new one
// where its method allows it.
//
// Threads: safe from any thread; no lock is held while something is sent.
// Spec: RFC 9112 section 9.3.1 (only idempotent requests are repeated), RFC 9110 section 9.2.2.
// Tests: tests/proxy/upstream_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "http/message.h"
#include "transport/client.h"

namespace holotype::proxy {

class Upstream {
 public:
  // `url` is "https://host[:port][/path]"; the path goes before every target. Fails with a sentence
  // where it is none, or has a query or a fragment. Nothing is sent yet.
  static Result<std::shared_ptr<Upstream>> at(std::string_view url,
                                              transport::Client::Options options);

  // Sends `request`, as it came from the client, and returns the answer for the client: see
  // forwarding.h.
  Result<http::Response, transport::SendError> send(const http::Request& request) EXCLUDES(mutex_);

  const std::string& url() const { return url_; }

 private:
  Upstream(std::string origin, std::string path_prefix, transport::Client::Options options);
  transport::Client connect() const;

  const std::string origin_;
  const std::string path_prefix_;  // without a trailing slash: "" or "/api"
  const std::string url_;
  const transport::Client::Options options_;
  Mutex mutex_;
  std::vector<transport::Client> idle_ GUARDED_BY(mutex_);
};

}  // namespace holotype::proxy
