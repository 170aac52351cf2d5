// Numbers within bounds, exactly.
//
// Internal to the module. Tests: tests/generate/generator_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "generate/demand.h"
#include "generate/generator.h"
#include "json/arena.h"
#include "json/value.h"

namespace holotype::generate {

// What a scalar is made for.
struct ScalarContext {
  Mode mode = Mode::Static;
  std::uint64_t variant = 0;     // 0 is the preferred value; others differ from it where they can
  std::string_view name;         // of the property, or the nearest one around; may be empty
  std::string_view owner;        // the name around that: "customer" of customer.name
  std::string_view format = {};  // of a text whose schema asks for none
  const json::Value* example = nullptr;  // what the author shows, where it is not used as it is
  Instant now = kDefaultNow;
  Random random{0};
};

// A number that satisfies type, bounds and multipleOf of `demand`; nullopt where none was found.
// Static: the one nearest to zero.
std::optional<json::Value> make_number(const Demand& demand, const ScalarContext& context,
                                       json::Arena& arena);

}  // namespace holotype::generate
