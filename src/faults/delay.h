// DelaySpec: how long something takes, as a user writes it.
//
//     50ms              always
//     50ms..200ms       anything between, all equally likely
//     lognormal:80ms:0.5   half of them below 80 ms, with a long tail, as real services have it:
//     the
//                       logarithm of the time is normal with deviation 0.5 around that of 80 ms
//
// A time is a number with "ms" or "s"; without a unit it is milliseconds. None is above 60 s.
//
// Determinism: a draw is a function of the Random. Tests: tests/faults/delay_test.cc
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace holotype::faults {

class DelaySpec {
 public:
  static constexpr std::chrono::milliseconds kMost{60'000};

  // Fails with a sentence that says what may be written.
  static Result<DelaySpec> parse(std::string_view text);

  // How long it takes this time; at most kMost.
  std::chrono::milliseconds draw(Random& random) const;

  // As it was written.
  const std::string& text() const { return text_; }

 private:
  enum class Kind { Fixed, Uniform, LogNormal };
  Kind kind_ = Kind::Fixed;
  std::chrono::milliseconds low_{0};  // of LogNormal the median
  std::chrono::milliseconds high_{0};
  double deviation_ = 0;
  std::string text_;
};

}  // namespace holotype::faults
