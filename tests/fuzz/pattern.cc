// Patterns: any text compiles or says where it does not; matching ends within its budget, gives the
// same answer twice, and the answer of the stepper. What stands behind the first line end is the
// text that is searched.
#include "regex/pattern.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "fuzz/require.h"
#include "regex/stepper.h"

using holotype::regex::Match;
using holotype::regex::Pattern;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  const std::string_view source = input.substr(0, end);
  const std::string_view text = end == input.npos ? std::string_view() : input.substr(end + 1);
  const auto pattern = Pattern::compile(source);
  if (!pattern) {
    FUZZ_REQUIRE(pattern.error().offset <= source.size() && !pattern.error().message.empty());
    return 0;
  }
  FUZZ_REQUIRE(pattern->source() == source);
  const holotype::regex::Stepper stepper(*holotype::regex::parse(source));
  for (const std::string_view one : {text, source, std::string_view("aaaaaaaaaaaaaaaaaaaaaaaa!")}) {
    const Match match = pattern->matches(one);
    FUZZ_REQUIRE(match == pattern->matches(one));
    const Match stepped = stepper.matches(one);
    FUZZ_REQUIRE(match == stepped || match == Match::OverBudget || stepped == Match::OverBudget ||
                 !holotype::utf8::is_valid(one));
  }
  return 0;
}
