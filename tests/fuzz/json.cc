// JSON text: read or refused with a place in it; what is read, written and read again is equal.
#include <cstdint>
#include <string>

#include "fuzz/require.h"
#include "json/pointer.h"
#include "json/text.h"

using namespace holotype;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = json::read(text);
  if (!read) {
    FUZZ_REQUIRE(read.error().offset <= size && read.error().line >= 1);
    return 0;
  }
  const std::string written = json::write(read->root(), json::Style::Pretty);
  const auto again = json::read(written);
  FUZZ_REQUIRE(again.has_value());
  FUZZ_REQUIRE(json::equal(again->root(), read->root()));
  FUZZ_REQUIRE(json::write(again->root()) == json::write(read->root()));
  return 0;
}
