// Channel: a connection to a server, with TLS over it or not. Never waits: whoever has to, polls
// descriptor().
//
// Threads: one at a time.
// Tests: tests/transport/exchange_test.cc, client_test.cc
#pragma once

#include <cstddef>
#include <string_view>

namespace holotype::transport {

class Channel {
 public:
  // What a transfer did. No bytes and no end: the socket has none now, or takes none.
  struct Moved {
    enum class End {
      None,
      Closed,  // the server has said that nothing more comes
      Broken,
    };
    std::size_t bytes = 0;
    End end = End::None;
  };

  virtual ~Channel() = default;
  virtual Moved read(char* to, std::size_t size) = 0;
  virtual Moved write(std::string_view bytes) = 0;
  virtual int descriptor() const = 0;
  // Whether read() has bytes that no poll of descriptor() announces.
  virtual bool holds_bytes() const = 0;

  // Whether another request may be sent on it after a pause: the server has neither closed it nor
  // said anything that nobody asked for.
  virtual bool is_usable() const = 0;
};

}  // namespace holotype::transport
