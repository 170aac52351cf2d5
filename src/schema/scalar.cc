#include "schema/scalar.h"

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory_resource>
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

// RFC 4648 section 8; letters in either case, as decoders take them.
std::optional<std::string> decode_base16(std::string_view text) {
  const auto nibble = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = nibble(text[i]);
    const int low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high << 4 | low);
  }
  return bytes;
}

// Section 6.
std::optional<std::string> decode_base32(std::string_view text) {
  if (text.size() % 8 != 0) return std::nullopt;
  const std::size_t padding = text.size() - std::min(text.find_last_not_of('=') + 1, text.size());
  if (padding != 0 && padding != 1 && padding != 3 && padding != 4 && padding != 6) {
    return std::nullopt;
  }
  std::string bytes;
  std::uint64_t bits = 0;
  int count = 0;
  for (const char c : text.substr(0, text.size() - padding)) {
    const bool is_letter = c >= 'A' && c <= 'Z';
    if (!is_letter && (c < '2' || c > '7')) return std::nullopt;
    bits = bits << 5 | static_cast<std::uint64_t>(is_letter ? c - 'A' : c - '2' + 26);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count);
  }
  return bytes;
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
      return verdict_of(!value.is_string() ||
                        decode(std::get<Encoding>(keyword.operand), value.as_string()));
    case Op::ContentMediaType: {
      if (!value.is_string()) return Verdict::Holds;
      // A text that its encoding does not decode is contentEncoding's finding, not this one's.
      const auto text = decode(std::get<Encoding>(keyword.operand), value.as_string());
      return verdict_of(!text || json::read(*text));
    }
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

std::optional<std::string> decode(Encoding encoding, std::string_view text) {
  switch (encoding) {
    case Encoding::Identity:
      break;
    case Encoding::Base64:
      return base64::decode(text);
    case Encoding::Base64Url:
      return base64::decode(text, base64::Alphabet::Url);
    case Encoding::Base32:
      return decode_base32(text);
    case Encoding::Base16:
      return decode_base16(text);
  }
  return std::string(text);
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
  // On the stack for some hundred elements.
  std::array<std::byte, 16u << 10> room;
  std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
  std::pmr::unordered_multimap<std::uint64_t, std::size_t> seen(&memory);
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
