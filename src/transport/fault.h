// Fault: why the transport itself refuses a request, before any handler has seen it.
//
// A fault always ends the connection: after bad framing nobody can say where the next request
// begins (RFC 9112 section 6.3), and after a limit or a deadline nobody wants to read the rest.
//
// Spec: RFC 9110 section 15.5, RFC 9112, RFC 6585 (431).
// Tests: tests/transport/framing_test.cc, tests/transport/limits_test.cc
#pragma once

#include <functional>
#include <string>

#include "http/message.h"

namespace holotype::transport {

enum class FaultKind {
  BadRequest,                 // 400: the bytes are no request by RFC 9112
  RequestTimeout,             // 408: head or body took longer than its deadline
  PayloadTooLarge,            // 413: more content than Limits::max_body_bytes, by any framing
  UriTooLong,                 // 414: a target over Limits::max_target_bytes
  ExpectationFailed,          // 417: an Expect other than 100-continue
  HeaderFieldsTooLarge,       // 431: over Limits::max_header_bytes or max_header_count
  HandlerFailed,              // 500: the handler threw, or its answer cannot be sent
  UnsupportedMethod,          // 501: CONNECT, which asks for a tunnel
  UnsupportedTransferCoding,  // 501: a transfer coding besides chunked
  TooManyConnections,         // 503: over Limits::max_connections
  VersionNotSupported,        // 505: a major version other than 1
};

// The status code of a kind, as listed above.
int status_of(FaultKind kind);

struct Fault {
  FaultKind kind = FaultKind::BadRequest;
  // What is wrong, as a full sentence; it quotes names of fields, never their values.
  std::string message;
  // What had been understood by then, for logs: method, target and headers may each be empty, and
  // the body always is. Nothing in it may be trusted.
  http::Request received = {};

  int status() const { return status_of(kind); }
};

// Words the answer to a fault. Called from any worker thread; status and headers are its choice
// ("Connection: close" is added). It may not throw.
using FaultHandler = std::function<http::Response(const Fault&)>;

// The sentence as text/plain; the default FaultHandler.
http::Response plain_fault_response(const Fault& fault);

}  // namespace holotype::transport
