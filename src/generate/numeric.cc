// Numbers are made as whole multiples of a unit: of multipleOf (several: of their least common
// multiple), of 1 for integers, of a power of ten small enough for the bounds otherwise. Bounds and
// units are decimal fractions with 128-bit numerators, so that nothing is rounded and every
// platform gives the same digits. Bounds beyond 10^18 are taken as 10^18 where they leave room for
// smaller numbers, and are the value themselves where they do not; bounds nearer to zero than
// 10^-15 are taken as zero, and multipleOf finer than that is left to the judge.

#include "generate/numeric.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "generate/realistic.h"
#include "json/number.h"
#include "json/text.h"

namespace holotype::generate {

namespace {

using json::Value;
__extension__ using Wide = __int128;

constexpr int kFinest = 15;                               // decimals
constexpr std::int64_t kFar = 1'000'000'000'000'000'000;  // 10^18: bounds beyond it bound nothing

// Of that many values, those that must differ are drawn so often before they are taken in turn.
constexpr int kFew = 1000;
constexpr std::uint64_t kDraws = 16;

Wide power_of_ten(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Wide floor_divide(Wide a, Wide b) { return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0); }
Wide ceil_divide(Wide a, Wide b) { return -floor_divide(-a, b); }

// digits * 10^-scale, 0 <= scale <= kFinest.
struct Decimal {
  Wide digits = 0;
  int scale = 0;
};

Wide digits_at(const Decimal& decimal, int scale) {
  return decimal.digits * power_of_ten(scale - decimal.scale);
}

// Exactly, unless it is beyond 10^18 or finer than 10^-15: then nullopt.
std::optional<Decimal> decimal_of(const Value& number) {
  const std::string text = json::write(number);
  Decimal decimal;
  std::size_t at = text.starts_with('-') ? 1 : 0;
  bool is_fraction = false;
  int digits = 0;
  for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
    if (text[at] == '.') {
      is_fraction = true;
      continue;
    }
    if (++digits > 34) return std::nullopt;
    decimal.digits = decimal.digits * 10 + (text[at] - '0');
    if (is_fraction) ++decimal.scale;
  }
  if (at < text.size()) {
    ++at;
    if (at < text.size() && text[at] == '+') ++at;
    int exponent = 0;
    const auto read = std::from_chars(text.data() + at, text.data() + text.size(), exponent);
    if (read.ec != std::errc()) return std::nullopt;
    decimal.scale -= exponent;
  }
  while (decimal.scale > 0 && decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    --decimal.scale;
  }
  if (decimal.digits == 0) return Decimal{};
  if (decimal.scale < -18 || decimal.scale > kFinest) return std::nullopt;
  if (decimal.scale < 0) {
    if (decimal.digits > kFar) return std::nullopt;
    decimal.digits *= power_of_ten(-decimal.scale);
    decimal.scale = 0;
  }
  if (decimal.digits > Wide{kFar} * 10 * power_of_ten(decimal.scale)) return std::nullopt;
  if (text.starts_with('-')) decimal.digits = -decimal.digits;
  return decimal;
}

std::string to_text(Wide digits, int scale) {
  const bool is_negative = digits < 0;
  std::string text;
  for (Wide rest = is_negative ? -digits : digits; rest != 0 || text.empty(); rest /= 10) {
    text += static_cast<char>('0' + static_cast<int>(rest % 10));
  }
  while (static_cast<int>(text.size()) <= scale) text += '0';
  std::ranges::reverse(text);
  if (scale > 0) {
    text.insert(text.end() - scale, '.');
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  if (is_negative) text.insert(text.begin(), '-');
  return text;
}

Value to_value(Wide digits, int scale, json::Arena& arena) {
  return Value::number(arena, to_text(digits, scale));
}

Wide greatest_common_divisor(Wide a, Wide b) {
  while (b != 0) std::swap(a %= b, b);
  return a < 0 ? -a : a;
}

// What the parts of a Demand say about numbers.
struct Range {
  std::optional<Bound> lower;
  std::optional<Bound> upper;
  std::optional<Decimal> unit;  // of multipleOf
  bool is_integer = false;
};

void tighten(std::optional<Bound>& bound, const Bound& other, bool upwards) {
  if (!bound) {
    bound = other;
    return;
  }
  const auto order = json::compare(*other.value, *bound->value);
  if (order == 0) bound->exclusive |= other.exclusive;
  if (upwards ? order > 0 : order < 0) bound = other;
}

Decimal common_multiple(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale, b.scale);
  const Wide x = digits_at(a, scale);
  const Wide y = digits_at(b, scale);
  const Wide factor = x / greatest_common_divisor(x, y);
  // Beyond what any instance of use would have: the judge decides.
  if (factor > Wide{kFar} || y > Wide{kFar}) return a;
  return {factor * y, scale};
}

// Of a number that decimal_of() does not know: whether it is near zero, not far from it.
bool is_fine(const Value& number) { return std::abs(number.as_double()) < 1; }

// The bound beyond which all values lie, where that is beyond 10^18.
const Bound* far_bound(const Range& range) {
  const auto is_far = [](const std::optional<Bound>& bound, double sign) {
    return bound && bound->value->as_double() * sign > static_cast<double>(kFar);
  };
  if (is_far(range.lower, 1)) return &*range.lower;
  if (is_far(range.upper, -1)) return &*range.upper;
  return nullptr;
}

struct FormatRow {
  std::string_view format;
  std::int64_t least;
  std::int64_t most;
};
constexpr FormatRow kIntegerFormats[] = {
    {"int8", -128, 127},
    {"uint8", 0, 255},
    {"int16", -32768, 32767},
    {"uint16", 0, 65535},
    {"int32", -2147483648, 2147483647},
    {"uint32", 0, 4294967295},
    {"int64", -kFar, kFar},
    {"uint64", 0, kFar},
    {"double-int", -9007199254740991, 9007199254740991},
};

// Index space: the value is index * unit, first <= index <= last.
struct Grid {
  Decimal unit;
  Wide first;
  Wide last;
};

Grid grid_of(const Range& range, const Decimal& unit, std::int64_t least, std::int64_t most) {
  const auto index = [&](const std::optional<Bound>& bound, std::int64_t far, bool upwards) {
    const auto limit = bound ? decimal_of(*bound->value) : Decimal{far, 0};
    if (!limit && is_fine(*bound->value)) {
      const bool is_positive = bound->value->as_double() > 0;
      return upwards ? Wide{is_positive ? 1 : 0} : Wide{is_positive ? 0 : -1};
    }
    const bool is_far = !limit;
    Decimal at = is_far ? Decimal{bound->value->as_double() < 0 ? -kFar : kFar, 0} : *limit;
    const int scale = std::max(at.scale, unit.scale);
    const Wide a = digits_at(at, scale);
    const Wide b = digits_at(unit, scale);
    Wide result = upwards ? ceil_divide(a, b) : floor_divide(a, b);
    if (bound && bound->exclusive && !is_far && result * b == a) result += upwards ? 1 : -1;
    return result;
  };
  Grid grid{unit, index(range.lower, least, true), index(range.upper, most, false)};
  const int scale = unit.scale;
  grid.first = std::max(grid.first, ceil_divide(Wide{least} * power_of_ten(scale), unit.digits));
  grid.last = std::min(grid.last, floor_divide(Wide{most} * power_of_ten(scale), unit.digits));
  return grid;
}

// The part of `grid` that looks like what the name says, where the two meet.
Grid narrowed(const Grid& grid, const NumberRange& usual) {
  const Wide scale = power_of_ten(grid.unit.scale);
  const Wide first = std::max(grid.first, ceil_divide(Wide{usual.least} * scale, grid.unit.digits));
  const Wide last = std::min(grid.last, floor_divide(Wide{usual.most} * scale, grid.unit.digits));
  if (first <= last) return {grid.unit, first, last};
  // Near the bound that is nearest to the usual values, if there is so much room.
  const Wide span = 1000;
  if (grid.first > 0) return {grid.unit, grid.first, std::min(grid.last, grid.first + span)};
  return {grid.unit, std::max(grid.first, grid.last - span), grid.last};
}

}  // namespace

std::optional<Value> make_number(const Demand& demand, const ScalarContext& context,
                                 json::Arena& arena) {
  Range range;
  range.is_integer = (demand.types & types::kFraction) == 0;
  std::int64_t least = -kFar;
  std::int64_t most = kFar;
  for (const Shape* part : demand.parts) {
    for (const Bound& bound : part->lower) tighten(range.lower, bound, true);
    for (const Bound& bound : part->upper) tighten(range.upper, bound, false);
    if (const auto* row = std::ranges::find(kIntegerFormats, part->format, &FormatRow::format);
        row != std::end(kIntegerFormats)) {
      least = std::max(least, row->least);
      most = std::min(most, row->most);
      range.is_integer = true;
    }
    if (part->multiple_of == nullptr) continue;
    const auto unit = decimal_of(*part->multiple_of);
    if (!unit || unit->digits <= 0) continue;
    range.unit = range.unit ? common_multiple(*range.unit, *unit) : *unit;
  }
  if (const Bound* far = far_bound(range); far != nullptr && !range.unit) {
    if (far->exclusive) return std::nullopt;
    return *far->value;
  }
  const NumberRange usual = usual_range(context, range.is_integer);
  Decimal unit{1, 0};
  if (range.unit) unit = range.is_integer ? common_multiple(*range.unit, unit) : *range.unit;
  const bool is_free = !range.unit && !range.is_integer;
  const bool is_plain = context.mode == Mode::Static && context.variant == 0;
  if (is_free && !is_plain) unit.scale = usual.decimals;
  Grid grid = grid_of(range, unit, least, most);
  // Finer and finer where nothing lies between the bounds.
  while (is_free && grid.first > grid.last && unit.scale < kFinest) {
    ++unit.scale;
    grid = grid_of(range, unit, least, most);
  }
  if (grid.first > grid.last) return std::nullopt;
  Wide index = std::clamp(Wide{0}, grid.first, grid.last);
  if (!is_plain) {
    const Grid near = narrowed(grid, usual);
    Random random = context.random;
    const Wide count = std::min(near.last - near.first + 1, Wide{kFar});
    index = near.first + static_cast<Wide>(random.below(static_cast<std::uint64_t>(count)));
    // Of few values, what chance does not find in the end is found in turn.
    const Wide few = grid.last - grid.first + 1;
    if (context.variant >= kDraws && few <= kFew)
      index = grid.first + static_cast<Wide>(context.variant - kDraws) % few;
  }
  return to_value(index * grid.unit.digits, grid.unit.scale, arena);
}

}  // namespace holotype::generate
