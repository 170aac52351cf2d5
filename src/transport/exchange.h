// One request and its answer on a connection, from the client's side.
//
// Spec: RFC 9112 sections 3, 4 and 6.3 (for responses), RFC 9110 section 15.2.
// Tests: tests/transport/client_test.cc
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"
#include "transport/listener.h"
#include "transport/send_error.h"

namespace holotype::transport {

// A connected socket, with TLS over it or not. Its timeouts are set on the socket.
class Channel {
 public:
  virtual ~Channel() = default;
  // How many bytes were transferred; 0: the peer has closed; negative: failed or timed out.
  virtual ssize_t read(char* to, std::size_t size) = 0;
  virtual ssize_t write(std::string_view bytes) = 0;
};

// The bytes of `request`. `host` is for the Host field where it has none. Fails where a part of it
// would break the framing.
Result<std::string, SendError> write_request(const http::Request& request, std::string_view host);

// Errors are clauses without a full stop, for the caller to complete: "it did not answer in time".
class Exchange {
 public:
  Exchange(Channel& channel, std::size_t max_body_bytes);

  // Sends `bytes`, a request of that method, and reads the answer that counts.
  Result<http::Response, SendError> run(std::string_view bytes, std::string_view method);

  // Whether another request may follow. Precondition: run() gave an answer.
  bool keeps_alive() const { return keeps_alive_; }

 private:
  // Reads more into buffer_; false at the end of the stream.
  Result<bool, SendError> read_more();
  Result<http::Response, SendError> read_head();
  Result<http::Response, SendError> read_content(http::Response answer, std::string_view method);
  Result<http::Response, SendError> read_to_end(http::Response answer);
  Result<http::Response, SendError> too_large() const;

  Channel& channel_;
  Limits limits_;
  std::string buffer_;
  bool keeps_alive_ = true;
};

}  // namespace holotype::transport
