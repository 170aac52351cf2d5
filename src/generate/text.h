// Strings within lengths, patterns and formats.
//
// Internal to the module. Tests: tests/generate/generator_test.cc
#pragma once

#include <optional>
#include <string>

#include "generate/demand.h"
#include "generate/numeric.h"

namespace holotype::generate {

// A string that satisfies the lengths, patterns and formats of `demand`; nullopt where none was
// found. In Mode::Static "string", or what stands for the format, where that is allowed.
std::optional<std::string> make_text(const Demand& demand, const ScalarContext& context);

}  // namespace holotype::generate
