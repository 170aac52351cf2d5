// The head of a request: the scanner finds its end at the same byte whether it comes whole or byte
// by byte, and what it finds is parsed or refused.
#include "transport/head.h"

#include <cstdint>
#include <string_view>

#include "fuzz/require.h"

using namespace holotype::transport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Limits limits;
  HeadScanner whole;
  const auto end = whole.scan(bytes, limits);
  if (end && *end != 0) {
    FUZZ_REQUIRE(*end <= size);
    HeadScanner slow;
    for (std::size_t count = 1; count < *end; ++count) {
      const auto early = slow.scan(bytes.substr(0, count), limits);
      FUZZ_REQUIRE(early.has_value() && *early == 0);
    }
    const auto late = slow.scan(bytes.substr(0, *end), limits);
    FUZZ_REQUIRE(late.has_value() && *late == *end);
    static_cast<void>(parse_head(bytes.substr(whole.begin(), *end - whole.begin()), limits));
  }
  static_cast<void>(outline(bytes));
  static_cast<void>(parse_field_line(bytes));
  return 0;
}
