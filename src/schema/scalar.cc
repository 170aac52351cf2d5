#include "schema/scalar.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/base64.h"
#include "base/check.h"
#include "base/utf8.h"
#include "json/number.h"
#include "json/text.h"

namespace holotype::schema {
namespace {

const json::Value& value_of(const Keyword& keyword) {
  return *std::get<const json::Value*>(keyword.operand);
}
std::uint64_t count_in(const Keyword& keyword) { return std::get<std::uint64_t>(keyword.operand); }

bool is_in(const json::Value& value, const json::Value& list) {
  return std::ranges::any_of(list.elements(),
                             [&](const json::Value& one) { return json::equal(one, value); });
}

Verdict matches(const Keyword& keyword, std::string_view text) {
  switch (std::get<const regex::Pattern*>(keyword.operand)->matches(text)) {
    case regex::Match::Yes:
      return Verdict::Holds;
    case regex::Match::No:
      return Verdict::Fails;
    case regex::Match::OverBudget:
      break;
  }
  return Verdict::Unknown;
}

// A text that its encoding does not decode is contentEncoding's finding, not this one's.
bool is_json(std::string_view text, Encoding encoding) {
  if (encoding == Encoding::Identity) return json::read(text).has_value();
  const auto decoded = base64::decode(text);
  return !decoded || json::read(*decoded).has_value();
}

bool has_names(const json::Value& object, const Names& names) {
  return std::ranges::all_of(
      names, [&object](const json::HashedName& name) { return object.find(name) != nullptr; });
}

}  // namespace

Verdict holds(const Keyword& keyword, const json::Value& value) {
  switch (keyword.op) {
    case Op::Type:
      return verdict_of(std::get<TypeSet>(keyword.operand).contains(value));
    case Op::Enum:
      return verdict_of(is_in(value, value_of(keyword)));
    case Op::Const:
      return verdict_of(json::equal(value, value_of(keyword)));
    case Op::MultipleOf:
      return verdict_of(!value.is_number() || json::is_multiple_of(value, value_of(keyword)));
    case Op::Maximum:
      return verdict_of(!value.is_number() || json::compare(value, value_of(keyword)) <= 0);
    case Op::ExclusiveMaximum:
      return verdict_of(!value.is_number() || json::compare(value, value_of(keyword)) < 0);
    case Op::Minimum:
      return verdict_of(!value.is_number() || json::compare(value, value_of(keyword)) >= 0);
    case Op::ExclusiveMinimum:
      return verdict_of(!value.is_number() || json::compare(value, value_of(keyword)) > 0);
    case Op::NumberFormat:
      return verdict_of(!value.is_number() || fits(std::get<NumberFormat>(keyword.operand), value));
    case Op::MaxLength:
      return verdict_of(!value.is_string() || has_max_length(value.as_string(), count_in(keyword)));
    case Op::MinLength:
      return verdict_of(!value.is_string() || has_min_length(value.as_string(), count_in(keyword)));
    case Op::Pattern:
      return value.is_string() ? matches(keyword, value.as_string()) : Verdict::Holds;
    case Op::Format:
      return verdict_of(
          !value.is_string() ||
          std::get<const formats::Format*>(keyword.operand)->predicate(value.as_string()));
    case Op::ContentEncoding:
      return verdict_of(!value.is_string() || base64::decode(value.as_string()));
    case Op::ContentMediaType:
      return verdict_of(!value.is_string() ||
                        is_json(value.as_string(), std::get<Encoding>(keyword.operand)));
    case Op::MaxItems:
      return verdict_of(!value.is_array() || value.size() <= count_in(keyword));
    case Op::MinItems:
      return verdict_of(!value.is_array() || value.size() >= count_in(keyword));
    case Op::UniqueItems:
      return verdict_of(!find_repetition(value.elements()));
    case Op::MaxProperties:
      return verdict_of(!value.is_object() || value.size() <= count_in(keyword));
    case Op::MinProperties:
      return verdict_of(!value.is_object() || value.size() >= count_in(keyword));
    case Op::Required:
      return verdict_of(!value.is_object() ||
                        has_names(value, *std::get<const Names*>(keyword.operand)));
    default:
      break;
  }
  HOLOTYPE_CHECK(false && "not an assertion about one value");
  return Verdict::Unknown;
}

// A code point has at most four bytes, so most answers need no counting.
bool has_min_length(std::string_view text, std::uint64_t count) {
  if (text.size() < count) return false;
  return (text.size() + 3) / 4 >= count || utf8::length(text) >= count;
}

bool has_max_length(std::string_view text, std::uint64_t count) {
  if (text.size() <= count) return true;
  return (text.size() + 3) / 4 <= count && utf8::length(text) <= count;
}

// OpenAPI Format Registry: int32 and int64 are signed and of that width; float and double are IEEE
// 754's.
bool fits(NumberFormat format, const json::Value& number) {
  switch (format) {
    case NumberFormat::Int32: {
      const auto integer = json::to_int64(number);
      return integer && *integer >= std::numeric_limits<std::int32_t>::min() &&
             *integer <= std::numeric_limits<std::int32_t>::max();
    }
    case NumberFormat::Int64:
      return json::to_int64(number).has_value();
    case NumberFormat::Float:
      return std::fabs(number.as_double()) <= static_cast<double>(FLT_MAX);
    case NumberFormat::Double:
      return std::fabs(number.as_double()) <= DBL_MAX;
  }
  return true;
}

std::optional<Repetition> find_repetition(std::span<const json::Value> elements) {
  // Comparing each with each is faster than a table while there are few.
  constexpr std::size_t kFew = 16;
  if (elements.size() <= kFew) {
    for (std::size_t later = 1; later < elements.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (json::equal(elements[earlier], elements[later])) return Repetition{earlier, later};
      }
    }
    return std::nullopt;
  }
  std::unordered_multimap<std::uint64_t, std::size_t> seen;
  seen.reserve(elements.size());
  for (std::size_t later = 0; later < elements.size(); ++later) {
    const std::uint64_t hash = json::hash(elements[later]);
    const auto [first, last] = seen.equal_range(hash);
    for (auto it = first; it != last; ++it) {
      if (json::equal(elements[it->second], elements[later])) return Repetition{it->second, later};
    }
    seen.emplace(hash, later);
  }
  return std::nullopt;
}

}  // namespace holotype::schema
