// SendError: why a request got no answer, for the caller to tell apart and for a person to read.
#pragma once

#include "base/result.h"

namespace holotype::transport {

enum class SendFailure {
  Unsendable,   // the request itself would break the framing; nothing was sent
  Unreachable,  // no connection: refused, no such name, a certificate that is not trusted
  TimedOut,     // no connection, or nothing more of an answer, in time
  Closed,       // the server closed the connection before the answer began
  Broken,       // the connection ended in the middle of the answer
  Malformed,    // what came is no HTTP/1
  TooLarge,     // the answer is longer than the client wants
  Abandoned,    // who asked is gone, or the content of the request broke off
};

struct SendError : Error {
  SendFailure failure = SendFailure::Broken;
  std::string
      reason;  // of the message the clause that says why, without the target and its secrets
};

inline tl::unexpected<SendError> fail_to_send(SendFailure failure, std::string reason) {
  return tl::unexpected<SendError>(SendError{{.message = reason}, failure, reason});
}

}  // namespace holotype::transport
