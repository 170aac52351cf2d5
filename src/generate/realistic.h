// Values that look like what a property's name or format says: tables, and nothing else.
//
// The last words of a name go first: "billingAddressCity" is a city.
//
// Internal to the module. Tests: tests/generate/dynamic_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace holotype::generate {

struct ScalarContext;

// What numbers of that name usually are. `decimals` holds for fractions.
struct NumberRange {
  std::int64_t least = 1;
  std::int64_t most = 1000;
  int decimals = 2;
};
NumberRange usual_range(const ScalarContext& context, bool is_integer);

// A text for a property called context.name; nullopt where the name says nothing.
std::optional<std::string> named_text(const ScalarContext& context, Random& random);

// A text of that `format`, varied; nullopt for formats without a table row.
std::optional<std::string> formatted_text(std::string_view format, const ScalarContext& context,
                                          Random& random);

// The one text that stands for `format` in Mode::Static; nullopt for unknown formats.
std::optional<std::string> placeholder_text(std::string_view format, Instant now);

// The shortest text of `format` that is known; "" where none is.
std::string_view shortest_text(std::string_view format);

// `example` with its digits and identifier letters exchanged, where it looks like an identifier
// ("tsk_7fK2", "2024-0012"): what is punctuation or a prefix stays. nullopt for prose.
std::optional<std::string> reshaped(std::string_view example, Random& random);

}  // namespace holotype::generate
