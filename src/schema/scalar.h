// The assertions about one value by itself, as predicates: the only implementation, used by
// accepts() and check().
//
// Internal to the module. Tests: tests/schema/scalar_test.cc
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "json/value.h"
#include "schema/program.h"

namespace holotype::schema {

// Yes and no, and what nobody knows: a pattern over its budget.
enum class Verdict : std::uint8_t { Holds, Fails, Unknown };

inline Verdict verdict_of(bool holds) { return holds ? Verdict::Holds : Verdict::Fails; }

// Whether `value` satisfies the keyword; types that the keyword does not concern do.
// Precondition: keyword.op is one of Type to UniqueItems without PrefixItems and Items, Required,
// MaxProperties or MinProperties.
Verdict holds(const Keyword& keyword, const json::Value& value);

// The content of a string that `contentEncoding` describes; nullopt where it is not so encoded.
std::optional<std::string> decode(Encoding encoding, std::string_view text);

// Whether the string has at least, at most `count` code points, without counting further than
// needed.
bool has_min_length(std::string_view text, std::uint64_t count);
bool has_max_length(std::string_view text, std::uint64_t count);

bool fits(NumberFormat format, const json::Value& number);

// The index of the first element that equals an earlier one; nullopt where all differ.
struct Repetition {
  std::size_t earlier;
  std::size_t later;
};
std::optional<Repetition> find_repetition(std::span<const json::Value> elements);

}  // namespace holotype::schema
