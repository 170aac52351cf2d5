// Listener: an HTTP/1.1 server on one address that hands whole, checked requests to one function.
//
// A request reaches the handler only when all of it has arrived and its framing is beyond doubt by
// RFC 9112. What the handler gets is what the wire carried: the raw target in origin-form, every
// header field in order with duplicates, the content with its transfer coding removed and its
// content codings untouched. Everything else is a Fault, answered by the FaultHandler.
//
// Answers are bytes of (request, handler): pipelined requests are answered in order, and no Date is
// sent (RFC 9110 section 6.6.1 lets a server without a trustworthy clock leave it out, and ours
// stands still on purpose). Content-Length, Connection and Transfer-Encoding of an answer are the
// transport's; a handler's "Connection: close" is honoured, and its Content-Length is kept only on
// an answer to HEAD that has no body. A body with 1xx, 204 or 304, or with HEAD, is not sent.
//
// Threads: the handler is called from up to `threads` worker threads at once. A connection occupies
// one only while a complete request is handled, so idle and slow clients cost memory (some 900
// bytes each), never a thread. start(), stop() and the destructor belong to one owner; never call
// them from a handler. SIGPIPE is ignored in the whole process from the first start() on. Linux
// only: it rests on epoll.
//
// Spec: RFC 9110, RFC 9112.
// Tests: tests/transport/listener_test.cc, framing_test.cc, limits_test.cc, load_test.cc,
// conversation_test.cc
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "http/delivery.h"
#include "http/message.h"
#include "http/stream.h"
#include "transport/fault.h"

namespace holotype::transport {

// An answer, and how it is put on the wire. Handlers that have nothing to say about that return the
// http::Response alone.
struct Outgoing {
  Outgoing(http::Response whole, http::Delivery how = {})  // NOLINT: a Response is one
      : response(std::move(whole)), delivery(how) {}

  http::Response response;
  // A delayed or slow answer holds its connection and no thread; stop() sends what is left of it at
  // once. After a WireFault the connection is gone.
  http::Delivery delivery;
  // Of a StreamHandler's answer alone: the body that is read while it is sent, in place of
  // response.body, and else the trailer fields of response.body.
  std::shared_ptr<http::BodyStream> rest = nullptr;
  http::Headers trailers = {};
};

// Answers one request. An exception becomes FaultKind::HandlerFailed; the server lives on.
using Handler = std::function<Outgoing(const http::Request&)>;

// Answers one request whose body may not have arrived yet, by an answer whose body need not have
// either. It occupies its thread from the head of the request to the end of the answer. What it
// returns is not sent where the request broke off or has a fault: its client is told that instead.
using StreamHandler = std::function<Outgoing(http::Conversation&)>;

// How much one client may send. Memory follows what has arrived, never what was announced.
struct Limits {
  std::size_t max_body_bytes = 10u << 20;       // after transfer decoding; 413
  std::size_t max_target_bytes = 8u << 10;      // 414
  std::size_t max_header_bytes = 32u << 10;     // all header lines of a request together; 431
  std::size_t max_header_count = 100;           // 431
  std::size_t max_connections = 4096;           // 503
  std::size_t max_requests_per_connection = 0;  // then "Connection: close"; 0 means no bound
};

// How long one client may take. Zero means for ever. Where bodies are streamed, `body` is without a
// byte of it.
struct Deadlines {
  std::chrono::milliseconds idle{60'000};    // without a byte between requests: closed in silence
  std::chrono::milliseconds header{10'000};  // from the first byte of a head to its end; 408
  std::chrono::milliseconds body{30'000};    // from the end of the head to the end of the body; 408
  std::chrono::milliseconds write{30'000};   // without progress while an answer is sent: closed
  std::chrono::milliseconds stop{250};       // how long stop() lets answers under way be sent
};

class Listener {
 public:
  struct Options {
    std::string host = "127.0.0.1";  // a name, an IPv4 or IPv6 address without brackets
    std::uint16_t port = 0;          // 0: any free port
    std::size_t threads = 16;        // how many requests are handled at once; at least 1
    // How many of them wait for requests all the time. 0: as many as there are processors; others
    // take their places after some milliseconds. For handlers that mostly wait themselves: all.
    std::size_t threads_on_duty = 0;
    int backlog = 1024;  // connections the kernel holds until they are accepted
    Limits limits = {};
    Deadlines deadlines = {};
  };

  // Binds, listens and serves. Fails with a sentence where the address cannot be used: a port is
  // never shared with another process. The process's soft limit of open files is raised as far as
  // max_connections needs and the hard limit allows.
  static Result<std::unique_ptr<Listener>> start(Options options, Handler handler,
                                                 FaultHandler faults = plain_fault_response);
  // As start(), for handlers of streams. Limits::max_body_bytes does not count: what is held of a
  // body is the handler's business.
  static Result<std::unique_ptr<Listener>> start_streaming(
      Options options, StreamHandler handler, FaultHandler faults = plain_fault_response);

  virtual ~Listener() = default;  // stops

  // The port in use, also where 0 was asked for.
  virtual std::uint16_t port() const = 0;

  // "http://127.0.0.1:4010", "http://[::1]:4010": the host as given, without a trailing slash.
  virtual std::string url() const = 0;

  // Stops listening, closes idle connections at once, lets handlers that run return and gives
  // their answers Deadlines::stop to leave. When it returns no handler runs or will. Idempotent.
  virtual void stop() = 0;
};

}  // namespace holotype::transport
