// EmbeddedServer: cpp-httplib's Server, made to answer one request in memory.
//
// Spec: RFC 9110 section 6.4.1 and 8.6, RFC 9112 section 6.3.
// Tests: tests/transport/listener_test.cc
#pragma once

#include <atomic>
#include <memory>
#include <string_view>

#include "transport/answer_head.h"
#include "transport/fault.h"
#include "transport/head.h"
#include "transport/listener.h"

namespace holotype::transport {

// The bytes to send, valid until the server's next call.
struct Answer {
  std::string_view bytes;
  After after = After::KeepAlive;
  http::Delivery delivery = {};
};

// One per thread: it holds the buffer that answers are written into. What it refers to outlives it.
// Once `stopping` is set, every answer closes.
class EmbeddedServer {
 public:
  EmbeddedServer(const Handler& handler, const FaultHandler& faults,
                 const std::atomic<bool>& stopping);
  ~EmbeddedServer();
  EmbeddedServer(const EmbeddedServer&) = delete;
  EmbeddedServer& operator=(const EmbeddedServer&) = delete;

  // Has the library make what it makes at its first request and keeps: before there are threads
  // that would wait for each other there, and whose reading of it ThreadSanitizer, which does not
  // see into the library, would take for races.
  static void prepare();

  // Lets the handler answer `head.request`. `after` is what the transport wants; the request or the
  // handler may still ask for Close.
  Answer answer(const Head& head, After after);

  // The FaultHandler's answer. The connection ends with it.
  Answer refuse(const Fault& fault);

 private:
  class Library;
  std::unique_ptr<Library> library_;
};

}  // namespace holotype::transport
