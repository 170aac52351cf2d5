// Faults: what goes wrong on purpose, within the contract: answers that come late or slowly, errors
// that the operation declares, connections that break.
//
//     faults::FaultSpec::parse("503@10%")    every tenth valid request is answered with the
//                                            operation's own 503, where it declares one
//     "429"  "truncate@0.05"  "reset@1%"     likewise; without a rate: always
//
// Whether the n-th request of a session is hit is a function of (seed, n), so a run can be
// repeated. Where several faults have a rate, the first that hits counts.
//
// Threads: immutable. Tests: tests/faults/faults_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "faults/delay.h"
#include "http/delivery.h"

namespace holotype::faults {

struct FaultSpec {
  int status = 0;  // an error that is answered, 400 to 599; 0: `wire` breaks instead
  http::WireFault wire = http::WireFault::None;
  double rate = 1;  // 0 to 1
  std::string text;

  // Fails with a sentence that says what may be written.
  static Result<FaultSpec> parse(std::string_view text);
};

// "truncate" or "reset".
std::optional<http::WireFault> wire_fault_from_string(std::string_view text);

// What one request is dealt.
struct Draw {
  std::optional<int> status;
  http::Delivery delivery;
};

struct Faults {
  std::optional<DelaySpec> delay;      // before each answer
  std::optional<DelaySpec> body_time;  // that each body takes
  std::vector<FaultSpec> rates;

  // From their texts, where "" is none. Fails with the first that cannot be read.
  static Result<Faults> parse(std::string_view delay, std::string_view body_time,
                              const std::vector<std::string>& rates);

  bool empty() const { return !delay && !body_time && rates.empty(); }

  // Of the n-th request.
  Draw draw(std::uint64_t seed, std::uint64_t n) const;
};

}  // namespace holotype::faults
