// RemoteReader: reads http: and https: URIs over the network, and leaves the others to another
// reader. Only who was told --allow-remote-refs makes one.
//
// One GET for each document, without credentials. Certificates are verified. Redirects are not
// followed: the base URI of what is fetched is the URI that was asked for (RFC 3986 section 5.1.3
// would have it be the last one), so the description should name where the document is.
//
// Threads: one at a time. Tests: tests/server/remote_refs_test.cc
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "document/reader.h"

namespace holotype::server {

class RemoteReader final : public document::Reader {
 public:
  struct Options {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds read_timeout{10'000};  // without a byte of the answer
    std::size_t max_bytes = 64u << 20;               // also of what a content coding expands to
    std::string ca_file = {};                        // in place of the system's certificates
  };

  // `others` reads what is not on the network.
  RemoteReader(std::shared_ptr<document::Reader> others, Options options);
  explicit RemoteReader(std::shared_ptr<document::Reader> others);

  Result<std::string, document::ReadFailure> read(const std::string& uri) override;

 private:
  std::shared_ptr<document::Reader> others_;
  Options options_;
};

}  // namespace holotype::server
