// Delivery: how an answer is put on the wire, where that is not simply at once and whole.
//
// Real networks are slow and break; a stand-in that shows a client how that is says so here, and
// the transport obeys without knowing why.
#pragma once

#include <chrono>
#include <cstdint>

namespace holotype::http {

enum class WireFault : std::uint8_t {
  None,
  Truncate,  // the connection is closed in the middle of the answer, before its announced end
  Reset,     // the connection is reset before a byte of the answer is sent
};

struct Delivery {
  std::chrono::milliseconds delay{0};      // before the first byte
  std::chrono::milliseconds body_time{0};  // that the body takes from its first byte to its last
  WireFault fault = WireFault::None;

  bool is_plain() const {
    return delay.count() <= 0 && body_time.count() <= 0 && fault == WireFault::None;
  }
};

}  // namespace holotype::http
