// One value of a kind, drawn: a person's name, a moment, a slug. What the tables of realistic.cc
// are made of.
//
// Draws are made in statements of their own: compilers evaluate operands in different orders.
//
// Internal to the module. Tests: tests/generate/dynamic_test.cc
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace holotype::generate {

struct ScalarContext;

inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kHex = "0123456789abcdef";
inline constexpr std::string_view kAlphanumeric = "0123456789abcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

inline constexpr std::int64_t kDayMs = 86'400'000;

template <std::size_t N>
std::string_view one_of(const std::string_view (&list)[N], Random& random) {
  return list[random.below(N)];
}

// `count` characters of the alphabet.
std::string letters(std::size_t count, std::string_view alphabet, Random& random);

std::string full_name(Random& random);
std::string user_name(Random& random);
std::string domain(Random& random);
std::string email(Random& random);
std::string money(Random& random);
std::string uuid(Random& random);  // RFC 9562 version 4
std::string slug(Random& random);
std::string sentence(Random& random);
std::string paragraph(Random& random);

// `count` lower-case words with spaces between.
std::string words(std::size_t count, Random& random);

// A moment before or behind `now`, as the name has it, at a whole second.
Instant moment(const ScalarContext& context, Random& random);
// "https://www.northwind.example/harbour-lamp", a picture where the name says so.
std::string uri(const ScalarContext& context, Random& random);

// RFC 3339: "2024-01-15", "10:30:00Z", "2024-01-15T10:30:00Z".
std::string to_date(Instant instant);
std::string to_time(Instant instant);
std::string to_date_time(Instant instant);

}  // namespace holotype::generate
