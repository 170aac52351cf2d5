// Carrier: gives several texts to several sockets by one system call.
//
// Each send wakes the client that waits for it. Where processors are busy, the client is run at
// once, reads that one answer, sends its next request and sleeps, and the sender is switched out
// and in again for every answer. What goes out by one call wakes a client that waits for several of
// them once.
//
// libaio, because io_submit(2) writes to a socket that does not block before it returns, allocates
// nothing, and is allowed in containers, which io_uring seldom is. Where the system has no context
// left, or for a single text, it is send(2).
//
// Threads: for one at a time. Tests: tests/transport/together_test.cc
#pragma once

#include <libaio.h>

#include <span>
#include <string_view>
#include <vector>

#include "transport/socket.h"

namespace holotype::transport {

// For each thread that sends so: io_submit(2) knows no MSG_NOSIGNAL, and the program may have a
// handler of its own by now.
void block_sigpipe();

// A text for a socket; both outlive the call.
struct Parcel {
  const Descriptor* socket;
  std::string_view bytes;
  Transfer sent = {};  // what became of it, as transmit() says it
};

class Carrier {
 public:
  Carrier() = default;
  ~Carrier();
  Carrier(const Carrier&) = delete;
  Carrier& operator=(const Carrier&) = delete;

  // Sends of each as much as the kernel takes now, in the order given. Preconditions: the sockets
  // do not block, and SIGPIPE is ignored or blocked.
  void transmit(std::span<Parcel> parcels);

 private:
  bool is_ready();
  void submit(std::span<Parcel> parcels);

  enum class State { Unknown, Ready, Unavailable };
  State state_ = State::Unknown;
  io_context_t context_ = nullptr;
  std::vector<iocb> orders_;
  std::vector<iocb*> pointers_;
  std::vector<io_event> outcomes_;
};

}  // namespace holotype::transport
