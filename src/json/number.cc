// The idea: nearly all numbers are 64-bit integers or short decimals, and those are handled without
// a library; every other pair is brought to the form  digits x 10^exponent  and left to GMP.
//
// Huge exponents must not become huge numbers. Comparison looks at sign and decimal magnitude first
// (1e999999999 against 5 needs no digits); divisibility of m x 10^e by d uses m x (10^e mod d) mod
// d. Only numbers of the same magnitude are aligned digit by digit, so the cost follows the length
// of the text.
#include "json/number.h"

#include <gmp.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "base/check.h"

namespace holotype::json {
namespace {

// +-digits x 10^exponent. `digits` has no leading and no trailing zero; zero is "" x 10^0.
struct Parts {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;

  bool is_zero() const { return digits.empty(); }
  // The decimal exponent of the first digit plus one: 0.05 -> -1, 7 -> 1, 123 -> 3.
  std::int64_t magnitude() const { return exponent + static_cast<std::int64_t>(digits.size()); }
};

// Exponents beyond this are clamped: no text within the size bound can bring them back.
constexpr std::int64_t kLargestExponent = std::int64_t{1} << 40;

Parts parts_of_text(std::string_view text) {
  Parts parts;
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) parts.negative = text[i++] == '-';
  std::int64_t fraction = 0;
  bool in_fraction = false;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.') {
      in_fraction = true;
    } else {
      parts.digits += text[i];
      if (in_fraction) ++fraction;
    }
  }
  std::int64_t exponent = 0;
  if (i < text.size()) {
    const char* begin = text.data() + i + 1;
    if (*begin == '+') ++begin;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), exponent);
    const bool beyond = error == std::errc::result_out_of_range;
    if (beyond) exponent = *begin == '-' ? -kLargestExponent : kLargestExponent;
    exponent = std::clamp(exponent, -kLargestExponent, kLargestExponent);
  }
  parts.exponent = exponent - fraction;
  const std::size_t first = parts.digits.find_first_not_of('0');
  if (first == std::string::npos) return Parts{};
  parts.digits.erase(0, first);
  const std::size_t kept = parts.digits.find_last_not_of('0') + 1;
  parts.exponent += static_cast<std::int64_t>(parts.digits.size() - kept);
  parts.digits.resize(kept);
  return parts;
}

Parts parts_of(const Value& number) {
  if (number.kind() == Kind::Decimal) return parts_of_text(number.decimal_text());
  char buffer[32];
  const auto result = number.kind() == Kind::Integer
                          ? std::to_chars(buffer, buffer + sizeof buffer, number.as_integer())
                          : std::to_chars(buffer, buffer + sizeof buffer, number.as_double());
  return parts_of_text({buffer, static_cast<std::size_t>(result.ptr - buffer)});
}

std::strong_ordering compare_magnitudes(const Parts& a, const Parts& b) {
  if (a.magnitude() != b.magnitude()) return a.magnitude() <=> b.magnitude();
  // Same magnitude and no leading zeros: digits compare as text, a longer one with equal start is
  // larger.
  return a.digits.compare(b.digits) <=> 0;
}

std::strong_ordering compare_parts(const Parts& a, const Parts& b) {
  const auto sign = [](const Parts& p) { return p.is_zero() ? 0 : p.negative ? -1 : 1; };
  if (sign(a) != sign(b) || a.is_zero()) return sign(a) <=> sign(b);
  return a.negative ? compare_magnitudes(b, a) : compare_magnitudes(a, b);
}

// An integer of any size.
class Integer {
 public:
  Integer() { mpz_init(value_); }
  explicit Integer(const std::string& digits) { mpz_init_set_str(value_, digits.c_str(), 10); }
  ~Integer() { mpz_clear(value_); }
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;
  mpz_ptr get() { return value_; }

 private:
  mpz_t value_;
};

// Whether a / b is an integer, for numbers in parts: with a = m x 10^e and b = n x 10^f, whether n
// divides m x 10^(e-f). A negative exponent is moved to n, where it can only be as long as m has
// factors.
bool divides(const Parts& a, const Parts& b) {
  if (a.is_zero()) return true;
  const std::int64_t shift = a.exponent - b.exponent;
  Integer m(a.digits);
  Integer n(b.digits);
  if (shift >= 0) {
    Integer ten("10");
    Integer power;
    mpz_powm_ui(power.get(), ten.get(), static_cast<unsigned long>(shift), n.get());
    mpz_mul(m.get(), m.get(), power.get());
    return mpz_divisible_p(m.get(), n.get()) != 0;
  }
  // n x 10^-shift divides m only where it is not larger.
  if (a.magnitude() < b.magnitude() || -shift > static_cast<std::int64_t>(a.digits.size()))
    return false;
  Integer power;
  mpz_ui_pow_ui(power.get(), 10, static_cast<unsigned long>(-shift));
  mpz_mul(n.get(), n.get(), power.get());
  return mpz_divisible_p(m.get(), n.get()) != 0;
}

bool fits_exactly(double value) { return std::abs(value) < 9007199254740992.0; }  // 2^53

}  // namespace

std::strong_ordering compare(const Value& a, const Value& b) {
  HOLOTYPE_CHECK(a.is_number() && b.is_number());
  if (a.kind() == Kind::Integer && b.kind() == Kind::Integer)
    return a.as_integer() <=> b.as_integer();
  if (a.kind() != Kind::Decimal && b.kind() != Kind::Decimal) {
    // A Double stands for its shortest decimal form. Two different doubles order like their forms,
    // and a form that is an integer within 2^53 equals its double; everything else takes the long
    // way.
    const double left = a.as_double();
    const double right = b.as_double();
    if ((a.kind() == Kind::Double && b.kind() == Kind::Double) ||
        (fits_exactly(left) && fits_exactly(right))) {
      return left < right   ? std::strong_ordering::less
             : left > right ? std::strong_ordering::greater
                            : std::strong_ordering::equal;
    }
  }
  return compare_parts(parts_of(a), parts_of(b));
}

bool is_integer(const Value& number) {
  HOLOTYPE_CHECK(number.is_number());
  if (number.kind() == Kind::Integer) return true;
  if (number.kind() == Kind::Double) return std::trunc(number.as_double()) == number.as_double();
  return parts_of(number).exponent >= 0;
}

bool is_multiple_of(const Value& number, const Value& divisor) {
  HOLOTYPE_CHECK(number.is_number() && divisor.is_number());
  if (number.kind() == Kind::Integer && divisor.kind() == Kind::Integer) {
    HOLOTYPE_CHECK(divisor.as_integer() > 0);
    return number.as_integer() % divisor.as_integer() == 0;
  }
  return divides(parts_of(number), parts_of(divisor));
}

std::optional<std::int64_t> to_int64(const Value& number) {
  HOLOTYPE_CHECK(number.is_number());
  if (number.kind() == Kind::Integer) return number.as_integer();
  const Parts parts = parts_of(number);
  if (parts.exponent < 0 || parts.magnitude() > 19) return std::nullopt;
  const std::string text = (parts.negative ? "-" : "") + (parts.is_zero() ? "0" : parts.digits) +
                           std::string(static_cast<std::size_t>(parts.exponent), '0');
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

// Which of the three forms holds `text` exactly: see Kind.
Value Value::number(Arena& arena, std::string_view text) {
  const char* begin = text.data();
  const char* end = begin + text.size();
  const bool is_plain = text.find_first_of(".eE") == std::string_view::npos;
  if (is_plain) {
    std::int64_t integer_value = 0;
    const auto [at, error] = std::from_chars(begin, end, integer_value);
    const bool negative_zero = integer_value == 0 && text.front() == '-';
    if (error == std::errc() && at == end && !negative_zero) return integer(integer_value);
  }
  double real_value = 0;
  const auto [at, error] = std::from_chars(begin, end, real_value);
  if (error == std::errc() && at == end && std::isfinite(real_value)) {
    // Up to 15 significant digits always survive the way through a double and back (DBL_DIG); the
    // leading-zero count only makes the test stricter.
    const std::size_t digits = text.size();
    const bool is_normal = std::abs(real_value) >= 1e-300 || real_value == 0;
    if (digits <= 15 && is_normal && !is_plain) return real(real_value);
    char buffer[32];
    const auto written = std::to_chars(buffer, buffer + sizeof buffer, real_value);
    const Parts shortest = parts_of_text({buffer, static_cast<std::size_t>(written.ptr - buffer)});
    if (compare_parts(shortest, parts_of_text(text)) == 0 && (!is_plain || real_value == 0)) {
      return real(real_value);
    }
  }
  Value result;
  const std::string_view copy = arena.copy(text);
  HOLOTYPE_CHECK(copy.size() < (std::size_t{1} << 28));
  result.payload_.text = copy.data();
  result.kind_ = static_cast<std::uint32_t>(Kind::Decimal);
  result.size_ = static_cast<std::uint32_t>(copy.size());
  return result;
}

}  // namespace holotype::json
