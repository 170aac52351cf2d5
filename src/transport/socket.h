// Sockets by RAII, and the system calls that the transport makes on them.
//
// Tests: tests/transport/listener_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace holotype::transport {

// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close();

 private:
  int number_ = -1;
};

// A non-blocking socket that listens on the first address `host` resolves to. SO_REUSEADDR is set,
// so that a restart does not wait for TIME_WAIT; SO_REUSEPORT is not, so that a port is used once.
// TCP_NODELAY is set, and inherited by what is accepted.
Result<Descriptor> listen_on(const std::string& host, std::uint16_t port, int backlog);

// The port that a listening socket is bound to.
std::uint16_t port_of(const Descriptor& socket);

// Raises the process's soft limit of open files to `wanted`, as far as the hard limit allows.
void allow_open_files(std::size_t wanted);

// What a non-blocking transfer did.
struct Transfer {
  std::size_t bytes = 0;
  bool is_open = true;  // false: the peer has closed or the connection is broken
};

// Reads what is there, at most `size` bytes. No bytes on an open connection: nothing there now.
Transfer receive(const Descriptor& socket, char* to, std::size_t size);

// Sends as much as the kernel takes now.
Transfer transmit(const Descriptor& socket, std::string_view bytes);

}  // namespace holotype::transport
